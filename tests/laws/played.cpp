#include "tests/laws/played.hpp"

#include <fstream>

namespace blend::laws {

namespace {
Instant instant(const std::string& text) { return parse_rfc3339(text).value(); }
} // namespace

Played::Played(const std::string& now, const std::string& zone) : House{instant(now)}, at_{instant(now)}
{
    set("zone", zone);
}

void Played::wait_until(const std::string& now)
{
    at_ = instant(now);
    House::wait_until(at_);
}

void Played::wait_days(int days)
{
    at_ += std::chrono::days{days};
    House::wait_until(at_);
}

void Played::set(const std::string& key, const std::string& value)
{
    get("change_settings", {}, {{"settings", {{key, value}}}});
}

void Played::add(const std::string& name, json more)
{
    json contact{{"name", name}, {"circle", "inner"}};
    contact.update(more);
    get("add_contact", {}, contact);
}

void Played::log(const std::string& channel, const std::string& name, const std::string& at, json more)
{
    json request{{"channel", channel}, {"contacts", {name}}, {"at", at}};
    request.update(more);
    get("log_interaction", {}, request);
}

json Played::standing(const std::string& name) { return get("get_contact", {{"contact", name}})["standing"]; }

std::vector<json> Played::nudges() { return get("list_nudges")["nudges"]; }

json Played::nudge_about(const std::string& name)
{
    for (const json& each : nudges())
        if (each["contact"] == name) return each;
    return nullptr;
}

json Played::import(const std::filesystem::path& path, json more)
{
    json request{{"paths", {path.native()}}};
    request.update(more);
    const auto report = get("import_files", {}, request);
    REQUIRE(report["files"].size() == 1);
    return report["files"].front();
}

json Played::everything()
{
    json all;
    all["nudges"] = get("list_nudges"); // first: this gives today's
    all["contacts"] = get("list_contacts");
    all["plans"] = get("list_plans", {{"all", "true"}});
    all["unmatched"] = get("list_unmatched");
    all["ways"] = get("list_ways");
    all["settings"] = get("get_settings");
    all["report"] = get("get_report");
    all["today"] = get("get_today");
    for (const json& each : all["contacts"]["contacts"]) {
        const auto id = id_of(each["contact"]);
        all["timeline"][id] = get("list_interactions", {{"contact", id}});
        all["explanation"][id] = get("explain_contact", {{"contact", id}});
    }
    return all;
}

std::filesystem::path Played::file(const std::string& name, const std::string& text)
{
    const auto path = files_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

std::int64_t accounted(const json& file)
{
    std::int64_t sum = file.at("stored").get<std::int64_t>() + file.at("duplicate").get<std::int64_t>();
    for (const auto& [reason, count] : file.at("skipped").items()) sum += count.get<std::int64_t>();
    return sum;
}

} // namespace blend::laws
