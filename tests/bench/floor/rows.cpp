// Writes rows in the layout of the ledger's biggest table and nothing else: no import is faster. In batches of 50,000,
// sorted by handle, times rising; without foreign keys, checks, standings or a journal. Prints seconds and bytes a row.

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

void run(sqlite3* database, const char* sql)
{
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return;
    std::fprintf(stderr, "floor_rows: %s\n", sqlite3_errmsg(database));
    std::exit(1);
}

std::uint64_t mixed(std::uint64_t number)
{
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

void insert(sqlite3_stmt* statement, std::int64_t handle, std::int64_t row)
{
    sqlite3_bind_int64(statement, 1, handle);
    sqlite3_bind_int64(statement, 2, 1'451'606'400 + row * 300);
    sqlite3_bind_int64(statement, 3, static_cast<std::int64_t>(mixed(static_cast<std::uint64_t>(row) + 1)));
    sqlite3_bind_text(statement, 4, "chat", 4, SQLITE_STATIC);
    sqlite3_bind_text(statement, 5, row % 2 == 0 ? "in" : "out", -1, SQLITE_STATIC);
    sqlite3_bind_double(statement, 6, static_cast<double>(row % 20 + 1));
    sqlite3_bind_int(statement, 7, 1);
    sqlite3_bind_null(statement, 8);
    sqlite3_bind_int(statement, 9, 0);
    sqlite3_bind_int(statement, 10, 0);
    sqlite3_bind_int(statement, 11, 3600);
    sqlite3_bind_int(statement, 12, 1);
    sqlite3_step(statement);
    sqlite3_reset(statement);
}

} // namespace

int main(int count, char** words)
{
    if (count != 4) return std::fprintf(stderr, "usage: floor_rows FILE ROWS HANDLES\n"), 2;
    const std::int64_t rows = std::atoll(words[2]);
    const std::int64_t handles = std::max(std::atoll(words[3]), 1LL);
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((std::string{words[1]} + suffix).c_str());

    const auto begin = std::chrono::steady_clock::now();
    sqlite3* database = nullptr;
    if (sqlite3_open(words[1], &database) != SQLITE_OK) return 1;
    run(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    run(database, R"(CREATE TABLE interaction (
        handle_id INTEGER NOT NULL, started_at INTEGER NOT NULL, key INTEGER NOT NULL, channel TEXT NOT NULL,
        direction TEXT NOT NULL, size REAL, others INTEGER NOT NULL, forward TEXT, acknowledgement INTEGER NOT NULL,
        automated INTEGER NOT NULL, utc_offset INTEGER NOT NULL, import_id INTEGER,
        PRIMARY KEY (handle_id, started_at, key)) STRICT, WITHOUT ROWID)");
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, "INSERT OR IGNORE INTO interaction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", -1,
                       &statement, nullptr);
    constexpr std::int64_t batch = 50'000;
    for (std::int64_t first = 0; first < rows; first += batch) {
        const std::int64_t last = std::min(first + batch, rows);
        run(database, "BEGIN");
        for (std::int64_t handle = 0; handle < handles; ++handle)
            for (std::int64_t row = first + handle; row < last; row += handles) insert(statement, handle + 1, row);
        run(database, "COMMIT");
    }
    sqlite3_finalize(statement);
    run(database, "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;

    sqlite3_stmt* size = nullptr;
    sqlite3_prepare_v2(database, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", -1, &size,
                       nullptr);
    sqlite3_step(size);
    std::printf("%.6f %.1f\n", took.count(),
                sqlite3_column_double(size, 0) / static_cast<double>(std::max<std::int64_t>(rows, 1)));
    sqlite3_finalize(size);
    sqlite3_close(database);
}
