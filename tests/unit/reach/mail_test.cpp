// Mail, handed to a real server and to a program that stands for sendmail.

#include "daemon/core/problem.hpp"
#include "daemon/outside/mail.hpp"
#include "tests/unit/reach/told.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <algorithm>
#include <sstream>

using namespace blend;
using namespace blend::reach;
using namespace blend::reach::test;
using store::WayKind;

namespace {

/// The test's mail server.
class Post {
public:
    explicit Post(const std::vector<std::string>& how = {})
        : running_{[&] {
              std::vector<std::string> words{SOURCE_DIR "/tests/unit/reach/smtp.py", folder_.path().native()};
              words.insert(words.end(), how.begin(), how.end());
              return words;
          }()},
          port_{running_.first_line()}
    {
    }

    std::string url(const std::string& scheme = "smtp", const std::string& host = "127.0.0.1") const
    {
        return scheme + "://" + host + ":" + port_;
    }
    std::string mail(int number = 1) const { return contents(folder_ / (std::to_string(number) + ".mail")); }
    std::vector<std::string> envelope(int number = 1) const
    {
        std::istringstream lines{contents(folder_ / (std::to_string(number) + ".envelope"))};
        std::vector<std::string> all;
        for (std::string each; std::getline(lines, each);) all.push_back(each);
        return all;
    }

private:
    Folder folder_;
    Running running_;
    std::string port_;
};

/// A certificate for this machine, signed by an authority that nobody knows but who is told.
struct Certificates {
    Folder folder;
    std::string authority = (folder / "ca.pem").native();
    std::string key = (folder / "key.pem").native();
    std::string certificate = (folder / "cert.pem").native();

    Certificates()
    {
        const std::string ca_key = (folder / "ca.key").native();
        const std::string wish = (folder / "wish.pem").native();
        const std::string names = folder.write("names", "subjectAltName=IP:127.0.0.1,IP:127.0.0.2,DNS:localhost\n");
        run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
             ca_key, "-out", authority, "-days", "30000", "-subj", "/CN=the test's authority"});
        run({"openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
             wish, "-subj", "/CN=localhost"});
        run({"openssl", "x509", "-req", "-in", wish, "-CA", authority, "-CAkey", ca_key, "-CAcreateserial", "-out",
             certificate, "-days", "30000", "-extfile", names});
    }
};

/// Whom libcurl believes, as long as this lives.
struct Trusting {
    explicit Trusting(const std::string& file) { ::setenv("SSL_CERT_FILE", file.c_str(), 1); }
    ~Trusting() { ::unsetenv("SSL_CERT_FILE"); }
    Trusting(const Trusting&) = delete;
};

store::WayRecord mail_by(const std::string& server)
{
    return {.kind = WayKind::mail, .address = "owner@example.org", .server = server, .sender = "blend@example.org"};
}

std::vector<std::string> headers_of(const std::string& mail)
{
    std::istringstream lines{mail.substr(0, mail.find("\r\n\r\n"))};
    std::vector<std::string> names;
    for (std::string each; std::getline(lines, each);)
        if (!each.starts_with(' ') && !each.starts_with('\t')) names.push_back(each.substr(0, each.find(':')));
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("a digest is one mail of text and HTML, to the owner alone", "[reach]")
{
    const Post post;
    Desk desk;
    desk.add(mail_by(post.url()));
    CHECK(desk.ways.deliver(nudge_about("Ammá & Söhne"), nine).delivered == 1);
    CHECK(post.envelope() ==
          std::vector<std::string>{"False", "[127.0.0.1]", "blend@example.org", "owner@example.org"});
    const std::string mail = post.mail();
    CHECK_THAT(mail, Catch::Contains("From: Blend <blend@example.org>\r\n"));
    CHECK_THAT(mail, Catch::Contains("To: owner@example.org\r\n"));
    CHECK_THAT(mail, Catch::Contains("Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"));
    CHECK_THAT(mail, Catch::Contains("Subject: A good moment to call =?"));
    CHECK_THAT(mail, Catch::Contains("Auto-Submitted: auto-generated\r\n"));
    CHECK_THAT(mail, Catch::Contains("Content-Type: multipart/alternative;"));
    CHECK_THAT(mail, Catch::Contains("Content-Type: text/plain; charset=utf-8\r\n"));
    CHECK_THAT(mail, Catch::Contains("Content-Type: text/html; charset=utf-8\r\n"));
    CHECK_THAT(mail, Catch::Contains("Amm=C3=A1 &amp; S=C3=B6hne"));
    std::istringstream lines{mail};
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 79); // with the CR
}

