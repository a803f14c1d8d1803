#include "daemon/intake/mail/message.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/intake/mail/mail_date.hpp"
#include "daemon/intake/mail/mail_folders.hpp"
#include "daemon/intake/mail/mail_headers.hpp"
#include "daemon/intake/mail/mail_text.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/thanks.hpp"
#include "daemon/zone/letters.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

namespace blend::intake {
namespace {

/// What the body's beginning shows: its first text, and whether a calendar answers in it.
struct Text {
    std::string_view raw;
    std::string_view type, encoding; ///< header values of the part
    bool found{};
};

struct Body {
    Text plain;
    Text html;
    bool calendar_reply{};

    void take(const Headers& part, std::string_view raw)
    {
        const std::string type = media_type(part.content_type);
        if (type == "text/calendar" && same(parameter(part.content_type, "method"), "reply")) calendar_reply = true;
        if (same(media_type(part.disposition), "attachment")) return;
        if (!plain.found && (type.empty() || type == "text/plain" || type == "text"))
            plain = {raw, part.content_type, part.encoding, true};
        if (!html.found && type == "text/html") html = {raw, part.content_type, part.encoding, true};
    }
};

/// Walks the parts line by line with a stack of boundaries, so that any depth of nesting costs the same. Attached mails
/// are one part: what is in them somebody else wrote.
Body walk(const Headers& top, std::string_view text)
{
    constexpr std::size_t deepest = 16;
    Body body;
    std::vector<std::string> boundaries;
    Headers part = top;
    const auto enter = [&](const Headers& headers) {
        if (!media_type(headers.content_type).starts_with("multipart/") || boundaries.size() == deepest) return;
        if (auto boundary = parameter(headers.content_type, "boundary"); !boundary.empty())
            boundaries.push_back("--" + std::move(boundary));
    };
    enter(top);
    if (boundaries.empty()) {
        body.take(top, text);
        return body;
    }

    const char* start = text.data();
    bool inside = false; // of a part, not between the parts
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (!line.starts_with("--")) continue;
        const auto is_boundary = [&](const std::string& each) {
            if (!line.starts_with(each)) return false;
            const auto rest = stripped(line.substr(each.size()));
            return rest.empty() || rest == "--";
        };
        const auto found = std::find_if(boundaries.rbegin(), boundaries.rend(), is_boundary);
        if (found == boundaries.rend()) continue;
        if (inside) body.take(part, {start, static_cast<std::size_t>(line.data() - start)});
        const bool closes = stripped(line).size() > found->size();
        boundaries.erase(found.base() - (closes ? 1 : 0), boundaries.end());
        inside = !closes;
        if (boundaries.empty()) return body;
        if (!inside) continue;
        part = take_headers(text);
        start = text.data();
        enter(part);
        if (media_type(part.content_type).starts_with("multipart/")) inside = false;
    }
    if (inside) body.take(part, {start, static_cast<std::size_t>(text.data() - start)});
    return body;
}

std::string from_base64(std::string_view text)
{
    std::string result(text.size() / 4 * 3 + 6, '\0');
    gint state = 0;
    guint save = 0;
    const auto length = g_base64_decode_step(text.data(), text.size(),
                                             reinterpret_cast<guchar*>(result.data()), // NOLINT: GLib's bytes
                                             &state, &save);
    result.resize(length);
    return result;
}

std::string decoded(const Text& text)
{
    const std::string encoding = lower(stripped(text.encoding));
    const std::string charset = parameter(text.type, "charset");
    if (encoding == "base64") return to_utf8(from_base64(text.raw), charset);
    if (encoding == "quoted-printable") return to_utf8(from_quoted_printable(text.raw), charset);
    return to_utf8(text.raw, charset);
}

void start_gmime()
{
    static const bool started = (g_mime_init(), true);
    static_cast<void>(started);
}

std::string decoded_words(std::string_view value)
{
    const std::string line = unfolded(value);
    if (line.find("=?") == std::string::npos) return to_utf8(line, {});
    start_gmime();
    const std::unique_ptr<char, decltype(&g_free)> text{g_mime_utils_header_decode_text(nullptr, line.c_str()), g_free};
    return text ? zone::repaired(text.get()) : std::string{};
}

void take_mailboxes(InternetAddressList* list, std::vector<Mailbox>& mailboxes)
{
    constexpr int most_in_one_group = 10'000;
    const auto take = [&](InternetAddress* one) {
        if (!INTERNET_ADDRESS_IS_MAILBOX(one)) return;
        const char* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
        const char* name = internet_address_get_name(one);
        mailboxes.push_back({address ? address : "", name ? name : ""});
    };
    for (int at = 0; at < internet_address_list_length(list); ++at) {
        InternetAddress* const each = internet_address_list_get_address(list, at);
        take(each);
        if (!INTERNET_ADDRESS_IS_GROUP(each)) continue;
        // Groups do not nest (RFC 5322), so this does not go deeper than one.
        InternetAddressList* const members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(each));
        for (int member = 0; member < std::min(internet_address_list_length(members), most_in_one_group); ++member)
            take(internet_address_list_get_address(members, member));
    }
}

