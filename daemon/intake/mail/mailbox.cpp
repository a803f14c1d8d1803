#include "daemon/intake/mail/mailbox.hpp"

#include <memory>
#include <utility>

namespace blend::intake {

const Format mailbox{
    .name = "imap",
    .sniff = [](const Input&, std::string_view) { return 0; },
    .read = [](const Input& input, const Context& context, Sink& sink) { input.tell(context, sink); },
};

Given given_mails(std::string path, MailPlace::Folder use, std::vector<MailHead> heads)
{
    Given given{.format = &mailbox, .input = {}};
    given.input.path = path;
    given.input.name = path.substr(path.rfind('/') + 1);
    given.input.inside = given.input.name;
    for (const MailHead& each : heads) given.input.size += each.text.size();
    const auto shared = std::make_shared<const std::vector<MailHead>>(std::move(heads)); // a function is copied around
    given.input.tell = [shared, use](const Context& context, Sink& sink) {
        MailReader reader{context, sink};
        std::uint64_t bytes = 0;
        for (const MailHead& each : *shared) {
            reader.read(each.text, {.folder = each.draft ? MailPlace::Folder::drafts : use,
                                    .saved = each.arrived,
                                    .extent = Extent::headers});
            sink.progress(bytes += each.text.size());
        }
    };
    return given;
}

} // namespace blend::intake
