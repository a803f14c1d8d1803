#include "packaging/demo/story.hpp"

#include "packaging/demo/dice.hpp"
#include "packaging/demo/people.hpp"
#include "packaging/demo/small_talk.hpp"

#include <algorithm>

namespace blend::demo {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr int year = 365;

/// Tells the year person by person. Each has dice of its own, so that one story can change without the others.
class Telling {
public:
    explicit Telling(Day today) : today_{today} {}

    Story told()
    {
        mother();
        brother();
        grandmother();
        friend_who_texts();
        friend_without_phone();
        old_friend();
        new_friend();
        colleagues();
        couple();
        family();
        aunt();
        unanswered();
        owed_reply();
        missed_calls();
        leap_day_friend();
        runner();
        writer();
        neighbour();
        voice_messages();
        noise();
        tidy();
        return std::move(story_);
    }

private:
    /// That many days before today, at that time of day.
    LocalTime ago(int days_ago, int hour, int minute = 0) const
    {
        return LocalTime{today_ - days{days_ago}} + hours{hour} + Minutes{minute};
    }

    Chat& chat_with(std::string_view title, Phone phone)
    {
        const auto known = std::ranges::find(story_.chats, title, &Chat::title);
        if (known != story_.chats.end()) return *known;
        return story_.chats.emplace_back(Chat{std::string{title}, phone, {}});
    }

    /// Some messages to and fro, beginning with `first`.
    static void exchange(Chat& chat, Dice& dice, LocalTime at, int turns, std::string_view first,
                         std::string_view second)
    {
        for (int turn = 0; turn < turns; ++turn) {
            const auto text =
                turn == 0 ? dice.one_of<std::string_view>(openings) : dice.one_of<std::string_view>(answers);
            chat.messages.push_back({at, std::string{turn % 2 == 0 ? first : second}, std::string{text}});
            at += Seconds{dice.between(20, 280)};
        }
    }

    /// Chats every `every` days or so, from `from` days ago to `to` days ago, begun by either.
    void chats(Chat& chat, Dice& dice, std::string_view name, int from, int to, int every)
    {
        for (int day = from; day >= to; day -= dice.between(std::max(1, every - every / 2), every + every / 2)) {
            const bool they_begin = dice.chance(50);
            exchange(chat, dice, ago(day, dice.between(9, 21), dice.between(0, 40)), dice.between(2, 7),
                     they_begin ? name : owner_name, they_begin ? owner_name : name);
        }
    }

    void log(LocalTime at, Channel channel, Direction direction, int size, std::string_view contact, int others = 1)
    {
        story_.log.push_back({at, channel, direction, size, others, contact});
    }

    static std::string letter(Dice& dice, int sentences)
    {
        std::string body;
        for (int count = 0; count < sentences; ++count)
            body += std::string{dice.one_of<std::string_view>(mail_lines)} + "\n";
        return body;
    }

    void mail(LocalTime at, Direction direction, std::string_view name, std::string_view subject, std::string body)
    {
        const std::string them{person(name).email};
        const std::string us{owner_email};
        const bool ours = direction == Direction::out;
        story_.mails.push_back({at, ours ? us : them, {ours ? them : us}, std::string{subject}, "", std::move(body)});
    }

    std::string uid(std::string_view what) const
    {
        return std::string{what} + "-" + std::to_string(story_.meetings.size() + 1) + "@example.org";
    }

    void mother()
    {
        Dice dice{1};
        Chat& chat = chat_with("Amma", Phone::android);
        chats(chat, dice, "Amma", year - 2, 1, 3);
        for (int day = year - 5; day > 142; day -= dice.between(12, 16))
            chat.messages.push_back({ago(day, 9, dice.between(30, 50)), "Amma",
                                     "Voice call, \u200e" + std::to_string(dice.between(14, 48)) + " min"});
        chat.messages.push_back({ago(142, 9, 40), "Amma", "Video call, \u200e31 min"});
        chat.messages.push_back({ago(33, 9, 12), "Amma", "Missed voice call"});
    }

