#include "daemon/calendar/dav.hpp"

#include "daemon/calendar/multistatus.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>
#include <set>

namespace blend::calendar {
namespace {

using Kind = Problem::Kind;
using outside::Reply;
using outside::Request;

constexpr std::size_t batch = 100;

#define DAV "DAV: "
#define CALENDAR "urn:ietf:params:xml:ns:caldav "
#define CARDS "urn:ietf:params:xml:ns:carddav "
#define SERVER "http://calendarserver.org/ns/ "

constexpr std::string_view about_collections =
    R"(<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:a="urn:ietf:params:xml:ns:carddav" xmlns:s="http://calendarserver.org/ns/">
<d:prop><d:resourcetype/><d:displayname/><d:current-user-principal/><d:current-user-privilege-set/><d:sync-token/>
<c:calendar-home-set/><a:addressbook-home-set/><c:supported-calendar-component-set/><s:getctag/></d:prop>
</d:propfind>)";

constexpr std::string_view about_versions =
    R"(<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>)";

std::string since(const std::string& token)
{
    return R"(<?xml version="1.0" encoding="utf-8"?>
<d:sync-collection xmlns:d="DAV:"><d:sync-token>)" +
           xml_escaped(token) +
           "</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>";
}

std::string wanted(Shelf shelf, std::span<const std::string> hrefs)
{
    const bool calendars = shelf == Shelf::calendars;
    std::string body = R"(<?xml version="1.0" encoding="utf-8"?>
)";
    body += calendars ? R"(<x:calendar-multiget xmlns:d="DAV:" xmlns:x="urn:ietf:params:xml:ns:caldav">)"
                      : R"(<x:addressbook-multiget xmlns:d="DAV:" xmlns:x="urn:ietf:params:xml:ns:carddav">)";
    body += calendars ? "<d:prop><d:getetag/><x:calendar-data/></d:prop>"
                      : "<d:prop><d:getetag/><x:address-data/></d:prop>";
    for (const std::string& each : hrefs) body += "<d:href>" + xml_escaped(each) + "</d:href>";
    return body + (calendars ? "</x:calendar-multiget>" : "</x:addressbook-multiget>");
}

