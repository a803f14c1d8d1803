#include "daemon/intake/chats/whatsapp_survey.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/whatsapp_words.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

constexpr std::size_t most_people = 4096; // WhatsApp allows 1,024 in a group

std::string_view flag_word(DateOrder order) { return word(order); }

} // namespace

std::string_view author_name(std::string_view author)
{
    author = trimmed(author);
    if (author.starts_with('~') && author.size() > 1) author = trimmed(author.substr(1));
    return author;
}

Opening opening_of(const Header& header)
{
    const auto authored = author_of(header.rest);
    if (!authored) return {{}, header.rest};
    const bool dashed = !header.shape.has(Shape::bracketed);
    if (dashed && is_cut_notice(authored->author)) return {{}, header.rest};
    return {author_name(authored->author), without_edit_mark(authored->body)};
}

Survey::Survey(std::istream& stream, const std::function<void(std::uint64_t)>& progress)
{
    Lines lines{stream};
    std::int64_t number = 0;
    for (Line line; lines.next(line);) {
        if (!line.begins) continue;
        if (++number % 4096 == 0) progress(lines.consumed());
        if (first_text_line_ == 0 && !trimmed(line.text).empty()) {
            any_text_ = true;
            first_text_line_ = number;
        }
        if (const auto header = header_of(line.text)) see(*header, number);
    }
    accept_shapes();
}

void Survey::see(const Header& header, std::int64_t line)
{
    const std::uint8_t shape = header.shape.number();
    Facts& facts = facts_[shape];
    if (++facts.records == 1) facts.first_line = line;
    facts.last_line = line;
    facts.dates.see(header.stamp, header.written);

    const Opening opening = opening_of(header);
    if (opening.author.empty()) {
        const Reading reading = read_notice(opening.body);
        if (reading.day_first) day_first_.set(shape);
        if (tells_of_group(opening.body)) told_of_group_.set(shape);
        names_in(opening.body, [&](std::string_view name) { mention(name, shape, &Mention::named); });
        return;
    }
    // After so many messages the languages are known; only new people matter, and what the service says.
    constexpr std::int64_t enough = 4096;
    if (facts.records > enough && !begins_with_mark(opening.body))
        return mention(opening.author, shape, &Mention::wrote);
    const Reading reading = read_body(opening.body, opening.author);
    if (reading.day_first) day_first_.set(shape);
    if (reading.sense == Sense::notice) {
        if (tells_of_group(opening.body)) told_of_group_.set(shape);
        names_in(opening.body, [&](std::string_view name) { mention(name, shape, &Mention::named); });
    } else {
        mention(opening.author, shape, &Mention::wrote);
    }
}

void Survey::mention(std::string_view name, std::uint8_t shape, Shapes Mention::*how)
{
    auto found = mentions_.find(name);
    if (found == mentions_.end()) {
        if (mentions_.size() >= most_people) return;
        found = mentions_.emplace(name, Mention{.rank = mentions_.size(), .wrote = {}, .named = {}}).first;
    }
    (found->second.*how).set(shape);
}

bool Survey::joins(const Facts& kin, const Facts& main) const
{
    if (kin.first_line == first_text_line_) return true; // an export begins with a message
    const bool at_an_end = kin.first_line < main.first_line || kin.last_line > main.last_line;
    const bool apart = kin.last_line < main.first_line || kin.first_line > main.last_line;
    return (kin.records >= 2 && at_an_end && apart) || (kin.records >= 3 && kin.records * 3 >= main.records);
}

