#include "daemon/http/access.hpp"

#include "daemon/core/problem.hpp"

#include <openssl/evp.h>
#include <sys/random.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <span>

namespace blend::http {

namespace {

using Kind = Problem::Kind;

/// More open codes than this are nobody's wish; the oldest gives way.
constexpr std::size_t most_codes = 16;

std::string hexadecimal(std::span<const unsigned char> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

template <std::size_t Bytes> std::string new_secret()
{
    std::array<unsigned char, Bytes> bytes{};
    // Up to 256 bytes come whole or not at all; only a signal before the kernel has gathered enough interrupts.
    while (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        if (errno != EINTR) throw Problem{Kind::internal, "the kernel gives no random numbers"};
    return hexadecimal(bytes);
}

std::string set_cookie(std::string_view value, std::chrono::seconds life, Passage passage)
{
    return std::string{Keyring::cookie_name} + "=" + std::string{value} +
           "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life.count()) +
           (passage == Passage::tls ? "; Secure" : "");
}

} // namespace

std::string sha256(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    [[maybe_unused]] const int done =
        EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
    assert(done == 1 && length == 32);
    return hexadecimal(std::span{digest}.first(length));
}

bool same_secret(std::string_view one, std::string_view other)
{
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t at = 0; at < one.size(); ++at)
        difference |= static_cast<unsigned char>(one[at]) ^ static_cast<unsigned char>(other[at]);
    return difference == 0;
}

Keyring::Keyring(Keys& keys, Clock now) : keys_{keys}, now_{std::move(now)} {}

std::string Keyring::start_sign_in()
{
    std::string code = new_secret<16>();
    const std::lock_guard lock{mutex_};
    if (codes_.size() == most_codes) codes_.erase(codes_.begin());
    codes_.push_back({sha256(code), now_() + code_life});
    return code;
}

std::string Keyring::finish_sign_in(std::string_view code, Passage passage)
{
    const std::string hash = sha256(code);
    const Instant now = now_();
    {
        const std::lock_guard lock{mutex_};
        std::erase_if(codes_, [&](const Code& each) { return each.ends <= now; });
        if (std::erase_if(codes_, [&](const Code& each) { return same_secret(each.hash, hash); }) == 0)
            throw Problem{Kind::not_allowed, "this sign-in link has been used or is too old",
                          "a new one comes from: blend open"};
    }
    for (const Key& old : keys_.list(KeyKind::session))
        if (old.created + session_life <= now) keys_.remove(old.hash);

    const std::string secret = new_secret<32>();
    keys_.add({KeyKind::session, "browser", sha256(secret), now, std::nullopt});
    return set_cookie(secret, session_life, passage);
}

std::string Keyring::sign_out(std::string_view session, Passage passage)
{
    const auto key = keys_.find(sha256(session));
    if (key && key->kind == KeyKind::session) keys_.remove(key->hash);
    return set_cookie("", std::chrono::seconds{0}, passage);
}

std::string Keyring::add_token(const std::string& name)
{
    if (name.empty()) throw Problem{Kind::bad_request, "name: a token needs a name"};
    // One at a time, so that a name is not given twice between the question and the answer.
    const std::lock_guard lock{mutex_};
    const auto taken = keys_.list(KeyKind::token);
    if (std::ranges::find(taken, name, &Key::name) != taken.end())
        throw Problem{Kind::cannot, "there is a token of this name", "choose another name, or revoke that one first"};

    const std::string secret = new_secret<32>();
    keys_.add({KeyKind::token, name, sha256(secret), now_(), std::nullopt});
    return secret;
}

std::vector<Key> Keyring::tokens() const { return keys_.list(KeyKind::token); }

void Keyring::revoke_token(std::string_view name)
{
    const auto all = keys_.list(KeyKind::token);
    const auto found = std::ranges::find(all, name, &Key::name);
    if (found == all.end() || !keys_.remove(found->hash))
        throw Problem{Kind::not_found, "no token of this name", "see them with: blend token list"};
}

std::optional<KeyKind> Keyring::admits(std::string_view secret)
{
    // The look-up is by hash: how long it takes says nothing that helps to guess the secret.
    const std::string hash = sha256(secret);
    const auto key = keys_.find(hash);
    if (!key || !same_secret(key->hash, hash)) return std::nullopt;

    const Instant now = now_();
    if (key->kind == KeyKind::session && key->created + session_life <= now) return std::nullopt;
    if (!key->last_used || *key->last_used + std::chrono::hours{1} <= now) keys_.touch(hash, now);
    return key->kind;
}

void KeysInMemory::add(const Key& key)
{
    const std::lock_guard lock{mutex_};
    keys_.push_back(key);
}

std::optional<Key> KeysInMemory::find(std::string_view hash) const
{
    const std::lock_guard lock{mutex_};
    const auto found = std::ranges::find(keys_, hash, &Key::hash);
    if (found == keys_.end()) return std::nullopt;
    return *found;
}

void KeysInMemory::touch(std::string_view hash, Instant used)
{
    const std::lock_guard lock{mutex_};
    for (Key& key : keys_)
        if (key.hash == hash) key.last_used = used;
}

std::vector<Key> KeysInMemory::list(KeyKind kind) const
{
    const std::lock_guard lock{mutex_};
    std::vector<Key> found;
    std::ranges::copy_if(keys_, std::back_inserter(found), [&](const Key& key) { return key.kind == kind; });
    return found;
}

bool KeysInMemory::remove(std::string_view hash)
{
    const std::lock_guard lock{mutex_};
    return std::erase_if(keys_, [&](const Key& key) { return key.hash == hash; }) > 0;
}

} // namespace blend::http
