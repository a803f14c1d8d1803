#pragma once

// Where a command's words go: a terminal of some width, a pipe, or a script. Hides isatty and the size of the window.

#include "daemon/core/ink.hpp"
#include "daemon/wire/places.hpp"

#include <string>

namespace blend::cli {

struct Terminal {
    int width{80};
    Colours colours{Colours::off};
    bool shows{};   ///< standard output is a terminal
    bool reports{}; ///< standard error is one: progress may be drawn
    bool asks{};    ///< a person sits there and can answer
};

/// What file descriptors 0 to 2 are.
struct Descriptors {
    bool in{};
    bool out{};
    bool err{};
    int width{}; ///< of the window; 0 = unknown
};
Descriptors descriptors();

/// COLUMNS wins over the window; never under 40. NO_COLOR and TERM=dumb switch colours off.
Terminal terminal_of(const Descriptors& descriptors, const wire::Environment& environment);

/// Reads one line from the person; true for "y" or "yes".
bool says_yes(const std::string& question);

/// Reads one line that is not shown while it is typed; without a person, from standard input.
std::string typed_secret(const std::string& question, const Terminal& terminal);

/// The next key of the person, without Enter on a terminal; 0 when they are gone. Blanks and line ends are passed over.
char pressed_key();

} // namespace blend::cli
