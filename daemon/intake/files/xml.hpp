#pragma once

// The elements of an XML text of any size, one at a time. Hides how the text is repaired on its way to the parser.
//
// Where the structure is damaged, reading goes on at the next element that stands for a record. A document type is
// refused: exports have none, and its entities can unpack to any size. Memory is constant.

#include "daemon/outside/xml.hpp"

#include <cstdint>
#include <functional>
#include <istream>
#include <span>
#include <string_view>

namespace blend::intake {

class Sink;

using outside::XmlAttributes;

struct XmlElements {
    std::function<void(std::string_view name, XmlAttributes attributes)> begin;
    std::function<void(std::string_view name)> end;
    std::function<void()> damage; ///< what has begun will not end
};

struct XmlReading {
    std::uint64_t damaged{}; ///< places where something was given up
    bool breaks_off{};       ///< the text ends before it is complete
};

/// `records` are the elements at which reading goes on. What a callback throws comes out; Problem{bad_input} for a
/// document type. `progress` is told the bytes consumed.
XmlReading read_xml(std::istream& stream, std::span<const std::string_view> records, const XmlElements& elements,
                    const std::function<void(std::uint64_t)>& progress);

/// Tells the sink what was damaged: a skipped record for each place, and a warning. Throws Problem{bad_input} when
/// there is damage and the text gave nothing (`taken` = 0).
void tell(const XmlReading& reading, std::uint64_t taken, std::string_view name, Sink& sink);

} // namespace blend::intake
