#include "daemon/http/router.hpp"

#include <algorithm>

namespace blend::http {

namespace {

/// Takes the text up to the next `mark`, and removes both.
std::string_view cut(std::string_view& rest, char mark)
{
    const auto end = std::min(rest.find(mark), rest.size());
    const auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool is_parameter(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

std::optional<Request::Texts> fit(std::string_view pattern, std::string_view path)
{
    if (std::ranges::count(pattern, '/') != std::ranges::count(path, '/')) return std::nullopt;

    Request::Texts parameters;
    while (!pattern.empty() || !path.empty()) {
        const auto wanted = cut(pattern, '/');
        const auto given = cut(path, '/');
        if (!is_parameter(wanted)) {
            if (wanted != given) return std::nullopt;
            continue;
        }
        const auto value = decode_path(given);
        if (!value || value->empty()) return std::nullopt;
        parameters.emplace(wanted.substr(1, wanted.size() - 2), *value);
    }
    return parameters;
}

} // namespace

std::variant<Match, Mismatch> find_route(std::span<const Route> routes, std::string_view method, std::string_view path)
{
    const auto wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    auto mismatch = Mismatch::no_path;
    for (const Route& route : routes) {
        auto parameters = fit(route.path, path);
        if (!parameters) continue;
        if (route.method == wanted) return Match{&route, std::move(*parameters)};
        mismatch = Mismatch::no_method;
    }
    return mismatch;
}

Request::Texts read_query(std::string_view query)
{
    Request::Texts texts;
    while (!query.empty()) {
        auto value = cut(query, '&');
        const auto name = decode_query(cut(value, '='));
        const auto text = decode_query(value);
        if (!name || !text) throw Problem{Problem::Kind::bad_request, "the query is not proper text"};
        if (!name->empty()) texts.emplace(*name, *text);
    }
    return texts;
}

} // namespace blend::http
