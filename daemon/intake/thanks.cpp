#include "daemon/intake/thanks.hpp"

#include "daemon/core/utf8.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_map>

namespace blend::intake {
namespace {

// Accents are left out by many: folding them away would take longer than reading a chat.
// clang-format off
constexpr std::string_view words_of_thanks =
    "ok|okay|okey|okey dokey|okie|okies|k|kk|oki|oke|okej|ok ok|ok thanks|ok thank you|ok thx|ok cool|"
    "okay thanks|thanks|thank you|thank u|thanks a lot|thanks so much|thank you so much|many thanks|thx|ty|tks|"
    "tysm|cheers|yes|yep|yeah|yup|no|nope|sure|great|perfect|cool|nice|fine|alright|all right|got it|noted|"
    "done|will do|sounds good|good|np|no problem|you're welcome|welcome|lol|haha|hahaha|hehe|thank you very|"
    "great thanks|received|thanks ok|"
    "danke|danke dir|danke schön|dankeschön|vielen dank|alles klar|gut|super|passt|ja|nein|jo|genau|gerne|"
    "bitte|merci|merci beaucoup|d'accord|dac|ça marche|oui|non|parfait|gracias|muchas gracias|vale|de acuerdo|"
    "sí|si|claro|perfecto|bueno|listo|grazie|grazie mille|va bene|sì|perfetto|certo|obrigado|obrigada|obg|"
    "valeu|vlw|blz|beleza|sim|tá|tá bom|ok obrigado|bedankt|dank je|dankjewel|dank u|prima|goed|is goed|"
    "super danke|ok danke|erledigt|vale gracias|ok gracias|muito obrigado|dank je wel|"
    "ок|окей|ага|да|нет|спасибо|спс|хорошо|ладно|понятно|понял|поняла|так|ні|дякую|добре|гаразд|tamam|tmm|"
    "teşekkürler|teşekkür ederim|sağol|sağ ol|evet|hayır|peki|شكرا|شكرًا|تمام|حسنا|حسنًا|نعم|لا|اوك|أوكي|ठीक है|"
    "ठीक|धन्यवाद|शुक्रिया|हाँ|जी|जी हाँ|theek hai|thik hai|accha|acha|haan|ji|dhanyavaad|shukriya|terima kasih|"
    "makasih|iya|ya|baik|siap|cảm ơn|vâng|dạ|được|ขอบคุณ|ขอบคุณค่ะ|ขอบคุณครับ|โอเค|ครับ|ค่ะ|நன்றி|"
    "はい|うん|了解|了解です|了解しました|ありがとう|ありがとうございます|わかった|わかりました|オッケー|"
    "オーケー|네|넵|응|ㅇㅇ|ㅇㅋ|오케이|알겠어|알겠습니다|감사합니다|고마워|고맙습니다|好|好的|好啊|嗯|嗯嗯|行|"
    "可以|谢谢|謝謝|收到|没问题|沒問題|知道了|děkuji|díky|dobře|jasně|dobrze|dzięki|dziękuję|jasne|tack|tak|"
    "takk|kiitos|ευχαριστώ|εντάξει|ναι|תודה|בסדר|אוקיי|כן|köszönöm|köszi|rendben|mulțumesc|mersi|bine|"
    "tack så mycket|"
    "danke schoen|dankeschoen|ca marche|ta bom|tesekkurler|tesekkur ederim|sagol|sag ol|hayir|dekuji|diky|dobre|"
    "dzieki|dziekuje|koszonom|koszi|multumesc|tack sa mycket|cam on";
// clang-format on

bool is_emoji(char32_t letter)
{
    return (letter >= 0x1F000 && letter <= 0x1FAFF) || (letter >= 0x2600 && letter <= 0x27BF) ||
           (letter >= 0x2B00 && letter <= 0x2BFF) || (letter >= 0x2190 && letter <= 0x21FF) ||
           (letter >= 0x2300 && letter <= 0x23FF);
}

constexpr char32_t zero_width_joiner = 0x200D;

/// Joiners, variation selectors, skin tones and tags belong to the emoji before them.
bool is_emoji_part(char32_t letter)
{
    return letter == zero_width_joiner || letter == 0xFE0F || letter == 0x20E3 ||
           (letter >= 0x1F3FB && letter <= 0x1F3FF) || (letter >= 0xE0020 && letter <= 0xE007F);
}

/// What may stand between and behind words without adding to them. A question mark does not: it asks.
bool is_sign(char32_t letter)
{
    if (letter < 0x80) {
        const bool word = (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z');
        return !word && std::u32string_view{U" \t.,!;:~()-"}.find(letter) != std::u32string_view::npos;
    }
    const bool blank_or_mark = letter == 0xA0 || (letter >= 0x2000 && letter <= 0x200F) || letter == 0x202F ||
                               (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069) ||
                               letter == 0x3000 || letter == 0xFEFF;
    const bool stop = letter == 0x2026 || letter == 0x3001 || letter == 0x3002 || letter == 0x60C || letter == 0xFF01 ||
                      letter == 0xFF0C || letter == 0xFF5E;
    return blank_or_mark || stop || is_emoji(letter) || is_emoji_part(letter);
}

/// Takes the next word off the text, without the signs around it, and adds it in small letters, with a blank between
/// it and the words before it; false when there is none.
bool take_word(std::string_view& text, std::string& words)
{
    bool any = false;
    while (!text.empty()) {
        const Utf8 next = first_character(text);
        text.remove_prefix(next.length);
        if (is_sign(next.code)) {
            if (any) return true;
            continue;
        }
        if (!any && !words.empty()) words += ' ';
        any = true;
        if (next.code < 0x80)
            words += lower(static_cast<char>(next.code));
        else
            append_utf8(words, next.code == 0x2019 ? U'\'' : zone::lower(next.code));
    }
    return any;
}

/// Of a text without words: one emoji, or the same one several times.
bool is_one_emoji(std::string_view text)
{
    char32_t only = 0;
    bool joined = false;
    while (!text.empty()) {
        const char32_t letter = first_character(text).code;
        text.remove_prefix(first_character(text).length);
        const bool flag = letter >= 0x1F1E6 && letter <= 0x1F1FF;
        if (is_emoji(letter) && !is_emoji_part(letter) && !joined && !(flag && only != 0)) {
            if (only != 0 && letter != only) return false;
            only = letter;
        }
        joined = letter == zero_width_joiner;
    }
    return only != 0;
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
/// The phrases and, so that most texts are done with at their first word, the words that they begin with.
using Phrases = std::unordered_map<std::string, bool, TextHash, std::equal_to<>>; ///< whether it is a whole phrase

Phrases known_phrases()
{
    Phrases known;
    for (std::string_view rest = words_of_thanks; !rest.empty();) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        std::string_view phrase = rest.substr(0, bar);
        std::string words;
        while (take_word(phrase, words)) known.try_emplace(words, false);
        known[words] = true;
        rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    return known;
}

} // namespace

bool is_acknowledgement(std::string_view text)
{
    text = stripped(text);
    if (text.empty() || text.size() > longest_thanks || text.find('\n') != std::string_view::npos) return false;
    static const Phrases phrases = known_phrases();
    thread_local std::string words;
    words.clear();
    bool complete = false;
    for (std::string_view rest = text; take_word(rest, words);) {
        const auto known = phrases.find(words);
        if (known == phrases.end()) return false;
        complete = known->second;
    }
    return words.empty() ? is_one_emoji(text) : complete;
}

} // namespace blend::intake
