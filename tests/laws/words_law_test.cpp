// What the program says, and how it never says it.

#include "cli/run.hpp"
#include "tests/laws/played.hpp"

#include <algorithm>
#include <array>
#include <functional>

using namespace blend;
using namespace blend::laws;

namespace {

constexpr auto guilty = std::to_array<const char*>(
    {"neglect",  "guilt",  "shame",      "streak",  "overdue",    "should have", "you must", "failed to",
     "failure",  "lazy",   "bad friend", "ignored", "ignoring",   "abandon",     "forgot",   "careless",
     "too late", "urgent", "alarm",      "warning", "disappoint", "miss you",    "sorry",    "poor",
     "wrong",    "worst",  "score of 0", "blame",   "your fault", "lonely",      "!"});

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each + 32) : each; });
    return text;
}

void kind(const std::string& where, const std::string& text)
{
    for (const char* word : guilty) {
        INFO(where << " says: " << text);
        CHECK(lower(text).find(word) == std::string::npos);
    }
}

/// Values alone: names of fields are no sentences.
void every_text(const json& value, const std::function<void(const std::string&)>& visit)
{
    if (value.is_string()) visit(value.get<std::string>());
    if (value.is_object() || value.is_array())
        for (const auto& [key, each] : value.items()) every_text(each, visit);
}

void random_life(Played& life, std::uint64_t seed)
{
    Draw draw{seed};
    const std::vector<std::string> circles{"inner", "close", "friends", "wider"};
    const std::vector<std::string> channels{"phone", "chat",   "in_person",   "email",
                                            "video", "letter", "missed_call", "voice_message"};
    for (const char* name : {"Amma", "Ben", "Cleo", "Dora", "Emil", "Fay"}) {
        json more{{"circle", circles[draw.below(4)]}};
        if (draw.below(2) == 0) more["talk_every"] = "21d";
        if (draw.below(4) == 0) more["cannot"] = {"call"};
        if (draw.below(3) == 0) more["birthday"] = "11-24";
        if (draw.below(3) == 0) more["zone"] = "Asia/Kolkata";
        life.add(name, more);
        const auto favourite = channels[draw.below(channels.size())];
        for (std::size_t count = draw.below(12); count > 0; --count) {
            const Instant at = life.now() - std::chrono::hours{24 * (1 + draw.below(300)) + draw.below(12)};
            const auto channel = draw.below(3) == 0 ? channels[draw.below(channels.size())] : favourite;
            life.log(channel, name, rfc3339(at), {{"direction", draw.below(2) == 0 ? "in" : "out"}});
        }
    }
    life.import(life.file("log.csv", "at,channel,contact\n2026-09-20T10:00:00Z,phone,Gus\n"));
    life.get("add_plan", {},
             {{"mode", "letter"}, {"contacts", {"Ben"}}, {"when", "2026-11-24T10:00:00Z"}, {"every", "14d"}});
}

std::string printed(const Played& life, const std::vector<std::string>& words)
{
    const auto connect = [&](const std::optional<std::filesystem::path>&) -> std::unique_ptr<cli::Daemon> {
        return std::make_unique<cli::SocketDaemon>(
            life.folder() / "run" / "api.sock",
            [](const std::function<bool()>&) { throw std::runtime_error{"nobody"}; });
    };
    const auto outcome = cli::run(words, connect, {}, life.now());
    INFO(outcome.err);
    CHECK(outcome.exit_code == 0);
    return outcome.out;
}

} // namespace

TEST_CASE("Kind words: nothing that the API or the command line says makes anybody feel guilty", "[laws]")
{
    const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{5}));
    Played life;
    life.set("nudges_per_day", "20");
    random_life(life, seed);
    std::size_t texts = 0;
    for (const int days : {0, 2, 40}) {
        life.wait_days(days);
        every_text(life.everything(), [&](const std::string& text) {
            ++texts;
            kind("the API", text);
        });
        for (const json& nudge : life.nudges())
            every_text(life.get("why_nudge", {{"nudge", id_of(nudge)}}),
                       [](const std::string& text) { kind("why", text); });
        for (const std::vector<std::string>& words :
             std::vector<std::vector<std::string>>{{},
                                                   {"contacts"},
                                                   {"contacts", "--due"},
                                                   {"nudges"},
                                                   {"plans"},
                                                   {"unmatched"},
                                                   {"report"},
                                                   {"report", "--format", "md"},
                                                   {"show", "Amma"},
                                                   {"explain", "Ben"},
                                                   {"history"},
                                                   {"show", "Cleo"},
                                                   {"explain", "Dora", "--as-of", "2026-06-01"}})
            kind(words.empty() ? "blend" : "blend " + words.front(), printed(life, words));
    }
    CHECK(texts > 100);
}
