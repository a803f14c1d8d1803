#pragma once

// Messages and ledgers that the tests of this room share.

#include "daemon/reach/ways.hpp"
#include "tests/unit/reach/partners.hpp"

#include <string>

namespace blend::reach::test {

/// Monday 23 November 2026, 09:00 UTC.
inline constexpr Instant nine{Seconds{1'795'424'400}};

inline Message nudge_about(const std::string& name)
{
    return {.topic = store::Topic::nudges,
            .key = "2026-11-23",
            .title = "A good moment to call " + name,
            .items = {{.sentence = "Call " + name + ", maybe Sun 10:30. You last spoke 142 days ago.",
                       .details = {"you have written 41 times since", "last note: " + name + " has a new garden"},
                       .links = {"tel:+14155550101", "mailto:amma@example.org"},
                       .slots = {"Sun 29 Nov 10:30 (" + name + ": 20:00)"},
                       .mode = Mode::call,
                       .nudge = NudgeId{12}}}};
}

/// A ledger and the ways out of it.
class Desk {
public:
    std::int64_t add(store::WayRecord way)
    {
        way.added = nine;
        if (way.carries.empty()) way.carries = {store::Topic::nudges, store::Topic::report};
        store.change(nine, [&](store::Writer& writer) {
            way.id = writer.add_way(way);
            return std::string{"a way"};
        });
        return way.id;
    }

    store::WayRecord way(std::int64_t id) const
    {
        for (const auto& each : store.ways())
            if (each.id == id) return each;
        throw std::runtime_error{"no such way"};
    }

    /// Why the way itself refuses; empty when it does not.
    std::string refusal(std::int64_t id)
    {
        try {
            ways.test(way(id), nine);
            return "";
        } catch (const Problem& problem) {
            return problem.what();
        }
    }

    Folder folder;
    store::Store store{folder / "home"};
    Ways ways{store, [](const Press&) { return std::string{}; }};
};

} // namespace blend::reach::test
