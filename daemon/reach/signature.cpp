#include "daemon/reach/signature.hpp"

#include "daemon/core/problem.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace blend::reach {

namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hexadecimal(const Digest& digest, unsigned size)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned at = 0; at < size; ++at) text += {digits[digest.at(at) >> 4], digits[digest.at(at) & 15]};
    return text;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

} // namespace

std::string signature(std::string_view key, std::string_view text)
{
    Digest digest{};
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), digest.data(),
             &size) == nullptr)
        throw Problem{Problem::Kind::internal, "a message could not be signed"};
    return hexadecimal(digest, size);
}

std::string fingerprint(std::string_view text)
{
    Digest digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw Problem{Problem::Kind::internal, "a fingerprint could not be made"};
    return hexadecimal(digest, size);
}

} // namespace blend::reach
