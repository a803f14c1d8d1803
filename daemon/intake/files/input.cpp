#include "daemon/intake/files/input.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/tar.hpp"
#include "daemon/intake/files/zip.hpp"

#include <ext/stdio_filebuf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace blend::intake {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = std::size_t{64} << 10;
constexpr int deepest = 64;

/// Closes the file. A disk that fails in the middle is a Problem: streams else take it for the end of the file.
class FileBuffer : public __gnu_cxx::stdio_filebuf<char> {
public:
    FileBuffer(int file, fs::path path)
        : stdio_filebuf{file, std::ios::in | std::ios::binary, head_bytes}, path_{std::move(path)}
    {
    }

private:
    template <class Read> auto told(Read read)
    {
        try {
            return read();
        } catch (const std::ios::failure&) { // how the library reports what the system says
            throw Problem{Problem::Kind::bad_input, path_.string() + " cannot be read to its end",
                          "copy it to another disk and import the copy"};
        }
    }

protected:
    int_type underflow() override
    {
        return told([this] { return stdio_filebuf::underflow(); });
    }

    std::streamsize xsgetn(char* into, std::streamsize size) override
    {
        return told([&] { return stdio_filebuf::xsgetn(into, size); });
    }

private:
    fs::path path_;
};

class FileStream : public std::istream {
public:
    FileStream(int file, const fs::path& path) : std::istream{nullptr}, buffer_{file, path}
    {
        rdbuf(&buffer_);
        exceptions(std::ios::badbit); // lets the Problem through
    }

private:
    FileBuffer buffer_;
};

struct OpenFile {
    std::unique_ptr<std::istream> stream;
    std::uint64_t size{};
};

OpenFile open_file(const fs::path& path)
{
    // Without O_NONBLOCK opening a pipe waits for somebody to write into it.
    const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        const std::error_code error{errno, std::generic_category()};
        if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
            throw Problem{Problem::Kind::not_found, "there is no " + path.string()};
        if (error == std::errc::too_many_symbolic_link_levels)
            throw Problem{Problem::Kind::bad_input, path.string() + " is a link", "name the file that it points to"};
        throw Problem{Problem::Kind::bad_input, path.string() + " cannot be read: " + error.message()};
    }
    auto stream = std::make_unique<FileStream>(file, path);
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        throw Problem{Problem::Kind::bad_input, path.string() + " is no regular file"};
    return {std::move(stream), static_cast<std::uint64_t>(status.st_size)};
}

/// A file, or what is inside when it is a zip or tar.
std::vector<Input> inputs_of_file(const fs::path& path)
{
    const OpenFile file = open_file(path);
    std::string head(512, '\0');
    file.stream->read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.stream->gcount()));
    if (is_zip(head)) return zip_members(path);
    if (is_tar(head)) return tar_members(path);
    const std::string name = path.filename().string();
    return {{.path = path,
             .name = name,
             .folder = false,
             .size = file.size,
             .open = [path] { return open_regular(path); },
             .inside = name}};
}

struct Tree {
    std::vector<fs::path> files;
    std::vector<std::pair<fs::path, std::string>> closed; ///< folders that cannot be looked into, and why
    bool maildir{};
};

/// Everything below a folder. What belongs to a Maildir is read with its tree and not on its own.
void walk(const fs::path& folder, int depth, Tree& tree)
{
    std::vector<fs::path> files;
    std::vector<fs::path> folders;
    bool maildir = false;
    std::error_code error;
    std::error_code unknown; // what an entry is; it counts as nothing then
    for (fs::directory_iterator each{folder, error}, end; !error && each != end; each.increment(error)) {
        const fs::file_status status = each->symlink_status(unknown);
        const std::string name = each->path().filename().string();
        if (fs::is_directory(status)) {
            maildir = maildir || name == "cur" || name == "new";
            folders.push_back(each->path());
        } else if (fs::is_regular_file(status) && !name.starts_with('.')) {
            files.push_back(each->path());
        }
    }
    if (error) tree.closed.emplace_back(folder, error.message());
    if (maildir)
        tree.maildir = true;
    else
        tree.files.insert(tree.files.end(), files.begin(), files.end());
    for (const fs::path& below : folders) {
        const std::string name = below.filename().string();
        const bool of_maildir = maildir && (name == "cur" || name == "new" || name == "tmp");
        if (of_maildir) continue;
        if (depth < deepest)
            walk(below, depth + 1, tree);
        else
            tree.closed.emplace_back(below, "it lies too deep");
    }
}

/// One bad file never loses a folder: it tells its problem when its turn comes.
Input unreadable(const fs::path& path, const Problem& problem)
{
    return {.path = path,
            .name = path.filename().string(),
            .folder = false,
            .size = 0,
            .open = [problem]() -> std::unique_ptr<std::istream> { throw problem; }};
}

std::vector<Input> inputs_of_folder(const fs::path& folder)
{
    Tree tree;
    walk(folder, 0, tree);
    std::sort(tree.files.begin(), tree.files.end());
    std::vector<Input> inputs;
    if (tree.maildir)
        inputs.push_back({.path = folder, .name = folder.filename().string(), .folder = true, .size = 0, .open = {}});
    for (const fs::path& file : tree.files) {
        try {
            const std::string inside = file.lexically_relative(folder).generic_string();
            for (Input& each : inputs_of_file(file)) {
                // A zip's members keep apart from the folder's own files and from those of the next zip.
                if (each.inside == file.filename())
                    each.inside = inside;
                else if (!each.inside.empty())
                    each.inside = inside + "/" + each.inside;
                inputs.push_back(std::move(each));
            }
        } catch (const Problem& problem) {
            inputs.push_back(unreadable(file, problem));
        }
    }
    for (const auto& [closed, why] : tree.closed)
        inputs.push_back(unreadable(closed, {Problem::Kind::bad_input, closed.string() + " cannot be read: " + why,
                                             "let yourself into the folder: chmod u+rx"}));
    return inputs;
}

} // namespace

std::unique_ptr<std::istream> open_regular(const fs::path& path) { return open_file(path).stream; }

std::vector<Input> inputs_at(const fs::path& path)
{
    std::error_code error;
    // "folder/" and "folder" are the same, and a trailing slash would follow a link.
    const fs::path plain = path.has_filename() ? path : path.parent_path();
    if (fs::is_directory(fs::symlink_status(plain, error))) return inputs_of_folder(plain);
    return inputs_of_file(plain);
}

std::string head_of(const Input& input)
{
    if (!input.open) return {};
    std::string head(head_bytes, '\0');
    const auto stream = input.open();
    stream->read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream->gcount()));
    return head;
}

} // namespace blend::intake
