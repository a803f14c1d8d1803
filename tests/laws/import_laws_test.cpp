// What imports do to the ledger: nothing twice, nothing lost, nothing said.

#include "tests/laws/played.hpp"

#include <zip.h>

#include <fstream>
#include <iterator>

using namespace blend;
using namespace blend::laws;

namespace {

const std::string chat_name = "WhatsApp Chat with Ilse";

const std::string chat = "25/10/2026, 18:30 - Messages and calls are end-to-end encrypted.\n"
                         "25/10/2026, 18:31 - Noor: shall we talk on Sunday?\n"
                         "26/10/2026, 09:00 - Ilse: yes, gladly\n"
                         "and bring the photos\n"
                         "26/10/2026, 09:01 - Noor: good\n";

std::string mail(int number, const std::string& subject = "Hello", const std::string& body = "How are you these days?")
{
    const auto day = std::to_string(10 + number);
    return "From ilse@example.org Tue Nov " + day +
           " 10:00:00 2026\nFrom: Ilse <ilse@example.org>\nTo: me@example.org\n" + "Subject: " + subject +
           "\nDate: " + day + " Nov 2026 10:00:00 +0000\nMessage-ID: <" + std::to_string(number) + "@example.org>\n\n" +
           body + "\n\n";
}

std::string diary(const std::string& summary = "Tea")
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261101T100000Z\r\n"
           "DTEND:20261101T110000Z\r\nSUMMARY:" +
           summary + "\r\nDESCRIPTION:" + summary +
           "\r\nORGANIZER:mailto:me@example.org\r\n"
           "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string cards(const std::string& note = "likes tea")
{
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c1\r\nFN:Ilse Berg\r\nEMAIL:ilse@example.org\r\nNOTE:" + note +
           "\r\nEND:VCARD\r\n"
           "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ben Okafor\r\nTEL:+49 171 1234567\r\nEND:VCARD\r\n";
}

const std::string table =
    "at,channel,contact,minutes\n2026-11-20T10:00:00Z,phone,Ben,20\n2026-11-21T10:00:00Z,visit,Ben,90\n";

struct Source {
    std::string name;
    std::string text;
    json more;
};

std::vector<Source> every_format()
{
    const json me{{"me", "me@example.org"}};
    return {{chat_name + ".txt", chat, {{"me", "Noor"}}},
            {"mail.mbox", mail(1) + mail(2) + mail(3), me},
            {"mail.eml", mail(1).substr(mail(1).find('\n') + 1), me},
            {"diary.ics", diary(), me},
            {"cards.vcf", cards(), json::object()},
            {"log.csv", table, json::object()}};
}

void zip_to(const std::filesystem::path& file, const std::string& name, const std::string& text)
{
    zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    REQUIRE(archive != nullptr);
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    REQUIRE(zip_close(archive) == 0);
}

std::string bytes_of(const std::filesystem::path& folder)
{
    std::string all;
    for (const auto& each : std::filesystem::recursive_directory_iterator{folder}) {
        if (!each.is_regular_file()) continue;
        std::ifstream file{each.path(), std::ios::binary};
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    return all;
}

} // namespace

TEST_CASE("Importing twice adds nothing: every format, whole", "[laws]")
{
    Played life;
    for (const Source& source : every_format()) {
        INFO(source.name);
        const auto path = life.file(source.name, source.text);
        const auto first = life.import(path, source.more);
        CHECK(first["stored"].get<int>() + first["duplicate"].get<int>() > 0);
        const auto before = life.everything();
        const auto second = life.import(path, source.more);
        CHECK(second["read"] == first["read"]);
        CHECK(second["stored"] == 0);
        CHECK(second["skipped"] == first["skipped"]);
        CHECK(second["duplicate"] == first["stored"].get<int>() + first["duplicate"].get<int>());
        CHECK(life.everything() == before);
    }
}

TEST_CASE("Importing twice adds nothing: the same export as a folder and as a zip", "[laws]")
{
    Played life;
    const auto text = life.file("export/" + chat_name + ".txt", chat);
    const auto zip = text.parent_path().parent_path() / (chat_name + ".zip");
    zip_to(zip, chat_name + ".txt", chat);
    const bool folder_first = GENERATE(true, false);
    const auto first = life.import(folder_first ? text.parent_path() : zip, {{"me", "Noor"}});
    CHECK(first["stored"] == 3);
    const auto second = life.import(folder_first ? zip : text.parent_path());
    CHECK(second["read"] == first["read"]);
    CHECK(second["stored"] == 0);
}

TEST_CASE("Importing twice adds nothing: a later, longer export adds only what is new", "[laws]")
{
    Played life;
    const auto first = life.import(life.file(chat_name + ".txt", chat), {{"me", "Noor"}});
    const auto more = life.import(life.file(chat_name + ".txt", chat + "27/10/2026, 20:00 - Ilse: see you\n"
                                                                       "27/10/2026, 20:00 - Ilse: see you\n"));
    CHECK(more["stored"] == 2);
    CHECK(more["duplicate"] == first["stored"]);
    life.import(life.file("mail.mbox", mail(1)), {{"me", "me@example.org"}});
    const auto mails = life.import(life.file("later.mbox", mail(2) + mail(1) + mail(3)));
    CHECK(mails["stored"] == 2);
    CHECK(mails["duplicate"] == 1);
}

TEST_CASE("Importing twice adds nothing: the same call twice in one import is one entry", "[laws]")
{
    Played life;
    life.add("Ben");
    const std::string call = "2026-11-20T10:00:00Z,phone,Ben,20\n";
    const auto file = life.import(life.file("log.csv", "at,channel,contact,minutes\n" + call + call));
    CHECK(file["read"] == 2);
    CHECK(file["stored"] == 1);
    CHECK(file["duplicate"] == 1);
    life.get("link_handle", {}, {{"handle", "name:Ben"}, {"contact", "Ben"}});
    CHECK(life.get("list_interactions", {{"contact", "Ben"}})["interactions"].size() == 1);
}

TEST_CASE("Importing twice adds nothing: what was exported is known again", "[laws]")
{
    Played life;
    life.add("Amma", {{"emails", {"amma@example.org"}}, {"birthday", "02-29"}});
    life.add("Ben");
    life.log("phone", "Amma", "2026-11-20T10:00:00Z", {{"size", "20m"}});
    life.log("in_person", "Ben", "2026-11-20T10:00:00Z");
    for (const Source& source : every_format())
        if (source.name != "cards.vcf") life.import(life.file(source.name, source.text), source.more);
    const auto before = life.everything();
    const auto log = life.import(life.file("out.csv", life.get("get_export", {{"format", "csv"}})["text"]));
    CHECK(log["read"].get<int>() >= 8);
    CHECK(log["duplicate"] == log["read"]);
    const auto people = life.import(life.file("out.vcf", life.get("get_export", {{"format", "vcf"}})["text"]));
    CHECK(people["duplicate"] == 2);
    CHECK(people["read"] == 2);
    auto after = life.everything();
    CHECK(after["contacts"] == before["contacts"]);
    CHECK(after["timeline"] == before["timeline"]);
    CHECK(after["unmatched"] == before["unmatched"]);
}

TEST_CASE("Every record is accounted for: read = stored + duplicate + skipped, in every file", "[laws]")
{
    Played life;
    for (const Source& source : every_format()) {
        INFO(source.name);
        const auto file = life.import(life.file(source.name, source.text), source.more);
        CHECK(file["read"].get<int>() > 0);
        CHECK(file["read"] == accounted(file));
    }
    for (const char* name :
         {"csv/by-hand.csv", "csv/export.csv", "mail/takeout.mbox", "vcard/apple-3.0.vcf", "vcard/four-0.vcf",
          "vcard/phone-2.1.vcf", "whatsapp/WhatsApp Chat with Ilse.txt", "whatsapp/ios-group.txt"}) {
        INFO(name);
        const auto path = std::filesystem::path{SOURCE_DIR} / "tests/data" / name;
        const auto file = life.import(
            path, {{"me", std::string{name} == "whatsapp/ios-group.txt" ? "Tom" : "Noor"}, {"date_order", "dmy"}});
        CHECK(file["read"].get<int>() > 0);
        CHECK(file["read"] == accounted(file));
    }
}

TEST_CASE("Every record is accounted for: one bad record does not lose a file", "[laws]")
{
    Played life;
    const auto bad =
        life.import(life.file("log.csv", "at,channel,contact\n2026-11-20T10:00:00Z,phone,Ben\n"
                                         "2026-13-77T10:00:00Z,phone,Ben\n2026-11-20T10:00:00Z,telepathy,Ben\n"
                                         ",phone,Ben\n2026-11-20T11:00:00Z,phone,\n2026-11-21T10:00:00Z,phone,Ben\n"));
    CHECK(bad["read"] == 6);
    CHECK(bad["stored"] == 2);
    CHECK(bad["read"] == accounted(bad));
    const auto mails = life.import(
        life.file("mail.mbox", mail(1) + "From nobody Tue Nov 11 10:00:00 2026\n\xff\xfe\x01\n\n" + mail(2)),
        {{"me", "me@example.org"}});
    CHECK(mails["stored"] == 2);
    CHECK(mails["read"] == accounted(mails));
}

TEST_CASE("Every record is accounted for: one bad file does not lose a folder", "[laws]")
{
    Played life;
    const auto folder = life.file("pile/log.csv", table).parent_path();
    life.file("pile/broken.zip", "PK\x03\x04 and no more");
    life.file("pile/empty.vcf", "");
    life.file("pile/letter.pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    life.file("pile/cards.vcf", cards());
    const auto report = life.get("import_files", {}, {{"paths", {folder.native()}}});
    int good = 0;
    for (const json& file : report["files"]) {
        INFO(file.dump());
        CHECK(file["read"] == accounted(file));
        if (file["stored"].get<int>() == 2) ++good;
        if (file["stored"] == 0) CHECK_FALSE(file["warnings"].empty());
    }
    CHECK(good == 2);
    CHECK(report["files"].size() == 5);
    CHECK(life.get("get_today")["contacts"] == 2);
}

TEST_CASE("No content: bodies and subjects of messages are nowhere in the folder", "[laws]")
{
    Played life;
    const std::string marker = "Quetzalcoatlus";
    const std::string twice = marker + " " + marker;
    life.import(life.file("mail.mbox", mail(1, marker, twice) + mail(2, marker, twice)), {{"me", "me@example.org"}});
    life.import(life.file(chat_name + ".txt", chat + "27/10/2026, 20:00 - Ilse: " + twice +
                                                  "\n27/10/2026, 20:01 - Noor: " + marker + "\n" + marker +
                                                  " on a second line\n"),
                {{"me", "Noor"}});
    life.import(life.file("diary.ics", diary(marker)));
    life.import(life.file("cards.vcf", cards(marker)));
    CHECK(life.get("list_unmatched")["total"].get<int>() + life.get("get_today")["contacts"].get<int>() > 2);
    const std::string bytes = bytes_of(life.folder());
    CHECK(bytes.find("ilse@example.org") != std::string::npos); // the ledger was indeed read here
    CHECK(bytes.find(marker) == std::string::npos);
    CHECK(bytes.find("photos") == std::string::npos);
    CHECK(life.everything().dump().find(marker) == std::string::npos);
}
