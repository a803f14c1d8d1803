#include "daemon/core/markup.hpp"

#include "daemon/core/columns.hpp"

namespace blend {

std::string in_markup(std::string_view text)
{
    std::string shown;
    for (const char character : harmless(text)) switch (character) {
        case '&': shown += "&amp;"; break;
        case '<': shown += "&lt;"; break;
        case '>': shown += "&gt;"; break;
        case '"': shown += "&quot;"; break;
        case '\'': shown += "&#39;"; break;
        default: shown += character;
        }
    return shown;
}

} // namespace blend
