#include "daemon/intake/people/monica.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/json.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/people/contact_columns.hpp"
#include "daemon/intake/people/contacts_csv.hpp"
#include "daemon/intake/people/profile_page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace blend::intake {
namespace {

using nlohmann::json;

/// Versions differ in whether a value is the record's own or among its properties.
const json& property(const json& record, std::string_view key)
{
    const json& inner = member(member(record, "properties"), key);
    return inner.is_null() ? member(record, key) : inner;
}

std::string text_property(const json& record, std::string_view key)
{
    const json& found = property(record, key);
    return found.is_string() ? found.get<std::string>() : std::string{};
}

bool is_set(const json& record, std::string_view key)
{
    const json& found = property(record, key);
    return (found.is_boolean() && found.get<bool>()) || (found.is_number() && found.get<double>() != 0);
}

/// "contacts", "contact_field", "contactFields", "activities": one word for each kind.
std::string kind_named(std::string_view name)
{
    std::string kind;
    for (const char each : lower(name))
        if (each != '_') kind += each;
    if (kind.ends_with("ies"))
        kind.replace(kind.size() - 3, 3, "y");
    else if (kind.ends_with('s'))
        kind.pop_back();
    return kind;
}

/// The records of one kind that belong to a contact, wherever its version keeps them.
template <class Take> void each_of(const json& contact, std::string_view kind, Take take)
{
    const auto all = [&](const json& values) {
        if (values.is_array())
            for (const json& each : values) take(each);
    };
    const json& blocks = member(contact, "data");
    if (blocks.is_array())
        for (const json& block : blocks)
            if (kind_named(text_of(block, "type")) == kind) all(member(block, "values"));
    for (const json* holder : {&contact, &member(contact, "properties")})
        if (holder->is_object())
            for (const auto& [name, value] : holder->items())
                if (kind_named(name) == kind) all(value.is_object() ? member(value, "values") : value);
}

bool is_contact(const json& record)
{
    return !property(record, "first_name").is_null() && member(record, "email").is_null() &&
           property(record, "email").is_null();
}
bool is_user(const json& record) { return !property(record, "email").is_null(); }
bool is_activity(const json& record)
{
    return !property(record, "happened_at").is_null() && property(record, "messages").is_null();
}

std::string name_of(const json& contact)
{
    std::string name;
    for (const char* part : {"first_name", "middle_name", "last_name"}) name += text_property(contact, part) + " ";
    name = clean_name(name);
    return name.empty() ? clean_name(text_property(contact, "nickname")) : name;
}

struct Moment {
    Instant at{};
    bool zoned{};
};

/// Monica asks for a day and writes it as a midnight.
std::optional<Moment> moment(const std::string& text, const zone::Zone& zone)
{
    constexpr std::size_t date_length = 10;
    const auto day = parse_iso_day(std::string_view{text}.substr(0, date_length));
    if (!day) return std::nullopt;
    const auto noon = Moment{zone.instant(LocalTime{*day} + std::chrono::hours{12}), false};
    if (text.size() == date_length || text.substr(date_length + 1).starts_with("00:00:00")) return noon;
    std::string iso = text;
    iso[date_length] = 'T';
    if (const auto instant = parse_rfc3339(iso)) return Moment{*instant, true};
    const auto local = parse_iso_local(iso.substr(0, iso.find('.')));
    return local ? std::optional{Moment{zone.instant(*local), false}} : std::nullopt;
}

/// Of an age only the year is known, of some dates only the day.
std::optional<YearlyDate> birthday_of(const json& contact)
{
    const json& date = property(contact, "birthdate");
    if (!date.is_object() || is_set(date, "is_age_based")) return std::nullopt;
    constexpr std::size_t date_length = 10;
    auto birthday = parse_yearly_date(text_property(date, "date").substr(0, date_length));
    if (birthday && is_set(date, "is_year_unknown")) birthday->year = std::nullopt;
    return birthday;
}

/// What the kinds of contact fields are, by their numbers.
class FieldTypes {
public:
    void learn(const json& type)
    {
        const std::string uuid = text_property(type, "uuid");
        const std::string protocol = text_property(type, "protocol");
        const std::string word =
            lower(text_property(type, "type").empty() ? text_property(type, "name") : text_property(type, "type"));
        if (uuid.empty()) return;
        if (word == "email" || protocol == "mailto:")
            kinds_[uuid] = HandleKind::email;
        else if (word == "phone" || protocol == "tel:")
            kinds_[uuid] = HandleKind::phone;
        else if (const auto service = service_named(text_property(type, "name")))
            kinds_[uuid] = *service;
    }

