#include "daemon/core/sentence.hpp"
#include "daemon/zone/messages.hpp"
#include "daemon/zone/patterns.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

namespace {

using namespace blend;
using namespace std::chrono_literals;

const Instant now = *parse_rfc3339("2026-11-23T09:30:00Z");

NudgeWords words(NudgeKind kind, Mode mode, std::string name)
{
    NudgeWords result;
    result.kind = kind;
    result.mode = mode;
    result.name = std::move(name);
    result.now = now;
    return result;
}

Instant days_ago(int count) { return now - std::chrono::days{count}; }

std::string english(const NudgeWords& all) { return zone::say(nudge_said(all), Language::en); }

NudgeWords amma()
{
    NudgeWords all = words(NudgeKind::talk, Mode::call, "Amma");
    all.last_sync = days_ago(142);
    all.written_since_talk = 41;
    all.slot = parse_iso_local("2026-11-29T10:30:00");
    all.their_slot = parse_iso_local("2026-11-29T20:00:00");
    return all;
}

Sentence counting(const char* key, double count) { return {.key = key, .numbers = {{"count", count}}}; }

/// Every way a nudge can be said, with an occasion for the dates.
template <class Check> void every_nudge(Check check)
{
    for (const NudgeKind kind : every<NudgeKind>())
        for (const Mode mode : every<Mode>())
            for (const int written : {0, 1, 2, 41})
                for (const int extreme : {-1, 0, 1})
                    for (const int known : {0, 1, 2, 3, 11, 100, 400, 1100}) {
                        NudgeWords all = words(kind, mode, "Zoe");
                        all.written_since_talk = written;
                        all.extreme = extreme;
                        all.occasion = known % 2 == 0 ? "birthday" : "wedding";
                        all.occasion_in_days = known % 12;
                        if (known > 0) {
                            all.last_contact = all.last_sync = all.last_async = days_ago(known);
                            all.talk_every_days = known;
                            all.cadence_days = known;
                        }
                        check(all);
                    }
}

} // namespace

TEST_CASE("a nudge says who, how, when and why in a sentence", "[zone][messages]")
{
    CHECK(english(amma()) == "Call Amma, maybe Sun 10:30 (their 20:00). "
                             "You have written 41 times since you last spoke, 142 days ago.");

    NudgeWords ben = words(NudgeKind::reach_out, Mode::write, "Ben");
    ben.last_contact = days_ago(19);
    ben.cadence_days = 14;
    ben.need = 0.83;
    CHECK(english(ben) == "Write to Ben. You were last in touch 19 days ago and like to be every 14 days. "
                          "By your own rhythm, another quiet week is 83% likely.");

    NudgeWords tom = words(NudgeKind::reply, Mode::write, "Tom");
    tom.last_async = days_ago(12);
    CHECK(english(tom) == "Write to Tom. Tom wrote 12 days ago, and a few words back would be welcome.");

    NudgeWords james = words(NudgeKind::date, Mode::call, "James");
    james.occasion = "birthday";
    james.occasion_in_days = 1;
    CHECK(english(james) == "Call James. James' birthday is tomorrow.");
    james.name = "Ann";
    james.occasion = "wedding day";
    james.occasion_in_days = 3;
    CHECK(english(james) == "Call Ann. Ann's wedding day is in 3 days.");
}

TEST_CASE("no sentence of the program blames", "[zone][messages][property]")
{
    const std::string_view unkind[] = {"neglect", "overdue", "fail",  "late",  "should",
                                       "must",    "forgot",  "ignor", "streak"};
    every_nudge([&](const NudgeWords& all) {
        const std::string sentence = english(all);
        INFO(sentence);
        CHECK(sentence.find("Zoe") != std::string::npos);
        CHECK(sentence.ends_with('.'));
        for (const std::string_view word : unkind) CHECK(sentence.find(word) == std::string::npos);
    });
}

TEST_CASE("a sentence is said in every language, with nothing of it left over", "[zone][messages][property]")
{
    for (const Language language : every<Language>())
        every_nudge([&](const NudgeWords& all) {
            const std::string sentence = zone::say(nudge_said(all), language);
            INFO(sentence);
            CHECK(sentence.find("Zoe") != std::string::npos);
            CHECK(sentence.find_first_of("{}#") == std::string::npos);
        });
}

TEST_CASE("every language has every sentence, and no other", "[zone][messages]")
{
    std::map<Language, std::set<std::string_view>> keys;
    for (const zone::Pattern& each : zone::patterns()) CHECK(keys[each.language].insert(each.key).second);
    REQUIRE(keys.size() == every<Language>().size());
    for (const auto& [language, has] : keys) CHECK(has == keys.at(Language::en));
}

TEST_CASE("a name is said as it is, whatever it holds", "[zone][messages]")
{
    for (const std::string name : {"{0}", "O'Neil", "'{name}'", "# of {count, plural}", "<script>alert(1)</script>"})
        CHECK(zone::say({.key = "reach.first", .names = {{"name", {name}}}}, Language::en).find(name) !=
              std::string::npos);
}

TEST_CASE("each language counts and dates in its own way", "[zone][messages]")
{
    CHECK(zone::say(nudge_said(amma()), Language::de) ==
          "Ruf Amma an, vielleicht So. 10:30 (dort 20:00). "
          "Zuletzt habt ihr vor 142 Tagen gesprochen; seitdem hast du 41-mal geschrieben.");
    CHECK(zone::say(counting("ago.days", 2), Language::es) == "hace 2 días");
    CHECK(zone::say(counting("ago.days", 3), Language::hi) == "3 दिन पहले");
    CHECK(zone::say(counting("ago.days", 2), Language::ar) == "قبل يومين");
    CHECK(zone::say(counting("ago.days", 5), Language::ar) == "قبل ٥ أيام");
    CHECK(zone::say(counting("ago.days", 12), Language::ar) == "قبل ١٢ يومًا");
    CHECK(zone::say(counting("ago.days", 100), Language::ar) == "قبل ١٠٠ يوم");
    CHECK(zone::say({.key = "plan.what", .names = {{"contacts", {"Amma", "Ravi", "Tom"}}}, .words = {{"mode", "meet"}}},
                    Language::en) == "meeting with Amma, Ravi and Tom");
}

TEST_CASE("what is said in parts is what the words of core say", "[zone][messages]")
{
    for (const auto passed : {0min, 1min, 45min, 60min, 23 * 60min})
        CHECK(zone::say(ago_said(now - passed, now), Language::en) == ago(now - passed, now));
    for (const int count : {1, 2, 7, 365, 729, 730, 999}) {
        CHECK(zone::say(ago_said(days_ago(count), now), Language::en) == ago(days_ago(count), now));
        CHECK(zone::say(every_said(count), Language::en) == every_phrase(count));
        CHECK(zone::say(duration_said(count), Language::en) == duration(count));
    }
}
