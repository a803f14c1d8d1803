// Collections of accounts on servers, what was read there, and how plans stand in them.

#include "daemon/store/inside.hpp"

namespace blend::store {

namespace {

ItemRecord item_in(const Row& row)
{
    return {.href = row.get<std::string>(0),
            .etag = row.get<std::string>(1),
            .uid = row.get<std::string>(2),
            .told = row.get<std::string>(3),
            .first = row.get<std::optional<Instant>>(4),
            .last = row.get<std::optional<Instant>>(5)};
}

} // namespace

std::int64_t Writer::set_collection(const CollectionRecord& collection)
{
    Connection& database = inside_.database;
    database.exec(R"(INSERT INTO collection (watched_id, href, name, takes_plans, counts_busy)
                     SELECT id, ?, ?, ?, ? FROM watched WHERE id = ?
                     ON CONFLICT DO UPDATE SET name = excluded.name, takes_plans = excluded.takes_plans,
                                               counts_busy = excluded.counts_busy)",
                  collection.href, collection.name, collection.takes_plans, collection.counts_busy, collection.watched);
    const auto id = database.one<std::int64_t>("SELECT id FROM collection WHERE watched_id = ? AND href = ?",
                                               collection.watched, collection.href);
    // The account may have been removed while it was read.
    if (!id) return 0;
    database.exec("INSERT OR REPLACE INTO collection_state (collection_id, state) VALUES (?, ?)", *id,
                  collection.state);
    return *id;
}

void Writer::forget_state(std::int64_t collection)
{
    inside_.database.exec("UPDATE collection_state SET state = '' WHERE collection_id = ?", collection);
}

void Writer::drop_collection(std::int64_t collection)
{
    inside_.database.exec("DELETE FROM collection WHERE id = ?", collection);
}

void Writer::set_item(std::int64_t collection, const ItemRecord& item)
{
    inside_.database.exec(
        R"(INSERT OR REPLACE INTO collection_item (collection_id, href, etag, uid, told, first_at, last_at)
           SELECT id, ?, ?, ?, ?, ?, ? FROM collection WHERE id = ?)",
        item.href, item.etag, item.uid, item.told, item.first, item.last, collection);
}

void Writer::drop_item(std::int64_t collection, std::string_view href)
{
    inside_.database.exec("DELETE FROM collection_item WHERE collection_id = ? AND href = ?", collection, href);
}

void Writer::set_plan_copy(const PlanCopyRecord& copy)
{
    inside_.database.exec(R"(INSERT OR REPLACE INTO plan_copy (plan_id, collection_id, href, etag, agreed)
                             SELECT ?, id, ?, ?, ? FROM collection WHERE id = ?)",
                          copy.plan, copy.href, copy.etag, copy.agreed, copy.collection);
}

void Writer::drop_plan_copy(PlanId plan) { inside_.database.exec("DELETE FROM plan_copy WHERE plan_id = ?", plan); }

std::optional<bool> Writer::set_answer(std::string_view uid, ContactId guest, std::string_view answer)
{
    Connection& database = inside_.database;
    const auto plan = database.one<PlanId>(R"(SELECT plan.id FROM plan JOIN plan_contact ON plan_id = plan.id
                                               WHERE uid = ? AND contact_id = ?)",
                                           uid, guest);
    if (!plan) return std::nullopt;
    const auto before =
        database.one<std::string>("SELECT answer FROM plan_answer WHERE plan_id = ? AND contact_id = ?", *plan, guest);
    if (before == answer) return false;
    database.exec(R"(INSERT INTO plan_answer (plan_id, contact_id, answer) VALUES (?, ?, ?)
                     ON CONFLICT DO UPDATE SET answer = excluded.answer)",
                  *plan, guest, answer);
    inside_.concerned.insert(guest);
    return true;
}

void Writer::set_feed(const FeedRecord& feed)
{
    inside_.database.exec("INSERT OR REPLACE INTO feed (name, secret, created_at) VALUES (?, ?, ?)", feed.name,
                          feed.secret, feed.created);
}

void Writer::drop_feed(std::string_view name) { inside_.database.exec("DELETE FROM feed WHERE name = ?", name); }

