#include "packaging/demo/files.hpp"

#include "daemon/core/handle.hpp"
#include "packaging/demo/people.hpp"

#include <fmt/format.h>

#include <set>

namespace blend::demo {
namespace {

std::string chat_file(const Chat& chat)
{
    switch (chat.phone) {
    case Phone::android: return "WhatsApp Chat with " + chat.title + ".txt";
    case Phone::iphone: return "WhatsApp Chat - " + chat.title + ".zip";
    case Phone::iphone_us: return "WhatsApp Chat - " + chat.title + ".txt";
    }
    return {};
}

std::string csv_cell(std::string_view text)
{
    return text.find(',') == text.npos ? std::string{text} : fmt::format("\"{}\"", text);
}

/// Each name linked to the person of that name.
std::string links(HandleKind kind, const std::set<std::string_view>& names)
{
    std::string commands;
    for (const std::string_view name : names)
        commands += fmt::format("quietly blend link '{}:{}' '{}'\n", word(kind), name, name);
    return commands;
}

} // namespace

std::vector<File> files_of(const Story& story)
{
    std::vector<File> files;
    for (const Chat& chat : story.chats) {
        std::string text = whatsapp_text(chat);
        files.push_back({chat_file(chat), chat.phone == Phone::iphone ? zip_of("_chat.txt", text) : std::move(text)});
    }
    files.push_back({"calendar.ics", calendar(story.meetings)});
    files.push_back({"contacts.vcf", address_book()});
    files.push_back({"mail.mbox", mailbox(story.mails)});
    files.push_back({"log.csv", log_table(story.log)});
    files.push_back({"setup.sh", setup_script(story)});
    return files;
}

std::string log_table(const std::vector<LogLine>& log)
{
    std::string table = "at,channel,direction,minutes,words,others,contact\r\n";
    for (const LogLine& line : log) {
        const std::string size = line.size ? std::to_string(line.size) : "";
        const bool minutes = counts_minutes(line.channel);
        table += fmt::format("{},{},{},{},{},{},{}\r\n", iso_local(line.at), word(line.channel), word(line.direction),
                             minutes ? size : "", minutes ? "" : size, line.others, csv_cell(line.contact));
    }
    return table;
}

std::string setup_script(const Story& story)
{
    std::string script = "#!/usr/bin/env bash\n"
                         "# Tells Blend about the people of the demo year, and imports what the year left behind.\n"
                         "set -euo pipefail\n"
                         "cd \"$(dirname \"$0\")\"\n"
                         "quietly() { \"$@\" >said 2>&1 || { cat said >&2; exit 1; }; }\n\n"
                         "# Who matters how much, how often to be in touch, and what cannot be asked of whom.\n";
    for (const Person& each : people()) {
        if (each.circle.empty()) continue;
        script += fmt::format("quietly blend add '{}' --circle {}{}{}{}{}{}{}\n", each.name, each.circle,
                              each.wishes.empty() ? "" : " ", each.wishes, each.email.empty() ? "" : " --email ",
                              each.email, each.phone.empty() ? "" : " --phone ", each.phone);
    }
    script +=
        fmt::format("\n# The year, through the same importers as anybody's own. A name is never linked by itself: it\n"
                    "# takes a person to say who is meant.\n"
                    "blend import contacts.vcf --create-contacts\n"
                    "blend import WhatsApp*.txt WhatsApp*.zip --me {}\n",
                    owner_name);
    std::set<std::string_view> writers;
    for (const Chat& chat : story.chats)
        for (const Message& message : chat.messages)
            if (!message.author.empty() && message.author != owner_name) writers.insert(message.author);
    script += links(HandleKind::whatsapp, writers);
    script += "\nblend import log.csv\n";
    std::set<std::string_view> logged;
    for (const LogLine& line : story.log) logged.insert(line.contact);
    script += links(HandleKind::name, logged);
    script += fmt::format("\nblend import calendar.ics mail.mbox --me {}\n"
                          "quietly blend ignore email:news@ledger.example.org\n",
                          owner_email);
    return script;
}

} // namespace blend::demo
