#pragma once

// Files that a page hands over, piece by piece, into a private folder of the daemon's.
//
// A piece is on the disk when its call returns; no more than one piece is ever in memory. Everything waiting together
// stays under a limit, and is gone after its import, when it is dropped, and when the daemon starts.

#include "daemon/agenda/app.hpp"
#include "daemon/wire/shapes.hpp"

#include <filesystem>

namespace blend::agenda {

inline constexpr std::uint64_t most_uploaded = std::uint64_t{8} << 30; ///< bytes

/// Appends to a file of the upload, or begins one. Throws Problem{bad_request} for a name that leads elsewhere, and for
/// a piece that does not continue where the file ends.
wire::Upload add_upload(App& app, const wire::UploadPiece& piece);

wire::Done drop_upload(App& app, const std::string& upload);

/// Where its files lie; throws Problem{not_found}.
std::filesystem::path upload_folder(const App& app, const std::string& upload);

/// Makes a folder beside the uploads, gone when the daemon starts: for a file on its way out.
std::filesystem::path room_for_upload(const App& app, const std::string& upload);

/// What an earlier run left.
void drop_all_uploads(const App& app);

} // namespace blend::agenda
