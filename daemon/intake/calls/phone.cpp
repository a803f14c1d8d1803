#include "daemon/intake/calls/phone.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace blend::intake {
namespace {

enum CallType : std::int64_t { came_in = 1, went_out, missed, voicemail, rejected, refused, answered_elsewhere };
constexpr std::int64_t number_allowed = 1;

bool is_withheld(const PhoneCall& call)
{
    return call.presentation != number_allowed || call.number.empty() || call.number == "null" ||
           (call.number.size() == 2 && call.number.front() == '-');
}

/// Channel, direction and minutes of a call; false when it is of no known type.
bool describe(const PhoneCall& call, Observation& observation)
{
    const bool talked = call.seconds.value_or(0) > 0;
    observation.direction = call.type == went_out ? Direction::out : Direction::in;
    observation.channel = Channel::phone;
    switch (call.type) {
    case went_out:
        if (!talked && call.seconds) observation.channel = Channel::missed_call;
        break;
    case came_in:
    case answered_elsewhere: break;
    case voicemail: observation.channel = Channel::voice_message; break;
    case missed:
    case rejected:
    case refused: observation.channel = Channel::missed_call; break;
    default: return false;
    }
    const bool has_length = observation.channel == Channel::phone ? call.seconds.has_value() : talked;
    if (has_length && observation.channel != Channel::missed_call)
        observation.size = static_cast<double>(std::max<std::int64_t>(*call.seconds, 0)) / 60.0;
    return true;
}

} // namespace

std::optional<Instant> phone_date(std::int64_t date)
{
    constexpr std::int64_t first_milliseconds = 100'000'000'000; // 1973 as milliseconds, the year 5138 as seconds
    if (date <= 0) return std::nullopt;
    const std::int64_t seconds = date < first_milliseconds ? date : date / 1000;
    if (seconds >= first_milliseconds) return std::nullopt;
    return Instant{Seconds{seconds}};
}

std::optional<std::int64_t> phone_number_of(std::string_view text)
{
    text = stripped(text);
    std::int64_t number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string number_key(std::string_view number)
{
    constexpr std::size_t telling = 9;
    std::string key;
    std::copy_if(number.begin(), number.end(), std::back_inserter(key), is_digit);
    if (key.empty() || number.find('@') != std::string_view::npos) return lower(stripped(number));
    if (key.size() > telling) key.erase(0, key.size() - telling);
    return key;
}

std::string_view phone_name(std::string_view name)
{
    name = stripped(name);
    return name == "null" || same(name, "(unknown)") ? std::string_view{} : name;
}

void tell(const PhoneCall& call, const Context& context, Sink& sink)
{
    const auto at = phone_date(call.date);
    if (!at) return sink.skip(Skip::no_date);
    if (*at > context.now) return sink.skip(Skip::future, at);
    Observation observation;
    observation.at = *at;
    observation.call = true;
    if (!describe(call, observation)) return sink.skip(Skip::broken, at);
    const bool withheld = is_withheld(call);
    observation.source_key = "call:" + std::to_string(call.date) + ":" + std::to_string(call.type) + ":" +
                             (withheld ? std::string{} : hexadecimal(fnv1a(number_key(call.number))));
    // A withheld number is nobody's, yet the call counts as one in the summary.
    if (!withheld)
        observation.parties = {{{HandleKind::phone, std::string{call.number}}, std::string{phone_name(call.name)}}};
    sink.record(observation);
}

std::optional<Skip> not_delivered(std::int64_t type)
{
    enum Type : std::int64_t { received = 1, sent, draft, outbox, failed, queued };
    switch (type) {
    case received:
    case sent: return std::nullopt;
    case draft: return Skip::draft;
    case outbox:
    case failed:
    case queued: return Skip::unsent;
    default: return Skip::broken;
    }
}

void tell(const PhoneMessage& message, const Context& context, Sink& sink)
{
    const auto at = phone_date(message.date);
    if (!at) return sink.skip(Skip::no_date);
    if (*at > context.now) return sink.skip(Skip::future, at);
    if (const auto why = not_delivered(message.type)) return sink.skip(*why, at);
    if (stripped(message.address).empty() || message.address == "null") return sink.skip(Skip::no_counterpart, at);

    const Said said = intake::said(message.body);
    Observation observation;
    observation.at = *at;
    observation.channel = Channel::sms;
    observation.direction = message.type == 1 ? Direction::in : Direction::out;
    observation.size = said.words;
    observation.acknowledgement = said.acknowledgement;
    observation.source_key = "sms:" + std::to_string(message.date) + ":" + std::to_string(message.type) + ":" +
                             hexadecimal(fnv1a(message.body, fnv1a(number_key(message.address))));
    observation.parties = {{{HandleKind::phone, std::string{message.address}}, std::string{phone_name(message.name)}}};
    sink.record(observation);
}

} // namespace blend::intake
