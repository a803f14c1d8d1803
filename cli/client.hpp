#pragma once

// The API for commands: paths, queries and shapes instead of text, problems instead of statuses.

#include "cli/daemon.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/wire/json.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace blend::cli {

/// What the daemon said, word for word, and as a shape.
class Reply {
public:
    explicit Reply(std::string body, std::optional<Instant> at = {}) : body_{std::move(body)}, at_{at} {}

    const std::string& body() const { return body_; }
    /// When it was given, on the daemon's clock.
    std::optional<Instant> at() const { return at_; }

    /// Throws Problem internal when the daemon speaks of other shapes than this program knows.
    template <class Shape> Shape as() const;

private:
    std::string body_;
    std::optional<Instant> at_;
};

/// One value in a path, whatever characters it has.
std::string segment(std::string_view text);

struct Parameter {
    std::string_view name;
    std::optional<std::string> value; ///< left out of the query when empty
};
std::string query(std::initializer_list<Parameter> parameters);

class Client {
public:
    explicit Client(Daemon& daemon) : daemon_{daemon} {}

    /// All throw the `Problem` that the daemon answered with, its words and hint unchanged.
    Reply get(const std::string& path) const;
    Reply post(const std::string& path, const std::string& body = "{}") const;
    Reply patch(const std::string& path, const std::string& body) const;
    Reply remove(const std::string& path) const;

    /// Empty when no daemon answers, or not soon, or has nothing to say: it is neither started nor waited for.
    std::optional<Reply> glance(const std::string& path) const;

    Daemon& daemon() const { return daemon_; }

private:
    Reply ask(const Question& question) const;

    Daemon& daemon_;
};

/// The problem behind an answer that is no success.
Problem problem_of(const Answer& answer);

/// Says that a reply could not be understood.
[[noreturn]] void refuse_reply(const Problem& problem);

template <class Shape> Shape Reply::as() const
{
    // The reader speaks of a bad request; here it is the reply that does not fit, which the person cannot mend.
    try {
        return wire::read<Shape>(body_);
    } catch (const Problem& problem) {
        refuse_reply(problem);
    }
}

} // namespace blend::cli
