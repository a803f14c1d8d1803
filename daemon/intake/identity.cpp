#include "daemon/intake/identity.hpp"

#include <array>

namespace blend::intake {

Hash& Hash::add(std::string_view text)
{
    value_ = fnv1a(text, value_);
    return *this;
}

Hash& Hash::add(std::uint64_t number)
{
    std::array<char, 8> bytes;
    for (char& byte : bytes) {
        byte = static_cast<char>(number & 0xFF);
        number >>= 8;
    }
    return add({bytes.data(), bytes.size()});
}

std::uint64_t Ordinals::next(std::int64_t moment, std::uint64_t hash)
{
    constexpr std::size_t remembered = 4096;
    if (moment != moment_ && seen_.size() > remembered) seen_.clear();
    moment_ = moment;
    return seen_[Hash{}.add(static_cast<std::uint64_t>(moment)).add(hash).value()]++;
}

} // namespace blend::intake
