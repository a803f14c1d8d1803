// Whom the owner is most in touch with and has not decided about.

#include "daemon/store/inside.hpp"

namespace blend::store {

std::vector<Frequent> Store::frequent(Instant since, std::int64_t limit) const
{
    // A person of their own: a record with others besides says little about any one of them.
    return inside_->read([&](const Connection& database) {
        return database.all(
            R"(SELECT contact.id, CASE WHEN contact.id IS NULL THEN handle.id END,
                      coalesce(contact.name, nullif(handle.name, ''), handle.value),
                      count(DISTINCT (started_at + utc_offset) / 86400) AS days, max(started_at) AS last
                 FROM interaction
                 JOIN handle ON handle.id = handle_id
                 LEFT JOIN contact ON contact.id = handle.contact_id
                WHERE started_at >= ? AND others = 1 AND automated = 0 AND is_owner = 0 AND ignored IS NULL
                  AND contact.circle IS NULL AND contact.cadence_days IS NULL
                  AND (contact.id IS NULL OR contact.id NOT IN (SELECT contact_id FROM not_tracked))
                GROUP BY CASE WHEN contact.id IS NULL THEN -handle.id ELSE contact.id END
                ORDER BY days DESC, last DESC
                LIMIT ?)",
            [](const Row& row) {
                return Frequent{.contact = row.get<std::optional<ContactId>>(0),
                                .handle = row.get<std::optional<HandleId>>(1),
                                .name = row.get<std::string>(2),
                                .days = row.get<std::int64_t>(3),
                                .last = row.get<Instant>(4)};
            },
            since, limit);
    });
}

} // namespace blend::store
