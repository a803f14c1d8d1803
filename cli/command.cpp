#include "cli/command.hpp"

#include "daemon/core/columns.hpp"
#include "daemon/core/problem.hpp"

#include <algorithm>

namespace blend::cli {
namespace {

/// JSON for a terminal: C1 and bidi characters, which it leaves as they are, written as the escapes they may be.
std::string escaped_json(std::string_view json)
{
    std::string text;
    for (std::size_t at = 0; at < json.size();) {
        const auto byte = [&](std::size_t offset) {
            return at + offset < json.size() ? static_cast<unsigned char>(json[at + offset]) : 0u;
        };
        unsigned code = 0;
        std::size_t length = 1;
        if (byte(0) == 0x7F) code = 0x7F;
        if (byte(0) == 0xC2 && byte(1) < 0xA0) code = byte(1), length = 2;
        if (byte(0) == 0xD8 && byte(1) == 0x9C) code = 0x61C, length = 2;
        if (byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) {
            const unsigned found = 0x2000u + ((byte(1) & 0x3Fu) << 6) + (byte(2) & 0x3Fu);
            const bool steers = found == 0x200E || found == 0x200F || (found >= 0x2028 && found <= 0x202E) ||
                                (found >= 0x2066 && found <= 0x206F);
            if (steers) code = found, length = 3;
        }
        if (code == 0) {
            text += json[at++];
            continue;
        }
        constexpr std::string_view digits = "0123456789abcdef";
        text += {'\\', 'u', digits[code >> 12 & 15], digits[code >> 8 & 15], digits[code >> 4 & 15], digits[code & 15]};
        at += length;
    }
    return text;
}

} // namespace

Session::Session(const Arguments& arguments, const Client& client, const Terminal& terminal, Instant now)
    : arguments{arguments}, client{client}, terminal{terminal}, page{terminal.width, terminal.colours}, now_{now}
{
}

bool Session::printed(const Reply& reply)
{
    if (!arguments.has("--json")) return false;
    page.line(terminal.shows ? escaped_json(reply.body()) : reply.body());
    return true;
}

void Session::print_document(std::string_view text)
{
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (!terminal.shows) return page.line(text);
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view each = text.substr(from, end - from);
        if (each.ends_with('\r')) each.remove_suffix(1);
        page.line(harmless(each));
        from = end + 1;
    }
}

void Session::print_done(const Reply& reply)
{
    if (printed(reply)) return;
    const auto done = reply.as<wire::Done>();
    page.paragraph(done.done, 0, 2);
    if (done.hint) page.paragraph(*done.hint, 0, 2, Ink::faint);
}

const Clock& Session::clock(const Reply& reply)
{
    if (!clock_) {
        const auto settings = client.get("/v1/settings").as<wire::SettingList>().settings;
        const auto zone = settings.find("zone");
        clock_ = clock(reply, zone == settings.end() ? "UTC" : zone->second);
    }
    return *clock_;
}

Clock Session::clock(const Reply& reply, std::string_view zone) const { return {zone, reply.at().value_or(now_)}; }

void refuse_usage(const Command& command, std::string what)
{
    throw Problem{Problem::Kind::bad_request, std::move(what),
                  "usage: blend " + std::string{command.name} + (command.usage.empty() ? "" : " ") +
                      std::string{command.usage}};
}

} // namespace blend::cli
