#pragma once

// One mail, from its first bytes, as a neutral value: who, to whom, when, how long, and what kind of mail.
//
// Hides GMime, RFC 5322 and MIME. Reads no more than the beginning that it is given, so a mail of any length costs the
// same. Keeps nothing of subject or body: only counts, flags and, where there is no Message-ID, a hash. Total: any
// bytes give a message, perhaps one without senders and date.

#include "daemon/core/interaction.hpp"
#include "daemon/core/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

/// What a reader should hand over of a mail: its header block (cut at `longest_header`) and `enough_body` of its body.
/// Mostly the first `usual_beginning` bytes hold that.
inline constexpr std::size_t usual_beginning = 8 * 1024;
inline constexpr std::size_t enough_body = 4 * 1024;
inline constexpr std::size_t longest_header = 256 * 1024;

/// Whether a beginning of this length may be handed over although the mail goes on.
bool is_enough(std::string_view beginning);

/// Which line the date is from, the most trusted first.
enum class Dated { by_sender, by_received, by_delivery, by_file };

struct Mailbox {
    std::string address; ///< as written
    std::string name;    ///< decoded; may be empty
};

struct Message {
    std::string key; ///< "mail:<id@host>", or "mail:" and a hash: the same in an mbox, a Maildir and a single file
    std::optional<Instant> at;
    Dated dated{Dated::by_sender};
    std::vector<Mailbox> from;
    std::vector<Mailbox> recipients; ///< To, Cc and Bcc, each address once
    std::optional<int> words; ///< of the sender's own text, without quotation and signature; empty = no text seen
    Forward forward{Forward::none};
    bool acknowledgement{};
    bool automated{}; ///< a list, bulk, auto-reply, no-reply, delivery report, reply of a calendar, or spam

    // X-Gmail-Labels, in the words of any language
    bool labelled_sent{};
    bool labelled_draft{};
    bool labelled_trash{};
    bool labelled_chat{};
};

/// What there is of a mail: a server may be asked for its headers alone.
enum class Extent { with_text, headers };

/// `beginning` may start with a byte order mark, blank lines and the "From " line of an mbox, whose date is the third
/// best. `saved`: when the file was last written, if it holds this mail alone; the last resort for a mail without a
/// date. A date more than a few days after `now` is none, unless there is no better one.
Message message(std::string_view beginning, std::optional<Instant> saved = {}, Instant now = Instant::max(),
                Extent extent = Extent::with_text);

} // namespace blend::intake
