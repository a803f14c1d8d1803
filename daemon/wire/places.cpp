#include "daemon/wire/places.hpp"

#include "daemon/core/problem.hpp"

#include <cstdlib>

namespace blend::wire {

namespace {

using Path = std::filesystem::path;

/// A folder named by the environment counts only when it is absolute, as the XDG specification asks.
std::optional<Path> folder(const Environment& environment, const char* name)
{
    const auto value = environment(name);
    if (!value || !Path{*value}.is_absolute()) return std::nullopt;
    return Path{*value};
}

Places places_under(const Path& home)
{
    return {home / "data", home / "config" / "config.toml", home / "run" / "api.sock"};
}

} // namespace

Environment environment()
{
    return [](const char* name) -> std::optional<std::string> {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') return std::nullopt;
        return value;
    };
}

Places find_places(const std::optional<Path>& home, const Environment& environment)
{
    if (home) return places_under(std::filesystem::absolute(*home));
    if (const auto value = environment("BLEND_HOME")) return places_under(std::filesystem::absolute(*value));

    const auto user = folder(environment, "HOME");
    const auto data = folder(environment, "XDG_DATA_HOME");
    const auto config = folder(environment, "XDG_CONFIG_HOME");
    if (!user && (!data || !config))
        throw Problem{Problem::Kind::cannot, "there is no home folder", "set HOME, or use --home"};

    Places places;
    places.data = data.value_or(user.value_or("") / ".local" / "share") / "blend";
    places.config = config.value_or(user.value_or("") / ".config") / "blend" / "config.toml";
    const auto run = folder(environment, "XDG_RUNTIME_DIR");
    places.socket = (run ? *run / "blend" : places.data / "run") / "api.sock";
    return places;
}

} // namespace blend::wire
