// Makes foreign files of any size: the same count gives the same bytes on every machine.

#include "daemon/core/time.hpp"
#include "packaging/demo/dice.hpp"
#include "tests/bench/names.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>

namespace {

using namespace blend;
using demo::Dice;

const LocalTime first_day = parse_iso_local("2016-11-24T08:00:00").value();
constexpr Seconds ten_years = std::chrono::days{3650};

LocalTime moment(std::int64_t number, std::int64_t count) { return first_day + ten_years * number / count; }

struct Clock {
    int year, month, day, hour, minute, second;
};

Clock clock_of(LocalTime local)
{
    const Day day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - day};
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count())};
}

template <class... Values> std::string spelled(const char* format, Values... values)
{
    std::array<char, 256> room;
    const int size = std::snprintf(room.data(), room.size(), format, values...);
    return {room.data(), static_cast<std::size_t>(size)};
}

std::string words(Dice& dice, int count)
{
    static constexpr auto lexicon = std::to_array<std::string_view>(
        {"the",     "and",    "you",   "that",     "was",       "for",         "are",      "with",    "they",
         "this",    "have",   "from",  "one",      "had",       "word",        "but",      "not",     "what",
         "all",     "were",   "when",  "your",     "can",       "said",        "there",    "each",    "which",
         "she",     "how",    "their", "will",     "other",     "about",       "out",      "many",    "then",
         "them",    "these",  "some",  "her",      "would",     "make",        "like",     "him",     "into",
         "time",    "has",    "look",  "two",      "more",      "write",       "see",      "number",  "way",
         "could",   "people", "than",  "first",    "water",     "been",        "call",     "who",     "now",
         "find",    "long",   "down",  "day",      "did",       "get",         "come",     "made",    "may",
         "part",    "Straße", "café",  "tomorrow", "yesterday", "grandmother", "birthday", "weekend", "garden",
         "holiday", "train"});
    std::string text;
    for (int index = 0; index < count; ++index) {
        if (index > 0) text += ' ';
        text += dice.one_of(std::span<const std::string_view>{lexicon});
    }
    return text;
}

// ---- chats

using Stamp = std::function<std::string(LocalTime)>;

std::string android(LocalTime local)
{
    const Clock at = clock_of(local);
    return spelled("%02d/%02d/%04d, %02d:%02d - ", at.day, at.month, at.year, at.hour, at.minute);
}

std::string ios(LocalTime local)
{
    const Clock at = clock_of(local);
    return spelled("[%02d.%02d.%02d, %02d:%02d:%02d] ", at.day, at.month, at.year % 100, at.hour, at.minute, at.second);
}

/// `count` messages; about one in twelve goes on in a second line.
void chat(std::ostream& out, std::int64_t count, const Stamp& stamp)
{
    Dice dice{11};
    const std::string other = bench::name_of(0);
    out << stamp(first_day) << "Messages and calls are end-to-end encrypted. Only people in this chat can read them.\n";
    for (std::int64_t number = 1; number < count; ++number) {
        const std::string_view author = dice.chance(50) ? std::string_view{other} : bench::owner;
        out << stamp(moment(number, count)) << author << ": ";
        if (dice.chance(3)) {
            out << "<Media omitted>\n";
            continue;
        }
        out << words(dice, dice.between(1, 16)) << '\n';
        if (dice.chance(8)) out << words(dice, dice.between(1, 10)) << '\n';
    }
}

std::string in_quotes(std::string_view text) { return '"' + std::string{text} + '"'; }

