#include "cli/commands.hpp"

#include <algorithm>

namespace blend::cli {
namespace {

constexpr const Command* all[] = {
    &today_command,     &add_command,    &log_command,     &import_command,  &source_command,      &setup_command,
    &contacts_command,  &show_command,   &explain_command, &edit_command,    &forget_command,      &apart_command,
    &unmatched_command, &link_command,   &ignore_command,  &later_command,   &suggestions_command, &reject_command,
    &merge_command,     &me_command,     &nudges_command,  &fresh_command,   &done_command,        &snooze_command,
    &dismiss_command,   &why_command,    &plan_command,    &plans_command,   &happened_command,    &move_command,
    &cancel_command,    &export_command, &report_command,  &feed_command,    &invite_command,      &undo_command,
    &history_command,   &backup_command, &restore_command, &rebuild_command, &way_command,         &prompt_command,
    &doctor_command,    &open_command,   &token_command,   &config_command,  &help_command,        &version_command,
};

} // namespace

std::span<const Command* const> commands() { return all; }

const Command* command(std::string_view name)
{
    const auto found =
        std::find_if(std::begin(all), std::end(all), [&](const Command* each) { return each->name == name; });
    return found == std::end(all) ? nullptr : *found;
}

} // namespace blend::cli
