// What one more call or letter would change.

#include "daemon/core/blend.hpp"
#include "daemon/core/what_if.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace blend;

namespace {

const Instant now = parse_rfc3339("2026-11-23T12:00:00Z").value();

std::vector<Interaction> a_month_of_letters()
{
    std::vector<Interaction> log;
    for (int days = 28; days > 0; days -= 7)
        log.push_back({.at = now - std::chrono::days{days},
                       .channel = Channel::letter,
                       .direction = Direction::out,
                       .size = 300.0,
                       .key = static_cast<std::uint64_t>(days)});
    return log;
}

} // namespace

TEST_CASE("what is supposed is what the model would say once it is logged", "[core]")
{
    auto log = a_month_of_letters();
    const Memory before = remember(30.0, log);
    const Memory supposed = supposing(before, {Channel::phone, 30.0}, now, Seconds{3600});
    log.push_back({.at = now,
                   .channel = Channel::phone,
                   .direction = Direction::mutual,
                   .size = 30.0,
                   .utc_offset = Seconds{3600},
                   .key = supposed.newest_key});
    CHECK(supposed == remember(30.0, log));
    CHECK(before == remember(30.0, a_month_of_letters()));
}

TEST_CASE("a call moves the share towards talking, a letter towards writing", "[core]")
{
    const Memory before = remember(30.0, a_month_of_letters());
    const auto share = [](const Memory& memory) { return blend::blend(memory, {}, {}, now, 0, Interval::skip).share; };
    const auto after = [&](Channel channel, double size) {
        return share(supposing(before, {channel, size}, now, Seconds{0}));
    };
    CHECK(after(Channel::phone, 30.0) > share(before));
    CHECK(after(Channel::phone, 60.0) > after(Channel::phone, 30.0));
    CHECK(after(Channel::letter, 300.0) < share(before));
}

TEST_CASE("a log that is ahead of the clock is no obstacle", "[core]")
{
    auto log = a_month_of_letters();
    log.push_back({.at = now + Seconds{60}, .channel = Channel::chat, .key = 99});
    const Memory supposed = supposing(remember(30.0, log), {Channel::phone, 30.0}, now, Seconds{0});
    CHECK(supposed.last_sync == now + Seconds{60});
}
