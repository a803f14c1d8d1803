#include "daemon/intake/calls/meetings.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/attendance.hpp"
#include "daemon/intake/calls/call_columns.hpp"
#include "daemon/intake/calls/written.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <utility>

namespace blend::intake {
namespace {

using Row = std::span<const std::string>;

enum class Holds { nothing, name, first_name, last_name, email, join, leave, duration, action, timestamp };

struct Word {
    Holds holds;
    const char* text;
};

/// A heading holds what the first of these that is in it says.
constexpr Word words[] = {{Holds::first_name, "first name"},
                          {Holds::first_name, "Vorname"},
                          {Holds::first_name, "prénom"},
                          {Holds::last_name, "last name"},
                          {Holds::last_name, "Nachname"},
                          {Holds::last_name, "nom de famille"},
                          {Holds::last_name, "apellido"},
                          {Holds::last_name, "cognome"},
                          {Holds::email, "mail"},
                          {Holds::email, "correo"},
                          {Holds::email, "メール"},
                          {Holds::email, "邮箱"},
                          {Holds::email, "邮件"},
                          {Holds::action, "user action"},
                          {Holds::action, "Benutzeraktion"},
                          {Holds::action, "action de l utilisateur"},
                          {Holds::action, "acción"},
                          {Holds::action, "azione"},
                          {Holds::action, "ação"},
                          {Holds::action, "actie"},
                          {Holds::action, "操作"},
                          {Holds::timestamp, "timestamp"},
                          {Holds::timestamp, "Zeitstempel"},
                          {Holds::timestamp, "horodatage"},
                          {Holds::timestamp, "horodateur"},
                          {Holds::timestamp, "marca de tiempo"},
                          {Holds::timestamp, "timbro"},
                          {Holds::timestamp, "carimbo"},
                          {Holds::timestamp, "tijdstempel"},
                          {Holds::timestamp, "タイムスタンプ"},
                          {Holds::timestamp, "时间戳"},
                          {Holds::duration, "duration"},
                          {Holds::duration, "Dauer"},
                          {Holds::duration, "durée"},
                          {Holds::duration, "duración"},
                          {Holds::duration, "duração"},
                          {Holds::duration, "durata"},
                          {Holds::duration, "duur"},
                          {Holds::duration, "期間"},
                          {Holds::duration, "時間分"},
                          {Holds::duration, "时长"},
                          {Holds::duration, "持续时间"},
                          {Holds::leave, "leave"},
                          {Holds::leave, "exited"},
                          {Holds::leave, "left"},
                          {Holds::leave, "verlass"},
                          {Holds::leave, "Austritt"},
                          {Holds::leave, "départ"},
                          {Holds::leave, "sortie"},
                          {Holds::leave, "salida"},
                          {Holds::leave, "saída"},
                          {Holds::leave, "uscita"},
                          {Holds::leave, "vertrek"},
                          {Holds::leave, "退出"},
                          {Holds::leave, "离开"},
                          {Holds::join, "join"},
                          {Holds::join, "Beitritt"},
                          {Holds::join, "beigetreten"},
                          {Holds::join, "arrivée"},
                          {Holds::join, "ingreso"},
                          {Holds::join, "unirse"},
                          {Holds::join, "unión"},
                          {Holds::join, "entrada"},
                          {Holds::join, "ingresso"},
                          {Holds::join, "accesso"},
                          {Holds::join, "connexion"},
                          {Holds::join, "deelname"},
                          {Holds::join, "参加"},
                          {Holds::join, "加入"},
                          {Holds::name, "name"},
                          {Holds::name, "nom"},
                          {Holds::name, "nombre"},
                          {Holds::name, "nome"},
                          {Holds::name, "naam"},
                          {Holds::name, "名前"},
                          {Holds::name, "姓名"},
                          {Holds::name, "名称"},
                          {Holds::name, "参加者"},
                          {Holds::name, "имя"}};

Holds held_by(std::string_view heading)
{
    static const auto keys = [] {
        std::vector<std::pair<Holds, std::string>> result;
        for (const Word& each : words) result.emplace_back(each.holds, heading_key(each.text));
        return result;
    }();
    const std::string key = heading_key(heading);
    for (const auto& [holds, word] : keys)
        if (key.find(word) != std::string::npos) return holds;
    return Holds::nothing;
}

/// Whether a row may be one of headings, which stand three or more together and begin with words. Every file is asked
/// whether it has such rows, and folding the text of a chat to find out costs more than reading it.
bool may_be_headings(Row row)
{
    if (row.size() < 3) return false;
    const char first = row.front().empty() ? '\0' : row.front().front();
    return !is_digit(first) && first != '[';
}

/// A table within the file, by its row of headings.
class Table {
public:
    explicit Table(Row headings)
    {
        for (std::size_t index = 0; index < headings.size(); ++index) {
            const Holds holds = held_by(headings[index]);
            auto& place = places_[static_cast<std::size_t>(holds)];
            if (!place) place = index;
        }
        const auto duration = places_[static_cast<std::size_t>(Holds::duration)];
        // Zoom says minutes in its heading; the others write units behind each number.
        if (duration && headings[*duration].find('(') == std::string::npos && !is_cjk(headings[*duration]))
            unit_ = Seconds{1};
    }

