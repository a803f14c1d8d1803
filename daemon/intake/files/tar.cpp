#include "daemon/intake/files/tar.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/zip.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <streambuf>
#include <utility>

namespace blend::intake {
namespace {

constexpr std::size_t block = 512;

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

} // namespace

bool is_tar(std::string_view head) { return head.size() >= block && is_header(head.substr(0, block)); }

std::vector<Input> tar_members(const std::filesystem::path& path)
{
    const auto file = open_regular(path);
    file->seekg(0, std::ios::end);
    const auto end = static_cast<std::uint64_t>(std::max<std::streamoff>(file->tellg(), 0));
    std::vector<Input> members;
    std::string header(block, '\0');
    for (std::uint64_t at = 0; at < end;) {
        file->clear();
        file->seekg(static_cast<std::streamoff>(at));
        file->read(header.data(), static_cast<std::streamsize>(block));
        if (file->gcount() < static_cast<std::streamsize>(block) || !is_header(header)) break;
        const auto size = number(header, 124, 12);
        if (!size) break;
        const char type = header[156];
        std::string name{field(header, 345, 155)};
        if (!name.empty()) name += '/';
        name += field(header, 0, 100);
        while (name.starts_with("./")) name.erase(0, 2);
        const std::uint64_t from = at + block;
        if ((type == '0' || type == '\0') && may_be_text(name))
            members.push_back({.path = path,
                               .name = path.filename().string(),
                               .folder = false,
                               .size = std::min(*size, end - std::min(end, from)),
                               .open = [path, from, length = *size]() -> std::unique_ptr<std::istream> {
                                   return std::make_unique<MemberStream>(open_regular(path), from, length);
                               },
                               .inside = name});
        at = from + (*size + block - 1) / block * block;
    }
    if (members.empty())
        throw Problem{Problem::Kind::bad_input, path.filename().string() + " holds no file that could be read",
                      "name the files themselves"};
    return members;
}

} // namespace blend::intake
