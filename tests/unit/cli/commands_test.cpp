#include "daemon/core/columns.hpp"
#include "tests/unit/cli/samples.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace blend;
using namespace blend::cli;
using Catch::Contains;

namespace {

constexpr Terminal person{.width = 80, .colours = Colours::on, .shows = true, .reports = false, .asks = false};

wire::Today full_today()
{
    wire::Today today;
    today.day = "2026-11-23";
    today.zone = "Europe/Berlin";
    today.life = {.share = 0.42,
                  .score = 0.8,
                  .mean_contact_score = 0.7,
                  .confidence = 0.9,
                  .extreme = 0,
                  .target = 0.5,
                  .band = 0.2,
                  .sentence = "A good blend: a little more writing than you wish for."};
    today.nudges = {
        {12,
         "Amma",
         "talk",
         "call",
         "Call Amma, maybe Sun 10:30 (20:00 there). You have written 41 times since you last spoke, 142 days ago.",
         {},
         "2026-11-29T09:30:00Z",
         0.9}};
    wire::PlanShape plan;
    plan.id = 5;
    plan.sentence = "call with Ravi, Sun 22 Nov 10:30, 30 min";
    today.ask = {plan};
    plan.id = 6;
    plan.sentence = "meeting with 山田花子, Sat 28 Nov 15:00, 2 h, at the café near the old station by the river";
    today.plans = {plan};
    today.stale = {{"whatsapp", "2026-11-04T09:00:00Z", {}, "last read 19 days ago"}};
    today.contacts = 1240;
    today.tracked = 24;
    today.interactions = 12345;
    today.unmatched = 7;
    return today;
}

std::string without_colours(const std::string& text)
{
    static const std::regex colour{"\x1b\\[[0-9]+m"};
    return std::regex_replace(text, colour, "");
}

} // namespace

TEST_CASE("bare blend shows today in any width, with and without colour", "[today]")
{
    Conversation daemon;
    daemon.on("GET /v1/today", full_today());
    const int width = GENERATE(40, 80, 120);
    const Outcome plain = run(daemon, {}, {.width = width});
    CHECK(plain.exit_code == 0);
    for (const std::string& line : lines(plain.out)) CHECK(columns(line) <= width);
    const Outcome coloured = run(daemon, {}, {.width = width, .colours = Colours::on, .shows = true});
    CHECK(without_colours(coloured.out) == plain.out);
    CHECK(coloured.out != plain.out);
    CHECK_THAT(coloured.out, !Contains("\x1b[31m") && !Contains("\x1b[91m"));
}

TEST_CASE("today names the blend, the nudges with their numbers, the plans and what was not read", "[today]")
{
    Conversation daemon;
    daemon.on("GET /v1/today", full_today());
    const std::string out = run(daemon, {}).out;
    for (const char* part :
         {"Mon 23 Nov 2026", "42%", "●", "12  Call Amma", "blend done 12", "Did it happen?", "blend happened 5",
          "山田花子", "last read 19 days ago", "12,345 interactions", "7 handles belong to nobody yet"})
        CHECK_THAT(out, Contains(part));
}

TEST_CASE("with --json a command prints the reply as it came, and one newline", "[json]")
{
    Conversation daemon;
    daemon.answers["GET /v1/today"] = {200, R"({ "odd":  "spaces", "kept": [1.50] })"};
    CHECK(run(daemon, {"--json"}).out == "{ \"odd\":  \"spaces\", \"kept\": [1.50] }\n");
    CHECK(run(daemon, {"today", "--json"}).out == run(daemon, {"--json"}).out);
}

TEST_CASE("no control or bidi character reaches a terminal", "[safety]")
{
    const std::string evil = "Am\x1b]0;title\x07ma \xC2\x9B"
                             "31m \xE2\x80\xAEnwod \x7f";
    Conversation daemon;
    auto today = full_today();
    today.nudges.front().reason = evil;
    today.next = {evil};
    today.zone = evil;
    today.stale.front().source = evil;
    today.plans.front().sentence = evil;
    daemon.on("GET /v1/today", today);
    auto contact = amma();
    contact.contact.name = contact.contact.note.emplace(evil);
    contact.contact.handles.front().value = evil;
    contact.standing.coverage.sources.front().source = evil;
    daemon.on("GET /v1/contacts/Amma", contact);
    daemon.on("GET /v1/contacts/3/interactions?limit=5",
              wire::Timeline{{{"", evil, "phone", evil, {}, 1, false, "log", {evil, evil}, evil}}, {}});
    daemon.answers["GET /v1/contacts/Evil"] = {404, wire::write(wire::Problem{"not_found", evil, evil})};

    for (const std::vector<std::string>& words :
         {std::vector<std::string>{}, {"show", "Amma"}, {"show", "Evil"}, {"--json"}, {"show", "Amma", "--json"}}) {
        const Outcome outcome = run(daemon, words, person);
        const std::string all = without_colours(outcome.out) + outcome.err;
        CHECK(std::none_of(all.begin(), all.end(),
                           [](unsigned char byte) { return (byte < 0x20 && byte != '\n') || byte == 0x7f; }));
        CHECK_THAT(all, !Contains("\xC2\x9B") && !Contains("\xE2\x80\xAE"));
    }
}

