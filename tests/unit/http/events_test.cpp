#include "daemon/http/events.hpp"

#include <catch2/catch.hpp>
#include <poll.h>

#include <thread>

using namespace blend::http;

namespace {

bool is_readable(const Listener& listener)
{
    pollfd watched{listener.descriptor(), POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

} // namespace

TEST_CASE("every listener hears an event, in order", "[http]")
{
    Events events;
    const auto one = events.listen();
    const auto other = events.listen();
    events.publish("changed", R"({"what":"contacts"})");
    events.publish("import", R"({"done":1})");

    const std::string both = "event: changed\ndata: {\"what\":\"contacts\"}\n\nevent: import\ndata: {\"done\":1}\n\n";
    CHECK(one->take() == both);
    CHECK(other->take() == both);
    CHECK(one->take().empty());
}

TEST_CASE("a listener wakes only when there is something", "[http]")
{
    Events events;
    const auto listener = events.listen();
    CHECK_FALSE(is_readable(*listener));
    events.publish("changed", "{}");
    CHECK(is_readable(*listener));
    listener->take();
    CHECK_FALSE(is_readable(*listener));
}

TEST_CASE("who does not read loses events and is told to read everything", "[http]")
{
    Events events;
    const auto listener = events.listen();
    for (std::size_t count = 0; count <= Events::longest_queue; ++count) events.publish("import", "{}");
    const auto text = listener->take();
    CHECK_THAT(text, Catch::StartsWith("event: changed\ndata: {\"what\":\"everything\"}\n\n"));
    CHECK(text.size() < 100);
}

TEST_CASE("the audience has a limit, and a place is free when somebody leaves", "[http]")
{
    Events events;
    std::vector<std::shared_ptr<Listener>> audience;
    for (std::size_t count = 0; count < Events::most_listeners; ++count) audience.push_back(events.listen());
    CHECK(audience.back());
    CHECK_FALSE(events.listen());
    audience.pop_back();
    CHECK(events.listen());
}

TEST_CASE("closing ends every listener, now and later", "[http]")
{
    Events events;
    const auto listener = events.listen();
    events.publish("changed", "{}");
    events.close();
    CHECK(listener->ended());
    CHECK(is_readable(*listener));
    CHECK_FALSE(listener->take().empty());
    CHECK(is_readable(*listener));
    CHECK_FALSE(events.listen());
}

TEST_CASE("nothing is lost between threads", "[http]")
{
    Events events;
    const auto listener = events.listen();
    std::thread publisher{[&] {
        for (int count = 0; count < 200; ++count) events.publish("import", "{}");
    }};
    const std::string_view event = "event: import\ndata: {}\n\n";
    std::size_t heard = 0;
    while (heard < 200 * event.size()) {
        pollfd watched{listener->descriptor(), POLLIN, 0};
        REQUIRE(::poll(&watched, 1, 10'000) > 0);
        heard += listener->take().size();
    }
    publisher.join();
    CHECK(heard == 200 * event.size());
}
