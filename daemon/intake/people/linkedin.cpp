#include "daemon/intake/people/linkedin.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/people/linkedin_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace blend::intake {
namespace {

std::vector<std::string> parts_of(std::string_view text)
{
    std::vector<std::string> parts;
    for (; !text.empty();) {
        const auto comma = text.find(',');
        if (const auto part = stripped(text.substr(0, comma)); !part.empty()) parts.emplace_back(part);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return parts;
}

/// Whom a message went to. Names hold commas ("Ana Luz, PhD"): addresses tell how many there are.
std::vector<Party> recipients(const LinkedinHeading& heading, Cells row, const LinkedinPeople& people)
{
    const std::string to = heading.cell(row, "to");
    const auto urls = parts_of(heading.cell(row, "recipient profile urls"));
    const auto names = parts_of(to);
    std::vector<Party> parties;
    if (urls.size() == 1 || (urls.empty() && people.party(to, {}).handle.kind == HandleKind::linkedin))
        parties.push_back(people.party(to, urls.empty() ? std::string{} : urls.front()));
    else if (urls.empty())
        for (const std::string& name : names) parties.push_back(people.party(name, {}));
    else
        for (std::size_t at = 0; at < urls.size(); ++at)
            parties.push_back(people.party(names.size() == urls.size() ? names[at] : std::string{}, urls[at]));
    std::erase_if(parties, [](const Party& party) { return party.handle.value.empty(); });
    return parties;
}

/// "Hello<br>there" as it is read; other text comes back as it is.
std::string without_markup(std::string text)
{
    if (text.find("</") == std::string::npos && text.find("<br") == std::string::npos) return text;
    std::string result;
    bool inside = false;
    for (const char each : text) {
        if (each == '<' || each == '>') result += ' ';
        inside = each == '<' || (inside && each != '>');
        if (!inside && each != '>') result += each;
    }
    return result;
}

/// Why a row of the messages is no contact with anybody, whatever it says.
std::optional<Skip> not_sent(const LinkedinHeading& heading, Cells row)
{
    const auto says = [&](std::string_view column, std::string_view word) {
        return lower(heading.cell(row, column)).find(word) != std::string::npos;
    };
    if (says("is message draft", "yes") || says("is message draft", "true") || says("folder", "draft"))
        return Skip::draft;
    if (says("folder", "spam") || says("folder", "sponsored") || says("conversation title", "sponsored"))
        return Skip::bot;
    return std::nullopt;
}

/// The first reading of the messages: who takes part in what.
class Conversations {
public:
    void look_at(const LinkedinHeading& heading, Cells row, const LinkedinPeople& people)
    {
        if (not_sent(heading, row)) return;
        const std::uint64_t conversation = fnv1a(heading.cell(row, "conversation id"));
        take_part(conversation, people.party(heading.cell(row, "from"), heading.cell(row, "sender profile url")),
                  sends);
        for (const Party& party : recipients(heading, row, people)) take_part(conversation, party, receives);
    }

    /// The owner by what is known of them, or who else it must be; throws when nobody can tell.
    std::vector<Handle> owners(const Context& context) const
    {
        std::vector<Handle> owners;
        for (const auto& [handle, name] : names_)
            if (is_owner(context, {handle, name})) owners.push_back(handle);
        if (!owners.empty() || names_.empty()) return owners;

        struct Presence {
            int both{}; ///< conversations in which they send and receive
            int any{};
            auto operator<=>(const Presence&) const = default;
        };
        std::map<Handle, Presence> presence;
        for (const auto& [place, part] : parts_) {
            Presence& each = presence[place.second];
            ++each.any;
            each.both += part == (sends | receives) ? 1 : 0;
        }
        std::vector<std::pair<Presence, Handle>> ranking;
        for (const auto& [handle, each] : presence) ranking.emplace_back(each, handle);
        std::sort(ranking.rbegin(), ranking.rend());
        if (ranking.size() == 1 || ranking[0].first == ranking[1].first) ask();
        return {ranking[0].second};
    }

private:
    static constexpr unsigned sends = 1;
    static constexpr unsigned receives = 2;
    static constexpr std::size_t most_parts = 200'000; // show who the owner is, if anything does

    static bool is_owner(const Context& context, const Party& party)
    {
        // --me says a name, and a profile has a name of its own.
        return context.is_owner &&
               (context.is_owner(party) || context.is_owner({{HandleKind::name, party.name}, party.name}));
    }

    void take_part(std::uint64_t conversation, const Party& party, unsigned how)
    {
        if (party.handle.value.empty()) return;
        if (parts_.size() >= most_parts) return;
        names_.emplace(party.handle, party.name);
        parts_[{conversation, party.handle}] |= how;
    }

    [[noreturn]] void ask() const
    {
        std::vector<std::string> names;
        std::string proposed;
        for (const auto& [handle, name] : names_) {
            names.push_back(name);
            // An export leaves out the address of its owner's profile more often than anybody else's.
            if (proposed.empty() || handle.kind == HandleKind::name) proposed = name;
        }
        ask_who_is_owner(names, proposed);
    }

    std::map<Handle, std::string> names_;
    std::map<std::pair<std::uint64_t, Handle>, unsigned> parts_;
};

/// The second reading: each row is told to the sink once.
class Teller {
public:
    Teller(const LinkedinPeople& people, const std::vector<Handle>& owners, const Context& context, Sink& sink)
        : people_{people}, owners_{owners}, context_{context}, sink_{sink}
    {
    }

    void message(const LinkedinHeading& heading, Cells row)
    {
        const std::string date = heading.cell(row, "date");
        const auto when = linkedin_time(date, context_.zone);
        if (!when) return sink_.skip(date.empty() ? Skip::no_date : Skip::broken);
        if (const auto why = not_sent(heading, row)) return sink_.skip(*why, when->at);
        const Party author = people_.party(heading.cell(row, "from"), heading.cell(row, "sender profile url"));
        if (author.handle.value.empty()) return sink_.skip(Skip::no_counterpart, when->at);

        std::vector<Party> others = recipients(heading, row, people_);
        std::erase_if(others, [this](const Party& party) { return is_owner(party); });
        Observation observation;
        observation.at = when->at;
        observation.zoned = when->zoned;
        observation.channel = Channel::chat;
        const std::string content = heading.cell(row, "content");
        const Said words = said(without_markup(content));
        observation.size = words.words;
        observation.acknowledgement = words.acknowledgement;
        observation.source_key = key(heading, row, when->at, content);
        const bool own = is_owner(author);
        const int people = static_cast<int>(others.size()) + (own ? 0 : 1);
        tell(std::move(observation), own ? Author::owner : Author::other, author, others, people, context_, sink_);
    }

private:
    bool is_owner(const Party& party) const
    {
        return std::find(owners_.begin(), owners_.end(), party.handle) != owners_.end();
    }

    /// Without the sender, whose name is that of the day of the export. Equal messages of a second are told apart by
    /// their order.
    std::string key(const LinkedinHeading& heading, Cells row, Instant at, const std::string& content)
    {
        const std::uint64_t second = fnv1a(heading.cell(row, "conversation id") + '\x1f' + rfc3339(at));
        const std::uint64_t body = fnv1a(content);
        const std::uint64_t ordinal =
            ordinals_.next(at.time_since_epoch().count(), Hash{}.add(second).add(body).value());
        return "linkedin:" + hexadecimal(second) + ":" + hexadecimal(body) + ":" + std::to_string(ordinal);
    }

    const LinkedinPeople& people_;
    const std::vector<Handle>& owners_;
    const Context& context_;
    Sink& sink_;
    Ordinals ordinals_;
};

void tell_connection(const LinkedinHeading& heading, Cells row, Sink& sink)
{
    Card card;
    card.name = clean_name(heading.cell(row, "first name") + " " + heading.cell(row, "last name"));
    if (card.name.empty()) return sink.skip(Skip::empty_card); // whoever does not want to be known
    LinkedinPeople one;
    const Party member = one.party(card.name, heading.cell(row, "url"));
    if (member.handle.kind == HandleKind::linkedin) card.handles.push_back(member);
    if (const std::string email = heading.cell(row, "email address"); email.find('@') != std::string::npos)
        card.handles.push_back({{HandleKind::email, email}, card.name});
    sink.card(card);
}

/// The export's own statement of whose it is.
void tell_owner(const LinkedinHeading& heading, Cells row, Sink& sink)
{
    const std::string name = clean_name(heading.cell(row, "first name") + " " + heading.cell(row, "last name"));
    if (!name.empty()) sink.owner({{HandleKind::name, name}, name});
}

std::string_view file_of(LinkedinTable table)
{
    switch (table) {
    case LinkedinTable::connections: return "connections.csv";
    case LinkedinTable::messages: return "messages.csv";
    case LinkedinTable::profile: break;
    }
    return "profile.csv";
}

class Reading {
public:
    Reading(const Input& input, const Context& context, Sink& sink) : input_{input}, context_{context}, sink_{sink} {}

    void read()
    {
        each(LinkedinTable::profile, [&](const auto& heading, Cells row) { tell_owner(heading, row, sink_); });
        each(LinkedinTable::connections, [&](const auto& heading, Cells row) {
            people_.learn(heading.cell(row, "first name") + " " + heading.cell(row, "last name"),
                          heading.cell(row, "url"));
        });
        each(LinkedinTable::messages, [&](const auto& heading, Cells row) {
            people_.learn(heading.cell(row, "from"), heading.cell(row, "sender profile url"));
        });
        Conversations conversations;
        each(LinkedinTable::messages,
             [&](const auto& heading, Cells row) { conversations.look_at(heading, row, people_); });
        const std::vector<Handle> owners = conversations.owners(context_);
        // Whoever cannot be asked now leaves nothing behind.
        each(LinkedinTable::connections, [&](const auto& heading, Cells row) { tell_connection(heading, row, sink_); });
        Teller teller{people_, owners, context_, sink_};
        each(LinkedinTable::messages, [&](const auto& heading, Cells row) { teller.message(heading, row); });
        if (!any_)
            throw Problem{Problem::Kind::bad_input, input_.name + " holds neither connections nor messages of LinkedIn",
                          "ask LinkedIn for a copy of your data, and import its zip or folder"};
    }

private:
    template <class Take> void each(LinkedinTable table, Take take)
    {
        for (const Input& file : files_of(input_)) {
            // What LinkedIn's own assistants said looks like messages as well.
            if (!input_.members.empty() && !same(file.inside, file_of(table))) continue;
            if (linkedin_table(head_of(file)) != table) continue;
            any_ = true;
            read_linkedin(file, take, [this](std::uint64_t bytes) { sink_.progress(bytes); });
        }
    }

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    LinkedinPeople people_;
    bool any_{};
};

void read(const Input& input, const Context& context, Sink& sink) { Reading{input, context, sink}.read(); }

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const auto table = linkedin_table(head);
    return table && *table != LinkedinTable::profile ? 95 : 0;
}

/// Files of the export besides the three that are read, to be left out without a word.
constexpr auto beside = std::to_array<std::string_view>({"invitations.csv",
                                                         "positions.csv",
                                                         "education.csv",
                                                         "skills.csv",
                                                         "email addresses.csv",
                                                         "phonenumbers.csv",
                                                         "registration.csv",
                                                         "company follows.csv",
                                                         "ad_targeting.csv",
                                                         "endorsement_given_info.csv",
                                                         "endorsement_received_info.csv",
                                                         "recommendations_given.csv",
                                                         "recommendations_received.csv",
                                                         "languages.csv",
                                                         "projects.csv",
                                                         "certifications.csv",
                                                         "courses.csv",
                                                         "honors.csv",
                                                         "publications.csv",
                                                         "volunteering.csv",
                                                         "reactions.csv",
                                                         "comments.csv",
                                                         "shares.csv",
                                                         "votes.csv",
                                                         "searchqueries.csv",
                                                         "logins.csv",
                                                         "member_follows.csv",
                                                         "rich_media.csv",
                                                         "learning.csv",
                                                         "receipts.csv",
                                                         "saved_items.csv",
                                                         "events.csv",
                                                         "guide_messages.csv",
                                                         "learning_coach_messages.csv",
                                                         "learning_role_play_messages.csv",
                                                         "ads clicked.csv",
                                                         "inferences_about_you.csv",
                                                         "security challenges.csv",
                                                         "causes you care about.csv",
                                                         "whatsapp phone numbers.csv"});

/// An export has connections, and messages or a profile beside them; either file alone is recognised by its headings.
std::optional<std::string> home(std::string_view name, Names names)
{
    const auto slash = name.rfind('/');
    const std::string folder{name.substr(0, slash + 1)}; // npos + 1 is 0
    const std::string file = lower(name.substr(folder.size()));
    const bool read_from = file == "connections.csv" || file == "messages.csv" || file == "profile.csv";
    if (!read_from && std::find(beside.begin(), beside.end(), file) == beside.end()) return std::nullopt;
    const auto has = [&](const char* wanted) {
        return std::binary_search(names.begin(), names.end(), folder + wanted);
    };
    const bool connections = has("Connections.csv") || has("connections.csv");
    const bool beside_them = has("messages.csv") || has("Messages.csv") || has("Profile.csv") || has("profile.csv");
    const bool whole = connections && beside_them;
    return whole ? std::optional{folder} : std::nullopt;
}

} // namespace

const Format linkedin{"linkedin", sniff, read, home};

} // namespace blend::intake
