#include "daemon/intake/people/friends.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>

namespace blend::intake {
namespace {

enum class Section { none, activities, notes, friends, locations };

constexpr std::string_view entry_mark = "- ";

std::optional<Section> section_of(std::string_view line)
{
    if (line.starts_with(entry_mark)) return std::nullopt;
    static constexpr std::pair<std::string_view, Section> names[] = {{"activities", Section::activities},
                                                                     {"notes", Section::notes},
                                                                     {"friends", Section::friends},
                                                                     {"locations", Section::locations}};
    const std::string text = lower(line);
    for (const auto& [name, section] : names)
        if (text.find(name) != std::string::npos) return section;
    return text.find("##") == std::string::npos ? std::nullopt : std::optional{Section::none};
}

/// Gives each entry with its section. A heading with a wrong byte is told by its place: activities come first.
void each_entry(std::istream& stream, const std::function<void(Section, std::string_view)>& take,
                const std::function<void(std::uint64_t)>& progress)
{
    Lines lines{stream};
    Section section = Section::activities;
    bool activities_seen = false;
    for (Line line; lines.next(line);) {
        if (!line.begins) continue; // nobody writes 64 KiB about an evening
        const std::string_view text = stripped(line.text);
        if (const auto next = section_of(text)) {
            section = *next;
            if (section == Section::none) section = activities_seen ? Section::notes : Section::activities;
            activities_seen = activities_seen || section == Section::activities;
        } else if (text.starts_with(entry_mark)) {
            take(section, text.substr(entry_mark.size()));
        }
        progress(lines.consumed());
    }
}

struct Friend {
    std::string name;
    std::vector<std::string> nicknames;
};

/// "Grace Hopper (a.k.a. The Admiral a.k.a. Amazing Grace) [Paris] @navy"
Friend friend_in(std::string_view entry)
{
    constexpr std::string_view also = "a.k.a. ";
    const std::string text = to_utf8(entry, {});
    const std::string_view view = text;
    Friend result{clean_name(view.substr(0, std::min({view.find(" ("), view.find(" ["), view.find(" @")}))), {}};
    const auto open = view.find("(a.k.a.");
    if (open == std::string_view::npos) return result;
    std::string_view rest = view.substr(open + 1, view.find(')', open) - open - 1);
    while (rest.starts_with(also)) {
        rest.remove_prefix(also.size());
        const auto next = rest.find(also);
        if (std::string name = clean_name(rest.substr(0, next)); !name.empty()) result.nicknames.push_back(name);
        rest = next == std::string_view::npos ? std::string_view{} : rest.substr(next);
    }
    return result;
}

/// The words of an activity without names and places, folded; names apart.
struct Sentence {
    std::vector<std::string> names;
    std::string words{" "};
};

Sentence sentence_of(std::string_view text)
{
    constexpr std::string_view bold = "**";
    Sentence result;
    std::string rest;
    while (true) {
        const auto open = text.find(bold);
        const auto close = open == std::string_view::npos ? open : text.find(bold, open + bold.size());
        rest += text.substr(0, open);
        if (close == std::string_view::npos) break;
        const std::string name = clean_name(to_utf8(text.substr(open + bold.size(), close - open - bold.size()), {}));
        if (!name.empty()) result.names.push_back(name);
        text.remove_prefix(close + bold.size());
    }
    bool place = false;
    for (const char each : zone::folded(to_utf8(rest, {}))) {
        if (each == '_') place = !place;
        if (place) continue;
        // "@phone" is a tag that says how; "ana@phone.example" is an address, and says nothing.
        const bool address = each == '@' && result.words.back() != ' ';
        const bool part = (each >= 'a' && each <= 'z') || is_digit(each) || (each & 0x80) != 0 || address;
        if (part || result.words.back() != ' ') result.words += part ? each : ' ';
    }
    result.words += ' ';
    return result;
}

template <std::size_t Size> bool has_any(const std::string& words, const std::array<std::string_view, Size>& wanted)
{
    return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view each) {
        return words.find(" " + std::string{each} + " ") != std::string::npos;
    });
}

Channel channel_of(const std::string& words)
{
    constexpr auto videos = std::to_array<std::string_view>(
        {"video", "videocall", "skype", "skyped", "facetime", "facetimed", "zoom", "zoomed"});
    constexpr auto phones = std::to_array<std::string_view>(
        {"phone", "phoned", "telephone", "call", "called", "calls", "rang", "voicemail"});
    constexpr auto letters = std::to_array<std::string_view>({"letter", "letters", "postcard", "postcards"});
    constexpr auto emails = std::to_array<std::string_view>({"email", "emailed", "emails", "mailed"});
    constexpr auto texts = std::to_array<std::string_view>({"texted", "sms", "texts"});
    constexpr auto meetings = std::to_array<std::string_view>(
        {"lunch", "dinner", "breakfast", "brunch", "coffee", "drinks", "met", "visited", "walk", "hike", "party"});
    if (words.find(" on the phone ") != std::string::npos) return Channel::phone;
    if (has_any(words, meetings)) return Channel::in_person;
    if (has_any(words, videos)) return Channel::video;
    if (has_any(words, phones)) return Channel::phone;
    if (has_any(words, letters)) return Channel::letter;
    if (has_any(words, emails)) return Channel::email;
    return has_any(words, texts) ? Channel::sms : Channel::in_person;
}