/// Whether it is words between single dots, as most addresses are.
bool is_plain_part(std::string_view part)
{
    const bool dots = part.starts_with('.') || part.ends_with('.') || part.find("..") != std::string_view::npos;
    return !part.empty() && !dots && std::all_of(part.begin(), part.end(), [](char letter) {
        return is_digit(letter) || (lower(letter) >= 'a' && lower(letter) <= 'z') ||
               std::string_view{"._+-"}.find(letter) != std::string_view::npos;
    });
}

/// "Ana Muster <ana@x.org>" and "ana@x.org", several with commas between: most headers need nothing more, and
/// GMime makes objects of each. False, and perhaps some taken, where anything else is written.
bool take_plain_mailboxes(std::string_view line, std::vector<Mailbox>& mailboxes)
{
    while (!line.empty()) {
        const auto comma = std::min(line.find(','), line.size());
        std::string_view address = stripped(line.substr(0, comma));
        line.remove_prefix(std::min(comma + 1, line.size()));
        std::string_view name;
        if (const auto open = address.find('<'); open != std::string_view::npos) {
            if (!address.ends_with('>')) return false;
            name = stripped(address.substr(0, open));
            address = address.substr(open + 1, address.size() - open - 2);
        }
        const auto at = address.find('@');
        if (at == std::string_view::npos || !is_plain_part(address.substr(0, at)) ||
            !is_plain_part(address.substr(at + 1)))
            return false;
        const bool plain_name = std::all_of(name.begin(), name.end(), [](char letter) {
            return letter == ' ' || is_digit(letter) || (lower(letter) >= 'a' && lower(letter) <= 'z');
        });
        if (!plain_name) return false;
        mailboxes.push_back({std::string{address}, std::string{name}});
    }
    return true;
}

/// By all the rules.
void take_mailboxes(std::string_view line, std::vector<Mailbox>& mailboxes)
{
    start_gmime();
    InternetAddressList* const list = internet_address_list_parse(nullptr, std::string{line}.c_str());
    if (list == nullptr) return;
    take_mailboxes(list, mailboxes);
    g_object_unref(list);
}

/// The addresses of a header, each once, that could be written to.
void add_mailboxes(std::string_view value, std::vector<Mailbox>& result, std::set<std::string>& seen)
{
    const std::string line = unfolded(value);
    std::vector<Mailbox> mailboxes;
    if (!take_plain_mailboxes(line, mailboxes)) {
        mailboxes.clear();
        take_mailboxes(line, mailboxes);
    }
    for (Mailbox& each : mailboxes) {
        each.address = zone::repaired(stripped(each.address));
        each.name = clean_name(each.name);
        if (each.address.find('@') == std::string::npos) continue;
        if (seen.insert(lower(each.address)).second) result.push_back(std::move(each));
    }
}

/// Everything but blanks and '>', which mbox dialects, line ends and folding change; as much of it as `most`.
std::string lasting(std::string_view text, std::size_t most)
{
    std::string kept;
    for (const char letter : text) {
        if (static_cast<unsigned char>(letter) <= ' ' || letter == '>') continue;
        if (kept.size() == most) break;
        kept += letter;
    }
    kept += '\0'; // fields stay apart
    return kept;
}

std::string key_of(const Headers& headers, std::string_view body)
{
    constexpr std::size_t longest_id = 500;
    constexpr std::size_t hashed_field = 10'000;
    constexpr std::size_t hashed_body = 512; // fits into enough_body even where half of it is blank
    const std::string id = zone::repaired(unfolded(headers.message_id));
    if (id.size() > 2 && id.size() < longest_id) return "mail:" + id;
    Hash hash;
    for (const std::string_view field : {headers.message_id, headers.date, headers.from, headers.subject})
        hash.add(lasting(field, hashed_field));
    hash.add(lasting(body, hashed_body));
    return "mail:" + hexadecimal(hash.value());
}

