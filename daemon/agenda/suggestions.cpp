#include "daemon/agenda/suggestions.hpp"

#include "daemon/agenda/handles.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <tuple>

namespace blend::agenda {

using Kind = Problem::Kind;

namespace {

/// Numbers are written with and without a country; that these digits agree by chance is one in a thousand million.
std::string last_nine_digits(std::string_view text)
{
    std::string digits;
    for (const char each : text)
        if (each >= '0' && each <= '9') digits += each;
    return digits.size() < 9 ? "" : digits.substr(digits.size() - 9);
}

bool has_number(HandleKind kind)
{
    return kind == HandleKind::phone || kind == HandleKind::whatsapp || kind == HandleKind::signal ||
           kind == HandleKind::telegram;
}

bool is_name(HandleKind kind)
{
    return kind == HandleKind::whatsapp || kind == HandleKind::name || kind == HandleKind::facebook ||
           kind == HandleKind::instagram || kind == HandleKind::signal || kind == HandleKind::telegram;
}

constexpr int number_rank = 0;
constexpr int first_name_rank = 10;
constexpr std::size_t most_compared = 1000; ///< names with one; only an address book of one word reaches it
constexpr std::size_t most_doubles = 10;    ///< of one contact that are asked about at a time

} // namespace

WhoIsWho::WhoIsWho(const App& app) : answers_{app.store.answers()}
{
    for (const store::Known& known : app.store.known()) {
        const std::size_t place = people_.size();
        Person person{.id = known.record.id, .name = known.record.name, .folded = zone::folded(known.record.name)};
        person.words = name_words(person.folded);
        ++called_[person.folded];
        places_.emplace(person.id, place);
        for (std::string& each : kin(person.words)) by_kin_[std::move(each)].push_back(place);
        if (!person.words.empty()) by_first_name_[person.words.front()].push_back(place);
        people_.push_back(std::move(person));
    }
    for (const store::HandleRecord& handle : app.store.linked_handles()) {
        const auto place = places_.find(*handle.contact);
        if (place == places_.end()) continue;
        const bool is_address = handle.handle.kind == HandleKind::email || handle.handle.kind == HandleKind::phone;
        if (std::string& address = people_[place->second].address; is_address && address.empty())
            address = handle.handle.value;
        if (!has_number(handle.handle.kind)) continue;
        const auto digits = last_nine_digits(handle.handle.value);
        if (digits.empty()) continue;
        by_digits_[digits].push_back(place->second);
        numbers_[place->second].push_back(digits);
    }
    for (const store::SharedHandle& each : app.store.shared_handles()) {
        const auto one = places_.find(each.contact);
        const auto other = places_.find(each.other);
        if (one == places_.end() || other == places_.end()) continue;
        shared_.emplace(one->second, std::pair{other->second, each.handle.value});
        shared_.emplace(other->second, std::pair{one->second, each.handle.value});
    }
}

const std::string& WhoIsWho::name(ContactId contact) const { return people_[places_.at(contact)].name; }

std::optional<std::string> WhoIsWho::known_by(ContactId contact) const
{
    const Person& person = people_[places_.at(contact)];
    if (called_.at(person.folded) < 2) return std::nullopt;
    return person.address.empty() ? "No. " + std::to_string(contact.value) : person.address;
}

void WhoIsWho::by_address_book(std::size_t place, Finds& finds) const
{
    for (auto [found, end] = shared_.equal_range(place); found != end; ++found)
        finds.try_emplace(found->second.first,
                          Found{number_rank, "an address book gives both " + found->second.second});
}

void WhoIsWho::by_number(const std::string& digits, Finds& finds) const
{
    if (const auto found = by_digits_.find(digits); found != by_digits_.end())
        for (const std::size_t place : found->second)
            finds.try_emplace(place, Found{number_rank, "the same last nine digits"});
}

void WhoIsWho::by_name(const std::vector<std::string>& words, std::string_view of, Finds& finds) const
{
    std::vector<const std::vector<std::size_t>*> alike;
    for (const std::string& key : kin(words))
        if (const auto found = by_kin_.find(key); found != by_kin_.end()) alike.push_back(&found->second);
    // A word that half the address book has says less than a rare one.
    std::sort(alike.begin(), alike.end(), [](const auto* a, const auto* b) { return a->size() < b->size(); });
    std::vector<std::size_t> candidates;
    for (const auto* each : alike) {
        const auto count = std::min(each->size(), most_compared - candidates.size());
        candidates.insert(candidates.end(), each->begin(), each->begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    for (const std::size_t place : candidates)
        if (const auto like = likeness(words, people_[place].words); like != Likeness::none)
            finds.try_emplace(place, Found{1 + static_cast<int>(like), std::string{word(like)}.append(of)});
    if (words.size() != 1) return;
    const auto sole = by_first_name_.find(words.front());
    if (sole == by_first_name_.end() || sole->second.size() != 1) return;
    finds.try_emplace(sole->second.front(),
                      Found{first_name_rank, std::string{"the first name, and only one has it"}.append(of)});
}

std::vector<WhoIsWho::Guess> WhoIsWho::whose(const store::HandleRecord& handle) const
{
    const auto& [kind, value] = handle.handle;
    Finds finds;
    const bool is_number = value.find_first_not_of("+0123456789 ()-./") == std::string::npos;
    if (has_number(kind) || is_number) by_number(last_nine_digits(value), finds);
    const std::string shown = !handle.name.empty() ? handle.name : is_name(kind) ? value : "";
    if (!shown.empty()) by_name(name_words(zone::folded(shown)), "", finds);
    if (shown.empty() || shown == value)
        if (const auto at = value.find('@'); at != std::string::npos && at > 0)
            by_name(name_words(zone::folded(value.substr(0, at))), " in the address", finds);

    std::vector<std::tuple<int, std::string, Guess>> ranked;
    for (const auto& [place, found] : finds) {
        const Person& person = people_[place];
        if (!answers_.not_handles.contains({handle.id, person.id}))
            ranked.push_back({found.rank, person.name, {person.id, found.reason}});
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return std::tuple{std::get<0>(a), std::get<1>(a), std::get<2>(a).contact} <
               std::tuple{std::get<0>(b), std::get<1>(b), std::get<2>(b).contact};
    });
    std::vector<Guess> guesses;
    for (auto& each : ranked) guesses.push_back(std::move(std::get<2>(each)));
    return guesses;
}

bool WhoIsWho::has_namesake(const Person& person) const
{
    const auto found = person.words.empty() ? by_first_name_.end() : by_first_name_.find(person.words.front());
    return found != by_first_name_.end() && found->second.size() > 1;
}

std::vector<WhoIsWho::Pair> WhoIsWho::doubles() const
{
    std::vector<Pair> pairs;
    for (std::size_t place = 0; place < people_.size(); ++place) {
        const Person& person = people_[place];
        Finds finds;
        by_address_book(place, finds);
        if (const auto numbers = numbers_.find(place); numbers != numbers_.end())
            for (const std::string& digits : numbers->second) by_number(digits, finds);
        // A first name alone says too little of two whom the owner entered as two.
        if (person.words.size() > 1 || has_namesake(person)) by_name(person.words, "", finds);
        std::size_t asked = 0;
        for (const auto& [other, found] : finds) {
            if (other <= place || asked == most_doubles) continue;
            const auto both = std::minmax(person.id, people_[other].id);
            if (answers_.not_same.contains({both.first, both.second})) continue;
            pairs.push_back({person.id, people_[other].id, found.reason});
            ++asked;
        }
    }
    return pairs;
}

namespace {

/// A name if it names one contact alone and the shell takes it as it is, else the number.
std::string named(const wire::PossibleMatch& match)
{
    const bool is_plain = match.contact.find_first_of("\"\\$`!") == std::string::npos &&
                          match.contact.find_first_not_of("0123456789") != std::string::npos;
    return is_plain && !match.known_by ? "\"" + match.contact + "\"" : std::to_string(match.id);
}

void add_doubles(const App& app, const WhoIsWho& who, std::vector<wire::PossibleMatch>& all)
{
    const auto activities = app.store.activities();
    const auto activity = [&](ContactId id) {
        const auto found = activities.find(id);
        return found == activities.end() ? store::Activity{} : found->second;
    };
    for (const WhoIsWho::Pair& pair : who.doubles()) {
        // The one that is known better stays.
        const bool swapped = activity(pair.other).interactions > activity(pair.one).interactions;
        const ContactId one = swapped ? pair.other : pair.one;
        const ContactId other = swapped ? pair.one : pair.other;
        const auto less = activity(other);
        all.push_back({.id = one.value,
                       .contact = who.name(one),
                       .known_by = who.known_by(one),
                       .other_id = other.value,
                       .other = who.name(other),
                       .other_known_by = who.known_by(other),
                       .reason = pair.reason,
                       .interactions = less.interactions,
                       .last = shown(less.last)});
    }
}

void add_handles(const App& app, const WhoIsWho& who, std::vector<wire::PossibleMatch>& all)
{
    constexpr std::int64_t everyone = -1;
    for (const store::Unmatched& each : app.store.unmatched(0, everyone, app.now())) {
        const auto guesses = who.whose(each.handle);
        if (guesses.empty()) continue;
        // The surest alone: the next follows when it is rejected.
        all.push_back({.handle = handle_shape(each.handle),
                       .id = guesses.front().contact.value,
                       .contact = who.name(guesses.front().contact),
                       .known_by = who.known_by(guesses.front().contact),
                       .reason = guesses.front().reason,
                       .interactions = each.interactions,
                       .last = shown(each.last)});
    }
}

/// How it is accepted and rejected, to be typed as it stands.
void say_how(wire::PossibleMatch& match)
{
    if (match.handle) {
        const std::string both = std::to_string(match.handle->id) + " " + named(match);
        match.accept = "blend link " + both;
        match.reject = "blend reject " + both;
    } else {
        const std::string both = std::to_string(match.id) + " " + std::to_string(match.other_id.value_or(0));
        match.accept = "blend merge " + both;
        match.reject = "blend reject --contacts " + both;
    }
}

} // namespace

wire::SuggestionList list_suggestions(const App& app, Asked which, std::int64_t offset, std::int64_t limit)
{
    const WhoIsWho who{app};
    std::vector<wire::PossibleMatch> all;
    add_doubles(app, who, all);
    if (which == Asked::all) add_handles(app, who, all);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::tuple{-a.interactions, b.last.value_or("")} < std::tuple{-b.interactions, a.last.value_or("")};
    });
    wire::SuggestionList list{.total = static_cast<std::int64_t>(all.size())};
    const auto end = std::min(list.total, offset + limit);
    for (auto index = offset; index < end; ++index) {
        wire::PossibleMatch& match = all[static_cast<std::size_t>(index)];
        say_how(match);
        list.suggestions.push_back(std::move(match));
    }
    if (end < list.total) list.next = end;
    return list;
}

namespace {

wire::Done reject_double(App& app, const std::string& text, const store::ContactRecord& contact)
{
    const auto other = resolve(app, text);
    if (other.id == contact.id) throw Problem{Kind::bad_request, contact.name + " is one contact already"};
    const std::string what = other.name + " and " + contact.name + " are two people; it will not be suggested again";
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.reject(other.id, contact.id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

} // namespace

wire::Done reject_suggestion(App& app, const wire::RejectRequest& request)
{
    const auto contact = resolve(app, request.contact);
    if (request.contacts.value_or(false) || app.store.find_handles(request.one).empty())
        return reject_double(app, request.one, contact);
    const auto handle = handle_or_problem(app, request.one);
    if (handle.contact == contact.id)
        throw Problem{Kind::cannot, handle.handle.value + " is linked to " + contact.name, "take it back: blend undo"};
    const std::string what = std::string{word(handle.handle.kind)} + " " + handle.handle.value + " is not " +
                             contact.name + "'s; it will not be suggested again";
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.reject(handle.id, contact.id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

} // namespace blend::agenda
