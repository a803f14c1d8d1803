#pragma once

// A ledger in a temporary folder, and files beside it to import.

#include "daemon/intake/import.hpp"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace blend::intake {

struct Folder {
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "blend-import-XXXXXX").native();
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

/// A ledger, and files beside it.
struct Desk {
    Folder home;
    Folder files;
    store::Store store{home.path};
    std::atomic<bool> cancelled{};
    std::function<void(const Progress&)> progress = [](const Progress&) {};

    std::filesystem::path file(const std::string& name, const std::string& text) const
    {
        const auto path = files.path / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }

    Report import(std::vector<std::filesystem::path> paths, Order order = {})
    {
        order.paths = std::move(paths);
        order.now = parse_rfc3339("2026-11-23T12:00:00Z").value();
        return import_files(store, order, progress, cancelled);
    }

    FileReport one(const std::string& name, const std::string& text, Order order = {})
    {
        return import({file(name, text)}, std::move(order)).files.at(0);
    }

    std::int64_t interactions() const { return store.totals().interactions; }
};

} // namespace blend::intake
