#include "cli/arguments.hpp"

#include "daemon/core/problem.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>

namespace blend::cli {
namespace {

constexpr Option common[] = {
    {"--json", "", "print the reply of the API, one JSON document"},
    {"--home", "FOLDER", "keep everything under this folder (also $BLEND_HOME)"},
    {"--help", "", "how to use this command"},
};

/// Slips of the fingers between two words: letters missing, added, wrong, or in the wrong order.
std::size_t slips(std::string_view from, std::string_view to)
{
    std::vector<std::vector<std::size_t>> table(from.size() + 1, std::vector<std::size_t>(to.size() + 1));
    for (std::size_t row = 0; row <= from.size(); ++row) table[row][0] = row;
    std::iota(table[0].begin(), table[0].end(), std::size_t{0});
    for (std::size_t row = 1; row <= from.size(); ++row)
        for (std::size_t column = 1; column <= to.size(); ++column) {
            const std::size_t wrong = from[row - 1] == to[column - 1] ? 0 : 1;
            std::size_t& best = table[row][column];
            best =
                std::min({table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + wrong});
            const bool swapped =
                row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
            if (swapped) best = std::min(best, table[row - 2][column - 2] + 1);
        }
    return table[from.size()][to.size()];
}

std::vector<std::string> taken_apart(const std::string& text)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        const std::size_t begin = text.find_first_not_of(' ', from);
        std::size_t end = comma;
        while (end > from && text[end - 1] == ' ') --end;
        if (begin < end) parts.push_back(text.substr(begin, end - begin));
        from = comma + 1;
    }
    return parts;
}

/// The first word that looks like an option and is none, or has lost its value: CLI11 says less about either.
void refuse_wrong(std::span<const std::string> words, std::span<const Option> options)
{
    std::vector<std::string_view> known;
    for (const auto table : {options, common_options()})
        for (const Option& option : table) known.push_back(option.name);
    bool is_value = false;
    for (std::size_t index = 0; index < words.size(); ++index) {
        const std::string& each = words[index];
        if (each == "--") return;
        const std::string name = each.substr(0, each.find('='));
        if (!is_value && each.starts_with("--") && std::find(known.begin(), known.end(), name) == known.end()) {
            const auto meant = nearest(name, known);
            throw Problem{Problem::Kind::bad_request, "there is no option " + name,
                          meant ? "did you mean " + *meant + "?" : ""};
        }
        const Option* wants = nullptr;
        for (const auto table : {options, common_options()})
            for (const Option& option : table)
                if (option.name == each && !option.value.empty()) wants = &option;
        is_value = !is_value && wants != nullptr;
        if (is_value && (index + 1 == words.size() || words[index + 1].starts_with("--")))
            throw Problem{Problem::Kind::bad_request, each + " needs a value",
                          "like: " + each + " " + std::string{wants->value}};
    }
}

} // namespace

std::span<const Option> common_options() { return common; }

bool Arguments::has(std::string_view option) const { return options_.contains(option); }

std::optional<std::string> Arguments::value(std::string_view option) const
{
    const auto found = options_.find(option);
    if (found == options_.end() || found->second.empty()) return std::nullopt;
    return found->second.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const
{
    const auto found = options_.find(option);
    return found == options_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::vector<std::string>> Arguments::list(std::string_view option) const
{
    const auto text = value(option);
    if (!text) return std::nullopt;
    return taken_apart(*text);
}

std::string Arguments::joined(std::size_t first) const
{
    std::string text;
    for (std::size_t index = first; index < words.size(); ++index) text += (text.empty() ? "" : " ") + words[index];
    return text;
}

Arguments sort_arguments(std::span<const std::string> words, std::span<const Option> options)
{
    refuse_wrong(words, options);
    CLI::App app;
    app.set_help_flag();
    Arguments arguments;
    app.add_option("words", arguments.words);
    std::vector<CLI::Option*> added;
    for (const auto table : {options, common_options()})
        for (const Option& option : table) {
            const std::string name{option.name};
            if (option.value.empty())
                added.push_back(app.add_flag(name));
            else
                added.push_back(
                    app.add_option(name)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
        }
    // CLI11 reads from the back. Its exceptions end here: they are the program's one kind of problem with other words.
    try {
        std::vector<std::string> reversed{words.rbegin(), words.rend()};
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        throw Problem{Problem::Kind::bad_request, error.what()};
    }
    for (const CLI::Option* option : added)
        if (option->count() > 0) arguments.options_[option->get_name()] = option->results();
    return arguments;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates)
{
    const auto best =
        std::min_element(candidates.begin(), candidates.end(),
                         [&](std::string_view a, std::string_view b) { return slips(word, a) < slips(word, b); });
    if (best == candidates.end() || slips(word, *best) > 1 + word.size() / 4) return std::nullopt;
    return std::string{*best};
}

} // namespace blend::cli