TEST_CASE("JSON for a terminal is the same document, escaped", "[json]")
{
    Conversation daemon;
    const wire::Merge shape{"a\xC2\x9B"
                            "b\xE2\x80\xAE"
                            "c\x7f"
                            "d\xD8\x9C"
                            "é – 山"};
    daemon.on("GET /v1/today", shape);
    CHECK(wire::read<wire::Merge>(run(daemon, {"--json"}, person).out).other == shape.other);
    CHECK_THAT(run(daemon, {"--json"}, person).out, Contains("\\u009b") && Contains("\\u202e") && Contains("é – 山"));
    CHECK(run(daemon, {"--json"}).out == wire::write(shape) + "\n");
}

TEST_CASE("a problem is one line, a hint another, and the exit code that of its kind", "[problems]")
{
    for (const ProblemFace& face : problem_faces) {
        Conversation daemon;
        daemon.on("GET /v1/today", wire::Problem{std::string{face.word}, "what is\nwrong", "what to do"},
                  face.http_status);
        const Outcome outcome = run(daemon, {});
        CHECK(outcome.out.empty());
        CHECK(outcome.err == "blend: what is wrong\nhint: what to do\n");
        CHECK(outcome.exit_code == face.exit_code);
    }
}

TEST_CASE("a mistyped command is answered with the nearest one, and asks the daemon nothing", "[problems]")
{
    Conversation daemon;
    const Outcome outcome = run(daemon, {"contcts"});
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.err, Contains("did you mean: blend contacts"));
    CHECK(daemon.homes.empty());
}

TEST_CASE("too few and too many words are refused with the usage", "[problems]")
{
    for (const std::vector<std::string>& words : {std::vector<std::string>{"show"}, {"link", "3"}, {"undo", "now"}}) {
        Conversation daemon;
        const Outcome outcome = run(daemon, words);
        CHECK(outcome.exit_code == 2);
        CHECK_THAT(outcome.err, Contains("hint: usage: blend " + words.front()));
        CHECK(daemon.asked.empty());
    }
}

TEST_CASE("the option --home goes to the daemon, before the command or behind it", "[arguments]")
{
    Conversation daemon;
    daemon.on("GET /v1/today", full_today());
    run(daemon, {"--home", "/tmp/x", "today"});
    run(daemon, {"today", "--home=/tmp/y"});
    REQUIRE(daemon.homes.size() == 2);
    CHECK(daemon.homes[0] == "/tmp/x");
    CHECK(daemon.homes[1] == "/tmp/y");
}

TEST_CASE("a contact that is called like a command can be shown", "[arguments]")
{
    Conversation daemon;
    run(daemon, {"show", "undo"});
    REQUIRE(daemon.asked.size() == 1);
    CHECK(daemon.asked.front().path == "/v1/contacts/undo");
}

TEST_CASE("help, manual page and completion name every command and need no daemon", "[help]")
{
    Conversation daemon;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"help"}, {"help", "--man"}, {"help", "--completion", "bash"}}) {
        const std::string out = run(daemon, words).out;
        for (const char* name : {"import", "explain", "happened", "config"}) CHECK_THAT(out, Contains(name));
    }
    CHECK_THAT(run(daemon, {"explain", "--help"}).out, Contains("--as-of"));
    CHECK(run(daemon, {"--help"}).out == run(daemon, {"help"}).out);
    CHECK_THAT(run(daemon, {"--version"}).out, Catch::StartsWith("blend "));
    CHECK(daemon.homes.empty());
    for (const std::string& line : lines(run(daemon, {"help", "import"}).out)) CHECK(columns(line) <= 80);
}

TEST_CASE("log sends a sentence as it is, quoted or not", "[log]")
{
    const auto words = GENERATE(std::vector<std::string>{"log", "called Amma 20 min yesterday 7pm"},
                                std::vector<std::string>{"log", "called", "Amma", "20", "min", "yesterday", "7pm"});
    Conversation daemon;
    daemon.on("POST /v1/interactions", wire::Done{.done = "logged: phone with Amma", .change = 1});
    CHECK(run(daemon, words).out == "logged: phone with Amma\n");
    CHECK(wire::read<wire::LogRequest>(daemon.change()).sentence == "called Amma 20 min yesterday 7pm");
}

