#include "daemon/intake/calls/google_voice_page.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

constexpr std::size_t longest_text = std::size_t{256} << 10; // more words change no number

std::optional<VoiceMoment> moment(std::string_view text)
{
    const auto at = parse_rfc3339(text);
    if (!at) return std::nullopt;
    VoiceMoment result{*at, {}};
    if (const auto point = text.find('.'); point != std::string_view::npos)
        for (std::size_t next = point + 1; next < text.size() && is_digit(text[next]); ++next)
            result.fraction += text[next];
    return result;
}

/// What the element that is open means here.
enum class Role { other, title, participants, message, words, person, name };

class Page {
public:
    explicit Page(const std::function<void(const VoiceMessage&)>& take) : take_{take} {}

    void begin(std::string_view name, HtmlAttributes attributes)
    {
        open_.push_back(role_of(name, attributes));
        if (attributes.has_class("dt") && message_) message_->when = moment(attributes["title"]);
        if (attributes.has_class("published")) page_.published = moment(attributes["title"]);
        if (attributes.has_class("duration")) page_.duration = iso_duration(attributes["title"]);
        if (attributes.has_class("tel") && person_) number(attributes["href"]);
        if (attributes["rel"] == "tag")
            if (const auto mark = attributes["href"].rfind('#'); mark != std::string_view::npos)
                page_.labels.insert(lower(attributes["href"].substr(mark + 1)));
        if (name == "br" && is_open(Role::words)) add("\n");
    }

    void end()
    {
        if (open_.empty()) return;
        const Role role = open_.back();
        open_.pop_back();
        if (role == Role::message && message_) {
            take_(*message_);
            message_.reset();
        } else if (role == Role::person && person_) {
            settle(*person_);
            person_.reset();
        }
    }

    void text(std::string_view piece)
    {
        if (is_open(Role::name) && person_)
            person_->name += piece;
        else if (is_open(Role::words))
            add(piece);
        else if (is_open(Role::title))
            page_.title += piece;
    }

    VoicePage finish(HtmlEnd end)
    {
        page_.end = end;
        page_.torn = message_.has_value();
        return std::move(page_);
    }

private:
    Role role_of(std::string_view name, HtmlAttributes attributes)
    {
        if (name == "title") return Role::title;
        if (name == "q") return Role::words;
        if (attributes.has_class("participants")) return Role::participants;
        if (attributes.has_class("message")) {
            // Messages are never within each other: the end of what came before is damaged.
            std::fill(open_.begin(), open_.end(), Role::other);
            if (message_) take_(*message_);
            message_.emplace();
            return Role::message;
        }
        if (attributes.has_class("sender") || attributes.has_class("contributor")) {
            person_.emplace();
            return Role::person;
        }
        if (attributes.has_class("fn") && person_) {
            // Others are a span: in this the pages of every language agree.
            person_->owner = name == "abbr";
            return Role::name;
        }
        return Role::other;
    }

    void number(std::string_view address)
    {
        if (lower(address.substr(0, 4)) == "tel:") address.remove_prefix(4);
        person_->number = stripped(address);
    }

    void settle(VoicePerson& person)
    {
        person.name = stripped(person.name);
        if (person.name == "Me") person.owner = true;
        if (is_open(Role::participants))
            page_.participants.push_back(person);
        else if (message_)
            message_->author = person;
        else
            page_.contributor = person;
    }

    void add(std::string_view piece)
    {
        if (message_ && message_->text.size() < longest_text) message_->text += piece;
    }

    bool is_open(Role role) const { return std::find(open_.begin(), open_.end(), role) != open_.end(); }

    const std::function<void(const VoiceMessage&)>& take_;
    std::vector<Role> open_;
    std::optional<VoiceMessage> message_;
    std::optional<VoicePerson> person_;
    VoicePage page_;
};

} // namespace

VoicePage read_voice_page(std::istream& stream, const std::function<void(const VoiceMessage&)>& take)
{
    Page page{take};
    const HtmlEnd end = read_html(
        stream, {.begin = [&](std::string_view name, HtmlAttributes attributes) { page.begin(name, attributes); },
                 .end = [&](std::string_view) { page.end(); },
                 .text = [&](std::string_view text) { page.text(text); }});
    return page.finish(end);
}

std::optional<Seconds> iso_duration(std::string_view text)
{
    constexpr std::int64_t most = 1'000'000;
    if (!text.starts_with("PT")) return std::nullopt;
    std::int64_t total = 0;
    std::int64_t number = 0;
    for (const char letter : text.substr(2)) {
        if (is_digit(letter)) {
            number = std::min(number * 10 + (letter - '0'), most);
            continue;
        }
        const std::int64_t unit = letter == 'H' ? 3600 : letter == 'M' ? 60 : letter == 'S' ? 1 : 0;
        if (unit == 0) return std::nullopt;
        total += number * unit;
        number = 0;
    }
    return Seconds{total};
}

} // namespace blend::intake
