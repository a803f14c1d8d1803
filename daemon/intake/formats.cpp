#include "daemon/intake/formats.hpp"

#include "daemon/intake/csv_log.hpp"
#include "daemon/intake/icalendar.hpp"
#include "daemon/intake/input.hpp"
#include "daemon/intake/maildir.hpp"
#include "daemon/intake/mbox.hpp"
#include "daemon/intake/vcard.hpp"
#include "daemon/intake/whatsapp.hpp"

#include <array>

namespace blend::intake {

namespace {
constexpr std::array all{&vcard, &icalendar, &whatsapp, &mbox, &maildir, &eml, &csv_log};
} // namespace

std::span<const Format* const> formats() { return all; }

const Format* format_named(std::string_view name)
{
    // People say the end of the file's name as well.
    if (name == "vcf") return &vcard;
    if (name == "ics") return &icalendar;
    for (const Format* format : all)
        if (format->name == name) return format;
    return nullptr;
}

const Format* recognised(const Input& input)
{
    const std::string head = head_of(input);
    const Format* best = nullptr;
    int surest = 0;
    for (const Format* format : all)
        if (const int sure = format->sniff(input, head); sure > surest) {
            best = format;
            surest = sure;
        }
    return best;
}

} // namespace blend::intake
