#pragma once

// What every operation needs: the ledger, the clock, and somebody to tell when something changed.

#include "daemon/agenda/settings.hpp"
#include "daemon/reach/ways.hpp"
#include "daemon/store/store.hpp"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace blend::agenda {

using Clock = std::function<Instant()>;
using Publish = std::function<void(std::string_view event, std::string data)>;

struct App;

/// Does what was pressed on a notification, and says it.
std::string pressed(App& app, const reach::Press& press);

struct App {
    App(const std::filesystem::path& folder, Clock clock, Publish teller)
        : store{folder}, now{std::move(clock)}, publish{std::move(teller)}, started{now()}
    {
    }

    store::Store store;
    Clock now;
    Publish publish;
    Instant started;

    std::mutex rounds;    ///< one round of nudges at a time, or two could spend the same budget
    std::mutex importing; ///< one import at a time
    std::atomic<bool> cancel_import{};
    std::mutex uploading;     ///< guards the files that pages hand over, and:
    std::uint64_t uploaded{}; ///< how many bytes of them there are

    std::mutex syncing;               ///< guards:
    std::set<std::int64_t> at_server; ///< accounts that are being read
    std::condition_variable synced;   ///< one of them is done

    std::atomic<bool> reads_by_itself{};          ///< the import at hand is one that nobody asked for
    std::atomic<bool> stopping{};                 ///< nothing long is begun any more
    std::atomic<bool> watching{};                 ///< places that are read by themselves are kept an eye on
    std::function<void()> sources_changed{[] {}}; ///< places came or went; set before the first request

    std::atomic<bool> plans_changed{}; ///< calendars that hold plans are behind
    // Of the agenda's threads; set before the first request.
    std::function<void()> wake{[] {}};      ///< what is due is looked at again
    std::function<void()> settle{[] {}};    ///< waits until everything that is due has been done
    std::function<void(Instant)> set_clock; ///< empty unless the program pretends that it is another time

    /// How the owner is told. Goes first: a button may be pressed as long as it is there.
    reach::Ways ways{store, [this](const reach::Press& press) { return pressed(*this, press); }};

    /// For whoever held `importing`: a wish to stop was for this import, unless everything stops.
    void import_is_over()
    {
        reads_by_itself = false;
        cancel_import = false;
        if (stopping) cancel_import = true;
    }

    agenda::Settings settings() const { return agenda::settings(store); }

    /// Every open page reads again what it shows.
    void changed(std::string_view what)
    {
        if (what == "plans" || what == "log" || what == "everything") plans_changed = true;
        publish("changed", R"({"what": ")" + std::string{what} + R"("})");
        wake();
    }
};

/// Lives as long as an import does; made by whoever holds `importing`.
struct ImportEnd {
    App& app;
    ~ImportEnd() { app.import_is_over(); }
};

} // namespace blend::agenda
