#include "daemon/core/twins.hpp"

#include "daemon/core/channel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <tuple>

namespace blend {

namespace {

using namespace std::chrono_literals;

constexpr Seconds ring_tolerance = 2min;
constexpr Seconds clock_tolerance = 2s; ///< one source cuts fractions of a second off, another rounds them

/// Within one kind records may be the same thing, between two never.
enum class Kind { talk, missed, instant, email, letter, voice_message, reaction };
constexpr std::size_t kinds = 7;

Kind kind_of(Channel channel)
{
    switch (channel) {
    case Channel::in_person:
    case Channel::video:
    case Channel::phone: return Kind::talk;
    case Channel::missed_call: return Kind::missed;
    case Channel::chat:
    case Channel::sms: return Kind::instant;
    case Channel::email: return Kind::email;
    case Channel::letter: return Kind::letter;
    case Channel::voice_message: return Kind::voice_message;
    case Channel::reaction: return Kind::reaction;
    }
    return Kind::talk;
}

/// At least a second, so that a talk of no length overlaps what goes on around it.
Seconds length_of(const Interaction& talk)
{
    const double minutes = talk.size.value_or(traits(talk.channel).unknown_size);
    constexpr double longest = std::chrono::duration<double, std::ratio<60>>{longest_reach}.count();
    if (!(minutes > 0.0)) return 1s;
    return std::max(Seconds{1}, Seconds{std::llround(std::min(minutes, longest) * 60.0)});
}

bool same_talk(const Interaction& a, const Interaction& b)
{
    const Seconds shared = std::min(a.at + length_of(a), b.at + length_of(b)) - std::max(a.at, b.at);
    if (shared <= 0s) return false;
    const bool alike = (a.channel == Channel::in_person) == (b.channel == Channel::in_person);
    return alike || shared * 2 >= std::max(length_of(a), length_of(b));
}

bool order_of(const Told& a, const Told& b)
{
    const auto all = [](const Told& each) {
        const Interaction& what = each.interaction;
        return std::tuple{each.telling,   what.at,        what.key,    each.source,  what.channel,
                          what.direction, what.size,      what.others, what.forward, what.acknowledgement,
                          what.automated, what.utc_offset};
    };
    return all(a) < all(b);
}

/// The things found so far among the records of one kind.
class Things {
public:
    Things(std::span<const Told> records, std::vector<std::size_t>& standing)
        : records_{records}, standing_{standing}, sources_(records.size())
    {
    }

    /// Records must come in the order of `order_of`.
    void take(std::size_t record)
    {
        const Told& told = records_[record];
        if (told.telling != telling_) settle(told.telling);
        const auto found = told.apart ? std::nullopt : nearest(record);
        const std::size_t thing = found.value_or(record);
        standing_[record] = thing;
        sources_[thing] |= place(told);
        if (found || told.apart) return;
        fresh_.push_back(record);
        longest_ = std::max(longest_, reach(told.interaction));
    }

private:
    static std::uint64_t place(const Told& told) { return std::uint64_t{1} << (told.source % 64U); }

    /// What was found among the better told is searched together.
    void settle(Telling next)
    {
        telling_ = next;
        const auto middle = static_cast<std::ptrdiff_t>(better_.size());
        better_.insert(better_.end(), fresh_.begin(), fresh_.end());
        fresh_.clear();
        std::inplace_merge(better_.begin(), better_.begin() + middle, better_.end(), [&](std::size_t a, std::size_t b) {
            return earlier(records_[a].interaction, records_[b].interaction);
        });
    }

    std::optional<std::size_t> nearest(std::size_t record) const
    {
        std::optional<std::size_t> best;
        look(better_, record, best);
        look(fresh_, record, best);
        return best;
    }

    void look(const std::vector<std::size_t>& things, std::size_t record, std::optional<std::size_t>& best) const
    {
        const Interaction& what = records_[record].interaction;
        const auto distance = [&](std::size_t thing) {
            const Seconds between = records_[thing].interaction.at - what.at;
            return between < 0s ? -between : between;
        };
        auto thing = std::lower_bound(things.begin(), things.end(), what.at - longest_,
                                      [&](std::size_t each, Instant at) { return records_[each].interaction.at < at; });
        for (const Instant last = what.at + reach(what); thing != things.end(); ++thing) {
            const Interaction& other = records_[*thing].interaction;
            if (other.at > last) break;
            if ((sources_[*thing] & place(records_[record])) != 0) continue;
            if (!same_thing(other, what)) continue;
            if (!best || distance(*thing) < distance(*best)) best = *thing;
        }
    }

    std::span<const Told> records_;
    std::vector<std::size_t>& standing_;
    std::vector<std::uint64_t> sources_; ///< of each thing, by the record that stands for it
    std::vector<std::size_t> better_;    ///< told better than the present records, in time order
    std::vector<std::size_t> fresh_;     ///< told as well as they are, in time order
    Telling telling_{Telling::measured};
    Seconds longest_{};
};

} // namespace

Telling telling_of(std::string_view format)
{
    const auto found = std::find_if(tellings.begin(), tellings.end(),
                                    [&](const FormatTelling& each) { return each.format == format; });
    return found == tellings.end() ? Telling::measured : found->telling;
}

Seconds reach(const Interaction& interaction)
{
    switch (kind_of(interaction.channel)) {
    case Kind::talk: return length_of(interaction);
    case Kind::missed: return ring_tolerance;
    case Kind::instant:
    case Kind::email:
    case Kind::letter:
    case Kind::voice_message:
    case Kind::reaction: break;
    }
    return clock_tolerance;
}

bool same_thing(const Interaction& a, const Interaction& b)
{
    const Kind kind = kind_of(a.channel);
    if (kind != kind_of(b.channel)) return false;
    if (kind == Kind::talk) return same_talk(a, b);
    const Seconds between = a.at < b.at ? b.at - a.at : a.at - b.at;
    if (a.direction != b.direction || between > reach(a)) return false;
    return kind == Kind::missed || !a.size || !b.size || *a.size == *b.size;
}

std::vector<std::size_t> standing_for(std::span<const Told> records)
{
    std::vector<std::size_t> standing(records.size());
    std::iota(standing.begin(), standing.end(), std::size_t{0});

    std::array<std::vector<std::size_t>, kinds> by_kind;
    std::array<std::uint64_t, kinds> sources{};
    for (std::size_t index = 0; index < records.size(); ++index) {
        const auto kind = static_cast<std::size_t>(kind_of(records[index].interaction.channel));
        by_kind.at(kind).push_back(index);
        sources.at(kind) |= std::uint64_t{1} << (records[index].source % 64U);
    }
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        const bool one_source = (sources.at(kind) & (sources.at(kind) - 1)) == 0;
        if (one_source) continue;
        auto& order = by_kind.at(kind);
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return order_of(records[a], records[b]); });
        Things things{records, standing};
        for (const std::size_t record : order) things.take(record);
    }
    return standing;
}

void complete(Interaction& standing, const Interaction& other)
{
    if (!standing.size) standing.size = other.size;
}

} // namespace blend
