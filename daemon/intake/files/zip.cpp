#include "daemon/intake/files/zip.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/archive.hpp"
#include "daemon/intake/files/media.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <array>
#include <memory>
#include <optional>
#include <streambuf>
#include <utility>

namespace blend::intake {
namespace {

constexpr std::uint64_t largest_member = std::uint64_t{16} << 30; // members are streamed
constexpr std::uint64_t largest_ratio = 200;
constexpr std::uint64_t ratio_matters_above = std::uint64_t{1} << 20;

struct CloseZip {
    void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseMember {
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
/// Shared by its members: an export may have ten thousand, and opening a zip reads its whole directory.
using OpenZip = std::shared_ptr<zip_t>;
using OpenMember = std::unique_ptr<zip_file_t, CloseMember>;

Problem damaged(const std::filesystem::path& path)
{
    return {Problem::Kind::bad_input, path.filename().string() + " is damaged or cut off",
            "copy the zip again from where it came from"};
}

Problem bomb(const std::filesystem::path& path)
{
    return {Problem::Kind::bad_input, path.filename().string() + " unpacks to more than any export would",
            "unpack it yourself and import the files you trust"};
}

OpenZip open_zip(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) throw Problem{Problem::Kind::not_found, path.string() + " cannot be opened"};
    struct stat status {};
    int error = 0;
    zip_t* zip = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? zip_fdopen(file, 0, &error) : nullptr;
    if (!zip) {
        ::close(file);
        throw damaged(path);
    }
    return {zip, CloseZip{}};
}

Problem locked(const std::filesystem::path& path)
{
    return {Problem::Kind::bad_input, path.filename().string() + " is locked with a password",
            "unpack it yourself and import the files"};
}

bool is_too_much(std::uint64_t bytes, std::uint64_t packed)
{
    return bytes > largest_member || (bytes > ratio_matters_above && bytes / largest_ratio > packed);
}

/// Unpacks a member as it is read, and counts.
class MemberBuffer : public std::streambuf {
public:
    MemberBuffer(OpenZip zip, std::filesystem::path path, std::uint64_t index)
        : path_{std::move(path)}, zip_{std::move(zip)}
    {
        zip_stat_t status;
        zip_stat_init(&status);
        if (zip_stat_index(zip_.get(), index, 0, &status) != 0) throw damaged(path_);
        packed_ = status.comp_size;
        member_.reset(zip_fopen_index(zip_.get(), index, 0));
        if (!member_) throw damaged(path_);
    }

protected:
    int_type underflow() override
    {
        if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
        const zip_int64_t got = zip_fread(member_.get(), room_.data(), room_.size());
        if (got < 0) throw damaged(path_);
        bytes_ += static_cast<std::uint64_t>(got);
        if (is_too_much(bytes_, packed_)) throw bomb(path_);
        setg(room_.data(), room_.data(), room_.data() + got);
        return got == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
    }

private:
    std::filesystem::path path_;
    OpenZip zip_;
    OpenMember member_;
    std::uint64_t packed_{};
    std::uint64_t bytes_{};
    std::array<char, std::size_t{64} << 10> room_;
};

class MemberStream : public std::istream {
public:
    MemberStream(OpenZip zip, const std::filesystem::path& path, std::uint64_t index)
        : std::istream{nullptr}, buffer_{std::move(zip), path, index}
    {
        rdbuf(&buffer_);
        exceptions(std::ios::badbit); // lets the Problem of a damaged member through, which streams else swallow
    }

private:
    MemberBuffer buffer_;
};

/// Why a member is not opened at all.
std::optional<Problem> problem_of(const std::filesystem::path& zip, const zip_stat_t& member)
{
    if (leads_out(member.name)) return leading_out(zip);
    if (member.encryption_method != ZIP_EM_NONE) return locked(zip);
    if (is_too_much(member.size, member.comp_size)) return bomb(zip);
    return std::nullopt;
}

} // namespace

bool is_zip(std::string_view head)
{
    return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") || head.starts_with("PK\x07\x08");
}

std::vector<Input> zip_members(const std::filesystem::path& path)
{
    const OpenZip zip = open_zip(path);
    std::vector<Input> members;
    bool all_locked = true;
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    for (zip_int64_t each = 0; each < count; ++each) {
        const auto index = static_cast<zip_uint64_t>(each);
        zip_stat_t status;
        zip_stat_init(&status);
        if (zip_stat_index(zip.get(), index, 0, &status) != 0) throw damaged(path);
        if (!(status.valid & ZIP_STAT_NAME) || is_media(status.name)) continue;
        all_locked = all_locked && status.encryption_method != ZIP_EM_NONE;
        if (const auto problem = problem_of(path, status)) {
            members.push_back(unreadable_member(path, status.name, *problem));
            continue;
        }
        members.push_back(member_of(path, status.name, status.size,
                                    [zip, path, index]() { return std::make_unique<MemberStream>(zip, path, index); }));
    }
    if (members.empty())
        throw Problem{Problem::Kind::bad_input, path.filename().string() + " holds nothing that could be read"};
    if (all_locked) throw locked(path);
    return members;
}

} // namespace blend::intake
