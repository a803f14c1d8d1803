#pragma once

// What a record without an id is known again by: a hash of what it says, and its place among those that say the same.

#include "daemon/core/numerics.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace blend::intake {

/// Of texts and numbers one after another.
class Hash {
public:
    Hash& add(std::string_view text);
    Hash& add(std::uint64_t number);
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_{fnv1a("")};
};

/// Tells equal messages of one moment apart by their order, where a source gives them no ids. Memory is constant.
class Ordinals {
public:
    /// How many of the same moment with this hash came before.
    std::uint64_t next(std::int64_t moment, std::uint64_t hash);

private:
    std::unordered_map<std::uint64_t, std::uint64_t> seen_;
    std::int64_t moment_{};
};

} // namespace blend::intake
