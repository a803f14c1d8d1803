// Reads a file as an import would, but keeps nothing: what the reader of the format costs alone. Prints, a line a
// round, seconds and source records.

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using namespace blend;

class Counting : public intake::Sink {
public:
    void record(std::span<const intake::Observation> observations) override
    {
        ++records;
        for (const auto& each : observations) parties += each.parties.size();
    }
    void card(const intake::Card& card) override
    {
        ++records;
        parties += card.handles.size();
    }
    void skip(intake::Skip, std::optional<Instant>) override { ++records; }
    void warn(const std::string& sentence) override { std::fprintf(stderr, "note: %s\n", sentence.c_str()); }
    void owner(const intake::Party&) override {}
    void progress(std::uint64_t) override {}

    long records{};
    std::size_t parties{};
};

void read_once(const std::filesystem::path& path, const std::string& owner)
{
    const auto begin = std::chrono::steady_clock::now();
    Counting counting;
    const intake::Context context{.zone = zone::named("Europe/Berlin").value(),
                                  .now = parse_rfc3339("2026-11-23T10:00:00Z").value(),
                                  .is_owner = [&](const intake::Party& party) { return party.handle.value == owner; },
                                  .owner_known_by = [](HandleKind) { return true; }};
    for (const intake::Input& input : intake::inputs_at(path)) {
        const intake::Format* format = intake::recognised(input);
        if (format == nullptr) throw Problem{Problem::Kind::bad_input, input.path.string() + " is in no known format"};
        format->read(input, context, counting);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%.6f %ld\n", took.count(), counting.records);
}

} // namespace

int main(int count, char** words)
{
    if (count != 4) return std::fprintf(stderr, "usage: bench_reading PATH OWNER ROUNDS\n"), 2;
    try {
        for (int round = std::atoi(words[3]); round > 0; --round) read_once(words[1], words[2]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_reading: %s\n", error.what());
        return 1;
    }
}