/// A proxy may weaken a version that the server behind it compares exactly, and some forget the quotes.
std::string bare_etag(std::string_view etag)
{
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
    std::string bare;
    for (const char each : etag.substr(0, 1'000))
        if (each != '"' && static_cast<unsigned char>(each) > 0x20 && each != 0x7f) bare += each;
    return bare;
}

std::string quoted_etag(const std::string& etag) { return "\"" + etag + "\""; }

bool has(const std::vector<std::string>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void refuse(const Reply& reply)
{
    if (reply.status == 401)
        throw Problem{Kind::cannot, outside::host_of(reply.url) + " does not take this user and password",
                      "add the account again with the right ones; some servers want a password made for apps"};
    throw Problem{Kind::cannot, outside::said(reply), "it is tried again by itself"};
}

[[noreturn]] void refuse_other_host(const std::string& here, const std::string& link)
{
    throw Problem{Kind::cannot, outside::host_of(here) + " sends Blend on to " + link.substr(0, 200),
                  "passwords stay with the server they were given for; if it is yours, add that address instead"};
}

bool is_unreserved(unsigned char each)
{
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
           each == '-' || each == '.' || each == '_' || each == '~' || each == '@' || each == ':';
}

/// One spelling of a path, however a server escapes it.
std::string one_spelling(std::string_view path)
{
    const auto digit = [](char each) {
        if (each >= '0' && each <= '9') return each - '0';
        if (each >= 'a' && each <= 'f') return each - 'a' + 10;
        return each >= 'A' && each <= 'F' ? each - 'A' + 10 : -1;
    };
    constexpr std::string_view hexadecimal{"0123456789ABCDEF"};
    std::string result;
    for (std::size_t at = 0; at < path.size(); ++at) {
        const bool escaped =
            path[at] == '%' && at + 2 < path.size() && digit(path[at + 1]) >= 0 && digit(path[at + 2]) >= 0;
        if (!escaped) {
            result += path[at];
            continue;
        }
        const auto byte = static_cast<unsigned char>(digit(path[at + 1]) * 16 + digit(path[at + 2]));
        at += 2;
        if (is_unreserved(byte))
            result += static_cast<char>(byte);
        else
            ((result += '%') += hexadecimal[byte / 16]) += hexadecimal[byte % 16];
    }
    return result;
}

/// "https://host:port" of an address, and what follows it.
std::pair<std::string, std::string> split(const std::string& url)
{
    const auto scheme = url.find("://");
    const auto path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
    return path == std::string::npos ? std::pair{url, std::string{}} : std::pair{url.substr(0, path), url.substr(path)};
}

std::string ended(std::string path)
{
    if (!path.ends_with('/')) path += '/';
    return path;
}

bool fits(const DavResponse& response, Shelf shelf)
{
    const DavProperty* type = response.property(DAV "resourcetype");
    if (type == nullptr) return false;
    if (shelf == Shelf::address_books) return has(type->within, CARDS "addressbook");
    if (!has(type->within, CALENDAR "calendar")) return false;
    const DavProperty* components = response.property(CALENDAR "supported-calendar-component-set");
    return components == nullptr || components->within.empty() || has(components->within, CALENDAR "comp VEVENT");
}

bool is_writable(const DavResponse& response)
{
    const DavProperty* rights = response.property(DAV "current-user-privilege-set");
    if (rights == nullptr) return true; // who does not say may say so when it is tried
    return has(rights->within, DAV "all") || has(rights->within, DAV "write") ||
           has(rights->within, DAV "write-content") || has(rights->within, DAV "bind");
}

std::string state_of(const DavCollection& collection)
{
    if (!collection.sync_token.empty()) return "sync " + collection.sync_token;
    return collection.ctag.empty() ? std::string{} : "ctag " + collection.ctag;
}

} // namespace

Dav::Dav(std::string url, std::optional<outside::Login> login, const std::atomic<bool>* cancelled)
    : url_{std::move(url)}, caller_{std::move(login), cancelled}
{
    if (split(url_).second.empty()) url_ += "/";
}

Reply Dav::ask(Request request) { return caller_.ask(request); }

Reply Dav::ask_about(const std::string& url, const char* method, const char* depth, const std::string& body)
{
    return ask({.method = method,
                .url = url,
                .headers = {{"Depth", depth}, {"Content-Type", "application/xml; charset=utf-8"}},
                .body = body});
}

std::string Dav::absolute(const std::string& href) const { return split(url_).first + href; }

std::string Dav::path_of(const std::string& link) const
{
    const auto whole = outside::resolved(url_, link);
    if (!whole) refuse_other_host(url_, link);
    return one_spelling(split(*whole).second);
}

void Dav::ask_home(Shelf shelf, std::string& home, std::vector<DavCollection>& found)
{
    const Reply reply = ask_about(absolute(home), "PROPFIND", "1", std::string{about_collections});
    if (reply.status != 207) refuse(reply);
    for (const DavResponse& each : read_multistatus(reply.body).responses) {
        if (!fits(each, shelf)) continue;
        const auto whole = outside::resolved(reply.url, each.href);
        if (!whole) continue; // a calendar of somebody else's, elsewhere
        const std::string href = ended(one_spelling(split(*whole).second));
        std::string name = each.text(DAV "displayname");
        if (name.empty()) {
            const std::string path = href.substr(0, href.size() - 1);
            name = path.substr(path.rfind('/') + 1);
        }
        found.push_back({.href = href,
                         .name = name,
                         .writable = is_writable(each),
                         .ctag = each.text(SERVER "getctag"),
                         .sync_token = each.text(DAV "sync-token")});
    }
}

std::vector<DavCollection> Dav::collections(Shelf shelf)
{
    const bool calendars = shelf == Shelf::calendars;
    const auto [origin, path] = split(url_);
    const std::string known = origin + (calendars ? "/.well-known/caldav" : "/.well-known/carddav");
    const std::vector<std::string> doors = path == "/" ? std::vector{known, url_} : std::vector{url_, known};
    const std::string_view home_set = calendars ? CALENDAR "calendar-home-set" : CARDS "addressbook-home-set";

    std::optional<Reply> refusal;
    std::vector<DavCollection> found;
    for (const std::string& door : doors) {
        Reply reply = ask_about(door, "PROPFIND", "0", std::string{about_collections});
        if (reply.status == 401) refuse(reply);
        if (reply.status != 207) {
            if (!refusal) refusal = std::move(reply);
            continue;
        }
        url_ = reply.url; // where the door led
        const auto answered = read_multistatus(reply.body).responses;
        if (answered.empty()) continue;
        std::vector<std::string> homes;
        const auto add_homes = [&](const DavResponse& response) {
            if (const DavProperty* set = response.property(home_set))
                for (const std::string& each : set->hrefs) homes.push_back(path_of(each));
        };
        if (fits(answered.front(), shelf)) {
            homes = {split(url_).second}; // the owner named the calendar itself
        } else {
            add_homes(answered.front());
            const DavProperty* principal = answered.front().property(DAV "current-user-principal");
            if (homes.empty() && principal != nullptr && !principal->hrefs.empty()) {
                const Reply said = ask_about(absolute(path_of(principal->hrefs.front())), "PROPFIND", "0",
                                             std::string{about_collections});
                if (said.status != 207) refuse(said);
                for (const DavResponse& each : read_multistatus(said.body).responses) add_homes(each);
            }
            if (homes.empty()) homes = {split(url_).second};
        }
        for (std::string& home : homes) ask_home(shelf, home, found);
        if (!found.empty()) return found;
    }
    if (refusal && found.empty() && refusal->status != 404 && refusal->status != 405) refuse(*refusal);
    throw Problem{Kind::cannot, "there is no " + std::string{calendars ? "calendar" : "address book"} + " at " + url_,
                  "take the address from the settings of your calendar program"};
}

std::optional<DavChanges> Dav::synced(const DavCollection& collection, const std::string& token,
                                      const std::map<std::string, std::string>& known)
{
    constexpr int most_rounds = 1'000;
    DavChanges changes;
    std::string from = token;
    std::set<std::string> listed_now;
    bool trusted = true;
    bool more = true;
    for (int round = 0; more && round < most_rounds; ++round) {
        const Reply reply = ask_about(absolute(collection.href), "REPORT", "1", since(from));
        if (reply.status != 207) return std::nullopt;
        const Multistatus said = read_multistatus(reply.body);
        more = false;
        for (const DavResponse& each : said.responses) {
            const std::string href = path_of(each.href);
            if (ended(href) == collection.href) {
                more = more || each.status == 507; // there was too much for one answer
            } else if (each.status == 404 || each.status == 410) {
                changes.gone.push_back(href);
            } else if (const DavProperty* etag = each.property(DAV "getetag")) {
                listed_now.insert(href);
                const std::string bare = bare_etag(etag->text);
                const auto before = known.find(href);
                if (before == known.end() || bare.empty() || before->second != bare)
                    changes.there.push_back({href, bare, {}});
            } else {
                trusted = false;
            }
        }
        if (said.sync_token.empty() || said.sync_token == from) break;
        from = said.sync_token;
    }
    if (token.empty()) // from the beginning: what is not named is not there
        for (const auto& [href, etag] : known)
            if (!listed_now.contains(href)) changes.gone.push_back(href);
    changes.state = trusted && !more ? "sync " + from : std::string{};
    return changes;
}

DavChanges Dav::listed(const DavCollection& collection, const std::map<std::string, std::string>& known)
{
    const Reply reply = ask_about(absolute(collection.href), "PROPFIND", "1", std::string{about_versions});
    if (reply.status != 207) refuse(reply);
    DavChanges changes;
    std::set<std::string> there;
    for (const DavResponse& each : read_multistatus(reply.body).responses) {
        const std::string href = path_of(each.href);
        const DavProperty* type = each.property(DAV "resourcetype");
        const bool folder = type != nullptr && has(type->within, DAV "collection");
        if (folder || ended(href) == collection.href || each.status / 100 == 4) continue;
        there.insert(href);
        const std::string etag = bare_etag(each.text(DAV "getetag"));
        const auto before = known.find(href);
        if (before == known.end() || etag.empty() || before->second != etag) changes.there.push_back({href, etag, {}});
    }
    for (const auto& [href, etag] : known)
        if (!there.contains(href)) changes.gone.push_back(href);
    // As it was before it was listed: what came in between is found the next time.
    changes.state = state_of(collection);
    return changes;
}

DavChanges Dav::changes(const DavCollection& collection, const std::string& state,
                        const std::map<std::string, std::string>& known)
{
    const std::string now = state_of(collection);
    if (!now.empty() && now == state) return {.state = state};
    if (!collection.sync_token.empty()) {
        const std::string token = state.starts_with("sync ") ? state.substr(5) : std::string{};
        if (auto changes = synced(collection, token, known)) return std::move(*changes);
    }
    return listed(collection, known);
}

bool Dav::fetch_batch(const DavCollection& collection, Shelf shelf, std::span<const std::string> hrefs,
                      const std::function<void(DavEntry)>& each)
{
    const Reply reply = ask_about(absolute(collection.href), "REPORT", "1", wanted(shelf, hrefs));
    if (reply.status != 207) return false;
    const std::string_view data = shelf == Shelf::calendars ? CALENDAR "calendar-data" : CARDS "address-data";
    const std::set<std::string> asked{hrefs.begin(), hrefs.end()};
    for (const DavResponse& response : read_multistatus(reply.body).responses) {
        std::string text = response.text(data);
        std::string href = path_of(response.href);
        if (text.empty() || !asked.contains(href)) continue;
        each({std::move(href), bare_etag(response.text(DAV "getetag")), std::move(text)});
    }
    return true;
}

void Dav::fetch(const DavCollection& collection, Shelf shelf, std::span<const std::string> hrefs,
                const std::function<void(DavEntry)>& each)
{
    while (!hrefs.empty()) {
        const auto some = hrefs.first(std::min(batch, hrefs.size()));
        if (!fetch_batch(collection, shelf, some, each))
            for (const std::string& href : some) // not every server knows how to give several at once
                if (auto entry = fetch(href)) each(std::move(*entry));
        hrefs = hrefs.subspan(some.size());
    }
}

std::optional<DavEntry> Dav::fetch(const std::string& href)
{
    Reply reply = ask({.url = absolute(href)});
    if (reply.status == 404 || reply.status == 410) return std::nullopt;
    if (!reply.fine()) refuse(reply);
    return DavEntry{href, bare_etag(reply.header("etag")), std::move(reply.body)};
}

std::optional<std::string> Dav::put(const std::string& href, const std::string& text,
                                    const std::optional<std::string>& etag)
{
    Request request{.method = "PUT",
                    .url = absolute(href),
                    .headers = {{"Content-Type", "text/calendar; charset=utf-8"}},
                    .body = text};
    if (!etag)
        request.headers.emplace_back("If-None-Match", "*");
    else if (!etag->empty())
        request.headers.emplace_back("If-Match", quoted_etag(*etag));
    const Reply reply = ask(request);
    if (reply.status == 412) return std::nullopt;
    if (!reply.fine()) refuse(reply);
    return bare_etag(reply.header("etag"));
}

bool Dav::remove(const std::string& href, const std::string& etag)
{
    Request request{.method = "DELETE", .url = absolute(href)};
    if (!etag.empty()) request.headers.emplace_back("If-Match", quoted_etag(etag));
    const Reply reply = ask(request);
    if (reply.status == 404 || reply.status == 410) return true;
    if (reply.status == 412) return false;
    if (!reply.fine()) refuse(reply);
    return true;
}

} // namespace blend::calendar
