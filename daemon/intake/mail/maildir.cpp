#include "daemon/intake/mail/maildir.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/mail/mail.hpp"
#include "daemon/intake/mail/mail_folders.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

namespace blend::intake {
namespace {

constexpr int deepest = 32;

class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }

    explicit operator bool() const { return number_ >= 0; }
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

/// An open folder; names below it are opened from it, so nothing that is renamed meanwhile leads elsewhere.
class Folder {
public:
    static Folder at(int parent, const char* name, int links)
    {
        Descriptor descriptor{::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | links)};
        Folder result;
        if (descriptor) result.handle_.reset(::fdopendir(descriptor.number()));
        if (result.handle_) descriptor.release();
        return result;
    }

    explicit operator bool() const { return handle_ != nullptr; }
    int number() const { return ::dirfd(handle_.get()); }
    const dirent* next() { return ::readdir(handle_.get()); }

private:
    std::unique_ptr<DIR, CloseFolder> handle_;
};

bool may_be(const dirent& entry, unsigned char type) { return entry.d_type == type || entry.d_type == DT_UNKNOWN; }

bool holds_mails(std::string_view folder) { return folder == "cur" || folder == "new"; }

/// Indexes and control files of servers and indexers.
bool is_foreign(std::string_view file) { return file.starts_with('.') || file.starts_with("dovecot"); }

/// ".Archive.Sent" is the folder Sent inside of Archive.
MailPlace::Folder folder_called(std::string_view name)
{
    if (name.starts_with('.') || name.starts_with("INBOX.")) name.remove_prefix(name.rfind('.') + 1);
    return folder_for(from_imap_name(name));
}

bool is_flagged_draft(std::string_view file)
{
    for (const std::string_view mark : {":2,", ";2,", "!2,"})
        if (const auto at = file.rfind(mark); at != std::string_view::npos)
            return file.substr(at + mark.size()).find('D') != std::string_view::npos;
    return false;
}

/// File names begin with the second of delivery, which outlives copying; the file's own time does not.
std::optional<Instant> delivered(std::string_view file)
{
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(file.data(), file.data() + file.size(), seconds);
    const auto digits = end - file.data();
    const bool is_time = error == std::errc{} && digits >= 9 && digits <= 10 &&
                         file.substr(static_cast<std::size_t>(digits)).starts_with('.');
    return is_time ? std::optional{Instant{Seconds{seconds}}} : std::nullopt;
}

/// As much of a mail as is needed; the room is used again for the next.
class Beginning {
public:
    /// `read(into, size)` gives how many bytes it got: fewer at the end of the mail, negative when it cannot; false
    /// then.
    template <class Read> bool take(Read read)
    {
        filled_ = 0;
        std::size_t wanted = usual_beginning;
        do {
            if (room_.size() < wanted) room_.resize(wanted);
            const std::ptrdiff_t got = read(room_.data() + filled_, wanted - filled_);
            if (got < 0) return false;
            filled_ += static_cast<std::size_t>(got);
            if (filled_ < wanted) return true; // the whole mail
            wanted = std::min(wanted * 2, longest_header);
        } while (!is_enough(text()));
        return true;
    }

    std::string_view text() const { return {room_.data(), filled_}; }

private:
    std::string room_;
    std::size_t filled_{};
};

class Tree {
public:
    Tree(const Input& input, const Context& context, Sink& sink)
        : input_{input}, reader_{context, sink}, sink_{sink}, path_{input.path}
    {
    }

    /// Every mail folder in and below `folder`, whose name is `name`.
    void walk(Folder& folder, const std::string& name, int depth)
    {
        while (const dirent* entry = folder.next()) {
            const std::string below = entry->d_name;
            if (below == "." || below == ".." || below == "tmp" || !may_be(*entry, DT_DIR)) continue;
            Folder inner = Folder::at(folder.number(), below.c_str(), O_NOFOLLOW);
            if (!inner) continue;
            path_ /= below;
            if (holds_mails(below))
                mails(inner, folder_called(name));
            else if (depth < deepest)
                walk(inner, below, depth + 1);
            path_ = path_.parent_path();
        }
    }

    void mails(Folder& folder, MailPlace::Folder use)
    {
        any_ = true;
        while (const dirent* entry = folder.next())
            if (may_be(*entry, DT_REG) && !is_foreign(entry->d_name)) mail(folder.number(), entry->d_name, use);
    }

