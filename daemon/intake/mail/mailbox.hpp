#pragma once

// Mails of a mailbox on a server, by the headers that were fetched (see imap.hpp), as a source like any other.
//
// No format of files: nothing is recognised as one, and none is asked for by name.

#include "daemon/intake/import.hpp"
#include "daemon/intake/mail/imap.hpp"

#include <string>
#include <vector>

namespace blend::intake {

/// "imap", as the ledger calls what came this way.
extern const Format mailbox;

/// `path`: what the folder is called in the ledger, with its server and owner.
Given given_mails(std::string path, MailPlace::Folder use, std::vector<MailHead> heads);

} // namespace blend::intake
