// Names that may be one person's, and names that may not.

#include "daemon/core/likeness.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace blend;

namespace {

Likeness between(const char* one, const char* other)
{
    const auto forth = likeness(name_words(one), name_words(other));
    CHECK(likeness(name_words(other), name_words(one)) == forth);
    return forth;
}

} // namespace

TEST_CASE("words of a name are its letters, whatever stands between them", "[core]")
{
    CHECK(name_words("smith, j.-p.") == std::vector<std::string>{"smith", "j", "p"});
    CHECK(name_words("o'brien  (work) 2") == std::vector<std::string>{"obrien", "work"});
    CHECK(name_words(" ..12 ").empty());
}

TEST_CASE("the measure has the values of its authors", "[core]")
{
    CHECK(jaro_winkler("martha", "marhta") == Approx(0.9611).margin(0.0001));
    CHECK(jaro_winkler("dwayne", "duane") == Approx(0.84).margin(0.0001));
    CHECK(jaro_winkler("dixon", "dicksonx") == Approx(0.8133).margin(0.0001));
    CHECK(jaro_winkler("", "") == 1.0);
    CHECK(jaro_winkler("a", "") == 0.0);
    CHECK(jaro_winkler("same", "same") == 1.0);
}

TEST_CASE("a name is the same in any order of its words", "[core]")
{
    CHECK(between("ann smith", "smith, ann") == Likeness::same_name);
    CHECK(between("ann", "ann") == Likeness::same_name);
}

TEST_CASE("a name may leave words out, shorten them, or be spelled otherwise", "[core]")
{
    CHECK(between("anna maria smith", "anna smith") == Likeness::fewer_words);
    CHECK(between("j. smith", "john smith") == Likeness::initials);
    CHECK(between("j. smith", "john peter smith") == Likeness::initials);
    CHECK(between("bill gates", "william gates") == Likeness::short_form);
    CHECK(between("katharina vogel", "katarina vogel") == Likeness::spelling);
    CHECK(between("mueler", "mueller") == Likeness::spelling);
}

TEST_CASE("names that only look alike are two people", "[core]")
{
    CHECK(between("tim baker", "tom baker") == Likeness::none);
    CHECK(between("anna baker", "hanna baker") == Likeness::none);
    CHECK(between("john smith", "john") == Likeness::none);
    CHECK(between("j. s.", "john smith") == Likeness::none);
    CHECK(between("john smith", "jane smith") == Likeness::none);
    CHECK(between("", "john smith") == Likeness::none);
}

TEST_CASE("any two texts have a likeness, the same from both sides", "[core]")
{
    std::mt19937 chance{5};
    for (int round = 0; round < 5000; ++round) {
        std::string one;
        std::string other;
        for (auto* text : {&one, &other})
            for (auto left = chance() % 12; left > 0; --left) *text += "abc e'."[chance() % 7];
        CHECK_NOTHROW(between(one.c_str(), other.c_str()));
        const double measure = jaro_winkler(one, other);
        CHECK(measure >= 0.0);
        CHECK(measure <= 1.0);
    }
}

TEST_CASE("whatever is alike is found under a common key", "[core]")
{
    const auto share = [](const std::vector<std::string>& one, const std::vector<std::string>& other) {
        const auto keys = kin(other);
        const auto own = kin(one);
        return std::find_first_of(own.begin(), own.end(), keys.begin(), keys.end()) != own.end();
    };
    std::mt19937 chance{11};
    int alike = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string one;
        for (auto words = 1 + chance() % 3; words > 0; --words) {
            for (auto left = 1 + chance() % 8; left > 0; --left) one += "aeinrst"[chance() % 7];
            one += ' ';
        }
        std::string other = one;
        for (auto changes = chance() % 3; changes > 0; --changes) {
            const auto at = other.find(' ') / 2 + 1 + chance() % 3; // beyond the first letters
            if (at > 1 && at < other.size() && other[at] != ' ' && other[at - 1] != ' ')
                other[at] = "aeinrst"[chance() % 7];
        }
        if (chance() % 4 == 0) other.erase(0, other.find(' ') + 1);
        if (between(one.c_str(), other.c_str()) == Likeness::none) continue;
        ++alike;
        INFO(one << "/ " << other);
        CHECK(share(name_words(one), name_words(other)));
    }
    CHECK(alike > 5000);
}

TEST_CASE("names that only differ in length or spelling may be one person's, once something else says so", "[core]")
{
    const auto may_be = [](const char* one, const char* other) {
        CHECK(compatible(name_words(one), name_words(other)) == compatible(name_words(other), name_words(one)));
        return compatible(name_words(one), name_words(other));
    };
    CHECK(may_be("anna", "anna muster"));
    CHECK(may_be("muster", "anna muster"));
    CHECK(may_be("a. muster", "anna muster"));
    CHECK(may_be("bob", "robert muster"));
    CHECK(may_be("", "anna"));
    CHECK_FALSE(may_be("anna muster", "karl muster"));
    CHECK_FALSE(may_be("mum", "ursula muster"));
}
