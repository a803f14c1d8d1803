#include "daemon/intake/collector.hpp"

#include "daemon/core/likeness.hpp"
#include "daemon/core/numerics.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace blend::intake {

namespace {

constexpr std::size_t rows_a_batch = 50'000;

/// Days between contacts that somebody may wish.
bool is_rhythm(double days)
{
    constexpr double longest = 3650;
    return days > 0 && days <= longest;
}

double usable(double size) { return std::isfinite(size) ? std::max(0.0, size) : 0.0; }

} // namespace

std::vector<Handle> owner_handles_in(const std::string& text, std::string_view region)
{
    std::vector<Handle> handles;
    const auto add = [&](HandleKind kind, const std::string& value) {
        if (const auto handle = normalised({{kind, value}, ""}, region)) handles.push_back(*handle);
    };
    if (const auto colon = text.find(':'); colon != std::string::npos)
        if (const auto kind = from_word<HandleKind>(text.substr(0, colon))) {
            add(*kind, text.substr(colon + 1));
            return handles;
        }
    if (text.find('@') != std::string::npos) {
        add(HandleKind::email, text);
        return handles;
    }
    add(HandleKind::whatsapp, text);
    if (!handles.empty() && handles.front().value.starts_with('+')) add(HandleKind::phone, text);
    return handles;
}

Owner::Owner(const store::Store& store, const Order& order) : region_{order.region}
{
    for (const store::HandleRecord& own : store.owner_handles()) keep(own.handle);
    if (!order.me) return;
    for (const Handle& handle : owner_handles_in(*order.me, region_)) {
        if (handles_.contains(handle)) continue;
        new_.push_back(handle);
        learn(handle);
    }
}

void Owner::keep(const Handle& handle)
{
    handles_.insert(handle);
    names_.emplace(zone::folded(handle.value), handle);
}

bool Owner::is(const Party& party) const
{
    const auto handle = normalised(party, region_);
    if (!handle) return false;
    const auto known = [&](const Handle& own) {
        if (!handles_.contains(own)) return false;
        recognised_.insert(own);
        return true;
    };
    if (known(*handle)) return true;
    for (const HandleKind kind : twin_kinds(*handle))
        if (known({kind, handle->value})) return true;
    // Names have no spelling of their own that a service would enforce.
    const bool by_name = handle->kind == HandleKind::whatsapp || handle->kind == HandleKind::name;
    if (!by_name) return false;
    const auto own = names_.find(zone::folded(handle->value));
    return own != names_.end() && known(own->second);
}

bool Owner::known_by(HandleKind kind) const
{
    return std::any_of(handles_.begin(), handles_.end(), [kind](const Handle& handle) { return handle.kind == kind; });
}

void Owner::learn(const Handle& handle)
{
    keep(handle);
    learned_.push_back(handle);
}

std::set<Handle> Owner::recognised() const { return std::exchange(recognised_, {}); }

Collector::Collector(store::ImportRun& run, const Order& order, Owner& owner, FileReport& report,
                     std::function<void(std::uint64_t, std::int64_t)> progress)
    : run_{run}, order_{order}, owner_{owner}, report_{report}, progress_{std::move(progress)}
{
}

void Collector::seen(Instant at)
{
    auto& counts = report_.counts;
    counts.first = counts.first ? std::min(*counts.first, at) : at;
    counts.last = counts.last ? std::max(*counts.last, at) : at;
}

void Collector::skipped(Skip reason) { ++report_.counts.skipped[std::string{word(reason)}]; }

void Collector::record(std::span<const Observation> observations)
{
    flush_cards(); // whoever they name is known from here on
    ++report_.counts.read;
    ++record_;
    const std::size_t rows_before = rows_.size();
    std::optional<Skip> why = Skip::broken;
    noise_ = false;
    for (const Observation& observation : observations) {
        if (observation.dated) seen(observation.at);
        if (!observation.zoned) unzoned_ = true;
        if (observation.call) {
            ++report_.calls;
            if (observation.size) report_.call_minutes += usable(*observation.size);
        }
        why = collect(observation);
        if (!why && is_noise(rows_.back().interaction)) noise_ = true;
    }
    if (rows_.size() == rows_before) return skipped(*why);
    if (noise_) ++report_.counts.noise;
    ++waiting_;
    if (rows_.size() >= rows_a_batch) flush();
}

