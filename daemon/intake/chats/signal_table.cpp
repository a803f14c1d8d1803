#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/phone.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/signal_shapes.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/json_files.hpp"
#include "daemon/intake/files/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace blend::intake {
namespace {

/// The columns of a table by name.
class Columns {
public:
    explicit Columns(std::span<const std::string> names)
    {
        for (const std::string& name : names) names_.push_back(lower(stripped(name)));
    }

    bool has(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }

    std::string_view text(std::span<const std::string> row, std::string_view name) const
    {
        const auto found = std::find(names_.begin(), names_.end(), name);
        const auto index = static_cast<std::size_t>(found - names_.begin());
        if (index >= row.size()) return {};
        const std::string_view cell = row[index];
        return cell == "NULL" || cell == "(NULL)" ? std::string_view{} : cell;
    }

    std::optional<std::int64_t> number(std::span<const std::string> row, std::string_view name) const
    {
        const std::string_view cell = text(row, name);
        std::int64_t value{};
        const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        const bool whole = !cell.empty() && error == std::errc{} && end == cell.data() + cell.size();
        return whole ? std::optional{value} : std::nullopt;
    }

private:
    std::vector<std::string> names_;
};

using TakeRow = std::function<void(const Columns& columns, std::span<const std::string> row)>;

void each_row(const Input& file, const TakeRow& take, const std::function<void(std::uint64_t)>& progress)
{
    const auto stream = file.open();
    std::optional<Columns> columns;
    read_csv(
        *stream,
        [&](std::span<const std::string> row) {
            if (columns)
                take(*columns, row);
            else
                columns.emplace(row);
        },
        progress);
}

/// What the bits of a message's type mean in an Android backup.
struct Kind {
    enum class What { received, sent, unsent, draft, call, reaction, other } what{What::other};
    SignalCall call{};
};

Kind kind_of(std::int64_t type)
{
    using What = Kind::What;
    constexpr std::int64_t base = 0x1F;
    constexpr std::int64_t key_exchange = 0xFF00;
    constexpr std::int64_t group_changes = 0x10000 | 0x20000;
    constexpr std::int64_t timer_or_session = 0x40000 | 0x400000;
    constexpr std::int64_t special = 0xF00000000;
    constexpr std::int64_t story_reaction = 0x100000000;
    const auto called = [](Direction direction, Channel channel) {
        return Kind{What::call, {direction, channel, std::nullopt}};
    };
    if ((type & special) == story_reaction) return {What::reaction, {}};
    switch (type & base) {
    case 1: return called(Direction::in, Channel::phone);
    case 2: return called(Direction::out, Channel::phone);
    case 3:
    case 8: return called(Direction::in, Channel::missed_call);
    case 10: return called(Direction::in, Channel::video);
    case 11: return called(Direction::out, Channel::video);
    default: break;
    }
    if ((type & (key_exchange | group_changes | timer_or_session)) != 0) return {};
    switch (type & base) {
    case 20: return {What::received, {}};
    case 23: return {What::sent, {}};
    case 21:
    case 22:
    case 24:
    case 25:
    case 26: return {What::unsent, {}};
    case 27: return {What::draft, {}};
    default: return {};
    }
}

class Table {
public:
    Table(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    void learn(const Columns& columns, std::span<const std::string> row)
    {
        const auto first = [&](std::initializer_list<const char*> names) {
            for (const char* name : names)
                if (const std::string_view cell = columns.text(row, name); !cell.empty()) return cell;
            return std::string_view{};
        };
        const std::string id{columns.text(row, "_id")};
        const Party party = signal_party(
            first({"e164", "phone"}), first({"aci", "uuid", "service_id"}),
            first({"nickname_joined_name", "system_joined_name", "profile_joined_name", "profile_given_name"}));
        if (!id.empty() && !party.handle.value.empty()) people_.emplace(id, party);
    }

    void survey(const Columns& columns, std::span<const std::string> row)
    {
        const Kind kind = kind_of(columns.number(row, "type").value_or(0));
        const std::string from{columns.text(row, "from_recipient_id")};
        if (kind.what == Kind::What::received && !from.empty())
            circle_.add(std::string{columns.text(row, "thread_id")}, person(from));
    }

    void tell(const Columns& columns, std::span<const std::string> row)
    {
        const auto stamp = columns.number(row, "date_sent");
        const auto at = signal_instant(stamp);
        const auto type = columns.number(row, "type");
        if (!type || columns.text(row, "date_sent").empty()) return sink_.skip(Skip::broken, at);
        const Kind kind = kind_of(*type);
        using What = Kind::What;
        if (kind.what == What::other) return sink_.skip(Skip::system, at);
        if (kind.what == What::reaction) return sink_.skip(Skip::reaction, at);
        if (kind.what == What::draft) return sink_.skip(Skip::draft, at);
        if (kind.what == What::unsent || columns.number(row, "remote_deleted").value_or(0) != 0)
            return sink_.skip(Skip::unsent, at);
        // A message that was changed keeps its former versions as rows of their own; a story is for everybody.
        const bool former = columns.number(row, "latest_revision_id").has_value();
        if (former || columns.number(row, "story_type").value_or(0) != 0) return sink_.skip(Skip::system, at);
        if (!at) return sink_.skip(Skip::no_date);
        take(columns, row, kind, *stamp);
    }

private:
    Party person(const std::string& recipient) const
    {
        const auto known = people_.find(recipient);
        return known != people_.end() ? known->second : signal_party({}, {}, "recipient " + recipient);
    }

    void take(const Columns& columns, std::span<const std::string> row, const Kind& kind, std::int64_t stamp)
    {
        Observation observation;
        observation.at = *signal_instant(stamp);
        const std::string from{columns.text(row, "from_recipient_id")};
        const std::string to{columns.text(row, "to_recipient_id")};
        auto others = circle_.others(std::string{columns.text(row, "thread_id")});
        const bool by_owner =
            kind.what == Kind::What::sent || (kind.what == Kind::What::call && kind.call.direction == Direction::out);
        if (by_owner && to == from) // a note to oneself
            others.clear();
        else if (others.empty())
            others = {person(by_owner ? to : from)};
        if (kind.what == Kind::What::call) {
            observation.source_key = "signal:call:" + std::to_string(stamp);
            return tell_call(observation, kind.call, others, context_, sink_);
        }
        const Party author = person(from);
        observation.channel = Channel::chat;
        observation.source_key =
            "signal:" + (by_owner ? std::string{"me"} : author.handle.value) + ":" + std::to_string(stamp);
        const Said words = said(columns.text(row, "body"));
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        intake::tell(observation, by_owner ? Author::owner : Author::other, author, others,
                     static_cast<int>(others.size()), context_, sink_);
    }

    const Context& context_;
    Sink& sink_;
    SignalCircle circle_;
    std::map<std::string, Party> people_; ///< by number of the recipient
};

bool is_message_table(const Columns& columns)
{
    return columns.has("date_sent") && columns.has("from_recipient_id") && columns.has("type") &&
           columns.has("thread_id");
}

/// Of former programs: the columns that phones keep their text messages in.
bool is_phone_table(const Columns& columns)
{
    return columns.has("address") && columns.has("date") && columns.has("type") && columns.has("body") &&
           !columns.has("from_recipient_id");
}

/// Phones count from 1 to 6; what is more are the bits of a Signal message.
std::int64_t phone_type(std::int64_t type)
{
    constexpr std::int64_t received = 1, sent = 2, draft = 3, failed = 5, queued = 6;
    if (type <= queued) return type;
    using What = Kind::What;
    switch (kind_of(type).what) {
    case What::received: return received;
    case What::sent: return sent;
    case What::draft: return draft;
    case What::unsent: return failed;
    case What::call:
    case What::reaction:
    case What::other: break;
    }
    return 0;
}

void read_phone_table(const Input& input, const Context& context, Sink& sink)
{
    each_row(
        input,
        [&](const Columns& columns, std::span<const std::string> row) {
            const auto type = columns.number(row, "type");
            const auto date = columns.number(row, "date");
            if (!type || columns.text(row, "date").empty())
                return sink.skip(Skip::broken, phone_date(date.value_or(0)));
            if (phone_type(*type) == 0) return sink.skip(Skip::system, phone_date(date.value_or(0)));
            intake::tell(PhoneMessage{.address = columns.text(row, "address"),
                                      .name = columns.text(row, "contact_name"),
                                      .date = date.value_or(0),
                                      .type = phone_type(*type),
                                      .body = columns.text(row, "body")},
                         context, sink);
        },
        [&](std::uint64_t bytes) { sink.progress(bytes); });
}

bool is_phone_table(const Input& input)
{
    const std::string head = utf8_head(head_of(input));
    std::istringstream line{head.substr(0, head.find('\n'))};
    bool fits = false;
    read_csv(line, [&](std::span<const std::string> row) { fits = is_phone_table(Columns{row}); });
    return fits;
}

} // namespace

bool is_signal_table(std::string_view head)
{
    std::istringstream line{std::string{head.substr(0, head.find('\n'))}};
    bool fits = false;
    read_csv(line, [&](std::span<const std::string> row) {
        fits = is_message_table(Columns{row}) || is_phone_table(Columns{row});
    });
    return fits;
}

void read_signal_table(const Input& input, const Context& context, Sink& sink)
{
    if (input.members.empty() && is_phone_table(input)) return read_phone_table(input, context, sink);
    Table table{context, sink};
    const auto silent = [](std::uint64_t) {};
    if (const Input* people = member_named(input, "recipient.csv"))
        each_row(
            *people, [&](const auto& columns, const auto row) { table.learn(columns, row); }, silent);
    else
        sink.warn("people are numbers here: export the table \"recipient\" as recipient.csv beside message.csv too");
    const Input* messages = input.members.empty() ? &input : member_named(input, "message.csv");
    each_row(
        *messages, [&](const auto& columns, const auto row) { table.survey(columns, row); }, silent);
    each_row(
        *messages,
        [&](const auto& columns, const auto row) {
            if (!is_message_table(columns))
                throw Problem{Problem::Kind::bad_input, "this table is not that of Signal's messages",
                              "export the table \"message\" as CSV"};
            table.tell(columns, row);
        },
        [&](std::uint64_t bytes) { sink.progress(bytes); });
}

} // namespace blend::intake
