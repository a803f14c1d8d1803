#include "daemon/core/problem.hpp"
#include "daemon/intake/mail/imap_folders.hpp"
#include "daemon/intake/mail/mail_headers.hpp"
#include "daemon/intake/mail/mailbox.hpp"
#include "daemon/intake/mail/mbox.hpp"
#include "tests/unit/intake/desk.hpp"
#include "tests/unit/intake/recorder.hpp"
#include "tests/unit/intake/told_server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace blend;
using namespace blend::intake;

namespace {

using Use = MailPlace::Folder;

ListedFolder listed(std::string path, std::vector<std::string> marks = {}, char delimiter = '/')
{
    return {.path = std::move(path), .delimiter = delimiter, .marks = std::move(marks)};
}

std::vector<std::string> names_of(const std::vector<MailFolder>& folders)
{
    std::vector<std::string> names;
    for (const MailFolder& each : folders) names.push_back(each.name + (each.use == Use::sent ? " (sent)" : ""));
    return names;
}

std::vector<std::string> read_of(const std::vector<ListedFolder>& all, AllMail all_mail = AllMail::doubles)
{
    return names_of(folders_to_read(all, all_mail));
}

/// A mail server that answers a command, without its tag, with these lines and that all is well; what it does not know
/// it declines.
class MailServer {
public:
    using Answers = std::vector<std::pair<std::string, std::string>>;

    explicit MailServer(Answers answers, std::string greeting = "* OK ready\r\n")
        : server_{std::move(greeting), [answers = std::move(answers)](const std::string& line) {
                      const auto blank = std::min(line.find(' '), line.size());
                      const std::string tag = line.substr(0, blank);
                      const std::string command = line.substr(std::min(blank + 1, line.size()));
                      for (const auto& [begin, answer] : answers)
                          if (command.starts_with(begin))
                              return answer.starts_with('!') ? answer.substr(1) : answer + tag + " OK done\r\n";
                      return tag + " NO not here\r\n";
                  }}
    {
    }

    std::string url() const { return "imap://127.0.0.1:" + std::to_string(server_.port()); }

private:
    ToldServer server_;
};

std::string refusal(const std::function<void()>& work)
{
    try {
        work();
        return "";
    } catch (const Problem& problem) {
        return problem.what();
    }
}

const MailServer::Answers signed_in{{"LOGIN", ""}, {"CAPABILITY", "* CAPABILITY IMAP4rev1\r\n"}};

MailServer::Answers also(MailServer::Answers more)
{
    more.insert(more.end(), signed_in.begin(), signed_in.end());
    return more;
}

} // namespace

TEST_CASE("mails are looked for where the owner sent or received them", "[intake][imap]")
{
    CHECK(read_of({listed("INBOX", {"\\HasNoChildren"}), listed("Gesendet", {"\\Sent"}), listed("Müll", {"\\Junk"}),
                   listed("Weg", {"\\Trash"}), listed("Halb", {"\\Drafts"}), listed("Starred", {"\\Flagged"}),
                   listed("Everything", {"\\All"}), listed("Folders", {"\\NoSelect"}), listed("Folders/Ana"),
                   listed("Gone", {"\\NonExistent"})}) ==
          std::vector<std::string>{"Gesendet (sent)", "INBOX", "Folders/Ana"});
    SECTION("and names tell where the server does not")
    {
        CHECK(read_of({listed("INBOX", {}, '.'), listed("INBOX.Gesendete Objekte", {}, '.'),
                       listed("INBOX.Entw&APw-rfe", {}, '.'), listed("INBOX.Papierkorb", {}, '.'),
                       listed("INBOX.Spam", {}, '.'), listed("INBOX.Fran&AOc-ois", {}, '.')}) ==
              std::vector<std::string>{"INBOX/Gesendete Objekte (sent)", "INBOX", "INBOX/François"});
    }
    SECTION("what lies in the bin is binned, and what lies among the sent is sent")
    {
        CHECK(read_of({listed("Weg", {"\\Trash"}), listed("Weg/2019"), listed("Weggefährten"), listed("Trash/old/er"),
                       listed("Sent/2019")}) == std::vector<std::string>{"Sent/2019 (sent)", "Weggefährten"});
    }
    SECTION("where all mails lie in one folder, the others are views of it")
    {
        CHECK(read_of({listed("INBOX"), listed("[Gmail]", {"\\Noselect"}), listed("[Gmail]/All Mail", {"\\All"}),
                       listed("[Gmail]/Sent Mail", {"\\Sent"}), listed("[Gmail]/Spam", {"\\Junk"}), listed("Label")},
                      AllMail::replaces) == std::vector<std::string>{"[Gmail]/Sent Mail (sent)", "[Gmail]/All Mail"});
        CHECK(read_of({listed("INBOX"), listed("Label")}, AllMail::replaces) ==
              std::vector<std::string>{"INBOX", "Label"});
    }
}

