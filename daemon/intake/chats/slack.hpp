#pragma once

// A Slack workspace as its export tells it: users.json, channels.json, groups.json, dms.json, mpims.json and a folder
// with a file a day for each conversation.
//
// Read are direct messages, group messages and channels that the owner is a member of, with everybody who was there; a
// channel of many people weighs nothing. Huddles are calls with their length. What people share by mail address is told
// as a card, so that somebody known by mail is the same person here. Bots, joins and deleted messages are no contact.
//
// The owner is who the ledger says (by user id, mail address or name), else whoever takes part in every direct message.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format slack;

} // namespace blend::intake
