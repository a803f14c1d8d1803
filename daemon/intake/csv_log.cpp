#include "daemon/intake/csv_log.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace blend::intake {
namespace {

enum Column : std::size_t {
    at,
    channel,
    direction,
    minutes,
    words,
    others,
    contact,
    handle_kind,
    handle,
    source,
    key,
    forward,
    acknowledgement,
    automated
};
constexpr std::size_t columns = std::size(csv_log_columns);

/// As the words of the columns and cells are spelled: "Handle kind" is handle_kind.
std::string plain(std::string_view text)
{
    std::string word = lower(stripped(text));
    std::replace_if(
        word.begin(), word.end(), [](char each) { return each == ' ' || each == '-'; }, '_');
    return word;
}

/// Where each column stands in this file.
class Heading {
public:
    explicit Heading(std::span<const std::string> cells)
    {
        for (std::size_t index = 0; index < cells.size(); ++index) {
            const std::string name = plain(cells[index]);
            const auto* found = std::find(std::begin(csv_log_columns), std::end(csv_log_columns), name);
            std::size_t column = static_cast<std::size_t>(found - std::begin(csv_log_columns));
            if (name == "date") column = at;
            if (column < columns && !places_[column]) places_[column] = index;
        }
    }

    bool is_log() const { return places_[at] && places_[channel] && places_[contact]; }
    bool is_export() const
    {
        return std::all_of(places_.begin(), places_.end(), [](const auto& place) { return place.has_value(); });
    }

    std::string_view cell(std::span<const std::string> row, Column column) const
    {
        const auto place = places_[column];
        return place && *place < row.size() ? stripped(without_guard(row[*place])) : std::string_view{};
    }

private:
    std::array<std::optional<std::size_t>, columns> places_;
};

std::optional<double> number(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0) || value > 1e7) return std::nullopt;
    return value;
}

struct Moment {
    Instant at{};
    bool zoned{};
};

/// "2026-11-22T19:00:00+01:00"; without offset "2026-11-22 19:00[:30]"; a day alone means its noon.
std::optional<Moment> moment(std::string_view text, const zone::Zone& zone)
{
    if (const auto instant = parse_rfc3339(text)) return Moment{*instant, true};
    const auto day = parse_iso_day(text.substr(0, 10));
    if (!day) return std::nullopt;
    if (text.size() == 10) return Moment{zone.instant(LocalTime{*day} + std::chrono::hours{12}), false};
    std::string local{text};
    if (local[10] == ' ') local[10] = 'T';
    if (local.size() == 16) local += ":00";
    const auto read = parse_iso_local(local);
    if (!read) return std::nullopt;
    return Moment{zone.instant(*read), false};
}

std::optional<Channel> channel_named(std::string_view text)
{
    static constexpr struct {
        std::string_view word;
        Channel channel;
    } also[] = {{"meet", Channel::in_person},   {"visit", Channel::in_person}, {"meeting", Channel::in_person},
                {"met", Channel::in_person},    {"call", Channel::phone},      {"phone_call", Channel::phone},
                {"video_call", Channel::video}, {"mail", Channel::email},      {"e_mail", Channel::email},
                {"message", Channel::chat},     {"text", Channel::sms},        {"postcard", Channel::letter}};
    const std::string name = plain(text);
    if (const auto known = from_word<Channel>(name)) return known;
    for (const auto& each : also)
        if (each.word == name) return each.channel;
    return std::nullopt;
}

bool is_yes(std::string_view text)
{
    const std::string said = plain(text);
    return said == "true" || said == "1" || said == "yes";
}

Party party_of(std::string_view name, std::string_view kind, std::string_view value)
{
    const auto known = from_word<HandleKind>(plain(kind));
    if (!known || value.empty()) return {{HandleKind::name, std::string{name}}, std::string{name}};
    return {{*known, std::string{value}}, std::string{name}};
}

/// The number that Blend's own export gives a record; any other key is only a part of the row's identity.
std::optional<std::uint64_t> own_key(std::string_view text)
{
    std::uint64_t key{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{key} : std::nullopt;
}

std::string source_key(std::string_view own, std::span<const std::string> row)
{
    if (!own.empty()) return "csv:" + std::string{own};
    std::string whole;
    for (const std::string& cell : row) {
        whole += stripped(cell);
        whole += '\x1f';
    }
    while (whole.ends_with("\x1f\x1f")) whole.pop_back(); // a column of empty cells more or less is the same row
    return "csv:" + std::to_string(fnv1a(whole));
}

void read_row(std::span<const std::string> row, const Heading& heading, const Context& context, Sink& sink)
{
    const auto cell = [&](Column column) { return heading.cell(row, column); };
    const auto when = moment(cell(at), context.zone);
    if (!when) return sink.skip(cell(at).empty() ? Skip::no_date : Skip::broken);
    if (when->at > context.now) return sink.skip(Skip::future, when->at);
    const auto how = channel_named(cell(channel));
    if (!how) return sink.skip(Skip::broken, when->at);

    Observation observation;
    observation.at = when->at;
    observation.zoned = when->zoned;
    observation.channel = *how;
    observation.call = *how == Channel::phone || *how == Channel::video || *how == Channel::missed_call;
    const std::string_view size = cell(counts_minutes(*how) ? minutes : words);
    observation.size = number(size);
    if (!size.empty() && !observation.size) return sink.skip(Skip::broken, when->at);

    const auto who_began = from_word<Direction>(plain(cell(direction)));
    if (!who_began && !cell(direction).empty()) return sink.skip(Skip::broken, when->at);
    observation.direction = who_began.value_or(is_synchronous(*how) ? Direction::mutual : Direction::out);
    observation.others = static_cast<int>(std::clamp(number(cell(others)).value_or(1.0), 1.0, 100'000.0));
    observation.forward = from_word<Forward>(plain(cell(forward))).value_or(Forward::none);
    observation.acknowledgement = is_yes(cell(acknowledgement));
    observation.automated = is_yes(cell(automated));

    const Party party = party_of(cell(contact), cell(handle_kind), cell(handle));
    if (party.handle.value.empty()) return sink.skip(Skip::no_counterpart, when->at);
    if (context.is_owner && context.is_owner(party)) return sink.skip(Skip::note_to_self, when->at);
    observation.parties = {party};
    observation.source_key = source_key(cell(key), row);
    if (heading.is_export()) observation.key = own_key(cell(key));
    sink.record(observation);
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    std::string text = utf8_head(head);
    text.resize(std::min(text.find('\n', text.starts_with("sep=") ? 8 : 0), text.size()));
    std::istringstream stream{text};
    std::optional<Heading> heading;
    read_csv(stream, [&heading](std::span<const std::string> row) {
        if (!heading) heading.emplace(row);
    });
    if (!heading || !heading->is_log()) return 0;
    return heading->is_export() ? 99 : 85;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const auto stream = input.open();
    std::optional<Heading> heading;
    read_csv(
        *stream,
        [&](std::span<const std::string> row) {
            if (heading) return read_row(row, *heading, context, sink);
            heading.emplace(row);
            if (!heading->is_log())
                throw Problem{Problem::Kind::bad_input, "the first row of this table does not name its columns",
                              "name at least at, channel and contact in the first row"};
        },
        [&sink](std::uint64_t bytes) { sink.progress(bytes); });
}

} // namespace

const Format csv_log{"csv", sniff, read};

} // namespace blend::intake