TEST_CASE("a mark travels as text, and what is none is the beginning", "[intake][imap]")
{
    CHECK(mail_mark(text_of({1795445786, 20001})) == MailMark{1795445786, 20001});
    for (const char* text : {"", "7", "7 ", "7 x", "x 7", "-1 2", "1 2 3", "99999999999 1"}) {
        INFO(text);
        CHECK(mail_mark(text) == MailMark{});
    }
}

TEST_CASE("every header that a mail is judged by is asked for", "[intake][imap]")
{
    const auto names = header_names();
    for (const char* name : {"from", "to", "cc", "bcc", "date", "message-id", "subject", "list-id", "auto-submitted"})
        CHECK(std::count(names.begin(), names.end(), name) == 1);
}

TEST_CASE("a mail is the same whether a server told of it or a file", "[intake][imap]")
{
    const std::string head = "From: Jonas <jonas@example.net>\r\nTo: mira@example.org\r\n"
                             "Date: Mon, 26 May 2025 20:15:02 +0000\r\nMessage-ID: <m@x>\r\nSubject: Hi\r\n\r\n";
    Desk desk;
    Order order;
    order.me = "mira@example.org";
    desk.one("all.mbox", "From jonas@example.net Mon May 26 20:15:02 2025\n" + head + "Hello, how are you?\n", order);
    REQUIRE(desk.interactions() == 1);

    Order online;
    online.given = {given_mails("imap://mira@127.0.0.1/INBOX", Use::any, {{.number = 1, .text = head}})};
    const FileReport report = desk.import({}, online).files.at(0);
    CHECK(report.format == "imap");
    CHECK(report.path == "imap://mira@127.0.0.1/INBOX");
    CHECK(report.counts.duplicate == 1);
    CHECK(desk.interactions() == 1);
}

TEST_CASE("headers alone leave the length open and say the rest", "[intake][imap]")
{
    Recorder recorder;
    const std::string people = "From: mira@example.org\nTo: Jonas <jonas@example.net>\n";
    std::vector<MailHead> heads;
    heads.push_back({1, people + "Message-ID: <a@x>\n\n", parse_rfc3339("2025-05-01T10:00:00Z"), false});
    heads.push_back({2, people + "Message-ID: <b@x>\nDate: Thu, 1 May 2025 12:00:00 +0200\n\n", {}, true});
    heads.push_back({3,
                     "From: news@shop.example\nTo: mira@example.org\nList-Id: <x>\nMessage-ID: <c@x>\n"
                     "Date: Thu, 1 May 2025 12:00:00 +0200\n\n",
                     {},
                     false});
    heads.push_back({4, "", {}, false});
    const Given given = given_mails("imap://m@h/S", Use::any, heads);
    const Context context = context_of({"mira@example.org"}, parse_rfc3339("2026-01-01T00:00:00Z").value());
    given.format->read(given.input, context, recorder);

    REQUIRE(recorder.observations.size() == 2);
    const Observation& undated = recorder.observations.front();
    CHECK(undated.at == parse_rfc3339("2025-05-01T10:00:00Z")); // when it reached the server
    CHECK(undated.direction == Direction::out);
    CHECK_FALSE(undated.size);
    CHECK(recorder.observations.back().automated);
    CHECK(recorder.skipped(Skip::draft) == 1);
    CHECK(recorder.skipped(Skip::broken) == 1);
    CHECK(recorder.read() == 4);
}

