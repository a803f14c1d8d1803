#include "daemon/intake/people/vcard.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/content_lines.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/people/profile_page.hpp"
#include "daemon/zone/zone.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace blend::intake {
namespace {

/// Gmail's own chat spoke XMPP, so a Jabber address there is a Google account.
bool is_google_address(std::string_view user)
{
    const std::string address = lower(user);
    return address.ends_with("@gmail.com") || address.ends_with("@googlemail.com");
}

std::optional<Handle> chat_handle(const ContentLine& line)
{
    const std::string value = unescaped(stripped(line.value));
    std::string user{line.parameter("X-USER")};
    const auto web = profile_page(value);
    std::optional<HandleKind> kind;
    if (web) {
        kind = web->service;
        if (user.empty()) user = web->user;
    } else if (user.empty()) {
        // "skype:name?chat"; an XMPP address has no blank or slash before its colon either.
        const auto colon = value.find(':');
        user = value.substr(colon == std::string::npos ? 0 : colon + 1);
        user = user.substr(0, user.find('?'));
        if (!kind && colon != std::string::npos) kind = service_named(value.substr(0, colon));
    }
    for (const std::string_view parameter : {"X-SERVICE-TYPE", "SERVICE-TYPE", "TYPE"})
        if (const auto named = service_named(line.parameter(parameter))) kind = named;
    if (line.name.starts_with("X-"))
        if (const auto named = service_named(std::string_view{line.name}.substr(2))) kind = named;
    if (!kind && is_google_address(user)) kind = HandleKind::google;
    if (!kind || user.empty()) return std::nullopt;
    return Handle{*kind, std::move(user)};
}

std::optional<Handle> phone_handle(const ContentLine& line)
{
    const bool spoken = line.is_of_type("VOICE") || line.is_of_type("CELL");
    // A fax or pager belongs to an office rather than to a person.
    for (const std::string_view machine : {"FAX", "PAGER", "MODEM", "BBS"})
        if (line.is_of_type(machine) && !spoken) return std::nullopt;
    const std::string value = unescaped(stripped(line.value));
    if (value.empty()) return std::nullopt;
    return Handle{HandleKind::phone, value};
}

std::optional<Handle> mail_handle(const ContentLine& line)
{
    const std::string value = unescaped(stripped(line.value));
    if (value.find('@') == std::string::npos) return std::nullopt; // X.400, telex
    return Handle{HandleKind::email, value};
}

std::optional<Handle> handle_of(const ContentLine& line)
{
    static constexpr auto chats = std::to_array<std::string_view>(
        {"IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE", "URL", "X-JABBER", "X-GOOGLE-TALK", "X-GTALK", "X-SKYPE",
         "X-SKYPE-USERNAME", "X-TELEGRAM", "X-SIGNAL", "X-WHATSAPP", "X-DISCORD", "X-SLACK", "X-FACEBOOK",
         "X-INSTAGRAM", "X-LINKEDIN"});
    if (line.name == "TEL") return phone_handle(line);
    if (line.name == "EMAIL") return mail_handle(line);
    if (std::find(chats.begin(), chats.end(), line.name) != chats.end()) return chat_handle(line);
    return std::nullopt;
}

/// Nobody in an address book is this old: the year stands for "none" (Apple writes 1604, others 1 or 0).
constexpr int first_year = 1800;

std::optional<YearlyDate> birthday(const ContentLine& line)
{
    std::string_view text = stripped(line.value);
    text = text.substr(0, text.find('T'));
    auto date = parse_yearly_date(text);
    if (!date || !date->year) return date;
    if (*date->year < first_year || std::to_string(*date->year) == line.parameter("X-APPLE-OMIT-YEAR"))
        date->year = std::nullopt;
    return date;
}

std::string zone_name(const ContentLine& line)
{
    const auto zone = zone::named(unescaped(stripped(line.value)));
    return zone ? zone->name() : std::string{};
}

/// "Jane Q. Doe" from N's family, given and additional names.
std::string composed(const std::vector<std::string>& name)
{
    std::string text;
    for (const std::size_t part : {1U, 2U, 0U})
        if (part < name.size()) text.append(name[part]).append(" ");
    return clean_name(text);
}

/// A card in the making: its lines in any order.
class Draft {
public:
    void add(const ContentLine& line)
    {
        const auto keep_first = [&](std::string& field) {
            if (field.empty()) field = clean_name(unescaped(line.value));
        };
        if (line.name == "FN")
            keep_first(formatted_);
        else if (line.name == "N" && composed_.empty())
            composed_ = composed(parts(line.value));
        else if (line.name == "NICKNAME")
            keep_first(nickname_);
        else if (line.name == "ORG" && organisation_.empty())
            organisation_ = clean_name(parts(line.value).front());
        else if (line.name == "UID")
            keep_first(card_.uid);
        else if (line.name == "BDAY" && !card_.birthday)
            card_.birthday = birthday(line);
        else if (line.name == "TZ" && card_.zone.empty())
            card_.zone = zone_name(line);
        else if (line.name == "KIND" || line.name == "X-ADDRESSBOOKSERVER-KIND")
            is_group_ = is_group_ || lower(stripped(line.value)) == "group";
        else if (auto handle = handle_of(line))
            add(std::move(*handle));
    }

