#pragma once

// The shapes of schema/api.json as structs, one for one: same names, same fields. Those of handles, imports and sources
// stand in capture_shapes.hpp, those of ways out in reach_shapes.hpp.
//
// Values only: instants travel as RFC 3339 UTC, days as ISO dates, enumerations as their words, absent as null or left
// out. A request names a contact as the owner would, by number, name, or the beginning of a name; a handle by number,
// value, or kind:value; a nudge and a plan by their number.

#include "daemon/core/contact.hpp"
#include "daemon/core/interaction.hpp"
#include "daemon/core/plan.hpp"
#include "daemon/core/report.hpp"
#include "daemon/wire/capture_shapes.hpp"
#include "daemon/wire/loop_shapes.hpp"
#include "daemon/wire/reach_shapes.hpp"

#include <map>
#include <string>
#include <vector>

namespace blend::wire {

struct Problem {
    std::string kind; ///< a word of problem_faces
    std::string what;
    std::string hint;
};

// ---------------------------------------------------------------- contacts

struct Contact {
    std::int64_t id{};
    std::string name;
    bool tracked{}; ///< has a circle or a cadence of its own
    Optional<std::string> circle;
    double cadence_days{}; ///< in force: the contact's own, else the circle's
    Optional<double> talk_every_days;
    double target{};
    double band{};
    double importance{};
    std::vector<std::string> cannot;  ///< modes that are impossible
    std::vector<std::string> limited; ///< modes that take an effort
    Optional<std::string> zone;
    Optional<std::string> birthday;          ///< "02-29" or "1956-02-29"
    std::map<std::string, std::string> days; ///< other yearly days by their names
    Optional<std::string> note;
    Optional<std::string> paused_until; ///< no nudge before then
    std::string added;
    std::vector<HandleShape> handles;
};

/// Which sources the numbers rest on.
struct CoverageSource {
    std::string source; ///< "whatsapp", "mbox", …, or "log" for what was entered by hand
    std::string last_read;
    Optional<std::string> newest; ///< the newest interaction it gave for this contact
    bool stale{};
};

struct Coverage {
    std::string sentence; ///< "chat last imported 19 days ago"
    std::vector<CoverageSource> sources;
};

struct Standing {
    double share{};
    double low{};
    double high{};
    Optional<double> target; ///< after limits; null when neither kind is possible
    double balance{};
    double confidence{};
    int extreme{}; ///< -1 nearly all asynchronous, +1 nearly all synchronous
    double rho{};
    double need{};
    double urgency{};
    std::string state; ///< in_rhythm due drifting dormant
    double strength{};
    double drift{};
    double reciprocity{};
    Optional<std::string> last_contact;
    Optional<std::string> last_sync;
    Optional<std::string> last_async;
    Coverage coverage;
};

struct ContactStanding { // get_contact, and each item of list_contacts
    Contact contact;
    Standing standing;
};

struct ContactList {
    std::vector<ContactStanding> contacts;
    std::int64_t total{};
    Optional<std::int64_t> next; ///< offset of the next page
};

/// add_contact and edit_contact. In an edit only what is present changes; "" or an empty list clears.
struct ContactChange {
    Optional<std::string> name;
    Optional<std::string> circle;
    Optional<std::string> every; ///< "14d", "2w", "3m", "1y"
    Optional<std::string> talk_every;
    Optional<std::string> target; ///< "60%" or "0.6"
    Optional<std::string> band;
    Optional<double> importance;
    Optional<std::vector<std::string>> phones;  ///< added
    Optional<std::vector<std::string>> emails;  ///< added
    Optional<std::vector<std::string>> cannot;  ///< modes; replaces
    Optional<std::vector<std::string>> limited; ///< modes; replaces
    Optional<std::string> zone;
    Optional<std::string> birthday;
    Optional<std::map<std::string, std::string>> days; ///< added by their names; an empty date removes one
    Optional<std::string> note;
    Optional<std::string> pause; ///< no nudges for "3w", or until "2027-01-10"
};

/// Everybody named moves to one circle, in one change.
struct CircleRequest {
    std::vector<std::string> contacts;
    std::string circle; ///< "" = out of any
};

/// What a change did, as a sentence that names it ("logged: phone with Amma, 20 min, yesterday 19:00").
struct Done {
    std::string done;
    Optional<Sentence> said; ///< the same in parts, of what is done often
    Optional<std::string> hint;
    std::int64_t change{}; ///< its number in the history; undo takes back the newest
};

struct Merge {
    std::string other; ///< its handles move to the contact in the path
};

// ---------------------------------------------------------------- log

struct ApartRequest {
    std::string at; ///< when it began: RFC 3339, or a phrase
};

/// log_interaction: either a sentence, or channel and names with the rest.
struct LogRequest {
    Optional<std::string> sentence;
    Optional<std::string> channel;
    Optional<std::vector<std::string>> contacts;
    Optional<std::string> size; ///< "25m", "1h30", "120w"
    Optional<std::string> at;   ///< RFC 3339, or a phrase: "yesterday 7pm"; empty = now
    Optional<std::string> direction;
    Optional<int> others; ///< people besides the owner; default: the number of contacts
    Optional<std::string> note;
    Optional<std::string> key;     ///< of the asker's making: asked again with it, nothing is added
    Optional<std::string> said_at; ///< when it was said, if before: its "yesterday" counts from there; RFC 3339
};

/// How a sentence was understood: said back before it is logged.
struct Interpretation {
    std::string sentence;    ///< said back: "phone with Amma, 20 min, Sun 22 Nov 19:00"
    Optional<Sentence> said; ///< the same in parts, once it is complete
    bool complete{};
    std::string channel; ///< "" when not understood
    std::vector<std::string> contacts;
    std::string at;
    Optional<double> size;
    Optional<std::string> missing; ///< what is wanting or not understood
};

struct TimelineItem {
    std::string at;
    std::string local; ///< as the owner's clock showed it: "2026-11-22 19:00"
    std::string channel;
    std::string direction;
    Optional<double> size;
    int others{};
    bool noise{};
    std::string source;               ///< "log" or the format; of several, the one that it is taken from
    std::vector<std::string> sources; ///< all that tell of it
    Optional<std::string> note;
};

struct Timeline {
    std::vector<TimelineItem> interactions; ///< newest first
    Optional<std::string> next;             ///< `before` of the next page
};

// ---------------------------------------------------------------- explain

struct ExplainRow {
    std::string at; ///< start of the session
    std::string channel;
    int count{}; ///< interactions in it
    Optional<double> size;
    double value{};  ///< of the session when it happened
    double weight{}; ///< what time has left of it, 0 to 1
    double sync{};   ///< value * weight, when synchronous
    double async{};
    std::string note; ///< why it counts less: "one-way", "3 others", "only ok"; may be empty
};

struct Explanation {
    std::string contact;
    std::string as_of;
    std::vector<ExplainRow> rows; ///< newest first; the rows of `others` are folded into one
    int others{};                 ///< older sessions folded into the last row
    double sync_sum{};            ///< equals the sum of the rows' sync
    double async_sum{};
    double prior{}; ///< weight of the target while little is known (S0)
    Optional<double> target;
    double share{}; ///< (sync_sum + prior*target) / (sync_sum + async_sum + prior)
    Standing standing;
    std::vector<std::string> sentences; ///< the clocks and the reason for or against a nudge, in words
    int noise{};                        ///< interactions tuned out
};

// ---------------------------------------------------------------- today

struct Life {
    double share{};
    double score{};
    double mean_contact_score{};
    double confidence{};
    int extreme{};
    double target{};
    double band{};
    std::string sentence;
    Sentence said; ///< the sentence in parts
};

using StaleSource = blend::StaleSource;

struct Today {
    std::string day; ///< the owner's, "2026-11-23"
    std::string zone;
    Life life;
    std::vector<Nudge> nudges;
    Optional<FreshStart> fresh_start; ///< offered when most people are due
    std::vector<PlanShape> plans;     ///< the coming 14 days
    std::vector<PlanShape> ask;       ///< over: did they happen?
    std::vector<StaleSource> stale;
    std::int64_t contacts{};
    std::int64_t tracked{};
    std::int64_t interactions{};
    std::int64_t unmatched{};
    std::vector<std::string> notices; ///< what the owner should know: a way out that turned itself off
    std::vector<std::string> next;    ///< what to do first, while the log is young
};

// ---------------------------------------------------------------- one contact at a glance

/// The contact's own; what is absent comes from the circle.
struct OwnWishes {
    Optional<double> cadence_days;
    Optional<double> talk_every_days;
    Optional<double> target;
    Optional<double> band;
    Optional<double> importance;
};

struct Circle {
    std::string name;
    double cadence_days{};
    Optional<double> talk_every_days;
    double target{};
    double band{};
    double importance{};
};

struct ContactWeek {
    std::string week;   ///< "2026-W47"
    std::string monday; ///< "2026-11-16"
    double sync{};      ///< value, as the blend counts it
    double async{};
    std::int64_t talks{};
    std::int64_t writings{};
    double minutes{}; ///< of the talks, as far as known
};

struct ContactPage { // get_contact_page
    Contact contact;
    OwnWishes own;
    std::vector<Circle> circles; ///< shortest cadence first
    Standing standing;
    std::string day; ///< the owner's, "2026-11-23"
    std::string zone;
    Optional<std::string> first;           ///< when the log of them begins
    std::vector<ContactWeek> weeks;        ///< of a year, oldest first, none left out
    std::vector<std::int64_t> talk_hours;  ///< of the same weeks: hours that held a talk, Monday 0:00 first
    std::vector<std::int64_t> write_hours; ///< and hours in which one of the two wrote
    Timeline timeline;                     ///< its first page
    std::vector<PlanShape> plans;
    Optional<Nudge> nudge; ///< the open one
};

/// If this happened now; nothing is stored.
struct WhatIf {
    std::string contact;
    std::string channel;
    std::int64_t size{}; ///< minutes or words, whatever the channel counts
    Standing standing_now;
    Standing standing;
    Life life_now;
    Life life;
};

// ---------------------------------------------------------------- housekeeping

using Report = blend::Report; // get_report: a core value with the same field names

struct HistoryItem {
    std::int64_t id{};
    std::string at;
    std::string what;
    bool undone{};
};

struct History {
    std::vector<HistoryItem> changes; ///< newest first
};

struct PathRequest {
    std::string path; ///< absolute
};

struct RebuildRequest {
    Optional<bool> check; ///< only compare, change nothing
};

struct RebuildReport {
    std::int64_t contacts{};
    std::int64_t different{};
    std::string sentence;
};

struct Check {
    std::string name;
    bool fine{};
    std::string sentence;
};

struct Doctor {
    bool fine{};
    std::vector<Check> checks;
};

struct Token {
    std::string name;
    std::string created;
    Optional<std::string> last_used;
};

struct TokenList {
    std::vector<Token> tokens;
};

struct TokenRequest {
    std::string name;
};

struct NewToken {
    std::string name;
    std::string token; ///< shown once
};

struct SignInWish {
    std::optional<std::string> host; ///< one of those that the owner allows; none: this machine
};

struct SignIn {
    std::string address; ///< one-time, for a browser
};

struct SignInRequest {
    std::string code;
};

/// A moment on the daemon's clock.
struct Moment {
    std::string now; ///< RFC 3339
};

struct Settings {
    std::map<std::string, std::string> settings; ///< key: value, all of them, defaults included
};

struct SettingKey {
    std::string key;
    std::string group;
    std::string about; ///< one line
    std::string fits;  ///< what it takes
};

struct SettingList {
    std::map<std::string, std::string> settings; ///< key: value, all of them, defaults included
    std::vector<SettingKey> keys;                ///< in the order to show them in
};

struct Health {
    std::string version;
    std::string home;
    std::string started;
};

struct Export {
    std::string format;
    std::string text;
};

} // namespace blend::wire
