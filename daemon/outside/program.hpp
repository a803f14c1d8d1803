#pragma once

// Other programs of this machine: run with words on their standard input, without a shell.

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace blend::outside {

/// The words of a command line as the owner wrote it: quotes and backslashes hold words together, nothing else is
/// special. Throws Problem{bad_request} when a quote is not closed or there is no word.
std::vector<std::string> words_of(std::string_view line);

/// Runs the program and gives what it printed (at most 1 MiB). Throws Problem{cannot} when it does not exist, fails,
/// or is not done by the deadline or when `cancelled` becomes true (it is ended then); the last line that it printed to
/// its standard error is named.
std::string run(const std::vector<std::string>& words, std::string_view input,
                std::chrono::seconds deadline = std::chrono::seconds{30}, const std::atomic<bool>* cancelled = nullptr);

/// Starts the program in a session of its own and leaves it alone: one that shows windows, say. Throws Problem{cannot}
/// when it does not exist.
void start(const std::vector<std::string>& words);

} // namespace blend::outside
