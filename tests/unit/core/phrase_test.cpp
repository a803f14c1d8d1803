#include "daemon/core/numerics.hpp"
#include "daemon/core/phrase.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace {

using namespace blend;
using namespace std::string_literals;

using Names = std::vector<std::string>;

/// A Monday morning.
const LocalTime now = *parse_iso_local("2026-11-23T09:30:00");

struct Row {
    std::string sentence;
    std::optional<Channel> channel;
    Direction direction;
    Names names;
    std::optional<double> size;
    std::string at; ///< "" = nothing said; with " (day)" when no closer than that
    Names not_understood;
};

std::string shown(const std::optional<LocalTime>& at, Precision precision)
{
    if (!at) return "";
    return iso_local(*at).substr(0, 16) + (precision == Precision::day ? " (day)" : "");
}

std::string shown(const std::optional<When>& when) { return when ? shown(when->at, when->precision) : ""; }

} // namespace

namespace Catch {
template <class Enum>
    requires blend::Worded<Enum>
struct StringMaker<Enum> {
    static std::string convert(Enum value) { return std::string{blend::word(value)}; }
};
} // namespace Catch

TEST_CASE("a typed sentence is understood as it was meant", "[core][phrase]")
{
    using enum Channel;
    using enum Direction;
    const auto nothing = std::nullopt;
    const Row rows[] = {
        {"called Amma 20 min yesterday 7pm", phone, out, {"Amma"}, 20, "2026-11-22T19:00", {}},
        {"met Ravi and Ann on Sunday for 2 hours",
         in_person,
         mutual,
         {"Ravi", "Ann"},
         120,
         "2026-11-22T12:00 (day)",
         {}},
        {"wrote Tom a letter", letter, out, {"Tom"}, nothing, "", {}},
        {"Amma called me this morning", phone, in, {"Amma"}, nothing, "2026-11-23T09:00 (day)", {}},
        {"got a letter from Tom", letter, in, {"Tom"}, nothing, "", {}},
        {"video call with Ben and Cleo last Tuesday at 18:30, 45m",
         video,
         mutual,
         {"Ben", "Cleo"},
         45,
         "2026-11-17T18:30",
         {}},
        {"texted Zoe", sms, out, {"Zoe"}, nothing, "", {}},
        {"emailed Ann 120 words 2 days ago", email, out, {"Ann"}, 120, "2026-11-21T12:00 (day)", {}},
        {"had lunch with Priya", in_person, mutual, {"Priya"}, nothing, "", {}},
        {"visited grandma 3h on 2026-11-15", in_person, mutual, {"grandma"}, 180, "2026-11-15T12:00 (day)", {}},
        {"missed call from Ravi at noon", missed_call, in, {"Ravi"}, nothing, "2026-11-22T12:00", {}},
        {"voice message to Ann 3 min", voice_message, out, {"Ann"}, 3, "", {}},
        {"spoke with Aunt May half an hour", phone, mutual, {"Aunt May"}, 30, "", {}},
        {"skyped Ben", video, out, {"Ben"}, nothing, "", {}},
        {"zoomed with Ben, Cleo & Dora 1h30", video, mutual, {"Ben", "Cleo", "Dora"}, 90, "", {}},
        {"facetimed mum last night", video, out, {"mum"}, nothing, "2026-11-22T20:00 (day)", {}},
        {"rang dad", phone, out, {"dad"}, nothing, "", {}},
        {"phoned Uncle Bob at 8", phone, out, {"Uncle Bob"}, nothing, "2026-11-23T08:00", {}},
        {"chatted with Zoë", chat, mutual, {"Zoë"}, nothing, "", {}},
        {"whatsapped Ann", chat, out, {"Ann"}, nothing, "", {}},
        {"reacted to Zoe", reaction, out, {"Zoe"}, nothing, "", {}},
        // people write in any order and in their own words
        {"Sun 22 Nov 19:00 phone with Amma, 20 min", phone, mutual, {"Amma"}, 20, "2026-11-22T19:00", {}},
        {"yesterday 7pm: called Amma (20 min).", phone, out, {"Amma"}, 20, "2026-11-22T19:00", {}},
        {"called Amma at 7pm for 20 min yesterday", phone, out, {"Amma"}, 20, "2026-11-22T19:00", {}},
        {"I called Amma for an hour and a half two days ago", phone, out, {"Amma"}, 90, "2026-11-21T12:00 (day)", {}},
        {"Amma sent me a letter", letter, in, {"Amma"}, nothing, "", {}},
        {"I got a call from Amma", phone, in, {"Amma"}, nothing, "", {}},
        {"was called by Amma", phone, in, {"Amma"}, nothing, "", {}},
        {"sent Ann a voice message 3 min", voice_message, out, {"Ann"}, 3, "", {}},
        {"messaged Ann a voice note", voice_message, out, {"Ann"}, nothing, "", {}},
        {"left a voicemail for Amma", voice_message, out, {"Amma"}, nothing, "", {}},
        {"tried to call Ravi", missed_call, out, {"Ravi"}, nothing, "", {}},
        {"talked to Tom on zoom 40 min", video, mutual, {"Tom"}, 40, "", {}},
        {"called Ann on whatsapp", phone, out, {"Ann"}, nothing, "", {}},
        {"met Ravi over coffee, yesterday, 1h", in_person, mutual, {"Ravi"}, 60, "2026-11-22T12:00 (day)", {}},
        {"Ann and Ben came over Saturday evening",
         in_person,
         mutual,
         {"Ann", "Ben"},
         nothing,
         "2026-11-21T19:00 (day)",
         {}},
        {"dinner at Luigi's with Priya", in_person, mutual, {"Priya"}, nothing, "", {"at", "Luigi's"}},
        {"called Van der Berg and O'Neil", phone, out, {"Van der Berg", "O'Neil"}, nothing, "", {}},
        {"phone amma 20m", phone, mutual, {"amma"}, 20, "", {}},
        {"CALLED AMMA 20 MIN", phone, out, {"AMMA"}, 20, "", {}},
        {"called Amma two hours ago", phone, out, {"Amma"}, nothing, "2026-11-23T07:30", {}},
        {"called Amma half past seven yesterday evening", phone, out, {"Amma"}, nothing, "2026-11-22T19:30", {}},
        {"had a second call with Amma", phone, mutual, {"Amma"}, nothing, "", {"second"}},
        {"called Amma around 7pm, yesterday", phone, out, {"Amma"}, nothing, "2026-11-22T19:00", {}},
        {"talked to Amma about Sunday", phone, mutual, {"Amma"}, nothing, "", {"about", "Sunday"}},
        {"sent a long letter to Tom", letter, out, {"Tom"}, nothing, "", {"long"}},
        {"met a friend", in_person, mutual, {}, nothing, "", {"friend"}},
        // a month is one only beside a number
        {"called May 20 min", phone, out, {"May"}, 20, "", {}},
        {"called May on May 3", phone, out, {"May"}, nothing, "2026-05-03T12:00 (day)", {}},
        {"met April and June", in_person, mutual, {"April", "June"}, nothing, "", {}},
    };
    for (const Row& row : rows) {
        INFO(row.sentence);
        const Phrase phrase = understand(row.sentence, now);
        CHECK(phrase.channel == row.channel);
        CHECK(phrase.direction == row.direction);
        CHECK(phrase.names == row.names);
        CHECK(phrase.size == row.size);
        CHECK(shown(phrase.at, phrase.precision) == row.at);
        CHECK(phrase.not_understood == row.not_understood);
    }
}

