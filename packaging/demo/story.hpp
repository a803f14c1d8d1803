#pragma once

// What happened in the year that ends today: every message, meeting, mail and hand-kept line, in Maya's local time.
//
// The same day always gives the same story. Nothing lies on or after `today`, nothing before the year.

#include "daemon/core/interaction.hpp"
#include "daemon/core/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace blend::demo {

struct Message {
    LocalTime at{};
    std::string author; ///< empty: a notice of the service
    std::string text;
};

/// How the phone that made the export writes its lines.
enum class Phone { android, iphone, iphone_us };

struct Chat {
    std::string title;
    Phone phone{};
    std::vector<Message> messages;
};

struct Meeting {
    std::string uid;
    std::string summary;
    LocalTime start{};
    Minutes length{};
    std::string place;                  ///< or the address of a video call
    std::vector<std::string_view> with; ///< people by name
    std::string_view organiser;         ///< a name, or the owner's
    std::string answer{"ACCEPTED"};     ///< the owner's
    std::string rule;                   ///< RRULE; empty: once
    std::vector<LocalTime> except;      ///< occurrences that were called off
};

struct Mail {
    LocalTime at{};
    std::string from;
    std::vector<std::string> to;
    std::string subject;
    std::string headers; ///< further ones, each with its line end
    std::string body;
};

struct LogLine {
    LocalTime at{};
    Channel channel{};
    Direction direction{Direction::mutual};
    int size{}; ///< minutes or words; 0 = not noted
    int others{1};
    std::string_view contact;
};

struct Story {
    std::vector<Chat> chats;
    std::vector<Meeting> meetings;
    std::vector<Mail> mails;
    std::vector<LogLine> log;
};

Story story_of_the_year(Day today);

} // namespace blend::demo
