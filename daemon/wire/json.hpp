#pragma once

// The shapes to and from JSON. Hides nlohmann/json from everybody who only reads and writes whole bodies.
//
// JSON names equal the fields. Everything that is not `Optional` is required; absent and null mean the same. Reading
// is strict: an unknown field, a missing one or a wrong type throws Problem bad_request that names the field, and no
// value is converted silently (1.5 is no number of minutes, "true" is not true). Writing never fails: bad UTF-8 becomes
// U+FFFD, a number that is not finite becomes null.

#include "daemon/wire/shapes.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

// What is absent is null.
template <class T> struct nlohmann::adl_serializer<std::optional<T>> {
    template <class Json> static void to_json(Json& json, const std::optional<T>& value)
    {
        if (value)
            json = *value;
        else
            json = nullptr;
    }

    template <class Json> static void from_json(const Json& json, std::optional<T>& value)
    {
        if (json.is_null())
            value.reset();
        else
            value = json.template get<T>();
    }
};

// Every shape, once: those of the report live in core, the others here. The formatter never comes to rest on the lists.
// clang-format off
// clang-format off: it never comes to rest on these lists
#define BLEND_CORE_SHAPES(SHAPE)                                                                                       \
    SHAPE(Sentence) SHAPE(StaleSource) SHAPE(ReportWeek) SHAPE(ReportLife) SHAPE(ReportContact) SHAPE(ReportHeld) SHAPE(ReportPlan)    \
        SHAPE(ReportDate) SHAPE(Report)
#define BLEND_WIRE_SHAPES(SHAPE)                                                                                       \
    SHAPE(Problem)                                                                                                     \
    SHAPE(HandleShape)                                                                                                 \
    SHAPE(Contact) SHAPE(CoverageSource) SHAPE(Coverage) SHAPE(Standing) SHAPE(ContactStanding) SHAPE(ContactList)     \
        SHAPE(ContactChange) SHAPE(Done) SHAPE(Merge) SHAPE(LogRequest) SHAPE(Interpretation) SHAPE(TimelineItem)      \
            SHAPE(Timeline) SHAPE(ExplainRow) SHAPE(Explanation) SHAPE(Suggestion) SHAPE(UnmatchedHandle)              \
                SHAPE(UnmatchedList) SHAPE(LinkRequest) SHAPE(IgnoreRequest) SHAPE(NudgeNumbers) SHAPE(NudgePreviewDay) SHAPE(NudgePreview) SHAPE(FreshStart) SHAPE(Moment) SHAPE(SettingKey) SHAPE(SettingList) SHAPE(Nudge) SHAPE(NudgeList)             \
                    SHAPE(NudgeDetail) SHAPE(DoneRequest) SHAPE(SnoozeRequest) SHAPE(PlanAnswer) SHAPE(Feed) SHAPE(FeedList) SHAPE(FeedRequest) SHAPE(PlanShape) SHAPE(PlanList)        \
                        SHAPE(PlanRequest) SHAPE(HappenedRequest) SHAPE(MoveRequest) SHAPE(SkipRequest) SHAPE(DiaryPerson) SHAPE(DiaryPlan) SHAPE(DiaryDate) SHAPE(BusyTime) SHAPE(Diary) SHAPE(Slot) SHAPE(SlotList)       \
                            SHAPE(Life) SHAPE(Today) SHAPE(ImportRequest) SHAPE(ImportFile) SHAPE(OwnerGuess) SHAPE(ImportReport) SHAPE(UploadPiece) SHAPE(Upload) SHAPE(SuggestedPerson) SHAPE(SuggestedPeople) SHAPE(SourceCollection) SHAPE(WatchedSource) SHAPE(WatchedSourceList) SHAPE(WatchedSourceRequest) SHAPE(SourceReport)        \
                                SHAPE(HistoryItem) SHAPE(History) SHAPE(PathRequest) SHAPE(RebuildRequest)             \
                                    SHAPE(RebuildReport) SHAPE(Check) SHAPE(Doctor) SHAPE(Token) SHAPE(TokenList)      \
                                        SHAPE(TokenRequest) SHAPE(NewToken) SHAPE(SignIn) SHAPE(SignInWish) SHAPE(SignInRequest)         \
                                            SHAPE(Settings) SHAPE(Health) SHAPE(Export) SHAPE(ApartRequest)                   \
                                                SHAPE(PossibleMatch) SHAPE(SuggestionList) SHAPE(RejectRequest)        \
                                                    SHAPE(PostponeRequest) SHAPE(OwnHandles) SHAPE(OwnHandleRequest)   \
                                                        SHAPE(OwnHandleChange) SHAPE(Way) SHAPE(WayList) SHAPE(WayRequest) SHAPE(WayChange) SHAPE(Delivery) SHAPE(DeliveryList) SHAPE(Prompt) \
        SHAPE(OwnWishes) SHAPE(Circle) SHAPE(ContactWeek) SHAPE(ContactPage) SHAPE(WhatIf) SHAPE(CircleRequest) SHAPE(UnlinkRequest)
// clang-format on

#define BLEND_DECLARE_SHAPE(Type)                                                                                      \
    void to_json(nlohmann::json& json, const Type& value);                                                             \
    void from_json(const nlohmann::json& json, Type& value);

namespace blend {
BLEND_CORE_SHAPES(BLEND_DECLARE_SHAPE)
} // namespace blend

namespace blend::wire {

BLEND_WIRE_SHAPES(BLEND_DECLARE_SHAPE)

/// The JSON value of a body; Problem bad_request when it is not JSON, or has a name twice in one object.
nlohmann::json parsed(std::string_view body);
/// One line without a newline at its end.
std::string printed(const nlohmann::json& json);

/// For every shape: a whole body at once. An empty body reads as `{}`.
template <class Shape> Shape read(std::string_view body);
template <class Shape> std::string write(const Shape& shape);

} // namespace blend::wire

#undef BLEND_DECLARE_SHAPE