    std::optional<Handle> handle(const json& field) const
    {
        const std::string value = text_property(field, "data");
        if (const auto page = profile_page(value); page && page->service && !page->user.empty())
            return Handle{*page->service, page->user};
        if (const auto known = kinds_.find(text_property(field, "type")); known != kinds_.end() && !value.empty())
            return Handle{known->second, value};
        if (looks_like_email(value)) return Handle{HandleKind::email, value};
        if (looks_like_phone(value)) return Handle{HandleKind::phone, value};
        return std::nullopt;
    }

private:
    std::map<std::string, HandleKind> kinds_;
};

class Account {
public:
    Account(const Input& input, const Context& context, Sink& sink) : input_{input}, context_{context}, sink_{sink} {}

    void read()
    {
        survey();
        const auto tell_contact = [this](const json& record) { contact(record); };
        const auto tell_activity = [this](const json& record) { activity(record); };
        const auto tell_user = [this](const json& record) { user(record); };
        const auto tell_any = [&](const json& record) {
            if (is_user(record))
                tell_user(record);
            else if (is_contact(record))
                tell_contact(record);
            else if (is_activity(record))
                tell_activity(record);
        };
        const JsonPart parts[] = {{"account/data/*/values/*", tell_any},
                                  {"account/users/values/*", tell_user},
                                  {"account/contacts/values/*", tell_contact},
                                  {"account/activities/values/*", tell_activity},
                                  {"account/properties/users/values/*", tell_user},
                                  {"account/properties/contacts/values/*", tell_contact},
                                  {"account/properties/activities/values/*", tell_activity}};
        const auto stream = input_.open();
        const JsonReading reading = read_json(*stream, parts, [this](std::uint64_t bytes) { sink_.progress(bytes); });
        tell(reading, taken_, input_.name, sink_);
    }

private:
    static constexpr std::size_t most_participations = 1'000'000; // nobody writes down so many meetings by hand

    /// Activities stand apart from the contacts that took part, and kinds of fields behind them all.
    void survey()
    {
        const auto participants = [this](const json& record) {
            if (!is_contact(record)) return;
            each_of(record, "activity", [&](const json& each) {
                if (++participations_ > most_participations) return;
                const std::string uuid = each.is_string() ? each.get<std::string>() : text_property(each, "uuid");
                participants_[uuid].push_back(party(record));
            });
        };
        const auto type = [this](const json& record) { types_.learn(record); };
        const JsonPart parts[] = {{"account/data/*/values/*", participants},
                                  {"account/contacts/values/*", participants},
                                  {"account/properties/contacts/values/*", participants},
                                  {"account/instance/contact_field_types/*", type},
                                  {"account/properties/contact_field_types/*", type}};
        const auto stream = input_.open();
        read_json(*stream, parts, [](std::uint64_t) {});
    }

    static Party party(const json& contact)
    {
        const std::string uuid = text_property(contact, "uuid");
        if (uuid.empty()) return {{HandleKind::name, name_of(contact)}, name_of(contact)};
        return {{HandleKind::card, uuid}, name_of(contact)};
    }

    void user(const json& user)
    {
        ++taken_;
        if (const std::string email = text_property(user, "email"); !email.empty())
            sink_.owner({{HandleKind::email, email}, name_of(user)});
        if (const std::string own = text_property(user, "me_contact"); !own.empty())
            sink_.owner({{HandleKind::card, own}, name_of(user)});
    }

    void contact(const json& contact)
    {
        ++taken_;
        card(contact);
        each_of(contact, "call", [&](const json& each) { call(contact, each); });
        each_of(contact, "conversation", [&](const json& talk) {
            const json& messages = property(talk, "messages");
            const json& values = messages.is_object() ? member(messages, "values") : messages;
            if (values.is_array())
                for (const json& each : values) message(contact, talk, each);
        });
        for (const char* kind : {"reminder", "note"})
            each_of(contact, kind, [&](const json&) { sink_.skip(Skip::system); });
    }