    bool has(Holds what) const { return places_[static_cast<std::size_t>(what)].has_value(); }
    bool of_stays() const { return names() && has(Holds::join) && has(Holds::leave); }
    bool of_actions() const { return names() && has(Holds::action) && has(Holds::timestamp); }
    bool of_totals() const { return names() && has(Holds::duration) && has(Holds::email) && !has(Holds::join); }
    bool any() const { return of_stays() || of_actions(); }

    std::string_view cell(Row row, Holds what) const
    {
        const auto place = places_[static_cast<std::size_t>(what)];
        return place && *place < row.size() ? stripped(row[*place]) : std::string_view{};
    }
    std::string name(Row row) const
    {
        if (!has(Holds::first_name)) return std::string{cell(row, Holds::name)};
        std::string name{cell(row, Holds::first_name)};
        name.append(" ").append(cell(row, Holds::last_name));
        return std::string{stripped(name)};
    }
    Seconds unit() const { return unit_; }

private:
    static bool is_cjk(std::string_view text) { return text.find("\xEF\xBC\x88") != std::string_view::npos; }
    bool names() const { return has(Holds::name) || has(Holds::first_name); }

    std::array<std::optional<std::size_t>, 10> places_{};
    Seconds unit_{60};
};

/// "standup 2021-11-19 10_00.csv", "20211119": the day in a file's name.
std::optional<std::string> day_in(std::string_view name)
{
    for (std::size_t at = 0; at + 8 <= name.size(); ++at) {
        if (at > 0 && is_digit(name[at - 1])) continue;
        for (const std::string_view form : {"0000-00-00", "0000_00_00", "0000.00.00", "00000000"}) {
            const std::string_view here = name.substr(at, form.size());
            const bool fits = here.size() == form.size() &&
                              std::equal(here.begin(), here.end(), form.begin(),
                                         [](char a, char b) { return b == '0' ? is_digit(a) : a == b; });
            if (!fits) continue;
            std::string digits;
            std::copy_if(here.begin(), here.end(), std::back_inserter(digits), is_digit);
            std::string day = digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
            if (parse_iso_day(day)) return day;
        }
    }
    return std::nullopt;
}

bool has_no_day(std::string_view text) { return text.find(':') != std::string_view::npos && !written(text); }

class Meeting {
public:
    Meeting(const Input& input, const Context& context, Sink& sink) : input_{input}, context_{context}, sink_{sink} {}

    void read()
    {
        const auto stream = input_.open();
        read_csv(
            *stream, [this](Row row) { take(row); }, [this](std::uint64_t bytes) { sink_.progress(bytes); });
        if (stays_.empty() && actions_.empty())
            throw Problem{Problem::Kind::bad_input, input_.name + " names nobody who attended", "export it again"};
        give_days();
        for (const Stay& each : stays_) {
            dates_.see(each.join);
            dates_.see(each.leave);
        }
        for (const Action& each : actions_) dates_.see(each.when);
        if (!start_.empty()) dates_.see(start_);
        dates_.settle(context_, input_.name);
        for (const Stay& each : stays_) attend(each);
        act();
        attendance_.settle();
        tell();
    }

private:
    struct Stay {
        std::string name;
        std::string email;
        std::string join;
        std::string leave;
        std::optional<Seconds> length;
    };
    struct Action {
        std::string name;
        std::string email;
        std::string when;
        bool left{};
    };

