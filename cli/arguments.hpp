#pragma once

// The words behind a command, sorted into names and options. Hides CLI11.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace blend::cli {

/// A row of a command's table of options; help, man page and completion are made from it.
struct Option {
    std::string_view name;    ///< "--circle"
    std::string_view value;   ///< "CIRCLE"; empty for a switch
    std::string_view summary; ///< "the circle: inner, close, friends or wider"
};

/// Options that every command has.
std::span<const Option> common_options();

class Arguments {
public:
    /// Words that are no options, in their order.
    std::vector<std::string> words;

    bool has(std::string_view option) const;
    /// The last one given.
    std::optional<std::string> value(std::string_view option) const;
    /// All that were given.
    std::vector<std::string> values(std::string_view option) const;
    /// The last one given, taken apart at its commas; empty when the option was not given.
    std::optional<std::vector<std::string>> list(std::string_view option) const;

    /// Words from `first` on, with blanks between: a name or a time needs no quotes when it comes last.
    std::string joined(std::size_t first = 0) const;

private:
    friend Arguments sort_arguments(std::span<const std::string>, std::span<const Option>);
    std::map<std::string, std::vector<std::string>, std::less<>> options_;
};

/// Throws Problem bad_request for an option that is not in the table (with the nearest that is), or lacks its value.
/// Everything behind "--" is a word.
Arguments sort_arguments(std::span<const std::string> words, std::span<const Option> options);

/// What was probably meant: the candidate that is the fewest typing slips away, when these are few.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates);

} // namespace blend::cli
