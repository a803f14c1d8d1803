#pragma once

// The JSON files of one export, one after another, with one account of what was damaged in them.

#include "daemon/intake/files/json.hpp"
#include "daemon/intake/observation.hpp"

namespace blend::intake {

class JsonFiles {
public:
    explicit JsonFiles(Sink& sink) : sink_{sink} {}

    /// As `read_json`. A file that cannot be read costs the others nothing.
    void read(const Input& file, std::span<const JsonPart> parts);
    /// As `read_json_lines`.
    void read_lines(const Input& file, const std::function<void(const nlohmann::json& value)>& take);

    /// Tells the sink what was damaged, once everything was read. Throws Problem{bad_input} when nothing was whole.
    void finish(std::string_view name);

private:
    template <class Read> void guarded(const Input& file, Read read);

    Sink& sink_;
    JsonReading sum_;
    std::uint64_t taken_{};
    std::uint64_t bytes_{}; ///< of the files before
};

/// The file of an export called so; null when it has none.
const Input* member_named(const Input& input, std::string_view inside);

} // namespace blend::intake
