#include "daemon/intake/calls/sms_backup.hpp"

#include "daemon/core/numerics.hpp"
#include "daemon/intake/calls/phone.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/files/xml.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace blend::intake {
namespace {

std::vector<std::string> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        if (const auto part = stripped(text.substr(at, end - at)); !part.empty()) parts.emplace_back(part);
        at = end + separator.size();
    }
    return parts;
}

bool is_there(std::string_view text) { return !text.empty() && text != "null"; }

/// A picture or group message, until its element ends.
struct Mms {
    enum AddressType : std::int64_t { blind_copy = 129, copy, from = 137, to = 151 };
    struct Address {
        std::string number;
        std::int64_t type{};
    };

    std::optional<std::int64_t> date;
    std::int64_t box{};
    std::int64_t kind{};
    std::string threads; ///< the other people's numbers, "~" between them
    std::string names;
    std::string id;
    double words{};
    bool acknowledgement{};
    std::uint64_t text{fnv1a({})}; ///< a hash of it
    std::vector<Address> addresses;
};

class Backup {
public:
    Backup(const Context& context, Sink& sink) : context_{context}, sink_{sink} {}

    void begin(std::string_view name, XmlAttributes attributes)
    {
        if (name == "sms") return sms(attributes);
        if (name == "call") return call(attributes);
        if (name == "mms") return begin_mms(attributes);
        if (!mms_) return;
        if (name == "part") return part(attributes);
        constexpr std::size_t most_addresses = 1'000;
        if (name == "addr" && mms_->addresses.size() < most_addresses)
            mms_->addresses.push_back({std::string{attributes["address"]}, number(attributes["type"]).value_or(0)});
    }

    void end(std::string_view name)
    {
        if (name != "mms" || !mms_) return;
        ++taken_;
        const Mms whole = std::move(*mms_);
        mms_.reset();
        finish(whole);
    }

    void damage() { mms_.reset(); }

    std::uint64_t taken() const { return taken_; }

private:
    static std::optional<std::int64_t> number(std::string_view text) { return phone_number_of(text); }

    void sms(XmlAttributes attributes)
    {
        ++taken_;
        tell(PhoneMessage{.address = attributes["address"],
                          .name = attributes["contact_name"],
                          .date = number(attributes["date"]).value_or(0),
                          .type = number(attributes["type"]).value_or(0),
                          .body = attributes["body"]},
             context_, sink_);
    }

    void call(XmlAttributes attributes)
    {
        ++taken_;
        tell(PhoneCall{.number = stripped(attributes["number"]),
                       .name = attributes["contact_name"],
                       .date = number(attributes["date"]).value_or(0),
                       .type = number(attributes["type"]).value_or(0),
                       .presentation = number(attributes["presentation"]).value_or(1),
                       .seconds = number(attributes["duration"])},
             context_, sink_);
    }

    void begin_mms(XmlAttributes attributes)
    {
        mms_.emplace();
        mms_->date = number(attributes["date"]);
        mms_->box = number(attributes["msg_box"]).value_or(0);
        mms_->kind = number(attributes["m_type"]).value_or(0);
        mms_->threads = attributes["address"];
        mms_->names = phone_name(attributes["contact_name"]);
        if (is_there(attributes["m_id"])) mms_->id = attributes["m_id"];
    }

    void part(XmlAttributes attributes)
    {
        if (!same(attributes["ct"], "text/plain") || !is_there(attributes["text"])) return;
        const Said said = intake::said(attributes["text"]);
        mms_->acknowledgement = said.acknowledgement && mms_->words == 0;
        mms_->words += said.words;
        mms_->text = fnv1a(attributes["text"], mms_->text);
    }

    void finish(const Mms& mms)
    {
        const auto at = phone_date(mms.date.value_or(0));
        if (!at) return sink_.skip(Skip::no_date);
        constexpr std::int64_t delivery_report = 134;
        constexpr std::int64_t read_report = 136;
        if (mms.kind == delivery_report || mms.kind == read_report) return sink_.skip(Skip::system, at);
        if (const auto why = not_delivered(mms.box)) return sink_.skip(*why, at);

        const bool received = mms.box == 1;
        const std::vector<Party> others = people_of(mms);
        learn_owner(mms, others);
        Observation observation;
        observation.at = *at;
        observation.channel = Channel::sms;
        observation.size = mms.words;
        observation.acknowledgement = mms.acknowledgement;
        observation.source_key =
            "mms:" + std::to_string(*mms.date) + ":" + std::to_string(mms.box) + ":" + hexadecimal(identity(mms));
        if (received && others.empty()) return sink_.skip(Skip::no_counterpart, at);
        tell(observation, received ? Author::other : Author::owner, received ? sender_of(mms, others) : Party{}, others,
             static_cast<int>(std::max<std::size_t>(others.size(), 1)), context_, sink_);
    }

    static std::uint64_t identity(const Mms& mms)
    {
        std::vector<std::string> keys;
        for (const std::string& each : split(mms.threads, "~")) keys.push_back(number_key(each));
        std::sort(keys.begin(), keys.end());
        std::uint64_t hash = mms.id.empty() ? mms.text : fnv1a(mms.id);
        for (const std::string& each : keys) hash = fnv1a(each + "~", hash);
        return hash;
    }