TEST_CASE("what is not understood is listed word for word and never guessed", "[core][phrase]")
{
    const std::pair<std::string, Names> rows[] = {
        {"called Amma 20", {"20"}},
        {"called Amma on 30 Feb", {"on", "30", "Feb"}},
        {"met Ann Feb 30", {"Feb", "30"}},
        {"called Amma tomorrow at 7", {"tomorrow", "at", "7"}},
        {"called Amma today 7pm", {"today", "7pm"}},
        {"called Amma Tue 22 Nov", {"Tue", "22", "Nov"}}, // it was a Sunday
        {"called Amma 25:00", {"25:00"}},
        {"called Amma 120 words", {"120", "words"}},
        {"emailed Ann 20 min", {"20", "min"}},
        {"chatted with Zoe about the garden", {"about", "the", "garden"}},
        {"called Amma about the trip to Rome", {"about", "the", "trip", "to", "Rome"}},
        {"met Ravi at the Park on 3 Nov", {"at", "the", "Park"}},
        {"saw the Smiths last weekend", {"last", "weekend"}},
        {"called Amma and texted Zoe", {"texted", "Zoe"}},
        {"called Amma yesterday 20 min blah", {"blah"}},
    };
    for (const auto& [sentence, expected] : rows) {
        INFO(sentence);
        CHECK(understand(sentence, now).not_understood == expected);
    }
}

