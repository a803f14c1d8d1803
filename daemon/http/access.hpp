#pragma once

// Who may come in: one-time sign-in codes, the sessions of browsers, and named tokens for scripts and phones.
//
// Hides how secrets are made and compared. Every secret is 128 bits or more from the kernel and is kept only as its
// SHA-256, so that neither the ledger nor a core dump can be used to sign in; sign-in codes live in memory alone and
// end with the program. All methods may be called from any thread.

#include "daemon/core/time.hpp"
#include "daemon/core/words.hpp"

#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend {

enum class KeyKind { session, token };

template <> struct Words<KeyKind> {
    static constexpr std::array all{std::string_view{"session"}, std::string_view{"token"}};
};

} // namespace blend

namespace blend::http {

/// The way between a browser and us: what came through TLS, its cookie must never leave in the clear.
enum class Passage { this_machine, tls };

/// What is kept of a secret that was handed out.
struct Key {
    KeyKind kind{};
    std::string name; ///< unique among tokens; sessions are all "browser"
    std::string hash; ///< SHA-256 in 64 hexadecimal digits; unique
    Instant created;
    std::optional<Instant> last_used;
};

/// Where keys are kept. What `add` and the removals did has reached the disk when they return.
struct Keys {
    virtual ~Keys() = default;

    virtual void add(const Key& key) = 0;
    virtual std::optional<Key> find(std::string_view hash) const = 0;
    virtual void touch(std::string_view hash, Instant used) = 0;
    virtual std::vector<Key> list(KeyKind kind) const = 0; ///< oldest first
    /// Whether there was one.
    virtual bool remove(std::string_view hash) = 0;
};

class Keyring {
public:
    using Clock = std::function<Instant()>;

    /// `keys` outlives the keyring.
    Keyring(Keys& keys, Clock now);

    /// What its clock shows.
    Instant now() const { return now_(); }

    static constexpr std::chrono::minutes code_life{5};
    static constexpr std::chrono::days session_life{90};
    static constexpr std::string_view cookie_name = "blend_session";

    /// A code that signs one browser in, once, within `code_life`.
    std::string start_sign_in();

    /// Trades a code for a session and returns its Set-Cookie line. A wrong, used or old code is a `Problem`.
    std::string finish_sign_in(std::string_view code, Passage passage = Passage::this_machine);

    /// Ends a session and returns the Set-Cookie line that makes the browser forget it.
    std::string sign_out(std::string_view session, Passage passage = Passage::this_machine);

    /// A new named token: the only time it is seen. A name that is taken is a `Problem`.
    std::string add_token(const std::string& name);
    std::vector<Key> tokens() const;
    /// A `Problem` when there is no such token.
    void revoke_token(std::string_view name);

    /// Which kind of key this secret is, if it is a live one; notes its use, at most once an hour.
    std::optional<KeyKind> admits(std::string_view secret);

private:
    struct Code {
        std::string hash;
        Instant ends;
    };

    Keys& keys_;
    Clock now_;
    std::mutex mutex_;
    std::vector<Code> codes_;
};

/// Keys that end with the program: for tests, and for a daemon that keeps nothing.
class KeysInMemory : public Keys {
public:
    void add(const Key& key) override;
    std::optional<Key> find(std::string_view hash) const override;
    void touch(std::string_view hash, Instant used) override;
    std::vector<Key> list(KeyKind kind) const override;
    bool remove(std::string_view hash) override;

private:
    mutable std::mutex mutex_;
    std::vector<Key> keys_;
};

/// SHA-256 in 64 hexadecimal digits.
std::string sha256(std::string_view text);

/// Compares in a time that depends on the lengths alone.
bool same_secret(std::string_view one, std::string_view other);

} // namespace blend::http
