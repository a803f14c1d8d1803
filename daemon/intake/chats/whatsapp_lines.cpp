#include "daemon/intake/chats/whatsapp_lines.hpp"

#include "daemon/core/utf8.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

constexpr std::size_t longest_author = 200; // bytes

/// A digit of any script that phones write dates in, as ASCII.
char32_t ascii_digit(char32_t letter)
{
    static constexpr char32_t zeros[] = {0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1040, 0x17E0, 0xFF10};
    for (const char32_t zero : zeros)
        if (letter >= zero && letter < zero + 10) return U'0' + (letter - zero);
    return letter;
}

char32_t decode(std::string_view text, std::size_t& at)
{
    const Utf8 next = first_character(text.substr(at));
    at += next.length;
    return next.code;
}

bool is_blank(char32_t letter)
{
    return letter == U' ' || letter == U'\t' || letter == 0xA0 || letter == 0x202F || letter == 0x3000 ||
           (letter >= 0x2000 && letter <= 0x200A);
}

struct HalfDayWord {
    std::u32string_view word; ///< lower case, without blanks and dots
    HalfDay half;
};
constexpr HalfDayWord half_day_words[] = {
    {U"am", HalfDay::am},     {U"pm", HalfDay::pm},      {U"μμ", HalfDay::pm},      {U"πμ", HalfDay::am},
    {U"ص", HalfDay::am},      {U"م", HalfDay::pm},       {U"오전", HalfDay::am},    {U"오후", HalfDay::pm},
    {U"上午", HalfDay::am},   {U"下午", HalfDay::pm},    {U"午前", HalfDay::am},    {U"午後", HalfDay::pm},
    {U"凌晨", HalfDay::am},   {U"清晨", HalfDay::am},    {U"早上", HalfDay::am},    {U"中午", HalfDay::noon},
    {U"傍晚", HalfDay::pm},   {U"晚上", HalfDay::pm},    {U"sa", HalfDay::am},      {U"ch", HalfDay::pm},
    {U"öö", HalfDay::am},     {U"ös", HalfDay::pm},      {U"fm", HalfDay::am},      {U"em", HalfDay::pm},
    {U"de", HalfDay::am},     {U"du", HalfDay::pm},      {U"ap", HalfDay::am},      {U"ip", HalfDay::pm},
    {U"pg", HalfDay::am},     {U"ptg", HalfDay::pm},     {U"pd", HalfDay::am},      {U"md", HalfDay::pm},
    {U"vm", HalfDay::am},     {U"nm", HalfDay::pm},      {U"पूर्वाह्न", HalfDay::am},  {U"अपराह्न", HalfDay::pm},
    {U"म.पू", HalfDay::am},    {U"म.उ", HalfDay::pm},     {U"قظ", HalfDay::am},      {U"بظ", HalfDay::pm},
    {U"ق", HalfDay::am},      {U"ب", HalfDay::pm},       {U"দুপুর", HalfDay::noon},   {U"לפנה״צ", HalfDay::am},
    {U"אחה״צ", HalfDay::pm},  {U"לפנהצ", HalfDay::am},   {U"אחהצ", HalfDay::pm},    {U"дп", HalfDay::am},
    {U"пп", HalfDay::pm},     {U"முற்பகல்", HalfDay::am},  {U"பிற்பகல்", HalfDay::pm},  {U"ಪೂರ್ವಾಹ್ನ", HalfDay::am},
    {U"ಅಪರಾಹ್ನ", HalfDay::pm}, {U"ก่อนเที่ยง", HalfDay::am}, {U"หลังเที่ยง", HalfDay::pm},
};

/// Words that phones put between date and time.
constexpr std::u32string_view joints[] = {U"klo", U"um", U"kl", U"at",    U"à",  U"às",   U"a las", U"alle",
                                          U"о",   U"в",  U"la", U"pukul", U"om", U"เวลา", U"lúc",   U"·"};

/// Reads a header letter by letter. Each step leaves the place where it was when it does not find what it wants.
class Reader {
public:
    explicit Reader(std::string_view line) : line_{line} {}

