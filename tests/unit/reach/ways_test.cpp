// What leaves by which way, how often it is tried, and when a way turns itself off.

#include "daemon/core/problem.hpp"
#include "daemon/reach/signature.hpp"
#include "tests/unit/reach/told.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <future>
#include <mutex>
#include <thread>

using namespace blend;
using namespace blend::reach;
using namespace blend::reach::test;
using namespace std::chrono_literals;
using nlohmann::json;
using store::Topic;
using store::WayKind;

namespace {

struct Taken {
    std::string path;
    httplib::Headers headers;
    std::string body;
};

/// A server that takes what is posted to it, and answers as the test wants.
class Sink {
public:
    Sink() : port_{server_.bind_to_any_port("127.0.0.1")}
    {
        server_.set_keep_alive_max_count(1);
        server_.Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
            {
                const std::lock_guard guard{mutex_};
                taken_.push_back({request.path, request.headers, request.body});
            }
            response.status = status;
            if (!location.empty()) response.set_header("Location", location);
            if (before_answering) before_answering();
        });
        thread_ = std::thread{[this] { server_.listen_after_bind(); }};
        until([this] { return server_.is_running(); });
    }
    ~Sink()
    {
        server_.stop();
        thread_.join();
    }
    Sink(const Sink&) = delete;

    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    std::vector<Taken> taken() const
    {
        const std::lock_guard guard{mutex_};
        return taken_;
    }
    json body(std::size_t which = 0) const { return json::parse(taken().at(which).body); }
    std::string header(const std::string& name) const
    {
        const auto all = taken().at(0).headers;
        const auto found = all.find(name);
        return found == all.end() ? "" : found->second;
    }

    int status{200};
    std::string location;
    std::function<void()> before_answering;

private:
    httplib::Server server_;
    int port_;
    mutable std::mutex mutex_;
    std::vector<Taken> taken_;
    std::thread thread_;
};

store::WayRecord webhook(const std::string& url) { return {.kind = WayKind::webhook, .address = url}; }

std::optional<Message> amma(Topic, const std::string&) { return nudge_about("Amma"); }

std::size_t occurrences(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

} // namespace

TEST_CASE("a message leaves once by each way that carries it", "[reach]")
{
    Sink sink;
    Desk desk;
    desk.add(webhook(sink.url("/one")));
    desk.add(webhook(sink.url("/two")));
    auto reports = webhook(sink.url("/reports"));
    reports.carries = {Topic::report};
    desk.add(reports);
    auto off = webhook(sink.url("/off"));
    off.is_on = false;
    desk.add(off);

    CHECK(desk.ways.deliver(nudge_about("Amma"), nine).delivered == 2);
    CHECK(desk.ways.deliver(nudge_about("Amma"), nine + 1h).delivered == 0);
    CHECK(sink.taken().size() == 2);
    CHECK_FALSE(desk.ways.next_due());
    Message next_day = nudge_about("Amma");
    next_day.key = "2026-11-24";
    CHECK(desk.ways.deliver(next_day, nine + 24h).delivered == 2);
}

TEST_CASE("what failed is tried again after 1 minute, 5, 30, 2 hours and 6, then given up", "[reach]")
{
    Sink sink;
    sink.status = 500;
    Desk desk;
    const auto way = desk.add(webhook(sink.url("/")));
    Instant now = nine;
    CHECK(desk.ways.deliver(nudge_about("Amma"), now).failed == 1);
    for (const Seconds rest : {Seconds{1min}, Seconds{5min}, Seconds{30min}, Seconds{2h}, Seconds{6h}}) {
        REQUIRE(desk.ways.next_due() == now + rest);
        CHECK(desk.ways.deliver_again(amma, now + rest - 1s).failed == 0); // not yet
        now += rest;
        CHECK(desk.ways.deliver_again(amma, now).failed == 1);
    }
    CHECK_FALSE(desk.ways.next_due());
    CHECK(sink.taken().size() == 6);
    const auto log = desk.store.deliveries(way, 10);
    REQUIRE(log.size() == 1);
    CHECK(log[0].tries == 6);
    CHECK_THAT(log[0].problem.value_or(""), Catch::Contains("says 500"));
    CHECK(desk.ways.deliver(nudge_about("Amma"), now + 1h).failed == 0); // and not begun anew
}

