#include "daemon/intake/calls/imessage.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/intake/calls/foreign_database.hpp"
#include "daemon/intake/calls/phone.hpp"
#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace blend::intake {
namespace {

constexpr std::int64_t apple_epoch = 978'307'200; // 2001-01-01

Party party_of(std::string_view address)
{
    return {{address.find('@') == std::string_view::npos ? HandleKind::phone : HandleKind::email, std::string{address}},
            ""};
}

/// Pictures and the like stand in a text as one of two signs.
std::string without_attachments(std::string text)
{
    for (const std::string_view sign : {"\xEF\xBF\xBC", "\xEF\xBF\xBD"})
        for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at))
            text.replace(at, sign.size(), " ");
    return text;
}

struct Chat {
    bool group{};
    std::string identifier;
    std::vector<std::string> members;
};

/// A row of the table of messages, in the order of the columns that are asked for.
struct Message {
    explicit Message(const store::Row& row)
        : guid{row.get<std::string>(1)}, date{row.get<std::int64_t>(2)}, from_me{row.get<bool>(3)},
          handle{row.get<std::int64_t>(4)}, text{row.get<std::string>(5)}, item{row.get<std::int64_t>(7)},
          associated{row.get<std::int64_t>(8)}, system{row.get<bool>(9)}, retracted{row.get<bool>(10)},
          edited{row.get<bool>(11)}, failed{row.get<bool>(12)}, audio{row.get<bool>(13)},
          service{row.get<std::string>(14)}, account{row.get<std::string>(15)}, spam{row.get<bool>(16)},
          chat{row.get<std::optional<std::int64_t>>(17)}
    {
        if (!text.empty()) return;
        const auto body = row.get<std::string>(6);
        text = archived_text(body).value_or("");
        bare = text.empty() && body.empty();
    }

    std::string guid;
    std::int64_t date{};
    bool from_me{};
    std::int64_t handle{};
    std::string text;
    std::int64_t item{};
    std::int64_t associated{};
    bool system{};
    bool retracted{};
    bool edited{};
    bool failed{};
    bool audio{};
    std::string service;
    std::string account;
    bool spam{};
    std::optional<std::int64_t> chat;
    bool bare{}; ///< without any text
};

/// A thumb, a heart, a sticker put on a message, or one taken away again.
bool is_reaction(std::int64_t associated) { return associated == 1000 || (associated >= 2000 && associated < 4000); }

class Messages {
public:
    Messages(const ForeignDatabase& database, const Context& context, Sink& sink)
        : database_{database}, context_{context}, sink_{sink}
    {
    }

    void read()
    {
        read_people();
        if (!database_.each_row(select(), "m.ROWID", [&](const store::Row& row) { tell_message(Message{row}); }))
            tell_damage(sink_);
    }

private:
    void read_people()
    {
        database_.each("SELECT ROWID, id FROM handle",
                       [&](const store::Row& row) { handles_[row.get<std::int64_t>(0)] = row.get<std::string>(1); });
        if (!database_.has("chat")) return;
        constexpr int group_style = 43;
        database_.each("SELECT ROWID, style, chat_identifier FROM chat", [&](const store::Row& row) {
            Chat& chat = chats_[row.get<std::int64_t>(0)];
            chat.group = row.get<int>(1) == group_style;
            chat.identifier = row.get<std::string>(2);
        });
        if (!database_.has("chat_handle_join")) return;
        database_.each("SELECT chat_id, handle_id FROM chat_handle_join", [&](const store::Row& row) {
            const auto handle = handles_.find(row.get<std::int64_t>(1));
            if (handle == handles_.end()) return;
            // One person has a handle for each service.
            auto& members = chats_[row.get<std::int64_t>(0)].members;
            if (std::find(members.begin(), members.end(), handle->second) == members.end())
                members.push_back(handle->second);
        });
    }

    std::string select() const
    {
        const auto column = [&](const std::string& name) {
            return database_.column("message", name, "").empty() ? std::string{"0"} : "m." + name;
        };
        const std::string body = column("attributedBody");
        std::string sql = "SELECT m.ROWID, m.guid, m.date, m.is_from_me, m.handle_id, m.text, ";
        sql += (body == "0" ? "NULL" : body) + ", " + column("item_type") + ", " + column("associated_message_type");
        sql += ", " + column("is_system_message") + ", " + column("date_retracted") + " <> 0, ";
        sql += column("date_edited") + " <> 0, " + column("error") + " <> 0 AND m.is_from_me AND NOT coalesce(";
        sql += column("is_sent") + ", 0) AND NOT coalesce(" + column("is_delivered") + ", 0), ";
        sql += column("is_audio_message") + ", m.service, " + column("account") + ", " + column("is_spam") + ", ";
        if (!database_.has("chat_message_join")) return sql + "NULL FROM message m";
        return sql + "j.chat_id FROM message m LEFT JOIN (SELECT message_id, min(chat_id) AS chat_id"
                     " FROM chat_message_join GROUP BY message_id) j ON j.message_id = m.ROWID";
    }

