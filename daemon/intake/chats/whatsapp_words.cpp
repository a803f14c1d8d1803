#include "daemon/intake/chats/whatsapp_words.hpp"

#include "daemon/intake/chats/whatsapp_book.hpp"
#include "daemon/intake/chats/whatsapp_lines.hpp"

#include <algorithm>
#include <array>

namespace blend::intake {
namespace {

constexpr std::string_view left_to_right_mark = "\u200E";
constexpr std::size_t longest_phrase = 160;
constexpr auto commas = std::to_array<std::string_view>({",", "،", "、", "，", ". "});

bool has_extension(std::string_view name)
{
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const std::string_view extension = name.substr(dot + 1);
    return extension.size() >= 2 && extension.size() <= 5 &&
           std::all_of(extension.begin(), extension.end(), [](char each) {
               return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
           });
}

bool is_voice_file(std::string_view name)
{
    return name.ends_with(".opus") || name.starts_with("PTT-") || name.starts_with("AUD-") ||
           name.find("-AUDIO-") != std::string_view::npos;
}

Reading attachment(std::string_view file, std::string_view caption)
{
    Reading reading{.sense = Sense::media};
    if (is_voice_file(file)) reading = {.sense = Sense::voice_message, .channel = Channel::voice_message};
    const bool document_title = caption.find("•") != std::string_view::npos;
    if (!document_title) reading.caption = caption;
    return reading;
}

/// iOS: "caption <attached: 00000012-PHOTO-2024.jpg>"
std::optional<Reading> angled_attachment(std::string_view text)
{
    if (!text.ends_with('>')) return std::nullopt;
    const std::size_t open = text.rfind('<');
    if (open == std::string_view::npos) return std::nullopt;
    std::string_view inside = text.substr(open + 1, text.size() - open - 2);
    std::size_t colon = inside.find(':');
    std::size_t width = 1;
    if (const std::size_t wide = inside.find("："); wide < colon) {
        colon = wide;
        width = 3;
    }
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const std::string_view file = trimmed(inside.substr(colon + width));
    const bool marked =
        open >= left_to_right_mark.size() && begins_with_mark(text.substr(open - left_to_right_mark.size()));
    const Meaning entry = book().whole(key_of(inside.substr(0, colon)));
    if (!has_extension(file) || !(marked || entry.is(Phrase::attached))) return std::nullopt;
    Reading reading = attachment(file, trimmed(text.substr(0, open)));
    reading.day_first = entry.is(Phrase::attached) && entry.day_first;
    return reading;
}

/// Android: "IMG-20231231-WA0012.jpg (file attached)"
std::optional<Reading> bracketed_attachment(std::string_view text)
{
    if (!text.ends_with(')')) return std::nullopt;
    const std::size_t open = text.rfind(" (");
    if (open == std::string_view::npos) return std::nullopt;
    const std::string_view file = trimmed(text.substr(0, open));
    if (!has_extension(file)) return std::nullopt;
    const Meaning entry = book().whole(key_of(text.substr(open + 2, text.size() - open - 3)));
    const bool own_numbering = file.find("-WA") != std::string_view::npos;
    if (!own_numbering && !entry.is(Phrase::attached)) return std::nullopt;
    Reading reading = attachment(file, {});
    reading.day_first = entry.is(Phrase::attached) && entry.day_first;
    return reading;
}

/// Seconds in one unit of time, by how its name begins in some language; 0 for anything else.
double unit_seconds(std::string_view unit)
{
    static constexpr struct {
        std::string_view beginning;
        double seconds;
    } units[] = {
        {"min", 60},     {"m", 60},      {"мин", 60},    {"хв", 60},    {"dk", 60},       {"dak", 60},   {"分", 60},
        {"분", 60},      {"د", 60},      {"मि", 60},     {"men", 60},   {"phút", 60},     {"นาที", 60},   {"λεπ", 60},
        {"דק", 60},      {"perc", 60},   {"h", 3600},    {"std", 3600}, {"stunde", 3600}, {"u", 3600},   {"ora", 3600},
        {"ore", 3600},   {"tim", 3600},  {"t", 3600},    {"ч", 3600},   {"год", 3600},    {"sa", 3600},  {"時", 3600},
        {"小時", 3600},  {"小时", 3600}, {"시간", 3600}, {"س", 3600},   {"घं", 3600},      {"jam", 3600}, {"giờ", 3600},
        {"ชั่วโมง", 3600}, {"ชม", 3600},   {"godz", 3600}, {"ώρ", 3600},  {"ó", 3600},      {"שע", 3600},  {"s", 1},
        {"с", 1},        {"sn", 1},      {"秒", 1},      {"초", 1},     {"ث", 1},         {"से", 1},      {"det", 1},
        {"dtk", 1},      {"giây", 1},    {"วินาที", 1},    {"δευ", 1},    {"שנ", 1},        {"mp", 1},
    };
    double found = 0;
    std::size_t longest = 0;
    for (const auto& each : units)
        if (each.beginning.size() > longest && unit.starts_with(each.beginning)) {
            longest = each.beginning.size();
            found = each.seconds;
        }
    return found;
}

/// "Voice call, <U+200E>3 joined": of a call the service also marks what it adds.
bool is_tail_marked(std::string_view text)
{
    const std::size_t mark = text.find(left_to_right_mark);
    if (mark == std::string_view::npos) return false;
    const std::string_view head = trimmed(text.substr(0, mark));
    return std::any_of(commas.begin(), commas.end(), [head](std::string_view each) { return head.ends_with(each); });
}

/// "5 min", "1 hr 5 min", "45 sec" of a key, in minutes; empty when it is anything else.
std::optional<double> minutes_in(std::string_view key)
{
    double seconds = 0;
    bool any = false;
    while (!key.empty()) {
        double number = 0;
        std::size_t digits = 0;
        while (digits < key.size() && key[digits] >= '0' && key[digits] <= '9')
            number = number * 10 + (key[digits++] - '0');
        if (digits == 0 || digits > 6) return std::nullopt;
        key.remove_prefix(digits);
        while (key.starts_with(' ')) key.remove_prefix(1);
        std::size_t unit_end = 0;
        while (unit_end < key.size() && key[unit_end] != ' ' && key[unit_end] != ',' &&
               !(key[unit_end] >= '0' && key[unit_end] <= '9'))
            ++unit_end;
        const double unit = unit_seconds(key.substr(0, unit_end));
        if (unit == 0) return std::nullopt;
        seconds += number * unit;
        any = true;
        key.remove_prefix(unit_end);
        while (key.starts_with(' ') || key.starts_with(',')) key.remove_prefix(1);
    }
    if (!any) return std::nullopt;
    return seconds / 60.0;
}

struct Split {
    std::string_view head;
    std::string_view tail;
};

/// "Voice call, 5 min" at its comma, whatever the comma of the script looks like.
Split split_at_comma(std::string_view key)
{
    std::size_t at = std::string_view::npos;
    std::size_t width = 0;
    for (const std::string_view comma : commas)
        if (const std::size_t found = key.find(comma); found < at) {
            at = found;
            width = comma.size();
        }
    if (at == std::string_view::npos) return {key, {}};
    std::string_view tail = key.substr(at + width);
    while (tail.starts_with(' ')) tail.remove_prefix(1);
    return {key.substr(0, at), tail};
}

bool is_missed(const Meaning& meaning) { return meaning.is(Phrase::missed_voice) || meaning.is(Phrase::missed_video); }

/// "missed voice call at" of "missed voice call at 8:31 pm"; empty when there is no time in it.
std::string_view before_time(std::string_view key)
{
    const std::size_t digit = key.find_first_of("0123456789");
    const bool time = digit != std::string_view::npos && digit > 1 && key.find(':', digit) != std::string_view::npos;
    return time ? key.substr(0, digit - 1) : std::string_view{};
}

/// "llamada perdida" of "llamada perdida a las 20:31", whichever words a language puts before the time.
Meaning missed_at_a_time(std::string_view key)
{
    std::string_view head = before_time(key);
    for (int words = 0; words < 3; ++words) {
        const std::size_t blank = head.rfind(' ');
        if (blank == std::string_view::npos) break;
        head = head.substr(0, blank);
        if (const Meaning meaning = book().whole(head); is_missed(meaning)) return meaning;
    }
    return {};
}

/// "3 joined" as "# joined", which is how phrases say a number.
std::string without_number(std::string_view key)
{
    const std::size_t digits = std::min(key.find_first_not_of("0123456789"), key.size());
    return (digits > 0 ? "#" : "") + std::string{key.substr(digits)};
}

Reading missed(const Meaning& entry)
{
    return {.sense = Sense::call, .channel = Channel::missed_call, .day_first = entry.day_first};
}

enum class Typed { by_service, perhaps_by_person };

std::optional<Reading> call_in(std::string_view key, Typed typed)
{
    const auto [head, tail] = split_at_comma(key);
    Meaning entry = book().whole(head);
    if (is_missed(entry)) {
        const bool known = tail.empty() || typed == Typed::by_service || book().whole(tail).is(Phrase::call_back);
        if (known) return missed(entry);
        return std::nullopt;
    }
    if (!entry.is(Phrase::voice_call) && !entry.is(Phrase::video_call)) {
        entry = missed_at_a_time(key);
        if (is_missed(entry)) return missed(entry);
        return std::nullopt;
    }
    Reading made{.sense = Sense::call, .day_first = entry.day_first};
    made.channel = entry.is(Phrase::video_call) ? Channel::video : Channel::phone;
    if (book().whole(tail).is(Phrase::unanswered)) return missed(entry);
    made.minutes = minutes_in(tail);
    const bool taken = made.minutes || book().whole(without_number(tail)).is(Phrase::answered);
    if (taken || typed == Typed::by_service) return made;
    return std::nullopt;
}

bool has_small_letters(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char each) { return each >= 'a' && each <= 'z'; });
}