    static const std::string* sender(const Mms& mms)
    {
        const auto found = std::find_if(mms.addresses.begin(), mms.addresses.end(),
                                        [](const auto& each) { return each.type == Mms::from; });
        // The token stands for the phone's own number, which the network fills in.
        return found == mms.addresses.end() || !is_real(found->number) ? nullptr : &found->number;
    }

    static bool is_real(std::string_view number)
    {
        return is_there(number) && number != "insert-address-token" && number != "~";
    }

    /// Everybody but the owner: the people of the thread, and further recipients of a group's message.
    std::vector<Party> people_of(const Mms& mms) const
    {
        std::vector<Party> people;
        std::set<std::string> known;
        const auto is_known = [&](const std::string& number) { return known.contains(number_key(number)); };
        const std::vector<std::string> numbers = split(mms.threads, "~");
        const std::vector<std::string> names = numbers.size() == 1 ? std::vector{mms.names} : split(mms.names, ", ");
        for (std::size_t index = 0; index < numbers.size(); ++index) {
            if (!is_real(numbers[index]) || is_known(numbers[index])) continue;
            const bool named = names.size() == numbers.size();
            Party party{{HandleKind::phone, numbers[index]}, named ? std::string{phone_name(names[index])} : ""};
            if (is_owner(party)) continue;
            known.insert(number_key(numbers[index]));
            people.push_back(std::move(party));
        }
        // Some phones name only the sender as the thread of a group. Of its recipients one is the owner; who it is must
        // be known before the others count as people.
        std::vector<Party> further;
        bool owner_found = mms.box != 1;
        for (const Mms::Address& each : mms.addresses) {
            if (each.type == Mms::from && mms.box != 1) continue;
            if (!is_real(each.number) || is_known(each.number)) continue;
            Party party{{HandleKind::phone, each.number}, ""};
            if (is_owner(party))
                owner_found = true;
            else
                further.push_back(std::move(party));
        }
        if (people.empty() && mms.box == 1) {
            if (const std::string* number = sender(mms)) people.push_back({{HandleKind::phone, *number}, ""});
        } else if (people.empty() || (mms.addresses.size() > 2 && owner_found)) {
            people.insert(people.end(), further.begin(), further.end());
        }
        return people;
    }

    bool is_owner(const Party& party) const { return context_.is_owner && context_.is_owner(party); }

    static bool same_number(std::string_view a, std::string_view b) { return number_key(a) == number_key(b); }

    /// In a thread of two the other one wrote it, whatever the addresses say: some phones mix them up.
    static Party sender_of(const Mms& mms, const std::vector<Party>& others)
    {
        const std::string* number = sender(mms);
        if (others.size() == 1 || number == nullptr) return others.front();
        const auto found = std::find_if(others.begin(), others.end(),
                                        [&](const Party& each) { return same_number(each.handle.value, *number); });
        return found == others.end() ? Party{{HandleKind::phone, *number}, ""} : *found;
    }

    void learn_owner(const Mms& mms, const std::vector<Party>& others)
    {
        const auto is_other = [&](const std::string& number) {
            return std::any_of(others.begin(), others.end(),
                               [&](const Party& each) { return same_number(each.handle.value, number); });
        };
        std::string own;
        const std::string* from = sender(mms);
        if (mms.box == 2) {
            if (from != nullptr && !is_other(*from)) own = *from;
        } else if (from != nullptr && is_other(*from)) {
            // One who wrote and one who received it: the latter is the owner. In a group it could be anybody.
            if (mms.addresses.size() != 2) return;
            for (const Mms::Address& each : mms.addresses)
                if (each.type == Mms::to && is_real(each.number) && !is_other(each.number)) own = each.number;
        }
        constexpr std::size_t shortest_number = 7;
        if (own.find('@') == std::string::npos && number_key(own).size() >= shortest_number &&
            owners_.insert(own).second)
            sink_.owner({{HandleKind::phone, own}, ""});
    }

    const Context& context_;
    Sink& sink_;
    std::optional<Mms> mms_;
    std::set<std::string> owners_;
    std::uint64_t taken_{};
};

int sniff(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    const std::string text = utf8_head(head.substr(0, 4096));
    const std::string_view begin = stripped(text);
    if (!begin.starts_with('<')) return 0;
    for (const std::string_view root : {"<smses", "<calls", "<allsms"})
        if (const auto at = begin.find(root); at != std::string_view::npos && at + root.size() < begin.size())
            if (std::string_view{" >\t\r\n"}.find(begin[at + root.size()]) != std::string_view::npos) return 95;
    return 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    constexpr auto records = std::to_array<std::string_view>({"sms", "mms", "call"});
    Backup backup{context, sink};
    const auto stream = input.open();
    const XmlElements elements{
        .begin = [&](std::string_view name, XmlAttributes attributes) { backup.begin(name, attributes); },
        .end = [&](std::string_view name) { backup.end(name); },
        .damage = [&] { backup.damage(); }};
    const XmlReading reading =
        read_xml(*stream, records, elements, [&sink](std::uint64_t bytes) { sink.progress(bytes); });
    tell(reading, backup.taken(), input.name, sink);
}

} // namespace

const Format sms_backup{"sms", sniff, read};

} // namespace blend::intake
