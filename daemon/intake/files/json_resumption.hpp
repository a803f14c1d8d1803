#pragma once

// Where reading of a damaged JSON text goes on. A place is known by what stands there and by what it takes to be back
// there: `{"messages":[` before an element makes the rest of the text complete again.

#include "daemon/intake/files/repaired_json.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace blend::intake {

struct Resumption {
    std::string prefix;                          ///< leads back to the place
    std::size_t depth{};                         ///< containers that are open there
    std::string key;                             ///< what announces it; of an element, empty: any
    enum class Opens { element, array } opens{}; ///< `{ "key" :` opens an element, `"key" : [` the array itself
    // By how many levels the depth may seem to be off.
    std::ptrdiff_t least_off{-1};
    std::ptrdiff_t most_off{1};

    bool operator==(const Resumption&) const = default;
};

/// Finds, of a text that is damaged again and again, the places where reading goes on.
///
/// An element may hold others that begin alike: the depth tells them apart. It is known but for the brackets that the
/// damage took or brought, one as a rule; what lies deeper within what is damaged is two levels off at least.
class Search {
public:
    /// Moves on to the nearest of the places; false when the text ends before. `depth` is how many containers the
    /// reader sees open at the beginning of the text.
    bool resume(RepairedJson& text, std::span<const Resumption> places, std::size_t depth);

private:
    struct Found {
        const Resumption* place;
        std::size_t drop;
    };
    std::optional<Found> look_at(std::string_view text, std::span<const Resumption> places);
    std::ptrdiff_t off(const Resumption& place) const;
    bool is_believed() const { return to_leave_out_ > 0; }

    std::ptrdiff_t depth_{}; ///< of the byte that is looked at
    std::ptrdiff_t wrong_{}; ///< by how much the reader may be wrong about it
    std::size_t resumed_at_{};
    int to_leave_out_{}; ///< of what lies too deep; then the depth is not believed any more
};

} // namespace blend::intake