TEST_CASE("with options an everyday word for a channel is enough", "[log]")
{
    Conversation daemon;
    daemon.on("POST /v1/interactions", wire::Done{.done = "logged", .change = 1});
    run(daemon, {"log", "call", "Amma", "25m", "--at", "noon"});
    const auto request = wire::read<wire::LogRequest>(daemon.change());
    CHECK(request.channel == "call");
    CHECK(request.size == "25m");
    CHECK_FALSE(request.sentence.has_value());
}

TEST_CASE("an edit without a change is refused", "[edit]")
{
    Conversation daemon;
    CHECK(run(daemon, {"edit", "Amma"}).exit_code == 2);
    CHECK(daemon.asked.empty());
}

TEST_CASE("an option that has lost its value says which value it wants", "[arguments]")
{
    Conversation daemon;
    for (const auto& words :
         {std::vector<std::string>{"add", "Amma", "--circle"}, {"add", "Amma", "--circle", "--every", "7d"}}) {
        const Outcome outcome = run(daemon, words);
        CHECK(outcome.exit_code == 2);
        CHECK(outcome.err == "blend: --circle needs a value\nhint: like: --circle CIRCLE\n");
    }
}

TEST_CASE("log takes a channel, names, a size and the rest apart", "[log]")
{
    Conversation daemon;
    daemon.on("POST /v1/interactions", wire::Done{.done = "logged", .change = 1});
    run(daemon,
        {"log", "voice-message", "Ravi", "Ann Lee", "1h30", "--at", "Sunday", "--out", "--with", "3", "--note", "n"});
    const auto request = wire::read<wire::LogRequest>(daemon.change());
    CHECK(request.channel == "voice_message");
    CHECK(request.contacts == std::vector<std::string>{"Ravi", "Ann Lee"});
    CHECK(request.size == "1h30");
    CHECK(request.at == "Sunday");
    CHECK(request.direction == "out");
    CHECK(request.others == 3);
    CHECK(request.note == "n");
    CHECK_FALSE(request.sentence.has_value());
}

TEST_CASE("log refuses what it cannot mean, and sends nothing", "[log]")
{
    for (const std::vector<std::string>& words : {std::vector<std::string>{"log", "phone"},
                                                  {"log", "phone", "25m"},
                                                  {"log", "phone", "Amma", "--in", "--out"},
                                                  {"log", "called Amma", "--at", "Sunday"},
                                                  {"log", "phone", "Amma", "--with", "many"}}) {
        Conversation daemon;
        CHECK(run(daemon, words).exit_code == 2);
        CHECK(daemon.asked.empty());
    }
}

TEST_CASE("plan without a time prints good times and the command that takes one", "[plan]")
{
    Conversation daemon;
    daemon.on("GET /v1/contacts/Amma/slots?mode=call&minutes=45",
              wire::SlotList{{{"2026-11-29T09:30:00Z", "2026-11-29T10:30:00", "2026-11-29T15:00:00", 45,
                               "you often talk on Sundays"}},
                             "Amma",
                             "call"});
    daemon.on("GET /v1/settings", berlin());
    const Outcome outcome = run(daemon, {"plan", "call", "Amma", "--for", "45m"});
    CHECK_THAT(outcome.out, Contains("1  Sun 29 Nov 10:30 (15:00 for them), 45 min"));
    CHECK_THAT(outcome.out, Contains("then: blend plan call Amma 1"));
    CHECK(daemon.change().empty());
}

TEST_CASE("plan with a time makes a plan", "[plan]")
{
    Conversation daemon;
    wire::PlanShape plan;
    plan.id = 7;
    plan.sentence = "call with Amma, Sun 29 Nov 10:30, 30 min";
    daemon.on("POST /v1/plans", plan);
    const Outcome outcome = run(daemon, {"plan", "call", "Amma", "Sunday", "10:30", "--and", "Ravi", "--every", "2w"});
    const auto request = wire::read<wire::PlanRequest>(daemon.change());
    CHECK(request.when == "Sunday 10:30");
    CHECK(request.contacts == std::vector<std::string>{"Amma", "Ravi"});
    CHECK(request.every == "2w");
    CHECK_THAT(outcome.out, Contains("planned: call with Amma") && Contains("blend cancel 7"));
}

TEST_CASE("happened --no says that it did not", "[plan]")
{
    Conversation daemon;
    daemon.on("POST /v1/plans/7/happened", wire::Done{.done = "noted", .change = 1});
    run(daemon, {"happened", "7", "--no"});
    CHECK(wire::read<wire::HappenedRequest>(daemon.change()).happened == false);
}

