#include "daemon/agenda/coverage.hpp"

#include "daemon/agenda/sources.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/core/sentence.hpp"

namespace blend::agenda {

namespace {

bool has_silence(std::string_view format) { return format != "log" && format != "vcard"; }

} // namespace

wire::Coverage coverage_of(const App& app, ContactId contact, const Settings& settings, Instant now)
{
    wire::Coverage coverage;
    std::optional<Instant> oldest;
    const auto current = kept_current(app, now);
    for (const store::CoverageRecord& source : app.store.coverage(contact)) {
        Instant read = source.last_read.value_or(source.newest);
        if (const auto kept = current.find(source.format); kept != current.end()) read = std::max(read, kept->second);
        const bool stale = has_silence(source.format) && now - read > std::chrono::days{settings.stale_days};
        coverage.sources.push_back({source.format, rfc3339(read), rfc3339(source.newest), stale});
        if (stale && (!oldest || read < *oldest)) {
            oldest = read;
            coverage.sentence =
                source.format + " last imported " + ago(read, now) + ": newer messages are not counted yet";
        }
    }
    const bool by_hand = std::all_of(coverage.sources.begin(), coverage.sources.end(),
                                     [](const wire::CoverageSource& source) { return source.source == "log"; });
    if (coverage.sources.empty())
        coverage.sentence = "nothing is logged yet";
    else if (by_hand)
        coverage.sentence = "all of it was logged by hand";
    else if (!oldest)
        coverage.sentence = "every source is up to date";
    return coverage;
}

std::vector<wire::StaleSource> sources(const App& app, const Settings& settings, Instant now, Sources which)
{
    struct Newest {
        Instant read{};
        std::optional<Instant> newest;
    };
    std::map<std::string, Newest> by_format;
    for (const store::SourceRecord& source : app.store.sources()) {
        if (!has_silence(source.format)) continue;
        Newest& each = by_format[source.format];
        each.read = std::max(each.read, source.last_read);
        if (source.newest && (!each.newest || *each.newest < *source.newest)) each.newest = source.newest;
    }
    for (const auto& [format, looked] : kept_current(app, now))
        if (const auto read = by_format.find(format); read != by_format.end())
            read->second.read = std::max(read->second.read, looked);
    std::vector<wire::StaleSource> list;
    for (const auto& [format, each] : by_format) {
        const bool stale = now - each.read > std::chrono::days{settings.stale_days};
        if (which == Sources::stale && !stale) continue;
        list.push_back(
            {format, rfc3339(each.read), shown(each.newest), format + " last imported " + ago(each.read, now), stale});
    }
    return list;
}

} // namespace blend::agenda
