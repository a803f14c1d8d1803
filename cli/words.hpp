#pragma once

// Small pieces of text that several commands share.

#include "cli/clock.hpp"
#include "daemon/core/bar.hpp"
#include "daemon/core/page.hpp"
#include "daemon/wire/loop_shapes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::cli {

/// "async ◄───━━●━━──► sync  48%", as wide as the page allows.
std::string blend_line(const BlendBar& bar, const Page& page);

/// Columns before and of the bar within `blend_line`, for a line beneath it.
int bar_indent();
int bar_width(const Page& page);

/// "  12  Call Amma, …": lines after the first stand under the text.
void print_numbered(Page& page, std::int64_t number, std::string_view text);

/// "12,345"
std::string grouped(std::int64_t number);
/// "3 items": the number grouped, the word in the right form.
std::string many(std::int64_t count, std::string_view one, std::string_view several);
/// "voice message": a word of the API as people write it.
std::string plain_word(std::string_view word);
/// The same of each.
std::vector<std::string> plain_words(const std::vector<std::string>& words);
/// "2.5" or "14": no more digits than needed, at most two.
std::string short_number(double number);
/// "a, b and c"
std::string listed(const std::vector<std::string>& words);
/// "Sun 29 Nov 10:30 (20:00 for them), 45 min: day on both clocks"
std::string slot_words(const Clock& clock, const wire::Slot& slot);
/// "every 14 days"
std::string every_phrase(double days);
/// "25 min" or "120 words" as the channel counts; empty when unknown.
std::string size_words(std::string_view channel, const std::optional<double>& size);
/// The state of a standing in kind words.
std::string state_words(std::string_view state);

} // namespace blend::cli
