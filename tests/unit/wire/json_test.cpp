#include "daemon/core/problem.hpp"
#include "daemon/wire/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <limits>
#include <tuple>

using namespace blend;
using nlohmann::json;

namespace {

#define WIRE_SHAPE(Type) , wire::Type
#define CORE_SHAPE(Type) , blend::Type
using FirstOf = wire::Problem;
using Shapes = std::tuple<FirstOf BLEND_WIRE_SHAPES(WIRE_SHAPE) BLEND_CORE_SHAPES(CORE_SHAPE)>;

Problem refusal(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Problem& problem) {
        return problem;
    }
    FAIL("it was not refused");
    throw std::logic_error{"unreachable"};
}

/// A shape's JSON with something in every field: what a field accepts tells its type.
template <class Shape> json filled()
{
    const json samples[] = {"Žofie",
                            7,
                            0.25,
                            true,
                            {"a", "b"},
                            wire::parsed(wire::write(wire::HandleShape{})),
                            wire::parsed(wire::write(wire::OwnerGuess{})),
                            wire::parsed(wire::write(wire::FreshStart{})),
                            wire::parsed(wire::write(Sentence{.key = "today"})),
                            wire::parsed(wire::write(wire::Nudge{})),
                            json{{"wedding day", "06-12"}},
                            json::array({wire::parsed(wire::write(wire::PlanAnswer{}))})};
    json object = wire::parsed(wire::write(Shape{}));
    for (auto& [field, value] : object.items()) {
        if (!value.is_null()) continue;
        for (const json& sample : samples) {
            json attempt = object;
            attempt[field] = sample;
            try {
                static_cast<void>(wire::read<Shape>(wire::printed(attempt)));
                value = sample;
                break;
            } catch (const Problem&) {
                continue; // not of this type; the next sample may be
            }
        }
        INFO(field);
        CHECK_FALSE(value.is_null());
    }
    for (auto& [field, value] : object.items()) {
        if (value.is_string()) value = "words of " + field;
        if (value.is_boolean()) value = true;
        if (value.is_number_float()) value = 0.375;
        if (value.is_number_integer()) value = 42;
    }
    return object;
}

} // namespace

TEMPLATE_LIST_TEST_CASE("every field of every shape survives the way to JSON and back", "[wire]", Shapes)
{
    const json object = filled<TestType>();
    CHECK(wire::parsed(wire::write(wire::read<TestType>(wire::printed(object)))) == object);
}

TEMPLATE_LIST_TEST_CASE("every shape refuses a field that it does not have, and names it", "[wire]", Shapes)
{
    json object = filled<TestType>();
    object["colour_of_socks"] = "green";
    const Problem problem = refusal([&] { wire::read<TestType>(wire::printed(object)); });
    CHECK(problem.kind == Problem::Kind::bad_request);
    CHECK_THAT(problem.what(), Catch::Contains("colour_of_socks"));
}

TEMPLATE_LIST_TEST_CASE("every field of every shape refuses a wrong type, and is named", "[wire]", Shapes)
{
    const json object = filled<TestType>();
    for (const auto& [field, value] : object.items()) {
        json wrong = object;
        wrong[field] = value.is_object() ? json("text") : json{{"unknown", json{{"deep", 1}}}};
        const Problem problem = refusal([&] { wire::read<TestType>(wire::printed(wrong)); });
        CHECK(problem.kind == Problem::Kind::bad_request);
        const bool holds_anything = value.is_object(); // then it is the inner field that is named
        if (!holds_anything) CHECK_THAT(problem.what(), Catch::Contains(field) || Catch::Contains("unknown"));
    }
}

TEST_CASE("absent and null mean the same", "[wire]")
{
    const auto absent = wire::read<wire::HandleShape>(R"({"id": 1, "kind": "email", "value": "a@b.example"})");
    const auto null =
        wire::read<wire::HandleShape>(R"({"id": 1, "kind": "email", "value": "a@b.example", "name": null})");
    CHECK_FALSE(absent.name.has_value());
    CHECK_FALSE(null.name.has_value());
}

TEST_CASE("an empty body is an empty object", "[wire]") { CHECK_FALSE(wire::read<wire::DoneRequest>("").size); }

TEST_CASE("what a request must have is asked for by name", "[wire]")
{
    const Problem problem = refusal([] { wire::read<wire::PlanRequest>(R"({"mode": "call", "contacts": ["Amma"]})"); });
    CHECK(problem.what() == std::string{"'when' is missing"});
}

TEST_CASE("no value is converted silently", "[wire]")
{
    const auto others = [](const char* value) {
        return refusal([&] { wire::read<wire::LogRequest>(std::string{R"({"others": )"} + value + "}"); });
    };
    for (const char* wrong : {"1.5", "true", "\"3\"", "3000000000", "18446744073709551615", "[3]"})
        CHECK_THAT(others(wrong).what(), Catch::Contains("'others'"));
    CHECK_THAT(refusal([] { wire::read<wire::HappenedRequest>(R"({"happened": 1})"); }).what(),
               Catch::Contains("'happened'"));
    CHECK_THAT(refusal([] { wire::read<wire::LogRequest>(R"({"contacts": ["Ann", 3]})"); }).what(),
               Catch::Contains("'contacts'"));
}

TEST_CASE("what is not JSON, or not an object, is refused", "[wire]")
{
    for (const char* body : {"{", "nonsense", "[]", "3", "null", "{\"size\": \"\xff\"}", "{} {}"})
        CHECK(refusal([&] { wire::read<wire::DoneRequest>(body); }).kind == Problem::Kind::bad_request);
}

TEST_CASE("a field that comes twice is refused, in inner objects too", "[wire]")
{
    CHECK_THROWS_AS(wire::read<wire::Merge>(R"({"other": "Ann", "other": "Tom"})"), Problem);
    CHECK_THROWS_AS(wire::read<wire::Settings>(R"({"settings": {"zone": "UTC", "zone": "Asia/Kolkata"}})"), Problem);
}

TEST_CASE("writing never fails: bad bytes become U+FFFD, no number becomes null", "[wire]")
{
    CHECK(wire::write(wire::Merge{"Ann\xff"}) == "{\"other\":\"Ann\xEF\xBF\xBD\"}");
    wire::Standing standing;
    standing.share = std::numeric_limits<double>::quiet_NaN();
    CHECK(wire::parsed(wire::write(standing))["share"].is_null());
}

TEST_CASE("the fields that scripts rely on keep their names", "[wire]")
{
    const json file = wire::parsed(wire::write(wire::ImportFile{}));
    for (const char* field : {"path", "format", "read", "stored", "duplicate", "skipped", "noise", "unmatched_handles",
                              "calls", "call_seconds", "first", "last", "warnings"})
        CHECK(file.contains(field));
    const json standing = wire::parsed(wire::write(wire::Standing{}));
    for (const char* field :
         {"share", "low", "high", "target", "balance", "confidence", "extreme", "rho", "need", "urgency", "state",
          "strength", "drift", "reciprocity", "last_contact", "last_sync", "last_async", "coverage"})
        CHECK(standing.contains(field));
    const json nudge = wire::parsed(wire::write(wire::Nudge{}));
    for (const char* field : {"id", "contact", "kind", "mode", "reason", "slot", "priority"})
        CHECK(nudge.contains(field));
}
