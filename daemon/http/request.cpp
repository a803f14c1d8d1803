#include "daemon/http/request.hpp"

#include "daemon/core/problem.hpp"

#include <cassert>
#include <charconv>

namespace blend::http {

namespace {

Problem bad_request(std::string what) { return Problem{Problem::Kind::bad_request, std::move(what)}; }

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

Request::Request(Parts parts, Keyring& keyring, Reply& reply)
    : parts_{std::move(parts)}, keyring_{keyring}, reply_{reply}
{
}

const std::string& Request::parameter(std::string_view name) const
{
    const auto found = parts_.parameters.find(name);
    assert(found != parts_.parameters.end() && "the route has no such parameter");
    return found->second;
}

std::int64_t Request::number_parameter(std::string_view name) const
{
    const auto value = whole_number(parameter(name));
    if (!value || *value < 1) throw bad_request(parameter(name) + " is no number of a " + std::string{name});
    return *value;
}

std::optional<std::string> Request::query(std::string_view name) const
{
    const auto found = parts_.queries.find(name);
    if (found == parts_.queries.end()) return std::nullopt;
    return found->second;
}

std::optional<std::int64_t> Request::number(std::string_view name, std::int64_t least, std::int64_t most) const
{
    const auto text = query(name);
    if (!text) return std::nullopt;
    const auto value = whole_number(*text);
    if (!value || *value < least || *value > most)
        throw bad_request(std::string{name} + ": not a number from " + std::to_string(least) + " to " +
                          std::to_string(most));
    return value;
}

std::optional<bool> Request::flag(std::string_view name) const
{
    const auto text = query(name);
    if (!text) return std::nullopt;
    if (*text == "true" || text->empty()) return true;
    if (*text == "false") return false;
    throw bad_request(std::string{name} + ": neither true nor false");
}

} // namespace blend::http