    std::size_t at() const { return at_; }

    char32_t peek() const
    {
        std::size_t at = at_;
        return next_letter(line_, at);
    }

    bool take(char32_t letter)
    {
        std::size_t at = at_;
        if (next_letter(line_, at) != letter) return false;
        at_ = at;
        return true;
    }

    bool skip_blanks()
    {
        bool any = false;
        while (take(U' ')) any = true;
        return any;
    }

    /// A number of at most four digits; how many there were.
    int number(int& value)
    {
        int digits = 0;
        std::size_t at = at_;
        value = 0;
        for (std::size_t ahead = at;; at = ahead) {
            const char32_t letter = next_letter(line_, ahead);
            if (letter < U'0' || letter > U'9') break;
            if (++digits > 4) return 0;
            value = value * 10 + static_cast<int>(letter - U'0');
        }
        if (digits > 0) at_ = at;
        return digits;
    }

    /// The word in any letter case, written with or without dots and blanks inside, and ending where it ends.
    bool word(std::u32string_view word)
    {
        std::size_t at = at_;
        bool begun = false;
        for (const char32_t wanted : word) {
            std::size_t ahead = at;
            char32_t letter = next_letter(line_, ahead);
            while (begun && letter != wanted && (letter == U'.' || letter == U' ')) letter = next_letter(line_, ahead);
            if (zone::lower(letter) != wanted) return false;
            at = ahead;
            begun = true;
        }
        std::size_t ahead = at;
        char32_t after = next_letter(line_, ahead);
        if (after == U'.') {
            at = ahead;
            after = next_letter(line_, ahead);
        }
        const bool ends = after == U'\0' || after == U' ' || after == U']' || after == U',' || after == 0x60C ||
                          after == U'-' || (after >= U'0' && after <= U'9');
        if (ends) at_ = at;
        return ends;
    }

