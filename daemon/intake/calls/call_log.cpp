#include "daemon/intake/calls/call_log.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/call_columns.hpp"
#include "daemon/intake/calls/phone.hpp"
#include "daemon/intake/calls/written.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <map>
#include <sstream>

namespace blend::intake {
namespace {

using Row = std::span<const std::string>;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t heading_rows = 10; // a title and a period may stand above the headings

Rows rows_of(std::string_view head)
{
    std::string text = utf8_head(head);
    if (const auto end = text.rfind('\n'); end != std::string::npos && text.size() > 16'384) text.resize(end + 1);
    std::istringstream stream{text};
    Rows rows;
    read_csv(stream, [&rows](Row row) {
        if (rows.size() < heading_rows) rows.emplace_back(row.begin(), row.end());
    });
    return rows;
}

/// Which columns hold what, and how many rows stand above the first record.
struct Table {
    CallColumns columns;
    std::size_t above{};
};

std::optional<Table> headed(const Rows& rows)
{
    for (std::size_t index = 0; index < rows.size(); ++index)
        if (const auto columns = CallColumns::named(rows[index]); columns.fit() && rows[index].size() > 1)
            return Table{columns, index + 1};
    return std::nullopt;
}

bool looks_like_number(std::string_view cell)
{
    cell = stripped(cell);
    const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
    return digits >= 7 && digits <= 15 && std::all_of(cell.begin(), cell.end(), [](char letter) {
               return is_digit(letter) || std::string_view{"+-()/ ."}.find(letter) != std::string_view::npos;
           });
}

/// "1=date, 2=number, 3=text": a refusal is kept, and a cell may hold the words of a message.
std::string shapes(Row row)
{
    const auto shape = [](std::string_view cell) {
        cell = stripped(cell);
        if (cell.empty()) return "nothing";
        if (cell.find_first_of("-:./") != std::string_view::npos && written(cell)) return "date";
        const bool number = std::all_of(cell.begin(), cell.end(), [](char letter) {
            return is_digit(letter) || std::string_view{"+-()/ .:"}.find(letter) != std::string_view::npos;
        });
        return number ? "number" : "text";
    };
    constexpr std::size_t most = 12;
    std::string text;
    for (std::size_t index = 0; index < std::min(row.size(), most); ++index)
        text += (index == 0 ? "" : ", ") + std::to_string(index + 1) + "=" + shape(row[index]);
    return text;
}

Table table_of(const Input& input, const Context& context)
{
    const Rows rows = rows_of(head_of(input));
    if (rows.empty()) throw Problem{Problem::Kind::bad_input, input.name + " has no rows", "export it again"};
    if (context.columns) {
        // A mapping counts from the row of headings, if there is one.
        const auto known = headed(rows);
        const std::size_t first = known ? known->above - 1 : 0;
        Table table{CallColumns::mapped(*context.columns, rows[first]), first};
        if (!table.columns.fit())
            throw Problem{Problem::Kind::bad_request, "the columns say no date, or nobody called",
                          "name at least date and number, like --columns number=2,date=4"};
        const bool heading = !written(table.columns.cell(rows[first], CallColumn::date));
        if (heading) ++table.above;
        return table;
    }
    if (auto table = headed(rows)) return *table;
    throw Problem{Problem::Kind::bad_input,
                  "the columns of " + input.name + " have no headings that Blend knows; the first row is " +
                      shapes(rows.front()),
                  "say which is which, like --columns number=2,date=4,duration=5,direction=1"};
}

class CallLog {
public:
    CallLog(const Input& input, const Context& context, Sink& sink)
        : input_{input}, context_{context}, sink_{sink}, table_{table_of(input, context)}
    {
    }

    void read()
    {
        visit([&](Row row) { dates_.see(when(row)); }, {});
        dates_.settle(context_, input_.name);
        if (has_both()) require_owner();
        visit([&](Row row) { tell_row(row); }, [&](std::uint64_t bytes) { sink_.progress(bytes); });
    }

private:
    template <class Take> void visit(Take take, const std::function<void(std::uint64_t)>& progress) const
    {
        const auto stream = input_.open();
        std::size_t seen = 0;
        read_csv(
            *stream,
            [&](Row row) {
                if (seen++ >= table_.above) take(row);
            },
            progress);
    }

    std::string_view cell(Row row, CallColumn column) const { return table_.columns.cell(row, column); }

    std::string when(Row row) const
    {
        const std::string_view date = cell(row, CallColumn::date);
        const std::string_view time = cell(row, CallColumn::time);
        // A column called "time" may hold the date as well.
        if (date.empty() || written(time)) return std::string{time};
        const bool timed = date.find(':') != std::string_view::npos;
        return timed || time.empty() ? std::string{date} : std::string{date} + " " + std::string{time};
    }

    bool has_both() const
    {
        return table_.columns.has(CallColumn::caller) && table_.columns.has(CallColumn::receiver) &&
               !table_.columns.has(CallColumn::number);
    }

    bool is_owner(std::string_view number) const
    {
        const Party party = party_of(number, {});
        if (context_.is_owner && context_.is_owner(party)) return true;
        return own_ && number_key(*own_) == number_key(number);
    }

    /// Whoever is in every row of a table of callers and receivers may be the owner, and may be a company: it is asked.
    void require_owner()
    {
        bool known = false;
        std::map<std::string, std::string> in_all;
        bool first = true;
        visit(
            [&](Row row) {
                const std::string caller{cell(row, CallColumn::caller)};
                const std::string receiver{cell(row, CallColumn::receiver)};
                known = known || is_owner(caller) || is_owner(receiver);
                if (first) in_all = {{number_key(caller), caller}, {number_key(receiver), receiver}};
                first = false;
                std::erase_if(in_all, [&](const auto& each) {
                    return each.first != number_key(caller) && each.first != number_key(receiver);
                });
            },
            {});
        if (known || first) return;
        std::vector<std::string> candidates;
        for (const auto& [key, number] : in_all) candidates.push_back(zone::repaired(number));
        const std::string likely = candidates.size() == 1 ? candidates.front() : "NUMBER";
        throw UnknownOwner{std::move(candidates),
                           input_.name + " names callers and receivers, but not which of them you are",
                           "add --me \"" + likely + "\""};
    }

    static Party party_of(std::string_view number, std::string_view name)
    {
        const std::string shown{phone_name(name)};
        const bool dialled = std::count_if(number.begin(), number.end(), is_digit) >= 3;
        if (dialled) return {{HandleKind::phone, std::string{number}}, shown};
        const std::string alone{number.empty() ? std::string_view{shown} : number};
        return {{HandleKind::name, alone}, shown.empty() ? alone : shown};
    }

    struct Other {
        std::string number;
        std::optional<CallWord> way;
        bool own{}; ///< neither of them is anybody else
    };

    /// The other side of a row, and the way that callers and receivers say.
    Other other_of(Row row)
    {
        if (!has_both()) return {std::string{cell(row, CallColumn::number)}, std::nullopt, false};
        const std::string_view caller = cell(row, CallColumn::caller);
        const std::string_view receiver = cell(row, CallColumn::receiver);
        const bool mine = is_owner(caller);
        const bool theirs = is_owner(receiver);
        if (mine == theirs) return {{}, std::nullopt, true};
        return {std::string{mine ? receiver : caller}, mine ? CallWord::out : CallWord::in, false};
    }

    CallWords words_of(Row row) const
    {
        CallWords words;
        const std::string direction = lower(cell(row, CallColumn::direction));
        const bool yes = direction == "1" || direction == "yes" || direction == "true" || direction == "y" ||
                         direction == "ja" || direction == "oui" || direction == "si";
        const bool no = direction == "0" || direction == "no" || direction == "false" || direction == "n" ||
                        direction == "nein" || direction == "non";
        // A type says more than a direction: an incoming call may have been missed.
        words.add(cell(row, CallColumn::type));
        if (words.way == CallWord::in || words.way == CallWord::out) {
            const std::string type{cell(row, CallColumn::type)};
            const bool code = std::all_of(type.begin(), type.end(), is_digit);
            if (code && !direction.empty()) words.way.reset();
        }
        if (table_.columns.direction_is_flag() && (yes || no)) {
            if (!words.way) words.way = yes ? CallWord::in : CallWord::out;
        } else {
            CallWords said;
            said.add(direction);
            if (!words.way) words.way = said.way;
            if (words.way == CallWord::missed && said.way == CallWord::out) words.way = CallWord::missed_out;
            if (!words.medium) words.medium = said.medium;
        }
        return words;
    }

    void tell_row(Row row)
    {
        const std::string text = when(row);
        const auto at = dates_.at(text);
        if (!at) return sink_.skip(text.empty() ? Skip::no_date : Skip::broken);
        if (at->instant > context_.now) return sink_.skip(Skip::future, at->instant);
        if (const auto own = cell(row, CallColumn::me); !own.empty() && (!own_ || *own_ != own)) {
            own_ = own;
            sink_.owner(party_of(own, {}));
        }
        const Other other = other_of(row);
        if (other.own) return sink_.skip(Skip::no_counterpart, at->instant);

        const std::string_view length = cell(row, CallColumn::duration);
        const auto seconds = written_length(length, table_.columns.unit());
        CallWords words = words_of(row);
        if (!words.way) words.way = other.way;
        Observation observation;
        observation.at = at->instant;
        observation.zoned = at->zoned;
        if (!describe(words, seconds, observation)) return sink_.skip(Skip::broken, at->instant);
        const Party party = party_of(other.number, cell(row, CallColumn::name));
        const bool nobody =
            party.handle.value.empty() || (party.handle.value.size() == 2 && other.number.starts_with('-'));
        observation.source_key =
            key_of(*at, observation, nobody ? std::string{} : number_key(party.handle.value), length);
        if (!nobody) observation.parties = {party};
        if (nobody && !observation.call) return sink_.skip(Skip::no_counterpart, at->instant);
        sink_.record(observation);
    }

    static bool describe(const CallWords& words, std::optional<Seconds> seconds, Observation& observation)
    {
        const CallWord way = words.way.value_or(CallWord::in);
        const bool out = way == CallWord::out || way == CallWord::missed_out;
        observation.direction = out ? Direction::out : Direction::in;
        if (words.medium == CallWord::text) {
            observation.channel = Channel::sms;
            return words.way.has_value();
        }
        observation.call = true;
        const bool talked = !seconds || seconds->count() > 0;
        const bool answered = (way == CallWord::in || way == CallWord::out) && talked;
        if (!words.way && talked) observation.direction = Direction::mutual; // nothing says who called
        if (!words.way && !seconds) return false;
        observation.channel = way == CallWord::voicemail        ? Channel::voice_message
                              : !answered                       ? Channel::missed_call
                              : words.medium == CallWord::video ? Channel::video
                                                                : Channel::phone;
        if (seconds && observation.channel != Channel::missed_call && seconds->count() > 0)
            observation.size = static_cast<double>(seconds->count()) / 60.0;
        return true;
    }

    /// Rows of the same minute may be the same in everything: then their order tells them apart.
    std::string key_of(const WrittenDates::At& at, const Observation& observation, const std::string& number,
                       std::string_view length)
    {
        std::string key = "call-log:" + rfc3339(at.instant) + ":" + std::string{word(observation.direction)} +
                          (observation.call ? "c" : "t") + hexadecimal(fnv1a(number + "\n" + std::string{length}));
        if (at.to_the_second) return key;
        if (at.instant != minute_) same_minute_.clear();
        minute_ = at.instant;
        if (const int before = same_minute_[key]++; before > 0) key += ":" + std::to_string(before);
        return key;
    }

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    Table table_;
    WrittenDates dates_;
    std::optional<std::string> own_; ///< the number that a column of the owner's says
    Instant minute_{};
    std::map<std::string, int> same_minute_;
};

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    if (std::any_of(text.begin(), text.end(), [](char each) { return each >= 0 && each < '\t'; })) return 0;
    const Rows rows = rows_of(head);
    if (const auto table = headed(rows)) return table->columns.sure() ? 80 : 0;
    const std::string name = lower(input.name);
    if (!name.ends_with(".csv") && !name.ends_with(".tsv") && !name.ends_with(".txt")) return 0;
    // Without headings: a moment and a number in every row.
    const auto is_call = [](Row row) {
        const bool dated = std::any_of(row.begin(), row.end(), [](const std::string& each) {
            return each.find(':') != std::string::npos && written(each);
        });
        return dated && row.size() > 2 && std::any_of(row.begin(), row.end(), looks_like_number);
    };
    return rows.size() >= 2 && std::all_of(rows.begin(), rows.end(), is_call) ? 35 : 0;
}

void read(const Input& input, const Context& context, Sink& sink) { CallLog{input, context, sink}.read(); }

} // namespace

const Format call_log{"call_log", sniff, read};

} // namespace blend::intake
