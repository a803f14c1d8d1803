#pragma once

// Parts of a JSON text of any size, one at a time. Hides how the text is repaired on its way to nlohmann/json.
//
// Exporters write what no parser takes: bytes that are no UTF-8, lone surrogates, control characters, \xNN. Those are
// repaired. Where the text itself is damaged (a byte changed, a comma missing), the part at that place is given up and
// reading goes on at the next one. Memory holds one part.

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace blend::intake {

class Sink;

/// What a reader wants of a text, by where it stands: "chats/list/*/messages/*". `*` is any element or member; the
/// empty path is the whole text. What lies inside a part is not looked at again.
struct JsonPart {
    std::string_view path;
    std::function<void(const nlohmann::json& value)> take;
    std::span<const std::string_view> members{}; ///< of an object, what is wanted of it; everything when empty
};

struct JsonReading {
    std::uint64_t damaged{};                  ///< places where parts were given up
    bool breaks_off{};                        ///< the text ends before it is complete
    std::optional<std::uint64_t> first_fault; ///< in bytes from the beginning
};

/// Gives each part to its `take`, in the order of the text; of two paths that fit, the first counts. Never throws for
/// what the text holds. `progress` is told the bytes consumed.
JsonReading read_json(std::istream& stream, std::span<const JsonPart> parts,
                      const std::function<void(std::uint64_t)>& progress);

/// One value a line, as JSON Lines has them; empty lines are nothing. A line that is no JSON, or longer than 4 MiB,
/// counts as damaged.
JsonReading read_json_lines(std::istream& stream, const std::function<void(const nlohmann::json& value)>& take,
                            const std::function<void(std::uint64_t)>& progress);

/// Tells the sink what was damaged: a skipped record for each place, and a warning. Throws Problem{bad_input} when
/// there are faults and the text gave nothing (`taken` = 0).
void tell(const JsonReading& reading, std::uint64_t taken, std::string_view name, Sink& sink);

/// The whole of a small text; empty when it is no JSON, or larger than 4 MiB.
std::optional<nlohmann::json> small_json(std::istream& stream);

/// What an object has under a key, when it is of that kind; else nothing or empty.
const nlohmann::json& member(const nlohmann::json& object, std::string_view key); ///< null when there is none
std::string_view text_of(const nlohmann::json& object, std::string_view key);     ///< as long as the object lives
std::optional<std::int64_t> integer_of(const nlohmann::json& object, std::string_view key); ///< also of "123" and 123.9
std::optional<double> number_of(const nlohmann::json& object, std::string_view key);        ///< also of "1.5"
bool is_true(const nlohmann::json& object, std::string_view key);
/// An object or array with something in it.
bool is_filled(const nlohmann::json& value);

} // namespace blend::intake