std::optional<Reading> poll_in(std::string_view text, Typed typed)
{
    if (!text.ends_with(':') || has_small_letters(text)) return std::nullopt;
    const Meaning entry = book().whole(key_of(text.substr(0, text.size() - 1)));
    if (!entry.is(Phrase::poll) && typed != Typed::by_service) return std::nullopt;
    return Reading{.sense = Sense::poll, .day_first = entry.is(Phrase::poll) && entry.day_first};
}

/// What the service wrote in a language or wording we do not know: a sentence is a notice, a few words stand for media.
Reading unknown_phrase(std::string_view text, std::string_view author)
{
    if (text.find("://") != std::string_view::npos) return {.sense = Sense::media};
    std::array<char, 512> room;
    std::array<char, 512> author_room;
    const std::string_view said = plain(text, room);
    const std::string_view name = plain(author, author_room);
    if (!name.empty() && said.starts_with(name)) return {.sense = Sense::notice};
    const std::size_t blank = std::min(said.find(' '), said.size());
    if (book().whole(key_of(said.substr(0, blank))).is(Phrase::own_name)) return {.sense = Sense::notice};
    if (tells_of_group(said)) return {.sense = Sense::notice};
    const auto blanks = std::count(said.begin(), said.end(), ' ');
    return {.sense = blanks >= 4 || said.size() > 60 ? Sense::notice : Sense::media};
}

