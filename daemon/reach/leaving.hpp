#pragma once

// One message by one way. Private to this room; hides what each kind of way wants.

#include "daemon/reach/desktop.hpp"
#include "daemon/reach/message.hpp"

#include <atomic>

namespace blend::reach {

/// What the ways share.
struct Means {
    Desktop& desktop;
    const std::atomic<bool>& stopping; ///< ends what is under way
};

/// Returns when it was taken. Throws `Problem`: not_allowed when trying again would be refused again, else cannot.
void leave_by(const store::WayRecord& way, const Message& message, Instant now, const Means& means);

} // namespace blend::reach
