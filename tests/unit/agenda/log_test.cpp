// Logging: by a sentence, by its parts, and what is refused.

#include "daemon/agenda/explaining.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <thread>

using namespace blend;
using namespace blend::agenda;

TEST_CASE("a sentence and its parts log the same", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto sentence = log_interaction(desk.app, {.sentence = "called Amma 20 min yesterday 7pm"});
    const auto entry = list_interactions(desk.app, "Amma", std::nullopt, 10).interactions.at(0);
    CHECK(sentence.done == "logged: call with Amma, 20 min, yesterday 19:00");
    CHECK(entry.at == "2026-11-22T19:00:00Z");
    CHECK(entry.channel == "phone");
    CHECK(entry.direction == "out");
    CHECK(entry.size == 20.0);
    desk.app.store.undo(desk.now);
    const auto parts = log_interaction(
        desk.app,
        {.channel = "phone", .contacts = {{"Amma"}}, .size = "20m", .at = "yesterday 7pm", .direction = "out"});
    CHECK(parts.done == sentence.done);
    const auto again = list_interactions(desk.app, "Amma", std::nullopt, 10).interactions;
    REQUIRE(again.size() == 1);
    CHECK(again[0].at == entry.at);
    CHECK(again[0].size == entry.size);
    CHECK(problem_of([&] { log_interaction(desk.app, {.sentence = "called Amma 20 min yesterday 7pm"}); }).kind ==
          Problem::Kind::cannot);
}

TEST_CASE("a refusal says what was understood, and logs nothing", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto problem = problem_of([&] { log_interaction(desk.app, {.sentence = "called Amma 20 min blorgday"}); });
    CHECK(problem.kind == Problem::Kind::bad_request);
    CHECK(says(problem.what(), "understood: "));
    CHECK(says(problem.what(), "Amma"));
    CHECK(says(problem.what(), "not understood: \"blorgday\""));
    CHECK(says(problem.hint, "called Amma"));
    CHECK(desk.app.store.totals().interactions == 0);
}

TEST_CASE("what a request lacks or overdoes is refused in its own words", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto refused = [&](const wire::LogRequest& request) {
        return std::string{problem_of([&] { log_interaction(desk.app, request); }).what()};
    };
    CHECK(says(refused({}), "how were you in touch"));
    CHECK(says(refused({.channel = "phone"}), "with whom"));
    CHECK(says(refused({.channel = "telepathy", .contacts = {{"Amma"}}}), "no channel"));
    CHECK(says(refused({.channel = "phone", .contacts = {{"Zoe"}}}), "nobody is called Zoe"));
    CHECK(says(refused({.channel = "phone", .contacts = {{"Amma"}}, .size = "20 parsecs"}), "no length"));
    CHECK(says(refused({.channel = "phone", .contacts = {{"Amma"}}, .at = "2027-01-01T10:00:00Z"}), "lies ahead"));
    CHECK(says(refused({.channel = "phone", .contacts = {{"Amma"}}, .at = "blorgday"}), "no time in the past"));
    CHECK(says(refused({.channel = "phone", .contacts = {{"Amma"}}, .direction = "sideways"}), "no direction"));
    CHECK(says(refused({.channel = "phone", .contacts = {{"Amma"}}, .others = 0}), "at least one"));
    CHECK(desk.app.store.totals().interactions == 0);
    CHECK(desk.app.store.journal(10).size() == 2);
}

TEST_CASE("exactly the same a second time is refused, and anything else about it is another entry", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.log("phone", "Amma", "2026-11-22T19:00:00Z", {.size = "20m"});
    CHECK(problem_of([&] { desk.log("phone", "Amma", "2026-11-22T19:00:00Z", {.size = "20m"}); }).kind ==
          Problem::Kind::cannot);
    desk.log("phone", "Amma", "2026-11-22T19:00:00Z", {.size = "21m"});
    desk.log("video", "Amma", "2026-11-22T19:00:00Z", {.size = "20m"});
    desk.log("phone", "Amma", "2026-11-22T19:00:01Z", {.size = "20m"});
    CHECK(desk.app.store.totals().interactions == 4);
}

TEST_CASE("who is named twice took part once", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.add("Ravi");
    log_interaction(desk.app, {.channel = "in_person", .contacts = {{"Amma", "amma", "Ravi"}}, .size = "2h"});
    const auto entry = list_interactions(desk.app, "Amma", std::nullopt, 10).interactions;
    REQUIRE(entry.size() == 1);
    CHECK(entry[0].others == 2);
    CHECK(list_interactions(desk.app, "Ravi", std::nullopt, 10).interactions.size() == 1);
}