    bool is_group() const { return is_group_; }

    /// Empty when there is neither a name nor a handle.
    std::optional<Card> card() const
    {
        Card result = card_;
        result.name = name();
        if (result.name.empty()) return std::nullopt;
        for (Party& each : result.handles) each.name = result.name;
        return result;
    }

private:
    void add(Handle handle)
    {
        const bool known = std::any_of(card_.handles.begin(), card_.handles.end(),
                                       [&](const Party& each) { return each.handle == handle; });
        if (!known) card_.handles.push_back({std::move(handle), {}});
    }

    std::string name() const
    {
        for (const std::string* each : {&formatted_, &composed_, &organisation_, &nickname_})
            if (!each->empty()) return *each;
        for (const HandleKind kind : {HandleKind::email, HandleKind::phone})
            for (const Party& each : card_.handles)
                if (each.handle.kind == kind) return clean_name(each.handle.value);
        return card_.handles.empty() ? std::string{} : clean_name(card_.handles.front().handle.value);
    }

    Card card_;
    std::string formatted_;
    std::string composed_;
    std::string nickname_;
    std::string organisation_;
    bool is_group_{};
};

void hand_over(const Draft& draft, Skip reason_if_empty, Sink& sink)
{
    if (draft.is_group()) return sink.skip(Skip::group_card);
    if (const auto card = draft.card()) return sink.card(*card);
    sink.skip(reason_if_empty);
}

bool is_mark(const ContentLine& line, std::string_view name)
{
    return line.name == name && lower(stripped(line.value)) == "vcard";
}

void read(const Input& input, const Context&, Sink& sink)
{
    const auto stream = input.open();
    ContentLines lines{*stream};
    std::optional<Draft> draft;
    std::int64_t inner = 0; // cards open inside the current one
    bool agent = false;     // an AGENT line came just before
    bool any = false;

    while (const auto line = lines.next()) {
        if (is_mark(*line, "BEGIN")) {
            if (draft && (agent || inner > 0)) {
                ++inner;
            } else {
                if (draft) hand_over(*draft, Skip::broken, sink); // its END is missing
                draft.emplace();
                any = true;
            }
        } else if (is_mark(*line, "END")) {
            if (inner > 0) {
                --inner;
            } else if (draft) {
                hand_over(*draft, Skip::empty_card, sink);
                draft.reset();
                sink.progress(lines.bytes());
            }
        } else if (draft && inner == 0) {
            draft->add(*line);
        }
        agent = line->name == "AGENT" && stripped(line->value).empty();
    }
    if (draft) hand_over(*draft, Skip::broken, sink);
    sink.progress(lines.bytes());
    if (!any && lines.bytes() > 0)
        throw Problem{Problem::Kind::bad_input, "there is no address card in " + input.name,
                      "export the address book as vCard (.vcf)"};
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    // Without its zero bytes the beginning reads the same in UTF-16.
    std::string start{head.substr(0, 4096)};
    std::erase(start, '\0');
    start = lower(start);
    if (start.starts_with("\xef\xbb\xbf")) start.erase(0, 3);
    if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) start.erase(0, 2);
    if (stripped(start).starts_with("begin:vcard")) return 100;
    const std::string name = lower(input.name);
    const bool named = name.ends_with(".vcf") || name.ends_with(".vcard");
    return named && (head.empty() || start.find("begin:vcard") != std::string::npos) ? 90 : 0;
}

} // namespace

const Format vcard{"vcard", sniff, read};

} // namespace blend::intake
