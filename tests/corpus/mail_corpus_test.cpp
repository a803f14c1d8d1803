// Real mailboxes: as many mails as other programs count, and the same first and last instants.

#include "daemon/intake/mail/maildir.hpp"
#include "daemon/intake/mail/mbox.hpp"
#include "tests/unit/intake/recorder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <iostream>

using namespace blend;
using namespace blend::intake;
namespace fs = std::filesystem;

namespace {

const fs::path corpora = fs::path{SOURCE_DIR} / "../shared/corpora";
// Before the files were fetched, so that a mail dated by its file is skipped as lying ahead.
const Instant some_day = parse_rfc3339("2025-06-01T00:00:00Z").value();

bool is_there(const char* what)
{
    if (fs::exists(corpora / what)) return true;
    std::cerr << "SKIPPED: no " << (corpora / what) << '\n';
    WARN("skipped: no corpora beside the checkout");
    return false;
}

nlohmann::json expected_of(const std::string& name)
{
    std::ifstream file{corpora / "expected.json"};
    return nlohmann::json::parse(file).at(name);
}

void read_into(Recorder& recorder, const Format& format, const Input& input)
{
    format.read(input, context_of({}, some_day), recorder);
}

/// A mailbox, a Maildir, or the single mails of a folder.
Recorder read(const fs::path& path)
{
    Recorder recorder;
    if (!fs::is_directory(path)) {
        const Input input = input_of_file(path);
        std::string head(64 * 1024, '\0');
        const auto stream = input.open();
        stream->read(head.data(), static_cast<std::streamsize>(head.size()));
        head.resize(static_cast<std::size_t>(stream->gcount()));
        const Format& format = mbox.sniff(input, head) > eml.sniff(input, head) ? mbox : eml;
        read_into(recorder, format, input);
    } else if (maildir.sniff(input_of_folder(path), {}) > 0) {
        read_into(recorder, maildir, input_of_folder(path));
    } else {
        for (const auto& entry : fs::directory_iterator{path})
            if (entry.path().extension() == ".eml") read_into(recorder, eml, input_of_file(entry.path()));
    }
    return recorder;
}

} // namespace

TEST_CASE("every corpus of mail has the mails and the instants that others found in it", "[corpus][mail]")
{
    if (!is_there("mail")) return;
    const std::string name = GENERATE(as<std::string>{}, "mail/messages/messages.mbox", "mail/messages/message.eml",
                                      "mail/MimeKit/content-length.mbox.txt", "mail/MimeKit/unmunged.mbox.txt",
                                      "mail/MimeKit/simple.mbox.txt", "mail/mail-parser/legacy", "mail/mail-parser/rfc",
                                      "mail/mu/cjk", "mail/mu/testdir", "mail/mu/testdir2");
    INFO(name);
    const auto expected = expected_of(name);
    const Recorder recorder = read(corpora / name);
    CHECK(recorder.read() == expected.at("messages").get<std::size_t>());

    std::vector<Instant> instants;
    for (const Observation& each : recorder.observations) instants.push_back(each.at);
    for (const Instant each : recorder.skipped_at)
        if (each <= some_day) instants.push_back(each);
    if (expected.at("first").is_null()) {
        CHECK(instants.empty());
        return;
    }
    REQUIRE_FALSE(instants.empty());
    CHECK(rfc3339(*std::min_element(instants.begin(), instants.end())) == expected.at("first").get<std::string>());
    CHECK(rfc3339(*std::max_element(instants.begin(), instants.end())) == expected.at("last").get<std::string>());
}

TEST_CASE("distinct ids of a corpus are distinct keys, and mails without id have one as well", "[corpus][mail]")
{
    if (!is_there("mail")) return;
    const std::string name =
        GENERATE(as<std::string>{}, "mail/MimeKit/content-length.mbox.txt", "mail/mail-parser/legacy");
    const Recorder recorder = read(corpora / name);
    std::set<std::string> keys;
    for (const Observation& each : recorder.observations) keys.insert(each.source_key);
    CHECK(keys.size() == expected_of(name).at("distinct_message_ids").get<std::size_t>());
}
