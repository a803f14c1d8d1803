#include "daemon/agenda/handles.hpp"

#include "daemon/agenda/people.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>

namespace blend::agenda {

using Kind = Problem::Kind;

namespace {

/// The same letters in any order of words: "Smith, Ann" and "ann smith".
std::string name_without_order(std::string_view text)
{
    std::vector<std::string> words{""};
    for (const char letter : zone::folded(text)) {
        if (letter == ' ' || letter == ',')
            words.emplace_back();
        else
            words.back() += letter;
    }
    std::erase(words, "");
    std::sort(words.begin(), words.end());
    std::string joined;
    for (const std::string& each : words) joined += each + " ";
    return joined;
}

std::string last_nine_digits(std::string_view text)
{
    std::string digits;
    for (const char each : text)
        if (each >= '0' && each <= '9') digits += each;
    return digits.size() < 9 ? "" : digits.substr(digits.size() - 9);
}

store::HandleRecord handle_or_problem(const App& app, const std::string& text)
{
    const auto found = app.store.find_handles(text);
    if (found.empty()) throw Problem{Kind::not_found, "there is no handle " + text, "see blend unmatched"};
    if (found.size() > 1) {
        std::string names;
        for (const auto& each : found)
            names += (names.empty() ? "" : ", ") + std::string{word(each.handle.kind)} + ":" + each.handle.value;
        throw Problem{Kind::ambiguous, text + " fits " + names, "name one of these in full"};
    }
    return found.front();
}

} // namespace

wire::UnmatchedList list_unmatched(const App& app, std::int64_t offset, std::int64_t limit)
{
    struct Known {
        std::string name;
        std::string letters;
        std::vector<std::string> digits;
    };
    std::vector<Known> everybody;
    for (const store::Known& known : app.store.known()) {
        Known each{known.record.name, name_without_order(known.record.name), {}};
        for (const auto& handle : app.store.handles_of(known.record.id))
            if (handle.handle.kind == HandleKind::phone) each.digits.push_back(last_nine_digits(handle.handle.value));
        everybody.push_back(std::move(each));
    }
    wire::UnmatchedList list{.total = app.store.totals().unmatched};
    for (const store::Unmatched& each : app.store.unmatched(offset, limit)) {
        wire::UnmatchedHandle shape{
            .handle = {each.handle.id.value, std::string{word(each.handle.handle.kind)}, each.handle.handle.value, {}},
            .interactions = each.interactions,
            .first = shown(each.first),
            .last = shown(each.last)};
        if (!each.handle.name.empty()) shape.handle.name = each.handle.name;
        const std::string letters =
            name_without_order(each.handle.name.empty() ? each.handle.handle.value : each.handle.name);
        const std::string digits = last_nine_digits(each.handle.handle.value);
        for (const Known& known : everybody) {
            if (!letters.empty() && letters == known.letters)
                shape.suggestions.push_back({known.name, "the same name"});
            else if (!digits.empty() &&
                     std::find(known.digits.begin(), known.digits.end(), digits) != known.digits.end())
                shape.suggestions.push_back({known.name, "the same last nine digits"});
        }
        list.handles.push_back(std::move(shape));
    }
    if (const auto end = offset + static_cast<std::int64_t>(list.handles.size()); end < list.total) list.next = end;
    return list;
}

wire::Done link_handle(App& app, const wire::LinkRequest& request)
{
    const auto handle = handle_or_problem(app, request.handle);
    const auto contact = resolve(app, request.contact);
    if (handle.is_owner) throw Problem{Kind::cannot, handle.handle.value + " is your own"};
    const std::string what =
        "linked " + std::string{word(handle.handle.kind)} + " " + handle.handle.value + " to " + contact.name;
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.link(handle.id, contact.id);
        return what;
    });
    app.changed("contacts");
    return {.done = what, .change = change};
}

wire::Done ignore_handle(App& app, const wire::IgnoreRequest& request)
{
    const auto handle = handle_or_problem(app, request.handle);
    if (handle.is_owner) throw Problem{Kind::cannot, handle.handle.value + " is your own"};
    const std::string what = "set aside " + std::string{word(handle.handle.kind)} + " " + handle.handle.value;
    const auto change = app.store.change(app.now(), [&](store::Writer& writer) {
        writer.ignore(handle.id, "by hand");
        return what;
    });
    app.changed("contacts");
    return {.done = what, .hint = "link it later if it turns out to be somebody: blend link", .change = change};
}

} // namespace blend::agenda
