#include "daemon/intake/files/json_resumption.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace blend::intake {
namespace {

constexpr std::size_t look_ahead = 512; ///< bytes of an opening with its blanks

/// Of a text, what is left after each of the things that were expected to stand there.
class Expecting {
public:
    explicit Expecting(std::string_view text) : rest_{text} {}

    bool mark(char wanted)
    {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n\r"), rest_.size()));
        return literally({&wanted, 1});
    }
    bool literally(std::string_view wanted)
    {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    /// An empty key is any.
    bool key(std::string_view wanted)
    {
        if (!mark('"')) return false;
        if (wanted.empty()) rest_.remove_prefix(std::min(rest_.find('"'), rest_.size()));
        return literally(wanted) && literally("\"");
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

/// How many bytes are to be dropped to be at this place, when it begins the text.
std::optional<std::size_t> drop_at(const Resumption& place, std::string_view text)
{
    Expecting here{text};
    if (place.opens == Resumption::Opens::element) {
        const bool opens = here.mark('{') && here.key(place.key) && here.mark(':');
        return opens ? std::optional<std::size_t>{0} : std::nullopt;
    }
    const bool opens = here.key(place.key) && here.mark(':') && here.mark('[');
    return opens ? std::optional{text.size() - here.rest().size()} : std::nullopt;
}

} // namespace

std::ptrdiff_t Search::off(const Resumption& place) const
{
    // What announces an array stands outside it.
    const std::ptrdiff_t outside = place.opens == Resumption::Opens::element ? 0 : 1;
    return depth_ + outside - static_cast<std::ptrdiff_t>(place.depth);
}

std::optional<Search::Found> Search::look_at(std::string_view text, std::span<const Resumption> places)
{
    std::optional<Found> nearest;
    bool is_too_deep = false;
    for (const Resumption& place : places) {
        if (text.front() != (place.opens == Resumption::Opens::element ? '{' : '"')) continue;
        // What seems as far from one place as from one around it: the inner one has more elements.
        const auto distance = [this](const Resumption& each) {
            return std::pair{std::abs(off(each)), -static_cast<std::ptrdiff_t>(each.depth)};
        };
        if (nearest && distance(place) >= distance(*nearest->place)) continue;
        const bool fits = off(place) >= place.least_off && off(place) <= place.most_off;
        if (!fits && is_believed() && place.most_off == 0) continue;
        const auto drop = drop_at(place, text);
        if (drop && (fits || !is_believed())) nearest = Found{&place, *drop};
        if (drop && !fits) is_too_deep = true;
    }
    if (!nearest && is_too_deep) --to_leave_out_;
    return nearest;
}

bool Search::resume(RepairedJson& text, std::span<const Resumption> places, std::size_t depth)
{
    constexpr std::size_t stretch = std::size_t{16} << 10;
    constexpr int most_left_out = 16;
    if (places.empty()) return false;
    // Reading that went on too deep ends too early: then only it is wrong about the depth.
    const bool too_early = depth < resumed_at_;
    if (!too_early) wrong_ = 0;
    depth_ = static_cast<std::ptrdiff_t>(depth) + wrong_;
    to_leave_out_ = too_early ? 0 : most_left_out;
    while (true) {
        const std::string_view view = text.window(stretch);
        if (view.empty()) return false;
        const std::size_t searched = view.size() < stretch ? view.size() : view.size() - look_ahead;
        for (std::size_t at = 0; at < searched; ++at) {
            const char byte = view[at];
            if (byte == '{' || byte == '"')
                if (const auto found = look_at(view.substr(at), places)) {
                    resumed_at_ = found->place->depth;
                    wrong_ = off(*found->place);
                    text.drop(at + found->drop);
                    text.prepend(found->place->prefix);
                    return true;
                }
            if (byte == '{' || byte == '[') ++depth_;
            if (byte == '}' || byte == ']') --depth_;
        }
        text.drop(searched);
    }
}

} // namespace blend::intake
