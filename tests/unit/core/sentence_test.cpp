#include "daemon/core/sentence.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace blend;
using namespace std::chrono_literals;

const Instant now = *parse_rfc3339("2026-11-23T09:30:00Z");

Instant days_ago(int count) { return now - std::chrono::days{count}; }

} // namespace

TEST_CASE("a moment of the past is told as people tell it", "[core][sentence]")
{
    CHECK(ago(now, now) == "just now");
    CHECK(ago(now + 1h, now) == "just now");
    CHECK(ago(now - 1min, now) == "1 minute ago");
    CHECK(ago(now - 45min, now) == "45 minutes ago");
    CHECK(ago(now - 1h, now) == "1 hour ago");
    CHECK(ago(now - 23h, now) == "23 hours ago");
    CHECK(ago(now - 24h, now) == "yesterday");
    CHECK(ago(days_ago(19), now) == "19 days ago");
    CHECK(ago(days_ago(142), now) == "142 days ago");
    CHECK(ago(days_ago(1100), now) == "3 years ago");
}

TEST_CASE("a length is told in hours and minutes", "[core][sentence]")
{
    CHECK(duration(25) == "25 min");
    CHECK(duration(60) == "1 h");
    CHECK(duration(90) == "1 h 30 min");
    CHECK(duration(0.4) == "1 min");
    CHECK(duration(59.6) == "1 h");
    CHECK(duration(0) == "0 min");
    CHECK(duration(-3) == "0 min");
    CHECK(duration(1e300).ends_with(" min"));
    CHECK(size_phrase(Channel::phone, 20) == "20 min");
    CHECK(size_phrase(Channel::email, 120) == "120 words");
    CHECK(size_phrase(Channel::email, 1) == "1 word");
}

TEST_CASE("channels and modes have names that people use", "[core][sentence]")
{
    CHECK(channel_phrase(Channel::in_person) == "meeting");
    CHECK(channel_phrase(Channel::sms) == "text message");
    CHECK(mode_phrase(Mode::call, "Amma") == "Call Amma");
    CHECK(mode_phrase(Mode::write, "Tom") == "Write to Tom");
    CHECK(mode_phrase(Mode::voice_message, "Ann") == "Send Ann a voice message");
    CHECK(every_phrase(7) == "every week");
    CHECK(every_phrase(14) == "every 14 days");
}