std::optional<Skip> Collector::collect(const Observation& observation)
{
    if (observation.at > order_.now) return Skip::future;
    Interaction interaction{.at = observation.at,
                            .channel = observation.channel,
                            .direction = observation.direction,
                            .others = std::max(1, observation.others),
                            .forward = observation.forward,
                            .acknowledgement = observation.acknowledgement,
                            .automated = observation.automated,
                            .utc_offset = order_.owner_zone.offset(observation.at),
                            .key = observation.key.value_or(fnv1a(observation.source_key))};
    if (observation.size) interaction.size = usable(*observation.size);

    const std::size_t before = rows_.size();
    bool only_owner = !observation.parties.empty();
    for (const Party& party : observation.parties) {
        const Met& who = met(party);
        if (who.owner) continue;
        if (!who.handle) continue;
        only_owner = false;
        if (who.ignored) noise_ = true;
        rows_.push_back({*who.handle, interaction, record_});
    }
    if (rows_.size() > before) return std::nullopt;
    return only_owner ? Skip::note_to_self : Skip::no_counterpart;
}

const Collector::Met& Collector::met(const Party& party)
{
    constexpr std::size_t most = 100'000;
    if (met_.size() > most) met_.clear();
    spelling_ = party.handle.value;
    spelling_ += static_cast<char>(party.handle.kind);
    const auto [known, fresh] = met_.try_emplace(spelling_);
    Met& who = known->second;
    if (!fresh) return who;
    const auto handle = normalised(party, order_.region);
    if (!handle) return who;
    who.owner = owner_.is(party);
    if (who.owner) return who;
    // Nobody human writes from some handles: they are set aside with the reason, and the owner can still link them.
    const store::HandleRecord found = run_.handle(*handle, party.name, not_a_person(*handle));
    who = {found.id, found.is_owner, found.ignored.has_value()};
    if (!found.is_owner && !found.contact && !found.ignored) strangers_.emplace(found.id, found);
    return who;
}

namespace {

/// What a card changes; counted as a duplicate when that is nothing.
class CardChange {
public:
    CardChange(store::Writer& writer, const Card& card, Instant now) : writer_{writer}, card_{card}, now_{now} {}

    void link(const store::HandleRecord& handle, ContactId contact)
    {
        if (handle.contact || handle.is_owner) return;
        writer_.link(handle.id, contact);
        anything_ = true;
    }

    ContactId add()
    {
        store::ContactRecord contact{.name = card_.name, .added = now_};
        fill(contact);
        anything_ = true;
        return writer_.add_contact(contact);
    }

    /// What the contact lacks; what the owner entered stays.
    void complete(ContactId id)
    {
        auto contact = writer_.contact(id);
        if (!contact || !fill(*contact)) return;
        anything_ = true;
        writer_.edit_contact(*contact);
    }

    bool anything() const { return anything_; }

private:
    /// Whether the card knows something that the contact lacks.
    bool fill(store::ContactRecord& contact) const
    {
        bool any = false;
        const auto fill = [&any](auto& field, const auto& value) {
            if (field || !value) return;
            field = *value;
            any = true;
        };
        fill(contact.birthday, card_.birthday);
        if (!contact.zone)
            if (const auto zone = zone::named(card_.zone)) fill(contact.zone, std::optional{zone->name()});
        // A circle has a rhythm of its own.
        if (!contact.circle && card_.cadence_days && is_rhythm(*card_.cadence_days))
            fill(contact.cadence_days, card_.cadence_days);
        return any;
    }

    store::Writer& writer_;
    const Card& card_;
    Instant now_;
    bool anything_{};
};

} // namespace

