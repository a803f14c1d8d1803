#include "daemon/reach/leaving.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/mail.hpp"
#include "daemon/outside/program.hpp"
#include "daemon/outside/request.hpp"
#include "daemon/outside/secret.hpp"
#include "daemon/reach/links.hpp"
#include "daemon/reach/naming.hpp"
#include "daemon/reach/signature.hpp"
#include "daemon/reach/written_mail.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::reach {

namespace {

using nlohmann::json;
using store::Topic;
using store::WayKind;
using store::WayRecord;

constexpr std::chrono::seconds patience{20};
constexpr std::size_t most_reply = std::size_t{64} << 10;
constexpr std::size_t most_notifications = 3; // more would be a wall
constexpr std::size_t most_buttons = 3;       // ntfy shows no more

std::optional<std::string> secret_of(const WayRecord& way, const Means& means)
{
    if (!way.secret) return std::nullopt;
    return outside::secret_at(*way.secret, secret_name(way), &means.stopping);
}

std::string printed(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// ---- the desktop

std::vector<Button> buttons_of(Topic topic, const Item& item)
{
    std::vector<Button> buttons;
    if (topic == Topic::questions && item.plan) {
        buttons.push_back({Action::happened, "It happened"});
        buttons.push_back({Action::missed, "It did not"});
        return buttons;
    }
    const bool is_nudge = topic == Topic::nudges && item.nudge;
    if (is_nudge) {
        buttons.push_back({Action::done, "Done"});
        if (!item.slots.empty()) buttons.push_back({Action::plan, "Plan"});
        buttons.push_back({Action::snooze, "Snooze"});
    }
    const bool has_number = item.nudge || item.plan;
    if (has_number && !item.links.empty() && is_start_link(item.links.front()))
        buttons.push_back({Action::call, std::string{link_words(item.links.front())}});
    return buttons;
}

std::vector<Notification> notifications_of(const Message& message, Names names)
{
    if (message.items.empty() || message.items.size() > most_notifications)
        return {{.title = message.title, .body = brief(message)}};
    std::vector<Notification> notifications;
    for (const Item& item : message.items) {
        Notification each{.title = message.title,
                          .body = item.sentence,
                          .buttons = buttons_of(message.topic, item),
                          .link = item.links.empty() ? "" : item.links.front(),
                          .names = names};
        if (item.plan) each.of = *item.plan;
        if (item.nudge) each.of = *item.nudge;
        notifications.push_back(std::move(each));
    }
    return notifications;
}

// ---- mail

MailHead head_of(const WayRecord& way, const Message& message, Instant now)
{
    const std::string id = fingerprint(std::to_string(way.id) + " " + rfc3339(way.added) + " " +
                                       std::string{word(message.topic)} + " " + message.key);
    return {way.sender.value_or(way.address), way.address, id.substr(0, 32), now};
}

void mail(const WayRecord& way, const Message& message, Instant now, const Means& means)
{
    const MailHead head = head_of(way, message, now);
    outside::Letter letter{.server = way.server.value_or("smtp://localhost"),
                           .sender = head.sender,
                           .recipient = head.recipient,
                           .mail = written_mail(message, head, LineEnd::crlf),
                           .deadline = patience};
    if (const auto password = secret_of(way, means))
        letter.login = outside::Login{way.user.value_or(way.address), *password};
    outside::send_mail(letter, &means.stopping);
}

void hand_to_sendmail(const WayRecord& way, const Message& message, Instant now, const Means& means)
{
    const MailHead head = head_of(way, message, now);
    outside::run({way.server.value_or("/usr/sbin/sendmail"), "-i", "-f", head.sender, "--", head.recipient},
                 written_mail(message, head, LineEnd::lf), patience, &means.stopping);
}

// ---- addresses on the web

using Headers = std::vector<std::pair<std::string, std::string>>;

void post(const std::string& url, Headers headers, std::string body, const Means& means)
{
    headers.emplace_back("Content-Type", "application/json");
    outside::Caller caller{{}, &means.stopping};
    const auto reply = caller.ask({.method = "POST",
                                   .url = url,
                                   .headers = std::move(headers),
                                   .body = std::move(body),
                                   .deadline = patience,
                                   .most_bytes = most_reply});
    if (reply.fine()) return;
    const bool for_good = reply.status == 401 || reply.status == 403 || reply.status == 404 || reply.status == 410;
    throw Problem{for_good ? Problem::Kind::not_allowed : Problem::Kind::cannot, outside::said(reply)};
}

int urgency_of(Topic topic)
{
    return topic == Topic::reminders ? 4 : 3; // of 5
}

std::string_view tag_of(Topic topic)
{
    switch (topic) {
    case Topic::nudges: return "wave";
    case Topic::questions: return "question";
    case Topic::reminders: return "alarm_clock";
    case Topic::report: return "bar_chart";
    case Topic::notice: return "information_source";
    case Topic::test: break;
    }
    return "white_check_mark";
}

void ntfy(const WayRecord& way, const Message& message, const Means& means)
{
    const auto slash = way.address.rfind('/');
    json body{{"topic", way.address.substr(slash + 1)},
              {"title", message.title},
              {"message", brief(message)},
              {"priority", urgency_of(message.topic)},
              {"tags", {tag_of(message.topic)}}};
    json actions = json::array();
    for (const Item& item : message.items)
        for (const std::string& link : item.links)
            if (is_start_link(link) && actions.size() < most_buttons)
                actions.push_back({{"action", "view"}, {"label", link_words(link)}, {"url", link}});
    if (message.items.size() == 1 && !actions.empty()) {
        body["actions"] = actions;
        body["click"] = actions.front()["url"];
    }
    Headers headers;
    if (const auto token = secret_of(way, means)) headers.emplace_back("Authorization", "Bearer " + *token);
    post(way.address.substr(0, slash + 1), std::move(headers), printed(body), means);
}

void gotify(const WayRecord& way, const Message& message, const Means& means)
{
    json body{{"title", message.title}, {"message", brief(message)}, {"priority", urgency_of(message.topic) + 1}};
    const bool leads = message.items.size() == 1 && !message.items.front().links.empty() &&
                       is_start_link(message.items.front().links.front());
    if (leads) body["extras"] = {{"client::notification", {{"click", {{"url", message.items.front().links.front()}}}}}};
    const std::string slash = way.address.ends_with('/') ? "" : "/";
    post(way.address + slash + "message", {{"X-Gotify-Key", secret_of(way, means).value_or("")}}, printed(body), means);
}

void webhook(const WayRecord& way, const Message& message, Instant now, const Means& means)
{
    std::string body = as_json(message, now);
    const std::string moment = std::to_string(now.time_since_epoch().count());
    Headers headers{{"X-Blend-Timestamp", moment}};
    if (const auto key = secret_of(way, means))
        headers.emplace_back("X-Blend-Signature", "sha256=" + signature(*key, moment + "." + body));
    post(way.address, std::move(headers), std::move(body), means);
}

} // namespace

void leave_by(const WayRecord& way, const Message& whole, Instant now, const Means& means)
{
    const Message message = way.hide_names ? nameless(whole) : whole;
    switch (way.kind) {
    case WayKind::desktop:
        return means.desktop.show(notifications_of(message, way.hide_names ? Names::hidden : Names::shown));
    case WayKind::mail: return mail(way, message, now, means);
    case WayKind::sendmail: return hand_to_sendmail(way, message, now, means);
    case WayKind::ntfy: return ntfy(way, message, means);
    case WayKind::gotify: return gotify(way, message, means);
    case WayKind::webhook: return webhook(way, message, now, means);
    case WayKind::command:
        outside::run(outside::words_of(way.address), as_json(message, now), patience, &means.stopping);
        return;
    }
}

} // namespace blend::reach