    void card(const json& contact)
    {
        Card card;
        card.name = name_of(contact);
        card.uid = text_property(contact, "uuid");
        // Somebody's relative, who is only named.
        if (card.name.empty() || is_set(contact, "is_partial")) return sink_.skip(Skip::empty_card);
        each_of(contact, "contactfield", [&](const json& field) {
            if (auto handle = types_.handle(field)) card.handles.push_back({*handle, card.name});
        });
        card.birthday = birthday_of(contact);
        const json& every = property(contact, "stay_in_touch_frequency");
        if (every.is_number() && !is_set(contact, "is_dead")) card.cadence_days = every.get<double>();
        sink_.card(card);
    }

    /// One that carries no number of its own is known by what it says of itself.
    std::string key(const char* kind, const json& contact, const json& record, const std::string& at)
    {
        if (const std::string uuid = text_property(record, "uuid"); !uuid.empty()) return "monica:" + uuid;
        const std::uint64_t same =
            fnv1a(text_property(record, "content"), fnv1a(kind + text_property(contact, "uuid") + "\x1f" + at));
        const std::uint64_t ordinal = ordinals_.next(static_cast<std::int64_t>(fnv1a(at)), same);
        return "monica:" + hexadecimal(same) + ":" + std::to_string(ordinal);
    }

    void call(const json& contact, const json& call)
    {
        const std::string at = text_property(call, "called_at");
        const bool theirs = is_set(call, "contact_called");
        Observation observation;
        observation.source_key = key("call", contact, call, at);
        observation.channel = Channel::phone;
        observation.call = true;
        observation.direction = theirs ? Direction::in : Direction::out;
        observation.parties = {party(contact)};
        give(std::move(observation), at);
    }

    void message(const json& contact, const json& talk, const json& message)
    {
        std::string at = text_property(message, "written_at");
        if (at.empty()) at = text_property(talk, "happened_at");
        const Said words = said(text_property(message, "content"));
        Observation observation;
        observation.source_key = key("message", contact, message, at);
        observation.channel = Channel::chat;
        observation.direction = is_set(message, "written_by_me") ? Direction::out : Direction::in;
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        observation.parties = {party(contact)};
        give(std::move(observation), at);
    }

    void activity(const json& activity)
    {
        ++taken_;
        const std::string uuid = text_property(activity, "uuid");
        const std::string at = text_property(activity, "happened_at");
        Observation observation;
        observation.source_key = key("activity", {}, activity, at);
        observation.channel = Channel::in_person;
        observation.direction = Direction::mutual;
        if (const auto there = participants_.find(uuid); there != participants_.end())
            observation.parties = there->second;
        observation.others = std::max(1, static_cast<int>(observation.parties.size()));
        give(std::move(observation), at);
    }

    void give(Observation observation, const std::string& at)
    {
        const auto when = moment(at, context_.zone);
        if (!when) return sink_.skip(at.empty() ? Skip::no_date : Skip::broken);
        observation.at = when->at;
        observation.zoned = when->zoned;
        if (when->at > context_.now) return sink_.skip(Skip::future, when->at);
        if (observation.parties.empty()) return sink_.skip(Skip::no_counterpart, when->at);
        sink_.record(observation);
    }

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    FieldTypes types_;
    std::map<std::string, std::vector<Party>> participants_; ///< by activity; no more than `most_participations`
    std::size_t participations_{};
    Ordinals ordinals_; ///< of records of one moment that say the same
    std::uint64_t taken_{};
};

bool is_json(std::string_view head) { return stripped(utf8_head(head)).starts_with('{'); }

void read(const Input& input, const Context& context, Sink& sink)
{
    if (!is_json(head_of(input))) return contacts_csv.read(input, context, sink);
    Account{input, context, sink}.read();
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty() || !is_json(head)) return 0;
    const auto says = [head](std::string_view word) { return head.find(word) != std::string_view::npos; };
    if (!says("\"account\"")) return 0;
    if (says("stay_in_touch") || says("\"is_partial\"") || says("number_of_invitations_sent")) return 95;
    return says("\"first_name\"") && (says("\"1.0-preview") || says("\"uuid\"")) ? 80 : 0;
}

} // namespace

const Format monica{"monica", sniff, read};

} // namespace blend::intake
