#include "daemon/calendar/reading.hpp"

#include "daemon/calendar/content_line.hpp"
#include "daemon/calendar/event_zones.hpp"
#include "daemon/zone/letters.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace blend::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::weeks;

constexpr std::size_t deepest = 16;
constexpr std::size_t most_of_a_list = 20'000; ///< attendees, dates or rules of one event

template <class List, class Value> void add(List& list, Value&& value)
{
    if (list.size() < most_of_a_list) list.push_back(std::forward<Value>(value));
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::optional<Seconds> duration(std::string_view text)
{
    if (text.size() > 64) return std::nullopt;
    const icaldurationtype read = icaldurationtype_from_string(std::string{text}.c_str());
    if (icaldurationtype_is_bad_duration(read)) return std::nullopt;
    const Seconds length =
        weeks{read.weeks} + days{read.days} + hours{read.hours} + minutes{read.minutes} + seconds{read.seconds};
    return read.is_neg ? -length : length;
}

std::string uid_of(const ContentLine& line)
{
    constexpr std::size_t longest = 1'000;
    return zone::repaired(line.value.substr(0, longest));
}

Answer answer(std::string_view text)
{
    if (same_word(text, "ACCEPTED")) return Answer::accepted;
    if (same_word(text, "TENTATIVE")) return Answer::tentative;
    if (same_word(text, "DECLINED") || same_word(text, "DELEGATED")) return Answer::declined;
    return Answer::none;
}

Attendee attendee(const ContentLine& line)
{
    constexpr std::string_view mailto{"MAILTO:"};
    constexpr std::size_t longest_address = 320;
    Attendee result;
    std::string_view address = line.value;
    if (same_word(address.substr(0, mailto.size()), mailto)) address.remove_prefix(mailto.size());
    if (!has(address, "@")) address = line.parameter("EMAIL");
    while (address.starts_with(' ') || address.starts_with('<')) address.remove_prefix(1);
    while (address.ends_with(' ') || address.ends_with('>')) address.remove_suffix(1);
    if (has(address, "@") && address.size() <= longest_address) result.address = zone::repaired(address);
    result.name = zone::repaired(decoded_parameter(line.parameter("CN").substr(0, longest_address)));
    result.answer = answer(line.parameter("PARTSTAT"));
    const std::string_view type = line.parameter("CUTYPE");
    result.person = !same_word(type, "ROOM") && !same_word(type, "RESOURCE") && !same_word(type, "GROUP") &&
                    !same_word(line.parameter("ROLE"), "NON-PARTICIPANT");
    return result;
}

bool links_to_video(std::string_view text)
{
    constexpr std::array<std::string_view, 20> hosts{
        "ZOOM.US/",         "ZOOMGOV.COM/",     "MEET.GOOGLE.COM/", "HANGOUTS.GOOGLE.COM/",
        "TEAMS.MICROSOFT.", "TEAMS.LIVE.COM/",  "MEET.JIT.SI/",     "WEBEX.COM/",
        "WHEREBY.COM/",     "GOTOMEETING.COM/", "SKYPE.COM/",       "FACETIME.APPLE.COM/",
        "BIGBLUEBUTTON.",   "8X8.VC/",          "SIGNAL.LINK/CALL", "CHIME.AWS/",
        "BLUEJEANS.COM/",   "JITSI.",           "MEET.GOTO.COM/",   "GOTOMEET.ME/"};
    if (!has(text, ".")) return false;
    const std::string upper = capitals(text);
    return std::any_of(hosts.begin(), hosts.end(), [&](std::string_view host) { return has(upper, host); });
}

/// A title or place that is about a call, in the languages of the product's first users.
bool speaks_of_a_call(std::string_view text)
{
    constexpr std::size_t looked_at = 200;
    constexpr std::array<std::string_view, 32> words{
        "CALL",     "CALLING",      "PHONE",    "TELEPHONE",  "PHONECALL",  "TEL",       "ANRUF",    "TELEFONAT",
        "TELEFON",  "TELEFONIEREN", "ANRUFEN",  "APPEL",      "TELEPHONER", "TéLéPHONE", "LLAMADA",  "LLAMAR",
        "TELEFONO", "TELéFONO",     "CHIAMATA", "TELEFONATA", "CHAMADA",    "LIGAçãO",   "TELEFONE", "BELLEN",
        "HOVOR",    "TELEFONNí",    "ROZMOWA",  "SAMTAL",     "ЗВОНОК",     "Звонок",    "звонок",   "SOITTO"};
    // Letters beyond ASCII are compared as they are written: folding them would cost more than reading the file.
    const std::string upper = capitals(text.substr(0, looked_at));
    const auto is_letter = [](char each) {
        return (each >= 'A' && each <= 'Z') || static_cast<unsigned char>(each) >= 0x80;
    };
    for (auto at = upper.begin(); at != upper.end();) {
        at = std::find_if(at, upper.end(), is_letter);
        const auto end = std::find_if_not(at, upper.end(), is_letter);
        if (std::find(words.begin(), words.end(), std::string_view{at, end}) != words.end()) return true;
        at = end;
    }
    return false;
}

Hint hint(const ContentLine& line)
{
    const bool telephone = same_word(line.value.substr(0, 4), "TEL:");
    if (line.name == "X-GOOGLE-CONFERENCE" || line.name == "X-MICROSOFT-SKYPETEAMSMEETINGURL")
        return line.value.empty() ? Hint::none : Hint::video;
    if (line.name == "CONFERENCE") return telephone ? Hint::call : Hint::video;
    if (line.name == "URL" && telephone) return Hint::call;
    if ((line.name == "LOCATION" || line.name == "URL" || line.name == "DESCRIPTION") && links_to_video(line.value))
        return Hint::video;
    if (line.name == "LOCATION" && telephone) return Hint::call;
    if ((line.name == "LOCATION" || line.name == "SUMMARY") && speaks_of_a_call(line.value)) return Hint::call;
    return Hint::none;
}

/// One event while its lines come in. Times are made at the end: what has no zone takes that of the start.
class Draft {
public:
    Draft(std::string method, EventZones& zones, const When& unzoned) : zones_{zones}, unzoned_{unzoned}
    {
        event_.method = std::move(method);
    }

    void take(const ContentLine& line);
    void break_it() { event_.broken = true; }
    Event finish();

private:
    struct Raw {
        std::string value;
        std::string tzid;
        bool future{};
    };

    Raw raw(const ContentLine& line) const
    {
        return {std::string{line.value}, std::string{line.parameter("TZID")}, false};
    }
    std::optional<When> when(const Raw& raw, const std::optional<When>& like);
    void take_extra(const Raw& raw);
    void settle_length();

    EventZones& zones_;
    const When& unzoned_; ///< what holds for a time without a zone
    Event event_;
    std::optional<Raw> start_;
    std::optional<Raw> end_;
    std::optional<Seconds> duration_;
    std::optional<Raw> recurrence_;
    std::vector<Raw> extra_;
    std::vector<Raw> except_;
    std::size_t list_bytes_{};
    bool day_long_{};
};

void Draft::take(const ContentLine& line)
{
    const std::string& name = line.name;
    constexpr std::size_t longest_lists = 1 << 22;
    if (name == "RRULE" || name == "RDATE" || name == "EXDATE" || name == "ATTENDEE") {
        list_bytes_ += line.value.size();
        if (list_bytes_ > longest_lists) return;
    }
    if (name == "UID")
        event_.uid = uid_of(line);
    else if (name == "DTSTART")
        start_ = raw(line);
    else if (name == "DTEND")
        end_ = raw(line);
    else if (name == "DURATION")
        duration_ = duration(line.value);
    else if (name == "RRULE")
        add(event_.rules, std::string{line.value.substr(0, 4'000)});
    else if (name == "RDATE")
        add(extra_, raw(line));
    else if (name == "EXDATE")
        add(except_, raw(line));
    else if (name == "SEQUENCE")
        std::from_chars(line.value.data(), line.value.data() + line.value.size(), event_.sequence);
    else if (name == "STATUS")
        event_.cancelled = same_word(line.value, "CANCELLED");
    else if (name == "TRANSP") {
        event_.transparent = same_word(line.value, "TRANSPARENT");
        event_.opaque = same_word(line.value, "OPAQUE");
    } else if (name == "X-MICROSOFT-CDO-ALLDAYEVENT")
        day_long_ = same_word(line.value, "TRUE");
    else if (name == "ORGANIZER")
        event_.organizer = attendee(line);
    else if (name == "ATTENDEE")
        add(event_.attendees, attendee(line));
    else if (name == "RECURRENCE-ID") {
        recurrence_ = raw(line);
        recurrence_->future = same_word(line.parameter("RANGE"), "THISANDFUTURE");
    } else
        event_.hint = std::max(event_.hint, hint(line));
}

std::optional<When> Draft::when(const Raw& raw, const std::optional<When>& like)
{
    const auto read = parse_moment(raw.value);
    if (!read) return std::nullopt;
    When result;
    result.local = read->local;
    result.date = read->date;
    if (read->utc) return result;
    if (!raw.tzid.empty())
        if (const auto found = zones_.find(raw.tzid)) {
            result.zone = *found;
            return result;
        }
    const When& unzoned = like ? *like : unzoned_;
    result.zone = unzoned.zone;
    result.floating = unzoned.floating;
    return result;
}

void Draft::take_extra(const Raw& list)
{
    for (std::string_view rest{list.value}; !rest.empty();) {
        const auto comma = std::min(rest.find(','), rest.size());
        const std::string_view each = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const auto slash = each.find('/'); // a PERIOD: start/end or start/duration
        const auto start = when({std::string{each.substr(0, slash)}, list.tzid, false}, event_.start);
        if (!start) continue;
        Extra extra{*start, {}};
        if (slash != std::string_view::npos) {
            const std::string_view end = each.substr(slash + 1);
            extra.length = duration(end);
            if (!extra.length)
                if (const auto at = when({std::string{end}, list.tzid, false}, start))
                    extra.length = at->instant() - start->instant();
            if (extra.length && *extra.length < Seconds{0}) extra.length.reset();
        }
        add(event_.extra, extra);
    }
}

void Draft::settle_length()
{
    if (end_) {
        if (const auto end = when(*end_, event_.start)) event_.length = end->instant() - event_.start->instant();
    } else if (duration_) {
        event_.length = duration_;
    } else if (event_.start->date) {
        event_.length = days{1};
    }
    if (event_.length && *event_.length < Seconds{0}) event_.length.reset();
}

Event Draft::finish()
{
    if (start_) event_.start = when(*start_, std::nullopt);
    if (event_.start) settle_length();
    event_.all_day = day_long_ || (event_.start && event_.start->date);
    if (recurrence_) {
        event_.recurrence = when(*recurrence_, event_.start);
        event_.and_future = recurrence_->future;
    }
    for (const Raw& each : extra_) take_extra(each);
    for (const Raw& list : except_)
        for (std::string_view rest{list.value}; !rest.empty();) {
            const auto comma = std::min(rest.find(','), rest.size());
            if (const auto at = when({std::string{rest.substr(0, comma)}, list.tzid, false}, event_.start))
                add(event_.except, *at);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    return std::move(event_);
}

/// Follows BEGIN and END through a file and hands on the events. END lines that lack, or close too much, are forgiven.
class Walk {
public:
    Walk(const zone::Zone& reader, const std::function<void(Event)>& each) : reader_{reader}, each_{each}
    {
        begin_calendar();
    }

    void take(std::string_view line);
    /// Nothing follows: an event that is still open was cut off.
    void end();

private:
    void begin_calendar();
    void begin(const std::string& kind);
    void close(const std::string& kind);
    void hand_over();

    const zone::Zone& reader_;
    const std::function<void(Event)>& each_;
    EventZones zones_;
    std::string method_;
    When unzoned_;
    std::optional<Draft> draft_;
    std::size_t depth_inside_{}; ///< of components within the event: alarms
    bool in_zone_{};
    std::string definition_;
};

void Walk::hand_over()
{
    if (!draft_) return;
    Event event = draft_->finish();
    draft_.reset();
    each_(std::move(event));
}

void Walk::begin_calendar()
{
    method_.clear();
    unzoned_ = {.zone = reader_, .floating = true};
}

void Walk::begin(const std::string& kind)
{
    if (kind == "VEVENT" || kind == "VCALENDAR" || kind == "VTODO" || kind == "VJOURNAL" || kind == "VFREEBUSY" ||
        kind == "VTIMEZONE") {
        hand_over();
        depth_inside_ = 0;
        in_zone_ = kind == "VTIMEZONE";
        definition_.clear();
        if (kind == "VCALENDAR") begin_calendar();
        if (kind == "VEVENT") draft_.emplace(method_, zones_, unzoned_);
    } else if (draft_) {
        if (++depth_inside_ >= deepest) draft_->break_it();
    }
}

void Walk::close(const std::string& kind)
{
    if (kind == "VEVENT" || kind == "VCALENDAR") {
        hand_over();
    } else if (kind == "VTIMEZONE" && in_zone_) {
        zones_.define(definition_);
        in_zone_ = false;
    } else if (depth_inside_ > 0) {
        --depth_inside_;
    }
}

void Walk::take(std::string_view line)
{
    constexpr std::size_t longest_definition = 1 << 17;
    const auto parsed = parse_line(line);
    if (!parsed) return;
    const bool begins = parsed->name == "BEGIN";
    const std::string kind = begins || parsed->name == "END" ? capitals(parsed->value.substr(0, 64)) : std::string{};
    if (begins) begin(kind);
    if (in_zone_ && definition_.size() + line.size() < longest_definition) definition_.append(line).append("\r\n");
    if (begins) return;
    if (!kind.empty())
        close(kind);
    else if (draft_ && depth_inside_ == 0)
        draft_->take(*parsed);
    else if (!draft_ && parsed->name == "METHOD")
        method_ = capitals(parsed->value.substr(0, 64));
    else if (!draft_ && parsed->name == "X-WR-TIMEZONE")
        if (const auto found = zones_.find(parsed->value)) unzoned_ = {.zone = *found, .floating = false};
}

void Walk::end()
{
    if (draft_) draft_->break_it();
    hand_over();
}

/// Tells how far a reading is, once every 64 KiB.
class Pace {
public:
    explicit Pace(const std::function<void(std::uint64_t)>& progress) : progress_{progress} {}

    void at(std::uint64_t bytes)
    {
        constexpr std::uint64_t step = 1 << 16;
        if (!progress_ || bytes - told_ < step) return;
        told_ = bytes;
        progress_(bytes);
    }

private:
    const std::function<void(std::uint64_t)>& progress_;
    std::uint64_t told_{};
};

} // namespace

void each_uid(std::istream& file, const std::function<void(std::string_view)>& each,
              const std::function<void(std::uint64_t)>& progress)
{
    LineReader lines{file};
    Pace pace{progress};
    bool inside = false;
    std::size_t deeper = 0; // within components of the event: an alarm may have a UID, too
    while (const auto line = lines.next()) {
        pace.at(lines.bytes());
        const bool begins = same_word(line->substr(0, 6), "BEGIN:");
        const bool ends = same_word(line->substr(0, 4), "END:");
        if (begins && same_word(line->substr(6), "VEVENT")) {
            inside = true;
            deeper = 0;
        } else if (begins) {
            ++deeper;
        } else if (ends && deeper > 0) {
            --deeper;
        } else if (inside && deeper == 0 && same_word(line->substr(0, 3), "UID")) {
            const auto parsed = parse_line(*line);
            if (!parsed || parsed->name != "UID") continue;
            each(uid_of(*parsed));
            inside = false;
        }
    }
}

void each_event(std::istream& file, const zone::Zone& zone, const std::function<void(Event)>& each,
                const std::function<void(std::uint64_t)>& progress)
{
    LineReader lines{file};
    Walk walk{zone, each};
    Pace pace{progress};
    while (const auto line = lines.next()) {
        walk.take(*line);
        pace.at(lines.bytes());
    }
    walk.end();
    if (progress) progress(lines.bytes());
}

} // namespace blend::calendar
