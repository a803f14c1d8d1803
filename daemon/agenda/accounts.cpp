#include "daemon/agenda/accounts.hpp"

#include "daemon/agenda/address_books.hpp"
#include "daemon/agenda/calendars.hpp"
#include "daemon/agenda/mailboxes.hpp"
#include "daemon/agenda/values.hpp"
#include "daemon/outside/secret.hpp"
#include "daemon/zone/letters.hpp"
#include "daemon/zone/zone.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;
using store::CollectionRecord;
using store::WatchedKind;
using store::WatchedRecord;

/// How an account of a kind is dealt with.
struct AccountKind {
    WatchedKind kind;
    /// Throws Problem{bad_request} for an address that cannot be one.
    void (*check)(const std::string& address);
    /// What the server has. Throws Problem{cannot} when it does not answer as it should.
    std::vector<CollectionRecord> (*collections)(App& app, const WatchedRecord& account);
    /// One reading; throws as above, with what went well before on the disk.
    Look (*read)(App& app, const WatchedRecord& account, Since since);
};

constexpr auto kinds = std::to_array<AccountKind>({
    {WatchedKind::caldav, outside::refuse_unless_allowed, calendars_of, read_calendars},
    {WatchedKind::carddav, outside::refuse_unless_allowed, address_books_of, read_address_books},
    {WatchedKind::imap, refuse_unless_mail_server, mail_folders_of,
     [](App& app, const WatchedRecord& account, Since) { return read_mailbox(app, account); }},
});

const AccountKind& kind_of(WatchedKind kind)
{
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const AccountKind& each) { return each.kind == kind; });
    if (found == kinds.end())
        throw Problem{Kind::cannot, "an account of kind " + std::string{word(kind)} + " is not read yet"};
    return *found;
}

/// One reading of an account at a time, the next waits: two would tell the same things twice.
class AtServer {
public:
    AtServer(App& app, const WatchedRecord& account) : app_{app}, account_{account.id}
    {
        std::unique_lock guard{app_.syncing};
        app_.synced.wait(guard, [this] { return !app_.at_server.contains(account_); });
        if (app_.stopping) throw Problem{Kind::cannot, "the daemon is stopping"};
        app_.at_server.insert(account_);
    }
    ~AtServer()
    {
        const std::lock_guard guard{app_.syncing};
        app_.at_server.erase(account_);
        app_.synced.notify_all();
    }
    AtServer(const AtServer&) = delete;

private:
    App& app_;
    std::int64_t account_;
};

/// Under which the keyring has its password.
std::string secret_name(const WatchedRecord& account)
{
    return std::string{word(account.kind)} + " " + account.path + " " + account.user;
}

bool is_called(const CollectionRecord& collection, const std::string& name)
{
    return zone::folded(collection.name) == zone::folded(name) || collection.href == name;
}

[[noreturn]] void refuse_unknown(const std::vector<CollectionRecord>& found, const std::string& name)
{
    std::string names;
    for (const CollectionRecord& each : found) names += (names.empty() ? "" : ", ") + each.name;
    throw Problem{Kind::bad_request, "the account has no " + name, "it has " + names};
}

/// The collection of another account in which plans stand already.
bool plans_stand_elsewhere(const App& app)
{
    for (const WatchedRecord& account : app.store.watched())
        for (const CollectionRecord& each : app.store.collections(account.id))
            if (each.takes_plans) return true;
    return false;
}

void choose(const App& app, std::vector<CollectionRecord>& found, const wire::WatchedSourceRequest& request)
{
    const auto called = [&](const std::string& name) {
        const auto each =
            std::find_if(found.begin(), found.end(), [&](const CollectionRecord& one) { return is_called(one, name); });
        if (each == found.end()) refuse_unknown(found, name);
        return each;
    };
    const bool elsewhere = plans_stand_elsewhere(app);
    if (request.plans && elsewhere)
        throw Problem{Kind::cannot, "plans are written to another account already",
                      "they can be in one calendar only: blend source remove ends that"};
    const bool first_takes_plans = !request.plans && !elsewhere;
    bool taken = false;
    for (CollectionRecord& each : found) {
        each.takes_plans = first_takes_plans && each.takes_plans && !taken; // those that can be written to say so
        taken = taken || each.takes_plans;
        if (request.busy) each.counts_busy = false;
    }
    if (request.plans) called(*request.plans)->takes_plans = true;
    if (request.busy)
        for (const std::string& name : *request.busy) called(name)->counts_busy = true;
}

