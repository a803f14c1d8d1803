#include "daemon/store/derived.hpp"

#include "daemon/core/slot.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace blend::store {

namespace {

/// Rises whenever `each_field` changes.
constexpr std::uint8_t layout = 1;

class Writing {
public:
    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void operator()(T& value)
    {
        const auto* bytes = reinterpret_cast<const unsigned char*>(&value);
        bytes_.insert(bytes_.end(), bytes, bytes + sizeof value);
    }
    Blob take() { return std::move(bytes_); }

private:
    Blob bytes_;
};

class Reading {
public:
    explicit Reading(const Blob& bytes) : bytes_{bytes} {}
    template <class T>
        requires std::is_arithmetic_v<T> || std::is_enum_v<T>
    void operator()(T& value)
    {
        if (bytes_.size() - at_ < sizeof value) {
            short_ = true;
            return;
        }
        std::memcpy(&value, bytes_.data() + at_, sizeof value);
        at_ += sizeof value;
    }
    bool fits() const { return !short_ && at_ == bytes_.size(); }

private:
    const Blob& bytes_;
    std::size_t at_{};
    bool short_{};
};

template <class Archive, class Clock> void each_field(Archive& archive, std::chrono::time_point<Clock, Seconds>& point)
{
    auto count = static_cast<std::int64_t>(point.time_since_epoch().count());
    archive(count);
    point = std::chrono::time_point<Clock, Seconds>{Seconds{count}};
}

template <class Archive> void each_field(Archive& archive, Day& day)
{
    auto count = static_cast<std::int32_t>(day.time_since_epoch().count());
    archive(count);
    day = Day{std::chrono::days{count}};
}

template <class Archive> void each_field(Archive& archive, Fading& sum)
{
    archive(sum.half_life_days);
    archive(sum.value);
    each_field(archive, sum.at);
}

template <class Archive> void each_field(Archive& archive, Session& session)
{
    each_field(archive, session.start);
    each_field(archive, session.last);
    archive(session.channel);
    each_field(archive, session.day);
    archive(session.count);
    archive(session.in);
    archive(session.out);
    archive(session.others);
    archive(session.acknowledgements);
    archive(session.commented_forwards);
    archive(session.size);
    archive(session.value);
}

template <class Archive, class T> void each_field(Archive& archive, std::optional<T>& value)
{
    bool there = value.has_value();
    archive(there);
    if (!there) return;
    if (!value) value.emplace();
    each_field(archive, *value);
}

template <class Archive> void each_field(Archive& archive, Derived& derived)
{
    Memory& memory = derived.memory;
    for (Fading* sum : {&memory.sync, &memory.async, &memory.squares, &memory.long_term, &memory.middle_term,
                        &memory.incoming, &memory.outgoing, &memory.life_sync, &memory.life_async})
        each_field(archive, *sum);
    archive(memory.touch_days);
    each_field(archive, memory.first_day);
    each_field(archive, memory.last_day);
    for (auto* instant : {&memory.last_touch, &memory.last_contact, &memory.last_sync, &memory.last_async,
                          &memory.first, &memory.newest})
        each_field(archive, *instant);
    archive(memory.newest_key);
    archive(memory.unanswered);
    archive(memory.owed);
    archive(memory.unspoken);
    archive(memory.noise);
    for (auto& session : memory.open) each_field(archive, session);
    for (auto& hour : derived.habits) archive(hour);
    archive(derived.last_hour);
}

/// Counts the hour of the week, once for each real hour with contact.
void learn(Derived& derived, const Interaction& interaction)
{
    if (is_noise(interaction) || interaction.channel == Channel::missed_call) return;
    const auto hour = std::chrono::floor<std::chrono::hours>(interaction.at).time_since_epoch().count();
    if (hour == derived.last_hour) return;
    derived.last_hour = hour;
    auto& count = derived.habits[hour_of_week(interaction.at, interaction.utc_offset)];
    if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
}

DaySum sum_of(const Interaction& interaction, const Growth& growth)
{
    if (growth.noise) return {.noise = 1};
    return {.interactions = 1,
            .sessions = growth.new_session ? 1 : 0,
            .size = interaction.size.value_or(0.0),
            .value = growth.value};
}

/// Noise may be late for the model, but then it may also be there twice, under two handles.
bool newer_than_all(const Memory& memory, const Interaction& interaction)
{
    if (!memory.newest || interaction.at > *memory.newest) return true;
    return interaction.at == *memory.newest && interaction.key > memory.newest_key;
}

void insert_day(Connection& database, ContactId contact, const DayKey& key, const DaySum& sum)
{
    database.exec(R"(INSERT INTO daily (contact_id, day, channel, interactions, noise, sessions, size, value)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                     ON CONFLICT DO UPDATE
                        SET interactions = interactions + excluded.interactions,
                            noise = noise + excluded.noise,
                            sessions = sessions + excluded.sessions,
                            size = size + excluded.size,
                            value = value + excluded.value)",
                  contact, key.first, key.second, sum.interactions, sum.noise, sum.sessions, sum.size, sum.value);
}

