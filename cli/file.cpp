#include "cli/file.hpp"

#include "daemon/core/problem.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace blend::cli {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, int error)
{
    throw Problem{Problem::Kind::cannot, "cannot write " + path.string() + ": " + std::strerror(error),
                  error == ENOENT ? "the folder has to exist" : "choose another place with --out"};
}

void write_all(int file, std::string_view text, const std::filesystem::path& path)
{
    while (!text.empty()) {
        const ssize_t written = write(file, text.data(), text.size());
        if (written < 0 && errno != EINTR) refuse(path, errno);
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file) != 0) refuse(path, errno);
}

/// Its name is gone at the end unless it became the file.
class Draft {
public:
    explicit Draft(const std::filesystem::path& path) : name_{path.string() + ".XXXXXX"}
    {
        file_ = mkostemp(name_.data(), O_CLOEXEC); // 0600
        if (file_ < 0) refuse(path, errno);
    }
    ~Draft()
    {
        close(file_);
        unlink(name_.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    int file() const { return file_; }
    const std::string& name() const { return name_; }

private:
    std::string name_;
    int file_{-1};
};

} // namespace

void write_file(const std::filesystem::path& path, std::string_view text, Existing existing)
{
    const Draft draft{path};
    write_all(draft.file(), text, path);
    // A link fails where a file stands, so that nothing that came up in between is replaced unasked.
    const int done = existing == Existing::replace ? rename(draft.name().c_str(), path.c_str())
                                                   : link(draft.name().c_str(), path.c_str());
    if (done != 0 && errno == EEXIST)
        throw Problem{Problem::Kind::cannot, path.string() + " is there already", "give --force to replace it"};
    if (done != 0) refuse(path, errno);
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    const int opened = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;
    fsync(opened);
    close(opened);
}

} // namespace blend::cli
