#include "daemon/zone/letters.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>
#include <vector>

using namespace blend::zone;

TEST_CASE("names are equal whatever their case, accents, width and blanks", "[letters]")
{
    CHECK(folded("Žofie  NOVÁ") == "zofie nova");
    CHECK(folded("  zofie\tnova \n") == "zofie nova");
    CHECK(folded("Zofie\u00a0Nova\u0301") == "zofie nova");
    CHECK(folded("Ｔａｒｏ") == "taro");
    CHECK(folded("Straße") == folded("STRASSE"));
    CHECK(folded("Søren Ørsted") == "soren orsted");
    CHECK(folded("İpek IŞIK") == folded("ipek isik"));
    CHECK(folded("ﬁona") == "fiona");
}

TEST_CASE("other scripts are written in Latin letters", "[letters]")
{
    CHECK(folded("Игорь") == "igor");
    CHECK(folded("Αθηνά") == "athena");
    CHECK(folded("अम्मा") == "amma");
    CHECK(folded("Юлия") == folded("ЮЛИЯ"));
    CHECK_FALSE(folded("王小明").empty());
    CHECK(folded("王小明") == folded("王 小 明 ").substr(0, folded("王小明").size()));
}

TEST_CASE("plain and accented texts are folded by the same rules", "[letters]")
{
    CHECK(folded(std::string("a\0b\x01 c\x7f", 7)) == "ab c");
    CHECK(folded(std::string("é\0b\x01 c\x7f", 8)) == "eb c");
    CHECK(folded("O'Brien") == "o'brien");
    CHECK(folded("").empty());
    CHECK(folded(" \t ").empty());
}

TEST_CASE("a Latin letter folds alone as it does among other scripts", "[letters]")
{
    int plain = 0;
    for (char32_t code = 0xc0; code < 0x250; ++code) {
        const std::string letter{static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3f))};
        const std::string alone = "a" + letter + "a";
        if (folds_plainly(alone)) ++plain;
        INFO(alone);
        CHECK(folded(alone) + " igor" == folded(alone + " Игорь"));
    }
    CHECK(plain > 180);
    CHECK_FALSE(folds_plainly("Игорь"));
    CHECK_FALSE(folds_plainly("a\xc3"));
    CHECK_FALSE(folds_plainly("\xc3\x28"));
}

TEST_CASE("bad UTF-8 is no error", "[letters]")
{
    CHECK(repaired("a\xff"
                   "b") == "a\ufffd"
                           "b");
    CHECK(repaired("\xe2\x82") == "\ufffd");
    CHECK(repaired("fine – ok") == "fine – ok");
    CHECK(repaired(std::string("a\0b", 3)) == std::string("a\0b", 3));
    CHECK_FALSE(folded("a\xff").empty());
    CHECK(words("\xff\xfe \xff") == 2);
}

TEST_CASE("names sort as people expect", "[letters]")
{
    std::vector<std::string> names{"Zoe", "Örn", "anna", "Émile", "Anna", "Orn", "emil", "Ärger", "eva"};
    std::sort(names.begin(), names.end(), [](auto& a, auto& b) { return sort_key(a) < sort_key(b); });
    CHECK(names == std::vector<std::string>{"anna", "Anna", "Ärger", "emil", "Émile", "eva", "Orn", "Örn", "Zoe"});
    const std::string longer(1000, 'x');
    CHECK(sort_key(longer) < sort_key(longer + "a"));
    CHECK(sort_key("") < sort_key("a"));
}

TEST_CASE("words are counted as people count them", "[letters]")
{
    CHECK(words("") == 0);
    CHECK(words("  ") == 0);
    CHECK(words("See you on Sunday, then!") == 5);
    CHECK(words("Schöne\u00a0Grüße\u2003aus Köln") == 4);
    CHECK(words("ok 👍") == 2);
    CHECK(words("你好世界") == 2);
    CHECK(words("你好，世界！") == 2);
    CHECK(words("hello 世界 again") == 3);
    CHECK(words("สวัสดีครับ") == 2);
}

TEST_CASE("many threads may fold at once", "[letters]")
{
    std::vector<int> right(4);
    std::vector<std::thread> threads;
    for (std::size_t which = 0; which < right.size(); ++which)
        threads.emplace_back([&, which] {
            for (int turn = 0; turn < 50; ++turn)
                right[which] +=
                    folded("Žofie Игорь") == "zofie igor" && words("你好世界") == 2 && !sort_key("é").empty();
        });
    for (std::thread& each : threads) each.join();
    CHECK(right == std::vector<int>(4, 50));
}
