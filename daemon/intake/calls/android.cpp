#include "daemon/intake/calls/android.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/foreign_database.hpp"
#include "daemon/intake/calls/phone.hpp"
#include "daemon/intake/files/ascii.hpp"

namespace blend::intake {
namespace {

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || !is_database_with(head, {})) return 0;
    for (const std::string_view name : {"mmssms.db", "calllog.db", "contacts2.db"})
        if (same(input.name, name)) return 85;
    const bool messages = is_database_with(head, {"CREATE TABLE sms", "thread_id", "address"});
    const bool calls = is_database_with(head, {"CREATE TABLE calls", "number", "duration"});
    return messages || calls ? 85 : 0;
}

std::optional<std::string> home(std::string_view name, Names)
{
    return database_home(name, {"mmssms.db", "calllog.db", "contacts2.db"});
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const ForeignDatabase database{input, context, sink};
    const bool messages = database.has("sms");
    const bool calls = database.has("calls");
    if (!messages && !calls)
        throw Problem{Problem::Kind::bad_input, input.path.string() + " is no database of messages or calls",
                      "they are mmssms.db and calllog.db"};
    bool whole = true;
    if (messages)
        whole &= database.each_row("SELECT rowid, address, date, type, " + database.column("sms", "body", "''") +
                                       " FROM sms",
                                   "rowid", [&](const store::Row& row) {
                                       const auto address = row.get<std::string>(1);
                                       const auto body = row.get<std::string>(4);
                                       tell(PhoneMessage{.address = address,
                                                         .name = {},
                                                         .date = row.get<std::int64_t>(2),
                                                         .type = row.get<std::int64_t>(3),
                                                         .body = body},
                                            context, sink);
                                   });
    if (messages && database.has("pdu"))
        sink.warn("picture and group messages are not read from this database; SMS Backup & Restore exports them");
    if (calls)
        whole &=
            database.each_row("SELECT rowid, number, date, type, duration, " + database.column("calls", "name", "''") +
                                  ", " + database.column("calls", "presentation", "1") + " FROM calls",
                              "rowid", [&](const store::Row& row) {
                                  const auto number = row.get<std::string>(1);
                                  const auto name = row.get<std::string>(5);
                                  tell(PhoneCall{.number = number,
                                                 .name = name,
                                                 .date = row.get<std::int64_t>(2),
                                                 .type = row.get<std::int64_t>(3),
                                                 .presentation = row.get<std::int64_t>(6),
                                                 .seconds = row.get<std::optional<std::int64_t>>(4)},
                                       context, sink);
                              });
    if (!whole) tell_damage(sink);
}

} // namespace

const Format android{"android", sniff, read, home};

} // namespace blend::intake
