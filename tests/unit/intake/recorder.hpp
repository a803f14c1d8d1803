#pragma once

// A sink that writes down what a format says, and inputs made of a text, a file or a folder.

#include "daemon/intake/observation.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace blend::intake {

struct Recorder : Sink {
    using Sink::record;
    void record(std::span<const Observation> some) override
    {
        ++records;
        observations.insert(observations.end(), some.begin(), some.end());
    }
    void card(const Card& one) override { cards.push_back(one); }
    void skip(Skip reason, std::optional<Instant> at) override
    {
        skips.push_back(reason);
        if (at) skipped_at.push_back(*at);
    }
    void owner(const Party& party) override { owners.push_back(party); }
    void warn(const std::string& sentence) override { warnings.insert(sentence); }
    void progress(std::uint64_t bytes) override { consumed = bytes; }

    std::size_t read() const { return records + cards.size() + skips.size(); }
    std::ptrdiff_t skipped(Skip reason) const { return std::count(skips.begin(), skips.end(), reason); }
    const Observation& only() const
    {
        if (observations.size() != 1) throw std::runtime_error{"not exactly one observation"};
        return observations.front();
    }

    std::size_t records{};
    std::vector<Observation> observations;
    std::vector<Card> cards;
    std::vector<Skip> skips;
    std::vector<Instant> skipped_at;
    std::vector<Party> owners;
    std::set<std::string> warnings;
    std::uint64_t consumed{};
};

inline Input input_of_text(std::string text, std::string name)
{
    Input input;
    input.path = name;
    input.name = std::move(name);
    input.size = text.size();
    input.open = [text = std::move(text)] { return std::make_unique<std::istringstream>(text); };
    return input;
}

inline Input input_of_file(const std::filesystem::path& path)
{
    Input input;
    input.path = path;
    input.name = path.filename().string();
    input.size = std::filesystem::file_size(path);
    input.open = [path] { return std::make_unique<std::ifstream>(path, std::ios::binary); };
    return input;
}

inline Input input_of_folder(const std::filesystem::path& path)
{
    Input input;
    input.path = path;
    input.name = path.filename().string();
    input.folder = true;
    return input;
}

/// The owner with these mail addresses, on a given day.
inline Context context_of(std::set<std::string> addresses, Instant now)
{
    Context context;
    context.now = now;
    context.owner_known_by = [known = !addresses.empty()](HandleKind) { return known; };
    context.is_owner = [addresses = std::move(addresses)](const Party& party) {
        std::string address = party.handle.value;
        std::transform(address.begin(), address.end(), address.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        return addresses.contains(address);
    };
    return context;
}

} // namespace blend::intake
