// What once was hostile is read again in every run: files written to hurt, findings of the fuzzers, the corpora.

#include "tests/fuzz/targets.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

using namespace blend;
namespace fs = std::filesystem;

namespace {

const fs::path root{SOURCE_DIR};

std::string bytes_of(const fs::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<fs::path> files_below(const fs::path& folder)
{
    std::vector<fs::path> files;
    if (!fs::exists(folder)) return files;
    for (const auto& each : fs::recursive_directory_iterator{folder})
        if (each.is_regular_file()) files.push_back(each.path());
    std::sort(files.begin(), files.end());
    return files;
}

void survive(const std::string& bytes)
{
    for (const std::string& target : fuzz::target_names()) {
        CAPTURE(target);
        CHECK(fuzz::run_target(target, bytes));
    }
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t each = 0; each < times; ++each) result += text;
    return result;
}

/// Texts too large to lie in the repository.
const std::map<std::string, std::string>& bombs()
{
    constexpr std::size_t megabyte = 1 << 20;
    static const std::map<std::string, std::string> all{
        {"a line of a megabyte", std::string(megabyte, 'x')},
        {"a megabyte of NULs", std::string(megabyte, '\0')},
        {"brackets without end", std::string(megabyte / 4, '[')},
        {"objects without end", repeated("{\"a\":", megabyte / 16)},
        {"elements without end", repeated("<smses><sms ", megabyte / 32)},
        {"calendars without end", repeated("BEGIN:VEVENT\n", megabyte / 32)},
        {"cards without end", repeated("BEGIN:VCARD\n", megabyte / 32)},
        {"comments without end", "From a@b.c Mon Jan  1 00:00:00 2024\nTo: " + std::string(megabyte / 8, '(')},
        {"quotes without end", "From: " + repeated("\"\\", megabyte / 16)},
        {"a name of a megabyte", "1/1/24, 10:00 - " + std::string(megabyte, 'A') + ": hello\n"},
        {"a number of digits", "[{\"date\": " + std::string(megabyte / 8, '9') + "}]"},
        {"many lone surrogates", "[\"" + repeated("\\ud83d", megabyte / 16) + "\"]"},
        {"many entities", "<smses><sms body=\"" + repeated("&#55357;", megabyte / 16) + "\"/></smses>"},
        {"many cells", repeated("a,", megabyte / 4) + "\n"},
    };
    return all;
}

} // namespace

TEST_CASE("files written to hurt hurt no reader", "[fuzz]")
{
    const auto files = files_below(root / "tests" / "fuzz" / "hostile");
    CHECK(files.size() >= 20);
    for (const fs::path& file : files) {
        CAPTURE(file.filename());
        survive(bytes_of(file));
    }
}

TEST_CASE("what the fuzzers found hurts no reader any more", "[fuzz]")
{
    for (const fs::path& file : files_below(root / "tests" / "fuzz" / "findings")) {
        const std::string target = file.parent_path().filename().string();
        CAPTURE(target, file.filename());
        CHECK(fuzz::run_target(target, bytes_of(file)));
    }
}

TEST_CASE("texts without end or measure hurt no reader", "[fuzz]")
{
    for (const auto& [name, text] : bombs()) {
        CAPTURE(name);
        survive(text);
    }
}

TEST_CASE("no file of the corpora hurts any reader", "[fuzz]")
{
    const fs::path corpora = root / ".." / "shared" / "corpora";
    if (!fs::exists(corpora)) {
        std::cerr << "SKIPPED: no corpora beside the checkout at " << corpora << '\n';
        return;
    }
    constexpr std::uintmax_t large = 200'000;
    for (const fs::path& file : files_below(corpora)) {
        if (fs::file_size(file) > large) continue; // read once each by the tests of its own format
        const std::string bytes = bytes_of(file);
        for (const std::string& target : fuzz::targets_for(file.filename().string(), bytes)) {
            CAPTURE(file, target);
            CHECK(fuzz::run_target(target, bytes));
        }
    }
}
