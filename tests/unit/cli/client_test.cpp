#include "cli/client.hpp"
#include "cli/socket_daemon.hpp"
#include "tests/unit/cli/fake_daemon.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::cli;

TEST_CASE("any name fits into a path", "[client]")
{
    CHECK(segment("Amma") == "Amma");
    CHECK(segment("Ann Lee/2?x=1&y#%") == "Ann%20Lee%2F2%3Fx%3D1%26y%23%25");
    CHECK(segment("Žofie") == "%C5%BDofie");
}

TEST_CASE("a query leaves out what was not given", "[client]")
{
    CHECK(query({{"a", std::nullopt}, {"b", "1 2"}, {"c", "x&y"}}) == "?b=1%202&c=x%26y");
    CHECK(query({{"a", std::nullopt}}).empty());
}

TEST_CASE("the daemon's problem comes out as it went in", "[client]")
{
    for (const ProblemFace& face : problem_faces) {
        const Problem problem = problem_of(
            {face.http_status, wire::write(wire::Problem{std::string{face.word}, "what it is", "what to do"})});
        CHECK(problem.kind == face.kind);
        CHECK(problem.what() == std::string{"what it is"});
        CHECK(problem.hint == "what to do");
    }
}

TEST_CASE("an answer that is no problem of ours says its status", "[client]")
{
    const Problem problem = problem_of({502, "<html>"});
    CHECK(problem.kind == Problem::Kind::internal);
    CHECK_THAT(problem.what(), Catch::Contains("502"));
}

TEST_CASE("a reply of other shapes speaks of versions, not of a bad request", "[client]")
{
    try {
        static_cast<void>(Reply{R"({"nudges": [], "surprise": 1})"}.as<wire::NudgeList>());
        FAIL("it was understood");
    } catch (const Problem& problem) {
        CHECK(problem.kind == Problem::Kind::internal);
        CHECK_THAT(problem.hint, Catch::Contains("versions"));
    }
}

TEST_CASE("events are read however the stream is cut", "[client]")
{
    const std::string stream =
        ": hello\n\nevent: import\ndata: {\"done\": 1}\n\nevent: changed\r\ndata: a\r\ndata: b\r\n\r\n";
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        std::vector<Event> events;
        EventReader reader{[&events](const Event& event) { events.push_back(event); }};
        for (std::size_t at = 0; at < stream.size(); at += piece)
            reader.read(std::string_view{stream}.substr(at, piece));
        REQUIRE(events.size() == 2);
        CHECK(events[0].name == "import");
        CHECK(events[0].data == "{\"done\": 1}");
        CHECK(events[1].name == "changed");
        CHECK(events[1].data == "a\nb");
    }
}

TEST_CASE("a socket where nobody listens starts the daemon once, and says so when it may not", "[client]")
{
    int starts = 0;
    SocketDaemon daemon{"/nonexistent/blend/api.sock", [&starts](const std::function<bool()>& answers) {
                            ++starts;
                            CHECK_FALSE(answers());
                            throw Problem{Problem::Kind::no_daemon, "it may not be started"};
                        }};
    CHECK_THROWS_AS(daemon.ask({"GET", "/v1/health", ""}), Problem);
    CHECK(starts == 1);
}

TEST_CASE("a path too long for a socket is refused with a way out", "[client]")
{
    CHECK_THROWS_AS((SocketDaemon{std::string(120, 'x'), {}}), Problem);
}
