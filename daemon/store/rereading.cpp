// Reading a source again: its rows are taken out, and come back when the batch is undone or the source does not tell
// of them any more.

#include "daemon/store/inside.hpp"

namespace blend::store {

namespace {

constexpr std::string_view columns =
    R"(handle_id, started_at, key, channel, direction, size, others, forward, acknowledgement, automated, utc_offset,
       import_id)";

constexpr std::string_view of_source = "import_id IN (SELECT id FROM import WHERE source_id = ?)";

std::string copy_back(std::string_view condition)
{
    return std::string{"INSERT OR IGNORE INTO interaction ("}
        .append(columns)
        .append(") SELECT ")
        .append(columns)
        .append(" FROM replaced WHERE batch_id = ? ")
        .append(condition);
}

/// As it was asked for most lately.
std::optional<SourceOrder> order_of(const Connection& database, std::int64_t source)
{
    const auto orders = database.all(
        R"(SELECT named, import_order.format, date_order, owner_zone, source_zone, region,
                  columns
             FROM import_order JOIN import ON import.id = import_id JOIN batch ON batch.id = batch_id
            WHERE source_id = ? AND state <> 'undone'
            ORDER BY import_id DESC LIMIT 1)",
        [](const Row& row) {
            return SourceOrder{row.get<std::string>(0),
                               row.get<std::optional<std::string>>(1),
                               row.get<std::optional<std::string>>(2),
                               row.get<std::string>(3),
                               row.get<std::string>(4),
                               row.get<std::string>(5),
                               row.get<std::optional<std::string>>(6)};
        },
        source);
    return orders.empty() ? std::nullopt : std::optional{orders.front()};
}

std::vector<StoredSource> sources_where(const Connection& database, std::string_view condition, HandleId handle)
{
    auto sources = database.all(
        std::string{"SELECT id, format, path FROM source WHERE id IN ("}.append(condition).append(") ORDER BY id"),
        [](const Row& row) {
            return StoredSource{row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2), {}};
        },
        handle);
    for (StoredSource& each : sources) each.order = order_of(database, each.id);
    return sources;
}

} // namespace

std::vector<StoredSource> ImportRun::sources_with(HandleId handle) const
{
    return inside_->piece([&](Connection& database) {
        return sources_where(database,
                             R"(SELECT source_id FROM interaction JOIN import ON import.id = import_id
                                 WHERE handle_id IN (SELECT id FROM handle
                                                      WHERE id = ?1
                                                         OR (is_owner = 1
                                                             AND value = (SELECT value FROM handle WHERE id = ?1))))",
                             handle);
    });
}

std::vector<StoredSource> ImportRun::sources_read_as(HandleId handle) const
{
    return inside_->piece([&](Connection& database) {
        return sources_where(database,
                             R"(SELECT source_id
                                  FROM import_owner JOIN import ON import.id = import_id
                                  JOIN batch ON batch.id = batch_id
                                 WHERE handle_id = ? AND state <> 'undone')",
                             handle);
    });
}

void ImportRun::open_again(const StoredSource& source)
{
    open_source(source.format, source.path, source.order);
    inside_->piece([&](Connection& database) {
        database.each(
            std::string{R"(SELECT DISTINCT contact_id FROM interaction JOIN handle ON handle.id = handle_id
                            WHERE contact_id IS NOT NULL AND )"}
                .append(of_source),
            [&](const Row& row) { inside_->touched.insert(row.get<ContactId>(0)); }, source.id);
        // What this very run has read of the source is nothing to come back to.
        database.exec(std::string{"INSERT OR IGNORE INTO replaced (batch_id, "}
                          .append(columns)
                          .append(") SELECT ?, ")
                          .append(columns)
                          .append(R"( FROM interaction
                                     WHERE import_id IN (SELECT id FROM import WHERE source_id = ? AND batch_id <> ?))"),
                      inside_->batch, source.id, inside_->batch);
        database.exec(std::string{"DELETE FROM interaction WHERE "}.append(of_source), source.id);
        database.script("CREATE TEMP TABLE IF NOT EXISTS told (key INTEGER PRIMARY KEY); DELETE FROM temp.told");
    });
    inside_->again = source.id;
    inside_->changed = true;
}

void ImportRun::Inside::put_back(Connection& database, std::string_view condition)
{
    database.exec(copy_back(std::string{"AND "}.append(of_source).append(" ").append(condition)), batch, *again);
}

void Store::Inside::bring_back_replaced(std::int64_t batch, std::set<ContactId>& touched)
{
    writing.each(
        R"(SELECT DISTINCT contact_id FROM replaced JOIN handle ON handle.id = handle_id
            WHERE replaced.batch_id = ? AND contact_id IS NOT NULL)",
        [&](const Row& row) { touched.insert(row.get<ContactId>(0)); }, batch);
    writing.exec(copy_back(""), batch);
    writing.exec("DELETE FROM replaced WHERE batch_id = ?", batch);
}

} // namespace blend::store
