// Reading contacts, circles and handles.

#include "daemon/store/inside.hpp"
#include "daemon/zone/letters.hpp"

#include <charconv>

namespace blend::store {

namespace {

constexpr std::string_view contact_columns =
    R"(contact.id, name, circle, cadence_days, talk_every_days, target, band, importance, zone, birthday, note, added_at,
       paused_until)";

ContactRecord contact_in(const Row& row)
{
    ContactRecord contact{.id = row.get<ContactId>(0),
                          .name = row.get<std::string>(1),
                          .circle = row.get<std::optional<std::string>>(2),
                          .cadence_days = row.get<std::optional<double>>(3),
                          .talk_every_days = row.get<std::optional<double>>(4),
                          .target = row.get<std::optional<double>>(5),
                          .band = row.get<std::optional<double>>(6),
                          .importance = row.get<std::optional<double>>(7),
                          .zone = row.get<std::optional<std::string>>(8),
                          .note = row.get<std::optional<std::string>>(10),
                          .paused_until = row.get<std::optional<Instant>>(12),
                          .added = row.get<Instant>(11)};
    if (!row.empty(9)) contact.birthday = parse_yearly_date(row.get<std::string>(9));
    return contact;
}

void read_limits(const Connection& database, ContactRecord& contact)
{
    database.each(
        "SELECT mode, possible FROM contact_limit WHERE contact_id = ?",
        [&](const Row& row) { contact.limits[row.get<Mode>(0)] = row.get<double>(1); }, contact.id);
}

void read_days(const Connection& database, ContactRecord& contact)
{
    database.each(
        "SELECT name, date FROM yearly_day WHERE contact_id = ?",
        [&](const Row& row) {
            if (const auto date = parse_yearly_date(row.get<std::string>(1)))
                contact.days.emplace(row.get<std::string>(0), *date);
        },
        contact.id);
}

template <class... Parameters> std::vector<ContactRecord>
contacts_where(const Connection& database, std::string_view condition, const Parameters&... parameters)
{
    auto contacts = database.all(std::string{"SELECT "}
                                     .append(contact_columns)
                                     .append(" FROM contact WHERE ")
                                     .append(condition)
                                     .append(" ORDER BY folded"),
                                 contact_in, parameters...);
    for (ContactRecord& contact : contacts) {
        read_limits(database, contact);
        read_days(database, contact);
    }
    return contacts;
}

constexpr std::string_view handle_columns = "handle.id, kind, value, handle.name, contact_id, is_owner, ignored";

HandleRecord handle_in(const Row& row)
{
    return {.id = row.get<HandleId>(0),
            .handle = {row.get<HandleKind>(1), row.get<std::string>(2)},
            .name = row.get<std::optional<std::string>>(3).value_or(""),
            .contact = row.get<std::optional<ContactId>>(4),
            .is_owner = row.get<bool>(5),
            .ignored = row.get<std::optional<std::string>>(6)};
}

template <class... Parameters> std::vector<HandleRecord>
handles_where(const Connection& database, std::string_view condition, const Parameters&... parameters)
{
    return database.all(std::string{"SELECT "}.append(handle_columns).append(" FROM handle WHERE ").append(condition),
                        handle_in, parameters...);
}

Known known_in(const Connection& database, const std::vector<Circle>& circles, ContactRecord contact,
               const std::optional<Blob>& bytes)
{
    Known known{.wishes = wishes_of(contact, circles),
                .memory = fresh_memory(wishes_of(contact, circles).cadence_days)};
    if (bytes) {
        // Bytes of another version of the program are as good as none until `rebuild`.
        if (const auto derived = from_bytes(*bytes)) {
            known.memory = derived->memory;
            known.habits = derived->habits;
        } else {
            known.memory =
                computed(known.wishes.cadence_days, log_of(database, contact.id, formats(database), Instant::max()), {})
                    .derived.memory;
        }
    }
    known.record = std::move(contact);
    return known;
}

std::vector<Circle> circles_in(const Connection& database)
{
    return database.all(
        "SELECT name, cadence_days, talk_every_days, target, band, importance FROM circle ORDER BY cadence_days",
        [](const Row& row) {
            return Circle{row.get<std::string>(0), row.get<double>(1), row.get<std::optional<double>>(2),
                          row.get<double>(3),      row.get<double>(4), row.get<double>(5)};
        });
}

/// For LIKE with ESCAPE '\'.
std::string literally(std::string_view text)
{
    std::string escaped;
    for (const char each : text) {
        if (each == '%' || each == '_' || each == '\\') escaped += '\\';
        escaped += each;
    }
    return escaped;
}

} // namespace

