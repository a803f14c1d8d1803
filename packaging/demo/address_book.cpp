#include "packaging/demo/files.hpp"
#include "packaging/demo/people.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace blend::demo {
namespace {

std::string quoted_printable(std::string_view text)
{
    std::string out;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        out += byte < 0x80 && each != '=' ? std::string{each} : fmt::format("={:02X}", byte);
    }
    return out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char each : text) {
        if (each == ',' || each == ';') out += '\\';
        out += each;
    }
    return out;
}

bool yearless(std::string_view birthday) { return birthday.size() == 5; }

/// As old phones write it: bare types, and quoted-printable for all that is not ASCII.
std::string card_2_1(const Person& each)
{
    const bool ascii =
        std::ranges::all_of(each.name, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
    std::string card = "VERSION:2.1\r\n";
    card += ascii ? fmt::format("FN:{}\r\n", each.name)
                  : fmt::format("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{}\r\n", quoted_printable(each.name));
    if (!each.phone.empty()) card += fmt::format("TEL;CELL:{}\r\n", each.phone);
    if (!each.email.empty()) card += fmt::format("EMAIL;INTERNET:{}\r\n", each.email);
    if (!each.birthday.empty()) card += fmt::format("BDAY:{}\r\n", each.birthday);
    return card;
}

/// As Apple writes it: groups, and 1604 for a year that is not known.
std::string card_3_0(const Person& each)
{
    std::string card = fmt::format("VERSION:3.0\r\nN:;{0};;;\r\nFN:{0}\r\n", escaped(each.name));
    if (!each.phone.empty()) card += fmt::format("item1.TEL;type=CELL;type=VOICE;type=pref:{}\r\n", each.phone);
    if (!each.email.empty()) card += fmt::format("item2.EMAIL;type=INTERNET;type=HOME:{}\r\n", each.email);
    if (yearless(each.birthday))
        card += fmt::format("BDAY;X-APPLE-OMIT-YEAR=1604:1604-{}\r\n", each.birthday);
    else if (!each.birthday.empty())
        card += fmt::format("BDAY:{}\r\n", each.birthday);
    return card;
}

std::string card_4_0(const Person& each)
{
    std::string birthday{each.birthday};
    std::erase(birthday, '-');
    std::string card = fmt::format("VERSION:4.0\r\nFN:{}\r\n", escaped(each.name));
    if (!each.phone.empty()) card += fmt::format("TEL;VALUE=uri;TYPE=cell:tel:{}\r\n", each.phone);
    if (!each.email.empty()) card += fmt::format("EMAIL:{}\r\n", each.email);
    if (!birthday.empty()) card += fmt::format("BDAY:{}{}\r\n", yearless(each.birthday) ? "--" : "", birthday);
    return card;
}

} // namespace

std::string address_book()
{
    std::string cards;
    int number = 0;
    for (const Person& each : people()) {
        cards += "BEGIN:VCARD\r\n";
        switch (each.card) {
        case CardVersion::v2_1: cards += card_2_1(each); break;
        case CardVersion::v3_0: cards += card_3_0(each); break;
        case CardVersion::v4_0: cards += card_4_0(each); break;
        }
        cards += fmt::format("UID:card-{:02}@example.org\r\nEND:VCARD\r\n", ++number);
    }
    return cards;
}

} // namespace blend::demo