namespace {

/// What a card is known again by. Blend's own export names a contact without a card of theirs by another handle.
Handle handle_of_uid(std::string_view uid)
{
    constexpr std::string_view own = "blend:";
    if (uid.starts_with(own)) {
        const auto colon = uid.find(':', own.size());
        if (const auto kind = from_word<HandleKind>(uid.substr(own.size(), colon - own.size()));
            kind && colon != std::string_view::npos && colon + 1 < uid.size())
            return {*kind, std::string{uid.substr(colon + 1)}};
    }
    return {HandleKind::card, std::string{uid}};
}

} // namespace

void Collector::card(const Card& card)
{
    constexpr std::size_t cards_a_batch = 256; // a transaction for each costs more than everything else
    ++report_.counts.read;
    cards_.push_back(card);
    if (cards_.size() >= cards_a_batch) flush_cards();
}

/// Everything by which a card is known; nothing for one that says nothing.
std::vector<Handle> Collector::handles_named_by(const Card& card) const
{
    std::vector<Handle> handles;
    if (!card.uid.empty()) handles.push_back(handle_of_uid(card.uid));
    for (const Party& party : card.handles)
        if (auto handle = normalised(party, order_.region)) handles.push_back(std::move(*handle));
    // Without any address there is nothing by which a second import could know the card again but its name.
    if (handles.empty() && !card.name.empty()) handles.push_back({HandleKind::name, card.name});
    if (card.name.empty()) handles.clear();
    return handles;
}

void Collector::flush_cards()
{
    if (cards_.empty()) return;
    std::vector<std::vector<Handle>> handles;
    std::vector<store::Named> all;
    for (const Card& card : cards_) {
        handles.push_back(handles_named_by(card));
        for (const Handle& handle : handles.back()) all.push_back({handle, card.name});
    }
    run_.expect(all);
    run_.change([&](store::Writer& writer) {
        for (std::size_t index = 0; index < cards_.size(); ++index) {
            std::vector<store::HandleRecord> known;
            for (const Handle& handle : handles[index]) known.push_back(run_.handle(handle, cards_[index].name));
            if (known.empty())
                skipped(Skip::empty_card);
            else
                ++(changes(cards_[index], known, writer) ? report_.counts.stored : report_.counts.duplicate);
        }
    });
    cards_.clear();
    met_.clear();
}

namespace {

/// "+49 30 1234567" and "ana@example.org" on a card without a better name say nothing of the person.
std::vector<std::string> words_of(const std::string& name)
{
    return name.find('@') == std::string::npos ? name_words(zone::folded(name)) : std::vector<std::string>{};
}

} // namespace

std::optional<ContactId> Collector::whose(const Card& card, const std::vector<store::HandleRecord>& handles,
                                          const store::Writer& writer) const
{
    const auto is_address = [](const store::HandleRecord& handle) {
        return handle.handle.kind == HandleKind::phone || handle.handle.kind == HandleKind::email;
    };
    for (const store::HandleRecord& handle : handles)
        if (handle.contact && !is_address(handle)) return handle.contact;
    for (const store::HandleRecord& handle : handles) {
        if (!handle.contact && !handle.ignored) continue; // nobody's yet: shared with nobody
        if (const auto contact = writer.sharer(handle.id, card.name)) return contact;
    }
    // A family has one telephone and may have one address: who is on two cards of one book is two people.
    const auto words = words_of(card.name);
    for (const store::HandleRecord& handle : handles) {
        if (!handle.contact) continue;
        const bool exact = handle.handle.kind == HandleKind::email && !carded_.contains(*handle.contact);
        if (exact) return handle.contact;
        const auto contact = writer.contact(*handle.contact);
        if (contact && compatible(words, words_of(contact->name))) return handle.contact;
    }
    return std::nullopt;
}

bool Collector::share(const Card& card, const std::vector<store::HandleRecord>& handles, ContactId contact,
                      store::Writer& writer)
{
    bool any = false;
    for (const store::HandleRecord& handle : handles) {
        if (!handle.contact || handle.contact == contact || writer.sharer(handle.id, card.name) == contact) continue;
        writer.share(handle.id, contact, card.name);
        any = true;
        const auto name = writer.contact(*handle.contact).value_or(store::ContactRecord{}).name;
        shared_.push_back(handle.handle.value + " is given to " + card.name + " and to " + name +
                          "; what comes from it counts for " + name);
    }
    return any;
}

