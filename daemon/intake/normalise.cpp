#include "daemon/intake/normalise.hpp"

#include "daemon/core/utf8.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/zone/letters.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace blend::intake {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

bool is_letter(char letter) { return std::isalpha(static_cast<unsigned char>(letter)) != 0 || (letter & 0x80) != 0; }

bool is_blank(char32_t code)
{
    return code <= 0x20 || code == 0x7f || code == 0x85 || code == 0xa0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f ||
           code == 0x3000;
}

/// Seen by nobody: C1 controls, marks and isolates of writing direction, zero-width space, byte order mark. The joiners
/// U+200C and U+200D stay, as Persian and Indic names and emoji need them.
bool is_invisible(char32_t code)
{
    return (code >= 0x80 && code < 0xa0) || code == 0xad || code == 0x200b || code == 0x200e || code == 0x200f ||
           code == 0x061c || (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069) || code == 0xfeff;
}

std::string without(std::string text, std::string_view unwanted)
{
    std::erase_if(text, [&](char letter) { return unwanted.find(letter) != std::string_view::npos; });
    return text;
}

std::string digits(std::string_view text)
{
    std::string result;
    for (const char letter : text)
        if (is_digit(letter) || (letter == '+' && result.empty())) result += letter;
    return result == "+" ? std::string{} : result;
}

std::string address(std::string text)
{
    if (const auto open = text.rfind('<'); open != std::string::npos) text = text.substr(open + 1);
    text = lower(without(std::move(text), "<> \"'"));
    if (text.starts_with("mailto:"))
        text = text.substr(7, text.find('?') == std::string::npos ? text.npos : text.find('?') - 7);
    while (!text.empty() && (text.back() == '.' || text.back() == ',' || text.back() == ';')) text.pop_back();
    return text == "@" ? std::string{} : text;
}

