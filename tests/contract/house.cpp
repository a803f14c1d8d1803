#include "tests/contract/house.hpp"

#include "cli/client.hpp"
#include "tests/contract/schema.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <stdexcept>
#include <thread>

namespace blend::contract {

namespace {

using nlohmann::json;

/// What the client makes of a reply, written again. Null for what it has no shape for.
template <class Shape> json again(const std::string& body) { return json::parse(wire::write(wire::read<Shape>(body))); }

json read_by_client(const std::string& shape, const std::string& body)
{
    using Read = json (*)(const std::string&);
    static const std::map<std::string, Read> readers{
        {"Health", again<wire::Health>},
        {"Today", again<wire::Today>},
        {"ContactList", again<wire::ContactList>},
        {"ContactStanding", again<wire::ContactStanding>},
        {"Done", again<wire::Done>},
        {"Explanation", again<wire::Explanation>},
        {"Timeline", again<wire::Timeline>},
        {"SlotList", again<wire::SlotList>},
        {"Interpretation", again<wire::Interpretation>},
        {"UnmatchedList", again<wire::UnmatchedList>},
        {"SuggestionList", again<wire::SuggestionList>},
        {"OwnHandles", again<wire::OwnHandles>},
        {"OwnHandleChange", again<wire::OwnHandleChange>},
        {"NudgeList", again<wire::NudgeList>},
        {"NudgeDetail", again<wire::NudgeDetail>},
        {"NudgePreview", again<wire::NudgePreview>},
        {"PlanList", again<wire::PlanList>},
        {"Diary", again<wire::Diary>},
        {"Plan", again<wire::PlanShape>},
        {"Report", again<wire::Report>},
        {"Export", again<wire::Export>},
        {"ImportReport", again<wire::ImportReport>},
        {"WatchedSourceList", again<wire::WatchedSourceList>},
        {"SourceReport", again<wire::SourceReport>},
        {"Prompt", again<wire::Prompt>},
        {"Way", again<wire::Way>},
        {"WayList", again<wire::WayList>},
        {"DeliveryList", again<wire::DeliveryList>},
        {"Upload", again<wire::Upload>},
        {"ContactPage", again<wire::ContactPage>},
        {"WhatIf", again<wire::WhatIf>},
        {"SuggestedPeople", again<wire::SuggestedPeople>},
        {"History", again<wire::History>},
        {"RebuildReport", again<wire::RebuildReport>},
        {"Doctor", again<wire::Doctor>},
        {"Moment", again<wire::Moment>},
        {"SettingList", again<wire::SettingList>},
        {"TokenList", again<wire::TokenList>},
        {"NewToken", again<wire::NewToken>},
        {"SignIn", again<wire::SignIn>},
        {"Feed", again<wire::Feed>},
        {"FeedList", again<wire::FeedList>},
        {"Problem", again<wire::Problem>},
    };
    const auto reader = readers.find(shape);
    if (reader == readers.end()) throw std::runtime_error{"the client has no shape for " + shape};
    return reader->second(body);
}

std::string shape_of(const json& schema)
{
    const auto target = schema.at("$ref").get<std::string>();
    return target.substr(target.rfind('/') + 1);
}

json without_nulls(const json& value)
{
    if (value.is_object()) {
        json kept = json::object();
        for (const auto& [name, field] : value.items())
            if (!field.is_null()) kept[name] = without_nulls(field);
        return kept;
    }
    if (value.is_array()) {
        json kept = json::array();
        for (const json& each : value) kept.push_back(without_nulls(each));
        return kept;
    }
    return value;
}

/// Puts texts into the path; the rest becomes the query.
std::string address(std::string path, House::Texts texts)
{
    for (auto begin = path.find('{'); begin != std::string::npos; begin = path.find('{')) {
        const auto end = path.find('}', begin);
        const auto name = path.substr(begin + 1, end - begin - 1);
        path.replace(begin, end - begin + 1, cli::segment(texts.at(name)));
        texts.erase(name);
    }
    char mark = '?';
    for (const auto& [name, value] : texts) {
        path += mark + name + "=" + cli::segment(value);
        mark = '&';
    }
    return path;
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    unsigned held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = (held << 8 | static_cast<unsigned char>(byte)) & 0xFFFF;
        for (bits += 8; bits >= 6; bits -= 6) text += letters[held >> (bits - 6) & 63];
    }
    if (bits > 0) text += letters[held << (6 - bits) & 63];
    return text;
}

[[noreturn]] void nobody_there(const std::function<bool()>&) { throw std::runtime_error{"the server does not answer"}; }

} // namespace

const json& api()
{
    static const json document = json::parse(std::ifstream{SOURCE_DIR "/schema/api.json"});
    return document;
}

