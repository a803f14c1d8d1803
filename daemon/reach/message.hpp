#pragma once

// What the owner is told, as a value, and its faces: plain text, HTML and JSON.
//
// Whoever has something to say fills in a `Message`; by which way it leaves, and in which face, is not its matter. The
// faces are total: control characters of a name show as U+FFFD and never break a line, a tag or a string.

#include "daemon/core/contact.hpp"
#include "daemon/core/nudge.hpp"
#include "daemon/core/plan.hpp"
#include "daemon/store/way_records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace blend::reach {

/// One nudge, or one time of a plan.
struct Item {
    std::string sentence;             ///< who, how, why, when: "Call Amma, maybe Sun 10:30 (their 20:00). You have …"
    std::vector<std::string> details; ///< its numbers, the last note: a line each
    std::vector<std::string> links;   ///< start links, the best first: "tel:+14155550101"
    std::vector<std::string> slots;   ///< good times in words, the best first: "Sun 29 Nov 10:30 (their 20:00)"
    std::optional<Mode> mode;
    std::optional<NudgeId> nudge; ///< of a nudge
    std::optional<PlanId> plan;   ///< of a question or a reminder
};

struct Message {
    store::Topic topic{};
    std::string key;         ///< what of the topic: a day, a plan and its start, a week; sent once by each way
    std::string title;       ///< "A good moment to call Amma"
    std::string summary;     ///< one line more; may be empty
    std::vector<Item> items; ///< may be empty
    std::string text;        ///< of a report whole, instead of the items
    std::string html;        ///< the same as a page of its own
};

/// Without names, notes, links and numbers of telephones: how many things there are, and of which kind.
Message nameless(const Message& message);

/// Summary and sentences, a line each: for a small screen that shows the title by itself.
std::string brief(const Message& message);
/// Title and everything below it, at most 76 columns wide.
std::string as_text(const Message& message);
/// A whole page without scripts or foreign addresses.
std::string as_html(const Message& message);
/// One line: topic, key, title, summary, text, and the items with all that they have.
std::string as_json(const Message& message, Instant made);

} // namespace blend::reach
