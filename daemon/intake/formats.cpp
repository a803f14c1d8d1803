#include "daemon/intake/formats.hpp"

#include "daemon/intake/calls/android.hpp"
#include "daemon/intake/calls/call_log.hpp"
#include "daemon/intake/calls/google_voice.hpp"
#include "daemon/intake/calls/imessage.hpp"
#include "daemon/intake/calls/meetings.hpp"
#include "daemon/intake/calls/sms_backup.hpp"
#include "daemon/intake/chats/discord.hpp"
#include "daemon/intake/chats/facebook.hpp"
#include "daemon/intake/chats/google_chat.hpp"
#include "daemon/intake/chats/signal.hpp"
#include "daemon/intake/chats/skype.hpp"
#include "daemon/intake/chats/slack.hpp"
#include "daemon/intake/chats/telegram.hpp"
#include "daemon/intake/chats/whatsapp.hpp"
#include "daemon/intake/csv_log.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/icalendar.hpp"
#include "daemon/intake/mail/maildir.hpp"
#include "daemon/intake/mail/mbox.hpp"
#include "daemon/intake/people/contacts_csv.hpp"
#include "daemon/intake/people/friends.hpp"
#include "daemon/intake/people/linkedin.hpp"
#include "daemon/intake/people/monica.hpp"
#include "daemon/intake/people/vcard.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace blend::intake {

namespace {
constexpr std::array all{&vcard,       &contacts_csv, &linkedin, &friends,   &monica,   &icalendar,    &whatsapp,
                         &telegram,    &discord,      &facebook, &instagram, &slack,    &signal_chats, &skype,
                         &google_chat, &hangouts,     &mbox,     &maildir,   &eml,      &sms_backup,   &google_voice,
                         &imessage,    &apple_calls,  &android,  &call_log,  &meetings, &csv_log};
} // namespace

std::span<const Format* const> formats() { return all; }

const Format* format_named(std::string_view name)
{
    // People say the end of the file's name as well.
    if (name == "vcf") return &vcard;
    if (name == "ics") return &icalendar;
    for (const Format* format : all)
        if (format->name == name) return format;
    return nullptr;
}

const Format* recognised(const Input& input)
{
    if (!input.members.empty()) return nullptr;
    const std::string head = head_of(input);
    const Format* best = nullptr;
    int surest = 0;
    for (const Format* format : all)
        if (const int sure = format->sniff(input, head); sure > surest) {
            best = format;
            surest = sure;
        }
    return best;
}

namespace {

struct Place {
    const Format* format;
    std::string home;

    bool operator==(const Place&) const = default;
};

std::optional<Place> place_of(const Input& input, Names names)
{
    if (input.folder) return std::nullopt;
    for (const Format* format : all)
        if (format->home != nullptr)
            if (auto home = format->home(input.inside, names)) return Place{format, std::move(*home)};
    return std::nullopt;
}

Input export_at(const Place& place, const Input& first)
{
    Input whole;
    const std::string_view above = std::string_view{first.inside}.substr(place.home.size());
    // The folder's own name says more than a file's deep inside it; a zip is called by its name.
    const std::string path = first.path.string();
    whole.path = path.ends_with(above) ? path.substr(0, path.size() - above.size()) : path;
    if (!whole.path.has_filename()) whole.path = whole.path.parent_path();
    whole.name = whole.path.filename().string();
    whole.inside = place.home;
    return whole;
}

} // namespace

std::vector<Recognised> gathered(std::vector<Input> inputs)
{
    std::vector<std::string> names;
    for (const Input& input : inputs) names.push_back(input.inside);
    std::sort(names.begin(), names.end());

    std::vector<Recognised> result;
    std::vector<std::pair<Place, std::size_t>> exports; // and where each stands in the result
    for (Input& input : inputs) {
        auto place = place_of(input, names);
        if (!place) {
            result.push_back({std::move(input), nullptr});
            continue;
        }
        auto known =
            std::find_if(exports.begin(), exports.end(), [&](const auto& each) { return each.first == *place; });
        if (known == exports.end()) {
            result.push_back({export_at(*place, input), place->format});
            known = exports.insert(known, {*place, result.size() - 1});
        }
        Input& whole = result[known->second].input;
        input.inside.erase(0, place->home.size());
        whole.size += input.size;
        whole.members.push_back(std::move(input));
    }
    for (Recognised& each : result)
        std::sort(each.input.members.begin(), each.input.members.end(),
                  [](const Input& a, const Input& b) { return a.inside < b.inside; });
    return result;
}

} // namespace blend::intake
