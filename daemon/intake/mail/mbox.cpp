#include "daemon/intake/mail/mbox.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/mail/mail.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>

namespace blend::intake {
namespace {

std::string_view without_mark(std::string_view text)
{
    return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

/// "Subject: …"
bool is_header(std::string_view line)
{
    constexpr std::size_t longest_name = 100;
    const auto colon = line.substr(0, longest_name).find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                       [](char letter) { return letter > ' ' && letter < '\x7f'; });
}

bool has_clock_time(std::string_view line)
{
    for (auto at = line.find(':'); at != std::string_view::npos; at = line.find(':', at + 1))
        if (at > 0 && is_digit(line[at - 1]) && at + 2 < line.size() && is_digit(line[at + 1]) &&
            is_digit(line[at + 2]))
            return true;
    return false;
}

/// "From -", "From ana@example.org", "From ana Mon May 26 20:18": the sentence "From Russia with love" is none of
/// these.
bool may_separate(std::string_view line)
{
    constexpr std::size_t longest_separator = 1000;
    if (!line.starts_with("From ") || line.size() > longest_separator) return false;
    std::string_view rest = line.substr(5);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const std::string_view sender = rest.substr(0, rest.find(' '));
    return sender.starts_with('-') || sender.find('@') != std::string_view::npos || has_clock_time(rest);
}

bool may_follow_separator(std::string_view line) { return is_header(line) || line.starts_with(">From "); }

/// The lines of a stream, one of any length in pieces, so that memory stays bounded.
class RawLines {
public:
    explicit RawLines(std::istream& stream) : stream_{stream} { buffer_.resize(size); }

    struct Piece {
        std::string_view text; ///< with its line end, if it is the last of its line; valid until the next call
        bool begins_line{};
    };

    std::optional<Piece> next()
    {
        const bool begins_line = at_line_start_;
        auto end = line_end();
        if (end == std::string::npos && fill()) end = line_end();
        if (end == std::string::npos) end = filled_;
        if (end == at_) return std::nullopt;
        const std::string_view text{buffer_.data() + at_, end - at_};
        at_ = end;
        consumed_ += text.size();
        at_line_start_ = text.ends_with('\n');
        return Piece{text, begins_line};
    }

    std::uint64_t consumed() const { return consumed_; }

private:
    static constexpr std::size_t size = 64 * 1024;

    std::size_t line_end() const
    {
        const auto found = std::string_view{buffer_.data(), filled_}.find('\n', at_);
        return found == std::string_view::npos ? found : found + 1;
    }

    bool fill()
    {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
        filled_ -= at_;
        at_ = 0;
        stream_.read(buffer_.data() + filled_, static_cast<std::streamsize>(size - filled_));
        filled_ += static_cast<std::size_t>(stream_.gcount());
        return stream_.gcount() > 0;
    }

    std::istream& stream_;
    std::string buffer_;
    std::size_t at_{};
    std::size_t filled_{};
    std::uint64_t consumed_{};
    bool at_line_start_{true};
};

/// The first bytes of a mail, as many as `message` wants.
class Beginning {
public:
    void add(std::string_view piece)
    {
        if (full_) return;
        text_.append(piece.substr(0, longest_header - text_.size()));
        if (text_.size() < next_look_) return;
        full_ = is_enough(text_);
        next_look_ = text_.size() + usual_beginning;
    }

    void clear()
    {
        text_.clear();
        full_ = false;
        next_look_ = usual_beginning;
    }

