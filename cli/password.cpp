#include "cli/password.hpp"

#include "daemon/core/problem.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace blend::cli {

namespace {

/// What is typed is not shown while this lives.
class Unseen {
public:
    Unseen()
    {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~Unseen()
    {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Unseen(const Unseen&) = delete;

private:
    termios before_{};
    bool changed_{};
};

} // namespace

std::string asked_password(const std::string& question)
{
    std::string password;
    if (::isatty(STDIN_FILENO) == 1) {
        std::cerr << question << std::flush;
        const Unseen unseen;
        std::getline(std::cin, password);
        std::cerr << '\n';
    } else {
        std::getline(std::cin, password);
    }
    if (password.empty()) throw Problem{Problem::Kind::bad_request, "no password was given"};
    return password;
}

} // namespace blend::cli