    void take(Row row)
    {
        constexpr std::size_t most_rows = 200'000;
        if (stays_.size() + actions_.size() > most_rows)
            throw Problem{Problem::Kind::bad_input, input_.name + " is too large for the list of a meeting", ""};
        if (std::all_of(row.begin(), row.end(), [](const std::string& each) { return stripped(each).empty(); })) return;
        const Table headings{row};
        if (headings.any()) {
            // Teams lists who was there, and then each stay of theirs: the latter says more.
            if (headings.of_stays() && table_ && table_->of_stays()) {
                for (const Stay& each : stays_) attendance_.person(each.name, each.email);
                stays_.clear();
            }
            table_ = headings;
            return;
        }
        if (!table_ || (block_ && !table_->any())) return take_block(row, headings);
        const std::string name = table_->name(row);
        if (row.size() < 2 || name.empty()) return;
        const std::string email{table_->cell(row, Holds::email)};
        if (table_->of_actions())
            actions_.push_back({name, email, std::string{table_->cell(row, Holds::timestamp)},
                                is_left(table_->cell(row, Holds::action))});
        else
            stays_.push_back({name, email, std::string{table_->cell(row, Holds::join)},
                              std::string{table_->cell(row, Holds::leave)},
                              written_length(table_->cell(row, Holds::duration), table_->unit())});
    }

    /// Above the people a block may say what the meeting was: headings and a row of values, or a value a row.
    void take_block(Row row, const Table& headings)
    {
        for (const std::string& each : row)
            if (start_.empty() && written(each)) start_ = each;
        if (!start_.empty() && headings.of_totals()) {
            table_ = headings;
            block_ = false;
        }
    }

    static bool is_left(std::string_view action)
    {
        static const auto stems = [] {
            std::vector<std::string> result;
            for (const char* word :
                 {"left", "verlass", "quitt", "sali", "abandon", "uscit", "abbandon", "saiu", "退出", "离开"})
                result.push_back(heading_key(word));
            return result;
        }();
        const std::string key = heading_key(action);
        return std::any_of(stems.begin(), stems.end(),
                           [&](const std::string& stem) { return key.find(stem) != key.npos; });
    }

    void give_days()
    {
        const auto has_day = [](const Stay& each) { return written(each.join).has_value(); };
        const auto needs_day = [](const Stay& each) { return has_no_day(each.join); };
        if (std::any_of(stays_.begin(), stays_.end(), has_day)) return; // what has none beside them is damaged
        if (std::none_of(stays_.begin(), stays_.end(), needs_day)) return;
        const auto day = day_in(input_.name);
        if (!day)
            throw Problem{Problem::Kind::bad_input, input_.name + " says times without a day",
                          "put the day into the file's name, like \"2026-11-19 " + input_.name + "\""};
        for (Stay& each : stays_) {
            if (has_no_day(each.join)) each.join = *day + " " + each.join;
            if (has_no_day(each.leave)) each.leave = *day + " " + each.leave;
        }
    }

    void note(const std::optional<WrittenDates::At>& at)
    {
        if (at && !at->zoned) zoned_ = false;
        if (at) last_ = std::max(last_.value_or(at->instant), at->instant);
    }

    void attend(const Stay& stay)
    {
        Attendee& person = attendance_.person(stay.name, stay.email);
        const auto join = dates_.at(stay.join);
        const auto leave = dates_.at(stay.leave);
        note(join);
        note(leave);
        if (!join) {
            if (stay.length) person.stated = person.stated.value_or(Seconds{0}) + *stay.length;
            return;
        }
        Instant end = leave ? leave->instant : join->instant + stay.length.value_or(Seconds{0});
        if (end < join->instant) {
            // Over midnight, where only the time is written; or a clock that was set back.
            const Instant tomorrow = end + std::chrono::hours{24};
            const bool short_stay = tomorrow - join->instant < std::chrono::hours{16};
            end = short_stay ? tomorrow : join->instant + stay.length.value_or(Seconds{0});
        }
        person.stretches.push_back({join->instant, end});
    }

