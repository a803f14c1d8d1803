#include "cli/terminal.hpp"

#include "daemon/core/columns.hpp"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <iostream>

namespace blend::cli {
namespace {

constexpr int narrowest = 40;
constexpr int usual = 80;
constexpr int widest = 1000;

int number(const std::string& text)
{
    int value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : 0;
}

} // namespace

Descriptors descriptors()
{
    Descriptors found{isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1, 0};
    winsize size{};
    if (found.out && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) found.width = size.ws_col;
    return found;
}

Terminal terminal_of(const Descriptors& descriptors, const wire::Environment& environment)
{
    int width = number(environment("COLUMNS").value_or(""));
    if (width <= 0) width = descriptors.width;
    if (width <= 0) width = usual;
    const bool colours = descriptors.out && !environment("NO_COLOR") && environment("TERM").value_or("dumb") != "dumb";
    return {.width = std::clamp(width, narrowest, widest),
            .colours = colours ? Colours::on : Colours::off,
            .shows = descriptors.out,
            .reports = descriptors.err,
            .asks = descriptors.in && descriptors.err};
}

std::string typed_secret(const std::string& question, const Terminal& terminal)
{
    termios before{};
    const bool is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal.asks) std::cerr << harmless(question) << std::flush;
    if (is_terminal) {
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string secret;
    std::getline(std::cin, secret);
    if (is_terminal) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (terminal.asks) std::cerr << '\n';
    if (secret.ends_with('\r')) secret.pop_back();
    return secret;
}

char pressed_key()
{
    termios before{};
    const bool is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;
    if (is_terminal) {
        termios bare = before;
        bare.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &bare);
    }
    char key = '\0';
    do {
        const int read = std::cin.get();
        key = read == std::char_traits<char>::eof() ? '\0' : static_cast<char>(read);
    } while (key == ' ' || key == '\n' || key == '\r');
    if (is_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &before);
    return key;
}

bool says_yes(const std::string& question)
{
    std::cerr << harmless(question) << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes";
}

} // namespace blend::cli
