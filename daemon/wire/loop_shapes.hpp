#pragma once

// Of the shapes of schema/api.json, those of the loop that brings people together: nudges, good times, plans. The
// conventions are those of shapes.hpp.

#include "daemon/core/said.hpp"
#include "daemon/wire/capture_shapes.hpp"

namespace blend::wire {

// ---------------------------------------------------------------- good times

struct Slot {
    std::string start;
    std::string local;
    Optional<std::string> their_local;
    int minutes{};
    std::string reason;
    Sentence said; ///< the reason in parts
};

struct SlotList {
    std::vector<Slot> slots;
    std::string contact;
    std::string mode;
    int waking_from{}; ///< hour from which something may be proposed, on both clocks
    int waking_to{};   ///< hour before which it has to end
    Optional<std::string> their_zone;
};

// ---------------------------------------------------------------- nudges

/// What a nudge rests on.
struct NudgeNumbers {
    Optional<double> quiet_days;    ///< since any contact
    Optional<double> talkless_days; ///< since the last talk
    int written{};                  ///< messages since that talk
    double cadence_days{};
    Optional<double> talk_every_days;
    double quiet_week{}; ///< how likely the coming week is to pass without contact
    double share{};      ///< of talking in the blend
    double target{};
};

struct Nudge {
    std::int64_t id{};
    std::string contact; ///< name
    std::string kind;
    std::string mode;
    std::string reason;         ///< one sentence: who, how, why, when
    std::vector<Sentence> said; ///< the reason in parts
    Optional<std::string> slot; ///< a good start, when the mode is synchronous
    double priority{};
    std::vector<Slot> slots; ///< two good starts, when the mode is synchronous
    NudgeNumbers numbers;
    Optional<std::string> last_note; ///< the newest that the owner wrote about them
    Optional<std::string> link;      ///< begins it: tel:, mailto:, https://wa.me/…, a meeting room
    std::int64_t contact_id{};       ///< two people may have one name
};

struct NudgeList {
    std::vector<Nudge> nudges;
};

/// What the rounds of the coming days would give if nothing happened meanwhile.
struct NudgePreviewDay {
    std::string day;            ///< "2026-11-24"
    Optional<std::string> rest; ///< why there is none: no round that day, holiday, the budget, nobody due
    std::vector<Nudge> nudges;
};

struct NudgePreview {
    std::vector<NudgePreviewDay> days;
};

/// Most people are due at once: no debt to work off, they come back one by one.
struct FreshStart {
    std::int64_t due{};
    std::int64_t tracked{};
    std::string sentence;
    Sentence said; ///< the sentence in parts
};

struct NudgeDetail { // why_nudge
    Nudge nudge;
    std::string state; ///< open done planned snoozed dismissed closed
    std::string given;
    std::vector<std::string> sentences;
    Optional<std::string> last_note;
    std::vector<std::string> links; ///< tel:, mailto:, sip:, https://wa.me/…
};

struct DoneRequest {
    Optional<std::string> size;
    Optional<std::string> at;
    Optional<std::string> note;
};

struct SnoozeRequest {
    std::string length; ///< "3d"
};

// ---------------------------------------------------------------- plans

/// What a guest answered to an invitation.
struct PlanAnswer {
    std::string contact; ///< name
    std::string answer;  ///< accepted declined tentative
};

struct PlanShape {
    std::int64_t id{};
    std::string uid;
    std::string mode;
    std::vector<std::string> contacts;
    std::string start; ///< next occurrence, RFC 3339 UTC
    std::string local; ///< the same on the plan's own clock: "2026-11-29T10:30:00"
    std::string zone;
    int minutes{};
    Optional<std::string> rule; ///< how it repeats, as RFC 5545 says it
    Optional<std::string> place;
    Optional<std::string> note;
    int reminder_minutes{};
    int sequence{};
    std::string state;
    bool ask{};           ///< it lies in the past: did it happen?
    std::string sentence; ///< "call with Amma, Sun 29 Nov 10:30 (her 20:00), 30 min"
    Sentence said;        ///< the sentence in parts
    Optional<std::vector<PlanAnswer>> answers;
    Optional<std::int64_t> change; ///< of the history, when it was made or moved just now
};

struct PlanList {
    std::vector<PlanShape> plans;
};

/// Where a calendar program finds the plans, or the birthdays.
struct Feed {
    std::string name;    ///< plans or birthdays
    std::string address; ///< secret: whoever has it can read them
    std::string created;
};

struct FeedList {
    std::vector<Feed> feeds;
};

struct FeedRequest {
    std::string name;
    Optional<bool> rotate; ///< a new address; the old one is void
};

struct PlanRequest {
    std::string mode;
    std::vector<std::string> contacts;
    std::string when;             ///< RFC 3339 or a phrase
    Optional<std::string> length; ///< "30m"
    Optional<std::string> every;  ///< "2w", "1m", or a rule of RFC 5545
    Optional<std::string> place;
    Optional<std::string> note;
    Optional<std::string> zone;
    Optional<int> reminder_minutes;
};

struct HappenedRequest {
    Optional<bool> happened; ///< default true; false = it did not
    Optional<std::string> length;
    Optional<std::string> note;
};

struct MoveRequest {
    std::string when;
    Optional<bool> once;        ///< one time alone, of a plan that repeats
    Optional<std::string> time; ///< which one, by its `named`; else the coming one
};

struct SkipRequest {
    Optional<std::string> time; ///< by its `named`; else the coming one
};

// ---------------------------------------------------------------- the diary

struct DiaryPerson {
    std::int64_t id{};
    std::string name;
};

/// One time of a plan.
struct DiaryPlan {
    std::int64_t plan{};
    std::string named; ///< the start that the rule gave it, on the plan's clock: names it, also after it was moved
    std::string mode;
    std::vector<DiaryPerson> contacts;
    std::string start;
    std::string local;                 ///< on the owner's clock
    Optional<std::string> their_local; ///< on the clock of the one contact, where it shows something else
    Optional<std::string> their_zone;  ///< of that clock
    int minutes{};
    std::string zone; ///< of the plan's own clock
    Optional<std::string> rule;
    Optional<std::string> place;
    Optional<std::string> note;
    int reminder_minutes{};
    std::string state;
    bool ask{}; ///< over: did it happen?
};

/// A birthday or another yearly day.
struct DiaryDate {
    std::int64_t id{}; ///< of the contact
    std::string contact;
    std::string name; ///< "birthday", "wedding day"
    std::string day;
    Optional<int> years; ///< since the first, when it is known
};

struct BusyTime {
    std::string from;
    std::string to;
};

struct Diary {
    std::string from; ///< first day
    std::string to;   ///< last day
    std::string today;
    std::string zone;
    int waking_from{};
    int waking_to{};
    int reminder_minutes{}; ///< before a plan that says nothing else
    std::vector<DiaryPlan> plans;
    std::vector<DiaryDate> dates;
    std::vector<BusyTime> busy;
};

} // namespace blend::wire
