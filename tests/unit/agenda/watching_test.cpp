// Notices from the file system, and the thread that acts on them. Every wait is for a state.

#include "daemon/agenda/notices.hpp"
#include "daemon/agenda/sources.hpp"
#include "daemon/agenda/watching.hpp"
#include "tests/unit/agenda/desk.hpp"

#include <poll.h>

#include <thread>

using namespace blend;
using namespace blend::agenda;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 10'000; // milliseconds, for a machine under load; no test waits for it to pass

std::string chat(const std::string& other)
{
    return "13/11/2026, 21:58 - Mira: hello\n13/11/2026, 22:04 - " + other + ": hello you\n";
}

std::set<Notices::Place> next(Notices& notices)
{
    while (true) {
        pollfd watched{notices.descriptor(), POLLIN, 0};
        REQUIRE(::poll(&watched, 1, patience) == 1);
        if (auto told = notices.take(); !told.empty()) return told;
    }
}

bool is_quiet(Notices& notices)
{
    pollfd watched{notices.descriptor(), POLLIN, 0};
    return ::poll(&watched, 1, 0) == 0 || notices.take().empty();
}

/// Until the log holds so many; the deadline is for a test that fails.
bool holds(const App& app, std::int64_t interactions)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{patience};
    while (app.store.totals().interactions != interactions) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

/// More than the kernel keeps for whoever does not listen: what comes after it is lost.
void flood(const fs::path& folder)
{
    std::size_t most = 0;
    std::ifstream{"/proc/sys/fs/inotify/max_queued_events"} >> most;
    REQUIRE(most > 0);
    REQUIRE(most <= 1'000'000); // else the system is set up for no flood that a test could make
    std::ofstream{folder / "0"} << "x";
    // A file that moves tells twice. It is none that anybody would read.
    for (std::size_t number = 0; number <= most / 2; ++number)
        fs::rename(folder / std::to_string(number), folder / std::to_string(number + 1));
}

} // namespace

TEST_CASE("a place tells of new files in it and in folders made later, and of no others")
{
    Folder folder;
    fs::create_directories(folder.path / "place");
    Notices notices{is_unready};
    CHECK_FALSE(notices.listen(7, folder.path / "place", Notices::Reach::tree));
    std::ofstream{folder.path / "place/chat.zip.part"} << "x";
    std::ofstream{folder.path / "beside.txt"} << "x";
    CHECK(is_quiet(notices));
    fs::create_directories(folder.path / "place/later");
    CHECK(next(notices) == std::set<Notices::Place>{7});
    std::ofstream{folder.path / "place/later/chat.txt"} << "x";
    CHECK(next(notices) == std::set<Notices::Place>{7});
    notices.forget(7);
    std::ofstream{folder.path / "place/other.txt"} << "x";
    CHECK(is_quiet(notices));
}

TEST_CASE("a place that is missing tells when it comes, goes, and comes back")
{
    Folder folder;
    Notices notices{is_unready};
    notices.listen(1, folder.path / "deep/place", Notices::Reach::tree);
    fs::create_directories(folder.path / "deep");
    CHECK(next(notices).contains(1));
    fs::create_directories(folder.path / "deep/place");
    CHECK(next(notices).contains(1));
    fs::rename(folder.path / "deep/place", folder.path / "away");
    CHECK(next(notices).contains(1));
    while (!is_quiet(notices)) {
    }
    fs::rename(folder.path / "away", folder.path / "deep/place");
    CHECK(next(notices).contains(1));
    while (!is_quiet(notices)) {
    }
    std::ofstream{folder.path / "deep/place/chat.txt"} << "x";
    CHECK(next(notices).contains(1));
}