void Collector::warn_of_shared()
{
    constexpr std::size_t most = 3;
    for (std::size_t each = 0; each < std::min(most, shared_.size()); ++each) warn(shared_[each]);
    if (shared_.size() > most)
        warn(std::to_string(shared_.size() - most) + " more addresses are given to two people: blend suggestions");
}

bool Collector::changes(const Card& card, const std::vector<store::HandleRecord>& handles, store::Writer& writer)
{
    const auto is_own = [](const store::HandleRecord& handle) { return handle.is_owner; };
    bool anything = false;
    if (std::any_of(handles.begin(), handles.end(), is_own)) { // the owner's own card tells further addresses of theirs
        for (const store::HandleRecord& handle : handles)
            if (!handle.is_owner && !handle.contact) {
                writer.make_owner(handle.id);
                owner_.learn(handle.handle);
                anything = true;
            }
        return anything;
    }
    CardChange change{writer, card, order_.now};
    const auto known = whose(card, handles, writer);
    const ContactId contact = known ? *known : change.add();
    carded_.insert(contact);
    if (known)
        change.complete(contact);
    else
        made_.emplace(card.name, contact);
    for (const store::HandleRecord& handle : handles) change.link(handle, contact);
    const bool shares = share(card, handles, contact, writer);
    return change.anything() || shares;
}

void Collector::answer(const std::string& uid, const Party& guest, std::string_view answer)
{
    flush_cards();
    ++report_.counts.read;
    const auto handle = normalised(guest, order_.region);
    std::optional<bool> fresh;
    if (handle)
        run_.change([&](store::Writer& writer) {
            if (const auto contact = run_.handle(*handle, guest.name).contact)
                fresh = writer.set_answer(uid, *contact, answer);
        });
    if (!fresh) return skipped(Skip::no_counterpart);
    ++(*fresh ? report_.counts.stored : report_.counts.duplicate);
}

void Collector::skip(Skip reason, std::optional<Instant> at)
{
    ++report_.counts.read;
    if (at) seen(*at);
    skipped(reason);
}

void Collector::owner(const Party& party)
{
    const auto handle = normalised(party, order_.region);
    if (!handle || owner_.is(party)) return;
    const store::HandleRecord found = run_.handle(*handle, party.name);
    if (found.contact) // somebody else's since a card or a link said so: the owner's word counts more than the file's
        return warn("the file says that " + handle->value + " is you, but it belongs to a contact");
    run_.change([&](store::Writer& writer) { writer.make_owner(found.id); });
    owner_.learn(*handle);
    met_.clear();
}

void Collector::warn(const std::string& sentence)
{
    auto& warnings = report_.warnings;
    if (std::find(warnings.begin(), warnings.end(), sentence) == warnings.end()) warnings.push_back(sentence);
}

void Collector::progress(std::uint64_t bytes) { progress_(bytes, report_.counts.read); }

void Collector::flush()
{
    const auto fresh = static_cast<std::int64_t>(run_.add(std::move(rows_)).size());
    rows_.clear();
    report_.counts.stored += fresh;
    report_.counts.duplicate += waiting_ - fresh;
    waiting_ = 0;
}

void Collector::finish()
{
    flush_cards();
    if (!rows_.empty()) flush();
    warn_of_shared();
    for (const Handle& own : owner_.recognised()) run_.note_owner(run_.handle(own, {}).id);
    if (unzoned_) warn("times without a zone were read as " + order_.source_zone.name() + " (--tz names another)");
    for (const auto& [id, handle] : strangers_)
        if (const auto now = run_.handle(handle.handle, handle.name); !now.contact && !now.is_owner && !now.ignored)
            ++report_.unmatched_handles;
}

} // namespace blend::intake
