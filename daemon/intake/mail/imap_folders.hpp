#pragma once

// Which folders of a mailbox on a server hold mails that the owner sent or received.
//
// Special marks (RFC 6154) say what a folder is for, where the server gives them; else its name does, in any language.

#include "daemon/intake/mail/mail.hpp"

#include <span>
#include <string>
#include <vector>

namespace blend::intake {

/// A line of the server's list.
struct ListedFolder {
    std::string path;
    char delimiter{};               ///< between folder and subfolder; 0 = there are none
    std::vector<std::string> marks; ///< "\\Sent", "\\Noselect"
};

struct MailFolder {
    std::string path; ///< as the server calls it
    std::string name; ///< as people read it: "Archiv/2024"
    MailPlace::Folder use{};

    bool operator==(const MailFolder&) const = default;
};

/// What a folder of all mails is: a second view of the others, or the place of most of them.
enum class AllMail { doubles, replaces };

/// Without drafts, spam, what was thrown away, and folders inside of those; sent mails first, by which the others'
/// answers are known. Where all mail replaces the others, there are only that and the sent.
std::vector<MailFolder> folders_to_read(std::span<const ListedFolder> all, AllMail all_mail);

} // namespace blend::intake
