#include "cli/client.hpp"

#include "daemon/core/problem.hpp"

namespace blend::cli {

std::string segment(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (plain.find(character) != std::string_view::npos)
            encoded += character;
        else
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

std::string query(std::initializer_list<Parameter> parameters)
{
    std::string text;
    for (const Parameter& each : parameters)
        if (each.value) text += (text.empty() ? "?" : "&") + std::string{each.name} + "=" + segment(*each.value);
    return text;
}

Problem problem_of(const Answer& answer)
{
    // Whatever else listens on the socket may answer anything; then the status has to say it.
    try {
        const auto problem = wire::read<wire::Problem>(answer.body);
        return {problem_kind(problem.kind), problem.what, problem.hint};
    } catch (const Problem&) {
        return {Problem::Kind::internal, "the daemon answered with status " + std::to_string(answer.status),
                "look at it with: blend doctor"};
    }
}

void refuse_reply(const Problem& problem)
{
    throw Problem{Problem::Kind::internal, "the daemon's answer is not understood: " + std::string{problem.what()},
                  "blend and blendd are probably of different versions; restart the daemon"};
}

Reply Client::ask(const Question& question) const
{
    const Answer answer = daemon_.ask(question);
    if (answer.status < 200 || answer.status > 299) throw problem_of(answer);
    return Reply{answer.body, answer.at};
}

std::optional<Reply> Client::glance(const std::string& path) const
{
    const Answer answer = daemon_.ask({"GET", path, "", Silence::is_fine});
    if (answer.status != 200) return std::nullopt;
    return Reply{answer.body, answer.at};
}

Reply Client::get(const std::string& path) const { return ask({"GET", path, ""}); }
Reply Client::post(const std::string& path, const std::string& body) const { return ask({"POST", path, body}); }
Reply Client::patch(const std::string& path, const std::string& body) const { return ask({"PATCH", path, body}); }
Reply Client::remove(const std::string& path) const { return ask({"DELETE", path, ""}); }

} // namespace blend::cli
