#pragma once

// The story as the files that phones, calendars and mail programs export, and the commands that bring them in.

#include "packaging/demo/story.hpp"

#include <string>
#include <vector>

namespace blend::demo {

struct File {
    std::string name;
    std::string bytes;
};

/// Chats as text (one as a zip), calendar.ics, contacts.vcf, mail.mbox, log.csv and setup.sh.
std::vector<File> files_of(const Story& story);

std::string whatsapp_text(const Chat& chat);
std::string calendar(const std::vector<Meeting>& meetings);
std::string address_book();
std::string mailbox(const std::vector<Mail>& mails);
std::string log_table(const std::vector<LogLine>& log);

/// Circles, clocks and limits; the imports; and whose handle is whose.
std::string setup_script(const Story& story);

/// A zip of one member, stored as it is.
std::string zip_of(std::string_view member, std::string_view bytes);

/// Seconds east of UTC that Maya's clock keeps at a local time.
Seconds new_york_offset(LocalTime local);

} // namespace blend::demo
