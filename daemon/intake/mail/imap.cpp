#include "daemon/intake/mail/imap.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/mail/mail_date.hpp"
#include "daemon/intake/mail/mail_headers.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/outside/stream.hpp"

#include <libetpan/libetpan.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iterator>
#include <utility>

namespace blend::intake {

namespace {

using Kind = Problem::Kind;
using Ticks = std::chrono::steady_clock;

/// What an answer may have at most: so many mails, each with headers of the longest kind, and what belongs to it.
constexpr std::size_t most_bytes = Imap::most_heads * longest_header + (std::size_t{16} << 20);
/// A server that keeps sending a byte now and then is not waited for endlessly.
constexpr std::chrono::minutes longest_answer{5};

/// The elements of a list of libetpan's.
template <class T, class Use> void each_of(const clist* list, Use use)
{
    if (list == nullptr) return;
    for (const clistcell* cell = list->first; cell != nullptr; cell = cell->next)
        use(*static_cast<const T*>(cell->data));
}

/// The stream as libetpan wants it. Exceptions do not pass through C: the first is kept, and from then on the line is
/// broken.
class Wire {
public:
    Wire(outside::Stream stream, std::string host) : stream_{std::move(stream)}, host_{std::move(host)} {}

    /// A new question may be answered at the same length and for the same time as any.
    void begin()
    {
        left_ = most_bytes;
        end_ = Ticks::now() + longest_answer;
    }

    std::exception_ptr failure() const { return failure_; }

    mailstream* opened()
    {
        mailstream_low* const low = mailstream_low_new(this, &driver);
        return low == nullptr ? nullptr : mailstream_new(low, buffer_size);
    }

private:
    static constexpr std::size_t buffer_size = 64 * 1024;

    template <class Work> ssize_t guarded(Work work)
    {
        if (failure_) return -1;
        try {
            return work();
        } catch (...) { // at the edge of a C library
            failure_ = std::current_exception();
            return -1;
        }
    }

    ssize_t read(std::span<char> bytes)
    {
        return guarded([&] {
            const std::size_t count = stream_.read(bytes);
            if (count == 0) throw Problem{Kind::cannot, host_ + " hung up"};
            if (count > left_) throw Problem{Kind::cannot, host_ + " sends more than it was asked for"};
            if (Ticks::now() > end_) throw Problem{Kind::cannot, host_ + " takes too long"};
            left_ -= count;
            return static_cast<ssize_t>(count);
        });
    }

    ssize_t write(std::string_view bytes)
    {
        return guarded([&] {
            stream_.write(bytes);
            return static_cast<ssize_t>(bytes.size());
        });
    }

    static Wire& of(mailstream_low* low) { return *static_cast<Wire*>(low->data); }

    static mailstream_low_driver driver;

