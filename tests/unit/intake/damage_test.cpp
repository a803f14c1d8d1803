// One export of every format, of a hundred like records each, that breaks off or holds wrong bytes: every complete
// record is read under its own key, and a wrong byte costs only what it hits.

#include "tests/unit/intake/damage.hpp"
#include "tests/unit/intake/exports.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>

using namespace blend;
using namespace blend::intake;

namespace {

constexpr int records = 100;

struct Sample {
    std::string_view format;
    std::string file; ///< within the export
    std::string head;
    std::string record; ///< %N is its number, %H and %M its hour and minute
    std::string tail;
    std::map<std::string, std::string> beside{};     ///< other files of the export
    std::size_t a_byte_costs{1};                     ///< records; two where it may be the end of the line between them
    enum class Keys { own, of_all } keys{Keys::own}; ///< of a meeting all that attend have one key, by who came first
};

std::string filled(std::string text, int number)
{
    const auto put = [&](std::string_view mark, int value) {
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
            text.replace(at, mark.size(), std::to_string(value));
    };
    put("%N", 1000 + number);
    put("%H", 10 + number / 50);
    put("%M", 10 + number % 50);
    return text;
}

std::vector<Sample> samples()
{
    const std::string people = R"([{"name":"Ilse"},{"name":"Noor"}])";
    const std::string thread = R"({"participants":)" + people + R"(,"messages":[)";
    const std::string said = R"({"sender_name":"Ilse","timestamp_ms":17000%N0000,"content":"some words",)"
                             R"("reactions":[{"reaction":"x","actor":"Noor"},{"reaction":"y","actor":"Ilse"}]},)"
                             "\n";
    const std::string last_said =
        R"({"sender_name":"Noor","timestamp_ms":1600000000000,"content":"end"}],"title":"Ilse"})";
    const std::string voice =
        "<div class=\"message\"><abbr class=\"dt\" title=\"2025-11-07T%H:%M:00.000+01:00\">Nov 7</abbr>: <cite "
        "class=\"sender vcard\"><a class=\"tel\" href=\"tel:+4915700000001\"><span "
        "class=\"fn\">Ilse</span></a></cite>: "
        "<q>words no. %N</q></div>\n";
    return {
        {"vcard", "cards.vcf", "",
         "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-%N\r\nFN:Friend %N\r\nEMAIL:f%N@example.org\r\nEND:VCARD\r\n", ""},
        {"contacts_csv", "contacts.csv", "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Notes\n",
         "Friend,No %N,f%N@example.org,+491570000%N,\"likes \"\"tea\"\", and\nwalks\"\n", ""},
        {"linkedin",
         "messages.csv",
         "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n",
         "chat-%N,,Ilse,https://www.linkedin.com/in/ilse,Noor,2025-03-10 %H:%M:00 UTC,,\"well, what\ndo \"\"you\"\" "
         "want\",INBOX\n",
         "",
         {},
         2},
        {"friends",
         "friends.md",
         "### Activities:\n",
         "- 2019-05-10: Walked %N miles with **Ilse Berg**.\n",
         "\n### Friends:\n- Ilse Berg\n",
         {},
         2},
        {"monica", "account.json",
         R"({"version":"1.0-preview.1","account":{"uuid":"acc","data":[{"count":100,"type":"contact","values":[)",
         R"({"uuid":"p-%N","created_at":"2020-01-01T00:00:00Z","properties":{"first_name":"Friend %N",)"
         R"("is_partial":false},"data":[{"count":2,"type":"note","values":[{"uuid":"n-%N","properties":{"body":"x"}},)"
         R"({"uuid":"m-%N","properties":{"body":"y"}},{"uuid":"l-%N","properties":{"body":"z"}}]}]},)"
         "\n",
         R"({"uuid":"p-0","properties":{"first_name":"Last"}}]}]}})"},
        {"icalendar", "calendar.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n",
         "BEGIN:VEVENT\r\nUID:%N@example.org\r\nDTSTART:20251111T%H%M00Z\r\nDURATION:PT30M\r\n"
         "ORGANIZER:mailto:noor@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ilse@example.org\r\nEND:VEVENT\r\n",
         "END:VCALENDAR\r\n"},
        {"whatsapp",
         "WhatsApp Chat with Ilse.txt",
         "25/10/2026, 09:00 - Noor: good morning\n",
         "25/10/2026, %H:%M - Ilse: words of message %N\n",
         "",
         {},
         2},
        {"telegram", "result.json",
         R"({"personal_information":{"user_id":900001,"first_name":"Noor"},"contacts":{"about":"","list":[]},)"
         R"("chats":{"about":"","list":[{"name":"Ilse","type":"personal_chat","id":900002,"messages":[)",
         R"({"id":%N,"type":"message","date_unixtime":"17944%N0","from":"Ilse","from_id":"user900002","text":["the ",)"
         R"({"type":"bold","text":"a"}],"text_entities":[{"type":"plain","text":"the "},{"type":"bold","text":"a"}]},)"
         "\n",
         R"({"id":9,"type":"message","date_unixtime":"1794400000","from":"Noor","from_id":"user900001","text":""}]}]}})"},
        {"discord", "chat.json",
         R"({"guild":{"id":"0"},"channel":{"id":"5","type":"DirectTextChat","name":"x"},"messages":[)"
         R"({"id":"1","type":"Default","timestamp":"2020-07-17T09:00:00+00:00","author":{"id":"1","name":"Noor"}},)",
         R"({"id":"%N","type":"Default","timestamp":"2020-07-17T%H:%M:00+00:00","content":"some words",)"
         R"("author":{"id":"2","name":"Ilse","isBot":false},"mentions":[{"id":"1","name":"Noor"},{"id":"3"}]},)"
         "\n",
         R"({"id":"2","type":"Default","timestamp":"2020-07-17T19:00:00+00:00","author":{"id":"1","name":"Noor"}}]})"},
        {"facebook", "messages/inbox/ilse_1/message_1.json", thread, said, last_said},
        {"instagram", "your_instagram_activity/messages/inbox/ilse_1/message_1.json", thread, said, last_said},
        {"slack",
         "D0AAAAAAA/2025-01-01.json",
         "[",
         R"({"type":"message","user":"U2","ts":"17357%N0.000100","text":"some words","blocks":[{"type":"rich_text",)"
         R"("elements":[{"type":"text","text":"some"},{"type":"emoji","name":"tea"},{"type":"text"}]}]},)"
         "\n",
         R"({"type":"message","user":"U1","ts":"1735740000.000200","text":"x"}])",
         {{"users.json", R"([{"id":"U1","name":"noor","real_name":"Noor"},{"id":"U2","name":"ilse"}])"},
          {"dms.json", R"([{"id":"D0AAAAAAA","members":["U1","U2"]}])"}}},
        {"signal", "receive.jsonl", "",
         R"({"envelope":{"source":"+4915700000001","sourceNumber":"+4915700000001","sourceName":"Ilse",)"
         R"("timestamp":17943%N0000,"dataMessage":{"timestamp":17943%N0000,"message":"words"}},)"
         R"("account":"+4915700000009"})"
         "\n",
         ""},
        {"signal", "Dora (+4915700000003).json", "[\n",
         R"({"id":"m-%N","type":"incoming","sent_at":17300%N0000,"timestamp":17300%N0000,"conversationId":"c-dora",)"
         R"("source":"+4915700000003","body":"words","attachments":[{"id":"a"},{"id":"b"}]},)"
         "\n",
         R"({"id":"m-0","type":"outgoing","sent_at":1720000000000,"conversationId":"c-dora","body":"words"}])"
         "\n"},
        {"skype", "messages.json",
         R"({"userId":"8:live:noor","exportDate":"2026-11-20T10:00","conversations":[{"id":"8:live:ilse",)"
         R"("displayName":"Ilse","threadProperties":null,"MessageList":[)",
         R"({"id":"17937%N0000","displayName":null,"originalarrivaltime":"2025-11-03T%H:%M:00.000Z",)"
         R"("messagetype":"RichText","version":1,"content":"<b>words</b>","conversationid":"8:live:ilse",)"
         R"("from":"8:live:ilse","properties":null,"amsreferences":null},)"
         "\n",
         R"({"id":"1","originalarrivaltime":"2025-11-02T10:00:00Z","messagetype":"Text","from":"8:live:noor"}]}]})"},
        {"google_chat",
         "Google Chat/Groups/DM 1/messages.json",
         R"({"messages":[)",
         R"({"creator":{"name":"Ilse","email":"ilse@example.org","user_type":"Human"},)"
         R"("created_date":"Friday, November 7, 2025 at %H:%M:00 AM UTC","text":"words",)"
         R"("annotations":[{"start_index":0},{"start_index":4}],"topic_id":"a","message_id":"DM1/a/%N"},)"
         "\n",
         R"({"creator":{"email":"noor@example.org"},"created_date":"Friday, November 7, 2025 at 9:00:00 AM UTC"}]})",
         {{"Google Chat/Groups/DM 1/group_info.json",
           R"({"members":[{"name":"Noor","email":"noor@example.org"},{"name":"Ilse","email":"ilse@example.org"}]})"},
          {"Google Chat/Users/User 1/user_info.json", R"({"user":{"name":"Noor","email":"noor@example.org"}})"}}},
        {"hangouts", "Hangouts.json",
         R"({"conversations":[{"conversation":{"conversation_id":{"id":"c1"},"conversation":{"id":{"id":"c1"},)"
         R"("type":"STICKY_ONE_TO_ONE","self_conversation_state":{"self_read_state":{"participant_id":{"gaia_id":)"
         R"("100"}}},"participant_data":[{"id":{"gaia_id":"200"},"fallback_name":"Ilse"},{"id":{"gaia_id":"100"},)"
         R"("fallback_name":"Noor"}]}},"events":[)",
         R"({"conversation_id":{"id":"c1"},"sender_id":{"gaia_id":"200","chat_id":"200"},"timestamp":"14000%N0000000",)"
         R"("chat_message":{"message_content":{"segment":[{"type":"TEXT","text":"shall we"},{"type":"TEXT","text":"x"}]}},)"
         R"("event_id":"e%N","event_type":"REGULAR_CHAT_MESSAGE"},)"
         "\n",
         R"({"conversation_id":{"id":"c1"},"sender_id":{"gaia_id":"100"},"timestamp":"1300000000000000","event_id":"e"}]}]})"},
        {"mbox", "mail.mbox", "",
         "From ilse@example.org Tue Nov 11 %H:%M:00 2025\nFrom: Ilse <ilse@example.org>\nTo: noor@example.org\n"
         "Subject: Hello\nDate: 11 Nov 2025 %H:%M:00 +0000\nMessage-ID: <%N@example.org>\n\nHow are you?\n\n",
         ""},
        {"sms", "sms.xml", "<?xml version='1.0' encoding='UTF-8' ?>\n<smses count=\"101\">\n",
         R"(<mms date="17942%N0000" msg_box="1" address="+4915700000001" m_id="m%N"><parts><part seq="0" ct="text/plain" )"
         R"(text="words" /></parts><addrs><addr address="+4915700000001" type="137" /></addrs></mms>)"
         "\n",
         R"(<sms address="+4915700000001" date="1794100000000" type="2" body="words" />)"
         "\n</smses>\n"},
        {"sms", "calls.xml", "<?xml version='1.0' encoding='UTF-8' ?>\n<calls count=\"100\">\n",
         R"(<call number="+4915700000001" duration="300" date="17942%N0000" type="2" contact_name="Ilse" />)"
         "\n",
         "</calls>\n"},
        {"google_voice", "Takeout/Voice/Calls/Ilse - Text - 2025-11-07T10_00_00Z.html",
         "<html><head><title>Me to Ilse</title></head><body>\n<div class=\"hChatLog hfeed\">\n" + filled(voice, -1),
         voice, "</div></body></html>\n"},
        {"call_log",
         "calls.csv",
         "direction,number,date,duration\n",
         "in,+49157000%N,2025-08-20 %H:%M:00,60\n",
         "",
         {},
         2},
        {"meetings",
         "meeting.csv",
         "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
         "Noor,noor@example.org,10/28/2025 10:00:00 AM,10/28/2025 11:30:00 AM,90,No\n",
         "Friend %N,f%N@example.org,10/28/2025 10:%M:00 AM,10/28/2025 11:30:00 AM,30,Yes\n",
         "",
         {},
         2,
         Sample::Keys::of_all},
        {"csv",
         "log.csv",
         "at,channel,contact,minutes,note\n",
         "2025-10-10 %H:%M,phone,Friend %N,25,said hello\n",
         "",
         {},
         2},
    };
}

/// Noor, under each of her addresses.
Context context()
{
    Context context = context_of(
        {"noor", "noor@example.org", "+4915700000009", "u1", "900001", "8:live:noor", "live:noor", "100", "1"},
        *parse_rfc3339("2026-11-23T00:00:00Z"));
    context.date_order = DateOrder::dmy;
    return context;
}

struct Made {
    const Format* format{};
    Input input;
    std::string inside;            ///< of the file that is damaged
    std::string text;              ///< its text
    std::vector<std::size_t> ends; ///< of its records
    std::size_t head{};