TEST_CASE("a message is made anew for each try, and let go when there is nothing to say any more", "[reach]")
{
    Sink sink;
    sink.status = 503;
    Desk desk;
    desk.add(webhook(sink.url("/")));
    desk.ways.deliver(nudge_about("Amma"), nine);
    sink.status = 200;
    const auto asked = [](Topic topic, const std::string& key) -> std::optional<Message> {
        CHECK(topic == Topic::nudges);
        CHECK(key == "2026-11-23");
        return nudge_about("Ravi");
    };
    CHECK(desk.ways.deliver_again(asked, nine + 1min).delivered == 1);
    CHECK_THAT(sink.taken().back().body, Catch::Contains("Ravi"));

    Message next_day = nudge_about("Amma");
    next_day.key = "2026-11-24";
    sink.status = 503;
    desk.ways.deliver(next_day, nine + 24h);
    const auto sent = desk.ways.deliver_again([](Topic, const std::string&) { return std::nullopt; }, nine + 25h);
    CHECK(sent.delivered + sent.failed == 0);
    CHECK_FALSE(desk.ways.next_due());
}

TEST_CASE("no words of a message are kept", "[reach]")
{
    Sink sink;
    sink.status = 500;
    Desk desk;
    desk.add(webhook(sink.url("/")));
    desk.ways.deliver(nudge_about("Amma"), nine);
    for (const char* file : {"blend.db", "blend.db-wal"})
        CHECK(contents(desk.store.file().parent_path() / file).find("Amma") == std::string::npos);
    CHECK(contents(desk.store.file()).size() + contents(desk.store.file().native() + "-wal").size() > 0);
}

TEST_CASE("a way that fails for a day turns itself off and says so over the others, until it works again", "[reach]")
{
    Sink broken, other;
    broken.status = 500;
    Desk desk;
    const auto way = desk.add(webhook(broken.url("/")));
    auto reports = webhook(other.url("/"));
    reports.carries = {Topic::report};
    desk.add(reports);

    desk.ways.deliver(nudge_about("Amma"), nine);
    Instant now = nine;
    while (desk.ways.next_due()) {
        now = *desk.ways.next_due();
        desk.ways.deliver_again(amma, now);
    }
    CHECK(desk.store.way_state(way).failures == 6);
    CHECK_FALSE(desk.store.way_state(way).off); // six in a row, but within half a day
    Message next_day = nudge_about("Amma");
    next_day.key = "2026-11-24";
    CHECK(desk.ways.deliver(next_day, nine + 24h).turned_off == 1);
    CHECK(desk.store.way_state(way).off == nine + 24h);
    CHECK_FALSE(desk.ways.next_due()); // what waited is given up
    REQUIRE(other.taken().size() == 1);
    CHECK(other.body()["topic"] == "notice");
    CHECK_THAT(other.body()["title"].get<std::string>(), Catch::StartsWith("Blend does not use the webhook at 127."));

    next_day.key = "2026-11-25";
    CHECK(desk.ways.deliver(next_day, nine + 48h).failed == 0);
    CHECK_THAT(desk.refusal(way), Catch::Contains("says 500"));
    CHECK(desk.store.way_state(way).off);
    broken.status = 200;
    CHECK(desk.refusal(way) == "");
    CHECK(desk.store.way_state(way) == store::WayState{});
    CHECK_FALSE(desk.ways.next_due()); // what was given up stays so
    next_day.key = "2026-11-26";
    CHECK(desk.ways.deliver(next_day, nine + 72h).delivered == 1);
}

