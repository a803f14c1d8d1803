#include "daemon/reach/ways.hpp"

#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/reach/leaving.hpp"
#include "daemon/reach/naming.hpp"
#include "daemon/reach/written_mail.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <thread>
#include <vector>

namespace blend::reach {

namespace {

using store::DeliveryRecord;
using store::Topic;
using store::WayRecord;
using store::WayState;
using namespace std::chrono_literals;

/// After the first try that failed, the second, …; none after the last.
constexpr std::array<Seconds, 5> rests{1min, 5min, 30min, 2h, 6h};

constexpr int most_failures = 5; ///< in a row, and for at least:
constexpr Seconds failing_span = 24h;
constexpr int most_refusals = 3; ///< for good, in a row
constexpr Seconds kept_span = std::chrono::days{400};

std::optional<Instant> next_after(int tries, Instant now)
{
    if (tries > static_cast<int>(rests.size())) return std::nullopt;
    return now + rests.at(static_cast<std::size_t>(tries) - 1);
}

bool works(const WayRecord& way, const WayState& state) { return way.is_on && !state.off; }

std::string line_of(const Problem& problem) { return clipped(problem.what(), 200); }

/// How a way stands after a try.
WayState after_try(WayState state, const std::optional<Problem>& problem, Instant now)
{
    if (!problem) return {};
    state.failures += 1;
    state.refusals = problem->kind == Problem::Kind::not_allowed ? state.refusals + 1 : 0;
    if (!state.failing_since) state.failing_since = now;
    state.problem = line_of(*problem);
    const bool worn_out = state.failures >= most_failures && now - *state.failing_since >= failing_span;
    if (!state.off && (worn_out || state.refusals >= most_refusals)) state.off = now;
    return state;
}

/// One message on its way.
struct Try {
    WayRecord way;
    DeliveryRecord delivery;
    Message message;
    std::optional<Problem> problem{}; ///< empty: it was taken
};

std::optional<Problem> tried(const Try& each, Instant now, const Means& means)
{
    // There is no edge behind a thread that would catch anything: whatever goes wrong is the result of this try.
    try {
        leave_by(each.way, each.message, now, means);
        return std::nullopt;
    } catch (const Problem& problem) {
        return problem;
    } catch (const std::exception& fault) {
        spdlog::error("{}: {}", name_of(each.way), fault.what());
        return Problem{Problem::Kind::internal, "something went wrong in Blend itself", "the daemon's log says more"};
    }
}

// ---- that a way turned itself off

std::string key_of_off(const WayRecord& way, Instant off) { return std::to_string(way.id) + " off " + rfc3339(off); }

Message notice_of_off(const WayRecord& way, const WayState& state, Instant off)
{
    return {.topic = Topic::notice,
            .key = key_of_off(way, off),
            .title = "Blend does not use " + name_of(way) + " any more",
            .summary = "It kept failing: " + state.problem.value_or("no reason was given") +
                       ". Try it with: blend way test " + std::to_string(way.id)};
}

Message test_message(Instant now)
{
    return {.topic = Topic::test,
            .key = rfc3339(now),
            .title = "A few words from Blend",
            .summary = "This way works: what you chose to get by it will arrive here."};
}

} // namespace

class Ways::Inside {
public:
    Inside(store::Store& store, Pressed pressed) : store_{store}, desktop_{std::move(pressed)} { prepare_mail(); }

    Sent deliver(const Message& message, Instant now)
    {
        std::vector<Try> tries;
        {
            const std::lock_guard guard{choosing_};
            for (const WayRecord& way : store_.ways()) {
                const bool wanted = message.topic == Topic::notice || way.carries.contains(message.topic);
                if (!wanted || !works(way, store_.way_state(way.id))) continue;
                if (store_.delivery(way.id, message.topic, message.key)) continue;
                tries.push_back(
                    {way, {.way = way.id, .topic = message.topic, .key = message.key, .made = now}, message});
            }
            note_beginning(tries, now);
        }
        return carried_out(std::move(tries), now);
    }

    Sent deliver_again(const Make& make, Instant now)
    {
        std::vector<Try> tries;
        {
            const std::lock_guard guard{choosing_};
            for (const auto& [way, delivery] : waiting()) {
                if (*delivery.next > now) continue;
                auto message =
                    delivery.topic == Topic::notice ? notice(delivery.key) : make(delivery.topic, delivery.key);
                if (message)
                    tries.push_back({way, delivery, std::move(*message)});
                else
                    let_go(delivery);
            }
            note_beginning(tries, now);
        }
        return carried_out(std::move(tries), now);
    }

    std::optional<Instant> next_due() const
    {
        const auto all = waiting();
        return all.empty() ? std::nullopt : all.front().second.next;
    }

