#pragma once

// iCalendar files (RFC 5545) as plain values: events, who was invited, and when each took place.
//
// Hides line folding, the rules of recurrence, and time zones of every spelling. A file is read as a stream: one event
// is in memory at a time, and one that makes no sense costs only itself. Nothing here throws for bad input, and no
// promise of a rule makes anything grow without end: see `Caps`. Everything may be called from several threads.

#include "daemon/core/time.hpp"
#include "daemon/zone/zone.hpp"

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend::calendar {

enum class Answer { none, accepted, tentative, declined };

struct Attendee {
    std::string address; ///< without "mailto:", as written; empty when it is no mail address
    std::string name;    ///< CN; may be empty
    Answer answer{Answer::none};
    bool person{true}; ///< false for rooms and resources, and for those who are only informed
};

/// A date and time as a file says it.
struct When {
    LocalTime local{};
    zone::Zone zone;
    bool floating{}; ///< neither it nor its calendar gives a zone that is known: `zone` is the reader's own
    bool date{};     ///< a day without a time

    Instant instant() const { return zone.instant(local); }
};

/// How people were in touch, as far as links and a few words of the texts say. The texts themselves are not kept.
enum class Hint { none, call, video };

/// A time added to a series by RDATE; a PERIOD brings its own length.
struct Extra {
    When start;
    std::optional<Seconds> length;
};

struct Event {
    std::string uid;                ///< may be empty
    std::optional<When> recurrence; ///< RECURRENCE-ID: the instance of its master that this event replaces …
    bool and_future{};              ///< … and all that follow it
    int sequence{};
    std::string method; ///< of the calendar that holds it, in capitals: "REQUEST"; may be empty
    bool cancelled{};   ///< STATUS:CANCELLED
    bool transparent{}; ///< its guests count as free meanwhile
    bool opaque{};      ///< it says itself that they do not
    bool all_day{};
    std::optional<When> start;     ///< empty when there is none, or none that can be read
    std::optional<Seconds> length; ///< empty when the file does not say, or says less than nothing
    std::optional<Attendee> organizer;
    std::vector<Attendee> attendees;
    Hint hint{Hint::none};
    std::vector<std::string> rules; ///< RRULE as written
    std::vector<Extra> extra;       ///< RDATE
    std::vector<When> except;       ///< EXDATE; a day takes away whatever starts on it
    bool broken{};                  ///< cut off, or nested beyond sense: what it says is not to be trusted
};

/// Calls `each` with every VEVENT of a file, in its order, and `progress` with the bytes read so far. `zone` is that
/// of times that have none.
void each_event(std::istream& file, const zone::Zone& zone, const std::function<void(Event)>& each,
                const std::function<void(std::uint64_t)>& progress = {});

/// Calls `each` with the UID of every VEVENT that has one, without reading the rest.
void each_uid(std::istream& file, const std::function<void(std::string_view)>& each,
              const std::function<void(std::uint64_t)>& progress = {});

/// How far an expansion goes, whatever a file says. A rule by the hour, minute or second is not followed at all.
struct Caps {
    std::size_t instances{10'000};
    std::size_t steps{250'000}; ///< days looked at and starts considered
};

/// One time that an event took place.
struct Occurrence {
    Instant start{};
    std::optional<Seconds> length;
    Instant instance{};  ///< the start that the series gave it; names it, also after it was moved
    std::size_t event{}; ///< index of the event whose words hold for it: the exception if there is one, else the master
    bool floating{};
};

struct Expansion {
    std::vector<Occurrence> occurrences; ///< in time order, without those of cancelled events
    std::vector<std::size_t> superseded; ///< indices of events of which `series` holds a newer version
    bool cut{};                          ///< a cap ended it early
};

/// What took place, or will, with a start in [from, to). `series` are the events of one UID: a master with its
/// exceptions, or exceptions whose master is elsewhere. Of two events for the same instance the one with the higher
/// SEQUENCE counts, then the later.
Expansion expand(std::span<const Event> series, Instant from, Instant to, const Caps& caps = {});

/// The starts alone.
std::vector<Instant> occurrences(std::span<const Event> series, Instant from, Instant to);

} // namespace blend::calendar
