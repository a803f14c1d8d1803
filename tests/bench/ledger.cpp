// Makes a ledger with as many contacts and interactions as wanted, through the doors that every import uses. Ten years
// end at 2026-11-23; a few contacts have most of it, as in life. Prints the seconds that storing and finishing took.

#include "daemon/core/numerics.hpp"
#include "daemon/store/store.hpp"
#include "tests/bench/names.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using namespace blend;

constexpr std::size_t rows_a_batch = 50'000;
const Instant end = parse_rfc3339("2026-11-23T09:00:00Z").value();
constexpr Seconds ten_years = std::chrono::days{3652};

double since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>{std::chrono::steady_clock::now() - begin}.count();
}

std::vector<HandleId> add_people(store::Store& store, int contacts)
{
    constexpr auto circles = std::to_array<std::string_view>({"inner", "close", "friends", "wider"});
    std::vector<HandleId> handles;
    store.keep([&](store::Writer& writer) {
        for (int number = 0; number < contacts; ++number) {
            const std::string name = bench::name_of(number);
            const auto contact =
                writer.add_contact({.name = name,
                                    .circle = std::string{circles[static_cast<std::size_t>(number) % circles.size()]},
                                    .added = end - ten_years});
            handles.push_back(writer.add_handle({HandleKind::whatsapp, name}, name));
            writer.own(handles.back(), contact);
        }
    });
    return handles;
}

/// Whom the next interaction is with: the first of a thousand about two hundred times as often as the last.
std::size_t somebody(SplitMix64& numbers, std::size_t people)
{
    const double steps = std::log(1.0 + static_cast<double>(people) / 5.0);
    const auto at = static_cast<std::size_t>(5.0 * (std::exp(numbers.uniform() * steps) - 1.0));
    return std::min(at, people - 1);
}

Interaction something(SplitMix64& numbers, Instant at)
{
    Interaction each{.at = at,
                     .channel = Channel::chat,
                     .direction = numbers.next() % 2 == 0 ? Direction::in : Direction::out,
                     .size = static_cast<double>(1 + numbers.next() % 30),
                     .utc_offset = std::chrono::hours{1},
                     .key = numbers.next()};
    const auto kind = numbers.next() % 100;
    if (kind < 8) {
        each.channel = Channel::email;
        each.size = static_cast<double>(20 + numbers.next() % 300);
    } else if (kind < 13) {
        each.channel = Channel::phone;
        each.direction = Direction::mutual;
    } else if (kind < 15) {
        each.channel = Channel::in_person;
        each.direction = Direction::mutual;
        each.size = static_cast<double>(30 + numbers.next() % 180);
    }
    return each;
}

void fill(store::Store& store, const std::vector<HandleId>& handles, std::int64_t interactions)
{
    SplitMix64 numbers{2026};
    const auto run = store.import(end, store::Trial::no);
    run->open_source("whatsapp", "bench");
    const auto begin = std::chrono::steady_clock::now();
    std::int64_t stored = 0;
    std::vector<store::ImportRow> rows;
    for (std::int64_t number = 0; number < interactions; ++number) {
        const Instant at = end - ten_years + ten_years * number / interactions;
        rows.push_back({handles[somebody(numbers, handles.size())], something(numbers, at), number});
        if (rows.size() < rows_a_batch && number + 1 < interactions) continue;
        stored += static_cast<std::int64_t>(run->add(std::move(rows)).size());
        rows.clear();
    }
    run->close_source({.read = interactions,
                       .stored = stored,
                       .duplicate = interactions - stored,
                       .first = end - ten_years,
                       .last = end});
    const double storing = since(begin);
    run->finish("imported a bench");
    std::printf("%.3f %.3f %lld\n", storing, since(begin) - storing, static_cast<long long>(stored));
}

} // namespace

int main(int count, char** words)
{
    if (count != 4) return std::fprintf(stderr, "usage: bench_ledger FOLDER CONTACTS INTERACTIONS\n"), 2;
    umask(077); // the ledger is refused when others may read it
    try {
        store::Store store{words[1]};
        fill(store, add_people(store, std::atoi(words[2])), std::atoll(words[3]));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_ledger: %s\n", error.what());
        return 1;
    }
}
