#include "daemon/core/problem.hpp"
#include "daemon/intake/files/json.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace blend;
using namespace blend::intake;
using nlohmann::json;

namespace {

struct Taken {
    std::vector<std::string> values; ///< "path: value" in the order of the text
    JsonReading reading;
};

Taken taken(const std::string& text, const std::vector<std::string_view>& paths)
{
    Taken result;
    std::vector<JsonPart> parts;
    for (const std::string_view path : paths)
        parts.push_back({path, [&result, path](const json& value) {
                             result.values.push_back(std::string{path} + ": " + value.dump());
                         }});
    std::istringstream stream{text};
    result.reading = read_json(stream, parts, [](std::uint64_t) {});
    return result;
}

using Values = std::vector<std::string>;

constexpr int pretty = 1;
constexpr int dense = -1;

/// A chat as exporters print it, with a message for each number.
std::string chat(const std::string& name, int messages, int indent)
{
    using nlohmann::ordered_json;
    ordered_json list = ordered_json::array();
    for (int each = 1; each <= messages; ++each)
        list.push_back(ordered_json{{"id", each}, {"text", "a \"quoted\" word"}, {"with", {{{"who", 0}}}}});
    return ordered_json{{"name", name}, {"messages", list}}.dump(indent);
}

} // namespace

TEST_CASE("parts come in the order of the text, scalars and all", "[json]")
{
    const Taken all =
        taken(R"({"me": {"id": 7}, "chats": {"list": [{"name": "A", "messages": [1, {"x": [2]}]}, {"name": null}]}})",
              {"me/id", "chats/list/*/name", "chats/list/*/messages/*"});
    CHECK(all.values == Values{"me/id: 7", R"(chats/list/*/name: "A")", "chats/list/*/messages/*: 1",
                               R"(chats/list/*/messages/*: {"x":[2]})", "chats/list/*/name: null"});
    CHECK_FALSE(all.reading.first_fault);
}

TEST_CASE("of a part only the members that are wanted are kept", "[json]")
{
    const std::string_view wanted[] = {"id", "text"};
    Values values;
    const JsonPart parts[] = {{"*", [&](const json& value) { values.push_back(value.dump()); }, wanted}};
    std::istringstream stream{
        R"([{"id": 1, "x": {"id": [2]}, "y": null, "text": {"x": 3}, "z": [[]]}, {"x": [{}]}, [4, {"x": 5}], 6])"};
    const JsonReading reading = read_json(stream, parts, [](std::uint64_t) {});
    CHECK(values == Values{R"({"id":1,"text":{"x":3}})", "{}", R"([4,{"x":5}])", "6"});
    CHECK_FALSE(reading.first_fault);
}

TEST_CASE("what no parser takes is repaired", "[json]")
{
    CHECK(taken("[\"lone \\ud83d\"]", {"*"}).values == Values{"*: \"lone \uFFFD\""});
    CHECK(taken("[\"pair \\ud83d\\ude00\"]", {"*"}).values == Values{"*: \"pair \U0001F600\""});
    CHECK(taken("[\"byte \xA8\x80\"]", {"*"}).values == Values{"*: \"byte \uFFFD\uFFFD\""});
    CHECK(taken("[\"control \x01 and \\x1f\"]", {"*"}).values == Values{"*: \"control   and \\u001f\""});
    CHECK(taken("\xEF\xBB\xBF[1]", {"*"}).values == Values{"*: 1"});
    CHECK(taken("[\"back\\\\\"]", {"*"}).values == Values{"*: \"back\\\\\""});
}

TEST_CASE("a text that breaks off keeps what is complete", "[json]")
{
    const std::string whole = chat("Ana", 10, pretty);
    const Taken half = taken(whole.substr(0, whole.size() / 2), {"name", "messages/*"});
    CHECK(half.reading.breaks_off);
    CHECK(half.reading.damaged == 0);
    CHECK(half.values.size() > 4);
}

TEST_CASE("damage costs the record it hits, at most its neighbour, and no other", "[json]")
{
    const int indent = GENERATE(pretty, dense);
    const std::string text = "{\"chats\": {\"list\": [" + chat("Ana", 9, indent) + "," + chat("Ben", 9, indent) + "]}}";
    const std::vector<std::string_view> paths{"chats/list/*/name", "chats/list/*/messages/*"};
    REQUIRE(taken(text, paths).values.size() == 20);
    const std::size_t from = text.find("\"id\":") + 30;
    for (std::size_t at = from; at < text.rfind('{', text.find("Ben")); ++at) {
        std::string damaged = text;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        const Taken rest = taken(damaged, paths);
        CAPTURE(at, text.substr(at, 20), rest.values);
        CHECK(rest.values.size() >= 18);
        CHECK(rest.values[0] == "chats/list/*/name: \"Ana\"");
    }
}