void save_derived(Connection& database, ContactId contact, const Derived& derived)
{
    database.exec(
        "INSERT INTO standing (contact_id, memory) VALUES (?, ?) ON CONFLICT DO UPDATE SET memory = excluded.memory",
        contact, to_bytes(derived));
}

void note_source(Connection& database, ContactId contact, const std::string& format, Instant newest)
{
    database.exec(R"(INSERT INTO contact_source (contact_id, format, newest_at)
                     VALUES (?, ?, ?)
                     ON CONFLICT DO UPDATE SET newest_at = max(newest_at, excluded.newest_at))",
                  contact, format, newest);
}

} // namespace

Blob to_bytes(const Derived& derived)
{
    Writing writing;
    std::uint8_t version = layout;
    writing(version);
    Derived copy = derived; // the walk serves reading too and takes its fields by reference
    each_field(writing, copy);
    return writing.take();
}

std::optional<Derived> from_bytes(const Blob& bytes)
{
    Reading reading{bytes};
    std::uint8_t version{};
    reading(version);
    if (version != layout) return std::nullopt;
    Derived derived;
    each_field(reading, derived);
    return reading.fits() ? std::optional{derived} : std::nullopt;
}

double cadence_of(const Connection& database, ContactId contact)
{
    return database
        .one<double>(R"(SELECT coalesce(contact.cadence_days, circle.cadence_days)
                          FROM contact LEFT JOIN circle ON circle.name = contact.circle
                         WHERE contact.id = ?)",
                     contact)
        .value_or(Wishes{}.cadence_days);
}

Fresh computed(double cadence_days, const std::vector<Happened>& log, const Formats& formats)
{
    Fresh fresh;
    fresh.derived.memory = fresh_memory(cadence_days);
    const auto tell = [&](const LogRow& row) {
        Instant& newest = fresh.newest_by_format[format_of(row, formats)];
        newest = std::max(newest, row.interaction.at);
    };
    for (const auto& [told, others] : log) {
        const Interaction& interaction = told.interaction;
        const Growth growth = ingest(fresh.derived.memory, interaction);
        learn(fresh.derived, interaction);
        const DaySum sum = sum_of(interaction, growth);
        DaySum& day = fresh.days[{growth.day, growth.channel}];
        day.interactions += sum.interactions;
        day.noise += sum.noise;
        day.sessions += sum.sessions;
        day.size += sum.size;
        day.value += sum.value;
        tell(told);
        for (const LogRow& other : others) tell(other);
    }
    return fresh;
}

Fresh stored(const Connection& database, ContactId contact)
{
    Fresh fresh;
    if (const auto bytes = database.one<Blob>("SELECT memory FROM standing WHERE contact_id = ?", contact))
        fresh.derived = from_bytes(*bytes).value_or(Derived{});
    database.each(
        "SELECT day, channel, interactions, noise, sessions, size, value FROM daily WHERE contact_id = ?",
        [&](const Row& row) {
            fresh.days[{row.get<Day>(0), row.get<Channel>(1)}] = {row.get<std::int64_t>(2), row.get<std::int64_t>(3),
                                                                  row.get<std::int64_t>(4), row.get<double>(5),
                                                                  row.get<double>(6)};
        },
        contact);
    database.each(
        "SELECT format, newest_at FROM contact_source WHERE contact_id = ?",
        [&](const Row& row) { fresh.newest_by_format[row.get<std::string>(0)] = row.get<Instant>(1); }, contact);
    return fresh;
}

void save(Connection& database, ContactId contact, const Fresh& fresh)
{
    database.exec("DELETE FROM daily WHERE contact_id = ?", contact);
    database.exec("DELETE FROM contact_source WHERE contact_id = ?", contact);
    save_derived(database, contact, fresh.derived);
    for (const auto& [key, sum] : fresh.days) insert_day(database, contact, key, sum);
    for (const auto& [format, newest] : fresh.newest_by_format) note_source(database, contact, format, newest);
}

std::size_t rebuild(Connection& database, ContactId contact, const Formats& formats)
{
    // A forgotten or merged contact may still be among those touched.
    if (!database.one<std::int64_t>("SELECT 1 FROM contact WHERE id = ?", contact)) return 0;
    const auto log = log_of(database, contact, formats, Instant::max());
    save(database, contact, computed(cadence_of(database, contact), log, formats));
    return log.size();
}

void extend(Connection& database, ContactId contact, std::vector<Interaction> added)
{
    std::sort(added.begin(), added.end(), earlier);
    const auto bytes = database.one<Blob>("SELECT memory FROM standing WHERE contact_id = ?", contact);
    auto derived = bytes ? from_bytes(*bytes) : std::nullopt;
    const Formats names = formats(database);
    for (const Interaction& each : added) {
        if (!derived || !newer_than_all(derived->memory, each) || told_elsewhere(database, contact, names, each)) {
            rebuild(database, contact, names);
            return;
        }
        const Growth growth = ingest(derived->memory, each);
        learn(*derived, each);
        insert_day(database, contact, {growth.day, growth.channel}, sum_of(each, growth));
    }
    save_derived(database, contact, *derived);
    note_source(database, contact, "log", added.back().at);
}

} // namespace blend::store