TEST_CASE("import sends absolute paths and accounts for every record", "[import]")
{
    Conversation daemon;
    wire::ImportFile file;
    file.path = "/x/WhatsApp Chat with Amma.txt";
    file.format = "whatsapp";
    file.read = 2000;
    file.stored = 1990;
    file.duplicate = 3;
    file.skipped = {{"system", 5}, {"note_to_self", 2}};
    file.first = "2019-01-03T10:00:00Z";
    file.last = "2026-11-22T10:00:00Z";
    file.warnings = {"the last line is cut off"};
    daemon.on("GET /v1/health", wire::Health{"0.1.0", "/x", "2026-11-23T08:00:00Z"});
    daemon.on("POST /v1/imports", wire::ImportReport{4, {file}});
    daemon.on("GET /v1/settings", berlin());
    const Outcome outcome = run(daemon, {"import", "chat.txt", "--me", "Ann", "--create-contacts"});
    const auto request = wire::read<wire::ImportRequest>(daemon.change());
    REQUIRE(request.paths.size() == 1);
    CHECK(request.paths.front() == (std::filesystem::current_path() / "chat.txt").string());
    CHECK(request.me == "Ann");
    CHECK(request.create_contacts == true);
    CHECK_FALSE(request.dry_run.has_value());
    for (const char* part : {"2,000", "1,990", "whatsapp, 3 Jan 2019 to 22 Nov 2026", "2 notes to self and 5 notices",
                             "the last line is cut off", "1,990 records stored"})
        CHECK_THAT(outcome.out, Contains(part));
    for (const std::string& line : lines(outcome.out)) CHECK(columns(line) <= 80);
}

TEST_CASE("files of no format are one line, many files of one format one row, and a note is said once", "[import]")
{
    wire::ImportReport report;
    for (int number = 0; number < 54; ++number) {
        wire::ImportFile file;
        file.path = "/x/" + std::to_string(100 + number) + ".json";
        file.warnings = {file.path + " is in no format that Blend reads"};
        report.files.push_back(file);
    }
    for (int number = 0; number < 20; ++number) {
        wire::ImportFile file;
        file.path = "/x/" + std::to_string(number) + ".eml";
        file.format = "eml";
        file.read = file.stored = 1;
        file.warnings = {"who you are is not known"};
        report.files.push_back(file);
    }
    Conversation daemon;
    daemon.on("GET /v1/health", wire::Health{"0.1.0", "/x", "2026-11-23T08:00:00Z"});
    daemon.on("POST /v1/imports", report);
    daemon.on("GET /v1/settings", berlin());
    const std::string out = run(daemon, {"import", "/x"}).out;
    CHECK_THAT(out, Contains("54 files are in no format that Blend reads: 100.json, 101.json,\n  102.json, …"));
    CHECK_THAT(out, Contains("20 files"));
    CHECK_THAT(out, Contains("20 files: who you are is not known"));
    CHECK(lines(out).size() < 9);
}

TEST_CASE("export and report know their formats", "[export]")
{
    Conversation daemon;
    daemon.on("GET /v1/export?format=ics", wire::Export{"ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"});
    CHECK(run(daemon, {"export", "ics"}).out == "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    CHECK(run(daemon, {"export", "pdf"}).exit_code == 2);
    daemon.on("GET /v1/report?week=2026-W47", wire::Report{});
    CHECK_THAT(run(daemon, {"report", "--week", "2026-W47", "--format", "html"}).out, Contains("<!doctype html>"));
    CHECK_THAT(run(daemon, {"report", "--week", "2026-W47", "--format", "md"}).out, Catch::StartsWith("# "));
    CHECK(run(daemon, {"report", "--week", "2026-W47", "--format", "jsn"}).exit_code == 2);
}

TEST_CASE("doctor and rebuild --check exit 1 with bad news, and print it", "[housekeeping]")
{
    Conversation daemon;
    daemon.on("GET /v1/doctor", wire::Doctor{false, {{"disk", false, "only 3 MB are left"}}});
    daemon.on("POST /v1/rebuild", wire::RebuildReport{10, 2, "2 of 10 standings differ"});
    CHECK(run(daemon, {"doctor"}).exit_code == 1);
    CHECK_THAT(run(daemon, {"doctor"}).out, Contains("only 3 MB are left"));
    CHECK(run(daemon, {"rebuild", "--check"}).exit_code == 1);
    CHECK(run(daemon, {"rebuild"}).exit_code == 0);
}

TEST_CASE("config shows one setting and suggests the nearest", "[housekeeping]")
{
    Conversation daemon;
    daemon.on("GET /v1/settings", wire::SettingList{{{"nudge_hour", "09:00"}, {"zone", "Europe/Berlin"}}, {}});
    CHECK(run(daemon, {"config", "zone"}).out == "Europe/Berlin\n");
    const Outcome outcome = run(daemon, {"config", "zonne"});
    CHECK(outcome.exit_code == 3);
    CHECK_THAT(outcome.err, Contains("did you mean zone?"));
}
