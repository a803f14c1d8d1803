#include "daemon/intake/chats/whatsapp.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/chats/chat.hpp"
#include "daemon/intake/chats/whatsapp_lines.hpp"
#include "daemon/intake/chats/whatsapp_survey.hpp"
#include "daemon/intake/chats/whatsapp_title.hpp"
#include "daemon/intake/chats/whatsapp_words.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/identity.hpp"
#include "daemon/intake/thanks.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

Party party_named(std::string_view author)
{
    const std::string name = to_utf8(author, {});
    return {{HandleKind::whatsapp, name}, name};
}

/// Who the owner is in a chat, and whom a message of theirs goes to.
struct Cast {
    std::vector<std::string> owners; ///< as the file writes them
    std::vector<Party> others;       ///< whom a message of the owner reaches
    int other_people{};
    bool to_self{}; ///< a chat of the owner with nobody

    bool is_owner(std::string_view author) const
    {
        return std::find(owners.begin(), owners.end(), author) != owners.end();
    }
};

[[noreturn]] void ask_which_author(const std::vector<std::string>& authors, const std::string& title)
{
    std::vector<std::string> names;
    for (const std::string& author : authors) names.push_back(to_utf8(author, {}));
    // A chat of two is called after the other one.
    const bool first_is_title = authors.size() == 2 && authors.front() == title;
    ask_who_is_owner(names, first_is_title ? names.back() : names.front());
}

Cast cast_of(const Survey& survey, const Context& context, const std::string& title)
{
    Cast cast;
    std::vector<std::string> authors;
    std::vector<std::string> named;
    for (const Person& person : survey.people()) {
        const bool owner = is_own_name(person.name) || (context.is_owner && context.is_owner(party_named(person.name)));
        if (owner) cast.owners.push_back(person.name);
        if (person.wrote) authors.push_back(person.name);
        if (owner) continue;
        ++cast.other_people;
        if (person.wrote)
            cast.others.push_back(party_named(person.name));
        else
            named.push_back(person.name);
    }
    const bool owner_wrote =
        std::any_of(authors.begin(), authors.end(), [&](const auto& each) { return cast.is_owner(each); });
    const bool only_the_other = authors.size() == 1 && authors.front() == title && !survey.group();
    if (!authors.empty() && !owner_wrote && !only_the_other) ask_which_author(authors, title);

    if (cast.others.empty() && !survey.group() && !title.empty()) {
        const Party other = party_named(title);
        cast.to_self = cast.is_owner(title) || (context.is_owner && context.is_owner(other));
        if (!cast.to_self) cast.others.push_back(other);
    }
    if (cast.others.empty())
        for (const std::string& each : named) cast.others.push_back(party_named(each));
    cast.other_people = std::max(cast.other_people, static_cast<int>(cast.others.size()));
    return cast;
}

/// The second reading: one message at a time, from its header to the next.
class Teller {
public:
    Teller(const Survey& survey, const Context& context, const Cast& cast, Sink& sink)
        : survey_{survey}, context_{context}, cast_{cast}, sink_{sink}
    {
    }

    void begin(const Header& header);
    void more(const Line& piece);
    /// The message is complete: exactly one call of the sink.
    void end();

private:
    void take_words(std::string_view text);
    void finish(Observation& observation);
    bool give_counterparts(Observation& observation) const;

    const Survey& survey_;
    const Context& context_;
    const Cast& cast_;
    Sink& sink_;

    bool open_{};
    std::optional<LocalTime> time_;
    std::string author_;
    Reading reading_;
    Hash body_;
    double words_{};
    bool several_lines_{};
    std::string short_body_; // only what may be an acknowledgement, and only until the message ends

    Ordinals ordinals_; // of equal messages within a minute
};

void Teller::begin(const Header& header)
{
    end();
    const Opening opening = opening_of(header);
    open_ = true;
    time_ = survey_.time_of(header);
    author_ = opening.author;
    reading_ = author_.empty() ? read_notice(opening.body) : read_body(opening.body, author_);
    body_ = {};
    words_ = 0;
    several_lines_ = false;
    short_body_.clear();
    switch (reading_.sense) {
    case Sense::text:
        take_words(opening.body);
        if (opening.body.size() <= longest_thanks) short_body_ = opening.body;
        break;
    case Sense::media:
    case Sense::voice_message:
        body_.add("media"); // with and without its files an export is the same
        take_words(reading_.caption);
        break;
    case Sense::poll:
    case Sense::call:
    case Sense::deleted:
    case Sense::notice: body_.add(trimmed(opening.body)); break;
    }
    reading_.caption = {};
}

void Teller::take_words(std::string_view text)
{
    text = trimmed(text);
    if (text.empty()) return;
    body_.add(text);
    words_ += zone::words(text);
}

void Teller::more(const Line& piece)
{
    if (!open_) return;
    const std::string_view text = piece.begins ? without_edit_mark(piece.text) : piece.text;
    if (trimmed(text).empty()) return;
    if (reading_.sense == Sense::poll && is_poll_option(text)) return;
    several_lines_ = true;
    if (piece.begins) body_.add("\n");
    take_words(text);
}