Wishes wishes_of(const ContactRecord& contact, const std::vector<Circle>& circles)
{
    Wishes wishes{.limits = contact.limits, .added = contact.added};
    for (const Circle& circle : circles)
        if (contact.circle == circle.name) {
            wishes.cadence_days = circle.cadence_days;
            wishes.talk_every_days = circle.talk_every_days;
            wishes.target = circle.target;
            wishes.band = circle.band;
            wishes.importance = circle.importance;
        }
    wishes.cadence_days = contact.cadence_days.value_or(wishes.cadence_days);
    if (contact.talk_every_days) wishes.talk_every_days = contact.talk_every_days;
    wishes.target = contact.target.value_or(wishes.target);
    wishes.band = contact.band.value_or(wishes.band);
    wishes.importance = contact.importance.value_or(wishes.importance);
    return wishes;
}

std::vector<Circle> Store::circles() const { return inside_->read(circles_in); }

std::optional<ContactRecord> Store::contact(ContactId id) const
{
    auto found =
        inside_->read([&](const Connection& database) { return contacts_where(database, "contact.id = ?", id); });
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::optional<ContactRecord> Writer::contact(ContactId id) const
{
    auto found = contacts_where(inside_.database, "contact.id = ?", id);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<ContactRecord> Store::find_contacts(std::string_view name) const
{
    const std::string folded = zone::folded(name);
    if (folded.empty()) return {};
    return inside_->read([&](const Connection& database) {
        auto found = contacts_where(database, "folded = ?", folded);
        if (found.empty()) found = contacts_where(database, R"(folded LIKE ? ESCAPE '\')", literally(folded) + "%");
        if (found.empty())
            found = contacts_where(database, R"(folded LIKE ? ESCAPE '\')", "% " + literally(folded) + "%");
        return found;
    });
}

std::vector<Known> Store::known() const
{
    return inside_->read([&](const Connection& database) {
        std::map<ContactId, Limits> limits;
        database.each("SELECT contact_id, mode, possible FROM contact_limit",
                      [&](const Row& row) { limits[row.get<ContactId>(0)][row.get<Mode>(1)] = row.get<double>(2); });
        std::map<ContactId, std::map<std::string, YearlyDate>> days;
        database.each("SELECT contact_id, name, date FROM yearly_day", [&](const Row& row) {
            if (const auto date = parse_yearly_date(row.get<std::string>(2)))
                days[row.get<ContactId>(0)].emplace(row.get<std::string>(1), *date);
        });
        const auto circles = circles_in(database);
        std::vector<Known> everybody;
        database.each(
            std::string{"SELECT "}
                .append(contact_columns)
                .append(", memory FROM contact LEFT JOIN standing ON standing.contact_id = contact.id ORDER BY folded"),
            [&](const Row& row) {
                ContactRecord contact = contact_in(row);
                if (const auto found = limits.find(contact.id); found != limits.end()) contact.limits = found->second;
                if (auto found = days.find(contact.id); found != days.end()) contact.days = std::move(found->second);
                everybody.push_back(known_in(database, circles, std::move(contact), row.get<std::optional<Blob>>(13)));
            });
        return everybody;
    });
}

std::optional<Known> Store::known(ContactId id) const
{
    return inside_->read([&](const Connection& database) -> std::optional<Known> {
        auto found = contacts_where(database, "contact.id = ?", id);
        if (found.empty()) return std::nullopt;
        return known_in(database, circles_in(database), std::move(found.front()),
                        database.one<Blob>("SELECT memory FROM standing WHERE contact_id = ?", id));
    });
}

std::vector<HandleRecord> Store::handles_of(ContactId id) const
{
    return inside_->read(
        [&](const Connection& database) { return handles_where(database, "contact_id = ? ORDER BY id", id); });
}

std::vector<HandleRecord> Store::owner_handles() const
{
    return inside_->read(
        [&](const Connection& database) { return handles_where(database, "is_owner = 1 ORDER BY id"); });
}

std::optional<HandleRecord> Store::handle(HandleId id) const
{
    auto found = inside_->read([&](const Connection& database) { return handles_where(database, "id = ?", id); });
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<HandleRecord> Store::find_handles(std::string_view text) const
{
    return inside_->read([&](const Connection& database) -> std::vector<HandleRecord> {
        if (const auto colon = text.find(':'); colon != std::string_view::npos)
            if (const auto kind = from_word<HandleKind>(text.substr(0, colon))) {
                auto found = handles_where(database, "kind = ? AND value = ?", *kind, text.substr(colon + 1));
                if (!found.empty()) return found;
            }
        auto found = handles_where(database, "value = ? AND kind NOT IN ('log', 'card')", text);
        if (found.empty()) found = handles_where(database, "name = ? AND kind NOT IN ('log', 'card')", text);
        std::int64_t number{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (found.empty() && error == std::errc{} && end == text.data() + text.size())
            found = handles_where(database, "id = ?", number);
        return found;
    });
}

std::vector<HandleRecord> Store::linked_handles() const
{
    return inside_->read(
        [](const Connection& database) { return handles_where(database, "contact_id IS NOT NULL ORDER BY id"); });
}

namespace {

/// Of which nothing is known: nobody's, and not postponed.
constexpr std::string_view waiting =
    R"(contact_id IS NULL AND is_owner = 0 AND ignored IS NULL
       AND NOT EXISTS (SELECT 1 FROM postponed WHERE handle_id = handle.id AND until > ?))";

constexpr std::string_view aside = "ignored IS NOT NULL AND is_owner = 0";

std::string with_rows(std::string_view condition)
{
    return std::string{"SELECT "}
        .append(handle_columns)
        .append(R"(, count(*) AS rows, min(started_at), max(started_at)
                   FROM handle JOIN interaction ON interaction.handle_id = handle.id WHERE )")
        .append(condition)
        .append(" GROUP BY handle.id ORDER BY rows DESC, value LIMIT ? OFFSET ?");
}

std::string counted(std::string_view condition)
{
    return std::string{"SELECT count(*) FROM handle WHERE "}.append(condition).append(
        " AND EXISTS (SELECT 1 FROM interaction WHERE handle_id = handle.id)");
}

Unmatched unmatched_in(const Row& row)
{
    return {handle_in(row), row.get<std::int64_t>(7), row.get<std::optional<Instant>>(8),
            row.get<std::optional<Instant>>(9)};
}

} // namespace

std::vector<Unmatched> Store::unmatched(std::int64_t offset, std::int64_t limit, Instant asked) const
{
    return inside_->read([&](const Connection& database) {
        return database.all(with_rows(waiting), unmatched_in, asked, limit, offset);
    });
}

std::int64_t Store::unmatched_count(Instant asked) const
{
    return inside_->read(
        [&](const Connection& database) { return database.one<std::int64_t>(counted(waiting), asked).value_or(0); });
}

std::vector<Unmatched> Store::set_aside(std::int64_t offset, std::int64_t limit) const
{
    return inside_->read(
        [&](const Connection& database) { return database.all(with_rows(aside), unmatched_in, limit, offset); });
}

std::int64_t Store::set_aside_count() const
{
    return inside_->read(
        [](const Connection& database) { return database.one<std::int64_t>(counted(aside)).value_or(0); });
}

} // namespace blend::store