TEST_CASE("a way that is refused for good three times is off at once", "[reach]")
{
    Sink sink;
    sink.status = GENERATE(401, 403, 404, 410);
    Desk desk;
    const auto way = desk.add(webhook(sink.url("/")));
    desk.ways.deliver(nudge_about("Amma"), nine);
    CHECK(desk.ways.deliver_again(amma, nine + 1min).turned_off == 0);
    CHECK(desk.ways.deliver_again(amma, nine + 6min).turned_off == 1);
    CHECK(desk.store.way_state(way).off == nine + 6min);
}

TEST_CASE("one success forgives what failed before it", "[reach]")
{
    Sink sink;
    sink.status = 401;
    Desk desk;
    const auto way = desk.add(webhook(sink.url("/")));
    desk.ways.deliver(nudge_about("Amma"), nine);
    desk.ways.deliver_again(amma, nine + 1min);
    sink.status = 200;
    desk.ways.deliver_again(amma, nine + 6min);
    CHECK(desk.store.way_state(way) == store::WayState{});
}

TEST_CASE("a slow way holds no other up, and stopping ends it", "[reach]")
{
    Sink slow, quick;
    std::promise<void> arrived, released;
    slow.before_answering = [&] {
        quick.taken();
        until([&] { return !quick.taken().empty(); }); // in turn, this would never come
        arrived.set_value();
        released.get_future().wait();
    };
    Desk desk;
    const auto way = desk.add(webhook(slow.url("/")));
    desk.add(webhook(quick.url("/")));
    auto sent = std::async(std::launch::async, [&] { return desk.ways.deliver(nudge_about("Amma"), nine); });
    arrived.get_future().wait();
    desk.ways.stop();
    const reach::Sent result = sent.get();
    released.set_value();
    CHECK(result.delivered <= 1); // what was being recorded when everything stopped may not be
    CHECK(result.failed == 0);    // to be cut off is no failure
    CHECK(desk.store.way_state(way).failures == 0);
    CHECK(desk.store.delivery(way, Topic::nudges, "2026-11-23")->next == nine + 1min);
}

TEST_CASE("a webhook is signed over its moment and its body", "[reach]")
{
    CHECK(signature("key", "The quick brown fox jumps over the lazy dog") ==
          "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"); // of RFC 4231's kind, known everywhere
    Sink sink;
    Desk desk;
    auto way = webhook(sink.url("/hook?x=1"));
    way.secret = "command: printf 'signing key'";
    desk.add(way);
    desk.ways.deliver(nudge_about("Amma"), nine);
    const Taken taken = sink.taken().at(0);
    CHECK(sink.header("X-Blend-Timestamp") == "1795424400");
    CHECK(sink.header("X-Blend-Signature") == "sha256=" + signature("signing key", "1795424400." + taken.body));
    CHECK(sink.header("Content-Type") == "application/json");
    const json body = json::parse(taken.body);
    CHECK(body["topic"] == "nudges");
    CHECK(body["key"] == "2026-11-23");
    CHECK(body["made"] == "2026-11-23T09:00:00Z");
    CHECK(body["items"][0]["nudge"] == 12);
    CHECK(body["items"][0]["mode"] == "call");
    CHECK(body["items"][0]["links"][0] == "tel:+14155550101");
}

TEST_CASE("ntfy gets a title, a message, and buttons that begin the contact", "[reach]")
{
    Sink sink;
    Desk desk;
    desk.add({.kind = WayKind::ntfy, .address = sink.url("/my-topic"), .secret = "command: printf tk_secret"});
    desk.ways.deliver(nudge_about("Amma \"quoted\""), nine);
    CHECK(sink.taken().at(0).path == "/");
    CHECK(sink.header("Authorization") == "Bearer tk_secret");
    const json body = sink.body();
    CHECK(body["topic"] == "my-topic");
    CHECK(body["title"] == "A good moment to call Amma \"quoted\"");
    CHECK_THAT(body["message"].get<std::string>(), Catch::StartsWith("Call Amma \"quoted\", maybe Sun 10:30."));
    CHECK(body["priority"] == 3);
    CHECK(body["click"] == "tel:+14155550101");
    CHECK(body["actions"][1]["label"] == "Write a mail");
}

