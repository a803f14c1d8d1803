#include "daemon/intake/people/profile_page.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace blend::intake {
namespace {

struct Service {
    std::string_view word;
    HandleKind kind;
};

/// Names of services in IMPP and X-SOCIALPROFILE parameters, URI schemes and X- properties.
constexpr auto services = std::to_array<Service>({
    {"telegram", HandleKind::telegram},     {"tg", HandleKind::telegram},         {"signal", HandleKind::signal},
    {"sgnl", HandleKind::signal},           {"whatsapp", HandleKind::whatsapp},   {"skype", HandleKind::skype},
    {"skype-username", HandleKind::skype},  {"facebook", HandleKind::facebook},   {"messenger", HandleKind::facebook},
    {"fb-messenger", HandleKind::facebook}, {"instagram", HandleKind::instagram}, {"gtalk", HandleKind::google},
    {"google", HandleKind::google},         {"googletalk", HandleKind::google},   {"google-talk", HandleKind::google},
    {"google talk", HandleKind::google},    {"hangouts", HandleKind::google},     {"discord", HandleKind::discord},
    {"slack", HandleKind::slack},           {"linkedin", HandleKind::linkedin},
});

/// Hosts of personal pages; the last part of the path is the name.
constexpr auto hosts = std::to_array<Service>({
    {"t.me", HandleKind::telegram},
    {"telegram.me", HandleKind::telegram},
    {"signal.me", HandleKind::signal},
    {"wa.me", HandleKind::whatsapp},
    {"facebook.com", HandleKind::facebook},
    {"m.me", HandleKind::facebook},
    {"instagram.com", HandleKind::instagram},
    {"linkedin.com", HandleKind::linkedin},
});

std::optional<HandleKind> service_at(std::string_view host)
{
    for (const Service& each : hosts)
        if (is_host(host, each.word)) return each.kind;
    return std::nullopt;
}

/// "jos%C3%A9" as it is read.
std::string unquoted(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        unsigned byte{};
        const bool escape = text.size() >= 3 && text[0] == '%' &&
                            std::from_chars(text.data() + 1, text.data() + 3, byte, 16).ptr == text.data() + 3;
        result += escape ? static_cast<char>(byte) : text[0];
        text.remove_prefix(escape ? 3 : 1);
    }
    return result;
}

/// Members have /in/NAME; pages of companies and schools are nobody's. Case means nothing there.
std::string linkedin_member(std::string_view path)
{
    constexpr std::string_view members = "/in/";
    const auto at = path.find(members);
    if (at == std::string_view::npos) return {};
    path.remove_prefix(at + members.size());
    return lower(unquoted(path.substr(0, path.find('/'))));
}

} // namespace

std::optional<HandleKind> service_named(std::string_view word)
{
    const std::string wanted = lower(word);
    for (const Service& each : services)
        if (each.word == wanted) return each.kind;
    return std::nullopt;
}

std::optional<ProfilePage> profile_page(std::string_view url)
{
    constexpr std::string_view scheme_end = "://";
    const auto scheme = url.find(scheme_end);
    std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + scheme_end.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto service = service_at(lower(rest.substr(0, slash)));
    if (scheme == std::string_view::npos && !service) return std::nullopt;
    rest.remove_prefix(slash);
    rest = rest.substr(0, rest.find_first_of("?#"));
    if (service == HandleKind::linkedin) return ProfilePage{service, linkedin_member(rest)};
    while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);

    ProfilePage result{service, {}};
    const auto last = rest.rfind('/');
    if (last != std::string_view::npos) result.user = std::string{rest.substr(last + 1)};
    // wa.me writes international numbers without their sign.
    if (service == HandleKind::whatsapp && !result.user.starts_with('+'))
        result.user = std::string{'+'}.append(result.user);
    return result;
}

} // namespace blend::intake