/// "for an hour", "for 20 minutes"; empty when the sentence does not say.
std::optional<double> minutes_in(const std::string& words)
{
    constexpr double hour = 60;
    if (words.find(" for half an hour ") != std::string::npos) return hour / 2;
    if (words.find(" for an hour ") != std::string::npos) return hour;
    constexpr std::string_view mark = " for ";
    for (auto at = words.find(mark); at != std::string::npos; at = words.find(mark, at + 1)) {
        const std::string_view rest = std::string_view{words}.substr(at + mark.size());
        double amount{};
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), amount);
        if (error != std::errc{}) continue;
        const std::string_view unit = rest.substr(static_cast<std::size_t>(end - rest.data()));
        constexpr double longest = 24 * hour;
        if (unit.starts_with(" hour") && amount * hour <= longest) return amount * hour;
        if (unit.starts_with(" min") && amount <= longest) return amount;
    }
    return std::nullopt;
}

class Notebook {
public:
    Notebook(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    void meet(std::string_view entry)
    {
        const Friend known = friend_in(entry);
        if (known.name.empty()) return;
        // The name comes before anybody's nickname.
        called_[known.name] = known.name;
        for (const std::string& nickname : known.nicknames) called_.emplace(nickname, known.name);
    }

    void tell(Section section, std::string_view entry)
    {
        switch (section) {
        case Section::activities: return activity(entry);
        case Section::notes: {
            const auto day = parse_iso_day(entry.substr(0, 10));
            return sink_.skip(Skip::system, day ? std::optional{noon(*day)} : std::nullopt);
        }
        case Section::friends: {
            Card card;
            card.name = friend_in(entry).name;
            return card.name.empty() ? sink_.skip(Skip::empty_card) : sink_.card(card);
        }
        case Section::none:
        case Section::locations: return; // places are no records
        }
    }

private:
    Instant noon(Day day) const { return context_.zone.instant(LocalTime{day} + std::chrono::hours{12}); }

    void activity(std::string_view entry)
    {
        constexpr std::size_t date_length = 10;
        const auto day = parse_iso_day(entry.substr(0, date_length));
        if (!day) return sink_.skip(Skip::broken);
        std::string_view text = entry.substr(date_length);
        if (text.starts_with(':')) text.remove_prefix(1);
        text = stripped(text);

        Observation observation;
        observation.at = noon(*day);
        observation.zoned = false;
        if (observation.at > context_.now) return sink_.skip(Skip::future, observation.at);
        const Sentence sentence = sentence_of(text);
        for (const std::string& name : sentence.names) {
            const auto known = called_.find(name);
            Party party{{HandleKind::name, known == called_.end() ? name : known->second}, {}};
            party.name = party.handle.value;
            const auto same_one = [&](const Party& other) { return other.handle == party.handle; };
            if (std::none_of(observation.parties.begin(), observation.parties.end(), same_one))
                observation.parties.push_back(party);
        }
        if (observation.parties.empty()) return sink_.skip(Skip::no_counterpart, observation.at);
        observation.others = static_cast<int>(observation.parties.size());
        observation.channel = channel_of(sentence.words);
        observation.direction = is_synchronous(observation.channel) ? Direction::mutual : Direction::out;
        observation.call = observation.channel == Channel::phone || observation.channel == Channel::video;
        if (counts_minutes(observation.channel)) observation.size = minutes_in(sentence.words);
        const std::uint64_t same = fnv1a(text, fnv1a(iso_day(*day)));
        observation.source_key = "friends:" + hexadecimal(same) + ":" +
                                 std::to_string(ordinals_.next(day->time_since_epoch().count(), same));
        sink_.record(observation);
    }

    const Context& context_;
    Sink& sink_;
    std::map<std::string, std::string> called_; ///< the friend behind a name or nickname
    Ordinals ordinals_;                         ///< of entries of a day with the same words
};

void read(const Input& input, const Context& context, Sink& sink)
{
    Notebook notebook{context, sink};
    const auto first = input.open();
    each_entry(
        *first,
        [&](Section section, std::string_view entry) {
            if (section == Section::friends) notebook.meet(entry);
        },
        [](std::uint64_t) {});
    bool any = false;
    const auto second = input.open();
    each_entry(
        *second,
        [&](Section section, std::string_view entry) {
            any = true;
            notebook.tell(section, entry);
        },
        [&sink](std::uint64_t bytes) { sink.progress(bytes); });
    if (!any)
        throw Problem{Problem::Kind::bad_input, input.name + " has no activities and no friends",
                      "name the file that the friends program keeps, usually friends.md"};
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    std::istringstream text{utf8_head(head)};
    int headings = 0;
    int entries = 0;
    for (std::string line; std::getline(text, line);) {
        const bool heading = line.starts_with("### ");
        if (heading && section_of(stripped(line)).value_or(Section::none) != Section::none) ++headings;
        if (line.starts_with(entry_mark) && parse_iso_day(std::string_view{line}.substr(2, 10))) ++entries;
    }
    const bool named = same(input.name, "friends.md");
    if (headings >= 2) return 95;
    if (headings >= 1 && (entries > 0 || named)) return 90;
    return named && entries > 0 ? 80 : 0;
}

} // namespace

const Format friends{"friends", sniff, read};

} // namespace blend::intake
