#include "cli/commands.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>
#include <charconv>

namespace blend::cli {
namespace {

constexpr Option log_options[] = {
    {"--at", "WHEN", "when: \"yesterday 7pm\", \"Sunday\", 2026-11-22T19:00:00+01:00; now when left out"},
    {"--in", "", "from them to you"},
    {"--out", "", "from you to them"},
    {"--with", "N", "people besides you; else the number of names"},
    {"--note", "TEXT", "a note of your own"},
};

/// "voice-message" and "voice_message"
std::optional<Channel> channel(std::string word)
{
    std::replace(word.begin(), word.end(), '-', '_');
    return from_word<Channel>(word);
}

/// "25m", "1h30", "120w": a number that goes on with a unit.
bool is_size(std::string_view word)
{
    const auto unit = word.find_first_not_of("0123456789.");
    if (unit == 0 || unit == std::string_view::npos) return false;
    constexpr std::string_view units[] = {"m", "min", "h", "w", "words"};
    const std::string_view letters = word.substr(unit);
    const bool is_unit = std::find(std::begin(units), std::end(units), letters) != std::end(units);
    const bool is_hours =
        letters.starts_with('h') && letters.find_first_not_of("0123456789m", 1) == std::string_view::npos;
    return is_unit || is_hours;
}

wire::Optional<std::string> direction(const Arguments& arguments)
{
    if (arguments.has("--in") && arguments.has("--out"))
        throw Problem{Problem::Kind::bad_request, "--in and --out at once", "leave both out when it went both ways"};
    if (arguments.has("--in")) return std::string{word(Direction::in)};
    if (arguments.has("--out")) return std::string{word(Direction::out)};
    return std::nullopt;
}

wire::Optional<int> others(const Arguments& arguments)
{
    const auto text = arguments.value("--with");
    if (!text) return std::nullopt;
    int count{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc{} || end != text->data() + text->size())
        throw Problem{Problem::Kind::bad_request, "'" + *text + "' is no number of people", "like: --with 4"};
    return count;
}

wire::LogRequest sentence(const Arguments& arguments)
{
    for (const Option& option : log_options)
        if (arguments.has(option.name))
            throw Problem{Problem::Kind::bad_request, "a sentence and " + std::string{option.name} + " at once",
                          "say it in the sentence, or begin with a channel: blend log phone NAME 25m --at yesterday"};
    wire::LogRequest request;
    request.sentence = arguments.joined();
    return request;
}

/// It begins with a channel. An everyday word may begin a sentence as well: "call Amma yesterday", but then there are
/// no options.
bool is_structured(const Arguments& arguments)
{
    if (channel(arguments.words.front())) return true;
    constexpr std::string_view everyday[] = {"call", "visit", "meet", "meeting", "mail", "message", "text", "voice"};
    const bool has_option = std::any_of(std::begin(log_options), std::end(log_options),
                                        [&](const Option& option) { return arguments.has(option.name); });
    return has_option &&
           std::find(std::begin(everyday), std::end(everyday), arguments.words.front()) != std::end(everyday);
}

wire::LogRequest structured(const Arguments& arguments)
{
    wire::LogRequest request;
    const auto known = channel(arguments.words.front());
    request.channel = known ? std::string{word(*known)} : arguments.words.front();
    std::vector<std::string> names{arguments.words.begin() + 1, arguments.words.end()};
    const auto size = std::find_if(names.begin(), names.end(), is_size);
    if (size != names.end()) {
        request.size = *size;
        names.erase(size);
    }
    if (names.empty()) refuse_usage(log_command, "with whom?");
    request.contacts = std::move(names);
    request.at = arguments.value("--at");
    request.direction = direction(arguments);
    request.others = others(arguments);
    request.note = arguments.value("--note");
    return request;
}

void log(Session& session)
{
    const Arguments& arguments = session.arguments;
    const wire::LogRequest request = is_structured(arguments) ? structured(arguments) : sentence(arguments);
    session.print_done(session.client.post("/v1/interactions", wire::write(request)));
}

void apart(Session& session)
{
    const Arguments& arguments = session.arguments;
    const wire::ApartRequest request{arguments.joined(1)};
    session.print_done(
        session.client.post("/v1/contacts/" + segment(arguments.words[0]) + "/apart", wire::write(request)));
}

} // namespace

constinit const Command apart_command{
    "apart",
    "NAME WHEN",
    "what two sources tell of one moment were two things",
    {},
    2,
    any_number,
    "Blend counts a call once that two sources tell of. WHEN is the time that 'blend show' gives, like \"2026-11-22 "
    "19:00\". Put names of several words in quotes.",
    apart};
constinit const Command log_command{
    "log",
    "\"SENTENCE\" | CHANNEL NAME... [25m|120w] [--at WHEN] [--in|--out] [--with N] [--note TEXT]",
    "write down that you were in touch",
    log_options,
    1,
    any_number,
    "A sentence reads like \"called Amma 20 min yesterday 7pm\". Channels: in_person, video, phone, letter, "
    "voice_message, email, chat, sms, reaction, missed_call; with options also call, visit, mail. Put names of several "
    "words in quotes.",
    log};

} // namespace blend::cli
