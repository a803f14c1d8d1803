#include "daemon/zone/long_date.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::zone;

namespace {

std::string read(std::string_view text)
{
    const auto date = long_date(text);
    if (!date) return {};
    return iso_local(date->time) + (date->offset ? " " + std::to_string(date->offset->count()) : "");
}

} // namespace

TEST_CASE("a date that is written out is read in any language", "[zone]")
{
    const std::string noon = "2016-11-03T11:59:50 0";
    for (const char* text : {"Thursday, November 3, 2016 at 11:59:50 AM UTC",
                             "Thursday, November 3, 2016 at 11:59:50\u202FAM UTC",
                             "Thursday 3 November 2016 at 11:59:50 UTC",
                             "Donnerstag, 3. November 2016 um 11:59:50 UTC",
                             "jeudi 3 novembre 2016 à 11:59:50 UTC",
                             "jueves, 3 de noviembre de 2016, 11:59:50 (UTC)",
                             "jueves, 3 de noviembre de 2016, 11:59:50 a.m. UTC",
                             "giovedì 3 novembre 2016 alle ore 11:59:50 UTC",
                             "quinta-feira, 3 de novembro de 2016 às 11:59:50 UTC",
                             "donderdag 3 november 2016 om 11:59:50 UTC",
                             "czwartek, 3 listopada 2016 11:59:50 UTC",
                             "čtvrtek 3. listopadu 2016 v 11:59:50 UTC",
                             "четверг, 3 ноября 2016 г. в 11:59:50 UTC",
                             "четвер, 3 листопада 2016 р. о 11:59:50 UTC",
                             "torstai 3. marraskuuta 2016 klo 11.59.50 UTC",
                             "torsdag den 3. november 2016 kl. 11.59.50 UTC",
                             "3 Kasım 2016 Perşembe 11:59:50 UTC",
                             "2016年11月3日木曜日 11:59:50 UTC",
                             "2016年11月3日星期四 UTC 11:59:50",
                             "2016年11月3日 星期四 上午11:59:50 [UTC]",
                             "2016년 11월 3일 목요일 오전 11시 59분 50초 UTC",
                             "Thứ Năm, 3 tháng 11, 2016 lúc 11:59:50 UTC",
                             "วันพฤหัสบดีที่ 3 พฤศจิกายน 2559 เวลา 11:59:50 UTC",
                             "गुरुवार, 3 नवंबर 2016 को 11:59:50 am UTC bje"}) {
        CAPTURE(text);
        CHECK(read(text) == noon);
    }
}

TEST_CASE("the half of the day moves the hour", "[zone]")
{
    CHECK(read("Thursday, November 3, 2016 at 11:59:50 PM UTC") == "2016-11-03T23:59:50 0");
    CHECK(read("Thursday, November 3, 2016 at 12:00:00 AM UTC") == "2016-11-03T00:00:00 0");
    CHECK(read("Thursday, November 3, 2016 at 12:00:00 PM UTC") == "2016-11-03T12:00:00 0");
    CHECK(read("2016년 11월 3일 목요일 오후 1시 5분 0초 UTC") == "2016-11-03T13:05:00 0");
    CHECK(read("jueves, 3 de noviembre de 2016, 1:05:00 p. m. UTC") == "2016-11-03T13:05:00 0");
}

TEST_CASE("a month of two languages is settled by the day of the week", "[zone]")
{
    // November in Polish and Czech, October in Croatian.
    CHECK(read("3. listopada 2016. u 11:59:50 UTC").empty());
    CHECK(read("ponedjeljak, 3. listopada 2016. u 11:59:50 UTC") == "2016-10-03T11:59:50 0");
}

TEST_CASE("offsets are taken where a date has them", "[zone]")
{
    CHECK(read("Thursday, November 3, 2016 at 11:59:50 AM GMT+2") == "2016-11-03T11:59:50 7200");
    CHECK(read("Thursday, November 3, 2016 at 11:59:50 AM GMT-03:30") == "2016-11-03T11:59:50 -12600");
    CHECK(read("Thursday, November 3, 2016 at 11:59:50 AM") == "2016-11-03T11:59:50");
}

TEST_CASE("what is no date, or more than one, is none", "[zone]")
{
    for (const char* text :
         {"", "11/3/16", "3.11.2016", "3.11.2016 11:59:50 UTC", "November 2016", "soon",
          "February 30, 2016 at 11:59:50 AM UTC", "November 3, 2016", "November 3, 2016 at 25:00:00 UTC",
          "November 33, 2016 at 11:59:50 UTC", "\xFF\xFE\xFF", "99999999999999999999 99:99:99"}) {
        CAPTURE(text);
        CHECK(read(text).empty());
    }
    CHECK(read(std::string(100'000, '1')).empty());
}