std::optional<std::string> e164(const std::string& text, std::string_view region)
{
    constexpr std::size_t longest_number = 80; // the parser's time grows with the square of the length
    if (text.size() > longest_number) return std::nullopt;
    const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
    // Without a country nothing says how one dials abroad; 00 is what most of the world does.
    const bool abroad = region.empty() && text.starts_with("00");
    std::string dialled{abroad ? "+" : ""};
    dialled.append(text, abroad ? 2 : 0);
    PhoneNumber number;
    const std::string country = region.empty() ? "ZZ" : std::string{region};
    if (util.Parse(dialled, country, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
    if (util.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE) return std::nullopt;
    std::string result;
    util.Format(number, PhoneNumberUtil::E164, &result);
    // Behind one switchboard sit many people.
    if (!number.extension().empty()) result += ";ext=" + number.extension();
    return result;
}

/// Nothing but what numbers are written with.
bool looks_like_number(std::string_view text)
{
    const auto count = std::count_if(text.begin(), text.end(), is_digit);
    return count >= 5 && std::all_of(text.begin(), text.end(), [](char letter) {
               return is_digit(letter) || std::string_view{"+-()./ "}.find(letter) != std::string_view::npos;
           });
}

/// Full-width and Arabic-Indic digits are read by libphonenumber; dashes of every length are not digits at all.
std::string plain_dashes(std::string text)
{
    for (const std::string_view dash : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"})
        for (auto at = text.find(dash); at != std::string::npos; at = text.find(dash))
            text.replace(at, dash.size(), "-");
    return text;
}

/// No subscriber can be reached abroad by so few digits, though some countries' plans call them possible.
constexpr std::ptrdiff_t longest_short_code = 6;

std::optional<Handle> phone(std::string text, std::string_view region)
{
    if (text.find('@') != std::string::npos) return Handle{HandleKind::email, address(std::move(text))};
    text = plain_dashes(std::move(text));
    std::string value = lower(text).starts_with("tel:") ? text.substr(4) : text;
    if (value.empty()) return std::nullopt;
    // "DHL" or "INFO2000": a sender that shows a name instead of a number.
    if (is_letter(value.front()) && std::count_if(value.begin(), value.end(), is_digit) < 7)
        if (value.find_first_of("+(") == std::string::npos) return Handle{HandleKind::phone, std::move(value)};
    const bool is_short = std::count_if(value.begin(), value.end(), is_digit) <= longest_short_code;
    if (!is_short || value.starts_with('+'))
        if (auto number = e164(value, region)) return Handle{HandleKind::phone, std::move(*number)};
    // A number of another script, or one that cannot exist: what can be read of it.
    std::string raw = digits(value);
    if (raw.empty()) raw = std::move(value);
    return Handle{HandleKind::phone, std::move(raw)};
}

std::string whatsapp(std::string text, std::string_view region)
{
    // "~ Ana": a name that somebody outside the address book gave themselves.
    if (text.starts_with("~")) text = clean_name(std::string_view{text}.substr(1));
    text = plain_dashes(std::move(text));
    if (!looks_like_number(text)) return text;
    if (auto number = e164(text, region)) return *number;
    return digits(text);
}

struct Machine {
    std::string_view text;
    std::string_view reason;
};

/// First parts of an address that only programs use. Role addresses of small firms (info@, office@) are left out:
/// behind them may be a person.
constexpr auto machines = std::to_array<Machine>({
    {"noreply", "no_reply"},         {"donotreply", "no_reply"},
    {"dontreply", "no_reply"},       {"neverreply", "no_reply"},
    {"nichtantworten", "no_reply"},  {"keineantwort", "no_reply"},
    {"nepasrepondre", "no_reply"},   {"noresponder", "no_reply"},
    {"nonrispondere", "no_reply"},   {"naoresponda", "no_reply"},
    {"mailerdaemon", "machine"},     {"postmaster", "machine"},
    {"bounce", "machine"},           {"bounces", "machine"},
    {"notification", "machine"},     {"notifications", "machine"},
    {"notify", "machine"},           {"alerts", "machine"},
    {"newsletter", "mailing_list"},  {"newsletters", "mailing_list"},
    {"listserv", "mailing_list"},    {"majordomo", "mailing_list"},
    {"unsubscribe", "mailing_list"}, {"autoreply", "machine"},
    {"autoresponder", "machine"},    {"calendarnotification", "machine"},
});

/// Hosts whose addresses are groups or programs.
constexpr auto machine_hosts = std::to_array<Machine>({
    {"googlegroups.com", "mailing_list"},
    {"groups.io", "mailing_list"},
    {"yahoogroups.com", "mailing_list"},
    {"freelists.org", "mailing_list"},
    {"facebookmail.com", "machine"},
    {"calendar-server.bounces.google.com", "machine"},
    {"group.calendar.google.com", "machine"},
    {"group.v.calendar.google.com", "machine"},
    {"import.calendar.google.com", "machine"},
    {"resource.calendar.google.com", "resource"},
    {"txt.voice.google.com", "machine"},
    {"noreply.github.com", "no_reply"},
    {"reply.github.com", "machine"},
});

std::optional<std::string_view> machine_address(std::string_view value)
{
    const auto at = value.rfind('@');
    const std::string_view host = at == std::string_view::npos ? std::string_view{} : value.substr(at + 1);
    const std::string_view local = value.substr(0, at);
    for (const Machine& each : machine_hosts)
        if (is_host(host, each.text)) return each.reason;
    // "no-reply", "do_not.reply+7f3a" and "noreply-orders" are the same words.
    const std::string name = without(std::string{local.substr(0, local.find_first_of("+="))}, "-_.");
    for (const Machine& each : machines) {
        if (name == each.text) return each.reason;
        if (each.reason == "no_reply" && name.find(each.text) != std::string::npos) return each.reason;
    }
    for (const std::string_view list : {"-request", "-owner", "-bounces", "-subscribe", "-unsubscribe"})
        if (local.ends_with(list)) return "mailing_list";
    if (local.starts_with("owner-") || host.starts_with("lists.") || host.starts_with("list.")) return "mailing_list";
    // "reply+7f3a…@": a program that sorts answers by what stands behind the plus.
    if (local.starts_with("reply+") || local.starts_with("replies+")) return "machine";
    if (local.starts_with("bounce-") || local.starts_with("bounce+") || local.starts_with("bounces+")) return "machine";
    return std::nullopt;
}

std::optional<std::string_view> machine_phone(std::string_view value)
{
    if (value.empty() || value.front() == '+') return std::nullopt;
    if (std::none_of(value.begin(), value.end(), is_digit) || is_letter(value.front())) return "sender_name";
    const auto count = std::count_if(value.begin(), value.end(), is_digit);
    return count <= longest_short_code ? std::optional<std::string_view>{"short_code"} : std::nullopt;
}

/// Services make their robots known by their names. Telegram asks that a bot's name end so, in any case.
std::optional<std::string_view> robot(const Handle& handle)
{
    const std::string value = lower(handle.value);
    const auto starts = [&](std::string_view beginning) { return value.starts_with(beginning); };
    const bool is_bot = [&] {
        switch (handle.kind) {
        case HandleKind::telegram: return value.size() >= 5 && value.ends_with("bot") && value.find(' ') == value.npos;
        case HandleKind::discord: return value.ends_with("#0000"); // a webhook
        case HandleKind::slack:
            return value == "uslackbot" || value == "slackbot" ||
                   (value.size() >= 9 && handle.value.front() == 'B' &&
                    std::all_of(handle.value.begin(), handle.value.end(),
                                [](char each) { return is_digit(each) || (each >= 'A' && each <= 'Z'); }));
        case HandleKind::skype:
            return starts("28:") || starts("concierge") || value == "echo123" || value == "8:echo123";
        case HandleKind::email:
        case HandleKind::phone:
        case HandleKind::whatsapp:
        case HandleKind::signal:
        case HandleKind::facebook:
        case HandleKind::instagram:
        case HandleKind::google:
        case HandleKind::linkedin:
        case HandleKind::meeting:
        case HandleKind::name:
        case HandleKind::card:
        case HandleKind::log: return false;
        }
        return false;
    }();
    return is_bot ? std::optional<std::string_view>{"bot"} : std::nullopt;
}

} // namespace

std::string clean_name(std::string_view text)
{
    const std::string valid = zone::repaired(text);
    std::string result;
    result.reserve(valid.size());
    bool blank = false;
    for (std::string_view rest = valid; !rest.empty();) {
        const Utf8 next = first_character(rest);
        if (is_blank(next.code)) {
            blank = true;
        } else if (!is_invisible(next.code)) {
            if (blank && !result.empty()) result += ' ';
            blank = false;
            result.append(rest.substr(0, next.length));
        }
        rest.remove_prefix(next.length);
    }
    return result;
}

std::optional<Handle> normalised(const Party& party, std::string_view default_region)
{
    std::string text = clean_name(party.handle.value);
    std::optional<Handle> result{Handle{party.handle.kind, {}}};
    switch (party.handle.kind) {
    case HandleKind::email: result->value = address(std::move(text)); break;
    case HandleKind::phone: result = phone(std::move(text), default_region); break;
    case HandleKind::whatsapp: result->value = whatsapp(std::move(text), default_region); break;
    case HandleKind::signal:
        result->value = looks_like_number(text) ? whatsapp(std::move(text), default_region) : std::move(text);
        break;
    case HandleKind::google:
    case HandleKind::slack:
    case HandleKind::skype:
    case HandleKind::meeting:
        // "live:ana@x.org" is a name that Skype gave, and no address.
        result->value = text.find('@') != std::string::npos && text.find(':') == std::string::npos
                            ? address(std::move(text))
                            : std::move(text);
        break;
    case HandleKind::telegram:
    case HandleKind::instagram:
    case HandleKind::discord: result->value = text.starts_with("@") ? text.substr(1) : std::move(text); break;
    case HandleKind::facebook:
    case HandleKind::linkedin:
    case HandleKind::name:
    case HandleKind::card:
    case HandleKind::log: result->value = std::move(text); break;
    }
    if (!result || result->value.empty()) return std::nullopt;
    return result;
}

std::optional<std::string_view> not_a_person(const Handle& handle)
{
    if (handle.kind == HandleKind::email) return machine_address(handle.value);
    if (handle.kind == HandleKind::phone) return machine_phone(handle.value);
    if (const auto bot = robot(handle)) return bot;
    // An account that goes by its mail address.
    const auto twins = twin_kinds(handle);
    const bool by_mail = std::find(twins.begin(), twins.end(), HandleKind::email) != twins.end();
    return by_mail ? machine_address(handle.value) : std::nullopt;
}

} // namespace blend::intake
