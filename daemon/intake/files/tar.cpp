#include "daemon/intake/files/tar.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/archive.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/media.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <streambuf>
#include <utility>

namespace blend::intake {
namespace {

constexpr std::size_t block = 512;
constexpr std::uint64_t longest_name = std::uint64_t{64} << 10;

/// One member, as a stream of its own.
class MemberBuffer : public std::streambuf {
public:
    MemberBuffer(std::unique_ptr<std::istream> file, std::uint64_t from, std::uint64_t size)
        : file_{std::move(file)}, left_{size}
    {
        file_->seekg(static_cast<std::streamoff>(from));
    }

protected:
    int_type underflow() override
    {
        if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
        const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(left_, room_.size()));
        file_->read(room_.data(), wanted);
        const std::streamsize got = file_->gcount();
        left_ -= static_cast<std::uint64_t>(got);
        setg(room_.data(), room_.data(), room_.data() + got);
        return got == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
    }

private:
    std::unique_ptr<std::istream> file_;
    std::uint64_t left_;
    std::array<char, std::size_t{64} << 10> room_;
};

class MemberStream : public std::istream {
public:
    MemberStream(std::unique_ptr<std::istream> file, std::uint64_t from, std::uint64_t size)
        : std::istream{nullptr}, buffer_{std::move(file), from, size}
    {
        rdbuf(&buffer_);
        exceptions(std::ios::badbit); // lets the Problem of a failing disk through
    }

private:
    MemberBuffer buffer_;
};

std::string_view field(std::string_view header, std::size_t at, std::size_t length)
{
    const std::string_view whole = header.substr(at, length);
    return whole.substr(0, whole.find('\0'));
}

/// Octal digits or, of more than 8 GiB, bytes with the highest bit set; empty when it is neither.
std::optional<std::uint64_t> number(std::string_view header, std::size_t at, std::size_t length)
{
    const std::string_view whole = header.substr(at, length);
    std::uint64_t value = 0;
    if ((static_cast<unsigned char>(whole.front()) & 0x80U) != 0) {
        for (const char each : whole.substr(whole.size() - 8)) value = (value << 8U) | static_cast<unsigned char>(each);
        return (value >> 62U) == 0 ? std::optional{value} : std::nullopt;
    }
    for (const char each : whole) {
        if (each == ' ' || each == '\0') continue;
        if (each < '0' || each > '7') return std::nullopt;
        value = value * 8 + static_cast<std::uint64_t>(each - '0');
    }
    return value;
}

bool is_header(std::string_view header)
{
    if (header.size() < block || header.substr(257, 5) != "ustar") return false;
    const auto stated = number(header, 148, 8);
    std::uint64_t sum = 8 * ' '; // the field of the sum itself counts as blanks
    for (std::size_t at = 0; at < block; ++at)
        if (at < 148 || at >= 156) sum += static_cast<unsigned char>(header[at]);
    return stated == sum;
}

std::string bytes_at(std::istream& file, std::uint64_t at, std::uint64_t size)
{
    std::string bytes(size, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>(at));
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

std::string name_in(std::string_view header)
{
    std::string name{field(header, 345, 155)};
    if (!name.empty()) name += '/';
    return name.append(field(header, 0, 100));
}

/// Of the records "LENGTH KEY=VALUE\n" of a POSIX header, the path.
std::string path_in(std::string_view records)
{
    while (!records.empty()) {
        const auto blank = records.find(' ');
        std::size_t length = 0;
        if (blank == std::string_view::npos) return {};
        const auto [end, error] = std::from_chars(records.data(), records.data() + blank, length);
        if (error != std::errc{} || end != records.data() + blank || length <= blank + 1 || length > records.size())
            return {};
        const std::string_view record = records.substr(blank + 1, length - blank - 2); // without its line's end
        if (constexpr std::string_view key = "path="; record.starts_with(key))
            return std::string{record.substr(key.size())};
        records.remove_prefix(length);
    }
    return {};
}

} // namespace

bool is_tar(std::string_view head) { return head.size() >= block && is_header(head.substr(0, block)); }

std::vector<Input> tar_members(const std::filesystem::path& path)
{
    const auto file = open_regular(path);
    file->seekg(0, std::ios::end);
    const auto end = static_cast<std::uint64_t>(std::max<std::streamoff>(file->tellg(), 0));
    std::vector<Input> members;
    std::string long_name; // of the next member, when its header has no room for it
    for (std::uint64_t at = 0; at < end;) {
        const std::string header = bytes_at(*file, at, block);
        const auto size = is_header(header) ? number(header, 124, 12) : std::nullopt;
        if (!size) break;
        const std::uint64_t from = at + block;
        at = from + (*size + block - 1) / block * block;
        const char type = header[156];
        if (type == 'L' || type == 'x') { // GNU's and POSIX's ways to say it
            const std::string told = bytes_at(*file, from, std::min<std::uint64_t>(*size, longest_name));
            long_name = type == 'L' ? told.substr(0, told.find('\0')) : path_in(told);
            continue;
        }
        std::string name = long_name.empty() ? name_in(header) : std::exchange(long_name, {});
        while (name.starts_with("./")) name.erase(0, 2);
        if ((type != '0' && type != '\0') || is_media(name)) continue;
        if (leads_out(name)) {
            members.push_back(unreadable_member(path, name, leading_out(path)));
            continue;
        }
        members.push_back(
            member_of(path, name, std::min(*size, end - std::min(end, from)), [path, from, length = *size]() {
                return std::make_unique<MemberStream>(open_regular(path), from, length);
            }));
    }
    if (members.empty())
        throw Problem{Problem::Kind::bad_input, path.filename().string() + " holds no file that could be read",
                      "name the files themselves"};
    return members;
}

} // namespace blend::intake