std::optional<Reading> known_phrase(std::string_view key)
{
    const Meaning entry = book().whole(key);
    if (entry.is(Phrase::voice_message))
        return Reading{.sense = Sense::voice_message, .channel = Channel::voice_message, .day_first = entry.day_first};
    if (entry.is(Phrase::media)) return Reading{.sense = Sense::media, .day_first = entry.day_first};
    if (entry.is(Phrase::deleted)) return Reading{.sense = Sense::deleted, .day_first = entry.day_first};
    if (const Part* notice = book().beginning(key))
        return Reading{.sense = Sense::notice, .day_first = notice->day_first};
    return std::nullopt;
}

} // namespace

Reading read_body(std::string_view line, std::string_view author)
{
    const std::string_view text = trimmed(line);
    const bool marked = line.substr(0, 8).find(left_to_right_mark) < 2;
    if (text.empty()) return {};
    if (const auto found = angled_attachment(text)) return *found;
    if (const auto found = bracketed_attachment(text)) return *found;
    if (const auto found = poll_in(text, marked ? Typed::by_service : Typed::perhaps_by_person)) return *found;

    const bool angled = text.starts_with('<') && text.ends_with('>') && text.size() > 4;
    const std::string_view inside = angled ? text.substr(1, text.size() - 2) : text;
    if (marked || book().may_know(inside)) {
        const std::string_view key = key_of(inside.substr(0, longest_phrase));
        const bool whole = text.size() <= longest_phrase;
        if (const auto found = known_phrase(key); found && (whole || found->sense == Sense::notice)) return *found;
        const Typed typed = marked || is_tail_marked(text) ? Typed::by_service : Typed::perhaps_by_person;
        if (const auto found = whole ? call_in(key, typed) : std::nullopt) return *found;
    }
    if (marked) return unknown_phrase(text, author);
    // Android's placeholder in a language that is not in the book: words in angle brackets that are no markup.
    const bool words_in_angles = angled && text.size() < 80 &&
                                 inside.find_first_of("<>/=:") == std::string_view::npos &&
                                 inside.find(' ') != std::string_view::npos;
    return words_in_angles ? Reading{.sense = Sense::media} : Reading{};
}

