#include "daemon/http/coding.hpp"

#define ZLIB_CONST // what is packed is only read
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>

namespace blend::http {

bool takes(std::string_view accept_encoding, std::string_view coding)
{
    while (!accept_encoding.empty()) {
        const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
        auto entry = accept_encoding.substr(0, end);
        accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));

        while (entry.starts_with(' ')) entry.remove_prefix(1);
        if (!entry.starts_with(coding)) continue;
        const auto rest = entry.substr(coding.size());
        if (rest.empty()) return true;
        if (rest.front() == ';') return rest.find_first_of("123456789", rest.find('q')) != std::string_view::npos;
    }
    return false;
}

std::string gzipped(std::string_view text)
{
    constexpr int gzip_window = MAX_WBITS + 16; // as deflateInit2 of zlib.h asks for a gzip header
    constexpr int usual_memory = 8;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window, usual_memory, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc{};
    const std::unique_ptr<z_stream, decltype(&deflateEnd)> ended{&stream, deflateEnd};

    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<const Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH); // the bound leaves it room to end in one step
    packed.resize(stream.total_out);
    return packed;
}

} // namespace blend::http