/// A whole account of Telegram Desktop: twenty chats, printed as its exporter prints them.
void telegram(std::ostream& out, std::int64_t count)
{
    constexpr std::int64_t chats = 20;
    Dice dice{15};
    const std::int64_t me = 100000;
    out << "{\n \"personal_information\": {\n  \"user_id\": " << me
        << ",\n  \"phone_number\": \"+49 151 00000000\"\n },\n"
        << " \"chats\": {\n  \"about\": \"This page lists all chats from this export.\",\n  \"list\": [";
    for (std::int64_t chat = 0; chat < chats; ++chat) {
        const std::int64_t them = me + 1 + chat;
        const std::string name = bench::name_of(static_cast<int>(chat));
        out << (chat == 0 ? "\n" : ",\n") << "   {\n    \"name\": " << in_quotes(name)
            << ",\n    \"type\": \"personal_chat\",\n    \"id\": " << them << ",\n    \"messages\": [";
        for (std::int64_t number = 0; number < count / chats; ++number) {
            const LocalTime local = moment(number, count / chats);
            const bool mine = dice.chance(45);
            out << (number == 0 ? "\n" : ",\n") << "     {\n      \"id\": " << number + 1 << ",\n";
            const std::string stamp =
                "      \"date\": " + in_quotes(iso_local(local)) +
                ",\n      \"date_unixtime\": " + in_quotes(std::to_string(local.time_since_epoch().count())) + ",\n";
            const std::string who = in_quotes(mine ? bench::owner : name) + ",\n      ";
            const std::string id = in_quotes("user" + std::to_string(mine ? me : them));
            if (dice.chance(1)) {
                out << "      \"type\": \"service\",\n"
                    << stamp << "      \"actor\": " << who << "\"actor_id\": " << id
                    << ",\n      \"action\": \"phone_call\",\n      \"duration_seconds\": " << dice.between(5, 3000)
                    << ",\n      \"discard_reason\": \"hangup\",\n      \"text\": \"\",\n      \"text_entities\": []\n "
                       "    }";
                continue;
            }
            const std::string text = words(dice, dice.between(1, 16));
            out << "      \"type\": \"message\",\n"
                << stamp << "      \"from\": " << who << "\"from_id\": " << id
                << ",\n      \"text\": " << in_quotes(text)
                << ",\n      \"text_entities\": [\n       {\n        \"type\": \"plain\",\n        \"text\": "
                << in_quotes(text) << "\n       }\n      ]\n     }";
        }
        out << "\n    ]\n   }";
    }
    out << "\n  ]\n }\n}\n";
}

/// A backup of an Android phone: messages of two hundred people.
void sms(std::ostream& out, std::int64_t count)
{
    Dice dice{16};
    out << "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"" << count << "\">\n";
    for (std::int64_t number = 0; number < count; ++number) {
        const int person = dice.between(0, 199);
        out << "  <sms protocol=\"0\" address=\"" << spelled("+4915%08d", 10'000'000 + person) << "\" date=\""
            << moment(number, count).time_since_epoch().count() << "000\" type=\"" << (dice.chance(45) ? 2 : 1)
            << "\" subject=\"null\" body=\"" << words(dice, dice.between(1, 16))
            << (dice.chance(10) ? " &#55357;&#56832;" : "")
            << "\" toa=\"null\" sc_toa=\"null\" service_center=\"null\" read=\"1\" status=\"-1\" locked=\"0\" "
               "date_sent=\"0\" sub_id=\"-1\" readable_date=\"24 Nov 2016 08:00:00\" contact_name=\""
            << bench::name_of(person) << "\" />\n";
    }
    out << "</smses>\n";
}

// ---- mail

struct Mail {
    LocalTime at;
    std::string text;
};

