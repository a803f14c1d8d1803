#pragma once

// Times and lengths as tables of calls and meetings write them: by hand, by spreadsheet, in many languages.
//
// Pure but for the zone that the context names. Whether 3/4 is in March or April is decided by all dates of a file
// together, by the context, or not at all: it is never guessed.

#include "daemon/intake/chats/whatsapp_dates.hpp"
#include "daemon/intake/observation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace blend::intake {

/// A moment as written: with a zone, or as the numbers of a date and a time.
struct Written {
    std::optional<Instant> instant;
    Stamp stamp;
    bool to_the_second{};
};

/// "2014-08-20 20:30:37", "11/19/2021 9:54:15 AM", "Nov 19, 2021 9:54 AM", "19.11.21 09:54", "1390000000"; a date alone
/// means its noon. Empty when it is none.
std::optional<Written> written(std::string_view text);

/// The dates of one file.
class WrittenDates {
public:
    void see(std::string_view text);

    /// Throws Problem{bad_input} when they can be read two ways and nobody said which.
    void settle(const Context& context, std::string_view file);

    struct At {
        Instant instant{};
        bool zoned{};
        bool to_the_second{};
    };
    std::optional<At> at(std::string_view text) const;

private:
    DateEvidence evidence_;
    DateOrder order_{DateOrder::ymd};
    zone::Zone zone_;
};

/// "125", "02:05", "1:02:05", "5 min 3 s", "1h 2m 3s", "1 hr 2 min", "2 Std. 5 Min."; a number alone counts `unit`s.
std::optional<Seconds> written_length(std::string_view text, Seconds unit);

} // namespace blend::intake