TEST_CASE("a single file tells of what is appended to it, not of its neighbours")
{
    Folder folder;
    std::ofstream{folder.path / "inbox"} << "x";
    Notices notices{is_unready};
    notices.listen(3, folder.path / "inbox", Notices::Reach::file);
    std::ofstream{folder.path / "sent"} << "x";
    CHECK(is_quiet(notices));
    std::ofstream{folder.path / "inbox", std::ios::app} << "y";
    CHECK(next(notices) == std::set<Notices::Place>{3});
}

TEST_CASE("when the kernel lost events, something happened everywhere, and what comes later is told again")
{
    Folder folder;
    for (const char* name : {"loud", "quiet"}) fs::create_directories(folder.path / name);
    std::ofstream{folder.path / "inbox"} << "x";
    Notices notices{is_unready};
    notices.listen(1, folder.path / "loud", Notices::Reach::tree);
    notices.listen(2, folder.path / "quiet", Notices::Reach::tree);
    notices.listen(3, folder.path / "inbox", Notices::Reach::file);
    flood(folder.path / "loud");
    fs::create_directories(folder.path / "quiet/later"); // nobody hears of it
    CHECK(next(notices) == std::set<Notices::Place>{1, 2, 3});
    CHECK(is_quiet(notices));
    std::ofstream{folder.path / "quiet/later/chat.txt"} << "x";
    CHECK(next(notices) == std::set<Notices::Place>{2});
}

TEST_CASE("when the kernel lost events, every source is looked at once, and nothing is missed")
{
    Desk desk;
    Folder loud;
    Folder quiet;
    std::vector<std::int64_t> sources;
    for (const Folder* each : {&loud, &quiet})
        sources.push_back(
            add_source(desk.app, {.kind = "folder", .path = each->path.string(), .me = "Mira"}).source.id);
    desk.now += std::chrono::hours{1};
    Watching watching{desk.app, Settle::zero()};
    for (const std::int64_t each : sources) // else the first look of all would find everything
        while (desk.app.store.look(each)->looked != desk.now) std::this_thread::yield();
    {
        const std::unique_lock running{desk.app.importing}; // the watching thread waits for it, and hears nothing
        std::ofstream{loud.path / "one.txt"} << chat("Ravi");
        flood(loud.path); // while this lasts it may still hear
        flood(loud.path);
        fs::create_directories(quiet.path / "below");
        std::ofstream{quiet.path / "below/two.txt"} << chat("Tom");
    }
    CHECK(holds(desk.app, 4));
}

TEST_CASE("what is dropped into a watched folder is read by itself, in one entry for each file that comes")
{
    Desk desk;
    Folder folder;
    Watching watching{desk.app, Settle::zero()};
    add_source(desk.app, {.kind = "folder", .path = folder.path.string(), .me = "Mira"});
    std::ofstream{folder.path / "one.txt.part"} << chat("Ravi");
    fs::rename(folder.path / "one.txt.part", folder.path / "one.txt");
    CHECK(holds(desk.app, 2));
    fs::create_directories(folder.path / "below");
    std::ofstream{folder.path / "below/two.txt"} << chat("Tom");
    CHECK(holds(desk.app, 4));
}

TEST_CASE("a source waits for the import that is running, and what came meanwhile is read after it")
{
    Desk desk;
    Folder folder;
    Watching watching{desk.app, Settle::zero()};
    add_source(desk.app, {.kind = "folder", .path = folder.path.string(), .me = "Mira"});
    {
        const std::unique_lock running{desk.app.importing};
        std::ofstream{folder.path / "one.txt"} << chat("Ravi");
        CHECK(desk.app.store.totals().interactions == 0);
    }
    CHECK(holds(desk.app, 2));
}

TEST_CASE("what came while nobody watched is read when watching begins")
{
    Desk desk;
    Folder folder;
    const auto source = add_source(desk.app, {.kind = "folder", .path = folder.path.string(), .me = "Mira"}).source;
    std::ofstream{folder.path / "one.txt"} << chat("Ravi");
    Watching watching{desk.app, Settle::zero()};
    CHECK(holds(desk.app, 2));
}
