#pragma once

// Mails and folders of mail as the tests of the mail readers write them.

#include "tests/unit/intake/recorder.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace blend::intake {

inline const Instant some_day = parse_rfc3339("2026-01-01T00:00:00Z").value();

inline Recorder read(const Format& format, const Input& input, std::set<std::string> owner = {"mira@example.org"})
{
    Recorder recorder;
    format.read(input, context_of(std::move(owner), some_day), recorder);
    return recorder;
}

/// A mail from Jonas to Mira with these headers more, and this body.
inline std::string mail(const std::string& headers, const std::string& body = "Hello Mira, how are you?\n")
{
    return "From: Jonas <jonas@example.net>\nTo: mira@example.org\nDate: Mon, 26 May 2025 20:15:02 +0000\n"
           "Message-ID: <m@x>\n" +
           headers + "\n" + body;
}

/// A folder of its own for each test, gone afterwards.
class Place {
public:
    Place()
    {
        std::string name = (std::filesystem::temp_directory_path() / "blend_mail_XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { std::filesystem::remove_all(path_); }

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name, std::ios::binary} << text;
        return path_ / name;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace blend::intake
