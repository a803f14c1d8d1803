#include "daemon/core/columns.hpp"
#include "tests/unit/cli/samples.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace blend;
using namespace blend::cli;
using Catch::Contains;

TEST_CASE("add sends what was wished, with the name of several words", "[contacts]")
{
    Conversation daemon;
    daemon.on("POST /v1/contacts", amma());
    const Outcome outcome = run(daemon, {"add", "Amma", "Devi", "--circle", "inner", "--phone", "1", "--phone", "2",
                                         "--cannot", "call,video", "--target", "60%", "--birthday", "02-29"});
    const auto change = wire::read<wire::ContactChange>(daemon.change());
    CHECK(change.name == "Amma Devi");
    CHECK(change.phones == std::vector<std::string>{"1", "2"});
    CHECK(change.cannot == std::vector<std::string>{"call", "video"});
    CHECK_FALSE(change.every.has_value());
    CHECK_THAT(outcome.out, Contains("added: Amma, circle inner, every week, talking every 30 days"));
}

TEST_CASE("edit can clear a list", "[contacts]")
{
    Conversation daemon;
    daemon.on("PATCH /v1/contacts/Amma", amma());
    run(daemon, {"edit", "Amma", "--cannot", "", "--note", ""});
    const auto change = wire::read<wire::ContactChange>(daemon.change());
    CHECK(change.cannot == std::vector<std::string>{});
    CHECK(change.note == "");
    CHECK_FALSE(change.name.has_value());
}

TEST_CASE("contacts reads every page, and --json only the one asked for", "[contacts]")
{
    Conversation daemon;
    wire::ContactList first{{amma()}, 2, 1};
    wire::ContactList second{{amma()}, 2, {}};
    second.contacts.front().contact.name = "山田花子";
    daemon.on("GET /v1/contacts", first);
    daemon.on("GET /v1/contacts?offset=1", second);
    const Outcome outcome = run(daemon, {"contacts"});
    CHECK_THAT(outcome.out, Contains("Amma") && Contains("山田花子") && Contains("2 contacts"));
    for (const std::string& line : lines(outcome.out)) CHECK(columns(line) <= 80);
    CHECK_THAT(run(daemon, {"contacts", "--json"}).out, !Contains("山田花子"));
}

TEST_CASE("forget and restore do nothing when nobody can be asked", "[safety]")
{
    for (const std::vector<std::string>& words : {std::vector<std::string>{"forget", "Amma"}, {"restore", "/tmp/x"}}) {
        Conversation daemon;
        daemon.on("GET /v1/contacts/Amma", amma());
        const Outcome outcome = run(daemon, words);
        CHECK(outcome.exit_code == 1);
        CHECK_THAT(outcome.err, Contains("--yes"));
        CHECK(daemon.change().empty());
    }
}

TEST_CASE("forget --yes removes the contact that was meant, by number", "[contacts]")
{
    Conversation daemon;
    daemon.on("GET /v1/contacts/am", amma());
    daemon.on("DELETE /v1/contacts/3",
              wire::Done{.done = "forgotten: Amma", .hint = "blend undo brings her back", .change = 9});
    const Outcome outcome = run(daemon, {"forget", "am", "--yes"});
    CHECK(outcome.out == "forgotten: Amma\nblend undo brings her back\n");
}

TEST_CASE("show has both clocks, the bar with its interval, handles, limits and what it rests on", "[show]")
{
    Conversation daemon;
    daemon.on("GET /v1/contacts/Amma", amma());
    daemon.on("GET /v1/settings", berlin());
    daemon.on("GET /v1/contacts/3/interactions?limit=5",
              wire::Timeline{
                  {{"2026-11-22T18:00:00Z", "2026-11-22 19:00", "chat", "out", 12, 1, false, "whatsapp", {}}}, {}});
    const Outcome outcome = run(daemon, {"show", "Amma"});
    CHECK(outcome.exit_code == 0);
    for (const char* part :
         {"Amma · inner", "a good moment to be in touch", "every week; last 15 hours ago (Sun 22 Nov 19:00)",
          "every 30 days; not yet", "31%", "12% to 50%", "60% ± 20%", "├", "+919840012345", "video",
          "chat last imported 19 days ago", "2026-11-22 19:00", "12 words"})
        CHECK_THAT(outcome.out, Contains(part));
    for (const std::string& line : lines(outcome.out)) CHECK(columns(line) <= 80);
}

TEST_CASE("how long ago something was is counted on the daemon's clock", "[show]")
{
    Conversation daemon;
    daemon.on("GET /v1/contacts?sort=name", wire::ContactList{{amma()}, 1, {}});
    daemon.answers["GET /v1/contacts?sort=name"].at = monday_morning + std::chrono::days{9};
    CHECK_THAT(run(daemon, {"contacts", "--sort", "name"}).out, Contains("9 days ago"));
}

TEST_CASE("what was logged by hand is never read", "[show]")
{
    Conversation daemon;
    wire::ContactStanding shape = amma();
    shape.standing.coverage = {"all of it was logged by hand",
                               {{"log", "2026-11-22T18:00:00Z", "2026-11-22T18:00:00Z", false}}};
    daemon.on("GET /v1/contacts/Amma", shape);
    daemon.on("GET /v1/settings", berlin());
    daemon.on("GET /v1/contacts/3/interactions?limit=5", wire::Timeline{});
    const std::string out = run(daemon, {"show", "Amma"}).out;
    CHECK_THAT(out, Contains("by hand         newest Sun 22 Nov 19:00"));
    CHECK_THAT(out, !Contains("read ") && !Contains("imported"));
}

TEST_CASE("the printed rows of explain add up to the printed sums, to the last digit", "[explain]")
{
    wire::Explanation explanation;
    explanation.contact = "Amma";
    explanation.as_of = "2026-11-23T09:00:00Z";
    explanation.target = 0.6;
    explanation.prior = 1.0;
    for (int index = 0; index < 40; ++index) {
        const bool spoken = index % 3 == 0;
        const double amount = 1.0 / (index + 3.0);
        explanation.rows.push_back({"2026-10-01T10:00:00Z", spoken ? "phone" : "chat", index % 4 + 1, 12.5, 0.9, 0.5,
                                    spoken ? amount : 0, spoken ? 0 : amount, index == 2 ? "one-way" : ""});
        (spoken ? explanation.sync_sum : explanation.async_sum) += amount;
    }
    explanation.others = 12;
    explanation.share = (explanation.sync_sum + 0.6) / (explanation.sync_sum + explanation.async_sum + 1.0);
    Conversation daemon;
    daemon.on("GET /v1/contacts/Amma/explanation", explanation);
    daemon.on("GET /v1/settings", berlin());
    const Outcome outcome = run(daemon, {"explain", "Amma"});

    int thousandths = 0;
    int sums = 0;
    static const std::regex amount{R"((\d+)\.(\d{3})(?!\d))"};
    for (const std::string& line : lines(outcome.out)) {
        CHECK(columns(line) <= 80);
        if (line.starts_with("(")) break;
        int& into = line.starts_with("sum") ? sums : thousandths;
        for (auto match = std::sregex_iterator{line.begin(), line.end(), amount}; match != std::sregex_iterator{};
             ++match)
            into += std::stoi((*match)[1]) * 1000 + std::stoi((*match)[2]);
    }
    CHECK(thousandths > 0);
    CHECK(thousandths == sums);
    CHECK_THAT(outcome.out, Contains("+ 1 × 0.6") || Contains("target 0.6"));
    CHECK_THAT(outcome.out, Contains("12 sessions"));
}