TEST_CASE("damage in what nobody wants costs no more", "[json]")
{
    const int indent = GENERATE(pretty, dense);
    const std::string text = "{\"other\": [" + chat("Eve", 2, indent) + "], \"chats\": [" + chat("Ana", 9, indent) +
                             "," + chat("Ben", 9, indent) + "]}";
    const std::string_view wanted[] = {"id"};
    const auto kept = [&](const std::string& from) {
        Values values;
        const JsonPart parts[] = {
            {"chats/*/messages/*", [&](const json& value) { values.push_back(value.dump()); }, wanted}};
        std::istringstream stream{from};
        const JsonReading reading = read_json(stream, parts, [](std::uint64_t) {});
        return std::pair{values, reading.first_fault.has_value()};
    };
    const Values all = kept(text).first;
    REQUIRE(all.size() == 18);
    CHECK(all.back() == R"({"id":9})");
    for (std::size_t at = text.find("\"with\"", text.find("Ana")); at < text.rfind('{', text.find("Ben")); ++at) {
        std::string damaged = text;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        CAPTURE(at, text.substr(at, 20));
        CHECK(kept(damaged).first.size() >= 16);
    }
    // What is wrong is seen, wherever it stands.
    for (const char* wrong : {"[1 2]", "[1,]", "{1:2}", "[01]", "[\"\\q\"]", "[\"\\u00g0\"]", "[tru]", "{\"a\"}", "[1}",
                              "[\"two\nlines\"]", "[1e999]", "[-]", "[1.]"}) {
        CAPTURE(wrong);
        CHECK(kept(std::string{R"({"chats": [{"messages": [{"x": )"} + wrong + ", \"id\": 1}]}]}").second);
    }
    for (const char* right :
         {"[]", "{}", "[ ]", "[1, -2.5, 1e5, 0, true, false, null]", R"({"a": {"b": ["]", "}\""]}})",
          R"(["\u00e9\n\\"])", "[[[[[[[[[[[[[[[[[[[[7]]]]]]]]]]]]]]]]]]]]"}) {
        CAPTURE(right);
        const auto [values, fault] =
            kept(std::string{R"({"chats": [{"messages": [{"x": )"} + right + R"(, "id": 1}]}]})");
        CHECK(values == Values{R"({"id":1})"});
        CHECK_FALSE(fault);
    }
}

TEST_CASE("a damaged heading costs no messages", "[json]")
{
    std::string text = chat("Ana", 9, pretty);
    text[text.find("\"name\"")] = 'x';
    CHECK(taken(text, {"name", "messages/*"}).values.size() == 9);
}

TEST_CASE("a record of absurd depth or size is given up alone", "[json]")
{
    const std::string deep = std::string(5'000, '[') + std::string(5'000, ']');
    const Taken rest = taken("[" + deep + ", 2]", {"*"});
    CHECK(rest.values == Values{"*: 2"});
    CHECK(rest.reading.damaged == 1);
    CHECK(taken(std::string(3'000'000, '['), {"*/x"}).values.empty());
}

TEST_CASE("a file that gives nothing is refused and one that gives something is not", "[json]")
{
    Recorder recorder;
    CHECK_THROWS_AS(tell(taken("{\"messages\" [1]}", {"messages/*"}).reading, 0, "result.json", recorder), Problem);
    CHECK_NOTHROW(tell(taken("{\"messages\": [1, 2", {"messages/*"}).reading, 1, "result.json", recorder));
    CHECK(recorder.warnings.size() == 1);
}

TEST_CASE("a line that is no JSON costs no other line", "[json]")
{
    std::istringstream stream{"{\"a\": 1}\n\n{\"a\": \n{\"a\": 2}"};
    Values values;
    const JsonReading reading = read_json_lines(
        stream, [&](const json& value) { values.push_back(value.dump()); }, [](std::uint64_t) {});
    CHECK(values == Values{R"({"a":1})", R"({"a":2})"});
    CHECK(reading.damaged == 1);
}

TEST_CASE("numbers are read however they are written", "[json]")
{
    const json object = {{"a", 5}, {"b", "6"}, {"c", 7.9}, {"d", "x"}, {"e", 18446744073709551615ULL}};
    CHECK(integer_of(object, "a") == 5);
    CHECK(integer_of(object, "b") == 6);
    CHECK(integer_of(object, "c") == 7);
    CHECK_FALSE(integer_of(object, "d"));
    CHECK_FALSE(integer_of(object, "e"));
    CHECK_FALSE(integer_of(object, "f"));
}