TEST_CASE("a name cannot add a header, a recipient or a part", "[reach]")
{
    const Post post;
    Desk desk;
    desk.add(mail_by(post.url()));
    Message plain = nudge_about("Amma");
    Message hostile = nudge_about("A\r\nBcc: all@example.org\r\n\r\n.\r\nMAIL FROM:<x@y>\n--=-boundary\x00 z");
    hostile.key = "2026-11-24";
    desk.ways.deliver(plain, nine);
    desk.ways.deliver(hostile, nine);
    CHECK(headers_of(post.mail(2)) == headers_of(post.mail(1)));
    CHECK(post.envelope(2).size() == 4);
    CHECK(post.mail(2).find("\r\nBcc:") == std::string::npos);
    CHECK(post.mail(2).ends_with("--\r\n"));
}

TEST_CASE("what is tried again has the same Message-ID, and another message another", "[reach]")
{
    const auto id_in = [](const std::string& mail) {
        const auto from = mail.find("Message-Id: <");
        REQUIRE(from != std::string::npos);
        return mail.substr(from, mail.find('>', from) - from);
    };
    const Post first, again;
    Desk desk;
    const auto way = desk.add(mail_by("smtp://127.0.0.1:1")); // nobody answers there
    CHECK(desk.ways.deliver(nudge_about("Amma"), nine).failed == 1);
    const auto move_to = [&](const std::string& server) {
        auto record = desk.way(way);
        record.server = server;
        desk.store.change(nine, [&](store::Writer& writer) {
            writer.remove_way(way);
            return std::string{"moved"};
        });
        return desk.add(record);
    };
    move_to(first.url());
    desk.ways.deliver(nudge_about("Amma"), nine);
    move_to(again.url());
    desk.ways.deliver(nudge_about("Amma"), nine + Minutes{1});
    CHECK(id_in(first.mail()) == id_in(again.mail()));
    Message other = nudge_about("Amma");
    other.key = "2026-11-24";
    desk.ways.deliver(other, nine);
    CHECK(id_in(first.mail()) != id_in(again.mail(2)));
}

TEST_CASE("a server that refuses is named with its number, and its words are not", "[reach]")
{
    Desk desk;
    const Post never{{"refuse=550"}};
    const Post later{{"refuse=451"}};
    const auto refused = desk.add(mail_by(never.url()));
    const auto postponed = desk.add(mail_by(later.url()));
    CHECK(desk.refusal(refused) == "127.0.0.1 says 550: it does not take mail from or to these addresses");
    CHECK(desk.refusal(postponed) == "127.0.0.1 says 451: not now");
    desk.ways.deliver(nudge_about("Amma"), nine);
    CHECK(desk.store.way_state(refused).refusals == 1);
    CHECK(desk.store.way_state(postponed).refusals == 0);
    CHECK(desk.store.way_state(postponed).failures == 1);
}

TEST_CASE("who signs in needs the right password, which a command prints", "[reach]")
{
    const Post post{{"login=owner@example.org:open sesame"}};
    Desk desk;
    auto right = mail_by(post.url());
    right.user = "owner@example.org";
    right.secret = "command: printf 'open sesame'";
    auto wrong = right;
    wrong.secret = "command: printf hunter2";
    auto none = right;
    none.secret.reset();
    CHECK(desk.refusal(desk.add(right)) == "");
    CHECK(desk.refusal(desk.add(wrong)) == "127.0.0.1 says 535: the name or the password is not right");
    CHECK(desk.refusal(desk.add(none)) == "127.0.0.1 says 530: it wants you to sign in");
}

