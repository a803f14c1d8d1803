#pragma once

// Whether JSON fits a schema of schema/api.json.
//
// A small validator for the part of JSON Schema that the API uses. A keyword it does not know is a fault of its own:
// what is not checked must not look checked.

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace blend::contract {

/// Every way in which `value` does not fit, as "/contacts/0/name: wants a string"; empty when it fits. A "$ref" is
/// looked up in `document`.
std::vector<std::string> misfits(const nlohmann::json& value, const nlohmann::json& schema,
                                 const nlohmann::json& document);

} // namespace blend::contract
