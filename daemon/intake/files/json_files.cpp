#include "daemon/intake/files/json_files.hpp"

#include "daemon/core/problem.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace blend::intake {

template <class Read> void JsonFiles::guarded(const Input& file, Read read)
{
    const auto progress = [this](std::uint64_t bytes) { sink_.progress(bytes_ + bytes); };
    try { // a member of a zip whose bytes are wrong must not lose the members beside it
        const auto stream = file.open();
        const JsonReading reading = read(*stream, progress);
        sum_.damaged += reading.damaged;
        sum_.breaks_off = sum_.breaks_off || reading.breaks_off;
        if (!sum_.first_fault) sum_.first_fault = reading.first_fault;
    } catch (const Problem& problem) {
        if (problem.kind != Problem::Kind::bad_input && problem.kind != Problem::Kind::not_found) throw;
        ++sum_.damaged;
        if (!sum_.first_fault) sum_.first_fault = 0;
        sink_.warn(problem.what());
    }
    bytes_ += file.size;
}

void JsonFiles::read(const Input& file, std::span<const JsonPart> parts)
{
    std::vector<JsonPart> counted(parts.begin(), parts.end());
    for (JsonPart& part : counted)
        part.take = [this, take = part.take](const nlohmann::json& value) {
            ++taken_;
            take(value);
        };
    guarded(file, [&](std::istream& stream, const auto& progress) { return read_json(stream, counted, progress); });
}

void JsonFiles::read_lines(const Input& file, const std::function<void(const nlohmann::json& value)>& take)
{
    const auto counted = [&](const nlohmann::json& value) {
        ++taken_;
        take(value);
    };
    guarded(file,
            [&](std::istream& stream, const auto& progress) { return read_json_lines(stream, counted, progress); });
}

void JsonFiles::finish(std::string_view name) { tell(sum_, taken_, name, sink_); }

const Input* member_named(const Input& input, std::string_view inside)
{
    const auto found = std::find_if(input.members.begin(), input.members.end(),
                                    [inside](const Input& member) { return member.inside == inside; });
    return found == input.members.end() ? nullptr : &*found;
}

} // namespace blend::intake
