#pragma once

// A command is a row: name, usage, summary, options, function. Help, man page and completion are made from the rows.
//
// A command turns its arguments into questions to the API and the replies into text. It decides nothing that the daemon
// decides, and opens no file of the daemon's.

#include "cli/arguments.hpp"
#include "cli/client.hpp"
#include "cli/clock.hpp"
#include "cli/terminal.hpp"
#include "daemon/core/page.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace blend::cli {

/// One run of one command.
class Session {
public:
    Session(const Arguments& arguments, const Client& client, const Terminal& terminal, Instant now);

    const Arguments& arguments;
    const Client& client;
    const Terminal& terminal;
    Page page;        ///< what will be printed
    int exit_code{0}; ///< for a command that did its work and has bad news

    /// With --json: prints the reply as it is. Says whether it did.
    bool printed(const Reply& reply);
    /// Text of a file's format: as it is for a pipe, harmless line by line for a terminal.
    void print_document(std::string_view text);
    /// What a change did, and the hint.
    void print_done(const Reply& reply);

    /// The owner's zone and the daemon's time, so that "2 days ago" is counted from the moment of the reply; asks the
    /// daemon for the zone once.
    const Clock& clock(const Reply& reply);
    /// For a reply that names the zone, or whose zone does not matter.
    Clock clock(const Reply& reply, std::string_view zone) const;

private:
    Instant now_; ///< for a daemon that does not say what time it has
    std::optional<Clock> clock_;
};

struct Command {
    std::string_view name;
    std::string_view usage; ///< behind the name: "NAME [--as-of DATE]"
    std::string_view summary;
    std::span<const Option> options;
    std::size_t least; ///< words
    std::size_t most;
    std::string_view more; ///< a paragraph for its help; may be empty
    void (*run)(Session&);
};

inline constexpr std::size_t any_number = 1000;

/// All of them, in the order of the help.
std::span<const Command* const> commands();
/// Empty when there is no such command.
const Command* command(std::string_view name);

/// Usage, summary and options of one command.
void print_help(Page& page, const Command& command);

/// Throws the problem of a command that was used wrongly.
[[noreturn]] void refuse_usage(const Command& command, std::string what);

} // namespace blend::cli
