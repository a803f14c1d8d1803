#include "daemon/agenda/mailboxes.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/agenda/server_sources.hpp"
#include "daemon/intake/import.hpp"
#include "daemon/intake/mail/mailbox.hpp"
#include "daemon/outside/stream.hpp"

#include <algorithm>
#include <utility>

namespace blend::agenda {

namespace {

using Kind = Problem::Kind;
using intake::MailFolder;
using intake::MailHead;
using intake::MailMark;
using store::CollectionRecord;
using store::WatchedRecord;

/// So many mails, or so many bytes of their headers, go into the ledger at once.
constexpr std::size_t most_mails = 5'000;
constexpr std::size_t most_bytes = std::size_t{16} << 20;
/// A line that breaks is taken up again so many times in one reading.
constexpr int most_breaks = 12;

void refuse_unless_owner_known(const App& app, const WatchedRecord& account)
{
    const auto handles = app.store.owner_handles();
    const bool known = std::any_of(handles.begin(), handles.end(),
                                   [](const auto& each) { return each.handle.kind == HandleKind::email; });
    if (!known && !owner_of(account))
        throw Problem{Kind::bad_request, "which mail address is yours?", "say it with --me you@example.org"};
}

intake::Imap signed_in(App& app, const WatchedRecord& account)
{
    const outside::Login login = login_of(account).value_or(outside::Login{});
    return intake::Imap{account.path, login.user, login.password, &app.stopping};
}

/// What was fetched and is not in the ledger yet.
class Portion {
public:
    Portion(App& app, const WatchedRecord& account, Look& look) : app_{app}, account_{account}, look_{look} {}

    void add(const CollectionRecord& collection, const MailFolder& folder, std::vector<MailHead> heads, MailMark mark)
    {
        if (shelves_.empty() || shelves_.back().collection.id != collection.id)
            shelves_.push_back({.collection = collection, .use = folder.use, .heads = {}});
        for (const MailHead& each : heads) bytes_ += each.text.size();
        mails_ += heads.size();
        Shelf& shelf = shelves_.back();
        shelf.collection.state = text_of(mark);
        std::move(heads.begin(), heads.end(), std::back_inserter(shelf.heads));
    }

    bool full() const { return mails_ >= most_mails || bytes_ >= most_bytes; }

    /// In this order, so that what is cut off in between is read twice, which adds nothing, and never missed.
    void keep()
    {
        if (mails_ > 0) import();
        if (!shelves_.empty())
            app_.store.keep([&](store::Writer& writer) {
                for (const Shelf& each : shelves_) writer.set_collection(each.collection);
            });
        shelves_.clear();
        mails_ = bytes_ = 0;
    }

private:
    struct Shelf {
        CollectionRecord collection;
        intake::MailPlace::Folder use{};
        std::vector<MailHead> heads;
    };

    void import()
    {
        std::vector<intake::Given> given;
        for (Shelf& each : shelves_)
            if (!each.heads.empty())
                given.push_back(
                    intake::given_mails(source_of(account_, each.collection), each.use, std::move(each.heads)));
        take_in(app_, account_, mailbox_name(account_), std::move(given), look_);
    }

    App& app_;
    const WatchedRecord& account_;
    Look& look_;
    std::vector<Shelf> shelves_;
    std::size_t mails_{};
    std::size_t bytes_{};
};

class Reading {
public:
    Reading(App& app, const WatchedRecord& account) : app_{app}, account_{account}, portion_{app, account, look_} {}

