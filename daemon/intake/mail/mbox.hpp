#pragma once

// Mail in one file: an mbox of any dialect (o, rd, cl, cl2; Thunderbird, Gmail Takeout), and a single mail (.eml,
// .emlx).
//
// Streams: of each mail only the beginning is kept, so neither a file of many gigabytes nor one endless mail grows the
// memory. Content-Length is not believed; separators are recognised by their form and by the line that follows.

#include "daemon/intake/observation.hpp"

namespace blend::intake {

extern const Format mbox;
extern const Format eml;

} // namespace blend::intake