    outside::Stream stream_;
    std::string host_;
    std::size_t left_{};
    Ticks::time_point end_{};
    std::exception_ptr failure_;
};

/// What is left out is for IDLE, for cancelling from elsewhere and for a TLS of libetpan's own.
mailstream_low_driver Wire::driver{
    .mailstream_read = [](mailstream_low* low, void* bytes, std::size_t count) -> ssize_t {
        return of(low).read({static_cast<char*>(bytes), count});
    },
    .mailstream_write = [](mailstream_low* low, const void* bytes, std::size_t count) -> ssize_t {
        return of(low).write({static_cast<const char*>(bytes), count});
    },
    .mailstream_close = [](mailstream_low*) { return 0; },
    .mailstream_get_fd = [](mailstream_low*) { return -1; },
    .mailstream_free = [](mailstream_low* low) { std::free(low); }, // NOLINT: libetpan took it from malloc
};

Instant instant_of(const mailimap_date_time& date)
{
    using namespace std::chrono;
    const year_month_day day{year{date.dt_year}, month{static_cast<unsigned>(date.dt_month)},
                             std::chrono::day{static_cast<unsigned>(date.dt_day)}};
    const int zone = date.dt_zone; // +0530 is 530
    return Instant{sys_days{day}} + hours{date.dt_hour - zone / 100} + minutes{date.dt_min - zone % 100} +
           seconds{date.dt_sec};
}

bool is_draft(const mailimap_msg_att_dynamic& flags)
{
    bool draft = false;
    each_of<mailimap_flag_fetch>(flags.att_list, [&](const mailimap_flag_fetch& each) {
        draft = draft || (each.fl_flag != nullptr && each.fl_flag->fl_type == MAILIMAP_FLAG_DRAFT);
    });
    return draft;
}

/// Empty when it tells of no mail, but of a flag that changed meanwhile.
std::optional<MailHead> head_of(const mailimap_msg_att& mail)
{
    MailHead head;
    bool told = false;
    each_of<mailimap_msg_att_item>(mail.att_list, [&](const mailimap_msg_att_item& item) {
        if (item.att_type == MAILIMAP_MSG_ATT_ITEM_DYNAMIC && item.att_data.att_dyn != nullptr)
            head.draft = is_draft(*item.att_data.att_dyn);
        if (item.att_type != MAILIMAP_MSG_ATT_ITEM_STATIC || item.att_data.att_static == nullptr) return;
        const mailimap_msg_att_static& fact = *item.att_data.att_static;
        if (fact.att_type == MAILIMAP_MSG_ATT_UID) head.number = fact.att_data.att_uid;
        if (fact.att_type == MAILIMAP_MSG_ATT_INTERNALDATE && fact.att_data.att_internal_date != nullptr)
            head.arrived = instant_of(*fact.att_data.att_internal_date);
        if (fact.att_type != MAILIMAP_MSG_ATT_BODY_SECTION || fact.att_data.att_body_section == nullptr) return;
        told = true;
        if (const char* const text = fact.att_data.att_body_section->sec_body_part)
            head.text.assign(text, fact.att_data.att_body_section->sec_length);
    });
    return told && head.number != 0 ? std::optional{std::move(head)} : std::nullopt;
}

/// libetpan takes what it is given and frees it with the whole.
clist* words(std::span<const std::string_view> all)
{
    clist* const list = clist_new();
    for (const std::string_view each : all) clist_append(list, ::strndup(each.data(), each.size()));
    return list;
}

using FetchType = std::unique_ptr<mailimap_fetch_type, decltype(&mailimap_fetch_type_free)>;
using Numbers = std::unique_ptr<mailimap_set, decltype(&mailimap_set_free)>;

FetchType asked_for(std::span<const std::string_view> headers)
{
    FetchType type{mailimap_fetch_type_new_fetch_att_list_empty(), &mailimap_fetch_type_free};
    const auto add = [&](mailimap_fetch_att* what) { mailimap_fetch_type_new_fetch_att_list_add(type.get(), what); };
    add(mailimap_fetch_att_new_uid());
    add(mailimap_fetch_att_new_flags());
    add(mailimap_fetch_att_new_internaldate());
    mailimap_section* const section = mailimap_section_new_header_fields(mailimap_header_list_new(words(headers)));
    add(mailimap_fetch_att_new_body_peek_section_partial(section, 0, longest_header));
    return type;
}

/// As ranges: "1:200,205".
Numbers set_of(std::span<const std::uint32_t> numbers)
{
    Numbers set{mailimap_set_new_empty(), &mailimap_set_free};
    for (std::size_t first = 0; first < numbers.size();) {
        std::size_t last = first;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
        mailimap_set_add_interval(set.get(), numbers[first], numbers[last]);
        first = last + 1;
    }
    return set;
}

std::vector<std::string> marks_of(const mailimap_mbx_list_flags* flags)
{
    std::vector<std::string> marks;
    if (flags == nullptr) return marks;
    if (flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG && flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT)
        marks.emplace_back("\\Noselect");
    each_of<mailimap_mbx_list_oflag>(flags->mbf_oflags, [&](const mailimap_mbx_list_oflag& each) {
        if (each.of_flag_ext != nullptr) marks.push_back("\\" + std::string{each.of_flag_ext});
    });
    return marks;
}

bool fine(int code)
{
    return code == MAILIMAP_NO_ERROR || code == MAILIMAP_NO_ERROR_AUTHENTICATED ||
           code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED;
}

} // namespace

struct Imap::Inside {
    std::string host;
    Wire wire;
    std::unique_ptr<mailimap, decltype(&mailimap_free)> session{mailimap_new(0, nullptr), &mailimap_free};

    Inside(outside::Stream stream, std::string name) : host{std::move(name)}, wire{std::move(stream), host}
    {
        if (!session) throw Problem{Kind::internal, "libetpan cannot begin"};
    }

