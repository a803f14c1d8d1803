// What somebody cannot do is never asked of them, and never held against them.

#include "tests/laws/played.hpp"

#include <set>

using namespace blend;
using namespace blend::laws;

namespace {

/// Four hundred days in which every nudge is waved away; the modes that were suggested.
std::set<std::string> suggested_in_400_days(Played& life)
{
    std::set<std::string> modes;
    for (int day = 0; day < 400; ++day) {
        life.wait_days(1);
        for (const json& nudge : life.nudges()) {
            modes.insert(nudge["mode"].get<std::string>());
            life.get("dismiss_nudge", {{"nudge", id_of(nudge)}});
        }
        // Some of them write, so that there are nudges of every kind.
        if (day % 9 == 0) life.log("chat", "Amma", rfc3339(life.now()), {{"direction", "in"}});
    }
    return modes;
}

} // namespace

TEST_CASE("A limit is absolute: a contact with no calls possible never gets one, in 400 days", "[laws]")
{
    Played life;
    life.set("nudges_per_day", "20");
    life.set("nudges_per_week", "100");
    life.add("Amma", {{"cannot", {"call", "video"}}, {"talk_every", "14d"}, {"every", "3d"}});
    life.add("Ben", {{"cannot", {"call"}}, {"every", "5d"}});
    const auto modes = suggested_in_400_days(life);
    CHECK(modes.contains("meet"));
    CHECK(modes.size() >= 2);
    CHECK_FALSE(modes.contains("call"));
}

TEST_CASE("A limit is absolute: what the owner cannot do is suggested with nobody", "[laws]")
{
    Played life;
    life.set("nudges_per_day", "20");
    life.set("nudges_per_week", "100");
    life.set("cannot", "call, meet, letter");
    life.add("Amma", {{"talk_every", "14d"}, {"every", "3d"}});
    life.add("Ben", {{"every", "5d"}, {"birthday", "03-03"}, {"limited", {"video"}}});
    for (const std::string& mode : suggested_in_400_days(life))
        CHECK(std::set<std::string>{"video", "voice_message", "write"}.contains(mode));
}

TEST_CASE("A limit is absolute: a nudge whose mode became impossible is gone", "[laws]")
{
    Played life{"2026-06-01T12:00:00Z"};
    life.add("Amma");
    life.log("phone", "Amma", "2026-06-01T10:00:00Z");
    life.wait_until("2026-11-23T12:00:00Z");
    const auto nudge = life.nudge_about("Amma");
    REQUIRE_FALSE(nudge.is_null());
    life.get("edit_contact", {{"contact", "Amma"}}, {{"cannot", json::array({nudge["mode"]})}});
    CHECK(life.nudge_about("Amma").is_null());
    life.get("undo");
    CHECK(life.nudge_about("Amma") == nudge);
    life.set("cannot", nudge["mode"].get<std::string>());
    CHECK(life.nudge_about("Amma").is_null());
}

TEST_CASE("A limit is absolute: an impossible plan is refused, and so are slots for it", "[laws]")
{
    Played life;
    life.add("Amma", {{"cannot", {"call"}}});
    life.set("cannot", "video");
    for (const char* mode : {"call", "video"}) {
        life.refuse("cannot", "suggest_slots", {{"contact", "Amma"}, {"mode", mode}});
        life.refuse("cannot", "add_plan", {},
                    {{"mode", mode}, {"contacts", {"Amma"}}, {"when", "2026-12-01T10:00:00Z"}});
    }
    CHECK(life.get("list_plans")["plans"].empty());
}

TEST_CASE("A limit is absolute: nobody is marked down for a kind that is impossible", "[laws]")
{
    Played life;
    life.add("Writer", {{"cannot", {"meet", "video", "call"}}});
    life.add("Talker", {{"cannot", {"voice_message", "write", "letter"}}});
    life.add("Free");
    for (int day = 10; day < 23; ++day) {
        const auto at = "2026-11-" + std::to_string(day) + "T10:00:00Z";
        for (const char* name : {"Writer", "Free"}) life.log("chat", name, at, {{"size", "100w"}});
        life.log("phone", "Talker", at, {{"size", "60m"}});
    }
    CHECK(life.standing("Writer")["balance"] == 1.0);
    CHECK(life.standing("Talker")["balance"] == 1.0);
    CHECK(life.standing("Free")["balance"].get<double>() < 0.9);
}
