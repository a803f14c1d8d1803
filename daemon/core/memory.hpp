#pragma once

// What the model keeps of one contact: about thirty numbers and one open session a channel.
//
// Interactions are gathered into sessions and the sessions' values into fading sums. Feeding interactions in order
// costs O(1) each; a late one needs a replay (`remember`), which gives the same bits for any order of its input.
// A `Memory` is a plain value without pointers: the ledger stores it field by field and may rebuild it at any time.

#include "daemon/core/interaction.hpp"

#include <array>
#include <functional>
#include <optional>
#include <span>

namespace blend {

/// A sum that halves every `half_life_days`, as it stood at `at`.
struct Fading {
    double half_life_days{1.0};
    double value{};
    Instant at{};

    double left(Instant now) const;
    /// Late additions are allowed: they are aged to `at`.
    void add(Instant when, double amount);
    /// Both sums in one, referenced to the later of the two; the half-life is this one's.
    Fading merged(const Fading& other) const;

    bool operator==(const Fading&) const = default;
};

/// Interactions of one contact and channel without a long silence between them.
struct Session {
    Instant start{};
    Instant last{};
    Channel channel{};
    Day day{}; ///< the owner's civil day at the start
    int count{};
    int in{};
    int out{};
    int others{1};          ///< the most people besides the owner
    int acknowledgements{}; ///< a mere "ok", not forwarded
    int commented_forwards{};
    double size{};  ///< minutes or words, with the channel's assumption where a record does not say
    double value{}; ///< what it has added to the sums so far

    void add(const Interaction& interaction);

    bool operator==(const Session&) const = default;
};

/// 1 for a plain message, 0.6 for forwards with own words, 0.25 when nothing but "ok" was said.
double noise_factor(const Session& session);
/// How much of a company's attention one person gets.
double group_discount(int others, Channel channel);
/// 0.7 for a chat that stayed one-way; letters and mail answer later and are never one-way.
double reciprocity_factor(const Session& session);
/// Grows with size and never reaches 1.
double saturation(double size, double scale);

/// From 0 to the channel's richness. One more plain message never lowers it.
double session_value(const Session& session);
/// Value without richness and size: from `contact_quality` on, a session is a contact.
inline constexpr double contact_quality = 0.3;
double session_quality(const Session& session);

/// What one interaction did; the pieces of a daily roll-up.
struct Growth {
    Day day{}; ///< of the session it belongs to, or its own when it is noise
    Channel channel{};
    bool noise{};
    double value{}; ///< added to that day by this interaction; may be negative by a rounding, 0 for noise
    bool new_session{};

    bool operator==(const Growth&) const = default;
};

struct Memory {
    Fading sync; ///< the blend's two sums; their half-life follows the cadence
    Fading async;
    Fading squares;     ///< of session values: how many sessions the sums stand on
    Fading long_term;   ///< 120 days: strength
    Fading middle_term; ///< 42 days: drift
    Fading incoming;    ///< contacts they began
    Fading outgoing;
    Fading life_sync; ///< one half-life for every contact
    Fading life_async;

    double touch_days{}; ///< fading count of days in touch, referenced to `last_day`
    std::optional<Day> first_day;
    std::optional<Day> last_day;
    std::optional<Instant> last_touch; ///< contacts and attempts

    std::optional<Instant> last_contact;
    std::optional<Instant> last_sync;
    std::optional<Instant> last_async;
    std::optional<Instant> first; ///< of all that is not noise

    std::optional<Instant> newest; ///< of everything ingested, noise included
    std::uint64_t newest_key{};    ///< and its key: see `in_order`

    int unanswered{}; ///< outgoing sessions in a row with nothing back
    bool owed{};      ///< they wrote last, and it wants an answer
    int unspoken{};   ///< times the owner wrote since the two last talked; all of them when they never did
    int noise{};      ///< tuned out so far
    std::array<std::optional<Session>, 10> open; ///< by Channel

    bool operator==(const Memory&) const = default;
};

/// Of `life_sync` and `life_async`, in days.
inline constexpr double life_half_life = 56.0;

/// Half-life of the blend's sums for a cadence: six cadences, but 42 to 365 days.
double blend_half_life(double cadence_days);

Memory fresh_memory(double cadence_days);

/// True when `ingest` may take the interaction: nothing that matters came after it. Otherwise replay with `remember`.
bool in_order(const Memory& memory, const Interaction& interaction);

/// O(1). Interactions must come in the order of `earlier`.
Growth ingest(Memory& memory, const Interaction& interaction);

using GrowthSeen = std::function<void(const Interaction&, const Growth&)>;

/// The memory of a whole log. Any order of `interactions` gives the same bits; `seen` is called in time order.
Memory remember(double cadence_days, std::span<const Interaction> interactions);
Memory remember(double cadence_days, std::span<const Interaction> interactions, const GrowthSeen& seen);

} // namespace blend
