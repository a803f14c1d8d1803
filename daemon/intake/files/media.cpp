#include "daemon/intake/files/media.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/input.hpp"

#include <algorithm>
#include <array>

namespace blend::intake {

bool is_media(std::string_view name)
{
    static constexpr auto endings = std::to_array<std::string_view>(
        {"jpg", "jpeg", "jpe",  "png", "gif",  "webp",  "heic", "heif", "avif",  "bmp",     "tif",     "tiff",
         "svg", "ico",  "raw",  "dng", "psd",  "tgs",   "mp4",  "m4v",  "mov",   "3gp",     "3gpp",    "3g2",
         "avi", "mkv",  "webm", "mpg", "mpeg", "wmv",   "flv",  "opus", "ogg",   "oga",     "m4a",     "m4b",
         "mp3", "aac",  "amr",  "wav", "wma",  "flac",  "mid",  "caf",  "pdf",   "doc",     "docx",    "odt",
         "rtf", "xls",  "xlsx", "ods", "ppt",  "pptx",  "odp",  "key",  "epub",  "pages",   "numbers", "gz",
         "bz2", "xz",   "zst",  "7z",  "rar",  "tgz",   "apk",  "ipa",  "exe",   "msi",     "dmg",     "iso",
         "dll", "so",   "css",  "js",  "woff", "woff2", "ttf",  "otf",  "thumb", "crypt12", "crypt14", "crypt15"});
    if (name.empty() || name.ends_with('/') || name.starts_with("__MACOSX/")) return true;
    const std::string_view file = file_name(name);
    if (file.starts_with('.')) return true;
    const auto dot = file.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string ending = lower(file.substr(dot + 1));
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

} // namespace blend::intake
