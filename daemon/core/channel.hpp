#pragma once

// What the model assumes of each channel and mode: two tables, a convention that is stated and not hidden.
//
// Richness orders channels by what studies say of them, and they disagree; it shapes the blend only and never the
// rhythm. Everything downstream works with any other table.

#include "daemon/core/contact.hpp"
#include "daemon/core/interaction.hpp"

namespace blend {

struct ChannelTraits {
    double richness;     ///< value of the best possible session, 0 … 1
    double scale;        ///< size (minutes or words) at which a session has about two thirds of what size can add
    double unknown_size; ///< taken when a record does not say
    Seconds gap;         ///< silence that ends a session
};

const ChannelTraits& traits(Channel channel);

/// A ring that nobody answered: a touch, but no contact.
bool is_attempt(Channel channel);

struct ModeTraits {
    double ease;          ///< 1 costs nothing to begin
    double typical_value; ///< of one such session
    Minutes length;       ///< for planning, when nobody says otherwise
};

const ModeTraits& traits(Mode mode);

/// The channel in which a plan or a nudge of this mode is logged once it happened.
Channel channel_of(Mode mode);

/// The mode that an interaction in this channel acts on.
Mode mode_of(Channel channel);

} // namespace blend
