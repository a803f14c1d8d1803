#include "daemon/intake/calls/google_voice.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/google_voice_page.hpp"
#include "daemon/intake/calls/phone.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace blend::intake {
namespace {

/// "NAME - Text - 2019-05-06T12_34_56Z (1).html": where its date begins; npos when it has none.
std::size_t date_in(std::string_view name)
{
    constexpr std::string_view form = "0000-00-00T00_00_00Z";
    if (name.size() < form.size() + 5 || !same(name.substr(name.size() - 5), ".html")) return std::string_view::npos;
    for (std::size_t at = 0; at + form.size() <= name.size(); ++at) {
        const std::string_view here = name.substr(at, form.size());
        const bool fits = std::equal(here.begin(), here.end(), form.begin(),
                                     [](char a, char b) { return b == '0' ? is_digit(a) : a == b; });
        if (fits) return at;
    }
    return std::string_view::npos;
}

/// What a page's name says when the page itself does not.
struct PageName {
    std::string who;  ///< a number, a contact's name, or empty
    std::string kind; ///< "text", "placed", …
};

PageName named(std::string_view name)
{
    PageName result;
    const std::size_t date = date_in(name);
    if (date == std::string_view::npos) return result;
    std::string_view front = name.substr(0, date);
    const auto without_dash = [](std::string_view text) {
        text = stripped(text);
        return text.ends_with('-') ? stripped(text.substr(0, text.size() - 1)) : text;
    };
    front = without_dash(front);
    for (const std::string_view kind : {"text", "placed", "received", "missed", "voicemail", "recorded"})
        if (front.size() >= kind.size() && same(front.substr(front.size() - kind.size()), kind)) {
            result.kind = kind;
            front = without_dash(front.substr(0, front.size() - kind.size()));
            break;
        }
    if (!same(front, "group conversation")) result.who = front;
    return result;
}

bool is_number(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
        return is_digit(letter) || std::string_view{"+-() "}.find(letter) != std::string_view::npos;
    });
}

Party party_of(const VoicePerson& person)
{
    if (person.number.empty()) return {{HandleKind::name, person.name}, person.name};
    const bool shows_number = is_number(person.name);
    return {{HandleKind::phone, person.number}, shows_number ? std::string{} : person.name};
}

bool is_nobody(const VoicePerson& person)
{
    static constexpr auto words = std::to_array<std::string_view>({"unknown", "anonymous", "unavailable", "private"});
    if (!person.number.empty()) return false;
    return person.name.empty() ||
           std::any_of(words.begin(), words.end(), [&](std::string_view word) { return same(person.name, word); });
}

std::string key_of(const VoiceMoment& when, std::string_view who)
{
    return rfc3339(when.at) + (when.fraction.empty() ? "000" : when.fraction) + ":" + std::string{who};
}

class Voice {
public:
    Voice(const Input& input, const Context& context, Sink& sink) : input_{input}, context_{context}, sink_{sink} {}

    void read()
    {
        const auto pages = files_of(input_);
        const auto is_recording = [](const Input& page) { return named(file_name(page.inside)).kind == "recorded"; };
        recordings_ = std::any_of(pages.begin(), pages.end(), is_recording);
        for (const Input& page : pages)
            if (!is_recording(page)) read_page(page);
        for (const Input& page : pages) // behind the calls that they are recordings of
            if (is_recording(page)) read_page(page);
    }

private:
    struct Call {
        Instant begin{};
        Instant end{};
        Observation observation;
    };

    void read_page(const Input& page)
    {
        const PageName name = named(file_name(page.inside.empty() ? page.name : page.inside));
        // Whom a chat is with may first be said by a later message of it.
        std::vector<VoicePerson> people;
        std::size_t messages = 0;
        const VoicePage whole = visit(page, [&](const VoiceMessage& message) {
            ++messages;
            note_person(message.author, people);
        });
        for (const VoicePerson& each : whole.participants) note_person(each, people);
        if (messages > 0 || whole.torn) {
            chat(page, whole, name, people);
        } else if (whole.published || whole.contributor) {
            call(whole, name);
        } else {
            sink_.skip(Skip::broken);
            sink_.warn("some pages are no page of Google Voice, or are damaged");
        }
        done_ += page.size;
        sink_.progress(done_);
    }

