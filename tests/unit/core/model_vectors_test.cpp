// The model against its reference: every vector of schema/model_vectors.json at its own tolerance.

#include "daemon/core/channel.hpp"
#include "daemon/core/life.hpp"
#include "daemon/core/nudge.hpp"
#include "daemon/core/slot.hpp"
#include "daemon/core/standing.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <set>

namespace {

using namespace blend;
using nlohmann::json;

constexpr std::size_t vectors_expected = 94;

/// The reference spells one mode and channel differently.
std::string our_word(const std::string& theirs) { return theirs == "voice_msg" ? "voice_message" : theirs; }

std::string their_word(Mode mode) { return mode == Mode::voice_message ? "voice_msg" : std::string{word(mode)}; }

template <class Enum> Enum read_word(const json& text)
{
    const auto found = from_word<Enum>(our_word(text.get<std::string>()));
    REQUIRE(found);
    return *found;
}

Instant instant(const json& seconds) { return Instant{Seconds{seconds.get<std::int64_t>()}}; }

json number_or_null(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

Interaction interaction(const json& event)
{
    Interaction read;
    read.at = instant(event.at("t"));
    read.channel = read_word<Channel>(event.at("channel"));
    if (event.contains("direction")) read.direction = read_word<Direction>(event.at("direction"));
    if (event.contains("size") && !event.at("size").is_null()) read.size = event.at("size").get<double>();
    read.others = event.value("others", 1);
    read.forward = static_cast<Forward>(event.value("forward", 0));
    read.acknowledgement = event.value("ack", false);
    read.automated = event.value("automated", false);
    read.utc_offset = Seconds{event.value("utc_offset", 0)};
    return read;
}

/// The reference orders events of one second by an id that is text: its rank becomes our key.
std::vector<Interaction> interactions(const json& events)
{
    std::set<std::string> ids;
    for (const json& event : events) ids.insert(event.value("id", ""));
    std::vector<Interaction> read;
    for (const json& event : events) {
        read.push_back(interaction(event));
        const auto rank = std::distance(ids.begin(), ids.find(event.value("id", "")));
        read.back().key = static_cast<std::uint64_t>(rank);
    }
    return read;
}

Limits limits(const json& by_mode)
{
    Limits read;
    for (const auto& [mode, value] : by_mode.items()) read[read_word<Mode>(mode)] = value.get<double>();
    return read;
}

Wishes wishes(const json& contact)
{
    Wishes read;
    read.cadence_days = contact.value("cadence_days", 30.0);
    if (contact.contains("talk_every_days")) read.talk_every_days = contact.at("talk_every_days").get<double>();
    read.importance = contact.value("importance", 1.0);
    read.target = contact.value("target", 0.5);
    read.band = contact.value("band", 0.2);
    read.limits = limits(contact.value("feas", json::object()));
    read.added = Instant{Seconds{contact.value("added", std::int64_t{})}};
    return read;
}

struct File {
    json all = json::parse(std::ifstream{SOURCE_DIR "/schema/model_vectors.json"});

    const json& vectors() const { return all.at("vectors"); }

    /// Other vectors name a log instead of repeating it.
    const json& events_of(const std::string& log) const
    {
        for (const json& each : vectors())
            if (each.at("fn") == "log" && each.at("name") == "log: " + log) return each.at("in").at("events");
        FAIL("no log is called " << log);
        throw std::logic_error{"unreachable"};
    }

    Candidate candidate(const std::string& id, const std::string& log, Wishes with) const
    {
        const Memory memory = remember(with.cadence_days, interactions(events_of(log)));
        return {id, std::move(with), memory, {}};
    }

    /// The three people that the plan vectors describe in words.
    std::vector<Candidate> three_people() const
    {
        Wishes anna;
        anna.cadence_days = 7.0;
        anna.importance = 1.25;
        Wishes ben;
        ben.cadence_days = 7.0;
        Wishes cleo;
        cleo.cadence_days = 14.0;
        cleo.limits[Mode::call] = cleo.limits[Mode::video] = cleo.limits[Mode::meet] = 0.0;
        return {candidate("anna", "weekly calls only, on time", anna),
                candidate("ben", "chat only, every four days", ben), candidate("cleo", "blended", cleo)};
    }
};

json snapshot(const Memory& memory, const Wishes& with, const Limits& own, Instant now)
{
    const Standing all = standing(memory, with, own, now, Interval::compute);
    const Reason reason = priority(memory, with, own, now);
    const auto mode = choose_mode({"c", with, memory, {}}, own, now, reason.blend, reason.kind);
    return {{"share", all.blend.share},
            {"lo", all.blend.low},
            {"hi", all.blend.high},
            {"target", number_or_null(all.blend.target)},
            {"balance", all.blend.balance},
            {"confidence", all.blend.confidence},
            {"extreme", all.blend.extreme},
            {"n_eff", all.blend.n_eff},
            {"rho", all.rhythm.rho},
            {"need", all.rhythm.need},
            {"paused", all.rhythm.paused},
            {"urgency", all.rhythm.urgency},
            {"state", word(all.rhythm.state)},
            {"strength", all.strength},
            {"drift", all.drift},
            {"reciprocity", all.reciprocity},
            {"priority", reason.priority},
            {"kind", word(reason.kind)},
            {"mode_no_draw", mode ? json(their_word(*mode)) : json(nullptr)},
            {"unanswered", all.unanswered},
            {"owed", all.owed}};
}

OffsetAt offsets(const json& table)
{
    return [table](Instant at) {
        Seconds offset{};
        for (const json& each : table)
            if (instant(each.at(0)) <= at) offset = Seconds{each.at(1).get<std::int64_t>()};
        return offset;
    };
}

HourCounts hour_counts(const json& counts)
{
    HourCounts read{};
    REQUIRE(counts.size() == read.size());
    std::copy(counts.begin(), counts.end(), read.begin());
    return read;
}

json life_json(const Life& life)
{
    return {{"share", life.share},
            {"score", life.score},
            {"mean_contact_score", life.mean_contact_score},
            {"confidence", life.confidence},
            {"extreme", life.extreme}};
}

using Function = json (*)(const File&, const json& in);

json log_of(const File&, const json& in)
{
    const Wishes with = wishes(in.at("contact"));
    const Memory memory = remember(with.cadence_days, interactions(in.at("events")));
    return snapshot(memory, with, limits(in.at("global_feas")), instant(in.at("now")));
}

json session_of(const File&, const json& in)
{
    Memory memory = fresh_memory(30.0);
    for (const json& event : in.at("events")) ingest(memory, interaction(event));
    const auto channel = interaction(in.at("events").back()).channel;
    const auto& session = memory.open.at(static_cast<std::size_t>(channel));
    REQUIRE(session);
    return {{"value", session_value(*session)}, {"quality", session_quality(*session)}};
}

json life_of(const File& file, const json& in)
{
    std::vector<Candidate> contacts;
    for (const json& each : in.at("contacts"))
        contacts.push_back(file.candidate(each.at("id"), each.at("events"), wishes(each)));
    std::vector<Tie> ties;
    for (const Candidate& each : contacts) ties.push_back({each.memory, each.wishes});
    return life_json(life(ties, {}, instant(in.at("now"))));
}

json weeks_of(const File&, const json& in)
{
    std::vector<DayValue> values;
    for (const json& each : in.at("sessions"))
        values.push_back({Day{std::chrono::days{each.at(0).get<int>()}}, each.at(1) == 1.0, each.at(2)});
    json out = json::array();
    for (const WeekBlend& week : weekly_series(values, in.at("tau")))
        out.push_back({week.monday.time_since_epoch().count(), week.sync, week.async, week.share});
    return out;
}

json habit_of(const File&, const json& in)
{
    const Habit habit = slot_distribution(hour_counts(in.at("counts")));
    double sum = 0.0;
    for (const double each : habit) sum += each;
    return {{"monday19", habit[19]}, {"saturday10", habit[130]}, {"sunday3", habit[147]}, {"sum", sum}};
}

json slot_of(const File&, const json& in)
{
    std::vector<Busy> busy;
    for (const json& each : in.at("busy")) busy.push_back({instant(each.at(0)), instant(each.at(1))});
    SlotSearch search;
    search.now = instant(in.at("now"));
    search.length = Minutes{in.at("minutes").get<int>()};
    search.own = slot_distribution(hour_counts(in.at("own_counts")));
    search.own_offset = offsets(in.at("own_tz"));
    search.other = slot_distribution(hour_counts(in.at("other_counts")));
    search.other_offset = offsets(in.at("other_tz"));
    search.busy = busy;
    search.synchronous = in.at("is_sync");
    const auto found = suggest_slot(search);
    return found ? json(found->time_since_epoch().count()) : json(nullptr);
}

json plan_of(const File& file, const json& in)
{
    const auto people = file.three_people();
    Policy policy;
    policy.per_day = in.value("per_day", 2);
    policy.seed = in.value("seed", std::uint64_t{7});
    policy.explore = in.value("explore", true);
    const Instant now{Seconds{in.value("now", std::int64_t{1777593600})}};
    const Day day{std::chrono::days{in.value("day", 1)}};
    json out = json::array();
    for (const Choice& each : choose(people, now, policy, {}, in.at("local_hour"), day))
        out.push_back({{"contact", people.at(each.index).id},
                       {"mode", their_word(each.mode)},
                       {"kind", word(each.kind)},
                       {"priority", each.priority}});
    return out;
}

json modes_of(const File& file, const json& in)
{
    REQUIRE(in.at("contact") == "ben");
    const Candidate ben = file.three_people().at(1);
    const Instant now = instant(in.at("now"));
    const Blend blended = blend::blend(ben.memory, ben.wishes, {}, now);
    json out = json::array();
    for (const json& seed : in.at("seeds")) {
        SplitMix64 draws{seed.get<std::uint64_t>()};
        const auto mode = choose_mode(ben, {}, now, blended, read_word<NudgeKind>(in.at("kind")), &draws);
        out.push_back(mode ? json(their_word(*mode)) : json(nullptr));
    }
    return out;
}

json first_three(const json& in, json (*next)(SplitMix64&))
{
    SplitMix64 draws{in.at("seed").get<std::uint64_t>()};
    json out = json::array();
    for (int index = 0; index < 3; ++index) out.push_back(next(draws));
    return out;
}

json posterior_of(const File&, const json& in)
{
    const Posterior found = blend_posterior(in.at("S"), in.at("A"), in.at("q2"), in.at("tau"));
    return {{"share", found.share}, {"alpha", found.alpha}, {"beta", found.beta}, {"n_eff", found.n_eff}};
}

json silence_of(const File&, const json& in)
{
    const Silence found = p_silent({in.at("x"), in.at("E")}, in.at("z"), in.at("H"));
    return {{"silent", found.silent}, {"paused", found.paused}};
}

json repeats_of(const File&, const json& in)
{
    const auto day = [](const json& number) { return Day{std::chrono::days{number.get<int>()}}; };
    const Repeats found = rhythm_xe(in.at("N"), day(in.at("d_first")), day(in.at("d_last")));
    return {{"x", found.count}, {"E", found.days}};
}

const std::map<std::string, Function> functions{
    {"beta_cdf", [](const File&, const json& in) -> json { return beta_cdf(in.at("x"), in.at("a"), in.at("b")); }},
    {"beta_quantile",
     [](const File&, const json& in) -> json { return beta_quantile(in.at("p"), in.at("a"), in.at("b")); }},
    {"splitmix64",
     [](const File&, const json& in) {
         return first_three(in, [](SplitMix64& draws) -> json { return std::to_string(draws.next()); });
     }},
    {"uniform",
     [](const File&, const json& in) {
         return first_three(in, [](SplitMix64& draws) -> json { return draws.uniform(); });
     }},
    {"fnv1a", [](const File&, const json& in) -> json { return std::to_string(fnv1a(in.at("s").get<std::string>())); }},
    {"decay",
     [](const File&, const json& in) -> json { return decay(in.at("value"), in.at("dt_days"), in.at("half_life")); }},
    {"session_value", session_of},
    {"is_noise", [](const File&, const json& in) -> json { return is_noise(interaction(in.at("event"))); }},
    {"effective_target",
     [](const File&, const json& in) {
         return number_or_null(effective_target(in.at("tau"), {in.at("f_sync"), in.at("f_async")}));
     }},
    {"balance_score",
     [](const File&, const json& in) -> json { return balance_score(in.at("share"), in.at("tau"), in.at("band")); }},
    {"blend_posterior", posterior_of},
    {"p_silent", silence_of},
    {"rhythm_xe", repeats_of},
    {"log", log_of},
    {"life", life_of},
    {"weekly_series", weeks_of},
    {"hour_of_week",
     [](const File&, const json& in) -> json {
         return hour_of_week(instant(in.at("t")), Seconds{in.at("offset").get<std::int64_t>()});
     }},
    {"slot_distribution", habit_of},
    {"suggest_slot", slot_of},
    {"plan", plan_of},
    {"choose_mode", modes_of},
};

void check_same(const json& ours, const json& theirs, double tolerance)
{
    CAPTURE(ours, theirs);
    if (theirs.is_number()) {
        REQUIRE(ours.is_number());
        CHECK(std::abs(ours.get<double>() - theirs.get<double>()) <= tolerance);
    } else if (theirs.is_structured()) {
        REQUIRE(ours.type() == theirs.type());
        REQUIRE(ours.size() == theirs.size());
        for (const auto& [key, value] : theirs.items()) {
            INFO(key);
            check_same(theirs.is_array() ? ours.at(std::stoul(key)) : ours.at(key), value, tolerance);
        }
    } else {
        CHECK(ours == theirs);
    }
}

} // namespace

TEST_CASE("the model gives what its reference gives, vector for vector", "[core][model]")
{
    const File file;
    REQUIRE(file.vectors().size() == vectors_expected);
    for (const json& each : file.vectors()) {
        INFO(each.at("name").get<std::string>());
        const auto function = functions.find(each.at("fn").get<std::string>());
        REQUIRE(function != functions.end());
        check_same(function->second(file, each.at("in")), each.at("out"), each.at("tol"));
    }
}