    void act()
    {
        struct Moment {
            const Action* action;
            Instant at;
            Instant end; ///< when the same person acted next
        };
        std::vector<Moment> moments;
        for (const Action& each : actions_) {
            const auto at = dates_.at(each.when);
            note(at);
            if (at) moments.push_back({&each, at->instant, {}});
        }
        std::stable_sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) { return a.at < b.at; });
        // Who never left was there until the last that is known.
        std::map<std::pair<std::string_view, std::string_view>, Instant> next;
        for (auto moment = moments.rbegin(); moment != moments.rend(); ++moment) {
            Instant& later = next.try_emplace({moment->action->name, moment->action->email}, *last_).first->second;
            moment->end = std::exchange(later, moment->at);
        }
        for (const Moment& each : moments) {
            Attendee& person = attendance_.person(each.action->name, each.action->email);
            if (!each.action->left) person.stretches.push_back({each.at, each.end});
        }
    }

    bool is_owner(const Attendee& person) const
    {
        if (!context_.is_owner) return false;
        const auto is = [&](HandleKind kind, const std::string& value) {
            return !value.empty() && context_.is_owner({{kind, value}, value});
        };
        return is(HandleKind::email, person.email) || is(HandleKind::name, person.name) ||
               is(HandleKind::name, person.other) || is(HandleKind::meeting, person.name);
    }

    void tell()
    {
        auto begin = attendance_.begin();
        if (!begin)
            if (const auto at = dates_.at(start_)) begin = at->instant;
        if (!begin) return sink_.skip(Skip::no_date);
        if (*begin > context_.now) return sink_.skip(Skip::future, begin);

        const auto& people = attendance_.people();
        const auto owner =
            std::find_if(people.begin(), people.end(), [this](const Attendee& each) { return is_owner(each); });
        const bool known = owner != people.end();
        if (!known) sink_.warn("none of those who attended is known to be you; if one is, add --me with their name");
        const int others = static_cast<int>(people.size()) - 1;

        std::vector<Observation> observations;
        std::string first_name;
        for (const Attendee& each : people)
            if (!each.stretches.empty() && each.stretches.front().from == *begin &&
                (first_name.empty() || each.name < first_name))
                first_name = each.name;
        for (const Attendee& each : people) {
            if (known && is_owner(each)) continue;
            const auto stay = known ? Attendance::presence(each, *owner) : Attendance::presence(each);
            Observation observation;
            observation.at = *begin;
            observation.zoned = zoned_;
            observation.channel = Channel::video;
            observation.direction = Direction::mutual;
            observation.others = std::max(others, 1);
            if (stay) observation.size = static_cast<double>(stay->count()) / 60.0;
            observation.source_key = "meeting:" + rfc3339(*begin) + ":" + hexadecimal(fnv1a(first_name));
            const Handle handle =
                each.email.empty() ? Handle{HandleKind::meeting, each.name} : Handle{HandleKind::email, each.email};
            observation.parties = {{handle, each.other.empty() ? each.name : each.other}};
            observations.push_back(std::move(observation));
        }
        if (observations.empty()) return sink_.skip(known ? Skip::note_to_self : Skip::no_counterpart, begin);
        sink_.record(observations);
    }

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    std::optional<Table> table_;
    bool block_{true};
    std::string start_; ///< of the meeting, where a block says it
    std::vector<Stay> stays_;
    std::vector<Action> actions_;
    WrittenDates dates_;
    Attendance attendance_;
    std::optional<Instant> last_;
    bool zoned_{true};
};

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    std::string text = utf8_head(head);
    if (std::any_of(text.begin(), text.end(), [](char each) { return each >= 0 && each < '\t'; })) return 0;
    constexpr std::size_t looked_at = 4096;
    text.resize(std::min(text.size(), looked_at));
    std::istringstream stream{text};
    int sure = 0;
    bool block = false;
    read_csv(stream, [&](Row row) {
        if (zone::folds_plainly(row.front()) && heading_key(row.front()).starts_with("meetingid")) block = true;
        if (!may_be_headings(row)) return;
        const Table headings{row};
        if (headings.any() || (block && headings.of_totals())) sure = 90;
    });
    return sure;
}

void read(const Input& input, const Context& context, Sink& sink) { Meeting{input, context, sink}.read(); }

} // namespace

const Format meetings{"meetings", sniff, read};

} // namespace blend::intake
