#pragma once

// An app over a ledger of its own, at a time that the test sets.

#include "daemon/agenda/choosing.hpp"
#include "daemon/agenda/importing.hpp"
#include "daemon/agenda/logging.hpp"
#include "daemon/agenda/nudging.hpp"
#include "daemon/agenda/people.hpp"
#include "daemon/agenda/planning.hpp"
#include "daemon/agenda/slots.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace blend::agenda {

struct Folder {
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "blend-agenda-XXXXXX").native();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    std::filesystem::path path;
};

inline Instant instant(const std::string& text) { return parse_rfc3339(text).value(); }

class Desk {
public:
    explicit Desk(const std::string& start = "2026-11-23T12:00:00Z", const std::string& zone = "UTC")
        : now{instant(start)}, app{folder_.path, [this] { return now; }, [](std::string_view, const std::string&) {}}
    {
        set("zone", zone);
    }

    void set(const std::string& key, const std::string& value)
    {
        app.store.change(now, [&](store::Writer& writer) {
            writer.set_setting(key, value);
            return "set " + key;
        });
    }

    void add(const std::string& name, wire::ContactChange more = {})
    {
        more.name = name;
        if (!more.circle) more.circle = "inner";
        add_contact(app, more);
    }

    /// Tracked by nobody.
    void know(const std::string& name) { add_contact(app, {.name = name}); }

    void log(const std::string& channel, const std::string& name, const std::string& at, wire::LogRequest more = {})
    {
        more.channel = channel;
        more.contacts = {name};
        more.at = at;
        log_interaction(app, more);
    }

    wire::Standing standing(const std::string& name) const { return get_contact(app, name).standing; }

    std::optional<wire::Nudge> nudge(const std::string& name)
    {
        for (const wire::Nudge& each : list_nudges(app))
            if (each.contact == name) return each;
        return std::nullopt;
    }

    wire::ImportFile import(const std::string& name, const std::string& text, wire::ImportRequest request = {})
    {
        const auto path = files_.path / name;
        std::ofstream{path, std::ios::binary} << text;
        request.paths = {path.native()};
        return import_files(app, request).files.at(0);
    }

private:
    Folder folder_;
    Folder files_;

public:
    Instant now;
    App app;
};

/// The problem that the work ends in; fails when it does not.
template <class Work> Problem problem_of(Work work)
{
    try {
        work();
    } catch (const Problem& problem) {
        return problem;
    }
    FAIL("it was honoured");
    return {Problem::Kind::internal, ""};
}

inline bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace blend::agenda
