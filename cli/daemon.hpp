#pragma once

// The daemon as the command line sees it: questions and answers, and events while something long runs.

#include "daemon/core/time.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace blend::cli {

/// What it means that no daemon answers, or not soon.
enum class Silence { wakes_it, is_fine };

struct Question {
    std::string method; ///< GET POST PATCH DELETE
    std::string path;   ///< with its query, percent-encoded
    std::string body;   ///< JSON, or empty
    Silence silence{Silence::wakes_it};
};

struct Answer {
    int status{};
    std::string body;
    std::optional<Instant> at{}; ///< the moment on the daemon's clock
};

struct Event {
    std::string name;
    std::string data; ///< JSON
};

class Daemon {
public:
    virtual ~Daemon() = default;

    /// Waits as long as the daemon works. Throws Problem no_daemon when nobody answers; where silence is fine, the
    /// answer has status 0 instead, and comes soon. May be called from any thread.
    virtual Answer ask(const Question& question) = 0;

    /// Calls `each` for every live event until asked to stop; ends quietly when the daemon does.
    virtual void follow(std::stop_token stop, const std::function<void(const Event&)>& each) = 0;
};

} // namespace blend::cli