    static std::optional<Skip> no_message(const Message& message)
    {
        if (is_reaction(message.associated)) return Skip::reaction;
        if (message.item != 0 || message.system) return Skip::system;
        if (message.retracted || message.failed || (message.edited && message.bare)) return Skip::unsent;
        return std::nullopt;
    }

    void tell_message(const Message& message)
    {
        const auto at = apple_date(message.date);
        if (!at) return sink_.skip(Skip::no_date);
        if (const auto why = no_message(message)) return sink_.skip(*why, at);

        const auto chat = message.chat ? chats_.find(*message.chat) : chats_.end();
        const auto handle = handles_.find(message.handle);
        std::vector<Party> others;
        if (chat != chats_.end()) {
            for (const std::string& each : chat->second.members) others.push_back(party_of(each));
            if (others.empty() && !chat->second.group && !chat->second.identifier.empty())
                others.push_back(party_of(chat->second.identifier));
        }
        if (others.empty() && handle != handles_.end()) others.push_back(party_of(handle->second));
        if (!others.empty() && others.front().handle.value.starts_with("urn:biz:")) return sink_.skip(Skip::bot, at);

        std::optional<Party> author;
        if (handle != handles_.end())
            author = party_of(handle->second);
        else if (others.size() == 1)
            author = others.front();
        if (!message.from_me && !author) return sink_.skip(Skip::no_counterpart, at);
        if (message.from_me) learn_owner(message.account);

        const std::string text = without_attachments(message.text);
        const Said said = intake::said(text);
        Observation observation;
        observation.at = *at;
        observation.channel = message.audio              ? Channel::voice_message
                              : message.service == "SMS" ? Channel::sms
                                                         : Channel::chat;
        if (!message.audio) observation.size = said.words;
        observation.acknowledgement = said.acknowledgement;
        observation.automated = message.spam;
        observation.source_key = "imessage:" + hexadecimal(fnv1a(message.guid));
        tell(observation, message.from_me ? Author::owner : Author::other, author.value_or(Party{}), others,
             static_cast<int>(others.size()), context_, sink_);
    }

    /// "E:me@example.org", "P:+1555…": the account from which it was sent.
    void learn_owner(const std::string& account)
    {
        const bool said = account.starts_with("E:") || account.starts_with("P:");
        if (!said || account.size() < 5 || account == known_owner_) return;
        known_owner_ = account;
        sink_.owner(party_of(std::string_view{account}.substr(2)));
    }

    const ForeignDatabase& database_;
    const Context& context_;
    Sink& sink_;
    std::unordered_map<std::int64_t, std::string> handles_;
    std::unordered_map<std::int64_t, Chat> chats_;
    std::string known_owner_;
};

int sniff_messages(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    if (is_database_with(head, {"chat_message_join"})) return 95;
    // A phone's backup names files by a hash of their place.
    const bool named = same(input.name, "chat.db") || same(input.name, "sms.db") ||
                       input.name == "3d0d7e5fb2ce288813306e4d4636395e047a3d28";
    return named && is_database_with(head, {}) ? 80 : 0;
}

std::optional<std::string> home_of_messages(std::string_view name, Names)
{
    return database_home(name, {"chat.db", "sms.db"});
}

void read_messages(const Input& input, const Context& context, Sink& sink)
{
    const ForeignDatabase database{input, context, sink};
    if (!database.has("message") || !database.has("handle"))
        throw Problem{Problem::Kind::bad_input, input.path.string() + " is no database of Apple's messages",
                      "it is ~/Library/Messages/chat.db on a Mac"};
    Messages{database, context, sink}.read();
}