TEST_CASE("TLS is checked: one that nobody signed is refused, one by a known authority is taken", "[reach]")
{
    const Certificates certificates;
    const std::vector<std::string> keys{"cert=" + certificates.certificate, "key=" + certificates.key};
    const auto how = [&](const std::string& tls) {
        return std::vector<std::string>{"tls=" + tls, "host=127.0.0.2", keys[0], keys[1]};
    };
    const Post from_first{how("first")};
    const Post starting{how("starttls")};
    const Post open{{"host=127.0.0.2"}};
    Desk desk;
    const auto first = desk.add(mail_by(from_first.url("smtps", "127.0.0.2")));
    const auto later = desk.add(mail_by(starting.url("smtp", "127.0.0.2")));
    const auto never = desk.add(mail_by(open.url("smtp", "127.0.0.2")));
    CHECK(desk.refusal(first) == "127.0.0.2: its certificate is not to be trusted");
    CHECK(desk.refusal(later) == "127.0.0.2: its certificate is not to be trusted");
    const Trusting trusting{certificates.authority};
    CHECK(desk.refusal(first) == "");
    CHECK(desk.refusal(later) == "");
    CHECK(from_first.envelope().front() == "True");
    CHECK(starting.envelope().front() == "True");
    // Only this machine's own name may be spoken to in the open.
    CHECK(desk.refusal(never) == "127.0.0.2: it offers no safe connection");
}

TEST_CASE("sendmail is run without a shell, and its recipient is no option", "[reach]")
{
    const Folder folder;
    const std::string program = folder.write("sendmail",
                                             "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + (folder / "words").native() +
                                                 "\ncat >" + (folder / "mail").native() + "\n",
                                             0700);
    Desk desk;
    desk.add({.kind = WayKind::sendmail, .address = "owner@example.org", .server = program});
    CHECK(desk.ways.deliver(nudge_about("Amma\nBcc: x@example.org"), nine).delivered == 1);
    CHECK(contents(folder / "words") == "-i\n-f\nowner@example.org\n--\nowner@example.org\n");
    const std::string mail = contents(folder / "mail");
    CHECK(mail.find('\r') == std::string::npos);
    CHECK_THAT(mail, Catch::Contains("To: owner@example.org\n"));
    CHECK(mail.substr(0, mail.find("\n\n")).find("Bcc") == std::string::npos);
}

TEST_CASE("an address is one plain address", "[reach]")
{
    for (const std::string good : {"a@b", "first.last+blend@mail.example.org", "o'neil@example.org", "root@localhost"})
        CHECK_NOTHROW(outside::refuse_unless_mail_address(good));
    for (const std::string bad : {"",
                                  "a",
                                  "@b",
                                  "a@",
                                  "-oQ/tmp@example.org",
                                  "a@b\nBcc: c@d",
                                  "a@b,c@d",
                                  "a b@c",
                                  "<a@b>",
                                  "a@b@c",
                                  "a..b@c",
                                  ".a@b",
                                  "a.@b",
                                  "a@-b",
                                  "a@b-",
                                  "a@.b",
                                  "a@b.",
                                  "a@b..c",
                                  "a@b c",
                                  "\"a\"@b",
                                  "a@b\r",
                                  "a\x00@b",
                                  "é@b"})
        CHECK_THROWS_AS(outside::refuse_unless_mail_address(bad), Problem);
    CHECK_THROWS_AS(outside::refuse_unless_mail_address(std::string(65, 'a') + "@b"), Problem);
    CHECK_THROWS_AS(outside::refuse_unless_mail_address("a@" + std::string(260, 'b')), Problem);
}

TEST_CASE("a mail server is a scheme and a name", "[reach]")
{
    for (const std::string good : {"smtps://mail.example.org", "smtp://mail.example.org:587", "smtp://[::1]:25"})
        CHECK_NOTHROW(outside::refuse_unless_mail_server(good));
    for (const std::string bad :
         {"mail.example.org", "https://mail.example.org", "smtp://", "smtps://u:p@mail.example.org",
          "smtps://mail.example.org/x", "smtps://mail.example.org?x", "file:///etc/passwd"})
        CHECK_THROWS_AS(outside::refuse_unless_mail_server(bad), Problem);
}
