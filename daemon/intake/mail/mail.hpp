#pragma once

// What a mail means for the owner: an interaction with somebody, or none and why. Shared by mbox, eml and Maildir.
//
// The direction comes from the owner's addresses; a label or folder of sent mail serves when they are unknown.

#include "daemon/intake/mail/message.hpp"
#include "daemon/intake/observation.hpp"

#include <optional>
#include <string_view>

namespace blend::intake {

/// What the place a mail was found in says about it.
struct MailPlace {
    enum class Folder { any, sent, drafts, spam, trash };
    Folder folder{Folder::any};
    std::optional<Instant> saved; ///< when its file was last written, if the file holds this mail alone
    Extent extent{Extent::with_text};
};

/// What mails in a folder of this name are.
MailPlace::Folder folder_for(std::string_view name);

class MailReader {
public:
    /// Both must outlive the reader.
    MailReader(const Context& context, Sink& sink);

    /// One mail, by its beginning (see message.hpp): exactly one call of the sink, and perhaps a warning.
    void read(std::string_view beginning, const MailPlace& place);

private:
    bool is_owner(const Mailbox& mailbox) const;
    void warn_once_about(const Message& message);

    const Context& context_;
    Sink& sink_;
    bool owner_known_;
    bool warned_of_owner_{};
    bool warned_of_dates_{};
};

} // namespace blend::intake