Reading read_notice(std::string_view line)
{
    const std::string_view text = trimmed(line).substr(0, longest_phrase);
    const std::string_view key = key_of(text);
    if (const Part* notice = book().beginning(key)) return {.sense = Sense::notice, .day_first = notice->day_first};
    if (const auto found = call_in(key, Typed::perhaps_by_person)) return *found;
    for (const Part& part : book().parts(Phrase::group))
        if (text.find(part.text) != std::string_view::npos)
            return {.sense = Sense::notice, .day_first = part.day_first};
    return {.sense = Sense::notice};
}

bool is_cut_notice(std::string_view author)
{
    if (std::count(author.begin(), author.end(), '"') % 2 == 1) return true;
    static constexpr struct {
        std::string_view open, close;
    } quotes[] = {{"“", "”"}, {"„", "“"}, {"«", "»"}, {"「", "」"}};
    return std::any_of(std::begin(quotes), std::end(quotes), [author](const auto& each) {
        return author.find(each.open) != std::string_view::npos && author.find(each.close) == std::string_view::npos;
    });
}

bool tells_of_group(std::string_view notice)
{
    const auto& parts = book().parts(Phrase::group);
    return std::any_of(parts.begin(), parts.end(),
                       [notice](const Part& part) { return notice.find(part.text) != std::string_view::npos; });
}

void names_in(std::string_view notice, const std::function<void(std::string_view)>& name)
{
    const auto tell = [&name](std::string_view found) {
        found = trimmed(found);
        if (!found.empty() && found.size() <= 200 && !is_own_name(found)) name(found);
    };
    const auto tell_each = [&tell](std::string_view list) {
        while (!list.empty()) {
            std::size_t at = list.size();
            std::size_t width = 0;
            for (const std::string_view joint :
                 {", ", " and ", " und ", " et ", " y ", " e ", " en ", " и ", " та ", " ve ", "、", " & "})
                if (const std::size_t found = list.find(joint); found < at) {
                    at = found;
                    width = joint.size();
                }
            tell(list.substr(0, at));
            list.remove_prefix(at + width);
        }
    };
    std::array<char, 512> room;
    std::string_view said = plain(notice, room);
    if (said.ends_with('.')) said.remove_suffix(1);
    for (const Part& part : book().parts(Phrase::joined))
        if (const std::size_t at = said.find(part.text); at != std::string_view::npos) return tell(said.substr(0, at));
    for (const Part& end : book().parts(Phrase::added_end)) {
        if (!said.ends_with(end.text)) continue;
        for (const Part& part : book().parts(Phrase::added_around))
            if (const std::size_t at = said.find(part.text); at != std::string_view::npos) {
                const std::size_t from = at + part.text.size();
                if (from + end.text.size() > said.size()) return;
                return tell_each(said.substr(from, said.size() - end.text.size() - from));
            }
    }
    for (const Part& part : book().parts(Phrase::added))
        if (const std::size_t at = said.find(part.text); at != std::string_view::npos)
            return tell_each(said.substr(at + part.text.size()));
}

std::string_view without_edit_mark(std::string_view line)
{
    if (line.find('>') == std::string_view::npos) return line;
    const std::string_view text = trimmed(line);
    if (!text.ends_with('>')) return line;
    const std::size_t open = text.rfind('<');
    if (open == std::string_view::npos) return line;
    const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
    const bool marked = open > left_to_right_mark.size() && text.substr(0, open).ends_with(left_to_right_mark);
    const bool edited = book().whole(key_of(inside)).is(Phrase::edited);
    if (!edited && !(marked && inside.find(':') == std::string_view::npos)) return line;
    return text.substr(0, open);
}

bool is_poll_option(std::string_view line)
{
    const std::size_t colon = line.substr(0, 40).find(':');
    if (colon == std::string_view::npos || has_small_letters(line.substr(0, colon))) return false;
    return begins_with_mark(line) || book().whole(key_of(line.substr(0, colon))).is(Phrase::poll_option);
}

bool is_own_name(std::string_view author)
{
    return author.size() <= 40 && book().whole(key_of(author)).is(Phrase::own_name);
}

} // namespace blend::intake
