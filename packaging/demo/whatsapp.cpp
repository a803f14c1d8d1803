#include "packaging/demo/files.hpp"

#include <fmt/format.h>

namespace blend::demo {
namespace {

/// The beginning of a line, up to the author.
std::string stamp(Phone phone, LocalTime at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    const int year = static_cast<int>(date.year());
    const auto month = static_cast<unsigned>(date.month());
    const auto of_month = static_cast<unsigned>(date.day());
    const auto hour = time.hours().count(), minute = time.minutes().count(), second = time.seconds().count();

    switch (phone) {
    case Phone::android: return fmt::format("{:02}/{:02}/{}, {:02}:{:02} - ", of_month, month, year, hour, minute);
    case Phone::iphone:
        return fmt::format("[{}-{:02}-{:02}, {:02}:{:02}:{:02}] ", year, month, of_month, hour, minute, second);
    case Phone::iphone_us:
        return fmt::format("[{}/{}/{:02}, {}:{:02}:{:02}\u202f{}] ", month, of_month, year % 100, (hour + 11) % 12 + 1,
                           minute, second, hour < 12 ? "AM" : "PM");
    }
    return {};
}

} // namespace

std::string whatsapp_text(const Chat& chat)
{
    const bool android = chat.phone == Phone::android;
    const std::string_view line_end = android ? "\n" : "\r\n";
    const std::string notice = "Messages and calls are end-to-end encrypted. Only people in this chat can read, "
                               "listen to, or share them.";
    std::string text;
    if (!chat.messages.empty())
        text = stamp(chat.phone, chat.messages.front().at) + (android ? notice : chat.title + ": \u200e" + notice);
    for (const Message& message : chat.messages) {
        text += line_end;
        text += stamp(chat.phone, message.at);
        if (!message.author.empty()) text += message.author + ": ";
        text += message.text;
    }
    text += line_end;
    return text;
}

} // namespace blend::demo
