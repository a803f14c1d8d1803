// What the owner may set.

#include "daemon/agenda/housekeeping.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

TEST_CASE("a value that does not fit is refused, and nothing else of the request is set", "[agenda]")
{
    Desk desk;
    const auto before = get_settings(desk.app).settings;
    const auto [key, value] = GENERATE(table<std::string, std::string>({{"zone", "Mars/Olympus"},
                                                                        {"region", "de"},
                                                                        {"region", "DEU"},
                                                                        {"leap_day", "march_2"},
                                                                        {"nudge_hour", "24"},
                                                                        {"nudge_hour", "nine"},
                                                                        {"nudges_per_day", "-1"},
                                                                        {"nudges_per_week", "1e9"},
                                                                        {"quiet_from", "25"},
                                                                        {"cannot", "telepathy"},
                                                                        {"limited", "call; meet"},
                                                                        {"target", "101%"},
                                                                        {"target", "nan"},
                                                                        {"band", "51%"},
                                                                        {"stale_days", "0"},
                                                                        {"date_lead_days", "61"},
                                                                        {"moon_phase", "full"}}));
    INFO(key << " = " << value);
    const std::string other = key == "target" ? "band" : "target";
    const auto problem = problem_of([&] { change_settings(desk.app, {{{other, "10%"}, {key, value}}}); });
    CHECK(problem.kind == Problem::Kind::bad_request);
    CHECK_FALSE(problem.hint.empty());
    CHECK(get_settings(desk.app).settings == before);
}

TEST_CASE("a setting is in force at once, and nothing goes back to the default", "[agenda]")
{
    Desk desk;
    change_settings(desk.app,
                    {{{"nudge_hour", "7"}, {"cannot", "call,meet"}, {"target", "0.7"}, {"zone", "Asia/Kolkata"}}});
    const Settings now = desk.app.settings();
    CHECK(now.nudge_hour == 7);
    CHECK(now.limits[Mode::call] == 0.0);
    CHECK(now.limits[Mode::video] == 1.0);
    CHECK(now.target == 0.7);
    CHECK(now.zone.name() == "Asia/Kolkata");
    change_settings(desk.app, {{{"nudge_hour", ""}, {"cannot", ""}, {"target", ""}}});
    CHECK(desk.app.settings().nudge_hour == 9);
    CHECK(desk.app.settings().limits == Limits{});
    CHECK(get_settings(desk.app).settings.at("target") == "50%");
    CHECK(problem_of([&] { change_settings(desk.app, {}); }).kind == Problem::Kind::bad_request);
}