TEST_CASE("a folder tells what is new in it, and headers are asked for", "[intake][imap]")
{
    const std::string head = "From: a@x.org\r\nDate: Mon, 26 May 2025 20:15:02 +0000\r\n\r\n";
    const MailServer server{also({
        {"LIST", "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Noselect) \"/\" \"Shelf\"\r\n"},
        {"EXAMINE", "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 31] x\r\n"},
        {"UID SEARCH UID 1:*", "* SEARCH 10 30 20\r\n"},
        {"UID SEARCH UID 31:*", "* SEARCH 30\r\n"},
        {"UID SEARCH UID 20:*", "* SEARCH 20 30\r\n"},
        {"UID FETCH", "* 1 FETCH (UID 10 FLAGS (\\Seen \\Draft) INTERNALDATE \"26-May-2025 22:15:03 +0530\" "
                      "BODY[HEADER.FIELDS (FROM DATE)]<0> {" +
                          std::to_string(head.size()) + "}\r\n" + head + ")\r\n* 2 FETCH (FLAGS (\\Seen))\r\n"},
    })};
    Imap imap{server.url(), "ana", "secret"};
    const auto folders = imap.folders();
    REQUIRE(names_of(folders) == std::vector<std::string>{"INBOX"});

    const auto news = imap.open(folders.front(), {}).value();
    CHECK(news.numbers == std::vector<std::uint32_t>{10, 20, 30});
    CHECK(news.end == MailMark{7, 31});
    const auto heads = imap.heads(news.numbers);
    REQUIRE(heads.size() == 1);
    CHECK(heads.front().number == 10);
    CHECK(heads.front().text == head);
    CHECK(heads.front().draft);
    CHECK(heads.front().arrived == parse_rfc3339("2025-05-26T16:45:03Z"));

    CHECK(imap.open(folders.front(), {7, 31}).value().numbers.empty());
    CHECK(imap.open(folders.front(), {7, 20}).value().numbers == std::vector<std::uint32_t>{20, 30});
    CHECK(imap.open(folders.front(), {6, 31}).value().numbers.size() == 3); // the server counts anew
}

TEST_CASE("a server that misbehaves costs one line of words", "[intake][imap]")
{
    const auto signing_in = [](const MailServer& server) {
        return refusal([&] { Imap{server.url(), "ana", "s3cret"}; });
    };
    const auto listing = [](const MailServer& server) {
        return refusal([&] { Imap{server.url(), "ana", "s3cret"}.folders(); });
    };
    const std::string here = "127.0.0.1";
    CHECK(signing_in(MailServer{{}, "SSH-2.0-OpenSSH_9\r\n"}) == here + " answers in a way that makes no sense");
    CHECK(signing_in(MailServer{{{"LOGIN", "!"}}}) == here + " hung up");
    CHECK(signing_in(MailServer{{{"LOGIN", "!1 NO [ALERT] wrong \x1b[31ms3cret\r\n"}}}) ==
          here + " did not let ana in");
    CHECK(signing_in(MailServer{{}}) == here + " did not let ana in: not here");
    CHECK(listing(MailServer{also({{"LIST", "* LIST (\\A \"/\" {99999999}\r\nx"}})}) != "");
    CHECK(listing(MailServer{also({{"LIST", "!* LIST ((((((((((\r\n"}})}) != "");
    CHECK(listing(MailServer{also({{"LIST", "!" + std::string(std::size_t{80} << 20, 'x')}})}) ==
          here + " sends more than it was asked for");
    CHECK(refusal([] { Imap{"imap://127.0.0.1:1", "ana", "x"}; }) == here + ": nobody answers there");
    CHECK(refusal([] { Imap{"imap://127.0.0.1:1", "ana\r\nA1 DELETE INBOX", "x"}; }) != "");
    CHECK(refusal([] {
              Imap{"http://127.0.0.1:1", "ana", "x"};
          }) == "http://127.0.0.1:1 is no address of a mail server");
}

TEST_CASE("a wish to stop ends the waiting for a server", "[intake][imap]")
{
    std::atomic<bool> stop{};
    const ToldServer server{"* OK ready\r\n", [&](const std::string&) {
                                stop = true;
                                return std::string{"* OK"}; // and no more
                            }};
    CHECK(refusal([&] {
              Imap{"imap://127.0.0.1:" + std::to_string(server.port()), "ana", "x", &stop};
          }) == "127.0.0.1: asked to stop");
}