    explicit Made(const Sample& sample) : format{format_named(sample.format)}, inside{sample.file}
    {
        REQUIRE(format != nullptr);
        text = sample.head;
        head = text.size();
        for (int each = 0; each < records; ++each) {
            text += filled(sample.record, each);
            ends.push_back(text.size());
        }
        text += sample.tail;
        auto files = sample.beside;
        files[sample.file] = text;
        input = export_of(files);
    }

    /// What is read when this is the text of the file.
    Told told(std::string other) const
    {
        Input damaged = input;
        Input* file = &damaged;
        for (Input& member : damaged.members)
            if (inside.ends_with(member.inside)) file = &member;
        file->size = other.size();
        file->open = [other = std::move(other)] { return std::make_unique<std::istringstream>(other); };
        return told_of(*format, damaged, context());
    }
};

} // namespace

TEST_CASE("whatever is complete in a file that breaks off is read, in every format", "[damage]")
{
    constexpr std::size_t cuts = 20;
    for (const Sample& sample : samples()) {
        const Made made{sample};
        const Told whole = made.told(made.text);
        CAPTURE(sample.format, sample.file);
        REQUIRE(whole.records.size() >= records);
        for (std::size_t part = 1; part < cuts; ++part) {
            const std::size_t end = made.text.size() * part / cuts;
            CAPTURE(part, end);
            const Told cut = made.told(made.text.substr(0, end));
            const auto complete = std::upper_bound(made.ends.begin(), made.ends.end(), end) - made.ends.begin();
            CHECK(cut.records.size() >= static_cast<std::size_t>(complete));
            // A piece of a line may look like more of the message before, or like a record of its own.
            if (sample.keys == Sample::Keys::own) CHECK(strangers_among(cut.records, whole.records) <= 1);
        }
    }
}

