#pragma once

// Names of mail folders and labels in the languages of mail programs.

#include <string>
#include <string_view>

namespace blend::intake {

enum class FolderUse { other, sent, drafts, spam, trash, chat };

/// "Sent Items", "Gesendete Objekte", "[Gmail]/Enviados", "Sent.mbox", … Letter case and accents do not matter.
FolderUse folder_use(std::string_view name);

/// The name of a folder as IMAP servers write it: "Entw&APw-rfe" (RFC 3501, 5.1.3) is "Entwürfe".
std::string from_imap_name(std::string_view name);

} // namespace blend::intake