    bool is_word_ahead() const
    {
        const char32_t letter = peek();
        return (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z') || letter >= 0x80;
    }

private:
    std::string_view line_;
    std::size_t at_{};
};

Era era_letter(Reader& reader)
{
    if (!reader.is_word_ahead()) return Era::none;
    if (reader.take(U'R')) return Era::reiwa;
    if (reader.take(U'H')) return Era::heisei;
    if (reader.take(U'S')) return Era::showa;
    Reader ahead = reader;
    if (ahead.take(U'令') && ahead.take(U'和')) return reader = ahead, Era::reiwa;
    ahead = reader;
    if (ahead.take(U'平') && ahead.take(U'成')) return reader = ahead, Era::heisei;
    return Era::none;
}

/// What stands between the numbers of a date; 0 for nothing of the kind. Years, months and days of CJK count as one.
char32_t date_separator(Reader& reader)
{
    for (const char32_t each : {U'/', U'.', U'-'})
        if (reader.take(each)) {
            if (each == U'.') reader.skip_blanks();
            return each;
        }
    Reader ahead = reader;
    ahead.skip_blanks();
    for (const char32_t each : {U'年', U'月', U'년', U'월'})
        if (ahead.take(each)) {
            ahead.skip_blanks();
            reader = ahead;
            return U'年';
        }
    return 0;
}

void date_tail(Reader& reader, char32_t separator, Stamp& stamp)
{
    if (separator == U'.') reader.take(U'.');
    if (separator == U'年' && !reader.take(U'日')) reader.take(U'일');
    Reader ahead = reader;
    ahead.skip_blanks();
    if (!ahead.is_word_ahead()) return;
    if (ahead.word(U"be") || ahead.word(U"พศ")) {
        stamp.era = Era::buddhist;
        stamp.long_year = true;
        reader = ahead;
    } else if (ahead.word(U"г") || ahead.word(U"р") || ahead.word(U"ad") || ahead.word(U"ce")) {
        reader = ahead;
    }
}

bool read_date(Reader& reader, Stamp& stamp, Shape& shape)
{
    Era era = era_letter(reader);
    const bool era_first = era != Era::none;
    const int first_digits = reader.number(stamp.first);
    const char32_t separator = first_digits > 0 ? date_separator(reader) : 0;
    if (separator == 0 || first_digits == 3) return false;
    const int second_digits = reader.number(stamp.second);
    if (second_digits < 1 || second_digits > 2 || date_separator(reader) != separator) return false;
    if (era == Era::none) era = era_letter(reader);
    const int third_digits = reader.number(stamp.third);
    if (third_digits < 1 || third_digits == 3) return false;
    stamp.era = era;
    stamp.year_first = first_digits == 4 || era_first || separator == U'年';
    stamp.long_year = stamp.year_first || third_digits == 4 || era != Era::none;
    stamp.dotted = separator == U'.';
    if (stamp.year_first && third_digits > 2) return false;
    date_tail(reader, separator, stamp);
    if (stamp.year_first) shape.add(Shape::year_first);
    if (separator == U'.' || separator == U'年') shape.add(Shape::dots);
    if (separator == U'-' || separator == U'年') shape.add(Shape::dashes);
    return true;
}

bool read_half_day(Reader& reader, Stamp& stamp, Shape& shape)
{
    if (!reader.is_word_ahead()) return false;
    for (const auto& each : half_day_words)
        if (reader.word(each.word)) {
            stamp.half_day = each.half;
            shape.add(Shape::half_days);
            return true;
        }
    return false;
}

bool read_time(Reader& reader, Stamp& stamp, Shape& shape)
{
    if (read_half_day(reader, stamp, shape)) reader.skip_blanks();
    const int hour_digits = reader.number(stamp.hour);
    if (hour_digits < 1 || hour_digits > 2) return false;
    Reader ahead = reader;
    ahead.skip_blanks();
    char32_t separator = 0;
    for (const char32_t each : {U':', U'.', U'h', U'：'})
        if (separator == 0 && ahead.take(each)) separator = each;
    if (separator == 0) return false;
    if (separator == U'h') ahead.skip_blanks();
    if (ahead.number(stamp.minute) != 2) return false;
    reader = ahead;
    if (ahead.take(separator) && ahead.number(stamp.second_of_minute) == 2) {
        shape.add(Shape::seconds);
        reader = ahead;
    } else {
        stamp.second_of_minute = 0;
    }
    ahead = reader;
    ahead.skip_blanks();
    if (!ahead.is_word_ahead()) return true;
    if (read_half_day(ahead, stamp, shape) || ahead.word(U"ч") || ahead.word(U"น") || ahead.word(U"uhr"))
        reader = ahead;
    return true;
}

void read_joint(Reader& reader, Shape& shape)
{
    reader.skip_blanks();
    if (reader.take(U',') || reader.take(0x60C) || reader.take(0x3001)) shape.add(Shape::comma);
    reader.skip_blanks();
    if (!reader.is_word_ahead()) return;
    for (const auto& each : joints)
        if (reader.word(each)) break;
    reader.skip_blanks();
}

bool is_time_ahead(Reader reader)
{
    int hour = 0;
    return reader.number(hour) > 0 && (reader.take(U':') || reader.take(U'h'));
}

/// What separates the stamp from the rest; false when it is no header after all.
bool read_end(Reader& reader, const Shape& shape)
{
    if (shape.has(Shape::bracketed)) {
        reader.skip_blanks();
        if (!reader.take(U']')) return false;
        reader.skip_blanks();
        return true;
    }
    if (!reader.skip_blanks() || !(reader.take(U'-') || reader.take(0x2013))) return false;
    return reader.skip_blanks() || reader.peek() == U'\0';
}

} // namespace

bool is_mark(char32_t letter)
{
    return letter == 0x200E || letter == 0x200F || letter == 0x61C || letter == 0xFEFF || letter == 0x200B ||
           (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
}

char32_t next_rare_letter(std::string_view text, std::size_t& at)
{
    while (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte > 0 && byte < 0x80) {
            ++at;
            return byte == '\t' ? U' ' : static_cast<char32_t>(byte);
        }
        const char32_t letter = decode(text, at);
        if (letter == 0) return 0xFFFD; // a NUL in the text is not its end
        if (is_mark(letter)) continue;
        return is_blank(letter) ? U' ' : ascii_digit(letter);
    }
    return U'\0';
}

