#pragma once

// Contacts: finding, adding, editing, merging, forgetting, and how they stand.

#include "daemon/agenda/app.hpp"
#include "daemon/core/standing.hpp"
#include "daemon/wire/shapes.hpp"

#include <optional>
#include <string>
#include <vector>

namespace blend::agenda {

/// By number, name, or the beginning of a name. Throws Problem: not_found, or ambiguous with the candidates.
store::ContactRecord resolve(const App& app, const std::string& text);
/// The same with everything known of them.
store::Known known_or_problem(const App& app, const std::string& text);

wire::Contact shape_of(const App& app, const store::Known& known);
wire::Standing standing_shape(const App& app, const store::Known& known, const Settings& settings, Instant now);

struct ContactQuery {
    std::string text; ///< part of a name
    std::optional<std::string> circle;
    enum class Which { all, tracked, due } which{Which::all};
    enum class Sort { name, balance, urgency, last_contact, strength } sort{Sort::name};
    std::optional<State> state{}; ///< tracked ones alone
    std::optional<Mode> mode{};   ///< that the two can use
    std::int64_t offset{};
    std::int64_t limit{100};
};
wire::ContactList list_contacts(const App& app, const ContactQuery& query);

wire::ContactStanding get_contact(const App& app, const std::string& contact);
wire::ContactStanding add_contact(App& app, const wire::ContactChange& change);
wire::ContactStanding edit_contact(App& app, const std::string& contact, const wire::ContactChange& change);
wire::Done forget_contact(App& app, const std::string& contact);
/// All of them or none, as one change.
wire::Done set_circle(App& app, const wire::CircleRequest& request);
wire::Done merge_contact(App& app, const std::string& contact, const wire::Merge& merge);

} // namespace blend::agenda