TEST_CASE("with several people, one of whom has it already, it is logged for the others", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.add("Ravi");
    desk.log("phone", "Amma", "2026-11-22T19:00:00Z");
    log_interaction(desk.app, {.channel = "phone", .contacts = {{"Amma", "Ravi"}}, .at = "2026-11-22T19:00:00Z"});
    CHECK(list_interactions(desk.app, "Amma", std::nullopt, 10).interactions.size() == 1);
    CHECK(list_interactions(desk.app, "Ravi", std::nullopt, 10).interactions.size() == 1);
}

TEST_CASE("whoever takes the number of somebody merged has a log of their own", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.add("Ravi");
    desk.log("phone", "Ravi", "2026-11-20T10:00:00Z");
    merge_contact(desk.app, "Amma", {"Ravi"});
    desk.add("Tom"); // SQLite gives him Ravi's number
    desk.log("chat", "Tom", "2026-11-21T10:00:00Z");
    CHECK(list_interactions(desk.app, "Tom", std::nullopt, 10).interactions.size() == 1);
    CHECK(list_interactions(desk.app, "Amma", std::nullopt, 10).interactions.size() == 1);
    CHECK(desk.standing("Amma").last_contact == "2026-11-20T10:00:00Z");
}

TEST_CASE("an interpretation says how a sentence would be logged and changes nothing", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    desk.add("Ann");
    desk.add("Anton");
    const auto whole = interpret(desk.app, "called Amma 20 min yesterday 7pm");
    CHECK(whole.complete);
    CHECK(whole.sentence == "call with Amma, 20 min, yesterday 19:00");
    CHECK(whole.at == "2026-11-22T19:00:00Z");
    const auto nobody = interpret(desk.app, "called Zoe");
    CHECK_FALSE(nobody.complete);
    CHECK(says(nobody.missing.value_or(""), "Zoe"));
    CHECK_FALSE(interpret(desk.app, "").complete);
    CHECK(desk.app.store.totals().interactions == 0);
}

TEST_CASE("a timeline has pages that lose nothing, even when all of it happened in one second", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    for (int index = 1; index <= 5; ++index)
        desk.log("chat", "Amma", "2026-11-20T10:00:00Z", {.size = std::to_string(index) + "w"});
    for (int index = 1; index <= 3; ++index)
        desk.log("chat", "Amma", "2026-11-21T10:00:00Z", {.size = std::to_string(index) + "w"});
    for (const std::int64_t limit : {1, 2, 3, 4, 100}) {
        std::size_t seen = 0;
        std::size_t pages = 0;
        std::optional<std::string> before;
        do {
            const auto page = list_interactions(desk.app, "Amma", before, limit);
            seen += page.interactions.size();
            before = page.next;
            REQUIRE(++pages < 10);
        } while (before);
        CHECK(seen == 8);
    }
    CHECK_FALSE(list_interactions(desk.app, "Amma", std::nullopt, 0).interactions.empty());
}

TEST_CASE("what the owner logs while an import runs is kept at once, and the import goes on", "[agenda]")
{
    const Folder home;
    const Folder files;
    const Instant now = instant("2026-11-23T12:00:00Z");
    std::vector<std::string> during;
    App* running{};
    const auto publish = [&](std::string_view event, const std::string&) {
        if (event != "import" || !during.empty()) return;
        // From a thread of its own, as a second request comes: were the import in its way, both would wait for ever.
        std::thread typing{[&] {
            during.push_back(add_contact(*running, {.name = "Amma"}).contact.name);
            log_interaction(*running, {.sentence = "called Amma 20 min yesterday 7pm"});
            during.push_back(running->store.undo(now).value_or(""));
            log_interaction(*running, {.sentence = "called Amma 25 min yesterday 7pm"});
            during.push_back(problem_of([&] { forget_contact(*running, "Amma"); }).what());
        }};
        typing.join();
    };
    App app{home.path, [&] { return now; }, publish};
    running = &app;
    const auto path = files.path / "log.csv";
    std::ofstream{path} << "at,channel,contact\n2026-11-20T10:00:00Z,phone,Ben\n2026-11-21T10:00:00Z,phone,Ben\n";
    const auto report = import_files(app, {.paths = {path.native()}});

    REQUIRE(during.size() == 3);
    CHECK(during[0] == "Amma");
    CHECK(says(during[1], "20 min"));
    CHECK(during[2] == "an import is running");
    CHECK(report.files.at(0).stored == 2);
    CHECK(app.store.totals().interactions == 3);
    CHECK(app.store.rebuild(store::Trial::dry_run).second == 0);
    CHECK(says(app.store.undo(now).value_or(""), "imported 2 records")); // it ended last
    CHECK(app.store.totals().interactions == 1);
}

