#include "daemon/intake/chats/facebook_files.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"

#include <algorithm>
#include <charconv>

namespace blend::intake {
namespace {

constexpr std::string_view roots[] = {"your_activity_across_facebook/", "your_facebook_activity/",
                                      "your_instagram_activity/"};
constexpr std::string_view boxes[] = {"inbox/",        "archived_threads/", "filtered_threads/", "message_requests/",
                                      "e2ee_cutover/", "legacy_threads/",   "broadcast/"};

/// Folders at the top of an export, beside the one with the messages.
constexpr std::string_view belongings[] = {"messages/",
                                           "your_activity_across_facebook/",
                                           "your_facebook_activity/",
                                           "your_instagram_activity/",
                                           "personal_information/",
                                           "profile_information/",
                                           "connections/",
                                           "logged_information/",
                                           "preferences/",
                                           "security_and_login_information/",
                                           "ads_information/",
                                           "ads_and_businesses/",
                                           "files/",
                                           "media/",
                                           "posts/",
                                           "apps_and_websites_off_of_facebook/",
                                           "apps_and_websites_off_of_instagram/",
                                           "friends/",
                                           "friends_and_followers/",
                                           "followers_and_following/",
                                           "comments_and_reactions/",
                                           "comments/",
                                           "likes_and_reactions/",
                                           "likes/",
                                           "groups/",
                                           "events/",
                                           "photos_and_videos/",
                                           "search/",
                                           "stories/",
                                           "other_activity/",
                                           "about_you/",
                                           "your_topics/"};

bool any_below(Names names, const std::string& prefix)
{
    const auto found = std::lower_bound(names.begin(), names.end(), prefix);
    return found != names.end() && found->starts_with(prefix);
}

template <class Endings> std::string_view without_end(std::string_view text, const Endings& endings)
{
    for (const std::string_view ending : endings)
        if (text.ends_with(ending) && (text.size() == ending.size() || text[text.size() - ending.size() - 1] == '/'))
            return text.substr(0, text.size() - ending.size());
    return text;
}

/// The folder that holds "messages/" and what else belongs to the export.
std::string_view above_messages(std::string_view folder)
{
    const std::string_view above = without_end(folder, std::initializer_list<std::string_view>{"messages/"});
    return above.size() == folder.size() ? folder : without_end(above, roots);
}

bool has_threads(std::string_view folder, Names names)
{
    const auto in = [&](std::string_view root) {
        const std::string messages = std::string{folder}.append(root) + "messages/";
        return std::any_of(std::begin(boxes), std::end(boxes),
                           [&](std::string_view box) { return any_below(names, messages + std::string{box}); });
    };
    return in("") || std::any_of(std::begin(roots), std::end(roots), in);
}

bool holds(Names names, const std::string& name) { return std::binary_search(names.begin(), names.end(), name); }

std::optional<std::string> home(std::string_view name, Names names)
{
    const std::string_view file = file_name(name);
    const std::string_view folder = folder_of(name);
    const bool messages = message_file(file) || message_file(file, ".html");
    if (messages && !folder.empty())
        return std::string{above_messages(without_end(folder_of(folder.substr(0, folder.size() - 1)), boxes))};
    if (messages && holds(names, "message_1.json") && holds(names, "message_2.json")) return "";
    if (encrypted_file(file) && above_messages(folder) != folder) return std::string{above_messages(folder)};
    for (std::size_t end = 0;; ++end) {
        const std::string_view above = name.substr(0, end);
        const std::string_view below = name.substr(end);
        const bool belongs = std::any_of(std::begin(belongings), std::end(belongings),
                                         [below](std::string_view each) { return below.starts_with(each); });
        if (belongs && has_threads(above, names)) return std::string{above};
        end = name.find('/', end);
        if (end == std::string_view::npos) return std::nullopt;
    }
}

bool is_instagram(const std::string& home, Names names)
{
    if (lower(home).find("instagram") != std::string::npos) return true;
    for (const char* sign : {"your_instagram_activity/", "followers_and_following/",
                             "connections/followers_and_following/", "apps_and_websites_off_of_instagram/"})
        if (any_below(names, home + sign)) return true;
    return false;
}

} // namespace

std::string_view folder_of(std::string_view inside) { return inside.substr(0, inside.rfind('/') + 1); }

std::optional<int> message_file(std::string_view name, std::string_view ending)
{
    constexpr std::string_view beginning = "message_";
    if (!name.starts_with(beginning) || !name.ends_with(ending)) return std::nullopt;
    const std::string_view number = name.substr(beginning.size(), name.size() - beginning.size() - ending.size());
    int value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool whole = error == std::errc{} && end == number.data() + number.size();
    return whole && value > 0 ? std::optional{value} : std::nullopt;
}

std::optional<std::string> encrypted_file(std::string_view name)
{
    constexpr std::string_view ending = ".json";
    if (!name.ends_with(ending) || message_file(name)) return std::nullopt;
    name.remove_suffix(ending.size());
    const std::size_t last = name.find_last_not_of("0123456789");
    if (last == std::string_view::npos || last == 0 || last + 1 == name.size() || name[last] != '_')
        return std::nullopt;
    return std::string{name.substr(0, last)};
}

std::optional<std::string> facebook_home(std::string_view name, Names names)
{
    auto found = home(name, names);
    return found && !is_instagram(*found, names) ? found : std::nullopt;
}

std::optional<std::string> instagram_home(std::string_view name, Names names)
{
    auto found = home(name, names);
    return found && is_instagram(*found, names) ? found : std::nullopt;
}

} // namespace blend::intake
