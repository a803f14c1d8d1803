#pragma once

// Mail in a folder: every file of every `cur` and `new` below it (Maildir, Maildir++).
//
// Only regular files are opened, and links are not followed. `tmp`, hidden files and what indexers leave behind are no
// mails. Reads just the beginning of each file.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format maildir;

} // namespace blend::intake
