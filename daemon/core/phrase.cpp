#include "daemon/core/phrase.hpp"

#include "daemon/core/phrase_parts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace blend {

namespace {

using namespace phrase;

/// What a way of being in touch says of its direction.
enum class Role {
    act,      ///< its subject does it: "called"
    together, ///< both do: "met", "chatted"
    thing,    ///< "call", "letter": from whom and to whom is said elsewhere
    sending,  ///< "sent", "wrote": out, and the channel is said elsewhere
    getting,  ///< "got", "heard from": in
    missed,   ///< "missed call": theirs, unless it went to them
};

struct Way {
    std::string_view words;
    std::optional<Channel> channel;
    Role role;
};

constexpr Way ways[] = {
    {"in person", Channel::in_person, Role::together},
    {"in_person", Channel::in_person, Role::together},
    {"met up", Channel::in_person, Role::together},
    {"met", Channel::in_person, Role::together},
    {"meet", Channel::in_person, Role::together},
    {"meeting", Channel::in_person, Role::together},
    {"got together", Channel::in_person, Role::together},
    {"hung out", Channel::in_person, Role::together},
    {"visited", Channel::in_person, Role::together},
    {"visit", Channel::in_person, Role::together},
    {"went to see", Channel::in_person, Role::together},
    {"came over", Channel::in_person, Role::together},
    {"dropped by", Channel::in_person, Role::together},
    {"stopped by", Channel::in_person, Role::together},
    {"stayed with", Channel::in_person, Role::together},
    {"saw", Channel::in_person, Role::together},
    {"walked", Channel::in_person, Role::together},
    {"walk", Channel::in_person, Role::together},
    {"lunch", Channel::in_person, Role::together},
    {"dinner", Channel::in_person, Role::together},
    {"breakfast", Channel::in_person, Role::together},
    {"brunch", Channel::in_person, Role::together},
    {"supper", Channel::in_person, Role::together},
    {"coffee", Channel::in_person, Role::together},
    {"tea", Channel::in_person, Role::together},
    {"drinks", Channel::in_person, Role::together},

    {"video", Channel::video, Role::together},
    {"video call", Channel::video, Role::thing},
    {"video called", Channel::video, Role::act},
    {"video chat", Channel::video, Role::together},
    {"video chatted", Channel::video, Role::together},
    {"video meeting", Channel::video, Role::together},
    {"videocall", Channel::video, Role::thing},
    {"skyped", Channel::video, Role::act},
    {"skype", Channel::video, Role::thing},
    {"skype call", Channel::video, Role::thing},
    {"zoomed", Channel::video, Role::act},
    {"zoom", Channel::video, Role::thing},
    {"zoom call", Channel::video, Role::thing},
    {"facetimed", Channel::video, Role::act},
    {"facetime", Channel::video, Role::thing},
    {"facetime call", Channel::video, Role::thing},

    {"phone", Channel::phone, Role::thing},
    {"phone call", Channel::phone, Role::thing},
    {"phone chat", Channel::phone, Role::together},
    {"phoned", Channel::phone, Role::act},
    {"telephoned", Channel::phone, Role::act},
    {"called", Channel::phone, Role::act},
    {"called up", Channel::phone, Role::act},
    {"call", Channel::phone, Role::thing},
    {"rang", Channel::phone, Role::act},
    {"rang up", Channel::phone, Role::act},
    {"spoke", Channel::phone, Role::together},
    {"spoken", Channel::phone, Role::together},
    {"talked", Channel::phone, Role::together},

    {"letter", Channel::letter, Role::thing},
    {"postcard", Channel::letter, Role::thing},
    {"card", Channel::letter, Role::thing},

    {"voice message", Channel::voice_message, Role::thing},
    {"voice_message", Channel::voice_message, Role::thing},
    {"voice note", Channel::voice_message, Role::thing},
    {"voice mail", Channel::voice_message, Role::thing},
    {"voicemail", Channel::voice_message, Role::thing},
    {"audio message", Channel::voice_message, Role::thing},

    {"emailed", Channel::email, Role::act},
    {"e-mailed", Channel::email, Role::act},
    {"mailed", Channel::email, Role::act},
    {"email", Channel::email, Role::thing},
    {"e-mail", Channel::email, Role::thing},
    {"mail", Channel::email, Role::thing},
    {"emails", Channel::email, Role::thing},

    {"chatted", Channel::chat, Role::together},
    {"chat", Channel::chat, Role::together},
    {"messaged", Channel::chat, Role::act},
    {"message", Channel::chat, Role::thing},
    {"messages", Channel::chat, Role::thing},
    {"whatsapped", Channel::chat, Role::act},
    {"whatsapp", Channel::chat, Role::thing},
    {"whatsapp message", Channel::chat, Role::thing},
    {"whatsapp call", Channel::phone, Role::thing},
    {"pinged", Channel::chat, Role::act},

    {"texted", Channel::sms, Role::act},
    {"text", Channel::sms, Role::thing},
    {"texts", Channel::sms, Role::thing},
    {"text message", Channel::sms, Role::thing},
    {"sms", Channel::sms, Role::thing},

    {"reacted", Channel::reaction, Role::act},
    {"reacted to", Channel::reaction, Role::act},
    {"reaction", Channel::reaction, Role::thing},
    {"liked", Channel::reaction, Role::act},

    {"missed call", Channel::missed_call, Role::missed},
    {"missed_call", Channel::missed_call, Role::missed},
    {"missed a call", Channel::missed_call, Role::missed},
    {"tried to call", Channel::missed_call, Role::act},
    {"tried calling", Channel::missed_call, Role::act},

    {"sent", std::nullopt, Role::sending},
    {"wrote", std::nullopt, Role::sending},
    {"written", std::nullopt, Role::sending},
    {"posted", std::nullopt, Role::sending},
    {"left", std::nullopt, Role::sending},
    {"got", std::nullopt, Role::getting},
    {"received", std::nullopt, Role::getting},
    {"heard", std::nullopt, Role::getting},
    {"exchanged", std::nullopt, Role::together},
    {"caught up", std::nullopt, Role::together},
};

/// "on zoom", "by phone", "over coffee": what a way was really done through.
constexpr Way media[] = {
    {"phone", Channel::phone, Role::together},      {"the phone", Channel::phone, Role::together},
    {"zoom", Channel::video, Role::together},       {"skype", Channel::video, Role::together},
    {"facetime", Channel::video, Role::together},   {"teams", Channel::video, Role::together},
    {"video", Channel::video, Role::together},      {"email", Channel::email, Role::together},
    {"mail", Channel::email, Role::together},       {"sms", Channel::sms, Role::together},
    {"text", Channel::sms, Role::together},         {"letter", Channel::letter, Role::together},
    {"post", Channel::letter, Role::together},      {"lunch", Channel::in_person, Role::together},
    {"dinner", Channel::in_person, Role::together}, {"coffee", Channel::in_person, Role::together},
    {"tea", Channel::in_person, Role::together},    {"drinks", Channel::in_person, Role::together},
    {"whatsapp", std::nullopt, Role::together},     {"signal", std::nullopt, Role::together},
    {"telegram", std::nullopt, Role::together},     {"messenger", std::nullopt, Role::together},
};

template <std::size_t size> bool is_among(std::string_view word, const std::string_view (&words)[size])
{
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

constexpr std::string_view through[] = {"on", "via", "by", "over", "through", "using"};
constexpr std::string_view owner[] = {"i", "me", "we", "us", "i've", "we've", "myself", "ourselves"};
constexpr std::string_view joining[] = {",", ";", "&", "+", "and", "plus"};
constexpr std::string_view naming[] = {"with", "to", "from", "by", "w/"};
constexpr std::string_view articles[] = {"the", "my", "our", "some"};
constexpr std::string_view empty_words[] = {"had",  "have",  "has",  "was",      "did", "just",
                                            "back", "again", "also", "together", "up",  "then"};
/// Where and why it was: not understood, up to the next "with".
constexpr std::string_view places[] = {"at", "in", "on", "for", "after", "before", "over", "via", "while", "when"};
/// What it was about: not understood, up to whatever else is.
constexpr std::string_view topics[] = {"about", "of", "re", "regarding", "because", "that", "who", "but"};
/// "about Sunday" says nothing of when it was.
constexpr std::string_view subject_of[] = {"about", "re", "regarding"};
/// "last weekend" could be any of its days.
constexpr std::string_view vague[] = {"last", "next", "this", "earlier", "recently", "sometime", "once"};
constexpr std::string_view before_a_length[] = {"for", "about", "around", "~", "of", "lasting"};

/// What a word of the sentence turned out to be.
enum class Part { open, size, time, way, refused };

/// Words beside the point: "at the park", "about the garden".
enum class Aside { none, place, topic };

class Reader {
public:
    Reader(std::string_view sentence, LocalTime now) : tokens_{tokens_of(sentence)}, now_{now}
    {
        open_ = tokens_;
        parts_.assign(tokens_.size(), Part::open);
    }

    Phrase read()
    {
        find_sizes();
        find_times();
        find_ways();
        find_names();
        settle_time();
        settle_size();
        settle_direction();
        for (std::size_t index = 0; index < tokens_.size(); ++index)
            if (parts_[index] == Part::refused) phrase_.not_understood.push_back(tokens_[index].text);
        return std::move(phrase_);
    }

private:
    void mark(std::size_t from, std::size_t count, Part part)
    {
        for (std::size_t index = from; index < from + count; ++index) {
            parts_[index] = part;
            open_[index] = {}; // fits no other word any more
        }
    }

    void refuse(std::size_t index) { mark(index, 1, Part::refused); }

    void refuse_all(Part part)
    {
        for (std::size_t index = 0; index < tokens_.size(); ++index)
            if (parts_[index] == part) refuse(index);
    }

    /// "2 hours ago" and "in 20 min" are times.
    bool is_time(std::size_t index, std::size_t count) const
    {
        return reads(open_, index + count, "ago") || reads(open_, index + count, "from now") ||
               (index > 0 && reads(open_, index - 1, "in"));
    }

    void find_sizes()
    {
        for (std::size_t index = 0; index < tokens_.size(); ++index) {
            const auto length = take_length(open_, index);
            const auto count = length ? std::nullopt : take_words(open_, index);
            const auto& found = length ? length : count;
            auto& place = length ? minutes_ : words_;
            if (!found || place || is_time(index, found->count)) continue;
            place = found->value;
            mark(index, found->count, Part::size);
            if (index > 0 && is_among(open_[index - 1].lower, before_a_length)) mark(index - 1, 1, Part::size);
        }
    }

    void find_times()
    {
        for (std::size_t index = 0; index < tokens_.size(); ++index)
            if (parts_[index] == Part::open && !(index > 0 && is_among(open_[index - 1].lower, subject_of)))
                if (const std::size_t count = take_time(open_, index, time_)) mark(index, count, Part::time);
    }

    template <std::size_t size> const Way* longest(const Way (&table)[size], std::size_t index) const
    {
        const Way* best = nullptr;
        for (const Way& each : table)
            if (reads(open_, index, each.words) && (!best || each.words.size() > best->words.size())) best = &each;
        return best;
    }

    void find_ways()
    {
        way_at_.assign(tokens_.size(), nullptr);
        for (std::size_t index = 0; index < tokens_.size(); ++index) {
            if (parts_[index] != Part::open) continue;
            if (is_among(open_[index].lower, through))
                if (const Way* medium = longest(media, index + 1)) {
                    done_through(*medium);
                    mark(index, 1 + count_of(medium->words), Part::way);
                    continue;
                }
            if (const Way* way = longest(ways, index)) {
                const std::size_t count = count_of(way->words);
                const bool fits = agrees(*way);
                mark(index, count, fits ? Part::way : Part::refused);
                if (fits) way_at_[index] = way;
            }
        }
    }

    /// One sentence tells of one channel. A word for a thing says more than one for sending it.
    bool agrees(const Way& way)
    {
        const bool nearer = phrase_.channel && way.channel && role_ == Role::act && way.role == Role::thing &&
                            !is_synchronous(*phrase_.channel) && !is_synchronous(*way.channel);
        if (phrase_.channel && way.channel && *phrase_.channel != *way.channel && !nearer) return false;
        if (way.channel) phrase_.channel = way.channel;
        if (!role_ || (*role_ == Role::thing && way.role != Role::thing)) role_ = way.role;
        return true;
    }

    void done_through(const Way& medium)
    {
        if (medium.channel) {
            phrase_.channel = medium.channel;
        } else if (!phrase_.channel || !is_synchronous(*phrase_.channel)) {
            phrase_.channel = Channel::chat; // a call over a messenger stays a call
        }
    }

    // ---- names: whatever is left where a name may stand

    void end_name()
    {
        if (name_.empty()) return;
        phrase_.names.push_back(std::exchange(name_, {}));
        named_ = true;
    }

    void expect_name()
    {
        end_name();
        expecting_ = true;
        named_ = false;
        aside_ = Aside::none;
    }

    void find_names()
    {
        for (std::size_t index = 0; index < tokens_.size(); ++index) {
            switch (parts_[index]) {
            case Part::open: read_open(index); break;
            case Part::way:
                end_name();
                if (way_at_[index] && !way_seen_) begun_by_them_ = !phrase_.names.empty() && !owner_seen_;
                way_seen_ = true;
                expect_name();
                break;
            case Part::size:
            case Part::time:
            case Part::refused:
                end_name();
                expecting_ = expecting_ && !named_;
                aside_ = Aside::none;
                break;
            }
        }
        end_name();
    }

    void read_open(std::size_t index)
    {
        const std::string_view word = tokens_[index].lower;
        if (aside_ != Aside::none && !(aside_ == Aside::place && word == "with")) {
            if (word != ",") refuse(index);
        } else if (is_among(word, joining)) {
            expecting_ = expecting_ || !name_.empty();
            end_name();
        } else if (is_among(word, naming) || is_for_them(word)) {
            note_naming(word);
            expect_name();
        } else if (is_among(word, owner)) {
            end_name();
            owner_seen_ = owner_seen_ || !way_seen_;
            to_owner_ = to_owner_ || way_seen_;
        } else if (word == "a" || word == "an") {
            end_name();
            expecting_ = false; // "a long letter", "a friend": nobody is named
        } else if (is_among(word, articles) && name_.empty()) {
            return;
        } else if (is_among(word, articles) || is_among(word, empty_words)) {
            end_name();
            expecting_ = expecting_ && !named_;
        } else if (is_among(word, places) || is_among(word, topics)) {
            end_name();
            expecting_ = false;
            aside_ = is_among(word, places) ? Aside::place : Aside::topic;
            refuse(index);
        } else if (is_among(word, vague) || starts_with_digit(word)) {
            end_name();
            expecting_ = false;
            refuse(index);
        } else if (expecting_) {
            name_ += (name_.empty() ? "" : " ") + tokens_[index].text;
        } else {
            refuse(index);
        }
    }

    /// "left a message for Amma"
    bool is_for_them(std::string_view word) const
    {
        const bool written = phrase_.channel && !is_synchronous(*phrase_.channel);
        return word == "for" && written && phrase_.names.empty() && name_.empty();
    }

    void note_naming(std::string_view word)
    {
        if (word == "from" || word == "by") from_them_ = true;
        if (word == "to" || word == "for") to_them_ = true;
        if ((word == "with" || word == "w/") && phrase_.names.empty() && name_.empty()) shared_ = true;
    }

    // ---- what the pieces mean together

    void settle_time()
    {
        if (time_.empty()) return;
        if (const auto when = past(time_, now_)) {
            phrase_.at = when->at;
            phrase_.precision = when->precision;
        } else {
            refuse_all(Part::time);
        }
    }

    void settle_size()
    {
        const bool in_minutes = phrase_.channel ? counts_minutes(*phrase_.channel) : minutes_.has_value();
        const auto& fitting = in_minutes ? minutes_ : words_;
        const auto& other = in_minutes ? words_ : minutes_;
        phrase_.size = fitting;
        if (other) refuse_all(Part::size);
        if (other) phrase_.size.reset();
    }

    void settle_direction()
    {
        const Role role = role_.value_or(Role::together);
        const bool synchronous = phrase_.channel && is_synchronous(*phrase_.channel);
        if (role == Role::together || (shared_ && role != Role::missed))
            phrase_.direction = Direction::mutual;
        else if (role == Role::getting || from_them_ || to_owner_ || begun_by_them_)
            phrase_.direction = Direction::in;
        else if (role == Role::act || role == Role::sending || to_them_)
            phrase_.direction = Direction::out;
        else if (role == Role::missed)
            phrase_.direction = Direction::in;
        else
            phrase_.direction = synchronous ? Direction::mutual : Direction::out;
    }

    Tokens tokens_;
    Tokens open_; ///< the same, emptied where a word has been understood
    std::vector<Part> parts_;
    std::vector<const Way*> way_at_;
    LocalTime now_;
    Phrase phrase_;

    TimeWords time_;
    std::optional<double> minutes_;
    std::optional<double> words_;
    std::optional<Role> role_;

    std::string name_;     ///< being gathered
    bool expecting_{true}; ///< a name may stand here
    bool named_{};         ///< and one has stood already
    Aside aside_{Aside::none};
    bool way_seen_{};
    bool owner_seen_{};    ///< before the way: "I called"
    bool to_owner_{};      ///< after it: "called me"
    bool begun_by_them_{}; ///< "Amma called"
    bool from_them_{};
    bool to_them_{};
    bool shared_{}; ///< "call with Amma"
};

} // namespace

Phrase understand(std::string_view sentence, LocalTime now) { return Reader{sentence, now}.read(); }

} // namespace blend