TEST_CASE("a wrong byte costs what it hits and no more, in every format", "[damage]")
{
    struct Damage {
        std::size_t apart;
        std::function<char(char)> wrong;
    };
    const Damage flipped{997, [](char byte) { return static_cast<char>(byte ^ 0x55); }};
    const Damage emptied{4096, [](char) { return '\0'; }};
    for (const Sample& sample : samples()) {
        const Made made{sample};
        const Told whole = made.told(made.text);
        for (const Damage& damage : {flipped, emptied}) {
            for (std::size_t first = made.head; first < made.head + damage.apart; first += damage.apart / 13) {
                std::string text = made.text;
                std::size_t wrong = 0;
                for (std::size_t at = first; at < text.size(); at += damage.apart, ++wrong)
                    text[at] = damage.wrong(text[at]);
                CAPTURE(sample.format, sample.file, damage.apart, first, wrong);
                const Told rest = made.told(text);
                const std::size_t most = wrong * sample.a_byte_costs;
                CHECK(rest.records.size() + most >= whole.records.size());
                if (sample.keys == Sample::Keys::of_all) continue;
                CHECK(strangers_among(whole.records, rest.records) <= most);
                CHECK(strangers_among(rest.records, whole.records) <= most);
            }
        }
    }
}

TEST_CASE("wherever a heading is damaged, the reader answers", "[damage]")
{
    for (const Sample& sample : samples()) {
        const Made made{sample};
        const std::size_t whole = made.told(made.text).records.size();
        for (std::size_t at = 0; at < made.head; at += 7) {
            std::string text = made.text;
            text[at] = static_cast<char>(text[at] ^ 0x55);
            CAPTURE(sample.format, sample.file, at);
            CHECK(made.told(text).records.size() <= whole + 1);
        }
    }
}

TEST_CASE("no format is left out of what is damaged here", "[damage]")
{
    // A mail file is one record; what lies in SQLite is SQLite's to put right.
    std::set<std::string_view> left{"eml", "maildir", "imessage", "apple_calls", "android"};
    for (const Sample& sample : samples()) left.insert(format_named(sample.format)->name);
    for (const Format* format : formats()) {
        CAPTURE(format->name);
        CHECK(left.contains(format->name));
    }
}
