// How long libical itself takes to parse a calendar. usage: floor_libical FILE

#include <libical/ical.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>

int main(int count, char** words)
{
    if (count != 2) return 2;
    const auto begin = std::chrono::steady_clock::now();
    std::ostringstream text;
    text << std::ifstream{words[1], std::ios::binary}.rdbuf();
    icalcomponent* calendar = icalparser_parse_string(text.str().c_str());
    if (calendar == nullptr) return 1;
    const int events = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
    icalcomponent_free(calendar);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%f %d\n", took.count(), events);
}
