#pragma once

// The bytes of an XML text with everything put right that phones get wrong in attributes: characters written as two
// surrogates (&#55357;&#56832;), control characters, bare ampersands, bytes that are no UTF-8. What is left can only be
// wrong in its structure. Memory is constant: of a run of 64 KiB without any quote, a photo say, the rest is left out.

#include "daemon/intake/files/text.hpp"

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace blend::intake {

class RepairedXml {
public:
    /// The stream must outlive it.
    explicit RepairedXml(std::istream& stream) : source_{stream} {}

    /// Appends about 64 KiB to `clean`; false at the end of the stream.
    bool append_to(std::string& clean);

    /// Bytes taken from the stream so far.
    std::uint64_t consumed() const { return source_.consumed(); }

private:
    void leave_out_endless_values(std::size_t from);
    void repair(std::string& clean);
    // Each appends what stands at the front of `rest`, repaired; how many bytes that was, 0 when it is not complete.
    std::size_t character(std::string_view rest, std::string& clean) const;
    std::size_t entity(std::string_view rest, std::string& clean) const;

    Utf8Source source_;
    std::string raw_; ///< not repaired yet
    std::size_t without_quote_{};
    bool leaving_out_{};
    bool ended_{};
};

} // namespace blend::intake