const std::map<std::string, Operation>& operations()
{
    static const auto all = [] {
        std::map<std::string, Operation> found;
        for (const auto& [path, methods] : api().at("paths").items())
            for (const auto& [method, description] : methods.items()) {
                std::string capitals = method;
                std::ranges::transform(capitals, capitals.begin(),
                                       [](char each) { return static_cast<char>(each - 32); });
                found.emplace(description.at("operationId"), Operation{capitals, path, description});
            }
        return found;
    }();
    return all;
}

Folder::Folder()
{
    std::string name = (std::filesystem::temp_directory_path() / "blend-contract-XXXXXX").native();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

House::House(Instant now)
    : now_{now}, app_{folder_.path(), [this] { return now_.load(); },
                      [this](std::string_view event, std::string data) { events_.publish(event, std::move(data)); }},
      keyring_{keys_, app_.now}, server_{app_, http::routes(), keyring_, events_,
                                         http::Doors{.socket = folder_.path() / "run" / "api.sock",
                                                     .port = std::uint16_t{0},
                                                     .feed = http::feeds_of(app_),
                                                     .allowed_hosts = http::allowed_hosts_of(app_)}},
      daemon_{folder_.path() / "run" / "api.sock", nobody_there}
{
    app_.set_clock = [this](Instant later) { now_ = later; };
    server_.start();
}

Heard House::ask(const std::string& operation, Texts texts, const json& body)
{
    INFO("operation " << operation << " body " << body.dump());
    const Operation& what = operations().at(operation);
    if (!body.is_null()) {
        REQUIRE(what.description.contains("requestBody"));
        const json& schema = what.description["requestBody"]["content"]["application/json"]["schema"];
        CHECK(misfits(body, schema, api()) == std::vector<std::string>{});
    }
    const std::string nothing = what.method == "POST" ? "{}" : ""; // as the client does
    const auto answer =
        daemon_.ask({what.method, address(what.path, std::move(texts)), body.is_null() ? nothing : body.dump()});
    Heard heard{answer.status, json::parse(answer.body)};
    INFO("reply " << answer.status << " " << answer.body);
    check_reply(operation, heard);
    if (heard.status == 200) honoured_.insert(operation);
    return heard;
}

void House::check_reply(const std::string& operation, const Heard& heard)
{
    const json& responses = operations().at(operation).description.at("responses");
    const json schema = heard.status == 200 ? responses.at("200").at("content").at("application/json").at("schema")
                                            : json{{"$ref", "#/components/schemas/Problem"}};
    CHECK(misfits(heard.body, schema, api()) == std::vector<std::string>{});
    CHECK(without_nulls(read_by_client(shape_of(schema), heard.body.dump())) == without_nulls(heard.body));
}

json House::get(const std::string& operation, Texts texts, const json& body)
{
    const auto heard = ask(operation, std::move(texts), body);
    INFO("operation " << operation << " reply " << heard.body.dump());
    REQUIRE(heard.status == 200);
    return heard.body;
}

void House::refuse(const std::string& kind, const std::string& operation, Texts texts, const json& body)
{
    const auto heard = ask(operation, std::move(texts), body);
    INFO("operation " << operation << " reply " << heard.body.dump());
    CHECK(heard.status == face(problem_kind(kind)).http_status);
    CHECK(heard.body.value("kind", "") == kind);
}

void House::hear_event()
{
    std::promise<std::string> promise;
    auto event = promise.get_future();
    std::jthread listener{[&](std::stop_token stop) {
        bool told = false;
        daemon_.follow(stop, [&](const cli::Event& each) {
            if (!std::exchange(told, true)) promise.set_value(each.name);
        });
    }};
    // The listener does not say when it listens: tell it until it has heard.
    do events_.publish("changed", R"({"what":"contacts"})");
    while (event.wait_for(std::chrono::milliseconds{20}) != std::future_status::ready);
    CHECK(event.get() == "changed");
    honoured_.insert("follow_events");
    listener.request_stop();
    events_.publish("changed", R"({"what":"contacts"})"); // a follower that waits for the next event sees the stop
}

std::string House::save_backup()
{
    const Operation& what = operations().at("get_backup");
    const auto answer = daemon_.ask({what.method, what.path, ""});
    REQUIRE(answer.status == 200);
    CHECK(answer.body.starts_with("SQLite format 3"));
    honoured_.insert("get_backup");
    return answer.body;
}

std::string House::hand_over(const std::string& name, const std::string& bytes)
{
    constexpr std::size_t piece = 300'000;
    json upload;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        json body{{"name", name}, {"offset", at}, {"data", base64(bytes.substr(at, piece))}};
        if (!upload.is_null()) body["upload"] = upload;
        upload = get("add_upload", {}, body)["upload"];
    }
    return upload.get<std::string>();
}

std::filesystem::path House::write(const std::string& name, const std::string& text) const
{
    const auto path = folder() / name;
    std::ofstream{path} << text;
    return path;
}

} // namespace blend::contract
