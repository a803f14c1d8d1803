#pragma once

// Google Chat as Takeout gives it (a folder for each conversation, with group_info.json and messages.json), and its
// forerunner Hangouts (Hangouts.json).
//
// People of Google Chat are known by mail address, so that they are who they are in mail; those of Hangouts by number
// of their account. Both say whose they are. Dates of Google Chat are written out in the owner's language: one that can
// be read in more than one way is no date.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format google_chat;
extern const Format hangouts;

} // namespace blend::intake
