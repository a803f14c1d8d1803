#pragma once

// The files of schema/migrations, embedded in order. The version of a ledger is the number of files it has seen.

#include <span>
#include <string_view>

namespace blend::store {

struct Migration {
    std::string_view name;
    std::string_view sql;
};

std::span<const Migration> migrations();

} // namespace blend::store
