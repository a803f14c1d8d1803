#include "daemon/intake/chats/whatsapp_title.hpp"

#include "daemon/intake/chats/whatsapp_lines.hpp"

#include <algorithm>
#include <array>

namespace blend::intake {
namespace {

/// What the languages put before the title, and behind it.
constexpr auto fronts = std::to_array<std::string_view>({"WhatsApp Chat with ",
                                                         "WhatsApp chat with ",
                                                         "WhatsApp Chat - ",
                                                         "WhatsApp Chat mit ",
                                                         "WhatsApp-Chat mit ",
                                                         "WhatsApp Chat met ",
                                                         "WhatsApp-chat met ",
                                                         "WhatsApp-gesprek met ",
                                                         "Chat WhatsApp s uživatelem ",
                                                         "Чат WhatsApp с контактом ",
                                                         "Чат WhatsApp с ",
                                                         "Чат WhatsApp із ",
                                                         "Чат WhatsApp з ",
                                                         "Conversa do WhatsApp com ",
                                                         "Chat de WhatsApp con ",
                                                         "Chat WhatsApp con ",
                                                         "Discussion WhatsApp avec ",
                                                         "Conversation WhatsApp avec ",
                                                         "Chat WhatsApp avec ",
                                                         "Czat WhatsApp z ",
                                                         "WhatsApp-chatt med ",
                                                         "WhatsApp-chat med ",
                                                         "WhatsApp-samtale med ",
                                                         "WhatsApp Sohbeti - ",
                                                         "Chat WhatsApp dengan ",
                                                         "Obrolan WhatsApp dengan ",
                                                         "Cuộc trò chuyện WhatsApp với ",
                                                         "محادثة واتساب مع ",
                                                         "الدردشة على WhatsApp مع ",
                                                         "Συνομιλία WhatsApp με ",
                                                         "WhatsApp-keskustelu: ",
                                                         "WhatsApp 대화 - ",
                                                         "与",
                                                         "與"});
constexpr auto ends = std::to_array<std::string_view>(
    {" ile WhatsApp Sohbeti", "とのWhatsAppチャット", "님과의 WhatsApp 대화", "님과 WhatsApp 대화", "的WhatsApp聊天",
     "的 WhatsApp 聊天", "的 WhatsApp 對話", "的WhatsApp對話", "的 WhatsApp 聊天記錄"});

/// "Ilse" of "Ilse (1)": a browser numbers what it downloads a second time.
void drop_number(std::string& name)
{
    const std::size_t open = name.rfind(" (");
    if (!name.ends_with(')') || open == std::string::npos) return;
    const std::string_view number = std::string_view{name}.substr(open + 2, name.size() - open - 3);
    if (!number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos) name.resize(open);
}

} // namespace

std::string title_of(std::string_view file_name)
{
    std::string name{file_name};
    for (const std::string_view extension : {".txt", ".zip", ".TXT", ".ZIP"})
        if (name.ends_with(extension)) name.resize(name.size() - extension.size());
    if (name.find(' ') == std::string::npos) std::replace(name.begin(), name.end(), '_', ' ');
    drop_number(name);
    std::string_view title = name;
    bool known = false;
    for (const std::string_view each : fronts)
        if (!known && title.starts_with(each)) {
            title.remove_prefix(each.size());
            known = true;
        }
    for (const std::string_view each : ends)
        if (title.ends_with(each)) {
            title.remove_suffix(each.size());
            known = true;
            break;
        }
    return known ? std::string{trimmed(title)} : std::string{};
}

} // namespace blend::intake
