// Ways out, how they stand, and what left by them.

#include "daemon/store/inside.hpp"

namespace blend::store {

namespace {

std::string words_of(const std::set<Topic>& topics)
{
    std::string list;
    for (const Topic each : topics) list += (list.empty() ? "" : ",") + std::string{word(each)};
    return list;
}

std::set<Topic> topics_in(std::string_view list)
{
    std::set<Topic> topics;
    while (!list.empty()) {
        const std::string_view each = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), each.size() + 1));
        const auto topic = from_word<Topic>(each);
        if (!topic) throw Problem{Problem::Kind::internal, "a way carries the unknown topic " + std::string{each}};
        topics.insert(*topic);
    }
    return topics;
}

WayRecord way_in(const Row& row)
{
    return {.id = row.get<std::int64_t>(0),
            .kind = row.get<WayKind>(1),
            .address = row.get<std::string>(2),
            .server = row.get<std::optional<std::string>>(3),
            .sender = row.get<std::optional<std::string>>(4),
            .user = row.get<std::optional<std::string>>(5),
            .secret = row.get<std::optional<std::string>>(6),
            .carries = topics_in(row.get<std::string>(7)),
            .hide_names = row.get<bool>(8),
            .is_on = row.get<bool>(9),
            .added = row.get<Instant>(10)};
}

DeliveryRecord delivery_in(const Row& row)
{
    return {.way = row.get<std::int64_t>(0),
            .topic = row.get<Topic>(1),
            .key = row.get<std::string>(2),
            .made = row.get<Instant>(3),
            .tries = row.get<int>(4),
            .next = row.get<std::optional<Instant>>(5),
            .delivered = row.get<std::optional<Instant>>(6),
            .problem = row.get<std::optional<std::string>>(7)};
}

} // namespace

std::int64_t Writer::add_way(const WayRecord& way)
{
    inside_.database.exec(
        R"(INSERT INTO way (kind, address, server, sender, user, secret, carries, hide_names, is_on, added_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
        way.kind, way.address, way.server, way.sender, way.user, way.secret, words_of(way.carries), way.hide_names,
        way.is_on, way.added);
    return inside_.database.last_id();
}

void Writer::edit_way(const WayRecord& way)
{
    inside_.database.exec("UPDATE way SET secret = ?, carries = ?, hide_names = ?, is_on = ? WHERE id = ?", way.secret,
                          words_of(way.carries), way.hide_names, way.is_on, way.id);
}

void Writer::remove_way(std::int64_t way) { inside_.database.exec("DELETE FROM way WHERE id = ?", way); }

void Writer::set_way_state(std::int64_t way, const WayState& state)
{
    // The way may have been removed while something left by it.
    inside_.database.exec(
        R"(INSERT OR REPLACE INTO way_state (way_id, failures, failing_since, refusals, off_at, problem)
           SELECT id, ?, ?, ?, ?, ? FROM way WHERE id = ?)",
        state.failures, state.failing_since, state.refusals, state.off, state.problem, way);
}

void Writer::set_delivery(const DeliveryRecord& delivery)
{
    inside_.database.exec(
        R"(INSERT INTO delivery (way_id, topic, key, made_at, tries, next_at, delivered_at, problem)
           SELECT id, ?, ?, ?, ?, ?, ?, ? FROM way WHERE id = ?
               ON CONFLICT (way_id, topic, key)
               DO UPDATE SET tries = excluded.tries, next_at = excluded.next_at,
                             delivered_at = excluded.delivered_at, problem = excluded.problem)",
        delivery.topic, delivery.key, delivery.made, delivery.tries, delivery.next, delivery.delivered,
        delivery.problem, delivery.way);
}

void Writer::give_up_deliveries(std::int64_t way)
{
    inside_.database.exec("UPDATE delivery SET next_at = NULL WHERE way_id = ? AND next_at IS NOT NULL", way);
}

void Writer::forget_deliveries(Instant before)
{
    inside_.database.exec("DELETE FROM delivery WHERE made_at < ? AND next_at IS NULL", before);
}

std::vector<WayRecord> Store::ways() const
{
    return inside_->read([](const Connection& database) {
        return database.all(
            R"(SELECT id, kind, address, server, sender, user, secret, carries, hide_names, is_on, added_at
                 FROM way ORDER BY id)",
            way_in);
    });
}

WayState Store::way_state(std::int64_t way) const
{
    const auto found = inside_->read([&](const Connection& database) {
        return database.all(
            "SELECT failures, failing_since, refusals, off_at, problem FROM way_state WHERE way_id = ?",
            [](const Row& row) {
                return WayState{.failures = row.get<int>(0),
                                .failing_since = row.get<std::optional<Instant>>(1),
                                .refusals = row.get<int>(2),
                                .off = row.get<std::optional<Instant>>(3),
                                .problem = row.get<std::optional<std::string>>(4)};
            },
            way);
    });
    return found.empty() ? WayState{} : found.front();
}

std::optional<DeliveryRecord> Store::delivery(std::int64_t way, Topic topic, std::string_view key) const
{
    const auto found = inside_->read([&](const Connection& database) {
        return database.all(R"(SELECT way_id, topic, key, made_at, tries, next_at, delivered_at, problem FROM delivery
                                WHERE way_id = ? AND topic = ? AND key = ?)",
                            delivery_in, way, topic, key);
    });
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<DeliveryRecord> Store::deliveries(std::int64_t way, std::int64_t limit) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(R"(SELECT way_id, topic, key, made_at, tries, next_at, delivered_at, problem FROM delivery
                                WHERE way_id = ? ORDER BY made_at DESC, id DESC LIMIT ?)",
                            delivery_in, way, limit);
    });
}

std::vector<DeliveryRecord> Store::waiting_deliveries() const
{
    return inside_->read([](const Connection& database) {
        return database.all(R"(SELECT way_id, topic, key, made_at, tries, next_at, delivered_at, problem FROM delivery
                                WHERE next_at IS NOT NULL ORDER BY next_at, id)",
                            delivery_in);
    });
}

} // namespace blend::store
