#include "daemon/reach/message.hpp"

#include "daemon/core/columns.hpp"
#include "daemon/core/markup.hpp"
#include "daemon/core/page.hpp"
#include "daemon/core/sentence.hpp"
#include "daemon/core/time.hpp"
#include "daemon/reach/links.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::reach {

namespace {

using store::Topic;

constexpr int text_width = 76; // fits a quoted reply in 80 columns

std::string begun_small(std::string text)
{
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') text.front() += 'a' - 'A';
    return text;
}

std::string nameless_sentence(Topic topic, const Item& item)
{
    const std::string thing = item.mode ? mode_noun(*item.mode) : "meeting";
    switch (topic) {
    case Topic::nudges:
        return "A good moment to " + (item.mode ? begun_small(mode_phrase(*item.mode, "somebody")) : "be in touch");
    case Topic::questions: return "Did the planned " + thing + " happen?";
    case Topic::reminders: return "A planned " + thing + " is near";
    case Topic::report:
    case Topic::notice:
    case Topic::test: break;
    }
    return {};
}

std::string nameless_title(const Message& message)
{
    if (message.items.size() == 1) return nameless_sentence(message.topic, message.items.front());
    switch (message.topic) {
    case Topic::nudges: return std::to_string(message.items.size()) + " good next steps";
    case Topic::questions: return "Did it happen?";
    case Topic::reminders: return "Coming soon";
    case Topic::report: return "Your week in touch is ready";
    case Topic::notice:
    case Topic::test: break;
    }
    return message.title;
}

/// What to type for an item, as the command line itself says it.
std::string next_step(const Item& item)
{
    if (item.nudge) {
        const std::string number = std::to_string(item.nudge->value);
        return "then: blend done " + number + ", blend snooze " + number + " 3d, blend why " + number;
    }
    return {};
}

std::string next_step(Topic topic, const Item& item)
{
    if (topic != Topic::questions || !item.plan) return next_step(item);
    const std::string number = std::to_string(item.plan->value);
    return "then: blend happened " + number + ", or blend happened " + number + " --no";
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& each : texts) all += (all.empty() ? "" : "; ") + each;
    return all;
}

void print_item(Page& page, Topic topic, const Item& item)
{
    page.gap();
    page.paragraph(harmless(item.sentence));
    for (const std::string& each : item.details) page.paragraph("· " + harmless(each), 2, 2);
    if (!item.slots.empty()) page.paragraph("· good times: " + harmless(joined(item.slots)), 2, 2);
    for (const std::string& each : item.links)
        if (is_start_link(each)) page.paragraph("· " + each, 2, 2);
    if (const std::string step = next_step(topic, item); !step.empty()) page.paragraph(step, 2, 2);
}

constexpr std::string_view style = "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 1rem auto; "
                                   "padding: 0 1rem; } h1 { font-size: 1.3rem; } li { margin: .2rem 0; } "
                                   "code { font-size: .95em; } .then { color: #666; }";

std::string item_html(Topic topic, const Item& item)
{
    std::string rows;
    for (const std::string& each : item.details) rows += "<li>" + in_markup(each) + "</li>\n";
    if (!item.slots.empty()) rows += "<li>good times: " + in_markup(joined(item.slots)) + "</li>\n";
    for (const std::string& each : item.links)
        if (is_start_link(each))
            rows += "<li><a href=\"" + in_markup(each) + "\">" + in_markup(link_words(each)) + "</a></li>\n";
    const std::string step = next_step(topic, item);
    return "<p>" + in_markup(item.sentence) + "</p>\n" + (rows.empty() ? "" : "<ul>\n" + rows + "</ul>\n") +
           (step.empty() ? "" : "<p class=\"then\"><code>" + in_markup(step) + "</code></p>\n");
}

} // namespace

Message nameless(const Message& message)
{
    if (message.topic == Topic::notice || message.topic == Topic::test) return message;
    Message bare{.topic = message.topic, .key = message.key, .title = nameless_title(message)};
    for (const Item& each : message.items)
        bare.items.push_back(
            {.sentence = nameless_sentence(message.topic, each) + (message.topic == Topic::questions ? "" : "."),
             .mode = each.mode,
             .nudge = each.nudge,
             .plan = each.plan});
    if (message.topic == Topic::report) bare.summary = "See it with: blend report";
    return bare;
}

std::string brief(const Message& message)
{
    std::string lines = message.summary;
    for (const Item& each : message.items) lines += (lines.empty() ? "" : "\n") + each.sentence;
    return lines;
}

std::string as_text(const Message& message)
{
    if (!message.text.empty()) return message.text;
    Page page{text_width, Colours::off};
    page.paragraph(harmless(message.title));
    if (!message.summary.empty()) {
        page.gap();
        page.paragraph(message.summary);
    }
    for (const Item& each : message.items) print_item(page, message.topic, each);
    return page.text();
}

std::string as_html(const Message& message)
{
    if (!message.html.empty()) return message.html;
    std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
                       in_markup(message.title) + "</title>\n<style>" + std::string{style} +
                       "</style>\n</head>\n<body>\n<h1>" + in_markup(message.title) + "</h1>\n";
    if (!message.summary.empty()) html += "<p>" + in_markup(message.summary) + "</p>\n";
    for (const Item& each : message.items) html += item_html(message.topic, each);
    return html + "</body>\n</html>\n";
}

std::string as_json(const Message& message, Instant made)
{
    using nlohmann::json;
    json items = json::array();
    for (const Item& each : message.items) {
        json item{{"sentence", each.sentence}, {"details", each.details}, {"links", each.links}, {"slots", each.slots}};
        if (each.mode) item["mode"] = word(*each.mode);
        if (each.nudge) item["nudge"] = each.nudge->value;
        if (each.plan) item["plan"] = each.plan->value;
        items.push_back(std::move(item));
    }
    const json all{{"topic", word(message.topic)}, {"key", message.key},       {"title", message.title},
                   {"summary", message.summary},   {"text", as_text(message)}, {"items", std::move(items)},
                   {"made", rfc3339(made)}};
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace blend::reach