void date(const Headers& headers, std::string_view separator, std::optional<Instant> saved, Instant now,
          Message& result)
{
    const auto semicolon = headers.received.rfind(';');
    const auto received =
        semicolon == std::string_view::npos ? std::string_view{} : headers.received.substr(semicolon + 1);
    // "From someone@example.org Mon May 26 …": the address is no part of the date, and may look like one.
    const auto address = separator.find(' ');
    const auto delivered =
        separator.find_first_of(' ', std::min(separator.find_first_not_of(' ', address), separator.size()));
    const std::string_view delivery =
        delivered == std::string_view::npos ? std::string_view{} : separator.substr(delivered);

    const std::pair<std::optional<Instant>, Dated> dates[] = {{mail_date(headers.date), Dated::by_sender},
                                                              {mail_date(received), Dated::by_received},
                                                              {mail_date(delivery), Dated::by_delivery},
                                                              {saved, Dated::by_file}};
    // A clock may be fast and a zone mistaken; what is further ahead is no date, but better than nothing.
    constexpr std::chrono::days mistaken{3};
    const auto sound = [&](const auto& each) { return each.first && *each.first - mistaken <= now; };
    const auto any = [](const auto& each) { return each.first.has_value(); };
    const auto* best = std::find_if(std::begin(dates), std::end(dates), sound);
    if (best == std::end(dates)) best = std::find_if(std::begin(dates), std::end(dates), any);
    if (best != std::end(dates)) std::tie(result.at, result.dated) = *best;
}

void labels(const Headers& headers, Message& result)
{
    const std::string all = decoded_words(headers.labels);
    for (std::size_t from = 0; from < all.size();) {
        const auto to = std::min(all.find(',', from), all.size());
        std::string label{stripped(std::string_view{all}.substr(from, to - from))};
        std::erase(label, '"');
        switch (folder_use(label)) {
        case FolderUse::sent: result.labelled_sent = true; break;
        case FolderUse::drafts: result.labelled_draft = true; break;
        case FolderUse::spam: result.automated = true; break;
        case FolderUse::trash: result.labelled_trash = true; break;
        case FolderUse::chat: result.labelled_chat = true; break;
        case FolderUse::other: break;
        }
        from = to + 1;
    }
}

bool is_automated(const Headers& headers, const std::vector<Mailbox>& from)
{
    if (headers.of_a_list || headers.of_a_machine) return true;
    for (const std::string_view word : {"bulk", "list", "junk", "auto_reply"})
        if (same(headers.precedence, word)) return true;
    if (!headers.auto_submitted.empty() && !same(media_type(headers.auto_submitted), "no")) return true;
    if (lower(headers.spam_flag).starts_with("yes")) return true;
    if (media_type(headers.content_type) == "multipart/report") return true;
    return std::any_of(from.begin(), from.end(), [](const Mailbox& each) {
        return !somebody({HandleKind::email, lower(each.address)});
    });
}

/// The sender's own words, which are counted.
std::string own_words(const Body& body, Message& result)
{
    std::string own;
    if (body.plain.found && !stripped(body.plain.raw).empty()) {
        own = own_text(decoded(body.plain));
        result.words = zone::words(own);
    } else if (body.html.found) {
        own = own_text(text_of_html(decoded(body.html)));
        result.words = zone::words(own);
    } else if (body.plain.found) {
        result.words = 0;
    }
    return own;
}

void text(const Headers& headers, std::string_view raw, Extent extent, Message& result)
{
    const Body body = walk(headers, raw);
    result.automated = result.automated || body.calendar_reply;
    const std::string own = extent == Extent::with_text ? own_words(body, result) : std::string{};
    if (is_forward(decoded_words(headers.subject)))
        result.forward = result.words.value_or(0) > 0 ? Forward::commented : Forward::bare;
    result.acknowledgement = result.forward == Forward::none && is_acknowledgement(own);
}

} // namespace

bool is_enough(std::string_view beginning)
{
    if (beginning.size() >= longest_header) return true;
    std::string_view rest = beginning;
    take_preamble(rest);
    for (const std::string_view blank_line : {"\n\n", "\n\r\n"})
        if (const auto end = rest.find(blank_line); end != std::string_view::npos)
            return rest.size() - end >= enough_body;
    return false;
}

Message message(std::string_view beginning, std::optional<Instant> saved, Instant now, Extent extent)
{
    std::string_view rest = beginning.substr(0, longest_header);
    const std::string_view separator = take_preamble(rest);
    const Headers headers = take_headers(rest);

    Message result;
    result.key = key_of(headers, rest);
    date(headers, separator, saved, now, result);
    std::set<std::string> senders;
    add_mailboxes(headers.from, result.from, senders);
    std::set<std::string> recipients;
    for (const std::string_view each : headers.to) add_mailboxes(each, result.recipients, recipients);
    labels(headers, result);
    result.automated = result.automated || is_automated(headers, result.from);
    text(headers, rest, extent, result);
    return result;
}

} // namespace blend::intake
