#pragma once

// How what the owner is told leaves the program: desktop notifications, mail, ntfy, Gotify, webhooks, commands.
//
// Hides the ways themselves, D-Bus with its thread, and the bookkeeping of the ledger: each way that carries a topic
// gets each key of it once, unless that failed; what failed is tried again after 1 minute, 5, 30, 2 hours and 6, then
// given up. A way that goes on failing for a day, or is refused for good three times, turns itself off and says so over
// the others. No words of a message are kept: for another try they are made again. All ways of one call work at the
// same time, each within its deadline. May be used from any thread; idle it never wakes up.

#include "daemon/reach/message.hpp"
#include "daemon/store/store.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace blend::reach {

/// What can be pressed on a desktop notification.
enum class Action { done, plan, snooze, call, happened, missed };

/// A button of a nudge or a plan was pressed.
struct Press {
    Action action{};
    std::variant<NudgeId, PlanId> of;
    std::string link; ///< the best start link of its item; may be empty
};

/// Does what was asked for and says it in a sentence, which is shown as the last word: "logged: phone with Amma".
/// Called on a thread of the desktop's; may throw `Problem`, which is shown as well.
using Pressed = std::function<std::string(const Press&)>;

/// Makes the message of a topic and key as it is now; empty when there is nothing to say any more.
using Make = std::function<std::optional<Message>(store::Topic topic, const std::string& key)>;

/// What became of a round of deliveries.
struct Sent {
    int delivered{};
    int failed{};
    int turned_off{}; ///< ways that are off from now on because they kept failing
};

class Ways {
public:
    Ways(store::Store& store, Pressed pressed);
    ~Ways(); ///< stops
    Ways(const Ways&) = delete;
    Ways& operator=(const Ways&) = delete;

    /// Sends it by each way that is on, carries its topic and has not been given this key. Nothing is thrown when a
    /// way fails: it is recorded, and `next_due` says when it is tried again.
    Sent deliver(const Message& message, Instant now);

    /// Tries again what is due. What `make` has no words for any more is let go.
    Sent deliver_again(const Make& make, Instant now);

    /// When the next try is due; empty when nothing waits.
    std::optional<Instant> next_due() const;

    /// Sends a few words by this way, also by one that is off. Throws the `Problem` of the way when that fails; a way
    /// that turned itself off is on again when it works.
    void test(const store::WayRecord& way, Instant now);

    /// Ends what is under way, soon; nothing is sent any more.
    void stop();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::reach
template <> struct blend::Words<blend::reach::Action> {
    static constexpr auto all =
        std::to_array<std::string_view>({"done", "plan", "snooze", "call", "happened", "missed"});
};
