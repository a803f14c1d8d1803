#include "packaging/demo/files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace blend;
using namespace blend::demo;

namespace {

std::vector<File> year_ending(std::string_view day) { return files_of(story_of_the_year(*parse_iso_day(day))); }

bool same(const File& a, const File& b) { return a.name == b.name && a.bytes == b.bytes; }

} // namespace

TEST_CASE("the same day gives the same bytes, another day others")
{
    const auto files = year_ending("2026-11-23");
    CHECK(std::ranges::equal(files, year_ending("2026-11-23"), same));
    CHECK_FALSE(std::ranges::equal(files, year_ending("2026-11-24"), same));
}

TEST_CASE("the year comes as chats, one of them zipped, a calendar, cards, mail, a table and the commands")
{
    std::vector<std::string> names;
    for (const File& file : year_ending("2026-11-23")) names.push_back(file.name);
    for (const char* name :
         {"WhatsApp Chat with Amma.txt", "WhatsApp Chat - Arjun.zip", "WhatsApp Chat with Rao family.txt",
          "calendar.ics", "contacts.vcf", "mail.mbox", "log.csv", "setup.sh"})
        CHECK(std::ranges::find(names, name) != names.end());
}

TEST_CASE("no line of the calendar is longer than 75 octets")
{
    std::istringstream lines{calendar(story_of_the_year(*parse_iso_day("2026-11-23")).meetings)};
    for (std::string line; std::getline(lines, line);) {
        REQUIRE(line.ends_with('\r'));
        CHECK(line.size() - 1 <= 75);
    }
}

TEST_CASE("mails carry the offset that New York kept")
{
    CHECK(new_york_offset(*parse_iso_local("2026-03-08T01:59:59")) == std::chrono::hours{-5});
    CHECK(new_york_offset(*parse_iso_local("2026-03-08T03:00:00")) == std::chrono::hours{-4});
    CHECK(new_york_offset(*parse_iso_local("2026-11-01T00:30:00")) == std::chrono::hours{-4});
    CHECK(new_york_offset(*parse_iso_local("2026-11-01T02:00:00")) == std::chrono::hours{-5});
}

TEST_CASE("a stored zip carries the checksum of its member")
{
    const std::string zip = zip_of("_chat.txt", "123456789");
    CHECK(zip.substr(14, 4) == "\x26\x39\xf4\xcb"); // the check value of CRC-32
    CHECK(zip.find("123456789") != std::string::npos);
    CHECK(zip.substr(zip.size() - 22, 4) == "PK\x05\x06");
}

TEST_CASE("birthdays come in the spelling of each version, with and without a year")
{
    const std::string cards = address_book();
    CHECK(cards.find("BDAY:19880229\r\n") != std::string::npos);
    CHECK(cards.find("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-19\r\n") != std::string::npos);
    CHECK(cards.find("BDAY:--0707\r\n") != std::string::npos);
    CHECK(cards.find("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Tom=C3=A1s Ferreira\r\n") != std::string::npos);
}
