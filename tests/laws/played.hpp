#pragma once

// A life played through the API: a whole daemon, asked over its socket, with a clock that the test moves.

#include "daemon/core/numerics.hpp"
#include "tests/contract/house.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace blend::laws {

using contract::House;
using nlohmann::json;

class Played : public House {
public:
    explicit Played(const std::string& now = "2026-11-23T12:00:00Z", const std::string& zone = "UTC");

    void wait_until(const std::string& now);
    void wait_days(int days);
    Instant now() const { return at_; }

    void set(const std::string& key, const std::string& value);

    /// Of the inner circle unless `more` says otherwise.
    void add(const std::string& name, json more = json::object());

    void log(const std::string& channel, const std::string& name, const std::string& at, json more = json::object());

    json standing(const std::string& name);

    std::vector<json> nudges();
    /// Null when there is none.
    json nudge_about(const std::string& name);

    /// The report of the only file.
    json import(const std::filesystem::path& path, json more = json::object());

    /// Everything that the API shows.
    json everything();

    /// A file of this name in a folder of its own, outside of the ledger's.
    std::filesystem::path file(const std::string& name, const std::string& text);

private:
    Instant at_;
    contract::Folder files_;
};

/// The same in every run.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : draws_{seed} {}
    std::size_t below(std::size_t end) { return draws_.next() % end; }

    template <class T> void shuffle(std::vector<T>& values)
    {
        for (std::size_t left = values.size(); left > 1; --left) std::swap(values[left - 1], values[below(left)]);
    }

private:
    SplitMix64 draws_;
};

inline std::string id_of(const json& item) { return std::to_string(item.at("id").get<std::int64_t>()); }

/// stored + duplicate + skipped
std::int64_t accounted(const json& file);

} // namespace blend::laws
