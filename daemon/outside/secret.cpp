#include "daemon/outside/secret.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/program.hpp"

#include <libsecret/secret.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

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

/// Ends what waits for a person at the keyring's own window.
class Patience {
public:
    explicit Patience(const std::atomic<bool>* cancelled)
        : cancellable_{g_cancellable_new()}, thread_{[this, cancelled](const std::stop_token& stop) {
              std::mutex mutex;
              std::unique_lock lock{mutex};
              std::condition_variable_any stopped;
              const auto until = std::chrono::steady_clock::now() + most;
              while (!stop.stop_requested() && std::chrono::steady_clock::now() < until && !(cancelled && *cancelled))
                  stopped.wait_for(lock, stop, glance, [] { return false; });
              g_cancellable_cancel(cancellable_.get());
          }}
    {
    }

    GCancellable* cancellable() const { return cancellable_.get(); }

private:
    static constexpr std::chrono::seconds most{30};
    static constexpr std::chrono::milliseconds glance{100};

    struct Release {
        void operator()(GCancellable* cancellable) const { g_object_unref(cancellable); }
    };
    std::unique_ptr<GCancellable, Release> cancellable_;
    std::jthread thread_; // last: it uses what is above
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

std::string secret_at(const std::string& place, const std::string& name, const std::atomic<bool>* cancelled)
{
    refuse_unless_place(place);
    if (place.starts_with(command)) {
        std::string printed =
            run(words_of(std::string_view{place}.substr(command.size())), "", std::chrono::seconds{30}, cancelled);
        printed.erase(std::min(printed.find_first_of("\r\n"), printed.size()));
        if (printed.empty())
            throw Problem{Kind::cannot, "the command for the password of " + name + " printed nothing"};
        return printed;
    }
    GError* error = nullptr;
    const Patience patience{cancelled};
    const std::unique_ptr<gchar, Free> found{
        secret_password_lookup_sync(&schema(), patience.cancellable(), &error, "name", name.c_str(), nullptr)};
    if (error) throw refused(error, "does not answer");
    if (!found)
        throw Problem{Kind::cannot, "the keyring has no password for " + name,
                      "set it up again, or name a command instead"};
    return found.get();
}

void keep_in_keyring(const std::string& name, const std::string& secret)
{
    GError* error = nullptr;
    const Patience patience{nullptr};
    if (!secret_password_store_sync(&schema(), SECRET_COLLECTION_DEFAULT, ("Blend: " + name).c_str(), secret.c_str(),
                                    patience.cancellable(), &error, "name", name.c_str(), nullptr))
        throw refused(error, "did not take the password");
}

void drop_from_keyring(const std::string& name)
{
    GError* error = nullptr;
    const Patience patience{nullptr};
    secret_password_clear_sync(&schema(), patience.cancellable(), &error, "name", name.c_str(), nullptr);
    if (error) throw refused(error, "did not give the password up");
}

} // namespace blend::outside
