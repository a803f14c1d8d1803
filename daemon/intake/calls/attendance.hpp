#pragma once

// Who was in a meeting and when: people with the stretches that they were there. Pure.

#include "daemon/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace blend::intake {

struct Stretch {
    Instant from{};
    Instant to{};
};

/// Overlaps joined, in order; no more of them than anybody comes and goes.
std::vector<Stretch> joined(std::vector<Stretch> stretches);
Seconds length(const std::vector<Stretch>& joined);
/// How long both were there.
Seconds together(const std::vector<Stretch>& a, const std::vector<Stretch>& b);

struct Attendee {
    std::string name;  ///< as displayed
    std::string other; ///< the name in brackets behind it; mostly empty
    std::string email; ///< may be empty
    std::vector<Stretch> stretches;
    std::optional<Seconds> stated; ///< how long they were there, where no stretch says it
};

/// The people of a meeting, each once: who comes back is the same by their address or, without one, their name.
class Attendance {
public:
    /// The person of a row; valid until the next call.
    Attendee& person(std::string_view shown_name, std::string_view email);

    /// Joins the stretches of each.
    void settle();

    const std::vector<Attendee>& people() const { return people_; }
    std::optional<Instant> begin() const;
    /// How long they were there; empty when nothing says it.
    static std::optional<Seconds> presence(const Attendee& person);
    static std::optional<Seconds> presence(const Attendee& a, const Attendee& b);

private:
    Attendee* known(const Attendee& fresh);

    std::vector<Attendee> people_;
    std::unordered_map<std::string, std::size_t> by_email_;
    std::unordered_map<std::string, std::size_t> by_name_; ///< the first of each name
};

} // namespace blend::intake
