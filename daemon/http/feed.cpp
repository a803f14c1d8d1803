#include "daemon/http/feed.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"

#include <array>
#include <ctime>

namespace blend::http {

namespace {

constexpr std::string_view folder = "/feed/";
constexpr std::string_view ending = ".ics";

bool has_it(const Head& head, const std::string& etag, const std::string& changed)
{
    if (const auto known = head.header("if-none-match"))
        return known->find(etag) != std::string_view::npos || *known == "*";
    return head.header("if-modified-since") == changed;
}

} // namespace

bool is_feed(std::string_view path) { return path.starts_with(folder); }

Answer feed_answer(const Head& head, const FindFeed& find)
{
    if (head.method != "GET" && head.method != "HEAD")
        return answer_of(Refusal{405, Problem{Problem::Kind::bad_request, "a feed can only be read"}});
    std::string_view secret = head.path().substr(folder.size());
    if (secret.ends_with(ending)) secret.remove_suffix(ending.size());
    auto feed = find ? find(secret) : std::nullopt;
    if (!feed) return answer_of(Problem{Problem::Kind::not_found, "there is no such feed"});

    const std::string etag = "\"" + hexadecimal(fnv1a(feed->text)) + "\"";
    const std::string changed = http_date(feed->changed);
    Answer answer;
    answer.content_type = "text/calendar; charset=utf-8";
    answer.headers.emplace_back("Cache-Control", "private, no-cache");
    answer.headers.emplace_back("ETag", etag);
    answer.headers.emplace_back("Last-Modified", changed);
    if (has_it(head, etag, changed))
        answer.status = 304;
    else
        answer.text = std::move(feed->text);
    return answer;
}

std::string http_date(Instant instant)
{
    const std::time_t seconds = instant.time_since_epoch().count();
    std::tm fields{};
    std::array<char, 32> text{};
    gmtime_r(&seconds, &fields);
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    return text.data();
}

} // namespace blend::http
