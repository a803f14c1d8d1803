#pragma once

// What the owner logs: a sentence or the parts of one, said back before and after.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

/// How a sentence would be logged; changes nothing.
wire::Interpretation interpret(const App& app, const std::string& sentence);

/// Logs one interaction with one or several contacts. Throws Problem when something is not understood, saying what was;
/// when it lies ahead; and when exactly this is logged already.
/// What several sources tell of one moment are things of their own from now on.
wire::Done keep_apart(App& app, const std::string& contact, const wire::ApartRequest& request);

/// With a key at most once: asked again, also after a crash, it answers as it did and adds nothing, even if the
/// sentence means nothing any more.
wire::Done log_interaction(App& app, const wire::LogRequest& request);

/// One thing that happened with some contacts, ready for the ledger.
struct Happening {
    std::vector<ContactId> contacts;
    std::vector<std::string> names;
    Interaction interaction;
    std::optional<std::string> note;
};

/// "phone with Amma, 20 min, yesterday 19:00"
std::string said_back(const Happening& happening, LocalTime local, LocalTime now);
/// The same as a sentence.
Sentence heard_said(const Happening& happening, LocalTime local, LocalTime now);
/// "logged: …"
Sentence logged_said(const Happening& happening, LocalTime local, LocalTime now);

/// Writes it under the handle that each contact has for this, within a change of the ledger.
void write(const App& app, store::Writer& writer, const Happening& happening);

/// The key of what a person logs: the same thing twice is one interaction.
std::uint64_t log_key(const Interaction& interaction);

} // namespace blend::agenda
