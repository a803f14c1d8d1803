#pragma once

// The bytes of a JSON text with everything put right that exporters get wrong in strings: bytes that are no UTF-8, lone
// surrogates, control characters, \xNN. What is left can only be wrong in its structure. Memory is constant.

#include "daemon/intake/files/text.hpp"

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>

namespace blend::intake {

class RepairedJson {
public:
    /// Both must outlive it. `progress` is told the bytes consumed.
    RepairedJson(std::istream& stream, const std::function<void(std::uint64_t)>& progress)
        : source_{stream}, progress_{progress}
    {
    }

    /// Whether there is a next byte; only then may it be asked for or dropped.
    bool more() { return at_ < clean_.size() || fill(); }
    char front() const { return clean_[at_]; }
    void pop() { ++at_; }
    /// To come back to here, as often as needed until the next mark.
    void mark() { mark_ = at_; }
    void back_to_mark() { at_ = mark_; }
    std::size_t since_mark() const { return at_ - mark_; }

    /// At least `wanted` bytes, if the text has them; valid until the next call.
    std::string_view window(std::size_t wanted);
    void drop(std::size_t bytes) { mark_ = at_ += bytes; }
    /// To be read before the rest.
    void prepend(std::string_view text);
    /// Bytes of the stream that were read, about.
    std::uint64_t consumed() const { return source_.consumed() - raw_.size() - (clean_.size() - at_); }

private:
    bool fill();
    void leave_out_endless_text();
    void repair();
    // Each appends what stands at the front of `rest`, repaired; how many bytes that was, 0 when it is not complete.
    std::size_t plain(std::string_view rest);
    std::size_t character(std::string_view rest);
    std::size_t escape(std::string_view rest);

    Utf8Source source_;
    const std::function<void(std::uint64_t)>& progress_;
    std::string raw_;   ///< not repaired yet
    std::string clean_; ///< from `at_` on not read yet
    std::size_t at_{};
    std::size_t mark_{}; ///< what comes before it is not needed any more
    std::size_t without_quote_{};
    bool last_{}; ///< `raw_` ends the text
};

} // namespace blend::intake