    bool is_full() const { return full_; }
    std::string_view text() const { return text_; }

private:
    std::string text_;
    bool full_{};
    std::size_t next_look_{usual_beginning};
};

void read_mbox(const Input& input, const Context& context, Sink& sink)
{
    const auto stream = input.open();
    RawLines lines{*stream};
    MailReader reader{context, sink};
    const MailPlace place{folder_for(input.name), std::nullopt};
    Beginning mail;
    bool inside = false;   // of a mail, not before the first
    std::string candidate; // a line that separates if the next one is a header

    while (const auto piece = lines.next()) {
        std::string_view text = piece->text;
        if (lines.consumed() == text.size()) text = without_mark(text);
        if (!candidate.empty()) {
            if (may_follow_separator(text)) {
                if (inside) reader.read(mail.text(), place);
                sink.progress(lines.consumed());
                mail.clear();
                inside = true;
            }
            mail.add(candidate);
            candidate.clear();
        }
        if (piece->begins_line && may_separate(text))
            candidate = text;
        else
            mail.add(text);
    }
    mail.add(candidate);
    if (inside) reader.read(mail.text(), place);
    sink.progress(lines.consumed());
    if (!inside && lines.consumed() > 0)
        throw Problem{Problem::Kind::bad_input, input.name + " is no mailbox: no line of it begins a mail",
                      "a single mail should be named *.eml"};
}

/// Mails start with one of these, whatever other headers follow.
bool has_mail_header(std::string_view head)
{
    static constexpr auto names = std::to_array<std::string_view>(
        {"from", "to", "date", "subject", "received", "message-id", "return-path", "delivered-to", "mime-version"});
    int headers = 0;
    bool any = false;
    while (!head.empty()) {
        const auto end = std::min(head.find('\n'), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + 1, head.size()));
        if (line.starts_with(' ') || line.starts_with('\t')) continue;
        if (!is_header(line)) break;
        const std::string name = lower(line.substr(0, line.find(':')));
        any = any || std::find(names.begin(), names.end(), name) != names.end();
        ++headers;
    }
    return any && headers >= 2;
}

std::string_view without_blank_lines(std::string_view head)
{
    head = without_mark(head);
    const auto start = head.find_first_not_of("\r\n");
    return start == std::string_view::npos ? std::string_view{} : head.substr(start);
}

int sniff_mbox(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    const std::string name = lower(input.name);
    if (head.empty()) return name.ends_with(".mbox") ? 50 : 0;
    head = without_blank_lines(head);
    const auto end = head.find('\n');
    if (end == std::string_view::npos || !may_separate(head.substr(0, end))) return 0;
    return may_follow_separator(head.substr(end + 1)) ? 95 : 0;
}

bool is_named_as_mail(const Input& input)
{
    const std::string name = lower(input.name);
    return name.ends_with(".eml") || name.ends_with(".emlx");
}

int sniff_eml(const Input& input, std::string_view head)
{
    if (input.folder) return 0;
    if (is_named_as_mail(input)) return 97;
    return has_mail_header(without_blank_lines(head)) ? 60 : 0;
}

/// When the file was last written; empty for a member of a zip, where the file is the zip.
std::optional<Instant> saved(const Input& input)
{
    struct stat status {};
    if (lower(input.path.extension().string()) == ".zip" || ::stat(input.path.c_str(), &status) != 0)
        return std::nullopt;
    return Instant{Seconds{status.st_mtime}};
}

/// Apple Mail's .emlx opens with the length of the mail; behind it stands a property list.
std::optional<std::uint64_t> emlx_length(std::string_view first_line)
{
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(first_line.data(), first_line.data() + first_line.size(), length);
    const bool alone = std::all_of(end, first_line.data() + first_line.size(),
                                   [](char letter) { return static_cast<unsigned char>(letter) <= ' '; });
    if (error != std::errc{} || !alone) return std::nullopt;
    return length;
}

void read_eml(const Input& input, const Context& context, Sink& sink)
{
    const auto stream = input.open();
    RawLines lines{*stream};
    MailReader reader{context, sink};
    Beginning mail;
    std::uint64_t left = std::numeric_limits<std::uint64_t>::max();
    bool first = true;
    while (const auto piece = mail.is_full() ? std::nullopt : lines.next()) {
        std::string_view text = piece->text;
        if (first) {
            first = false;
            if (const auto length = emlx_length(text)) {
                left = *length;
                continue;
            }
        }
        text = text.substr(0, left);
        mail.add(text);
        left -= text.size();
    }
    reader.read(mail.text(), {folder_for(input.path.parent_path().filename().string()), saved(input)});
    sink.progress(lines.consumed());
}

} // namespace

const Format mbox{"mbox", sniff_mbox, read_mbox};
const Format eml{"eml", sniff_eml, read_eml};

} // namespace blend::intake
