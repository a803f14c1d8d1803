#pragma once

// The rows of the command table, one family a file in commands/.

#include "cli/command.hpp"

namespace blend::cli {

extern const Command today_command;
extern const Command add_command, edit_command, contacts_command, forget_command, merge_command;
extern const Command show_command, explain_command;
extern const Command log_command, apart_command;
extern const Command import_command, source_command, setup_command;
extern const Command unmatched_command, link_command, ignore_command, later_command;
extern const Command suggestions_command, reject_command, me_command;
extern const Command nudges_command, fresh_command, done_command, snooze_command, dismiss_command, why_command;
extern const Command plan_command, plans_command, happened_command, move_command, cancel_command;
extern const Command export_command, report_command, feed_command, invite_command;
extern const Command undo_command, history_command, backup_command, restore_command, rebuild_command;
extern const Command doctor_command, open_command, token_command, config_command;
extern const Command way_command, prompt_command;
extern const Command help_command, version_command;

} // namespace blend::cli