TEST_CASE("a sentence may leave out what it means, and says so", "[core][phrase]")
{
    CHECK_FALSE(understand("wrote to Tom", now).channel);
    CHECK(understand("wrote to Tom", now).direction == Direction::out);
    CHECK(understand("wrote to Tom", now).names == Names{"Tom"});
    CHECK(understand("called", now).names.empty());
    CHECK(understand("", now) == Phrase{});
    CHECK(understand(" \t , ; ", now).names.empty());
}

TEST_CASE("a time of the past is the most recent that fits", "[core][phrase]")
{
    const std::pair<std::string, std::string> rows[] = {
        {"yesterday 7pm", "2026-11-22T19:00"},
        {"7pm yesterday", "2026-11-22T19:00"},
        {"yesterday at 7", "2026-11-22T07:00"},
        {"yesterday evening at 7", "2026-11-22T19:00"},
        {"Sunday", "2026-11-22T12:00 (day)"},
        {"Monday", "2026-11-23T09:30 (day)"},
        {"last Monday", "2026-11-16T12:00 (day)"},
        {"Monday 9am", "2026-11-23T09:00"},
        {"Monday 10am", "2026-11-16T10:00"},
        {"last Tuesday at 18:30", "2026-11-17T18:30"},
        {"tues", "2026-11-17T12:00 (day)"},
        {"2 days ago", "2026-11-21T12:00 (day)"},
        {"a week ago at noon", "2026-11-16T12:00"},
        {"a month ago", "2026-10-23T12:00 (day)"},
        {"2 years ago", "2024-11-23T12:00 (day)"},
        {"the day before yesterday", "2026-11-21T12:00 (day)"},
        {"2026-11-15", "2026-11-15T12:00 (day)"},
        {"2026-11-15 08:15", "2026-11-15T08:15"},
        {"2026-11-15T08:15", "2026-11-15T08:15"},
        {"15.11.2026", "2026-11-15T12:00 (day)"},
        {"3 Nov", "2026-11-03T12:00 (day)"},
        {"Nov 3rd", "2026-11-03T12:00 (day)"},
        {"29th of November", "2025-11-29T12:00 (day)"},
        {"29 November 2024, 10:30", "2024-11-29T10:30"},
        {"29 Feb", "2024-02-29T12:00 (day)"},
        {"this morning", "2026-11-23T09:00 (day)"},
        {"in the evening", "2026-11-22T19:00 (day)"},
        {"last night", "2026-11-22T20:00 (day)"},
        {"today", "2026-11-23T09:30 (day)"},
        {"7pm", "2026-11-22T19:00"},
        {"8:05am", "2026-11-23T08:05"},
        {"7.30 pm", "2026-11-22T19:30"},
        {"12 am", "2026-11-23T00:00"},
        {"12pm", "2026-11-22T12:00"},
        {"quarter to 8", "2026-11-23T07:45"},
        {"at seven o'clock", "2026-11-23T07:00"},
        {"half an hour ago", "2026-11-23T09:00"},
        {"now", "2026-11-23T09:30"},
        // over, impossible, or no time at all
        {"tomorrow", ""},
        {"today 7pm", ""},
        {"this evening", ""},
        {"in 2 hours", ""},
        {"next Friday", ""},
        {"2026-11-24", ""},
        {"30 Feb", ""},
        {"29 Feb 2025", ""},
        {"2026-13-01", ""},
        {"31.04.2026", ""},
        {"13pm", ""},
        {"24:00", ""},
        {"11:60", ""},
        {"99999999 days ago", ""},
        {"Amma", ""},
        {"", ""},
    };
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK(shown(when_past(text, now)) == expected);
    }
}