    static VoicePage visit(const Input& page, const std::function<void(const VoiceMessage&)>& take)
    {
        const auto stream = page.open();
        return read_voice_page(*stream, take);
    }

    void note_person(const VoicePerson& person, std::vector<VoicePerson>& people)
    {
        if (person.owner) {
            if (!person.number.empty() && owners_.insert(person.number).second)
                sink_.owner({{HandleKind::phone, person.number}, ""});
            return;
        }
        if (is_nobody(person)) return;
        const auto known = std::find_if(people.begin(), people.end(), [&](const VoicePerson& each) {
            return each.number == person.number && (!each.number.empty() || each.name == person.name);
        });
        if (known == people.end()) people.push_back(person);
    }

    void chat(const Input& page, const VoicePage& whole, const PageName& name, std::vector<VoicePerson> people)
    {
        if (people.empty() && !name.who.empty()) people.push_back(from_name(name.who));
        std::vector<Party> others;
        for (const VoicePerson& each : people) others.push_back(party_of(each));
        std::string who; // the chat, as every page of it spells it
        if (whole.participants.empty() && !others.empty()) who = number_key(others.front().handle.value);

        const VoicePage again = visit(page, [&](const VoiceMessage& message) {
            if (!message.when) return sink_.skip(Skip::no_date);
            const bool placeholder = message.text == "MMS Received" || message.text == "MMS Sent";
            const Said said = placeholder ? Said{} : intake::said(message.text);
            Observation observation;
            observation.at = message.when->at;
            observation.channel = Channel::sms;
            observation.size = said.words;
            observation.acknowledgement = said.acknowledgement;
            observation.automated = whole.labels.contains("spam");
            const std::string author = message.author.owner ? "me" : number_key(party_of(message.author).handle.value);
            observation.source_key =
                "voice:" + key_of(*message.when, hexadecimal(fnv1a(message.text, fnv1a(author + "\n" + who))));
            if (!message.author.owner && is_nobody(message.author))
                return sink_.skip(Skip::no_counterpart, observation.at);
            tell(observation, message.author.owner ? Author::owner : Author::other,
                 message.author.owner ? Party{} : party_of(message.author), others,
                 static_cast<int>(std::max<std::size_t>(others.size(), 1)), context_, sink_);
        });
        if (!again.torn) return;
        sink_.skip(Skip::broken);
        sink_.warn("some pages break off before their end; what is complete was read");
    }

    /// A chat in which only the owner wrote names the other one in its file name: a number, or a contact whose number
    /// other pages say.
    VoicePerson from_name(const std::string& who)
    {
        if (is_number(who)) return {who, "", false};
        if (!numbers_) survey();
        const auto known = numbers_->find(who);
        return {known == numbers_->end() ? std::string{} : known->second, who, false};
    }

    void survey()
    {
        numbers_.emplace();
        const auto note = [&](const VoicePerson& person) {
            if (person.owner || person.number.empty() || person.name.empty()) return;
            // A slash cannot stand in a file name.
            std::string name = person.name;
            std::replace(name.begin(), name.end(), '/', '_');
            const auto [known, fresh] = numbers_->try_emplace(name, person.number);
            // One name of two people tells nothing.
            if (!fresh && number_key(known->second) != number_key(person.number)) known->second.clear();
        };
        for (const Input& page : files_of(input_)) {
            const VoicePage whole = visit(page, [&](const VoiceMessage& message) { note(message.author); });
            for (const VoicePerson& each : whole.participants) note(each);
            if (whole.contributor) note(*whole.contributor);
        }
    }