TEST_CASE("Gotify gets a message with its key", "[reach]")
{
    Sink sink;
    Desk desk;
    const std::string slash = GENERATE("", "/");
    desk.add({.kind = WayKind::gotify, .address = sink.url("/gotify" + slash), .secret = "command: printf A1b2"});
    desk.ways.deliver(nudge_about("Amma"), nine);
    CHECK(sink.taken().at(0).path == "/gotify/message");
    CHECK(sink.header("X-Gotify-Key") == "A1b2");
    CHECK(sink.body()["title"] == "A good moment to call Amma");
    CHECK(sink.body()["extras"]["client::notification"]["click"]["url"] == "tel:+14155550101");
}

TEST_CASE("a secret goes to no other server, and into no text", "[reach]")
{
    Sink there, elsewhere;
    there.status = 307;
    there.location = elsewhere.url("/");
    Desk desk;
    const auto way =
        desk.add({.kind = WayKind::gotify, .address = there.url("/"), .secret = "command: printf hunter2"});
    desk.ways.deliver(nudge_about("Amma"), nine);
    CHECK(elsewhere.taken().empty());
    const auto problem = desk.store.deliveries(way, 1).at(0).problem.value_or("");
    CHECK_THAT(problem, Catch::Contains("sends us to another address"));
    CHECK(problem.find("hunter2") == std::string::npos);
}

TEST_CASE("a secret that cannot be had is a failure that says where it was looked for", "[reach]")
{
    Sink sink;
    Desk desk;
    const auto way = desk.add({.kind = WayKind::gotify, .address = sink.url("/"), .secret = "command: false"});
    CHECK(desk.refusal(way) == "false failed (1)");
    CHECK(sink.taken().empty());
}

TEST_CASE("a command gets JSON on its standard input, and no shell looks at its words", "[reach]")
{
    Desk desk;
    const std::string file = (desk.folder / "told; $(id)").native();
    desk.add({.kind = WayKind::command, .address = "tee '" + file + "'"});
    CHECK(desk.ways.deliver(nudge_about("$(id) `id` \"'\n;"), nine).delivered == 1);
    CHECK(json::parse(contents(file))["title"] == "A good moment to call $(id) `id` \"'\n;");
}

TEST_CASE("a command that fails says so with its last line", "[reach]")
{
    Desk desk;
    const std::string program = desk.folder.write("notify", "#!/bin/sh\necho no network >&2\nexit 3\n", 0700);
    const auto way = desk.add({.kind = WayKind::command, .address = program});
    CHECK(desk.refusal(way) == program + " failed (3): no network");
    CHECK(desk.store.deliveries(way, 1).at(0).problem);
}

TEST_CASE("where names are hidden, nothing that leaves names anybody", "[reach]")
{
    Sink sink;
    Desk desk;
    for (const WayKind kind : {WayKind::webhook, WayKind::ntfy, WayKind::gotify})
        desk.add({.kind = kind, .address = sink.url("/topic"), .hide_names = true});
    const std::string file = (desk.folder / "told").native();
    desk.add({.kind = WayKind::command, .address = "tee " + file, .hide_names = true});
    CHECK(desk.ways.deliver(nudge_about("Amma"), nine).delivered == 4);
    std::string all = contents(file);
    for (const Taken& each : sink.taken()) all += each.body;
    for (const char* word : {"Amma", "amma", "tel:", "garden", "+1415"}) CHECK(all.find(word) == std::string::npos);
    CHECK(occurrences(all, "A good moment to call somebody") >= 4);
}

TEST_CASE("a way that was set up is undone like any other change", "[reach]")
{
    Desk desk;
    desk.add(webhook("https://example.org/hook"));
    const auto before = desk.store.ways();
    desk.store.change(nine, [&](store::Writer& writer) {
        writer.remove_way(before.at(0).id);
        return std::string{"removed"};
    });
    CHECK(desk.store.ways().empty());
    desk.store.undo(nine);
    CHECK(desk.store.ways() == before);
    desk.store.undo(nine);
    CHECK(desk.store.ways().empty());
}
