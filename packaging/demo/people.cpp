#include "packaging/demo/people.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace blend::demo {
namespace {

using enum CardVersion;

constexpr auto everybody = std::to_array<Person>({
    // Mother, in Mysuru: writes nearly every day, but the last talk is long ago.
    {"Amma", "inner", "--every 7d --talk-every 14d --tz Asia/Kolkata", "amma@example.org", "+919845000101",
     "1956-08-14", v3_0},
    // Brother, nine and a half hours away in summer: a video call on most Sundays.
    {"Arjun", "inner", "--every 7d --tz Asia/Kolkata", "arjun@example.org", "+919845000102", "1991-03-02", v4_0},
    // Grandmother, who is only ever visited.
    {"Nonna Rosa", "inner", "--every 10d --target 80%", "", "+12125550103", "1934-12-06", v2_1},
    // The friend who only texts.
    {"Ben Carter", "close", "--every 14d --talk-every 45d", "ben@example.org", "+12125550104", "05-19", v3_0},
    // Deaf: calls are out of the question, meals and messages are not.
    {"Theo Lindqvist", "close", "--cannot call,video,voice_message", "theo@example.org", "+12125550105", "1987-10-30",
     v4_0},
    // Old friend, drifting since summer.
    {"Sam Okafor", "close", "", "sam@example.org", "+12125550106", "1986-01-22", v3_0},
    // New friend, warming.
    {"Priya Nair", "friends", "--every 21d", "priya@example.org", "+12125550107", "", v4_0},
    // Colleagues who meet in one video call a month.
    {"Hannah Weiss", "friends", "", "hannah@example.org", "", "", v3_0},
    {"Marcus Bell", "wider", "", "marcus@example.org", "", "", v2_1},
    {"Yuki Tanaka", "wider", "--tz Asia/Tokyo", "yuki@example.org", "", "", v4_0},
    {"Seun Adeyemi", "wider", "--tz Africa/Lagos", "seun@example.org", "", "", v3_0},
    // A couple, met together.
    {"Nora Brandt", "friends", "--every 45d", "nora@example.org", "+12125550112", "11-02", v3_0},
    {"Elif Kaya", "friends", "--every 45d", "elif@example.org", "+12125550113", "", v3_0},
    // Cousin and uncle: the family chat, and a dinner on the first Sunday of the month.
    {"Kavya", "friends", "", "kavya@example.org", "+12015550114", "1994-06-11", v3_0},
    {"Uncle Raj", "wider", "", "raj@example.org", "+12015550115", "", v2_1},
    // Aunt in Lyon: letters.
    {"Tante Marguerite", "friends", "--every 60d --target 20% --limited call,video --tz Europe/Paris", "",
     "+33478000116", "1948-04-27", v4_0},
    // Three messages without an answer.
    {"Tomás Ferreira", "friends", "--tz Europe/Lisbon", "tomas@example.org", "+12125550117", "", v2_1},
    // Wrote last, and waits for an answer.
    {"Ingrid Solberg", "friends", "--every 45d --tz Europe/Oslo", "ingrid@example.org", "", "09-09", v3_0},
    // They keep missing each other on the phone.
    {"Dmitri Volkov", "friends", "--every 30d", "dmitri@example.org", "+12125550119", "", v4_0},
    // Born on 29 February.
    {"Leah Goldberg", "close", "", "leah@example.org", "+12125550120", "1988-02-29", v4_0},
    // A run on most Saturdays.
    {"Jonas Meyer", "close", "--every 14d", "jonas@example.org", "+12125550121", "", v3_0},
    // Long mails, and a call now and then.
    {"Carmen Ruiz", "close", "--every 30d --talk-every 90d --tz Europe/Madrid", "carmen@example.org", "+34910000122",
     "07-07", v4_0},
    // Neighbour on the stairs.
    {"Yusuf", "wider", "", "", "+12125550123", "", v3_0},
    // Moved to London; voice messages while walking to work.
    {"Grace Whitfield", "friends", "--every 21d --tz Europe/London", "grace@example.org", "+442079460124", "12-24",
     v3_0},
    // In the address book, but nobody to keep in touch with.
    {"Dr. Patel, dentist", "", "", "practice@example.org", "+12125550130", "", v2_1},
    {"Riverside Plumbing", "", "", "", "+12125550131", "", v3_0},
    {"Landlord", "", "", "office@example.org", "+12125550132", "", v4_0},
});

} // namespace

std::span<const Person> people() { return everybody; }

const Person& person(std::string_view name)
{
    const auto found = std::ranges::find(everybody, name, &Person::name);
    assert(found != everybody.end());
    return *found;
}

} // namespace blend::demo
