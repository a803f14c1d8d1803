#pragma once

// What the daemon of these tests says of a contact, and what is asked of every printed page.

#include "tests/unit/cli/fake_daemon.hpp"

#include <sstream>

namespace blend::cli {

inline wire::ContactStanding amma()
{
    wire::ContactStanding amma;
    amma.contact.id = 3;
    amma.contact.name = "Amma";
    amma.contact.tracked = true;
    amma.contact.circle = "inner";
    amma.contact.cadence_days = 7;
    amma.contact.talk_every_days = 30;
    amma.contact.target = 0.6;
    amma.contact.band = 0.2;
    amma.contact.cannot = {"video"};
    amma.contact.handles = {{1, "phone", "+919840012345", {}}};
    amma.standing.share = 0.31;
    amma.standing.low = 0.12;
    amma.standing.high = 0.5;
    amma.standing.target = 0.6;
    amma.standing.state = "due";
    amma.standing.last_contact = "2026-11-22T18:00:00Z";
    amma.standing.coverage = {"chat last imported 19 days ago", {{"whatsapp", "2026-11-04T09:00:00Z", {}, true}}};
    return amma;
}

inline wire::SettingList berlin() { return {{{"zone", "Europe/Berlin"}}, {}}; }

inline std::vector<std::string> lines(const std::string& text)
{
    std::vector<std::string> all;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
}

} // namespace blend::cli