TEST_CASE("a time of the future is the next that fits", "[core][phrase]")
{
    const std::pair<std::string, std::string> rows[] = {
        {"Sunday 10:30", "2026-11-29T10:30"},
        {"tomorrow 18:00", "2026-11-24T18:00"},
        {"next friday noon", "2026-11-27T12:00"},
        {"in 3 days at 9am", "2026-11-26T09:00"},
        {"2026-12-01 10:00", "2026-12-01T10:00"},
        {"2026-12-01T10:00", "2026-12-01T10:00"},
        {"29 Nov 10:30", "2026-11-29T10:30"},
        {"Sun, 29 Nov 10:30", "2026-11-29T10:30"},
        {"3 Jan", "2027-01-03T12:00 (day)"},
        {"29 Feb 10:00", "2028-02-29T10:00"},
        {"tonight", "2026-11-23T20:00 (day)"},
        {"tonight at 8", "2026-11-23T20:00"},
        {"today 18:00", "2026-11-23T18:00"},
        {"today", "2026-11-23T12:00 (day)"},
        {"18:00", "2026-11-23T18:00"},
        {"9am", "2026-11-24T09:00"},
        {"Monday 9am", "2026-11-30T09:00"},
        {"Monday 6pm", "2026-11-23T18:00"},
        {"next Monday 6pm", "2026-11-30T18:00"},
        {"this Saturday morning", "2026-11-28T09:00 (day)"},
        {"in a week", "2026-11-30T12:00 (day)"},
        {"in 2 weeks at 5 pm", "2026-12-07T17:00"},
        {"in a month", "2026-12-23T12:00 (day)"},
        {"the day after tomorrow at 7:15pm", "2026-11-25T19:15"},
        {"in 2 hours", "2026-11-23T11:30"},
        {"in half an hour", "2026-11-23T10:00"},
        // over, impossible, or no time at all
        {"yesterday", ""},
        {"today 8:00", ""},
        {"last Tuesday", ""},
        {"2 days ago", ""},
        {"30 Feb", ""},
        {"29 Feb 2027 10:00", ""},
        {"2025-12-01 10:00", ""},
        {"Mon 29 Nov", ""}, // it is a Sunday
        {"soon", ""},
        {"Sunday 10:30 maybe", ""},
        {"", ""},
    };
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK(shown(when_future(text, now)) == expected);
    }
}

TEST_CASE("a day at the end of a month keeps to months that are shorter", "[core][phrase]")
{
    const LocalTime end_of_march = *parse_iso_local("2026-03-31T10:00:00");
    CHECK(shown(when_past("a month ago", end_of_march)) == "2026-02-28T12:00 (day)");
    CHECK(shown(when_future("in a month", end_of_march)) == "2026-04-30T12:00 (day)");
}

TEST_CASE("lengths of time are read in every common spelling", "[core][phrase]")
{
    const std::pair<std::string, std::optional<double>> rows[] = {
        {"25m", 25},
        {"1h30", 90},
        {"90", 90},
        {"1.5h", 90},
        {"1 hour 10 min", 70},
        {"1h30m", 90},
        {"1 h 30", 90},
        {"45 minutes", 45},
        {"half an hour", 30},
        {"2 hours", 120},
        {"an hour", 60},
        {"an hour and a half", 90},
        {"90 sec", 1.5},
        {"twenty minutes", 20},
        {"1 hour and 5 minutes", 65},
        {"2 hours and a half", 150},
        {"0", std::nullopt},
        {"0m", std::nullopt},
        {"-5m", std::nullopt},
        {"", std::nullopt},
        {"m", std::nullopt},
        {"1.2.3h", std::nullopt},
        {"30m1h", std::nullopt},
        {"9999h", std::nullopt},
        {"20 words", std::nullopt},
        {"20 min tomorrow", std::nullopt},
        {"nan", std::nullopt},
        {"1e9", std::nullopt},
    };
    for (const auto& [text, expected] : rows) {
        INFO(text);
        const auto found = length_minutes(text);
        REQUIRE(found.has_value() == expected.has_value());
        if (found) CHECK(*found == Approx(*expected));
    }
}

