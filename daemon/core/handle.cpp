#include "daemon/core/handle.hpp"

#include <algorithm>
#include <array>

namespace blend {

namespace {

using enum HandleKind;

/// In E.164 and without an extension: those of a firm share a number and are several people.
bool is_number(std::string_view value)
{
    constexpr std::size_t shortest = 8; // with the plus
    return value.size() >= shortest && value.front() == '+' &&
           std::all_of(value.begin() + 1, value.end(), [](char each) { return each >= '0' && each <= '9'; });
}

bool is_mail_address(std::string_view value)
{
    const auto at = value.find('@');
    return at != std::string_view::npos && at > 0 && value.find('.', at) != std::string_view::npos &&
           value.find_first_of(" /") == std::string_view::npos;
}

/// For each kind of a family, the others of it.
template <std::size_t size> constexpr auto others_in(const std::array<HandleKind, size>& family)
{
    std::array<std::array<HandleKind, size - 1>, size> others{};
    for (std::size_t own = 0; own < size; ++own)
        for (std::size_t index = 0, next = 0; index < size; ++index)
            if (index != own) others[own][next++] = family[index];
    return others;
}

constexpr std::array by_number{phone, whatsapp, signal, telegram};
constexpr std::array by_mail{email, google, skype, slack, meeting};
constexpr auto others_by_number = others_in(by_number);
constexpr auto others_by_mail = others_in(by_mail);

template <std::size_t size>
std::span<const HandleKind> twins(HandleKind kind, const std::array<HandleKind, size>& family,
                                  const std::array<std::array<HandleKind, size - 1>, size>& others)
{
    const auto own = std::find(family.begin(), family.end(), kind);
    if (own == family.end()) return {};
    return others[static_cast<std::size_t>(own - family.begin())];
}

} // namespace

std::span<const HandleKind> twin_kinds(const Handle& handle)
{
    if (is_number(handle.value)) return twins(handle.kind, by_number, others_by_number);
    if (is_mail_address(handle.value)) return twins(handle.kind, by_mail, others_by_mail);
    return {};
}

} // namespace blend