class Calls {
public:
    Calls(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    void tell_call(const store::Row& row)
    {
        const double date = row.get<double>(1);
        if (!(date > 0) || date > 1e11) return sink_.skip(Skip::no_date);
        const auto at = apple_date(static_cast<std::int64_t>(date));
        if (!at) return sink_.skip(Skip::no_date);
        if (*at > context_.now) return sink_.skip(Skip::future, at);
        const double seconds = row.get<double>(2);
        const bool out = row.get<bool>(3);
        const auto address = row.get<std::string>(4);
        // Calls that went out are marked as answered by some systems only: their length tells.
        const bool talked = seconds > 0 || (!out && row.get<bool>(5));
        constexpr std::int64_t video_call = 8;

        Observation observation;
        observation.at = *at;
        observation.call = true;
        observation.direction = out ? Direction::out : Direction::in;
        observation.channel = !talked                                  ? Channel::missed_call
                              : row.get<std::int64_t>(6) == video_call ? Channel::video
                                                                       : Channel::phone;
        if (talked && std::isfinite(seconds)) observation.size = std::max(seconds, 0.0) / 60;
        auto identity = row.get<std::string>(7);
        if (identity.empty()) identity = std::to_string(std::llround(date * 1000)) + number_key(address);
        observation.source_key = "apple-call:" + hexadecimal(fnv1a(identity));
        if (!stripped(address).empty()) {
            observation.parties = {party_of(address)};
            observation.parties.front().name = phone_name(row.get<std::string>(8));
        }
        sink_.record(observation);
    }

private:
    const Context& context_;
    Sink& sink_;
};

int sniff_calls(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    if (is_database_with(head, {"ZCALLRECORD"})) return 95;
    const bool named =
        same(input.name, "CallHistory.storedata") || input.name == "5a4935c78a5255723f707230a451d79c540d2741";
    return named && is_database_with(head, {}) ? 80 : 0;
}

std::optional<std::string> home_of_calls(std::string_view name, Names)
{
    return database_home(name, {"CallHistory.storedata"});
}

void read_calls(const Input& input, const Context& context, Sink& sink)
{
    const ForeignDatabase database{input, context, sink};
    if (!database.has("ZCALLRECORD"))
        throw Problem{Problem::Kind::bad_input, input.path.string() + " is no database of Apple's calls",
                      "it is CallHistory.storedata in ~/Library/Application Support/CallHistoryDB on a Mac"};
    const auto column = [&](const std::string& name, const std::string& otherwise) {
        return database.column("ZCALLRECORD", name, otherwise);
    };
    Calls calls{context, sink};
    const std::string select = "SELECT rowid, ZDATE, ZDURATION, ZORIGINATED, ZADDRESS, " + column("ZANSWERED", "0") +
                               ", " + column("ZCALLTYPE", "1") + ", " + column("ZUNIQUE_ID", "''") + ", " +
                               column("ZNAME", "''") + " FROM ZCALLRECORD";
    if (!database.each_row(select, "rowid", [&](const store::Row& row) { calls.tell_call(row); })) tell_damage(sink);
}

} // namespace

std::optional<std::string> archived_text(std::string_view archive)
{
    constexpr std::string_view string_class = "NSString";
    constexpr std::string_view string_begins = "\x84\x01+"; // the object's type: bytes
    const auto name = archive.find(string_class);
    if (name == std::string_view::npos) return std::nullopt;
    archive.remove_prefix(name + string_class.size());
    const auto begin = archive.substr(0, 32).find(string_begins);
    if (begin == std::string_view::npos) return std::nullopt;
    archive.remove_prefix(begin + string_begins.size());
    if (archive.empty()) return std::nullopt;
    const auto byte = [&](std::size_t at) {
        return at < archive.size() ? static_cast<std::size_t>(static_cast<unsigned char>(archive[at])) : 0;
    };
    // One byte, or behind 0x81 two and behind 0x82 four, the lowest first.
    std::size_t length = byte(0);
    std::size_t wide = 1;
    if (length == 0x81) {
        length = byte(1) | byte(2) << 8U;
        wide = 3;
    } else if (length == 0x82) {
        length = byte(1) | byte(2) << 8U | byte(3) << 16U | byte(4) << 24U;
        wide = 5;
    }
    archive.remove_prefix(std::min(wide, archive.size()));
    return std::string{archive.substr(0, length)};
}

std::optional<Instant> apple_date(std::int64_t date)
{
    constexpr std::int64_t first_nanoseconds = 1'000'000'000'000;
    if (date == 0) return std::nullopt;
    const std::int64_t seconds = date >= first_nanoseconds || date <= -first_nanoseconds ? date / 1'000'000'000 : date;
    constexpr std::int64_t year_9999 = 250'000'000'000;
    if (seconds > year_9999 || seconds < -apple_epoch) return std::nullopt;
    return Instant{Seconds{apple_epoch + seconds}};
}

const Format imessage{"imessage", sniff_messages, read_messages, home_of_messages};
const Format apple_calls{"apple_calls", sniff_calls, read_calls, home_of_calls};

} // namespace blend::intake
