#include "daemon/core/sentence.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace blend;
using namespace std::chrono_literals;

const Instant now = *parse_rfc3339("2026-11-23T09:30:00Z");

NudgeWords words(NudgeKind kind, Mode mode, std::string name)
{
    NudgeWords result;
    result.kind = kind;
    result.mode = mode;
    result.name = std::move(name);
    result.now = now;
    return result;
}

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

TEST_CASE("a nudge says who, how, when and why in a sentence", "[core][sentence]")
{
    NudgeWords amma = words(NudgeKind::talk, Mode::call, "Amma");
    amma.last_sync = days_ago(142);
    amma.written_since_talk = 41;
    amma.slot = "Sun 10:30";
    amma.their_slot = "20:00";
    CHECK(nudge_reason(amma) == "Call Amma, maybe Sun 10:30 (their 20:00). "
                                "You have written 41 times since you last spoke, 142 days ago.");

    NudgeWords ben = words(NudgeKind::reach_out, Mode::write, "Ben");
    ben.last_contact = days_ago(19);
    ben.cadence_days = 14;
    ben.need = 0.83;
    CHECK(nudge_reason(ben) == "Write to Ben. You were last in touch 19 days ago and like to be every 14 days. "
                               "By your own rhythm, another quiet week is 83% likely.");

    NudgeWords tom = words(NudgeKind::reply, Mode::write, "Tom");
    tom.last_async = days_ago(12);
    CHECK(nudge_reason(tom) == "Write to Tom. Tom wrote 12 days ago, and a few words back would be welcome.");

    NudgeWords james = words(NudgeKind::date, Mode::call, "James");
    james.occasion = "birthday";
    james.occasion_in_days = 1;
    CHECK(nudge_reason(james) == "Call James. James' birthday is tomorrow.");
}

TEST_CASE("no sentence of the program blames", "[core][sentence][property]")
{
    const std::string_view unkind[] = {"neglect", "overdue", "fail",  "late",  "should",
                                       "must",    "forgot",  "ignor", "streak"};
    for (const NudgeKind kind : every<NudgeKind>())
        for (const Mode mode : every<Mode>())
            for (const int written : {0, 1, 2, 41})
                for (const int extreme : {-1, 0, 1})
                    for (const bool known : {false, true}) {
                        NudgeWords all = words(kind, mode, "Zoe");
                        all.written_since_talk = written;
                        all.extreme = extreme;
                        if (known) {
                            all.last_contact = all.last_sync = all.last_async = days_ago(400);
                            all.talk_every_days = 60;
                        }
                        const std::string sentence = nudge_reason(all);
                        INFO(sentence);
                        CHECK(sentence.find("Zoe") != std::string::npos);
                        CHECK(sentence.ends_with('.'));
                        for (const std::string_view word : unkind) CHECK(sentence.find(word) == std::string::npos);
                    }
}