bool Teller::give_counterparts(Observation& observation) const
{
    observation.others = std::max(cast_.other_people, 1);
    if (author_.empty()) { // a call that nobody is named for
        if (cast_.others.size() != 1) return false;
        observation.direction = Direction::in;
        observation.parties = cast_.others;
    } else if (cast_.is_owner(author_)) {
        observation.direction = Direction::out;
        observation.parties = cast_.others;
    } else {
        observation.direction = Direction::in;
        observation.parties = {party_named(author_)};
    }
    return !observation.parties.empty();
}

void Teller::end()
{
    if (!open_) return;
    open_ = false;
    const bool service = reading_.sense == Sense::notice || reading_.sense == Sense::deleted;
    if (!time_) return sink_.skip(service ? Skip::system : Skip::broken);
    Observation observation;
    observation.at = context_.zone.instant(*time_);
    observation.zoned = false;
    if (service) return sink_.skip(Skip::system, observation.at);
    if (observation.at > context_.now) return sink_.skip(Skip::future, observation.at);
    if (cast_.to_self) return sink_.skip(Skip::note_to_self, observation.at);
    if (!give_counterparts(observation)) return sink_.skip(Skip::no_counterpart, observation.at);
    if (observation.direction == Direction::out && observation.others > crowd)
        return sink_.skip(Skip::crowd, observation.at);
    finish(observation);
    sink_.record(observation);
}

void Teller::finish(Observation& observation)
{
    const std::uint64_t same = Hash{}.add(author_).add(body_.value()).value();
    Hash key;
    key.add(static_cast<std::uint64_t>(time_->time_since_epoch().count()))
        .add(author_)
        .add(ordinals_.next(std::chrono::floor<Minutes>(*time_).time_since_epoch().count(), same))
        .add(body_.value());
    observation.source_key = "whatsapp:" + hexadecimal(key.value());
    observation.channel = reading_.channel;
    switch (reading_.sense) {
    case Sense::call:
        observation.call = true;
        observation.size = reading_.minutes;
        break;
    case Sense::voice_message: break; // its length is not in the file
    case Sense::text:
    case Sense::media:
    case Sense::poll:
    case Sense::deleted:
    case Sense::notice:
        observation.size = words_;
        observation.acknowledgement = !several_lines_ && is_acknowledgement(short_body_);
        break;
    }
}

/// iPhones call every chat "_chat.txt", in a zip or folder that is called by who is in it.
std::string name_of_chat(const Input& input)
{
    constexpr std::string_view iphones = "_chat.txt";
    if (input.name != iphones) return input.name;
    std::filesystem::path around = std::filesystem::path{input.inside}.parent_path();
    if (around.empty()) around = input.path.filename() == iphones ? input.path.parent_path() : input.path;
    return around.filename().string();
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    const std::string name = name_of_chat(input);
    const bool named = name.find("WhatsApp") != std::string::npos || name != input.name || !title_of(name).empty();
    if (head.empty()) return named ? 60 : 0;
    const std::string text = utf8_head(head);
    std::string_view rest = text;
    int headers = 0;
    int lines = 0;
    bool first_is_header = false;
    for (; !rest.empty() && lines < 200; ++lines) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) {
            --lines;
            if (rest.empty()) break;
            continue;
        }
        const bool header = header_of(line).has_value();
        if (lines == 0) first_is_header = header;
        headers += header ? 1 : 0;
    }
    if (lines == 0) return named ? 60 : 0;
    if (first_is_header) return named ? 98 : 90;
    return headers >= 2 ? (named ? 90 : 60) : 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const auto first_reading = input.open();
    Survey survey{*first_reading, [&sink](std::uint64_t bytes) { sink.progress(bytes / 2); }};
    if (survey.records() == 0) {
        if (!survey.any_text()) return;
        throw Problem{Problem::Kind::bad_input, "this is no WhatsApp chat: no line of it begins with a date and a time",
                      "export the chat again, or say what it is: --as FORMAT"};
    }
    survey.decide_order(context.date_order);
    if (survey.order_presumed())
        sink.warn("the dates of this chat read both ways; its notices are in a language that writes the day first, so "
                  "they were read like that. If that is wrong: --date-order mdy");
    const Cast cast = cast_of(survey, context, title_of(name_of_chat(input)));

    Teller teller{survey, context, cast, sink};
    const auto second_reading = input.open();
    Lines lines{*second_reading};
    bool begun = false;
    bool lost_beginning = false;
    std::uint64_t told = 0;
    for (Line line; lines.next(line);) {
        if (lines.consumed() != told) {
            told = lines.consumed();
            sink.progress(input.size / 2 + told / 2);
        }
        const auto header = line.begins ? header_of(line.text) : std::nullopt;
        if (header && survey.accepts(*header)) {
            teller.begin(*header);
            begun = true;
        } else {
            if (!begun && !trimmed(line.text).empty()) lost_beginning = true;
            teller.more(line);
        }
    }
    teller.end();
    if (lost_beginning) sink.warn("the file begins in the middle of a message; that message was left out");
}

} // namespace

const Format whatsapp{.name = "whatsapp", .sniff = sniff, .read = read, .home = nullptr, .may_be_empty = true};

} // namespace blend::intake
