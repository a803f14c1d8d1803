#include "daemon/core/problem.hpp"
#include "daemon/intake/mail/mail_date.hpp"
#include "daemon/intake/mail/mail_folders.hpp"
#include "daemon/intake/mail/maildir.hpp"
#include "daemon/intake/mail/mbox.hpp"
#include "daemon/intake/mail/message.hpp"
#include "tests/unit/intake/mail_samples.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::intake;

namespace {

std::string at(const std::string& date)
{
    const auto instant = mail_date(date);
    return instant ? rfc3339(*instant) : "(none)";
}

Recorder read_mail(const std::string& text, std::set<std::string> owner = {"mira@example.org"})
{
    return read(eml, input_of_text(text, "one.eml"), std::move(owner));
}

Recorder read_mbox(const std::string& text) { return read(mbox, input_of_text(text, "all.mbox")); }

} // namespace

TEST_CASE("a mail's date is read with all that mail programs have done to it", "[intake][mail]")
{
    CHECK(at("Mon, 26 May 2025 22:18:04 +0200") == "2025-05-26T20:18:04Z");
    CHECK(at("26 May 2025 22:18 +0200") == "2025-05-26T20:18:00Z");
    CHECK(at("Fri, 07 Oct 1994 16:15:05 -0700 (PDT)") == "1994-10-07T23:15:05Z");
    CHECK(at("Mon (a (nested) comment), 26 May 2025 20:18:04 -0000") == "2025-05-26T20:18:04Z");
    CHECK(at("Tue, 3 Jan 95 01:01:01 EST") == "1995-01-03T06:01:01Z");
    CHECK(at("3 Jan 05 01:01:01 UT") == "2005-01-03T01:01:01Z");
    CHECK(at("3 Jan 103 01:01:01 GMT") == "2003-01-03T01:01:01Z");
    CHECK(at("Fri, 23 Aug 2002 2:32:53 -0400") == "2002-08-23T06:32:53Z");
    CHECK(at("Mon May 26 20:18:05 +0000 2025") == "2025-05-26T20:18:05Z");
    CHECK(at("Thu Feb  8 18:49:08 1996") == "1996-02-08T18:49:08Z");
    CHECK(at("Sat, 31 Dec 2016 23:59:60 +0000") == "2017-01-01T00:00:00Z");
    CHECK(at("Mon, 26-May-2025 20:18:04 GMT+0200") == "2025-05-26T18:18:04Z");
    CHECK(at("Mon, 26 May 2025 20:18:04 +9999") == "2025-05-26T20:18:04Z");
}

TEST_CASE("what is no date, or a year of no mail, gives none", "[intake][mail]")
{
    for (const char* text : {"", "Whenever", "31 Feb 2020 10:00:00 +0000", "1 Jan 3609 00:00:00 +0000",
                             "31 Dec 1969 23:59:59 +0000", "26 May 2025 25:00:00 +0000", "26 May 2025 1:: +0000",
                             "- - - -", ",,,(((", "1 Jan 99999999999999999999 00:00"})
        CHECK(at(text) == "(none)");
}

TEST_CASE("a Takeout mailbox is split where its mails begin, and nowhere in a body", "[intake][mail]")
{
    const Recorder recorder = read(mbox, input_of_file(SOURCE_DIR "/tests/data/mail/takeout.mbox"));
    CHECK(recorder.read() == 4);
    REQUIRE(recorder.observations.size() == 3);
    const auto& [sent, received, spam] =
        std::tie(recorder.observations[0], recorder.observations[1], recorder.observations[2]);
    CHECK(sent.direction == Direction::out);
    CHECK(sent.source_key == "mail:<one@mail.example.org>");
    CHECK(sent.parties.at(0).handle == Handle{HandleKind::email, "jonas@example.net"});
    CHECK(sent.size == 18.0);
    CHECK(received.direction == Direction::in);
    CHECK(received.parties.at(0).name == "Jonas");
    CHECK(received.size == 5.0);
    CHECK_FALSE(received.automated);
    CHECK(spam.automated);
    CHECK(recorder.skips == std::vector{Skip::draft});
}

