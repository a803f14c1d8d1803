#include "daemon/outside/secret.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/program.hpp"

#include <libsecret/secret.h>

#include <memory>

namespace blend::outside {

namespace {

using Kind = Problem::Kind;

constexpr std::string_view keyring = "keyring";
constexpr std::string_view command = "command:";

const SecretSchema& schema()
{
    static const SecretSchema blend{
        "org.blend.Secret",
        SECRET_SCHEMA_NONE,
        {{"name", SECRET_SCHEMA_ATTRIBUTE_STRING}, {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
        0,
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        nullptr};
    return blend;
}

struct Free {
    void operator()(GError* error) const { g_error_free(error); }
    void operator()(gchar* secret) const { secret_password_free(secret); }
};

/// Takes what the library complained of, and says it.
Problem refused(GError* error, const std::string& doing)
{
    const std::unique_ptr<GError, Free> owned{error};
    return Problem{Kind::cannot, "the keyring " + doing + (owned ? ": " + std::string{owned->message} : ""),
                   "unlock it, or name a command instead: --secret \"command: pass show mail\""};
}

} // namespace

void refuse_unless_place(const std::string& place)
{
    if (place == keyring) return;
    if (!place.starts_with(command))
        throw Problem{Kind::bad_request, "a password is not kept here, only where it is found",
                      "say keyring, or \"command: pass show mail\""};
    words_of(std::string_view{place}.substr(command.size()));
}

std::string secret_at(const std::string& place, const std::string& name)
{
    refuse_unless_place(place);
    if (place.starts_with(command)) {
        std::string printed = run(words_of(std::string_view{place}.substr(command.size())), "");
        printed.erase(std::min(printed.find_first_of("\r\n"), printed.size()));
        if (printed.empty())
            throw Problem{Kind::cannot, "the command for the password of " + name + " printed nothing"};
        return printed;
    }
    GError* error = nullptr;
    const std::unique_ptr<gchar, Free> found{
        secret_password_lookup_sync(&schema(), nullptr, &error, "name", name.c_str(), nullptr)};
    if (error) throw refused(error, "does not answer");
    if (!found)
        throw Problem{Kind::cannot, "the keyring has no password for " + name,
                      "set it up again, or name a command instead"};
    return found.get();
}

void keep_in_keyring(const std::string& name, const std::string& secret)
{
    GError* error = nullptr;
    if (!secret_password_store_sync(&schema(), SECRET_COLLECTION_DEFAULT, ("Blend: " + name).c_str(), secret.c_str(),
                                    nullptr, &error, "name", name.c_str(), nullptr))
        throw refused(error, "did not take the password");
}

void drop_from_keyring(const std::string& name)
{
    GError* error = nullptr;
    secret_password_clear_sync(&schema(), nullptr, &error, "name", name.c_str(), nullptr);
    if (error) throw refused(error, "did not give the password up");
}

} // namespace blend::outside
