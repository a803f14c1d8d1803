#pragma once

// What the commands that read files share: waiting for a long answer, and the table of what became of each file.

#include "cli/command.hpp"

#include <string>

namespace blend::cli {

/// Asks, draws the progress meanwhile, and passes a Ctrl-C on to the daemon, which alone knows what is stored.
Reply asked_patiently(const Session& session, const std::string& path, const std::string& body);

/// The table, and what the files say.
void print_import_report(Page& page, const wire::ImportReport& report, const Clock& clock);

/// "you seem to be Mira in 7 of the 9 chats left out"
std::string seems(const wire::OwnerGuess& owner);

} // namespace blend::cli
