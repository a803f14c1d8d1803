// The databases of phones and computers: Apple's messages and calls, Android's.

#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/android.hpp"
#include "daemon/intake/calls/foreign_database.hpp"
#include "daemon/intake/calls/imessage.hpp"
#include "daemon/intake/calls/sms_backup.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder()
    {
        std::string name = (fs::temp_directory_path() / "blend-phone-XXXXXX").native();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;

    fs::path database(const std::string& name, const std::string& sql) const
    {
        store::Connection connection{path / name, store::Connection::Access::read_write};
        connection.script(sql);
        return path / name;
    }

    fs::path path;
};

Context today()
{
    Context context;
    context.now = *parse_rfc3339("2026-11-23T00:00:00Z");
    return context;
}

Recorder read_file(const Format& format, const fs::path& path)
{
    Recorder recorder;
    format.read(input_of_file(path), today(), recorder);
    return recorder;
}

const std::string apple_tables =
    "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);"
    "CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT);"
    "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, attributedBody BLOB, handle_id INTEGER,"
    " service TEXT, account TEXT, error INTEGER DEFAULT 0, date INTEGER, is_from_me INTEGER DEFAULT 0, is_sent INTEGER"
    " DEFAULT 1, is_delivered INTEGER DEFAULT 1, is_system_message INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,"
    " associated_message_type INTEGER DEFAULT 0, is_audio_message INTEGER DEFAULT 0, date_retracted INTEGER DEFAULT 0,"
    " date_edited INTEGER DEFAULT 0);"
    "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);"
    "CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);"
    "INSERT INTO handle VALUES (1, '+15550100002', 'iMessage'), (2, 'ben@example.org', 'iMessage'),"
    " (3, '+15550100002', 'SMS');"
    "INSERT INTO chat VALUES (1, 'a', 45, '+15550100002'), (2, 'b', 43, 'chat1'), (3, 'c', 45, '+15550100002');"
    "INSERT INTO chat_handle_join VALUES (1, 1), (2, 1), (2, 2), (3, 3);";

constexpr const char* date = "771069600000000000"; // 2025-06-08T10:00:00Z

/// A message in the first chat, which the other one wrote, but for what is said.
std::string message(int row, const std::string& columns, const std::string& values, int chat = 1)
{
    const std::string id = std::to_string(row);
    return "INSERT INTO message (ROWID, guid, service, " + columns + ") VALUES (" + id + ", 'guid-" + id +
           "', 'iMessage', " + values + ");INSERT INTO chat_message_join VALUES (" + std::to_string(chat) + ", " + id +
           ");";
}

std::string said(int row, const std::string& text, bool mine = false, int chat = 1)
{
    return message(row, "text, handle_id, is_from_me, date", "'" + text + "', " + (mine ? "0, 1, " : "1, 0, ") + date,
                   chat);
}

Recorder messages(const std::string& sql)
{
    const Folder folder;
    return read_file(imessage, folder.database("chat.db", apple_tables + sql));
}

} // namespace

TEST_CASE("a message is from its handle, or from me to everybody in the chat", "[imessage]")
{
    const Recorder recorder = messages(said(1, "how are you these days") + said(2, "fine", true) +
                                       said(3, "to all of you", true, 2) + said(4, "from one", false, 2));
    REQUIRE(recorder.observations.size() == 4);
    const auto& all = recorder.observations;
    CHECK(all[0].direction == Direction::in);
    CHECK(all[0].channel == Channel::chat);
    CHECK(all[0].at == *parse_rfc3339("2025-06-08T10:00:00Z"));
    CHECK(all[0].size == 5.0);
    CHECK(all[0].parties.at(0).handle == Handle{HandleKind::phone, "+15550100002"});
    CHECK(all[1].direction == Direction::out);
    CHECK(all[1].parties.at(0).handle.value == "+15550100002");
    CHECK(all[2].parties.size() == 2);
    CHECK(all[2].parties.at(1).handle == Handle{HandleKind::email, "ben@example.org"});
    CHECK(all[2].others == 2);
    CHECK(all[3].parties.size() == 1);
    CHECK(all[3].others == 2);
}

