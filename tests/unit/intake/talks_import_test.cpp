// Exports of many files, all the way into the ledger: as folder, as zip, as what else they come in, and twice.

#include "tests/unit/intake/desk.hpp"
#include "tests/unit/intake/zipped.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <optional>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

struct Sums {
    std::int64_t read{};
    std::int64_t stored{};
    std::int64_t skipped{};
};

Sums sums_of(const Report& report)
{
    Sums sums;
    for (const FileReport& file : report.files) {
        CAPTURE(file.path, file.warnings);
        // What lies beside an export and is none of it is left as it is.
        if (!file.format) continue;
        CHECK_FALSE(file.refusal);
        std::int64_t skipped = 0;
        for (const auto& [reason, count] : file.counts.skipped) skipped += count;
        CHECK(file.counts.read == file.counts.stored + file.counts.duplicate + skipped);
        sums.read += file.counts.read;
        sums.stored += file.counts.stored;
        sums.skipped += skipped;
    }
    return sums;
}

/// What a folder and the archive of it hold, in either order.
void check_same(const fs::path& folder, const fs::path& archive, const Order& order)
{
    for (const auto& [first, second] : {std::pair{folder, archive}, std::pair{archive, folder}}) {
        CAPTURE(first, second);
        Desk desk;
        const Sums once = sums_of(desk.import({first}, order));
        CHECK(once.stored > 0);
        const std::int64_t rows = desk.interactions();
        for (const fs::path& again : {first, second}) {
            const Sums more = sums_of(desk.import({again}));
            CHECK(more.read == once.read);
            CHECK(more.stored == 0);
            CHECK(more.skipped == once.skipped);
        }
        CHECK(desk.interactions() == rows);
    }
}

} // namespace

TEST_CASE("an export is the same as folder and as zip, and adds nothing the second time", "[intake]")
{
    struct Sample {
        const char* folder;
        const char* me{};
    };
    const auto sample =
        GENERATE(Sample{"slack"}, Sample{"signal"}, Sample{"skype"}, Sample{"google-chat"}, Sample{"hangouts"},
                 Sample{"discord/package"}, Sample{"discord/chats"}, Sample{"facebook", "Noor Haddad"},
                 Sample{"instagram"}, Sample{"linkedin", "Noor"}, Sample{"everything/telegram"},
                 Sample{"everything/facebook"}, Sample{"everything/instagram"}, Sample{"everything/Takeout"},
                 Sample{"everything/linkedin", "Noor"}, Sample{"everything/signal"}, Sample{"everything/skype"},
                 Sample{"everything/slack", "noor@example.org"}, Sample{"everything/mail"});
    CAPTURE(sample.folder);
    const Folder files;
    const fs::path folder = files.path / fs::path{sample.folder}.filename();
    fs::copy(fs::path{SOURCE_DIR} / "tests" / "data" / sample.folder, folder, fs::copy_options::recursive);
    Order order;
    if (sample.me != nullptr) order.me = sample.me;
    check_same(folder, zip_of(folder, files.path / "export.zip"), order);
}

TEST_CASE("a chat of WhatsApp with its media is the same as folder and as zip", "[intake]")
{
    const Folder files;
    const fs::path folder = files.path / "WhatsApp Chat with Ilse";
    fs::create_directory(folder);
    std::ofstream{folder / "WhatsApp Chat with Ilse.txt"} << "25/10/2026, 18:31 - Noor: IMG-1.jpg (file attached)\n"
                                                             "26/10/2026, 09:00 - Ilse: yes, gladly\n";
    std::ofstream{folder / "IMG-1.jpg"} << "\xFF\xD8\xFF";
    Order order;
    order.me = "Noor";
    check_same(folder, zip_of(folder, files.path / "WhatsApp Chat with Ilse.zip"), order);
}

TEST_CASE("a Skype export is the same unpacked and as the tar it comes in", "[intake]")
{
    const Folder files;
    const fs::path folder = fs::path{SOURCE_DIR} / "tests" / "data" / "skype";
    const fs::path tar = files.path / "8_live_noor.tar";
    REQUIRE(std::system(("tar -C '" + folder.native() + "' -cf '" + tar.native() + "' .").c_str()) == 0);
    check_same(folder, tar, {});
}