void Survey::accept_shapes()
{
    std::array<Facts, Shape::count> kins;
    for (std::size_t number = 0; number < Shape::count; ++number) {
        const Facts& facts = facts_[number];
        if (facts.records == 0) continue;
        Facts& kin = kins[Shape{static_cast<std::uint8_t>(number)}.kin().number()];
        kin.first_line = kin.records == 0 ? facts.first_line : std::min(kin.first_line, facts.first_line);
        kin.last_line = std::max(kin.last_line, facts.last_line);
        kin.records += facts.records;
    }
    // What WhatsApp Web copies, "[10:15, 1/2/2024] Bob: …", is pasted into chats and never exported.
    const auto pasted = [&](std::size_t number) {
        const Shape shape{static_cast<std::uint8_t>(number)};
        return shape.has(Shape::bracketed) && shape.has(Shape::time_first) && !shape.has(Shape::seconds) &&
               kins[number].first_line != first_text_line_;
    };
    std::size_t main = 0;
    for (std::size_t number = 0; number < Shape::count; ++number)
        if (!pasted(number) && kins[number].records > kins[main].records) main = number;
    for (std::size_t number = 0; number < Shape::count; ++number) {
        const std::size_t kin = Shape{static_cast<std::uint8_t>(number)}.kin().number();
        if (facts_[number].records == 0 || kins[main].records == 0) continue;
        const bool accepted = kin == main || (!pasted(kin) && joins(kins[kin], kins[main]));
        if (!accepted) continue;
        accepted_.set(number);
        records_ += facts_[number].records;
    }
    std::vector<const std::pair<const std::string, Mention>*> present;
    for (const auto& each : mentions_)
        if (((each.second.wrote | each.second.named) & accepted_).any()) present.push_back(&each);
    std::sort(present.begin(), present.end(),
              [](const auto* a, const auto* b) { return a->second.rank < b->second.rank; });
    std::size_t authors = 0;
    for (const auto* each : present) {
        people_.push_back({each->first, (each->second.wrote & accepted_).any()});
        if (people_.back().wrote) ++authors;
    }
    group_ = authors >= 3 || (told_of_group_ & accepted_).any();
}

std::optional<DateOrder> Survey::order_of(const Facts& facts, std::optional<DateOrder> wished)
{
    const DateEvidence& dates = facts.dates;
    if (dates.year_first()) return DateOrder::ymd;
    if (wished) {
        if (dates.allows(*wished)) return wished;
        const DateOrder other = dates.certain().value_or(DateOrder::dmy);
        throw Problem{Problem::Kind::bad_input,
                      "the dates of this chat are not " + std::string{flag_word(*wished)} +
                          ": they only make sense as " + std::string{flag_word(other)},
                      "leave --date-order away, or say --date-order " + std::string{flag_word(other)}};
    }
    if (const auto order = dates.certain()) return order;
    if (dates.indifferent()) return DateOrder::dmy;
    if (const auto order = dates.by_monotony()) return order;
    if (!(day_first_ & accepted_).any()) return std::nullopt;
    order_presumed_ = true;
    return DateOrder::dmy;
}

void Survey::decide_order(std::optional<DateOrder> wished)
{
    Facts* open = nullptr;
    std::optional<DateOrder> decided;
    bool year_last = false;
    for (std::size_t number = 0; number < Shape::count; ++number) {
        if (!accepted_[number]) continue;
        Facts& facts = facts_[number];
        facts.order = order_of(facts, wished);
        if (!facts.dates.year_first()) year_last = true;
        if (!facts.order && !open) open = &facts;
        if (facts.order && !facts.dates.year_first() && !facts.dates.indifferent()) decided = facts.order;
    }
    if (wished && *wished != DateOrder::ymd && !year_last && accepted_.any())
        throw Problem{Problem::Kind::bad_input,
                      "the dates of this chat are not " + std::string{flag_word(*wished)} + ": the year comes first",
                      "leave --date-order away"};
    if (!open) return;
    const bool nobody_wrote =
        std::none_of(people_.begin(), people_.end(), [](const Person& each) { return each.wrote; });
    if (!decided && nobody_wrote) return;
    if (!decided)
        throw Problem{Problem::Kind::bad_input, "the dates of this chat read both ways: " + open->dates.both_readings(),
                      "say which comes first, the day or the month: --date-order dmy or --date-order mdy"};
    for (std::size_t number = 0; number < Shape::count; ++number)
        if (accepted_[number] && !facts_[number].order) facts_[number].order = decided;
}

std::optional<LocalTime> Survey::time_of(const Header& header) const
{
    const Facts& facts = facts_[header.shape.number()];
    if (!facts.order) return std::nullopt;
    return local_time(header.stamp, *facts.order);
}

} // namespace blend::intake
