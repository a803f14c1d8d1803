#include "packaging/demo/files.hpp"

#include <array>

namespace blend::demo {
namespace {

std::uint32_t crc_of(std::string_view bytes)
{
    std::uint32_t crc = 0xffffffff;
    for (const char each : bytes) {
        crc ^= static_cast<unsigned char>(each);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

std::string little_endian(std::uint32_t value, int bytes)
{
    std::string out;
    for (int byte = 0; byte < bytes; ++byte) out += static_cast<char>(value >> (8 * byte) & 0xff);
    return out;
}

std::string two(std::uint32_t value) { return little_endian(value, 2); }
std::string four(std::uint32_t value) { return little_endian(value, 4); }

} // namespace

std::string zip_of(std::string_view member, std::string_view bytes)
{
    const auto size = static_cast<std::uint32_t>(bytes.size());
    constexpr std::uint32_t version = 20, stored = 0, noon_of_1980 = 0x6000, first_of_1980 = 0x0021;
    // What the local header and the directory say alike: version to flags, method, time, date, checksum, sizes, name.
    const std::string common = two(version) + two(0) + two(stored) + two(noon_of_1980) + two(first_of_1980) +
                               four(crc_of(bytes)) + four(size) + four(size) +
                               two(static_cast<std::uint32_t>(member.size())) + two(0);

    std::string local = "PK\x03\x04" + common;
    local += member;
    local += bytes;
    std::string directory = "PK\x01\x02" + two(version) + common + two(0) + two(0) + two(0) + four(0) + four(0);
    directory += member;
    const auto directory_size = static_cast<std::uint32_t>(directory.size());
    return local + directory + "PK\x05\x06" + two(0) + two(0) + two(1) + two(1) + four(directory_size) +
           four(static_cast<std::uint32_t>(local.size())) + two(0);
}

} // namespace blend::demo
