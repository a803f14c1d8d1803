#include "daemon/intake/mail/imap_folders.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/mail/mail_folders.hpp"
#include "daemon/intake/normalise.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace blend::intake {

namespace {

using Folder = MailPlace::Folder;

struct Mark {
    std::string_view mark;
    Folder folder;
};
constexpr auto uses = std::to_array<Mark>(
    {{"\\sent", Folder::sent}, {"\\drafts", Folder::drafts}, {"\\junk", Folder::spam}, {"\\trash", Folder::trash}});

bool is_marked(const ListedFolder& folder, std::string_view mark)
{
    return std::any_of(folder.marks.begin(), folder.marks.end(),
                       [&](const std::string& each) { return same(each, mark); });
}

std::optional<Folder> marked_use(const ListedFolder& folder)
{
    for (const Mark& each : uses)
        if (is_marked(folder, each.mark)) return each.folder;
    return std::nullopt;
}

bool lies_in(const ListedFolder& folder, const ListedFolder& outer)
{
    return outer.delimiter != 0 && folder.path.starts_with(outer.path + outer.delimiter);
}

/// "Archiv/2024", whatever stands between the parts on the server.
std::string readable(const ListedFolder& folder)
{
    std::string name;
    std::string_view rest = folder.path;
    for (bool more = true; more;) {
        const auto end = folder.delimiter == 0 ? rest.size() : std::min(rest.find(folder.delimiter), rest.size());
        name += clean_name(from_imap_name(rest.substr(0, end)));
        more = end < rest.size();
        if (more) name += '/';
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return name;
}

/// Of the innermost part that says something: a folder in the bin is binned as well.
Folder named_use(std::string_view name)
{
    for (;;) {
        if (const Folder use = folder_for(name); use != Folder::any) return use;
        const auto slash = name.rfind('/');
        if (slash == std::string_view::npos) return Folder::any;
        name = name.substr(0, slash);
    }
}

} // namespace

std::vector<MailFolder> folders_to_read(std::span<const ListedFolder> all, AllMail all_mail)
{
    std::vector<const ListedFolder*> marked;
    for (const ListedFolder& each : all)
        if (marked_use(each)) marked.push_back(&each);
    const bool replaced = all_mail == AllMail::replaces && std::any_of(all.begin(), all.end(), [](const auto& each) {
                              return is_marked(each, "\\all");
                          });

    std::vector<MailFolder> folders;
    for (const ListedFolder& each : all) {
        const bool shows_all = is_marked(each, "\\all");
        if (is_marked(each, "\\noselect") || is_marked(each, "\\nonexistent") || is_marked(each, "\\flagged")) continue;
        MailFolder folder{.path = each.path, .name = readable(each), .use = Folder::any};
        if (!shows_all) folder.use = marked_use(each).value_or(named_use(folder.name));
        for (const ListedFolder* const outer : marked)
            if (folder.use == Folder::any && lies_in(each, *outer)) folder.use = *marked_use(*outer);
        const bool wanted = folder.use == Folder::sent || (folder.use == Folder::any && shows_all == replaced);
        if (wanted) folders.push_back(std::move(folder));
    }
    std::stable_partition(folders.begin(), folders.end(),
                          [](const MailFolder& folder) { return folder.use == Folder::sent; });
    return folders;
}

} // namespace blend::intake