    void brother()
    {
        Dice dice{2};
        Chat& chat = chat_with("Arjun", Phone::iphone);
        chats(chat, dice, "Arjun", year - 3, 1, 6);
        for (int day = year - 1; day > 0; --day) {
            const bool sunday = std::chrono::weekday{today_ - days{day}} == std::chrono::Sunday;
            if (!sunday || dice.chance(25)) continue;
            const auto caller = dice.chance(60) ? owner_name : std::string_view{"Arjun"};
            chat.messages.push_back({ago(day, 10, 30) + Seconds{dice.between(0, 900)}, std::string{caller},
                                     "\u200eVideo call, \u200e" + std::to_string(dice.between(20, 55)) + " min"});
        }
    }

    void grandmother()
    {
        Dice dice{3};
        for (int day = year - 4; day > 4; day -= dice.between(7, 13))
            log(ago(day, 15), Channel::in_person, Direction::mutual, dice.between(8, 14) * 10, "Nonna Rosa");
    }

    void friend_who_texts()
    {
        Dice dice{4};
        chats(chat_with("Ben Carter", Phone::iphone_us), dice, "Ben Carter", year - 1, 1, 2);
    }

    void friend_without_phone()
    {
        Dice dice{5};
        chats(chat_with("Theo Lindqvist", Phone::android), dice, "Theo Lindqvist", year - 6, 3, 8);
        for (int day = year - 20; day > 10; day -= dice.between(28, 40))
            story_.meetings.push_back({uid("lunch"),
                                       "Lunch with Theo",
                                       ago(day, 12, 30),
                                       Minutes{75},
                                       "Café Linné",
                                       {"Theo Lindqvist"},
                                       owner_name});
    }

    void old_friend()
    {
        Dice dice{6};
        Chat& chat = chat_with("Sam Okafor", Phone::android);
        int pause = 5;
        for (int day = year - 2; day > 74; day -= pause, pause += 2)
            exchange(chat, dice, ago(day, 20, dice.between(0, 50)), dice.between(3, 6), owner_name, "Sam Okafor");
        for (int day = year - 10; day > 150; day -= dice.between(18, 30))
            log(ago(day, 18, 30), Channel::in_person, Direction::mutual, 120, "Sam Okafor");
        for (int day = year - 15; day > 110; day -= dice.between(20, 34))
            log(ago(day, 19), Channel::phone, dice.chance(70) ? Direction::out : Direction::in, dice.between(15, 45),
                "Sam Okafor");
    }

    void new_friend()
    {
        Dice dice{7};
        Chat& chat = chat_with("Priya Nair", Phone::iphone);
        for (int day = 70; day > 1; day -= std::max(1, day / 12))
            exchange(chat, dice, ago(day, dice.between(17, 21), dice.between(0, 40)), dice.between(2, 6), "Priya Nair",
                     owner_name);
        for (const int day : {58, 37, 23, 12, 5})
            log(ago(day, 19), Channel::in_person, Direction::mutual, dice.between(60, 150), "Priya Nair");
    }

    void colleagues()
    {
        Dice dice{8};
        for (int day = year - 12; day > 6; day -= 28)
            story_.meetings.push_back({uid("round"),
                                       "Old team, monthly round",
                                       ago(day, 12),
                                       Minutes{45},
                                       "https://meet.example.org/old-team",
                                       {"Hannah Weiss", "Marcus Bell", "Yuki Tanaka", "Seun Adeyemi"},
                                       "Hannah Weiss"});
        story_.meetings.push_back({uid("offsite"),
                                   "Vendor webinar",
                                   ago(48, 15),
                                   Minutes{60},
                                   "",
                                   {"Marcus Bell"},
                                   "Marcus Bell",
                                   "DECLINED"});
        for (int day = year - 30; day > 20; day -= dice.between(45, 70))
            mail(ago(day, 11, 20), Direction::in, "Hannah Weiss", "Next round", letter(dice, 2));
    }

    void couple()
    {
        Dice dice{9};
        for (int day = year - 25; day > 15; day -= dice.between(30, 45))
            story_.meetings.push_back({uid("dinner"),
                                       "Dinner with Nora and Elif",
                                       ago(day, 19),
                                       Minutes{150},
                                       "Trattoria Bianchi",
                                       {"Nora Brandt", "Elif Kaya"},
                                       "Nora Brandt"});
        chats(chat_with("Elif Kaya", Phone::iphone), dice, "Elif Kaya", year - 20, 12, 30);
    }