TEST_CASE("a separator needs its form and a header behind it; a blank line before it is not needed", "[intake][mail]")
{
    const auto count = [](const std::string& text) { return read_mbox(text).read(); };
    const std::string first = "From a@x.org Mon May 26 20:18:05 2025\n" + mail("");
    CHECK(count(first + "From Russia with love\nYear: 1963\n") == 1);
    CHECK(count(first + "From b@x.org Mon May 26 20:18:05 2025\nno header\n") == 1);
    CHECK(count(first + "From b@x.org Mon May 26 20:18:05 2025\nSubject: x\n\n") == 2);
    CHECK(count(first + "From -\nSubject: x\n\n") == 2);
    CHECK(count(first + "From bob Mon May 26 20:18:05 2025\n>From quoted\nSubject: x\n\n") == 2);
    CHECK(count(first + ">From b@x.org Mon May 26 20:18:05 2025\nSubject: x\n\n") == 1);
    CHECK(count(first + "From b@x.org 10:00\nFrom c@x.org 10:00\nSubject: x\n") == 2);
    CHECK(count("\xef\xbb\xbf" + first) == 1);
}

TEST_CASE("line ends and byte order marks change neither count nor key", "[intake][mail]")
{
    const std::string text = "From - \nFrom: jonas@example.net\nTo: mira@example.org\n"
                             "Date: Mon, 26 May 2025 20:15:02 +0000\nSubject: a\n long one\n\nHello you\n>From here\n";
    std::string dos{"\xef\xbb\xbf"};
    for (const char letter : text) dos += letter == '\n' ? std::string{"\r\n"} : std::string{letter};
    CHECK(read_mbox(text).only().source_key == read_mbox(dos).only().source_key);
}

