// How long everybody's standing takes, from the ledger to the numbers. Prints a line a round: seconds to load all
// contacts, to compute all standings without and with their intervals, and the blend of the whole life; then how many.

#include "daemon/core/life.hpp"
#include "daemon/core/standing.hpp"
#include "daemon/store/store.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using namespace blend;

template <class Work> double seconds(Work work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>{std::chrono::steady_clock::now() - begin}.count();
}

void measure(const store::Store& store, Instant now)
{
    std::vector<store::Known> everybody;
    double sum = 0.0;
    const auto all = [&](Interval interval) {
        for (const store::Known& known : everybody)
            sum += standing(known.memory, known.wishes, Limits{}, now, interval).rhythm.urgency;
    };
    const double load = seconds([&] { everybody = store.known(); });
    const double skip = seconds([&] { all(Interval::skip); });
    const double compute = seconds([&] { all(Interval::compute); });
    const double whole = seconds([&] {
        std::vector<Tie> ties;
        for (const store::Known& known : everybody)
            if (known.record.tracked()) ties.push_back({known.memory, known.wishes});
        sum += life(ties, Limits{}, now, 0.5, 0.2).score;
    });
    if (!(sum > 0.0)) std::fprintf(stderr, "bench_standings: nobody has a standing\n");
    std::printf("%.6f %.6f %.6f %.6f %zu\n", load, skip, compute, whole, everybody.size());
}

} // namespace

int main(int count, char** words)
{
    if (count != 3) return std::fprintf(stderr, "usage: bench_standings FOLDER ROUNDS\n"), 2;
    try {
        const store::Store store{words[1]};
        const Instant now = parse_rfc3339("2026-11-23T10:00:00Z").value();
        for (int round = std::atoi(words[2]); round > 0; --round) measure(store, now);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_standings: %s\n", error.what());
        return 1;
    }
}
