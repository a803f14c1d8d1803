#pragma once

// What an export of WhatsApp is called after: its file's name, in the words of the language the phone speaks.

#include <string>
#include <string_view>

namespace blend::intake {

/// Whom or what a chat is called, from the name of its file; empty when the name does not tell.
std::string title_of(std::string_view file_name);

} // namespace blend::intake