Mail mail(Dice& dice, std::int64_t number, std::int64_t count)
{
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const LocalTime local = moment(number, count);
    const Clock at = clock_of(local);
    const int person = dice.between(0, 1) == 0 ? dice.between(0, 19) : dice.between(0, 399);
    const bool mine = dice.chance(40);
    const bool bulk = !mine && dice.chance(12);
    const std::string other = bulk ? spelled("news%d@shop.example.com", person % 9) : bench::address_of(person);
    const std::string theirs = (bulk ? std::string{"A Shop"} : bench::name_of(person)) + " <" + other + ">";
    const std::string own = std::string{bench::owner} + " <" + std::string{bench::owner_address} + ">";

    std::string text;
    for (int hop = 0; hop < 3; ++hop)
        text += spelled("Received: from relay%d.example.net (relay%d.example.net [192.0.2.%d])\n"
                        "\tby mx%d.example.org (Postfix) with ESMTPS id %08X\n\tfor <maya@example.org>; ",
                        hop, hop, dice.between(1, 250), hop, dice.between(1, 1'000'000'000)) +
                spelled("%d %s %04d %02d:%02d:%02d +0000\n", at.day, months[static_cast<std::size_t>(at.month - 1)],
                        at.year, at.hour, at.minute, at.second);
    text += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=mail;\n";
    for (int line = 0; line < 7; ++line)
        text += spelled("\tb=%08X%08X%08X%08X%08X%08X%08X\n", dice.between(1, 1 << 30), dice.between(1, 1 << 30),
                        dice.between(1, 1 << 30), dice.between(1, 1 << 30), dice.between(1, 1 << 30),
                        dice.between(1, 1 << 30), dice.between(1, 1 << 30));
    text += spelled("Date: %d %s %04d %02d:%02d:%02d +0000\n", at.day, months[static_cast<std::size_t>(at.month - 1)],
                    at.year, at.hour, at.minute, at.second);
    text += "From: " + (mine ? own : theirs) + "\nTo: " + (mine ? theirs : own) + "\n";
    text += "Subject: " + words(dice, dice.between(2, 8)) + "\n";
    text += "Message-ID: <" + std::to_string(number) + ".mail@example.net>\nMIME-Version: 1.0\n";
    if (bulk) text += "List-Unsubscribe: <https://shop.example.com/out>\nPrecedence: bulk\n";
    const bool both = dice.chance(30);
    const std::string plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
    if (both) text += "Content-Type: multipart/alternative; boundary=\"part\"\n\n--part\n";
    text += plain;
    for (int line = dice.between(4, 110); line > 0; --line) text += words(dice, dice.between(6, 13)) + "\n";
    if (both) {
        text += "\n--part\nContent-Type: text/html; charset=utf-8\n\n<html><body>\n";
        for (int line = dice.between(4, 110); line > 0; --line)
            text += "<p>" + words(dice, dice.between(6, 13)) + "</p>\n";
        text += "</body></html>\n--part--\n";
    }
    return {local, text};
}

void mbox(std::ostream& out, std::int64_t count)
{
    Dice dice{12};
    for (std::int64_t number = 0; number < count; ++number)
        out << "From somebody@example.net Thu Jan  1 00:00:00 2026\n" << mail(dice, number, count).text << '\n';
}

void maildir(const std::filesystem::path& folder, std::int64_t count)
{
    Dice dice{12};
    for (const char* part : {"cur", "new", "tmp"}) std::filesystem::create_directories(folder / part);
    for (std::int64_t number = 0; number < count; ++number) {
        const Mail each = mail(dice, number, count);
        const auto name =
            std::to_string(each.at.time_since_epoch().count()) + "." + std::to_string(number) + ".bench:2,S";
        std::ofstream{folder / "cur" / name, std::ios::binary} << each.text;
    }
}

// ---- calendar and address book

std::string compact(LocalTime local)
{
    const Clock at = clock_of(local);
    return spelled("%04d%02d%02dT%02d%02d%02d", at.year, at.month, at.day, at.hour, at.minute, at.second);
}

/// One event in eight repeats ten times; one in three keeps a zone of its own.
void calendar(std::ostream& out, std::int64_t count)
{
    Dice dice{13};
    out << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//bench//EN\r\n"
           "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
           "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nDTSTART:19700329T020000\r\n"
           "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
           "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nDTSTART:19701025T030000\r\n"
           "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    for (std::int64_t number = 0; number < count; ++number) {
        const LocalTime start = moment(number, count);
        const bool zoned = dice.chance(33);
        const auto stamp = [&](const char* name, LocalTime local) {
            out << name << (zoned ? ";TZID=Europe/Berlin:" : ":") << compact(local) << (zoned ? "\r\n" : "Z\r\n");
        };
        out << "BEGIN:VEVENT\r\nUID:" << number << "@bench.example\r\nDTSTAMP:20161124T080000Z\r\n";
        stamp("DTSTART", start);
        stamp("DTEND", start + Minutes{15 * dice.between(1, 8)});
        if (dice.chance(12)) out << "RRULE:FREQ=WEEKLY;COUNT=10\r\n";
        out << "SUMMARY:" << words(dice, dice.between(2, 6)) << "\r\nLOCATION:" << words(dice, 2) << "\r\n";
        out << "ORGANIZER;CN=" << bench::owner << ":mailto:" << bench::owner_address << "\r\n";
        for (int guest = dice.between(1, 4); guest > 0; --guest) {
            const int person = dice.between(0, 399);
            out << "ATTENDEE;CN=" << bench::name_of(person)
                << ";PARTSTAT=ACCEPTED\r\n :mailto:" << bench::address_of(person) << "\r\n";
        }
        out << "STATUS:CONFIRMED\r\nEND:VEVENT\r\n";
    }
    out << "END:VCALENDAR\r\n";
}

void address_book(std::ostream& out, std::int64_t count)
{
    Dice dice{14};
    for (int number = 0; number < count; ++number) {
        const std::string name = bench::name_of(number);
        out << "BEGIN:VCARD\r\nVERSION:" << (number % 2 == 0 ? "3.0" : "4.0") << "\r\nUID:card-" << number
            << "\r\nFN:" << name << "\r\nN:" << name.substr(name.find(' ') + 1) << ';' << name.substr(0, name.find(' '))
            << ";;;\r\n"
            << "EMAIL;TYPE=home:" << bench::address_of(number) << "\r\n"
            << spelled("TEL;TYPE=cell:+4915%d%07d\r\n", dice.between(10, 99), number);
        if (dice.chance(50)) out << spelled("TEL;TYPE=home:+4930%08d\r\n", number);
        if (dice.chance(40))
            out << spelled("BDAY:19%02d-%02d-%02d\r\n", dice.between(40, 99), dice.between(1, 12), dice.between(1, 28));
        out << "NOTE:" << words(dice, dice.between(3, 30)) << "\r\nEND:VCARD\r\n";
    }
}

using Make = void (*)(const std::filesystem::path&, std::int64_t);

template <auto write> void to_file(const std::filesystem::path& path, std::int64_t count)
{
    std::ofstream out{path, std::ios::binary};
    write(out, count);
    out.close();
    if (!out)
        throw std::filesystem::filesystem_error{"cannot be written", path, std::make_error_code(std::errc::io_error)};
}

void android_chat(std::ostream& out, std::int64_t count) { chat(out, count, android); }
void ios_chat(std::ostream& out, std::int64_t count) { chat(out, count, ios); }

const std::map<std::string_view, Make> kinds{{"android", to_file<android_chat>},
                                             {"ios", to_file<ios_chat>},
                                             {"mbox", to_file<mbox>},
                                             {"maildir", maildir},
                                             {"calendar", to_file<calendar>},
                                             {"cards", to_file<address_book>},
                                             {"telegram", to_file<telegram>},
                                             {"sms", to_file<sms>}};

} // namespace

int main(int count, char** arguments)
{
    const auto kind = count == 4 ? kinds.find(arguments[1]) : kinds.end();
    if (kind == kinds.end()) {
        std::cerr << "usage: bench_files android|ios|telegram|sms|mbox|maildir|calendar|cards COUNT PATH\n";
        return 2;
    }
    try {
        kind->second(arguments[3], std::atoll(arguments[2]));
    } catch (const std::exception& error) {
        std::cerr << "bench_files: " << error.what() << '\n';
        return 1;
    }
}
