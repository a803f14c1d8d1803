#pragma once

// A mailbox on a server, asked for the headers of its mails and for nothing else. Hides libetpan.
//
// Changes nothing on the server: folders are opened for reading, mails stay unread. What a server sends is bounded in
// size and time. For one thread at a time. A method that throws Problem{cannot} leaves no line to go on with.

#include "daemon/core/time.hpp"
#include "daemon/intake/mail/imap_folders.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace blend::intake {

/// How far a folder was read: everything before the mail `next`, as long as the server counts in the same way.
struct MailMark {
    std::uint32_t validity{};
    std::uint32_t next{1};

    bool operator==(const MailMark&) const = default;
};

std::string text_of(const MailMark& mark);
/// Of a text that is none, the beginning of a folder.
MailMark mail_mark(std::string_view text);

/// What lies behind a mark.
struct MailNews {
    MailMark end;                       ///< up to which there is nothing more than this
    std::vector<std::uint32_t> numbers; ///< of mails, ascending
};

struct MailHead {
    std::uint32_t number{};
    std::string text; ///< the header block, of those headers that matter (see mail_headers.hpp)
    std::optional<Instant> arrived;
    bool draft{};
};

class Imap {
public:
    /// Connects and signs in. Throws Problem{bad_request} when the address is none, else Problem{cannot}, in one line.
    Imap(const std::string& url, const std::string& user, const std::string& password,
         const std::atomic<bool>* cancelled = nullptr);
    ~Imap();
    Imap(Imap&&) noexcept;
    Imap& operator=(Imap&&) noexcept;

    /// The owner's own folders that are worth reading (see imap_folders.hpp).
    std::vector<MailFolder> folders();

    /// Opens the folder; empty when the server does not let it be opened.
    std::optional<MailNews> open(const MailFolder& folder, const MailMark& mark);

    /// Of mails of the open folder, ascending, at most so many at once; what is gone is left out.
    std::vector<MailHead> heads(std::span<const std::uint32_t> numbers);
    static constexpr std::size_t most_heads = 200;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::intake
