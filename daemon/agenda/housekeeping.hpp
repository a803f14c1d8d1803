#pragma once

// Undo and history, settings, backups, rebuilding, and the state of health.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

namespace blend::agenda {

wire::Done undo(App& app);
wire::History get_history(const App& app, std::int64_t limit);
/// Where the program pretends a time: sets it, and returns when everything that is due then has been done.
wire::Moment set_clock(App& app, const wire::Moment& wanted);

wire::SettingList get_settings(const App& app);
/// All of the given settings or none; an empty value goes back to the default.
wire::SettingList change_settings(App& app, const wire::Settings& wanted);
wire::Done backup(const App& app, const wire::PathRequest& request);
wire::Done restore(App& app, const wire::PathRequest& request);

/// A whole copy alone in a folder of its own, for whoever hands it out and then takes the folder away.
std::filesystem::path copy_to_hand_out(App& app);
/// The same as `restore` from the one file of an upload, which is gone afterwards.
wire::Done restore_upload(App& app, const std::string& upload);
wire::RebuildReport rebuild(App& app, const wire::RebuildRequest& request);
wire::Doctor get_doctor(const App& app);

} // namespace blend::agenda