    void family()
    {
        Dice dice{10};
        Chat& chat = chat_with("Rao family", Phone::android);
        const std::vector<std::string_view> members{"Amma", "Arjun", "Kavya", "Uncle Raj", owner_name};
        chat.messages.push_back({ago(year - 1, 8), "", "Amma created group \"Rao family\""});
        for (int day = year - 2; day > 0; day -= dice.between(1, 4)) {
            auto at = ago(day, dice.between(8, 20), dice.between(0, 30));
            for (int count = dice.between(1, 6); count > 0; --count, at += Seconds{dice.between(30, 900)})
                chat.messages.push_back({at, std::string{dice.one_of<std::string_view>(members)},
                                         std::string{dice.one_of<std::string_view>(family_lines)}});
        }
        Meeting dinner{uid("family-dinner"),
                       "Family dinner",
                       first_sunday() + hours{18},
                       Minutes{180},
                       "Kavya's place",
                       {"Kavya", "Uncle Raj"},
                       owner_name,
                       "ACCEPTED",
                       "FREQ=MONTHLY;BYDAY=1SU",
                       {}};
        dinner.except = {next_first_sunday(next_first_sunday(dinner.start))};
        story_.meetings.push_back(std::move(dinner));
    }

    /// The first Sunday of a month that lies in the year.
    LocalTime first_sunday() const
    {
        for (Day day = today_ - days{year - 1};; day += days{1}) {
            const std::chrono::year_month_day date{day};
            if (std::chrono::weekday{day} == std::chrono::Sunday && date.day() <= std::chrono::day{7})
                return LocalTime{day};
        }
    }

    static LocalTime next_first_sunday(LocalTime after)
    {
        const auto whole = std::chrono::floor<days>(after);
        const std::chrono::year_month_day date{whole};
        const auto month = std::chrono::year_month{date.year(), date.month()} + std::chrono::months{1};
        const std::chrono::year_month_weekday first{month.year(), month.month(), std::chrono::Sunday[1]};
        return LocalTime{std::chrono::local_days{first}} + (after - whole);
    }

    void aunt()
    {
        Dice dice{11};
        bool ours = true;
        for (int day = year - 8; day > 18; day -= dice.between(20, 32), ours = !ours)
            log(ago(day, 17), Channel::letter, ours ? Direction::out : Direction::in, dice.between(18, 42) * 10,
                "Tante Marguerite");
    }

    void unanswered()
    {
        Dice dice{12};
        Chat& chat = chat_with("Tomás Ferreira", Phone::android);
        chats(chat, dice, "Tomás Ferreira", year - 40, 120, 12);
        for (const int day : {88, 61, 27})
            chat.messages.push_back(
                {ago(day, 18, 5), std::string{owner_name}, std::string{dice.one_of<std::string_view>(openings)}});
    }

    void owed_reply()
    {
        Dice dice{13};
        for (int day = year - 22; day > 40; day -= dice.between(30, 42)) {
            mail(ago(day, 8, 15), Direction::in, "Ingrid Solberg", "From the fjord", letter(dice, 6));
            mail(ago(day - 5, 21, 40), Direction::out, "Ingrid Solberg", "Re: From the fjord", letter(dice, 5));
        }
        mail(ago(16, 8, 5), Direction::in, "Ingrid Solberg", "Will you come in May?", letter(dice, 7));
    }

    void missed_calls()
    {
        Dice dice{14};
        for (int day = year - 9; day > 60; day -= dice.between(20, 32))
            log(ago(day, 18, 10), Channel::phone, Direction::in, dice.between(10, 30), "Dmitri Volkov");
        Chat& chat = chat_with("Dmitri Volkov", Phone::iphone);
        chats(chat, dice, "Dmitri Volkov", 200, 90, 30);
        for (const int day : {31, 24, 17, 9})
            chat.messages.push_back({ago(day, 18, dice.between(0, 50)),
                                     day % 2 == 0 ? std::string{owner_name} : "Dmitri Volkov",
                                     "\u200eMissed voice call"});
    }