WatchedRecord account_in(const App& app, const wire::WatchedSourceRequest& request)
{
    WatchedRecord account{.kind = from_word<WatchedKind>(request.kind).value_or(WatchedKind::caldav),
                          .path = request.path,
                          .me = request.me,
                          .zone = request.zone,
                          .added = app.now(),
                          .user = request.user.value_or(""),
                          .secret = request.secret};
    kind_of(account.kind).check(account.path);
    if (account.zone && !zone::named(*account.zone))
        throw Problem{Kind::bad_request, *account.zone + " is no time zone", "say Asia/Kolkata, Europe/Berlin, …"};
    if (request.password) account.secret = "keyring";
    if (account.secret) outside::refuse_unless_place(*account.secret);
    if (account.secret.has_value() == account.user.empty())
        throw Problem{Kind::bad_request, account.user.empty() ? "whose password is that?" : "where is the password?",
                      "--user NAME --secret \"command: pass show NAME\", or --secret keyring"};
    for (const WatchedRecord& each : app.store.watched())
        if (each.kind == account.kind && each.path == account.path && each.user == account.user)
            throw Problem{Kind::cannot, account.path + " is source " + std::to_string(each.id) + " already",
                          "blend source sync " + std::to_string(each.id)};
    return account;
}

} // namespace

std::optional<outside::Login> login_of(const WatchedRecord& account)
{
    if (!account.secret) return std::nullopt;
    return outside::Login{account.user, outside::secret_at(*account.secret, secret_name(account))};
}

void drop_secret(const WatchedRecord& account)
{
    if (account.secret != "keyring") return;
    try {
        outside::drop_from_keyring(secret_name(account));
    } catch (const Problem& problem) { // a keyring that is locked is no reason to keep the account
        spdlog::warn("source {}: {}", account.id, problem.what());
    }
}

WatchedRecord add_account(App& app, const wire::WatchedSourceRequest& request)
{
    WatchedRecord account = account_in(app, request);
    if (request.password) outside::keep_in_keyring(secret_name(account), *request.password);
    auto found = kind_of(account.kind).collections(app, account);
    choose(app, found, request);
    app.store.change(app.now(), [&](store::Writer& writer) {
        account.id = writer.add_watched(account);
        for (CollectionRecord& each : found) {
            each.watched = account.id;
            writer.set_collection(each);
        }
        return "reads " + account.path + " from now on";
    });
    return account;
}

Look sync_account(App& app, const WatchedRecord& account, Since since)
{
    const AtServer here{app, account};
    store::LookRecord record = app.store.look(account.id).value_or(store::LookRecord{});
    record.looked = app.now();
    Look look;
    // What a server says or does is no fault of ours: it is shown, and everything else goes on.
    try {
        look = kind_of(account.kind).read(app, account, since);
    } catch (const Problem& problem) {
        if (app.stopping || problem.kind == Kind::internal) throw;
        look.problem = problem.hint.empty() ? problem.what() : problem.what() + std::string{"; "} + problem.hint;
        spdlog::warn("source {}: {}", account.id, problem.what());
    }
    if (look.stored > 0) record.gave = record.looked;
    if (look.newest) record.newest = std::max(record.newest.value_or(*look.newest), *look.newest);
    record.problem = look.problem;
    app.store.keep([&](store::Writer& writer) { writer.set_look(account.id, record); });
    app.changed("sources");
    if (look.stored > 0) app.changed("log");
    return look;
}

} // namespace blend::agenda