    Look run()
    {
        try {
            server_ = signed_in(app_, account_);
            const auto folders = server_->folders();
            note_folders(folders);
            for (const MailFolder& each : folders)
                if (collections_.at(each.path).counts_busy) read(each);
        } catch (const Problem& problem) { // what came before is as good as if nothing had broken
            if (app_.stopping) throw;
            portion_.keep();
            if (look_.read == 0) throw;
            look_.problem = problem.what();
            return look_;
        }
        portion_.keep();
        if (!closed_.empty())
            look_.problem = "the server does not open " + closed_.front() +
                            (closed_.size() == 1 ? "" : " and " + std::to_string(closed_.size() - 1) + " more");
        return look_;
    }

private:
    /// Folders come and go; what is known of those that stay is kept.
    void note_folders(const std::vector<MailFolder>& folders)
    {
        for (const CollectionRecord& each : app_.store.collections(account_.id)) collections_.emplace(each.href, each);
        app_.store.keep([&](store::Writer& writer) {
            std::map<std::string, CollectionRecord> now;
            for (const MailFolder& each : folders) {
                const auto known = collections_.find(each.path);
                CollectionRecord collection =
                    known != collections_.end()
                        ? known->second
                        : CollectionRecord{
                              .watched = account_.id, .href = each.path, .name = each.name, .counts_busy = true};
                if (known == collections_.end()) collection.id = writer.set_collection(collection);
                now.emplace(each.path, std::move(collection));
            }
            for (const auto& [href, collection] : collections_)
                if (!now.contains(href)) writer.drop_collection(collection.id);
            collections_ = std::move(now);
        });
    }

    void read(const MailFolder& folder)
    {
        const CollectionRecord& collection = collections_.at(folder.path);
        const MailMark before = intake::mail_mark(collection.state);
        const auto news = server_->open(folder, before);
        if (!news) {
            closed_.push_back(folder.name);
            return;
        }
        look_.files += news->numbers.empty() ? 0 : 1;
        for (std::span<const std::uint32_t> rest{news->numbers}; !rest.empty();) {
            const auto asked = rest.first(std::min(rest.size(), intake::Imap::most_heads));
            rest = rest.subspan(asked.size());
            std::vector<MailHead> heads;
            fetch(folder, asked, heads);
            const MailMark mark{news->end.validity, rest.empty() ? news->end.next : rest.front()};
            portion_.add(collection, folder, std::move(heads), mark);
            if (portion_.full()) portion_.keep();
        }
        if (news->numbers.empty() && news->end != before) portion_.add(collection, folder, {}, news->end);
    }

    /// There are mails at which a server breaks down: when the line breaks, the same ones are asked for in smaller
    /// groups, and one that breaks it alone is taken for one that makes no sense.
    void fetch(const MailFolder& folder, std::span<const std::uint32_t> numbers, std::vector<MailHead>& heads)
    {
        try {
            auto fetched = server_->heads(numbers);
            std::move(fetched.begin(), fetched.end(), std::back_inserter(heads));
            return;
        } catch (const Problem&) { // else one mail would keep all those behind it out
            if (app_.stopping || ++breaks_ > most_breaks) throw;
        }
        server_ = signed_in(app_, account_);
        if (!server_->open(folder, {})) throw Problem{Kind::cannot, "the server does not open " + folder.name};
        if (numbers.size() == 1) {
            heads.push_back({.number = numbers.front()});
            return;
        }
        for (const std::size_t part = (numbers.size() + 7) / 8; !numbers.empty();) {
            const auto some = numbers.first(std::min(part, numbers.size()));
            numbers = numbers.subspan(some.size());
            fetch(folder, some, heads);
        }
    }

    App& app_;
    const WatchedRecord& account_;
    Look look_;
    Portion portion_;
    std::optional<intake::Imap> server_;
    int breaks_{};
    std::map<std::string, CollectionRecord> collections_; ///< by their path
    std::vector<std::string> closed_;
};

} // namespace

void refuse_unless_mail_server(const std::string& address) { outside::stream_address(address); }

std::vector<CollectionRecord> mail_folders_of(App& app, const WatchedRecord& account)
{
    refuse_unless_owner_known(app, account);
    std::vector<CollectionRecord> found;
    for (const MailFolder& each : signed_in(app, account).folders())
        found.push_back({.href = each.path, .name = each.name, .counts_busy = true});
    return found;
}

Look read_mailbox(App& app, const WatchedRecord& account) { return Reading{app, account}.run(); }

} // namespace blend::agenda
