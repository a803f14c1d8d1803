#include "daemon/core/explain.hpp"

#include "daemon/core/channel.hpp"
#include "daemon/core/numerics.hpp"

#include <algorithm>

namespace blend {

namespace {

struct Told {
    Session session;
    bool size_known{};
};

/// The log's sessions, as the model forms them, in the order of their beginning.
struct Sessions {
    std::vector<Told> all;
    int noise{};
};

Sessions sessions_of(std::span<const Interaction> interactions, double cadence_days, Instant as_of)
{
    std::vector<Interaction> past;
    std::copy_if(interactions.begin(), interactions.end(), std::back_inserter(past),
                 [&](const Interaction& each) { return each.at <= as_of; });

    Sessions sessions;
    std::array<std::size_t, Words<Channel>::all.size()> open{};
    const auto take = [&](const Interaction& each, const Growth& growth) {
        if (growth.noise) {
            ++sessions.noise;
            return;
        }
        std::size_t& index = open.at(static_cast<std::size_t>(each.channel));
        if (growth.new_session) {
            index = sessions.all.size();
            Session session;
            session.start = each.at;
            session.channel = each.channel;
            session.day = growth.day;
            sessions.all.push_back({session, false});
        }
        Told& told = sessions.all[index];
        told.session.add(each);
        told.session.value = session_value(told.session);
        told.size_known = told.size_known || each.size.has_value();
    };
    remember(cadence_days, past, take);
    return sessions;
}

std::string note(const Session& session)
{
    if (is_attempt(session.channel)) return "an attempt";
    std::string text;
    const auto also = [&](const std::string& reason) { text += (text.empty() ? "" : ", ") + reason; };
    if (noise_factor(session) < 1.0) also(session.commented_forwards > 0 ? "forwarded" : "only an ok");
    if (session.others > 1) also(std::to_string(session.others) + " others");
    if (reciprocity_factor(session) < 1.0) also("one-way");
    return text;
}

ExplainedSession row(const Told& told, double half_life_days, Instant as_of)
{
    const Session& session = told.session;
    ExplainedSession row;
    row.start = session.start;
    row.channel = session.channel;
    row.count = session.count;
    if (told.size_known) row.size = session.size;
    row.value = session.value;
    row.weight = decay(1.0, static_cast<double>((as_of - session.start).count()) / seconds_per_day, half_life_days);
    (is_synchronous(session.channel) ? row.sync : row.async) = row.value * row.weight;
    row.note = note(session);
    return row;
}

/// Older sessions in one row: it begins with the newest of them, and its weight is their average.
ExplainedSession folded(std::span<const ExplainedSession> older)
{
    ExplainedSession fold;
    fold.start = older.front().start;
    for (const ExplainedSession& each : older) {
        fold.count += each.count;
        fold.value += each.value;
        fold.sync += each.sync;
        fold.async += each.async;
    }
    if (fold.value > 0.0) fold.weight = (fold.sync + fold.async) / fold.value;
    fold.note = std::to_string(older.size()) + (older.size() == 1 ? " older session" : " older sessions");
    return fold;
}

} // namespace

Explained explain(std::span<const Interaction> interactions, const Wishes& wishes, const Limits& own, Instant as_of,
                  std::size_t limit)
{
    const double half_life = blend_half_life(wishes.cadence_days);
    const Sessions sessions = sessions_of(interactions, wishes.cadence_days, as_of);

    Explained result;
    result.noise = sessions.noise;
    for (auto each = sessions.all.rbegin(); each != sessions.all.rend(); ++each)
        result.rows.push_back(row(*each, half_life, as_of));
    if (result.rows.size() > limit) {
        const auto older = std::span{result.rows}.subspan(limit);
        const ExplainedSession fold = folded(older);
        result.others = static_cast<int>(older.size());
        result.rows.resize(limit);
        result.rows.push_back(fold);
    }
    for (const ExplainedSession& each : result.rows) {
        result.sync_sum += each.sync;
        result.async_sum += each.async;
    }
    result.target = effective_target(wishes.target, feasibility(own, wishes.limits));
    result.share = shrunk_share(result.sync_sum, result.async_sum, result.target.value_or(wishes.target));
    return result;
}

} // namespace blend
