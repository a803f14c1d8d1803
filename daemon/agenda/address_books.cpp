#include "daemon/agenda/address_books.hpp"

#include "daemon/agenda/accounts.hpp"
#include "daemon/agenda/collections.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/intake/people/vcard.hpp"

#include <sstream>

namespace blend::agenda {

namespace {

using calendar::DavEntry;
using intake::Card;

/// Takes the cards of one entry; there is one in each.
class CardSink : public intake::Sink {
public:
    std::optional<Card> first;

    void record(std::span<const intake::Observation>) override {}
    void card(const Card& card) override
    {
        if (!first) first = card;
    }
    void skip(intake::Skip, std::optional<Instant>) override {}
    void owner(const intake::Party&) override {}
    void warn(const std::string&) override {}
    void progress(std::uint64_t) override {}
};

std::optional<Card> card_in(const App& app, const DavEntry& entry)
{
    CardSink sink;
    const intake::Input input{.name = "card", .size = entry.text.size(), .open = [&] {
                                  return std::make_unique<std::istringstream>(entry.text);
                              }};
    // Whatever a server keeps besides cards is left alone.
    try {
        intake::vcard.read(input, {.now = app.now()}, sink);
    } catch (const Problem& problem) {
        if (problem.kind != Problem::Kind::bad_input) throw;
    }
    return sink.first;
}

std::string spelled(const std::optional<YearlyDate>& date) { return date ? yearly_date(*date) : ""; }

/// What a card said, so that it is known later what it says differently; nobody can read it.
std::string told(const Card& card)
{
    return hexadecimal(fnv1a(card.name)) + " " + hexadecimal(fnv1a(spelled(card.birthday)));
}

/// The contact as the card changed it; empty when it said nothing new, or the owner has said otherwise.
std::optional<store::ContactRecord> followed(const App& app, const Card& card, const std::string& before)
{
    if (card.uid.empty() || card.name.empty() || before == told(card)) return std::nullopt;
    const auto handles = app.store.find_handles("card:" + card.uid);
    if (handles.size() != 1 || !handles.front().contact) return std::nullopt;
    auto contact = app.store.contact(*handles.front().contact);
    if (!contact) return std::nullopt;
    const auto blank = before.find(' ');
    bool any = false;
    if (before.substr(0, blank) == hexadecimal(fnv1a(contact->name)) && contact->name != card.name) {
        contact->name = card.name;
        any = true;
    }
    const bool birthday_was_theirs =
        blank != std::string::npos && before.substr(blank + 1) == hexadecimal(fnv1a(spelled(contact->birthday)));
    if (birthday_was_theirs && card.birthday && contact->birthday != card.birthday) {
        contact->birthday = card.birthday;
        any = true;
    }
    return any ? contact : std::nullopt;
}

std::vector<store::ItemRecord> take_cards(App& app, const store::WatchedRecord& account,
                                          const OpenCollection& collection, const std::vector<DavEntry>& entries,
                                          Look& look)
{
    std::vector<store::ItemRecord> items;
    std::vector<store::ContactRecord> changed;
    std::string text;
    for (const DavEntry& entry : entries) {
        store::ItemRecord item{.href = entry.href, .etag = entry.etag};
        if (const auto card = card_in(app, entry)) {
            if (const auto before = app.store.item(collection.kept.id, entry.href))
                if (auto contact = followed(app, *card, before->told)) changed.push_back(std::move(*contact));
            item.uid = card->uid;
            item.told = told(*card);
            text += entry.text + "\r\n";
        }
        items.push_back(std::move(item));
    }
    if (!changed.empty())
        app.store.change(app.now(), [&](store::Writer& writer) {
            for (const store::ContactRecord& each : changed) writer.edit_contact(each);
            return "followed your address book: " + changed.front().name +
                   (changed.size() == 1 ? "" : " and " + std::to_string(changed.size() - 1) + " more");
        });
    if (!text.empty()) import_text(app, account, collection, intake::vcard, std::move(text), look);
    return items;
}

} // namespace

std::vector<store::CollectionRecord> address_books_of(App& app, const store::WatchedRecord& account)
{
    calendar::Dav server{account.path, login_of(account), &app.stopping};
    std::vector<store::CollectionRecord> found;
    for (const calendar::DavCollection& each : server.collections(calendar::Shelf::address_books))
        found.push_back({.href = each.href, .name = each.name, .takes_plans = false, .counts_busy = true, .state = {}});
    return found;
}

Look read_address_books(App& app, const store::WatchedRecord& account, Since)
{
    calendar::Dav server{account.path, login_of(account), &app.stopping};
    Look look;
    for (OpenCollection& each : open_collections(app, account, server, calendar::Shelf::address_books)) {
        if (!each.kept.counts_busy) continue; // the owner named others
        const Pulled pulled =
            pull(app, server, calendar::Shelf::address_books, each,
                 [&](const std::vector<DavEntry>& entries) { return take_cards(app, account, each, entries, look); });
        look.files += pulled.fetched;
    }
    return look;
}

} // namespace blend::agenda