    bool any() const { return any_; }

private:
    void mail(int folder, const char* name, MailPlace::Folder use)
    {
        if (input_.wanted && !input_.wanted(path_ / name)) return;
        // Not to wait for a writer, should the file be a pipe by now.
        const Descriptor file{::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
        struct stat status {};
        if (!file || ::fstat(file.number(), &status) != 0) {
            if (errno != ENOENT && errno != ELOOP) sink_.skip(Skip::broken); // gone or replaced meanwhile is no mail
            return;
        }
        if (!S_ISREG(status.st_mode)) return;
        const auto read = [&file](char* into, std::size_t size) { return ::read(file.number(), into, size); };
        if (!beginning_.take(read)) return sink_.skip(Skip::broken);
        MailPlace place{is_flagged_draft(name) ? MailPlace::Folder::drafts : use,
                        delivered(name).value_or(Instant{Seconds{status.st_mtime}})};
        reader_.read(beginning_.text(), place);
        if (input_.was_read) input_.was_read(path_ / name);
        sink_.progress(bytes_ += beginning_.text().size());
    }

    const Input& input_;
    MailReader reader_;
    Sink& sink_;
    std::filesystem::path path_; ///< of the folder at hand
    Beginning beginning_;
    std::uint64_t bytes_{};
    bool any_{};
};

/// Whether a folder `cur` lies at most `levels` below; looks at no more than `entries` names.
bool has_cur(Folder& folder, int levels, int& entries)
{
    while (const dirent* entry = folder.next()) {
        const std::string name = entry->d_name;
        if (name == "." || name == ".." || !may_be(*entry, DT_DIR)) continue;
        if (--entries <= 0) return false;
        Folder inner = Folder::at(folder.number(), name.c_str(), O_NOFOLLOW);
        if (!inner) continue;
        if (name == "cur" || (levels > 0 && has_cur(inner, levels - 1, entries))) return true;
    }
    return false;
}

/// The path's last name, also when it ends in a slash.
std::string last_name(const std::filesystem::path& path)
{
    return path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
}

int sniff(const Input& input, std::string_view)
{
    if (!input.folder) return 0;
    if (holds_mails(last_name(input.path))) return 60;
    Folder folder = Folder::at(AT_FDCWD, input.path.c_str(), 0);
    int entries = 2000;
    constexpr int levels = 4;
    return folder && has_cur(folder, levels, entries) ? 90 : 0;
}

/// The folder that holds `cur` and `new`, of a mail within an archive.
struct PlaceInArchive {
    std::string_view above; ///< of the folder, with its slash
    std::string_view folder;
    std::string_view file;
};

std::optional<PlaceInArchive> place_in_archive(std::string_view name)
{
    const auto file = name.rfind('/');
    if (file == std::string_view::npos || !delivered(name.substr(file + 1))) return std::nullopt;
    const std::string_view path = name.substr(0, file);
    const auto use = path.rfind('/') + 1; // npos + 1 is 0
    if (!holds_mails(path.substr(use))) return std::nullopt;
    const std::string_view parent = path.substr(0, use == 0 ? 0 : use - 1);
    const auto folder = parent.rfind('/') + 1;
    return PlaceInArchive{name.substr(0, folder), parent.substr(folder), name.substr(file + 1)};
}

std::optional<std::string> home(std::string_view name, Names)
{
    const auto place = place_in_archive(name);
    if (!place) return std::nullopt;
    // ".Sent" lies in the mailbox, beside its own `cur`.
    const bool of_a_mailbox = place->folder.starts_with('.') || place->folder.empty();
    return std::string{place->above} + (of_a_mailbox ? "" : std::string{place->folder} + "/");
}

/// Of a member of an archive; false when it is damaged.
bool take_beginning(const Input& member, Beginning& beginning)
{
    try {
        const auto stream = member.open();
        return beginning.take([&stream](char* into, std::size_t size) {
            stream->read(into, static_cast<std::streamsize>(size));
            return static_cast<std::ptrdiff_t>(stream->gcount());
        });
    } catch (const Problem&) { // one mail less, not all of them
        return false;
    }
}

void read_archive(const Input& input, const Context& context, Sink& sink)
{
    MailReader reader{context, sink};
    Beginning beginning;
    std::uint64_t bytes = 0;
    for (const Input& member : input.members) {
        const std::string name = "/" + member.inside; // the mailbox's own folder was cut off with its home
        const auto place = place_in_archive(name);
        if (!place || !take_beginning(member, beginning)) {
            sink.skip(Skip::broken);
            continue;
        }
        const std::string folder = place->folder.empty() ? last_name(input.inside) : std::string{place->folder};
        const auto use = is_flagged_draft(place->file) ? MailPlace::Folder::drafts : folder_called(folder);
        reader.read(beginning.text(), {use, delivered(place->file)});
        sink.progress(bytes += beginning.text().size());
    }
}

void read(const Input& input, const Context& context, Sink& sink)
{
    if (!input.members.empty()) return read_archive(input, context, sink);
    Folder folder = Folder::at(AT_FDCWD, input.path.c_str(), 0);
    if (!folder)
        throw Problem{Problem::Kind::bad_input,
                      "the folder " + input.path.string() + " cannot be read: " + std::strerror(errno),
                      "check that it exists and that you may open it"};
    Tree tree{input, context, sink};
    const std::string name = last_name(input.path);
    if (holds_mails(name))
        tree.mails(folder, folder_called(last_name(input.path.parent_path())));
    else
        tree.walk(folder, name, 0);
    if (!tree.any())
        throw Problem{Problem::Kind::bad_input, "there is no mail folder in " + input.path.string(),
                      "a Maildir has folders called cur and new"};
}

} // namespace

const Format maildir{"maildir", sniff, read, home};

} // namespace blend::intake
