#pragma once

// Names of mail folders and labels in the languages of mail programs.

#include <string_view>

namespace blend::intake {

enum class FolderUse { other, sent, drafts, spam, trash, chat };

/// "Sent Items", "Gesendete Objekte", "[Gmail]/Enviados", "Sent.mbox", … Letter case and accents do not matter.
FolderUse folder_use(std::string_view name);

} // namespace blend::intake