    void call(const VoicePage& page, const PageName& name)
    {
        if (!page.published) return sink_.skip(Skip::no_date);
        const Instant at = page.published->at;
        if (at > context_.now) return sink_.skip(Skip::future, at);
        const auto is = [&](std::string_view kind) {
            return page.labels.contains(std::string{kind}) || (!labelled(page) && name.kind == kind);
        };
        VoicePerson who = page.contributor.value_or(VoicePerson{});
        if (is_nobody(who) && !name.who.empty()) who = from_name(name.who);

        Observation observation;
        observation.at = at;
        observation.call = true;
        observation.direction = is("placed") ? Direction::out : Direction::in;
        const bool talked = is("placed") || is("received") || is("recorded");
        const bool unanswered = is("missed") || (is("placed") && page.duration == Seconds{0});
        if (!talked && !unanswered && !is("voicemail")) return sink_.skip(Skip::broken, at);
        observation.channel = is("voicemail") ? Channel::voice_message
                              : unanswered    ? Channel::missed_call
                                              : Channel::phone;
        if (page.duration && observation.channel != Channel::missed_call)
            observation.size = static_cast<double>(page.duration->count()) / 60.0;
        observation.automated = page.labels.contains("spam");
        const std::string number = is_nobody(who) ? std::string{} : number_key(party_of(who).handle.value);
        observation.source_key = "voice-call:" + key_of(*page.published, hexadecimal(fnv1a(number)));
        if (!is_nobody(who)) observation.parties = {party_of(who)};

        auto& calls = calls_[recordings_ ? number : std::string{}];
        const Instant end = at + page.duration.value_or(Seconds{0});
        if (is("recorded") && !is("received") && !is("placed")) {
            // A recording begins within the call.
            for (const Call& each : calls)
                if (at >= each.begin && at <= each.end) return sink_.record(each.observation);
        }
        if (observation.channel == Channel::phone && recordings_) calls.push_back({at, end, observation});
        sink_.record(observation);
    }

    static bool labelled(const VoicePage& page)
    {
        return std::any_of(page.labels.begin(), page.labels.end(), [](const std::string& label) {
            return label == "placed" || label == "received" || label == "missed" || label == "voicemail" ||
                   label == "recorded";
        });
    }

    const Input& input_;
    const Context& context_;
    Sink& sink_;
    std::set<std::string> owners_;
    bool recordings_{};                                         ///< whether there are any
    std::map<std::string, std::vector<Call>> calls_;            ///< by number, for recordings; one for a page at most
    std::optional<std::map<std::string, std::string>> numbers_; ///< of contacts, by name
    std::uint64_t done_{};
};

int sniff(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    const std::string text = utf8_head(head);
    const bool page = text.find("<html") != std::string::npos;
    if (page && text.find("hChatLog") != std::string::npos) return 90;
    if (page && text.find("haudio") != std::string::npos && text.find("google.com/voice") != std::string::npos)
        return 90;
    return 0;
}

std::optional<std::string> home(std::string_view name, Names)
{
    const std::string_view file = file_name(name);
    const std::string_view folder = name.substr(0, name.size() - file.size());
    const bool page = file.size() > 5 && same(file.substr(file.size() - 5), ".html");
    const bool of_voice = folder.ends_with("Voice/Calls/") || folder.ends_with("Voice/Spam/");
    if (of_voice && page) return std::string{folder.substr(0, folder.rfind('/', folder.size() - 2) + 1)};
    const std::size_t date = date_in(file);
    if (date == std::string_view::npos || (date > 0 && !file.substr(0, date).ends_with("- "))) return std::nullopt;
    return std::string{folder};
}

void read(const Input& input, const Context& context, Sink& sink) { Voice{input, context, sink}.read(); }

} // namespace

const Format google_voice{"google_voice", sniff, read, home};

} // namespace blend::intake
