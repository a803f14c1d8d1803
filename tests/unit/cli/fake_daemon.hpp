#pragma once

// A daemon for tests: answers from a list, remembers what it was asked.

#include "cli/run.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/wire/json.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace blend::cli {

/// What it knows and was asked; outlives the daemons that a run makes.
struct Conversation {
    std::map<std::string, Answer> answers; ///< "GET /v1/today"
    std::vector<Question> asked;
    std::vector<std::optional<std::filesystem::path>> homes;
    std::vector<Event> events;

    template <class Shape> void on(const std::string& question, const Shape& shape, int status = 200)
    {
        answers[question] = {status, wire::write(shape)};
    }

    /// The body of the only change that was asked for.
    std::string change() const
    {
        std::string body;
        for (const Question& question : asked)
            if (question.method != "GET") body += body.empty() ? question.body : " and " + question.body;
        return body;
    }
};

class FakeDaemon final : public Daemon {
public:
    explicit FakeDaemon(Conversation& conversation) : conversation_{conversation} {}

    Answer ask(const Question& question) override
    {
        const std::lock_guard lock{mutex_};
        conversation_.asked.push_back(question);
        const auto found = conversation_.answers.find(question.method + " " + question.path);
        if (found != conversation_.answers.end()) return found->second;
        return {404,
                wire::write(wire::Problem{"not_found", "nothing at " + question.method + " " + question.path, ""})};
    }

    void follow(std::stop_token, const std::function<void(const Event&)>& each) override
    {
        for (const Event& event : conversation_.events) each(event);
    }

private:
    Conversation& conversation_;
    std::mutex mutex_;
};

inline constexpr Instant monday_morning{Seconds{1795424400}}; // 2026-11-23T09:00:00Z

inline Outcome run(Conversation& conversation, std::vector<std::string> words, Terminal terminal = {})
{
    const Connect connect = [&conversation](const std::optional<std::filesystem::path>& home) {
        conversation.homes.push_back(home);
        return std::make_unique<FakeDaemon>(conversation);
    };
    return run(words, connect, terminal, monday_morning);
}

} // namespace blend::cli
