#pragma once

// Programs that a test talks to: started by it, ended with it by their own number, whatever becomes of the test.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace blend::reach::test {

class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

    /// What it is called.
    std::string write(std::string_view name, std::string_view text, int mode = 0600) const;

private:
    std::filesystem::path path_;
};

std::string contents(const std::filesystem::path& file);

using Environment = std::vector<std::pair<std::string, std::string>>;

class Running {
public:
    /// `more` is added to the environment of the test.
    explicit Running(const std::vector<std::string>& words, const Environment& more = {});
    ~Running(); ///< ends it
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    /// The first line that it prints. Throws when it ends before.
    std::string first_line();
    /// Waits until it has ended.
    void wait();
    void end();

private:
    int id_{};
    int output_{-1};
};

/// Runs a program to its end.
void run(const std::vector<std::string>& words, const Environment& more = {});

/// A state that something else brings about.
void until(const std::function<bool()>& state);

/// A bus of the test's own, which the library finds as the session's.
class Bus {
public:
    Bus();

    const std::string& address() const { return address_; }
    void end() { daemon_->end(); }
    /// The same address again.
    void begin();
    /// Somebody answers for this name.
    bool has(const std::string& name) const;

private:
    Folder folder_;
    std::string config_;
    std::optional<Running> daemon_;
    std::string address_;
};

} // namespace blend::reach::test
