// blendd: opens the ledger, answers until it is told to stop.

#include "daemon/agenda/app.hpp"
#include "daemon/agenda/duties.hpp"
#include "daemon/agenda/sources.hpp"
#include "daemon/agenda/uploads.hpp"
#include "daemon/agenda/watching.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/core/time.hpp"
#include "daemon/http/access.hpp"
#include "daemon/http/events.hpp"
#include "daemon/http/server.hpp"
#include "daemon/intake/import.hpp"
#include "daemon/process.hpp"
#include "daemon/wire/places.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <chrono>
#include <iostream>

namespace {

using namespace blend;

struct Options {
    std::optional<std::filesystem::path> home;
    std::uint16_t port = 2626;
    bool no_http = false;
    std::optional<std::string> now;
};

/// The keys of the API, kept in the ledger.
class KeysInStore : public http::Keys {
public:
    explicit KeysInStore(store::Store& store) : store_{store} {}

    void add(const http::Key& key) override
    {
        store_.add_key({std::string{word(key.kind)}, key.name, key.hash, key.created, key.last_used});
    }

    std::optional<http::Key> find(std::string_view hash) const override
    {
        const auto row = store_.key(hash);
        if (!row) return std::nullopt;
        return key_of(*row);
    }

    void touch(std::string_view hash, Instant used) override { store_.touch_key(hash, used); }

    std::vector<http::Key> list(KeyKind kind) const override
    {
        std::vector<http::Key> keys;
        for (const auto& row : store_.keys(word(kind))) keys.push_back(key_of(row));
        return keys;
    }

    bool remove(std::string_view hash) override { return store_.remove_key(hash); }

private:
    static http::Key key_of(const store::Store::AccessKey& row)
    {
        return {from_word<KeyKind>(row.kind).value(), row.name, row.hash, row.created, row.last_used};
    }

    store::Store& store_;
};

/// The clock on the wall, or one that goes ahead of it or behind.
class Wall {
public:
    explicit Wall(const std::optional<std::string>& now)
    {
        if (!now) return;
        const auto instant = parse_rfc3339(*now);
        if (!instant)
            throw Problem{Problem::Kind::bad_request, "--now: not a moment: " + *now, "write 2026-11-23T09:30:00Z"};
        set(*instant);
    }

    void set(Instant now) { ahead_ = now - std::chrono::floor<Seconds>(std::chrono::system_clock::now()); }
    Instant now() const { return std::chrono::floor<Seconds>(std::chrono::system_clock::now()) + ahead_.load(); }

private:
    std::atomic<Seconds> ahead_{Seconds{0}};
};

void start_log()
{
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("blendd", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
    // The journal has a clock of its own.
    spdlog::set_pattern(wire::environment()("JOURNAL_STREAM") ? "%l: %v" : "%Y-%m-%dT%H:%M:%S %l: %v");
}

void serve(const Options& options)
{
    const auto places = wire::find_places(options.home, wire::environment());
    if (options.home) refuse_shared(std::filesystem::absolute(*options.home));
    keep_private(places.data);

    http::Events events;
    Wall wall{options.now};
    agenda::App app{places.data, [&wall] { return wall.now(); },
                    [&events](std::string_view event, std::string data) { events.publish(event, std::move(data)); }};
    KeysInStore keys{app.store};
    http::Keyring keyring{keys, app.now};

    http::Doors doors{.socket = places.socket,
                      .port = options.port,
                      .feed = http::feeds_of(app),
                      .allowed_hosts = http::allowed_hosts_of(app)};
    if (options.no_http) doors.port.reset();
    http::Server server{app, http::routes(), keyring, events, doors};
    agenda::drop_all_uploads(app);
    intake::drop_copies(app.store);
    agenda::Watching watching{app, agenda::usual_settle}; // before anybody can ask for a source
    agenda::Clockwork own{app, agenda::own_duties()};
    agenda::Clockwork outside{app, agenda::outside_duties()};
    app.wake = [&] {
        own.wake();
        outside.wake();
    };
    app.settle = [&] {
        own.settle();
        outside.settle();
        own.settle(); // what came in from outside may have made something due
    };
    if (options.now) app.set_clock = [&wall](Instant now) { wall.set(now); };
    server.start();

    const std::string where =
        places.socket.native() + (server.port() == 0 ? "" : " and http://127.0.0.1:" + std::to_string(server.port()));
    spdlog::info("ready on {}", where);
    sd_notify(0, ("READY=1\nSTATUS=ready on " + where).c_str());

    wait_for_stop([&app] { app.store.totals(); });
    sd_notify(0, "STOPPING=1\nSTATUS=stopping");
    app.stopping = true;
    app.cancel_import = true;
    app.ways.stop();
    server.stop();
    watching.stop();
    own.stop();
    outside.stop();
    spdlog::info("stopped");
}

} // namespace

int main(int count, char** words)
{
    Options options;
    CLI::App line{"Keeps the log of your contacts and answers the command line and the dashboard.", "blendd"};
    line.add_option("--home", options.home, "Everything under this one folder (or $BLEND_HOME)");
    line.add_option("--port", options.port, "Of the dashboard on 127.0.0.1; 0 is any that is free")
        ->check(CLI::Range(1024, 65535) | CLI::Range(0, 0))
        ->capture_default_str();
    line.add_flag("--no-http", options.no_http, "No dashboard, only the socket of the command line");
    line.add_option("--now", options.now, "Pretend that it is this moment (RFC 3339); time runs on from there");
    line.set_version_flag("--version", "blendd " BLEND_VERSION);

    try {
        line.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return line.exit(error) == 0 ? 0 : face(Problem::Kind::bad_request).exit_code;
    }

    settle_in();
    start_log();
    try {
        serve(options);
        return 0;
    } catch (const Problem& problem) {
        std::cerr << "blendd: " << problem.what() << '\n';
        if (!problem.hint.empty()) std::cerr << "hint: " << problem.hint << '\n';
        return face(problem.kind).exit_code;
    } catch (const std::exception& error) {
        std::cerr << "blendd: " << error.what() << '\n';
        return face(Problem::Kind::internal).exit_code;
    }
}