    /// What the server said last, as far as it can be shown; without the secret, should it be in there.
    std::string words(const std::string& secret) const
    {
        constexpr std::size_t most = 200;
        const std::string said = session->imap_response == nullptr ? "" : session->imap_response;
        if (!secret.empty() && said.find(secret) != std::string::npos) return {};
        return clean_name(std::string_view{said}.substr(0, most));
    }

    /// Asks; gives libetpan's code when the server answered, be it with no.
    template <class Question> int ask(Question question)
    {
        wire.begin();
        const int code = question();
        if (const auto failure = wire.failure()) std::rethrow_exception(failure);
        if (code == MAILIMAP_ERROR_STREAM || code == MAILIMAP_ERROR_PARSE || code == MAILIMAP_ERROR_FATAL ||
            code == MAILIMAP_ERROR_PROTOCOL || code == MAILIMAP_ERROR_MEMORY || code == MAILIMAP_ERROR_BAD_STATE)
            throw Problem{Kind::cannot, host + " answers in a way that makes no sense"};
        return code;
    }

    template <class Question> void must(Question question)
    {
        if (!fine(ask(question))) throw Problem{Kind::cannot, host + " says no: " + words({})};
    }

    bool can(const char* capability) const { return mailimap_has_extension(session.get(), capability) != 0; }

    void sign_in(const std::string& user, const std::string& password)
    {
        const auto is_control = [](char letter) { return static_cast<unsigned char>(letter) < ' '; };
        if (std::any_of(user.begin(), user.end(), is_control) ||
            std::any_of(password.begin(), password.end(), is_control))
            throw Problem{Kind::cannot, "a name or password that has line ends is sent to no server"};
        must([&] { return mailimap_connect(session.get(), wire.opened()); });
        const int code = ask([&] { return mailimap_login(session.get(), user.c_str(), password.c_str()); });
        if (fine(code)) return;
        const std::string said = words(password);
        throw Problem{Kind::cannot, host + " did not let " + user + " in" + (said.empty() ? "" : ": " + said),
                      "is the password right? Some servers want one made for programs"};
    }

    /// Beginnings of the paths of other people's folders and of shared ones.
    std::vector<std::string> foreign_prefixes()
    {
        std::vector<std::string> prefixes;
        if (mailimap_has_namespace(session.get()) == 0) return prefixes;
        mailimap_namespace_data* answer = nullptr;
        must([&] { return mailimap_namespace(session.get(), &answer); });
        const std::unique_ptr<mailimap_namespace_data, decltype(&mailimap_namespace_data_free)> names{
            answer, &mailimap_namespace_data_free};
        for (const mailimap_namespace_item* const kind : {names->ns_other, names->ns_shared})
            if (kind != nullptr)
                each_of<mailimap_namespace_info>(kind->ns_data_list, [&](const mailimap_namespace_info& each) {
                    if (each.ns_prefix != nullptr && *each.ns_prefix != '\0') prefixes.emplace_back(each.ns_prefix);
                });
        return prefixes;
    }

    std::vector<ListedFolder> list()
    {
        clist* answer = nullptr;
        must([&] { return mailimap_list(session.get(), "", "*", &answer); });
        const std::unique_ptr<clist, decltype(&mailimap_list_result_free)> list{answer, &mailimap_list_result_free};
        std::vector<ListedFolder> folders;
        each_of<mailimap_mailbox_list>(list.get(), [&](const mailimap_mailbox_list& each) {
            folders.push_back({each.mb_name, each.mb_delimiter, marks_of(each.mb_flag)});
        });
        return folders;
    }