std::map<ContactId, std::string> Store::guest_answers(PlanId plan) const
{
    return inside_->read([&](const Connection& database) {
        std::map<ContactId, std::string> answers;
        database.each(
            "SELECT contact_id, answer FROM plan_answer WHERE plan_id = ?",
            [&](const Row& row) { answers.emplace(row.get<ContactId>(0), row.get<std::string>(1)); }, plan);
        return answers;
    });
}

std::vector<FeedRecord> Store::feeds() const
{
    return inside_->read([](const Connection& database) {
        return database.all("SELECT name, secret, created_at FROM feed ORDER BY name DESC", [](const Row& row) {
            return FeedRecord{row.get<std::string>(0), row.get<std::string>(1), row.get<Instant>(2)};
        });
    });
}

std::vector<CollectionRecord> Store::collections(std::int64_t watched) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT id, watched_id, href, name, takes_plans, counts_busy, state
                 FROM collection LEFT JOIN collection_state ON collection_id = id
                WHERE watched_id = ?
                ORDER BY id)",
            [](const Row& row) {
                return CollectionRecord{.id = row.get<std::int64_t>(0),
                                        .watched = row.get<std::int64_t>(1),
                                        .href = row.get<std::string>(2),
                                        .name = row.get<std::string>(3),
                                        .takes_plans = row.get<bool>(4),
                                        .counts_busy = row.get<bool>(5),
                                        .state = row.get<std::optional<std::string>>(6).value_or("")};
            },
            watched);
    });
}

std::map<std::string, std::string> Store::item_etags(std::int64_t collection) const
{
    return inside_->read([&](const Connection& database) {
        std::map<std::string, std::string> etags;
        database.each(
            "SELECT href, etag FROM collection_item WHERE collection_id = ?",
            [&](const Row& row) { etags.emplace(row.get<std::string>(0), row.get<std::string>(1)); }, collection);
        return etags;
    });
}

std::optional<ItemRecord> Store::item(std::int64_t collection, std::string_view href) const
{
    const auto found = inside_->read([&](const Connection& database) {
        return database.all(R"(SELECT href, etag, uid, told, first_at, last_at
                                 FROM collection_item WHERE collection_id = ? AND href = ?)",
                            item_in, collection, href);
    });
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<ItemRecord> Store::items(std::int64_t collection, Instant from, Instant to) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(R"(SELECT href, etag, uid, told, first_at, last_at
                                 FROM collection_item
                                WHERE collection_id = ? AND first_at < ? AND (last_at IS NULL OR last_at > ?)
                                ORDER BY href)",
                            item_in, collection, to, from);
    });
}

std::vector<ItemRecord> Store::busy_items(Instant from, Instant to) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(R"(SELECT collection_item.href, etag, uid, told, first_at, last_at
                                 FROM collection JOIN collection_item ON collection_id = collection.id
                                WHERE counts_busy = 1 AND first_at < ? AND (last_at IS NULL OR last_at > ?)
                                ORDER BY first_at)",
                            item_in, to, from);
    });
}

std::optional<std::pair<std::int64_t, ItemRecord>> Store::item_called(std::int64_t watched, std::string_view uid) const
{
    const auto found = inside_->read([&](const Connection& database) {
        return database.all(R"(SELECT collection_item.href, etag, uid, told, first_at, last_at, collection.id
                                 FROM collection JOIN collection_item ON collection_id = collection.id
                                WHERE watched_id = ? AND uid = ?)",
                            [](const Row& row) {
                                return std::pair{row.get<std::int64_t>(6), item_in(row)};
                            },
                            watched, uid);
    });
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<PlanCopyRecord> Store::plan_copies() const
{
    return inside_->read([](const Connection& database) {
        return database.all("SELECT plan_id, collection_id, href, etag, agreed FROM plan_copy ORDER BY plan_id",
                            [](const Row& row) {
                                return PlanCopyRecord{.plan = row.get<PlanId>(0),
                                                      .collection = row.get<std::int64_t>(1),
                                                      .href = row.get<std::string>(2),
                                                      .etag = row.get<std::string>(3),
                                                      .agreed = row.get<std::string>(4)};
                            });
    });
}

} // namespace blend::store
