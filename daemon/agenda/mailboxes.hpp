#pragma once

// Mailboxes on servers: which folders an account has, and one reading of what is new in them.
//
// Hides how far each folder was read. Mails are fetched some thousand at a time and put into the ledger before the next
// are asked for, so that a line that breaks, or a program that is killed, costs no more than the last of them. What a
// mail gave stays when the mail goes.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/looking.hpp"

namespace blend::agenda {

/// Throws Problem{bad_request} unless the text may be the address of a mail server.
void refuse_unless_mail_server(const std::string& address);

/// Signs in and asks for the folders that are worth reading. Throws Problem{bad_request} when nobody knows which
/// addresses are the owner's, else Problem{cannot} with the server's fault.
std::vector<store::CollectionRecord> mail_folders_of(App& app, const store::WatchedRecord& account);

/// Throws Problem{cannot} with the server's fault; what was fetched before is in the ledger.
Look read_mailbox(App& app, const store::WatchedRecord& account);

} // namespace blend::agenda