TEST_CASE("words and cadences are read", "[core][phrase]")
{
    CHECK(word_count("120w") == 120.0);
    CHECK(word_count("120 words") == 120.0);
    CHECK_FALSE(word_count("120"));
    CHECK_FALSE(word_count("120m"));
    CHECK_FALSE(word_count("w"));

    const std::pair<std::string, std::optional<int>> rows[] = {
        {"14d", 14},
        {"2w", 14},
        {"3m", 90},
        {"1y", 365},
        {"14", 14},
        {"2 weeks", 14},
        {"1 day", 1},
        {"10y", 3650},
        {"0d", std::nullopt},
        {"11y", std::nullopt},
        {"-1d", std::nullopt},
        {"d", std::nullopt},
        {"", std::nullopt},
        {"14 d 2", std::nullopt},
        {"2x", std::nullopt},
    };
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK(every_days(text) == expected);
    }
}

TEST_CASE("no bytes at all make the parser fail", "[core][phrase][property]")
{
    const std::string_view pieces[] = {"called",     "Amma", "20",    "min",  "yesterday", "7pm",  "on",     "30",
                                       "Feb",        ",",    "in",    "ago",  "2",         "half", "an",     "hour",
                                       "and",        "a",    "at",    "last", "Sunday",    "from", "999999", "months",
                                       "2026-11-15", "1h30", "about", "with", ":",         "--",   "\xff"};
    SplitMix64 draws{2026};
    for (int trial = 0; trial < 4000; ++trial) {
        std::string text;
        const auto length = draws.next() % 24;
        for (std::uint64_t index = 0; index < length; ++index) {
            if (trial % 2 == 0)
                text += static_cast<char>(draws.next() % 256);
            else
                text += std::string{pieces[draws.next() % std::size(pieces)]} + " ";
        }
        const Phrase phrase = understand(text, now);
        if (phrase.at) CHECK(*phrase.at <= now);
        if (phrase.size) CHECK(*phrase.size >= 0.0);
        for (const std::string& name : phrase.names) CHECK_FALSE(name.empty());
        if (const auto when = when_past(text, now)) CHECK(when->at <= now);
        if (const auto when = when_future(text, now)) CHECK(when->at >= now);
        if (const auto minutes = length_minutes(text)) CHECK(*minutes > 0.0);
        if (const auto days = every_days(text)) CHECK(*days >= 1);
        word_count(text);
    }
}

TEST_CASE("a sentence of any length is read at once", "[core][phrase]")
{
    for (const std::string piece :
         {"the ", "on ", ",", "and ", "Amma ", "yesterday ", "20 min ", "called ", "a", "7", ":"}) {
        std::string text;
        while (text.size() < 20'000) text += piece;
        understand(text, now);
        CHECK_FALSE(when_future(text, now));
        CHECK_FALSE(length_minutes(text));
    }
}

TEST_CASE("every word of a sentence is understood, named or listed", "[core][phrase][property]")
{
    // Words that mean nothing by themselves end up in a name or in the list, never nowhere.
    const std::string_view unknown[] = {"Xola", "qumble", "Brisk", "zap"};
    const std::string_view known[] = {"called", "with", "yesterday", "20 min", "and", "about", "at", "letter"};
    SplitMix64 draws{7};
    for (int trial = 0; trial < 2000; ++trial) {
        std::string text;
        std::size_t expected = 0;
        for (std::uint64_t index = 0; index < 8; ++index) {
            const bool is_known = draws.next() % 2 == 0;
            expected += is_known ? 0 : 1;
            text += std::string{is_known ? known[draws.next() % 8] : unknown[draws.next() % 4]} + " ";
        }
        const Phrase phrase = understand(text, now);
        std::string left;
        for (const std::string& name : phrase.names) left += name + " ";
        for (const std::string& word : phrase.not_understood) left += word + " ";
        std::size_t found = 0;
        for (const std::string_view word : unknown)
            for (auto at = left.find(word); at != std::string::npos; at = left.find(word, at + 1)) ++found;
        INFO(text);
        CHECK(found == expected);
    }
}