    void test(const WayRecord& way, Instant now)
    {
        const Message message = test_message(now);
        Try only{way, {.way = way.id, .topic = Topic::test, .key = message.key, .made = now, .tries = 1}, message};
        only.problem = tried(only, now, {desktop_, stopping_});
        if (only.problem)
            only.delivery.problem = line_of(*only.problem);
        else
            only.delivery.delivered = now;
        store_.keep([&](store::Writer& writer) {
            writer.set_delivery(only.delivery);
            if (!only.problem) writer.set_way_state(way.id, {});
        });
        if (only.problem) throw *only.problem;
    }

    void stop()
    {
        stopping_ = true;
        desktop_.stop();
    }

private:
    /// Of ways that work, the next due first.
    std::vector<std::pair<WayRecord, DeliveryRecord>> waiting() const
    {
        std::vector<std::pair<WayRecord, DeliveryRecord>> found;
        const auto ways = store_.ways();
        for (const DeliveryRecord& each : store_.waiting_deliveries()) {
            const auto way =
                std::find_if(ways.begin(), ways.end(), [&](const WayRecord& one) { return one.id == each.way; });
            if (way != ways.end() && works(*way, store_.way_state(way->id))) found.emplace_back(*way, each);
        }
        return found;
    }

    std::optional<Message> notice(const std::string& key) const
    {
        for (const WayRecord& way : store_.ways()) {
            const WayState state = store_.way_state(way.id);
            if (state.off && key_of_off(way, *state.off) == key) return notice_of_off(way, state, *state.off);
        }
        return std::nullopt;
    }

    void let_go(DeliveryRecord delivery)
    {
        delivery.next.reset();
        store_.keep([&](store::Writer& writer) { writer.set_delivery(delivery); });
    }

    /// Before anything leaves: what is cut off by a crash is tried again, rather twice than never.
    void note_beginning(std::vector<Try>& tries, Instant now)
    {
        if (tries.empty()) return;
        store_.keep([&](store::Writer& writer) {
            writer.forget_deliveries(now - kept_span);
            for (Try& each : tries) {
                each.delivery.tries += 1;
                each.delivery.next = next_after(each.delivery.tries, now);
                writer.set_delivery(each.delivery);
            }
        });
    }

    Sent carried_out(std::vector<Try> tries, Instant now)
    {
        const Means means{desktop_, stopping_};
        if (tries.size() == 1) {
            tries.front().problem = tried(tries.front(), now, means);
        } else {
            // Each in a thread of its own: a slow one holds nobody up.
            std::vector<std::jthread> threads;
            for (Try& each : tries) threads.emplace_back([&] { each.problem = tried(each, now, means); });
        }
        Sent sent;
        std::vector<Message> notices;
        for (const Try& each : tries) {
            if (each.problem && stopping_) continue; // it was cut off, and is tried again
            each.problem ? ++sent.failed : ++sent.delivered;
            if (auto notice = noted(each, now)) notices.push_back(std::move(*notice));
        }
        sent.turned_off = static_cast<int>(notices.size());
        for (const Message& each : notices) deliver(each, now);
        return sent;
    }

    /// What became of it; a notice when the way is off from now on.
    std::optional<Message> noted(const Try& each, Instant now)
    {
        DeliveryRecord delivery = each.delivery;
        const WayState before = store_.way_state(each.way.id);
        const WayState after = after_try(before, each.problem, now);
        const bool went_off = !before.off && after.off;
        if (each.problem) {
            delivery.problem = line_of(*each.problem);
            spdlog::warn("{}: {}", name_of(each.way), *delivery.problem);
        } else {
            delivery.delivered = now;
            delivery.next.reset();
            delivery.problem.reset();
        }
        store_.keep([&](store::Writer& writer) {
            writer.set_delivery(delivery);
            writer.set_way_state(each.way.id, after);
            if (went_off) writer.give_up_deliveries(each.way.id);
        });
        return went_off ? std::optional{notice_of_off(each.way, after, now)} : std::nullopt;
    }

    store::Store& store_;
    Desktop desktop_;
    std::mutex choosing_; ///< nothing is chosen twice
    std::atomic<bool> stopping_{};
};

Ways::Ways(store::Store& store, Pressed pressed) : inside_{std::make_unique<Inside>(store, std::move(pressed))} {}
Ways::~Ways() = default;
Sent Ways::deliver(const Message& message, Instant now) { return inside_->deliver(message, now); }
Sent Ways::deliver_again(const Make& make, Instant now) { return inside_->deliver_again(make, now); }
std::optional<Instant> Ways::next_due() const { return inside_->next_due(); }
void Ways::test(const store::WayRecord& way, Instant now) { inside_->test(way, now); }
void Ways::stop() { inside_->stop(); }

} // namespace blend::reach
