#include "daemon/intake/mail/mail.hpp"

#include "daemon/intake/mail/mail_folders.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

Party party(const Mailbox& mailbox) { return {{HandleKind::email, mailbox.address}, mailbox.name}; }

} // namespace

MailPlace::Folder folder_for(std::string_view name)
{
    switch (folder_use(name)) {
    case FolderUse::sent: return MailPlace::Folder::sent;
    case FolderUse::drafts: return MailPlace::Folder::drafts;
    case FolderUse::spam: return MailPlace::Folder::spam;
    case FolderUse::trash: return MailPlace::Folder::trash;
    case FolderUse::chat:
    case FolderUse::other: break;
    }
    return MailPlace::Folder::any;
}

MailReader::MailReader(const Context& context, Sink& sink)
    : context_{context}, sink_{sink}, owner_known_{context.owner_known_by(HandleKind::email)}
{
}

bool MailReader::is_owner(const Mailbox& mailbox) const { return context_.is_owner(party(mailbox)); }

void MailReader::warn_once_about(const Message& message)
{
    if (!owner_known_ && !warned_of_owner_) {
        warned_of_owner_ = true;
        sink_.warn("your own mail addresses are not known, so mail that you sent may be read as received; "
                   "say --me you@example.org and import again");
    }
    if (message.dated != Dated::by_sender && message.at && !warned_of_dates_) {
        warned_of_dates_ = true;
        sink_.warn("some mails carry no usable date; the time at which they were received or saved is used instead");
    }
}

void MailReader::read(std::string_view beginning, const MailPlace& place)
{
    const Message mail = message(beginning, place.saved, context_.now, place.extent);
    if (place.folder == MailPlace::Folder::drafts || mail.labelled_draft) return sink_.skip(Skip::draft, mail.at);
    if (place.folder == MailPlace::Folder::trash || mail.labelled_trash) return sink_.skip(Skip::discarded, mail.at);
    const bool says_nothing = !mail.at || mail.dated == Dated::by_file;
    if (says_nothing && mail.from.empty() && mail.recipients.empty()) return sink_.skip(Skip::broken);
    if (!mail.at) return sink_.skip(Skip::no_date);

    std::vector<Party> others; // recipients besides the owner
    for (const Mailbox& each : mail.recipients)
        if (!is_owner(each)) others.push_back(party(each));
    const bool by_owner =
        std::any_of(mail.from.begin(), mail.from.end(), [&](const Mailbox& each) { return is_owner(each); });
    const bool sent = by_owner || mail.labelled_sent || place.folder == MailPlace::Folder::sent;

    Observation observation;
    observation.source_key = mail.key;
    observation.at = *mail.at;
    observation.dated = mail.dated != Dated::by_file;
    observation.channel = mail.labelled_chat ? Channel::chat : Channel::email;
    observation.forward = mail.forward;
    observation.acknowledgement = mail.acknowledgement;
    observation.automated = mail.automated || place.folder == MailPlace::Folder::spam;
    if (mail.words) observation.size = *mail.words;

    if (sent) {
        if (others.empty())
            return sink_.skip(mail.recipients.empty() ? Skip::no_counterpart : Skip::note_to_self, mail.at);
        observation.direction = Direction::out;
        observation.others = static_cast<int>(others.size());
        observation.parties = std::move(others);
    } else {
        if (mail.from.empty()) return sink_.skip(Skip::no_counterpart, mail.at);
        observation.direction = Direction::in;
        for (const Mailbox& each : mail.from) observation.parties.push_back(party(each));
        const auto is_sender = [&](const Party& each) {
            return std::any_of(mail.from.begin(), mail.from.end(),
                               [&](const Mailbox& sender) { return sender.address == each.handle.value; });
        };
        std::erase_if(others, is_sender);
        // Of an unknown owner this much is known: one of the recipients it must be.
        const auto copied = others.size() - (owner_known_ || others.empty() ? 0 : 1);
        observation.others = static_cast<int>(mail.from.size() + copied);
    }
    if (mail.at > context_.now) return sink_.skip(Skip::future, mail.at);
    warn_once_about(mail);
    sink_.record(observation);
}

} // namespace blend::intake
