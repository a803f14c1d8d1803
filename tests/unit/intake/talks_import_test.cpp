// Chats of services that export many files, all the way into the ledger: twice, as folder and as zip.

#include "daemon/intake/import.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>
#include <zip.h>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder()
    {
        std::string name = (fs::temp_directory_path() / "blend-talks-XXXXXX").native();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    fs::path path;
};

fs::path zip_of(const fs::path& folder, const fs::path& into)
{
    zip_t* zip = zip_open(into.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    REQUIRE(zip);
    for (const auto& each : fs::recursive_directory_iterator{folder}) {
        if (!each.is_regular_file()) continue;
        const std::string name = each.path().lexically_relative(folder).generic_string();
        zip_source_t* source = zip_source_file(zip, each.path().c_str(), 0, -1);
        REQUIRE(zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    REQUIRE(zip_close(zip) == 0);
    return into;
}

struct Sums {
    std::int64_t stored{};
    std::int64_t skipped{};
};

Sums import(store::Store& store, const fs::path& path, std::optional<std::string> me)
{
    Order order;
    order.paths = {path};
    order.me = std::move(me);
    order.now = parse_rfc3339("2026-11-23T12:00:00Z").value();
    const std::atomic<bool> cancelled{};
    Sums sums;
    for (const FileReport& file : import_files(
                                      store, order, [](const Progress&) {}, cancelled)
                                      .files) {
        INFO(file.path << ": " << (file.refusal ? file.refusal->what() : ""));
        CHECK_FALSE(file.refusal);
        std::int64_t skipped = 0;
        for (const auto& [reason, count] : file.counts.skipped) skipped += count;
        CHECK(file.counts.read == file.counts.stored + file.counts.duplicate + skipped);
        sums.stored += file.counts.stored;
        sums.skipped += skipped;
    }
    return sums;
}

} // namespace

TEST_CASE("an export read twice, and then as a zip, adds nothing", "[intake]")
{
    struct Sample {
        const char* name;
        std::optional<std::string> me;
        std::int64_t stored;
    };
    const Sample sample = GENERATE(Sample{"slack", std::nullopt, 11}, Sample{"signal", std::nullopt, 33},
                                   Sample{"skype", std::nullopt, 10}, Sample{"google-chat", std::nullopt, 6},
                                   Sample{"hangouts", std::nullopt, 4});
    INFO(sample.name);
    const fs::path folder = fs::path{SOURCE_DIR} / "tests" / "data" / sample.name;
    const Folder home;
    const Folder files;
    store::Store store{home.path};
    const Sums first = import(store, folder, sample.me);
    CHECK(first.stored == sample.stored);
    const std::int64_t interactions = store.totals().interactions;
    for (const fs::path& again : {folder, zip_of(folder, files.path / "export.zip")}) {
        const Sums more = import(store, again, std::nullopt);
        CHECK(more.stored == 0);
        CHECK(more.skipped == first.skipped);
    }
    CHECK(store.totals().interactions == interactions);
    CHECK_FALSE(store.owner_handles().empty());
}
