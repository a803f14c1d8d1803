// What the agenda did last, so that what was missed is made up once and nothing is said twice.

#include "daemon/store/inside.hpp"

namespace blend::store {

std::optional<Instant> Store::round_done(std::string_view task) const
{
    return inside_->read([&](const Connection& database) {
        return database.one<Instant>("SELECT done_at FROM agenda_round WHERE task = ?", task);
    });
}

void Writer::set_round_done(std::string_view task, Instant done)
{
    inside_.database.exec("INSERT OR REPLACE INTO agenda_round (task, done_at) VALUES (?, ?)", task, done);
}

std::vector<PlanWordRecord> Store::plan_words() const
{
    return inside_->read([](const Connection& database) {
        return database.all("SELECT plan_id, start, topic, times, last_at FROM plan_word", [](const Row& row) {
            return PlanWordRecord{row.get<PlanId>(0), parse_iso_local(row.get<std::string>(1)).value_or(LocalTime{}),
                                  row.get<Topic>(2), row.get<int>(3), row.get<Instant>(4)};
        });
    });
}

void Writer::set_plan_word(const PlanWordRecord& word)
{
    inside_.database.exec(
        "INSERT OR REPLACE INTO plan_word (plan_id, start, topic, times, last_at) VALUES (?, ?, ?, ?, ?)", word.plan,
        iso_local(word.start), word.topic, word.times, word.last);
}

} // namespace blend::store