namespace {

const std::string key = "0b0e6d5c-9c51-4b6e-8f8e-52a0f2f2d6a1";

} // namespace

TEST_CASE("what is asked for twice under one key is added once, and answered the same", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const wire::LogRequest request{.sentence = "called Amma 20 min", .key = key};
    const auto first = log_interaction(desk.app, request);
    desk.now += std::chrono::hours{3};
    const auto second = log_interaction(desk.app, request);
    CHECK(second.done == first.done);
    CHECK(second.change == first.change);
    CHECK(desk.app.store.totals().interactions == 1);

    desk.add("Amma Rao");
    CHECK(log_interaction(desk.app, request).change == first.change); // though the name is ambiguous now
    auto other = request;
    other.key = "1" + key.substr(1);
    other.sentence = "called Amma Rao 20 min";
    CHECK(log_interaction(desk.app, other).change != first.change);
    CHECK(desk.app.store.totals().interactions == 2);
}

TEST_CASE("what was taken back is not added again by its key, and the answer says so", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const wire::LogRequest request{.sentence = "called Amma 20 min", .key = key};
    const auto first = log_interaction(desk.app, request);
    desk.app.store.undo(desk.now);
    const auto second = log_interaction(desk.app, request);
    CHECK(second.done == first.done + "; taken back since");
    CHECK(desk.app.store.totals().interactions == 0);
}

TEST_CASE("a crash between the change and its answer does not add it twice", "[agenda]")
{
    const Folder home;
    const Instant now = instant("2026-11-23T12:00:00Z");
    const wire::LogRequest request{.sentence = "called Amma 20 min", .key = key};
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto crash = [](std::string_view, const std::string& data) {
            if (says(data, "log")) ::_exit(9); // all is committed, nobody was told
        };
        App app{home.path, [&] { return now; }, crash};
        add_contact(app, {.name = "Amma"});
        log_interaction(app, request);
        ::_exit(0);
    }
    int status{};
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 9);

    App app{home.path, [&] { return now; }, [](std::string_view, const std::string&) {}};
    CHECK(app.store.totals().interactions == 1);
    CHECK(log_interaction(app, request).done == "logged: call with Amma, 20 min, today 12:00");
    CHECK(app.store.totals().interactions == 1);
}

TEST_CASE("a key asked with by many at once adds one", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    std::vector<std::optional<std::int64_t>> changes(8);
    std::vector<std::thread> askers;
    for (auto& change : changes)
        askers.emplace_back([&] {
            const auto done = log_interaction(desk.app, {.sentence = "called Amma 20 min", .key = key});
            change = done.change;
        });
    for (auto& asker : askers) asker.join();
    for (const auto& change : changes) CHECK(change == changes.front());
    CHECK(desk.app.store.totals().interactions == 1);
}

TEST_CASE("a key that is none, or a moment that is none, is refused", "[agenda]")
{
    Desk desk;
    desk.add("Amma");
    const auto refused = [&](const wire::LogRequest& request) {
        return std::string{problem_of([&] { log_interaction(desk.app, request); }).what()};
    };
    for (const char* bad : {"", "short", "0b0e6d5c 9c51 4b6e 8f8e 52a0f2f2d6a1"})
        CHECK(says(refused({.sentence = "called Amma 20 min", .key = bad}), "key"));
    CHECK(says(refused({.sentence = "called Amma 20 min", .key = std::string(65, 'a')}), "key"));
    CHECK(says(refused({.sentence = "called Amma 20 min", .said_at = "yesterday"}), "said_at"));
    CHECK(desk.app.store.totals().interactions == 0);
}

TEST_CASE("a sentence that waited means the days of when it was said", "[agenda]")
{
    Desk desk{"2026-11-25T08:00:00Z"};
    desk.add("Amma");
    const auto done =
        log_interaction(desk.app, {.sentence = "called Amma 20 min yesterday 7pm", .said_at = "2026-11-23T12:00:00Z"});
    CHECK(list_interactions(desk.app, "Amma", std::nullopt, 10).interactions.at(0).at == "2026-11-22T19:00:00Z");
    CHECK(says(done.done, "Sun")); // the words are those of today
    log_interaction(desk.app, {.sentence = "called Amma 5 min", .said_at = "2027-01-01T00:00:00Z"});
    CHECK(list_interactions(desk.app, "Amma", std::nullopt, 1).interactions.at(0).at == "2026-11-25T08:00:00Z");
}