TEST_CASE("dates are nanoseconds or, in old databases, seconds since 2001", "[imessage]")
{
    CHECK(apple_date(771069600000000000) == *parse_rfc3339("2025-06-08T10:00:00Z"));
    CHECK(apple_date(300000000) == *parse_rfc3339("2010-07-05T05:20:00Z"));
    CHECK_FALSE(apple_date(0));
    CHECK_FALSE(apple_date(999'999'999'999));
    CHECK(messages(message(1, "text, handle_id, date", "'x', 1, 0")).skips == std::vector{Skip::no_date});
}

TEST_CASE("a reaction, a notice and what was taken back or never sent are no messages", "[imessage]")
{
    const auto with = [](int row, const std::string& column, const std::string& value) {
        return message(row, "text, handle_id, date, " + column, std::string{"'x', 1, "} + date + ", " + value);
    };
    const Recorder recorder = messages(
        with(1, "associated_message_type", "2001") + with(2, "associated_message_type", "3001") +
        with(3, "associated_message_type", "2006") + with(4, "item_type", "1") + with(5, "is_system_message", "1") +
        with(6, "date_retracted", date) + with(7, "is_from_me, error, is_sent, is_delivered", "1, 22, 0, 0") +
        message(8, "handle_id, date, date_edited", std::string{"1, "} + date + ", 5"));
    CHECK(recorder.skips == std::vector{Skip::reaction, Skip::reaction, Skip::reaction, Skip::system, Skip::system,
                                        Skip::unsent, Skip::unsent, Skip::unsent});
}

TEST_CASE("words that lie in the formatting only are counted there", "[imessage]")
{
    const std::string front = "\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString"
                              "\x84\x84\x08NSString\x01\x94\x84\x01+";
    CHECK(archived_text(front + "\x05hello\x86\x84") == "hello");
    const std::string long_text(300, 'x');
    CHECK(archived_text(front + std::string{"\x81\x2c\x01", 3} + long_text + "\x86") == long_text);
    CHECK(archived_text(front + std::string{"\x82\x2c\x01\0\0", 5} + long_text) == long_text);
    CHECK(archived_text(front + "\x7fshort") == "short");
    CHECK_FALSE(archived_text(front.substr(0, front.size() - 3)));
    CHECK_FALSE(archived_text(""));
    const Recorder recorder =
        messages(message(1, "handle_id, date, attributedBody",
                         std::string{"1, "} + date +
                             ", x'4e53537472696e67018401"
                             "2b0b"
                             "68656c6c6f20776f726c64"
                             "86'") +
                 message(2, "handle_id, date, text", std::string{"1, "} + date + ", char(65532) || 'two words'"));
    REQUIRE(recorder.observations.size() == 2);
    CHECK(recorder.observations[0].size == 2.0);
    CHECK(recorder.observations[1].size == 2.0);
}

TEST_CASE("a message in two chats is one, and its key holds no content", "[imessage]")
{
    const Recorder recorder = messages(said(1, "hello") + "INSERT INTO chat_message_join VALUES (3, 1);");
    CHECK(recorder.records == 1);
    CHECK(recorder.only().source_key.starts_with("imessage:"));
    CHECK(recorder.only().source_key.find("hello") == std::string::npos);
}

TEST_CASE("a database of an older system lacks columns and is read nevertheless", "[imessage]")
{
    const Folder folder;
    const auto path = folder.database(
        "chat.db", "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);"
                   "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, service"
                   " TEXT, date INTEGER, is_from_me INTEGER);"
                   "INSERT INTO handle VALUES (1, '+15550100002');"
                   "INSERT INTO message VALUES (1, 'g', 'hello', 1, 'SMS', 300000000, 1);");
    const Recorder recorder = read_file(imessage, path);
    CHECK(recorder.only().channel == Channel::sms);
    CHECK(recorder.only().direction == Direction::out);
    CHECK(recorder.only().parties.at(0).handle.value == "+15550100002");
}

TEST_CASE("what lies in the log beside a database is read, and nothing is written beside it", "[imessage]")
{
    const Folder folder;
    const auto path = folder.path / "chat.db";
    store::Connection open{path, store::Connection::Access::read_write};
    open.script("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;" + apple_tables + said(1, "hello"));
    const Folder copied;
    fs::copy(path, copied.path / "chat.db");
    fs::copy(folder.path / "chat.db-wal", copied.path / "chat.db-wal");
    CHECK(read_file(imessage, copied.path / "chat.db").records == 1);

    const auto found = gathered(inputs_at(copied.path));
    REQUIRE(found.size() == 1);
    CHECK(found.front().format == &imessage);
    Recorder recorder;
    imessage.read(found.front().input, today(), recorder);
    CHECK(recorder.records == 1);
    const auto alone = gathered(inputs_at(copied.path / "chat.db"));
    Recorder again;
    imessage.read(alone.at(0).input, today(), again);
    CHECK(again.records == 1);
    CHECK(std::distance(fs::directory_iterator{copied.path}, {}) == 2);
}

TEST_CASE("the account that a message was sent from is the owner's", "[imessage]")
{
    const Recorder recorder = messages(message(1, "text, handle_id, is_from_me, account, date",
                                               std::string{"'x', 1, 1, 'E:me@example.org', "} + date));
    REQUIRE(recorder.owners.size() == 1);
    CHECK(recorder.owners[0].handle == Handle{HandleKind::email, "me@example.org"});
}

TEST_CASE("a damaged or hostile database is refused or read in part, never a crash", "[imessage]")
{
    const Folder folder;
    std::string many = apple_tables;
    for (int row = 1; row <= 400; ++row) many += said(row, std::string(100, 'x') + " words");
    const auto path = folder.database("chat.db", many);
    const std::string whole = [&] {
        std::ifstream file{path, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    }();
    std::size_t read_in_part = 0;
    for (std::size_t first = 0; first < 200; ++first) {
        std::string damaged = whole;
        for (std::size_t at = first * 53; at < damaged.size(); at += 8111)
            damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        Recorder recorder;
        try {
            imessage.read(input_of_text(damaged, "chat.db"), today(), recorder);
            if (recorder.records > 0) ++read_in_part;
        } catch (const Problem& problem) {
            CHECK(problem.kind == Problem::Kind::bad_input);
        }
        const std::string cut = whole.substr(0, whole.size() * first / 200);
        try {
            imessage.read(input_of_text(cut, "chat.db"), today(), recorder);
        } catch (const Problem& problem) {
            CHECK(problem.kind == Problem::Kind::bad_input);
        }
    }
    CHECK(read_in_part > 50);
    const auto view = folder.database("view.db", "CREATE VIEW message AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL "
                                                 "SELECT x + 1 FROM n) SELECT x FROM n;"
                                                 "CREATE TABLE handle (id TEXT);");
    CHECK_THROWS_AS(read_file(imessage, view), Problem);
}

TEST_CASE("Apple's calls are told by their length and who began them", "[calls]")
{
    const Folder folder;
    const auto path = folder.database(
        "CallHistory.storedata",
        "CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZANSWERED INTEGER, ZCALLTYPE INTEGER, ZORIGINATED INTEGER,"
        " ZDATE TIMESTAMP, ZDURATION FLOAT, ZADDRESS VARCHAR, ZNAME VARCHAR, ZUNIQUE_ID VARCHAR);"
        "INSERT INTO ZCALLRECORD VALUES (1, 1, 1, 0, 771069600.25, 90.0, '+15550100002', NULL, 'u1'),"
        " (2, 0, 1, 1, 771069600, 120, '+15550100002', 'Ada', 'u2'), (3, 0, 1, 1, 771069600, 0, '+15550100002', '', "
        "'u3'),"
        " (4, 0, 1, 0, 771069600, 0, x'2b3135353530313030303032', '', 'u4'), (5, 1, 8, 0, 771069600, 60, "
        "'ben@example.org', '', 'u5'),"
        " (6, 0, 1, 0, 771069600, 0, NULL, '', 'u6'), (7, 0, 1, 0, NULL, 0, '', '', 'u7');");
    CHECK(recognised(input_of_file(path)) == &apple_calls);
    const Recorder recorder = read_file(apple_calls, path);
    REQUIRE(recorder.observations.size() == 6);
    const auto& all = recorder.observations;
    CHECK((all[0].channel == Channel::phone && all[0].direction == Direction::in && all[0].size == 1.5));
    CHECK((all[1].channel == Channel::phone && all[1].direction == Direction::out && all[1].parties[0].name == "Ada"));
    CHECK((all[2].channel == Channel::missed_call && all[2].direction == Direction::out));
    CHECK((all[3].channel == Channel::missed_call && all[3].direction == Direction::in));
    CHECK(all[3].parties[0].handle.value == "+15550100002");
    CHECK((all[4].channel == Channel::video && all[4].parties[0].handle.kind == HandleKind::email));
    CHECK(all[5].parties.empty());
    CHECK(recorder.skips == std::vector{Skip::no_date});
}

TEST_CASE("a database needs no more columns than say what happened, and names the one that it lacks", "[sms][calls]")
{
    const Folder folder;
    const auto read_tables = [&](const std::string& name, const std::string& sql) {
        return read_file(android, folder.database(name, sql));
    };
    const Recorder texts = read_tables("mmssms.db", "CREATE TABLE sms (address TEXT, date INTEGER, type INTEGER);"
                                                    "INSERT INTO sms VALUES ('+491711111111', 1761994800000, 2);");
    CHECK(texts.only().direction == Direction::out);
    CHECK(texts.warnings.empty());
    const Recorder calls = read_tables(
        "calllog.db", "CREATE TABLE calls (number TEXT, date INTEGER, duration INTEGER, type INTEGER, "
                      "name TEXT); INSERT INTO calls VALUES ('+491711111111', 1761994800000, 60, 2, 'Ada');");
    CHECK(calls.only().size == 1.0);
    CHECK(calls.warnings.empty());
    try {
        read_tables("contacts2.db",
                    "CREATE TABLE calls (number TEXT, date INTEGER); INSERT INTO calls VALUES ('1', 1)");
        FAIL("it was read");
    } catch (const Problem& problem) {
        CHECK(problem.kind == Problem::Kind::bad_input);
        CHECK(std::string{problem.what()}.find("no such column") != std::string::npos);
    }
}

TEST_CASE("the copy that a database is read from has no name while it is read", "[imessage]")
{
    struct Looking : Recorder {
        void record(std::span<const Observation> some) override
        {
            while_reading += fs::is_empty(copies) ? 0 : 1;
            Recorder::record(some);
        }
        fs::path copies;
        int while_reading{};
    };
    const Folder folder;
    const auto path = folder.database("chat.db", apple_tables + "PRAGMA journal_mode = WAL;" + said(1, "secret words"));
    Context context = today();
    context.copies = folder.path / "copies" / "deep";
    Looking looking;
    looking.copies = context.copies;
    imessage.read(input_of_file(path), context, looking);
    CHECK(looking.records == 1);
    CHECK(looking.while_reading == 0);
    CHECK(fs::is_empty(context.copies));
}

TEST_CASE("a record of Android's database has the key that it has in a backup", "[sms][calls]")
{
    const Folder folder;
    folder.database("mmssms.db", "CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date "
                                 "INTEGER, type INTEGER, body TEXT);"
                                 "INSERT INTO sms VALUES (1, 1, '+491711111111', 1761994800000, 1, 'hello'),"
                                 " (2, 1, '+491711111111', 1761994800000, 5, 'hello');");
    folder.database("calllog.db", "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration "
                                  "INTEGER, type INTEGER, name TEXT);"
                                  "INSERT INTO calls VALUES (1, '+491711111111', 1761994800000, 60, 2, 'Ada');");
    const auto found = gathered(inputs_at(folder.path));
    REQUIRE(found.size() == 2);
    std::set<std::string> keys;
    for (const auto& each : found) {
        CHECK(each.format == &android);
        Recorder recorder;
        android.read(each.input, today(), recorder);
        keys.insert(recorder.only().source_key);
    }
    Recorder backup;
    sms_backup.read(input_of_text("<smses><sms address=\"+491711111111\" date=\"1761994800000\" type=\"1\" "
                                  "body=\"hello\"/><call number=\"+491711111111\" date=\"1761994800000\" type=\"2\" "
                                  "duration=\"60\"/></smses>",
                                  "a.xml"),
                    today(), backup);
    for (const Observation& each : backup.observations) CHECK(keys.contains(each.source_key));
}