    void leap_day_friend()
    {
        Dice dice{15};
        for (int day = year - 11; day > 13; day -= dice.between(22, 36))
            log(ago(day, 20), Channel::phone, dice.chance(50) ? Direction::out : Direction::in, dice.between(20, 60),
                "Leah Goldberg");
        chats(chat_with("Leah Goldberg", Phone::iphone), dice, "Leah Goldberg", year - 14, 6, 10);
    }

    void runner()
    {
        Dice dice{16};
        Day saturday = today_ - days{year - 1};
        while (std::chrono::weekday{saturday} != std::chrono::Saturday) saturday += days{1};
        Meeting run{uid("run"),
                    "Run with Jonas",
                    LocalTime{saturday} + hours{8},
                    Minutes{60},
                    "Riverside Park",
                    {"Jonas Meyer"},
                    "Jonas Meyer",
                    "ACCEPTED",
                    "FREQ=WEEKLY;BYDAY=SA",
                    {}};
        for (Day day = saturday + days{7}; day < today_; day += days{7})
            if (dice.chance(30)) run.except.push_back(LocalTime{day} + hours{8});
        story_.meetings.push_back(std::move(run));
    }

    void writer()
    {
        Dice dice{17};
        for (int day = year - 5; day > 9; day -= dice.between(19, 29)) {
            mail(ago(day, 22, 10), Direction::out, "Carmen Ruiz", "Noticias", letter(dice, 9));
            mail(ago(day - 4, 7, 30), Direction::in, "Carmen Ruiz", "Re: Noticias", letter(dice, 10));
        }
        for (int day = year - 50; day > 50; day -= dice.between(70, 90))
            log(ago(day, 14), Channel::phone, Direction::out, dice.between(40, 70), "Carmen Ruiz");
    }

    void neighbour()
    {
        Dice dice{18};
        for (int day = year - 6; day > 3; day -= dice.between(12, 30))
            log(ago(day, 18, 20), Channel::in_person, Direction::mutual, 10, "Yusuf");
    }

    void voice_messages()
    {
        Dice dice{19};
        for (int day = year - 7; day > 2; day -= dice.between(5, 11)) {
            log(ago(day, 8, 40), Channel::voice_message, Direction::in, dice.between(2, 7), "Grace Whitfield");
            if (dice.chance(80))
                log(ago(day - 1, 18, 5), Channel::voice_message, Direction::out, dice.between(1, 5), "Grace Whitfield");
        }
    }

    /// What should touch no number: a newsletter, and jokes that Uncle Raj forwards to everybody he knows.
    void noise()
    {
        Dice dice{20};
        const std::string us{owner_email};
        for (int day = year - 1; day > 0; day -= 3)
            story_.mails.push_back({ago(day, 6),
                                    "news@ledger.example.org",
                                    {us},
                                    "The Morning Ledger",
                                    "List-Id: <morning.ledger.example.org>\n"
                                    "List-Unsubscribe: <https://ledger.example.org/leave>\nPrecedence: bulk\n",
                                    letter(dice, 4)});
        std::vector<std::string> everyone{us};
        for (int count = 1; count <= 24; ++count) everyone.push_back("cousin" + std::to_string(count) + "@example.org");
        for (int day = year - 13; day > 2; day -= dice.between(9, 16))
            story_.mails.push_back({ago(day, 13, 30), std::string{person("Uncle Raj").email}, everyone,
                                    "Fwd: Fwd: too good not to share", "",
                                    "---------- Forwarded message ----------\n"});
    }

    /// In the order of time, and never past yesterday evening.
    void tidy()
    {
        const LocalTime end{today_};
        for (Chat& chat : story_.chats) {
            std::erase_if(chat.messages, [end](const Message& each) { return each.at >= end; });
            std::ranges::stable_sort(chat.messages, {}, &Message::at);
        }
        std::erase_if(story_.mails, [end](const Mail& each) { return each.at >= end; });
        std::ranges::stable_sort(story_.mails, {}, &Mail::at);
        std::erase_if(story_.log, [end](const LogLine& each) { return each.at >= end; });
        std::ranges::stable_sort(story_.log, {}, &LogLine::at);
    }

    Day today_;
    Story story_;
};

} // namespace

Story story_of_the_year(Day today) { return Telling{today}.told(); }

} // namespace blend::demo
