#include "cli/words.hpp"

#include "daemon/core/columns.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace blend::cli {
namespace {

constexpr std::string_view left_end = "async ";
constexpr std::string_view right_end = " sync";
constexpr int percent_width = 6; // two blanks and "100%"
constexpr int widest_bar = 41;

} // namespace

int bar_indent() { return columns(left_end); }

int bar_width(const Page& page)
{
    return std::min(widest_bar, page.width() - columns(left_end) - columns(right_end) - percent_width);
}

std::string blend_line(const BlendBar& bar, const Page& page)
{
    const Colours colours = page.colours();
    return inked(left_end, Ink::faint, colours) + drawn(bar, bar_width(page), colours) +
           inked(right_end, Ink::faint, colours) + "  " +
           inked(bar.share ? percent(*bar.share) : "–", Ink::strong, colours);
}

void print_numbered(Page& page, std::int64_t number, std::string_view text)
{
    page.labelled(padded_left(std::to_string(number), 4), text, 6);
}

std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string many(std::int64_t count, std::string_view one, std::string_view several)
{
    return fmt::format("{} {}", grouped(count), count == 1 ? one : several);
}

std::string plain_word(std::string_view word)
{
    std::string plain{word};
    std::replace(plain.begin(), plain.end(), '_', ' ');
    return plain;
}

std::vector<std::string> plain_words(const std::vector<std::string>& words)
{
    std::vector<std::string> plain;
    for (const std::string& each : words) plain.push_back(plain_word(each));
    return plain;
}

std::string short_number(double number)
{
    if (!std::isfinite(number)) return "–";
    std::string text = fmt::format("{:.2f}", number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string listed(const std::vector<std::string>& words)
{
    std::string text;
    for (std::size_t index = 0; index < words.size(); ++index)
        text += (index == 0 ? "" : index + 1 == words.size() ? " and " : ", ") + words[index];
    return text;
}

std::string every_phrase(double days)
{
    return days == std::floor(days) ? blend::every_phrase(days) : "every " + short_number(days) + " days";
}

std::string size_words(std::string_view channel, const std::optional<double>& size)
{
    const auto known = from_word<Channel>(channel);
    if (!known || !size) return {};
    return size_phrase(*known, *size);
}

std::string state_words(std::string_view state)
{
    if (state == "in_rhythm") return "in rhythm";
    if (state == "due") return "a good moment to be in touch";
    if (state == "drifting") return "a longer pause than usual; a small hello does a lot";
    if (state == "dormant") return "quiet for a long time; whenever you like, a hello is enough";
    return plain_word(state);
}

std::string slot_words(const Clock& clock, const wire::Slot& slot)
{
    std::string text = clock.local_moment(slot.local);
    constexpr std::size_t date = 10;
    constexpr std::size_t time = 5;
    if (slot.their_local) {
        const bool same_day = slot.their_local->compare(0, date, slot.local, 0, date) == 0;
        text += " (" + (same_day ? slot.their_local->substr(date + 1, time) : clock.local_moment(*slot.their_local)) +
                " for them)";
    }
    return text + ", " + duration(slot.minutes) + (slot.reason.empty() ? "" : ": " + slot.reason);
}

} // namespace blend::cli
