#pragma once

// Notifications of the desktop (org.freedesktop.Notifications), with buttons that come back. Private to this room;
// hides D-Bus.
//
// One thread talks to the bus. It begins with the first notification, keeps the connection only as long as something
// that was shown may still be pressed, and sleeps without any timer. A bus or a notification server that goes away is
// no fault before the next notification, which looks for them anew.

#include "daemon/reach/ways.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace blend::reach {

struct Button {
    Action action{};
    std::string words; ///< "Done"
};

enum class Names { shown, hidden };

struct Notification {
    std::string title;
    std::string body;
    std::vector<Button> buttons; ///< left out where the server has none
    std::variant<NudgeId, PlanId> of;
    std::string link;
    Names names{Names::shown}; ///< whether the answer to a press may name people
};

class Desktop {
public:
    explicit Desktop(Pressed pressed);
    ~Desktop(); ///< stops
    Desktop(const Desktop&) = delete;

    /// Returns when the server has taken them. Throws Problem{cannot} when there is no bus, no server, or no answer.
    void show(std::vector<Notification> notifications);

    /// What waits ends now; nothing is shown any more.
    void stop();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::reach
