#include "tests/contract/schema.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace blend::contract;
using nlohmann::json;

namespace {

std::size_t faults(const char* value, const char* schema)
{
    const auto document = json::parse(R"({"shapes": {"Name": {"type": "string"}}})");
    return misfits(json::parse(value), json::parse(schema), document).size();
}

/// Every schema in a document: under `components` and in operations.
void each_schema(const json& node, const std::function<void(const json&)>& visit)
{
    if (node.is_object())
        for (const auto& [name, value] : node.items()) {
            if (name == "schema") visit(value);
            if (name == "schemas")
                for (const auto& [shape, schema] : value.items()) visit(schema);
            each_schema(value, visit);
        }
    if (node.is_array())
        for (const json& each : node) each_schema(each, visit);
}

} // namespace

TEST_CASE("a value of another type does not fit", "[contract]")
{
    CHECK(faults("1", R"({"type": "integer"})") == 0);
    CHECK(faults("1.5", R"({"type": "integer"})") == 1);
    CHECK(faults("1", R"({"type": "number"})") == 0);
    CHECK(faults("\"1\"", R"({"type": "number"})") == 1);
    CHECK(faults("null", R"({"type": ["string", "null"]})") == 0);
    CHECK(faults("1", R"({"type": ["string", "null"]})") == 1);
    CHECK(faults("true", R"({"type": "boolean"})") == 0);
}

TEST_CASE("a field that is missing, undeclared or wrong is a fault each", "[contract]")
{
    const char* schema = R"({"type": "object", "additionalProperties": false, "required": ["a"],
                             "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}})";
    CHECK(faults(R"({"a": 1})", schema) == 0);
    CHECK(faults(R"({"a": 1, "b": null})", schema) == 0);
    CHECK(faults(R"({"a": null})", schema) == 1);
    CHECK(faults(R"({"b": "x"})", schema) == 1);
    CHECK(faults(R"({"a": 1, "c": 2})", schema) == 1);
    CHECK(faults(R"({"a": "1", "b": 2, "c": 3})", schema) == 3);
}

TEST_CASE("lists, maps, words and limits are looked into", "[contract]")
{
    CHECK(faults("[1, 2]", R"({"type": "array", "items": {"type": "integer"}})") == 0);
    CHECK(faults("[1, \"2\", 3.5]", R"({"type": "array", "items": {"type": "integer"}})") == 2);
    CHECK(faults(R"({"x": 1, "y": "2"})", R"({"additionalProperties": {"type": "integer"}})") == 1);
    CHECK(faults("\"a\"", R"({"enum": ["a", "b"]})") == 0);
    CHECK(faults("\"c\"", R"({"enum": ["a", "b"]})") == 1);
    CHECK(faults("\"c\"", R"({"const": "a"})") == 1);
    CHECK(faults("0", R"({"minimum": 1})") == 1);
    CHECK(faults("2", R"({"maximum": 1})") == 1);
}

TEST_CASE("a reference is followed, a choice is made", "[contract]")
{
    CHECK(faults("\"Amma\"", R"({"$ref": "#/shapes/Name"})") == 0);
    CHECK(faults("1", R"({"$ref": "#/shapes/Name"})") == 1);
    CHECK(faults("1", R"({"$ref": "#/shapes/Nothing"})") == 1);
    const char* either = R"({"anyOf": [{"type": "string"}, {"type": "integer"}]})";
    CHECK(faults("1", either) == 0);
    CHECK(faults("1.5", either) == 1);
    CHECK(faults("1", R"({"oneOf": [{"type": "number"}, {"type": "integer"}]})") == 1);
    CHECK(faults("1.5", R"({"oneOf": [{"type": "number"}, {"type": "integer"}]})") == 0);
}

TEST_CASE("what the validator does not know it does not pass over", "[contract]")
{
    CHECK(faults("\"a\"", R"({"pattern": "b"})") == 1);
}

TEST_CASE("every schema of the API uses only what is checked, and points only to what is there", "[contract]")
{
    const auto api = json::parse(std::ifstream{SOURCE_DIR "/schema/api.json"});
    int schemas = 0;
    each_schema(api, [&](const json& schema) {
        ++schemas;
        for (const json& value : {json(nullptr), json::object(), json::array()})
            for (const auto& misfit : misfits(value, schema, api)) {
                INFO(schema.dump());
                CHECK_THAT(misfit, !Catch::Contains("the schema "));
            }
    });
    CHECK(schemas > 50);
}

TEST_CASE("every object of the API refuses what it does not declare", "[contract]")
{
    const auto api = json::parse(std::ifstream{SOURCE_DIR "/schema/api.json"});
    for (const auto& [name, schema] : api["components"]["schemas"].items()) {
        INFO(name);
        if (schema.value("type", "") == "object") CHECK(schema.contains("additionalProperties"));
    }
}