TEST_CASE("a mail without an id has the same key in a mailbox, a folder and a file", "[intake][mail]")
{
    const Place place;
    const std::string text =
        "From: jonas@example.net\nTo: mira@example.org\nDate: Mon, 26 May 2025 20:15:02 +0000\n\n" +
        std::string(20'000, 'x') + "\nFrom what I hear\n";
    std::string quoted = text;
    quoted.insert(quoted.find("From what"), ">");
    place.write("md/cur/1.x:2,S", text);
    const std::string key = read_mail(text).only().source_key;
    CHECK(key.starts_with("mail:"));
    CHECK(key == read_mbox("From - Mon May 26 20:18:05 2025\nStatus: RO\n" + quoted + "\n").only().source_key);
    CHECK(key == read(maildir, input_of_folder(place.path() / "md")).only().source_key);
    CHECK(key != read_mail("Subject: other\n" + text).only().source_key);
}

TEST_CASE("a lying Content-Length is not believed", "[intake][mail]")
{
    for (const char* length : {"0", "999999999999", "-1", "17"})
        CHECK(read_mbox("From - \nContent-Length: " + std::string{length} + "\n" + mail("") + "From - \n" + mail(""))
                  .read() == 2);
}

TEST_CASE("without a usable date the last hop, the separator and the file date a mail", "[intake][mail]")
{
    const std::string head = "From a@x.org Mon May 26 20:18:05 2025\n";
    const std::string people = "From: jonas@example.net\nTo: mira@example.org\n";
    const std::string hops = "Received: from a by b; Tue, 27 May 2025 10:00:00 +0000\n"
                             "Received: from c by a; Tue, 27 May 2025 09:00:00 +0000\n";
    const auto saved = parse_rfc3339("2025-06-01T00:00:00Z");
    const auto dated = [&](const std::string& text) { return message(text + "\nhi\n", saved); };

    CHECK(dated(head + hops + people + "Date: Whenever\n").dated == Dated::by_received);
    CHECK(rfc3339(*dated(head + hops + people).at) == "2025-05-27T10:00:00Z");
    CHECK(dated(head + people + "Date: Thu, 1 Jan 1970 00:00:00 +0000\n").dated == Dated::by_delivery);
    CHECK(rfc3339(*dated(head + people).at) == "2025-05-26T20:18:05Z");
    CHECK(dated(people).dated == Dated::by_file);
    CHECK_FALSE(message(people + "\nhi\n").at);

    const Recorder guessed = read_mbox(head + people + "\nhi\n");
    CHECK(guessed.records == 1);
    CHECK(guessed.warnings.size() == 1);
    CHECK(read_mbox("From -\n" + people + "\nhi\n").skips == std::vector{Skip::no_date});
}

TEST_CASE("a date that lies far ahead is no date where a hop tells a better one", "[intake][mail]")
{
    const std::string hop = "Received: from a by b; Tue, 27 May 2025 10:00:00 +0000\n";
    const std::string people = "From: jonas@example.net\nTo: mira@example.org\n";
    const Recorder recorder = read_mail(hop + people + "Date: Mon, 26 May 2098 20:18:04 +0000\n\nhi\n");
    CHECK(rfc3339(recorder.only().at) == "2025-05-27T10:00:00Z");
    CHECK(recorder.warnings.size() == 1);
    // A clock that is a day fast is believed: it did not happen yet.
    CHECK(read_mail(hop + people + "Date: 2 Jan 2026 00:00:00 +0000\n\nhi\n").skips == std::vector{Skip::future});
}

TEST_CASE("what lies ahead is no contact", "[intake][mail]")
{
    const Recorder recorder = read_mail("From: jonas@example.net\nDate: 1 Jan 2027 00:00:00 +0000\n\nhi\n");
    CHECK(recorder.skips == std::vector{Skip::future});
}

TEST_CASE("a sent mail is one interaction with each recipient who is not the owner", "[intake][mail]")
{
    const Recorder recorder =
        read_mail("From: Mira <MIRA@example.org>\nTo: \"Doe, Jane\" <jane@x.org>, bob@x.org (Bob)\n"
                  "Cc: undisclosed-recipients:;, Jane <JANE@x.org>, mira@example.org\n"
                  "Bcc: Friends: eve@x.org, =?utf-8?B?xb1vZmll?= <zofie@x.org>;\n"
                  "Date: 26 May 2025 20:15 +0000\nMessage-ID: <1@x>\n\nhi all\n");
    const Observation& observation = recorder.only();
    CHECK(observation.direction == Direction::out);
    CHECK(observation.others == 4);
    REQUIRE(observation.parties.size() == 4);
    CHECK(observation.parties[0].name == "Doe, Jane");
    CHECK(observation.parties[1].handle.value == "bob@x.org");
    CHECK(observation.parties[3].name == "Žofie");
}

TEST_CASE("an address is the same in its plainest form and in any other", "[intake][mail]")
{
    const auto people = [](const std::string& to) {
        std::string result;
        for (const Mailbox& each : message("To: " + to + "\n\nhi\n").recipients)
            result += each.name + "/" + each.address + ";";
        return result;
    };
    CHECK(people("Ana Muster <ana.m+x@x-y.org>, BOB_1@x.org") == "Ana Muster/ana.m+x@x-y.org;/BOB_1@x.org;");
    CHECK(people("\"Ana Muster\" <ana.m+x@x-y.org>,\n  BOB_1@x.org (Bob)") ==
          "Ana Muster/ana.m+x@x-y.org;Bob/BOB_1@x.org;");
    CHECK(people("Dr. Ana <ana@x.org>, Tom <tom@x.org>") == "Dr. Ana/ana@x.org;Tom/tom@x.org;");
    CHECK(people("Ana Muster, ana@x.org, <tom@x.org>") == people("Ana Muster , ana@x.org, <tom@x.org> "));
    CHECK(people("ana@x.org,") == "/ana@x.org;");
    CHECK(people("").empty());
}

TEST_CASE("a received mail counts everybody besides the owner", "[intake][mail]")
{
    const std::string text =
        "From: jonas@example.net\nTo: mira@example.org, eve@x.org\nCc: bob@x.org, jonas@example.net\n"
        "Date: 26 May 2025 20:15 +0000\n\nhi\n";
    CHECK(read_mail(text).only().others == 3);
    CHECK(read_mail(text).only().parties.size() == 1);
    CHECK(read_mail(text, {}).only().others == 3);
}

TEST_CASE("mail to oneself, to nobody and from nobody is no contact", "[intake][mail]")
{
    const std::string date = "Date: 26 May 2025 20:15 +0000\n";
    CHECK(read_mail("From: mira@example.org\nTo: mira@example.org\n" + date + "\nbuy milk\n").skips ==
          std::vector{Skip::note_to_self});
    CHECK(read_mail("From: mira@example.org\nTo: undisclosed-recipients:;\n" + date + "\nhi\n").skips ==
          std::vector{Skip::no_counterpart});
    CHECK(read_mail("To: mira@example.org\n" + date + "\nhi\n").skips == std::vector{Skip::no_counterpart});
    CHECK(read_mail("From: Whomever\nTo: mira@example.org\n" + date + "\nhi\n").skips ==
          std::vector{Skip::no_counterpart});
    CHECK(read_mail("just some words\n").skips == std::vector{Skip::broken});
    CHECK(read_mail("").skips == std::vector{Skip::broken});
}

TEST_CASE("of an unknown owner, labels and folders tell what was sent, and a warning says so once", "[intake][mail]")
{
    const std::string text = mail("X-Gmail-Labels: =?UTF-8?Q?Envoy=C3=A9s,Important?=\n");
    CHECK(read_mail(text, {}).only().direction == Direction::out);
    CHECK(read_mail(mail(""), {}).only().direction == Direction::in);
    CHECK(read_mail(mail(""), {}).warnings.size() == 1);
    CHECK(read_mail(mail("")).warnings.empty());
    CHECK(read(mbox, input_of_text("From -\n" + mail(""), "Sent.mbox"), {}).only().direction == Direction::out);
}

TEST_CASE("folders of sent mail, drafts and spam are known in many languages", "[intake][mail]")
{
    for (const char* name :
         {"Sent", "SENT ITEMS", "[Gmail]/Sent Mail", "Gesendete Objekte", "Éléments envoyés", "Enviados",
          "Posta inviata", "Отправленные", "送信済み", "[Gmail]/已发邮件", "Sent Messages.mbox"})
        CHECK(folder_use(name) == FolderUse::sent);
    CHECK(folder_use("entwürfe") == FolderUse::drafts);
    CHECK(folder_use("Junk") == FolderUse::spam);
    CHECK(folder_use("Chat") == FolderUse::chat);
    for (const char* name : {"Trash", "[Gmail]/Papierkorb", "Corbeille", "Papelera", "Корзина", "ゴミ箱",
                             "[Gmail]/已删除邮件", "Deleted Items"})
        CHECK(folder_use(name) == FolderUse::trash);
    for (const char* name : {"", "Inbox", "Absent", "Consent forms", "/"}) CHECK(folder_use(name) == FolderUse::other);
}

TEST_CASE("mail that programs send is marked, mail of people is not", "[intake][mail]")
{
    const auto automated = [](const std::string& headers) { return read_mail(mail(headers)).only().automated; };
    for (const char* headers :
         {"List-Id: <hikers.x.org>\n", "List-Unsubscribe: <mailto:x@y>\n", "Precedence: bulk\n",
          "Auto-Submitted: auto-replied\n", "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n",
          "X-Spam-Flag: YES\n", "Content-Type: text/calendar; method=REPLY\n", "X-Gmail-Labels: Spam\n"})
        CHECK(automated(headers));
    for (const char* headers : {"", "Auto-Submitted: no\n", "Precedence: normal\n", "X-Spam-Flag: NO\n",
                                "Content-Type: text/calendar; method=REQUEST\n", "Feedback-ID: i1:Fastmail\n"})
        CHECK_FALSE(automated(headers));
    CHECK(message("From: No Reply <no-reply@shop.example>\n\nhi\n").automated);
    CHECK(message("From: a@x.org\nContent-Type: multipart/mixed; boundary=\"b b\"\n\n--b b\n\nyes\n--b b\n"
                  "Content-Type: text/calendar;\n method=\"reply\"\n\nBEGIN\n--b b--\n")
              .automated);
}

TEST_CASE("words are those that the sender wrote", "[intake][mail]")
{
    const auto words = [](const std::string& headers, const std::string& body) {
        return message("From: a@x.org\n" + headers + "\n" + body).words;
    };
    CHECK(words("", "one two three\n\n> four five\n> six\n") == 3);
    CHECK(words("", "one two\n\nOn Monday Ana <ana@x.org>\nwrote:\n\n> four\n") == 2);
    CHECK(words("", "one two\n-- \nAna Muster\nTelephone 5\n") == 2);
    CHECK(words("", "one two\n\nSent from my iPhone\n") == 2);
    CHECK(words("", "one\n-----Original Message-----\nFrom: x\n\nmore words here\n") == 1);
    CHECK(words("", "one\n\nFrom: Ben <b@x.org>\nSent: Monday\n\nmore words here\n") == 1);
    CHECK(words("Content-Transfer-Encoding: quoted-printable\n", "one t=\nwo=20three\n") == 3);
    CHECK(words("Content-Transfer-Encoding: base64\n", "b25lIHR3byB0aHJl\nZQ==\n") == 3);
    CHECK(words("Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: quoted-printable\n",
                "=93=FA=96=7B=8C=EA\n") >= 1);
    CHECK(words("Content-Type: text/html\n",
                "<html><head><style>p { x }</style></head><p>one&nbsp;two<br>three &amp; four"
                "<div class=\"gmail_quote\">five six</div>") == 5);
    CHECK(words("", "") == 0);
    CHECK_FALSE(words("Content-Type: image/png\nContent-Transfer-Encoding: base64\n", "AAAA\n"));
    CHECK_FALSE(words("Content-Type: multipart/mixed; boundary=x\n",
                      "--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a\n\na b c\n--x--\n"));
}

TEST_CASE("the text is found at any depth, and an attached mail's text is not taken for it", "[intake][mail]")
{
    CHECK(message("From: a@x.org\nContent-Type: multipart/mixed; boundary=o\n\npreamble words\n--o\n"
                  "Content-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain\n\none "
                  "two\n--i--\n--o--\n")
              .words == 2);
    CHECK_FALSE(
        message("From: a@x.org\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n"
                "Content-Type: multipart/mixed; boundary=i\n\n--i\n\nnot mine\n--i--\n--o--\n")
            .words);
}

TEST_CASE("a forward without own words is bare, with them commented", "[intake][mail]")
{
    const auto forward = [](const std::string& subject, const std::string& body) {
        return message("From: a@x.org\nSubject: " + subject + "\n\n" + body).forward;
    };
    const std::string passed_on = "---------- Forwarded message ---------\nFrom: x\n\na joke that goes round\n";
    for (const char* subject : {"Fwd: joke", "FW: joke", "WG: Witz", "TR: blague", "RV: broma", "[Fwd: joke]",
                                "=?utf-8?B?6L2s5Y+ROiBqb2tl?=", "Doorst: mop"})
        CHECK(forward(subject, passed_on) == Forward::bare);
    CHECK(forward("Fwd: joke", "This made me think of you!\n\n" + passed_on) == Forward::commented);
    for (const char* subject : {"Re: Fwd: joke", "joke", "Forwarding address", "Fwd joke", ""})
        CHECK(forward(subject, passed_on) == Forward::none);
}

TEST_CASE("an acknowledgement is short and says nothing else", "[intake][mail]")
{
    const auto acknowledges = [](const std::string& body) {
        return message("From: a@x.org\n\n" + body).acknowledgement;
    };
    for (const char* body : {"ok\n", "Thanks!\n\n> a long\n> mail\n", "Vielen Dank.\n", "MERCI beaucoup\n", "👍\n",
                             "спасибо\n", "Ok, danke 👍\n", "teşekkür ederim\n"})
        CHECK(acknowledges(body));
    for (const char* body : {"", "I love you\n", "When?\n", "Thanks, and when do you come?\n", "> ok\n", "Thanks?\n"})
        CHECK_FALSE(acknowledges(body));
}

TEST_CASE("what was thrown away is no contact, whatever the bin is called", "[intake][mail]")
{
    CHECK(read_mail(mail("X-Gmail-Labels: Trash,Important\n")).skips == std::vector{Skip::discarded});
    CHECK(read_mail(mail("X-Gmail-Labels: =?UTF-8?B?5bey5Yig6Zmk6YKu5Lu2?=\n")).skips == std::vector{Skip::discarded});
    const Place place;
    place.write("md/.Papierkorb/cur/1.x:2,S", mail(""));
    CHECK(read(maildir, input_of_folder(place.path() / "md")).skips == std::vector{Skip::discarded});
}

TEST_CASE("a chat that Gmail kept is a chat", "[intake][mail]")
{
    CHECK(read_mail(mail("X-Gmail-Labels: Chat\n")).only().channel == Channel::chat);
}

TEST_CASE("a single mail may open with a separator, a mark or blank lines, or be Apple's", "[intake][mail]")
{
    const std::string text = mail("");
    for (const std::string& start :
         {std::string{"From a@x.org Mon May 26 20:18:05 2025\n"}, std::string{"\xef\xbb\xbf"}, std::string{"\r\n\n"}})
        CHECK(read_mail(start + text).only().source_key == "mail:<m@x>");

    const std::string property_list = "<?xml version=\"1.0\"?><plist>many words that nobody wrote</plist>\n";
    const Recorder apple =
        read(eml, input_of_text(std::to_string(text.size()) + "      \n" + text + property_list, "7.emlx"));
    CHECK(apple.only().size == 5.0);
}

TEST_CASE("formats recognise their files and leave others alone", "[intake][mail]")
{
    const auto sniff = [](const Format& format, const std::string& name, const std::string& head) {
        return format.sniff(input_of_text(head, name), head);
    };
    const std::string box = "From a@x.org Mon May 26 20:18:05 2025\n" + mail("");
    CHECK(sniff(mbox, "Inbox", box) > 90);
    CHECK(sniff(mbox, "Inbox", "\xef\xbb\xbf" + box) > 90);
    CHECK(sniff(eml, "one.EML", box) > sniff(mbox, "one.EML", box));
    CHECK(sniff(eml, "message", mail("")) > 50);
    CHECK(sniff(mbox, "letter.txt", "From Russia with love\nYear: 1963\n") == 0);
    CHECK(sniff(eml, "letter.txt", "Dear all,\nhello\n") == 0);
    CHECK(sniff(eml, "book.vcf", "BEGIN:VCARD\nVERSION:3.0\n") == 0);
    CHECK_THROWS_AS(read_mbox("Dear all,\nhello\n"), Problem);
    CHECK(read_mbox("").read() == 0);
}

TEST_CASE("headers of 20 MB, endless nesting and zero bytes end in one record each", "[intake][mail][hostile]")
{
    CHECK(read_mail(mail("X-Long: " + std::string(20'000'000, 'x') + "\n")).records == 1);
    CHECK(read_mail("To: " + std::string(20'000'000, ',') + "\n" + mail("")).read() == 1);
    CHECK(read_mail("From: " + std::string(200'000, '<') + "\n" + mail("")).read() == 1);
    CHECK(read_mail("From: " + std::string(200'000, '(') + "\n" + mail("")).read() == 1);

    std::string nested =
        "From: jonas@example.net\nDate: 26 May 2025 20:15 +0000\nContent-Type: multipart/mixed; boundary=b\n\n";
    for (int depth = 0; depth < 100'000; ++depth) nested += "--b\nContent-Type: multipart/mixed; boundary=b\n\n";
    CHECK(read_mail(nested).records == 1);

    const std::string zeros = "From: jonas" + std::string(1, '\0') + "@example.net\nDate: 26 May 2025 20:15 +0000\n\n" +
                              std::string(10'000, '\0');
    CHECK(read_mail(zeros).read() == 1);
    CHECK(read_mail(std::string(1'000'000, '\0')).skips == std::vector{Skip::broken});
    CHECK(read_mbox("From -\nX: y\n" + std::string(5'000'000, 'x') + "\nFrom -\n" + mail("")).read() == 2);
}

TEST_CASE("every beginning of a mail, cut anywhere, gives exactly one record", "[intake][mail][hostile]")
{
    std::ifstream file{SOURCE_DIR "/tests/data/mail/takeout.mbox"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    REQUIRE(text.size() > 1000);
    for (std::size_t length = 0; length < text.size(); length += 3)
        CHECK(read_mail(text.substr(0, length)).read() == 1);
}

TEST_CASE("names and keys hold no control characters", "[intake][mail][hostile]")
{
    const Recorder recorder =
        read_mail("From: =?utf-8?Q?Ana=0D=0ABcc=3A_x=40y?= <jonas@example.net>\nTo: mira@example.org\n"
                  "Date: 26 May 2025 20:15 +0000\nMessage-ID: <a\x1b@x>\n\nhi\n");
    const Observation& observation = recorder.only();
    for (const char letter :
         observation.source_key + observation.parties.at(0).name + observation.parties.at(0).handle.value)
        CHECK(static_cast<unsigned char>(letter) >= 0x20);
}
