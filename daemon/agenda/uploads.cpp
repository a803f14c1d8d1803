#include "daemon/agenda/uploads.hpp"

#include "daemon/agenda/values.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace blend::agenda {

namespace {

namespace fs = std::filesystem;
using Kind = Problem::Kind;

fs::path uploads(const App& app) { return app.store.file().parent_path() / "uploads"; }

std::string from_base64(std::string_view text)
{
    const auto value = [](char letter) {
        if (letter >= 'A' && letter <= 'Z') return letter - 'A';
        if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
        if (letter >= '0' && letter <= '9') return letter - '0' + 52;
        return letter == '+' ? 62 : letter == '/' ? 63 : -1;
    };
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    unsigned held = 0;
    int bits = 0;
    for (const char letter : text) {
        const int six = value(letter);
        if (six < 0) throw Problem{Kind::bad_request, "'data' has to be base64"};
        held = (held << 6 | static_cast<unsigned>(six)) & 0xFFFFFF;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xFF);
    }
    return bytes;
}

/// "Takeout/Mail/all.mbox": a name below the upload's folder, and nowhere else.
fs::path place_of(const fs::path& folder, const std::string& name)
{
    const fs::path relative{name};
    const bool leads_away = name.empty() || name.size() > 2000 || relative.is_absolute() || !relative.has_filename() ||
                            std::any_of(relative.begin(), relative.end(), [](const fs::path& part) {
                                return part == ".." || part == "." || part.string().size() > 255;
                            });
    if (leads_away) throw Problem{Kind::bad_request, "'" + name + "' is no name of a file to keep"};
    return folder / relative;
}

std::uint64_t size_of_all(const fs::path& folder)
{
    std::uint64_t sum = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator each{folder, error}, end; !error && each != end; each.increment(error))
        if (each->is_regular_file(error)) sum += each->file_size(error);
    return sum;
}

[[noreturn]] void refuse_disk(const fs::path& path)
{
    throw Problem{Kind::cannot, path.filename().string() + " cannot be kept: " + std::strerror(errno),
                  "import it by its path instead"};
}

void append(const fs::path& path, std::uint64_t offset, std::string_view bytes)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) refuse_disk(path);
    struct Closed {
        int number;
        ~Closed() { ::close(number); }
    } closed{file};
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) refuse_disk(path);
    if (static_cast<std::uint64_t>(status.st_size) != offset)
        throw Problem{Kind::bad_request,
                      "the piece does not continue the file, which has " + std::to_string(status.st_size) + " bytes"};
    for (auto at = static_cast<off_t>(offset); !bytes.empty();) {
        const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), at);
        if (written < 0) refuse_disk(path);
        at += written;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

fs::path upload_folder(const App& app, const std::string& upload)
{
    const bool is_name = upload.size() == 32 && upload.find_first_not_of("0123456789abcdef") == std::string::npos;
    const fs::path folder = uploads(app) / upload;
    std::error_code error;
    if (!is_name || !fs::is_directory(fs::symlink_status(folder, error)))
        throw Problem{Kind::not_found, "there is no such upload", "choose the files once more"};
    return folder;
}

wire::Upload add_upload(App& app, const wire::UploadPiece& piece)
{
    const std::lock_guard one{app.uploading};
    const std::string bytes = from_base64(piece.data);
    if (piece.offset < 0) throw Problem{Kind::bad_request, "'offset' has to be a number of bytes"};
    const std::string upload = piece.upload.value_or(unique_name());
    if (!piece.upload) {
        if (size_of_all(uploads(app)) > most_uploaded) drop_all_uploads(app); // nobody came back for them
        room_for_upload(app, upload);
        app.uploaded = size_of_all(uploads(app));
    }
    if (app.uploaded + bytes.size() > most_uploaded)
        throw Problem{Kind::too_large, "this is more than a page may hand over", "blend import PATH takes any size"};
    const fs::path path = place_of(upload_folder(app, upload), piece.name);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    append(path, static_cast<std::uint64_t>(piece.offset), bytes);
    app.uploaded += bytes.size();
    return {upload, piece.name, piece.offset + static_cast<std::int64_t>(bytes.size())};
}

wire::Done drop_upload(App& app, const std::string& upload)
{
    const std::lock_guard one{app.uploading};
    const fs::path folder = upload_folder(app, upload);
    std::error_code error;
    fs::remove_all(folder, error);
    app.uploaded = size_of_all(uploads(app));
    return {.done = "dropped what was handed over"};
}

fs::path room_for_upload(const App& app, const std::string& upload)
{
    const fs::path folder = uploads(app) / upload;
    fs::create_directories(folder);
    return folder;
}

void drop_all_uploads(const App& app)
{
    std::error_code error;
    fs::remove_all(uploads(app), error);
}

} // namespace blend::agenda