    std::vector<MailHead> fetch(std::span<const std::uint32_t> numbers, std::span<const std::string_view> headers)
    {
        const FetchType type = asked_for(headers);
        const Numbers set = set_of(numbers);
        clist* answer = nullptr;
        must([&] { return mailimap_uid_fetch(session.get(), set.get(), type.get(), &answer); });
        const std::unique_ptr<clist, decltype(&mailimap_fetch_list_free)> list{answer, &mailimap_fetch_list_free};
        std::vector<MailHead> heads;
        each_of<mailimap_msg_att>(list.get(), [&](const mailimap_msg_att& each) {
            if (auto head = head_of(each)) heads.push_back(std::move(*head));
        });
        return heads;
    }
};

Imap::Imap(const std::string& url, const std::string& user, const std::string& password,
           const std::atomic<bool>* cancelled)
{
    const auto address = outside::stream_address(url);
    inside_ = std::make_unique<Inside>(outside::Stream{address, cancelled}, address.host);
    inside_->sign_in(user, password);
}

Imap::~Imap() = default;
Imap::Imap(Imap&&) noexcept = default;
Imap& Imap::operator=(Imap&&) noexcept = default;

std::vector<MailFolder> Imap::folders()
{
    const auto foreign = inside_->foreign_prefixes();
    auto all = inside_->list();
    std::erase_if(all, [&](const ListedFolder& folder) {
        return std::any_of(foreign.begin(), foreign.end(),
                           [&](const std::string& prefix) { return folder.path.starts_with(prefix); });
    });
    // Gmail's folder of all mails has what lies in no other, and nothing that was thrown away.
    return folders_to_read(all, inside_->can("X-GM-EXT-1") ? AllMail::replaces : AllMail::doubles);
}

std::optional<MailNews> Imap::open(const MailFolder& folder, const MailMark& mark)
{
    mailimap* const session = inside_->session.get();
    if (!fine(inside_->ask([&] { return mailimap_examine(session, folder.path.c_str()); }))) return std::nullopt;
    const mailimap_selection_info* const info = session->imap_selection_info;
    if (info == nullptr) return std::nullopt;
    const std::uint32_t first = info->sel_uidvalidity == mark.validity ? std::max(mark.next, 1U) : 1U;
    MailNews news{.end = {info->sel_uidvalidity, std::max(first, info->sel_uidnext)}, .numbers = {}};
    const bool nothing_new = info->sel_exists == 0 || (info->sel_uidnext != 0 && info->sel_uidnext <= first);
    if (nothing_new) return news;

    // Newer servers than this may answer with ranges; libetpan asks for the plain list.
    mailimap_search_key* const key = mailimap_search_key_new_uid(mailimap_set_new_interval(first, 0));
    const std::unique_ptr<mailimap_search_key, decltype(&mailimap_search_key_free)> freed{key,
                                                                                          &mailimap_search_key_free};
    clist* answer = nullptr;
    inside_->must([&] { return mailimap_uid_search(session, nullptr, key, &answer); });
    const std::unique_ptr<clist, decltype(&mailimap_search_result_free)> list{answer, &mailimap_search_result_free};
    each_of<std::uint32_t>(list.get(), [&](std::uint32_t number) {
        if (number >= first) news.numbers.push_back(number); // "*" is the last one, however old
    });
    std::sort(news.numbers.begin(), news.numbers.end());
    if (!news.numbers.empty()) news.end.next = std::max(news.end.next, news.numbers.back() + 1);
    return news;
}

std::vector<MailHead> Imap::heads(std::span<const std::uint32_t> numbers)
{
    static const std::vector<std::string_view> every = header_names();
    static const std::vector<std::string_view> usual = [] {
        std::vector<std::string_view> names = every;
        std::erase(names, "received"); // longer than all the others, and only of use where there is no date
        return names;
    }();
    std::vector<MailHead> heads = inside_->fetch(numbers.first(std::min(numbers.size(), most_heads)), usual);

    std::vector<std::uint32_t> undated;
    for (const MailHead& each : heads) {
        std::string_view text = each.text;
        if (!mail_date(take_headers(text).date)) undated.push_back(each.number);
    }
    if (undated.empty()) return heads;
    std::sort(undated.begin(), undated.end());
    std::erase_if(
        heads, [&](const MailHead& each) { return std::binary_search(undated.begin(), undated.end(), each.number); });
    std::vector<MailHead> rest = inside_->fetch(undated, every);
    std::move(rest.begin(), rest.end(), std::back_inserter(heads));
    return heads;
}

std::string text_of(const MailMark& mark) { return std::to_string(mark.validity) + " " + std::to_string(mark.next); }

MailMark mail_mark(std::string_view text)
{
    MailMark mark;
    const char* const end = text.data() + text.size();
    const auto [blank, bad_validity] = std::from_chars(text.data(), end, mark.validity);
    if (bad_validity != std::errc{} || blank == end || *blank != ' ') return {};
    const auto [rest, bad_next] = std::from_chars(blank + 1, end, mark.next);
    return bad_next == std::errc{} && rest == end ? mark : MailMark{};
}

} // namespace blend::intake
