#pragma once

// Handles: those that belong to nobody yet, linking them, setting them aside, and the owner's own.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::HandleShape handle_shape(const store::HandleRecord& handle);
/// By number, value, kind:value or the name shown. Throws Problem: not_found, or ambiguous with the candidates.
store::HandleRecord handle_or_problem(const App& app, const std::string& text);

enum class Waiting { unmatched, set_aside };
wire::UnmatchedList list_unmatched(const App& app, Waiting which, std::int64_t offset, std::int64_t limit);
wire::Done link_handle(App& app, const wire::LinkRequest& request);
/// The handle is not its contact's: it waits for somebody else, and is not suggested to them again.
wire::Done unlink_handle(App& app, const wire::UnlinkRequest& request);
wire::Done ignore_handle(App& app, const wire::IgnoreRequest& request);
/// Not shown among the unmatched before then.
wire::Done postpone_handle(App& app, const wire::PostponeRequest& request);

// ---- the owner's own. What was imported before is read again, because it was understood without this.
wire::OwnHandles list_own_handles(const App& app);
wire::OwnHandleChange add_own_handle(App& app, const wire::OwnHandleRequest& request);
wire::OwnHandleChange remove_own_handle(App& app, const std::string& handle);

} // namespace blend::agenda