Shape Shape::kin() const
{
    if (has(bracketed) && has(seconds))
        return Shape{static_cast<std::uint8_t>(traits_ & (bracketed | seconds | time_first))};
    return *this;
}

std::optional<Header> header_of(std::string_view line)
{
    Reader reader{line};
    Header header;
    if (reader.take(U'[')) {
        header.shape.add(Shape::bracketed);
        reader.skip_blanks();
    }
    const char32_t first = reader.peek();
    const bool may_be_date = (first >= U'0' && first <= U'9') || first == U'R' || first == U'H' || first == U'S' ||
                             first == U'令' || first == U'平';
    if (!may_be_date) return std::nullopt;
    std::size_t start = reader.at();
    if (is_time_ahead(reader)) {
        header.shape.add(Shape::time_first);
        if (!read_time(reader, header.stamp, header.shape)) return std::nullopt;
        read_joint(reader, header.shape);
        start = reader.at();
        if (!read_date(reader, header.stamp, header.shape)) return std::nullopt;
        header.written = trimmed(line.substr(start, reader.at() - start));
    } else {
        if (!read_date(reader, header.stamp, header.shape)) return std::nullopt;
        header.written = trimmed(line.substr(start, reader.at() - start));
        read_joint(reader, header.shape);
        if (!read_time(reader, header.stamp, header.shape)) return std::nullopt;
    }
    if (!read_end(reader, header.shape)) return std::nullopt;
    header.rest = line.substr(reader.at());
    return header;
}

std::optional<Authored> author_of(std::string_view rest)
{
    const std::string_view searched = rest.substr(0, longest_author);
    for (std::size_t colon = searched.find(':'); colon != std::string_view::npos;
         colon = searched.find(':', colon + 1)) {
        std::size_t after = colon + 1;
        const char32_t letter = next_letter(rest, after);
        if (letter != U' ' && letter != U'\0') continue;
        const std::string_view author = trimmed(rest.substr(0, colon));
        if (author.empty()) return std::nullopt;
        return Authored{author, rest.substr(letter == U'\0' ? rest.size() : after)};
    }
    return std::nullopt;
}

std::string_view plain(std::string_view text, std::array<char, 512>& room)
{
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const char32_t letter = next_letter(text, at);
        if (letter == U'\0') break;
        if (letter < 0x80) {
            if (length + 1 > room.size()) break;
            const bool doubled = letter == U' ' && (length == 0 || room[length - 1] == ' ');
            if (!doubled) room[length++] = static_cast<char>(letter);
            continue;
        }
        std::size_t first = before; // skips the marks in front of the letter
        for (std::size_t ahead = before; ahead < at;) {
            first = ahead;
            decode(text, ahead);
        }
        if (length + (at - first) > room.size()) break;
        std::copy(text.begin() + static_cast<std::ptrdiff_t>(first), text.begin() + static_cast<std::ptrdiff_t>(at),
                  room.begin() + static_cast<std::ptrdiff_t>(length));
        length += at - first;
    }
    while (length > 0 && room[length - 1] == ' ') --length;
    return {room.data(), length};
}

std::string_view trimmed(std::string_view text)
{
    const auto is_edge = [](char32_t letter) { return is_blank(letter) || is_mark(letter); };
    const auto is_plain = [](char letter) { return letter > ' ' && letter < 0x7F; }; // nearly always, and no edge
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size() && !is_plain(text[at]) && is_edge(decode(text, at));) start = at;
    text.remove_prefix(start);
    while (!text.empty() && !is_plain(text.back())) {
        std::size_t last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
        std::size_t at = last;
        if (!is_edge(decode(text, at))) break;
        text = text.substr(0, last);
    }
    return text;
}

bool begins_with_mark(std::string_view text)
{
    if (text.empty()) return false;
    std::size_t at = 0;
    return is_mark(decode(text, at));
}

} // namespace blend::intake
