#include "daemon/intake/files/json.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/json_extent.hpp"
#include "daemon/intake/files/json_resumption.hpp"
#include "daemon/intake/files/repaired_json.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/observation.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>
#include <utility>
#include <vector>

namespace blend::intake {
namespace {

using nlohmann::json;

constexpr std::size_t deepest = 100;                            ///< levels within a part
constexpr std::size_t most_values = 200'000;                    ///< within a part
constexpr std::size_t longest_way_back = std::size_t{64} << 10; ///< bytes

/// What nlohmann/json reads from.
class Bytes {
public:
    // NOLINTBEGIN(readability-identifier-naming): the names of the standard
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;
    // NOLINTEND(readability-identifier-naming)

    Bytes() = default;
    explicit Bytes(RepairedJson& text) : text_{&text} {}

    char operator*() const { return text_->front(); }
    Bytes& operator++()
    {
        text_->pop();
        return *this;
    }
    Bytes operator++(int)
    {
        Bytes before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Bytes& other) const { return ended() == other.ended(); }
    bool operator!=(const Bytes& other) const { return ended() != other.ended(); }

private:
    bool ended() const { return text_ == nullptr || !text_->more(); }

    RepairedJson* text_{};
};

/// Builds one value out of its events.
class Building {
public:
    bool open() const { return !open_.empty(); }
    std::size_t depth() const { return open_.size(); }

    template <class Scalar> void add(Scalar&& value)
    {
        if (!is_too_much()) place(std::forward<Scalar>(value));
    }
    void begin(json container)
    {
        // What is given up is still followed to its end.
        open_.push_back(is_too_much() ? nullptr : place(std::move(container)));
    }
    void key(std::string& name) { key_ = std::move(name); }
    void end() { open_.pop_back(); }

    bool given_up() const { return given_up_; }
    json take()
    {
        count_ = 0;
        given_up_ = false;
        open_.clear();
        return std::exchange(root_, {});
    }

private:
    /// A value that grows beyond what any record has is given up.
    bool is_too_much()
    {
        if (++count_ > most_values || open_.size() >= deepest) given_up_ = true;
        return given_up_;
    }

    json* place(json value)
    {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        json& parent = *open_.back();
        if (parent.is_array()) return &parent.emplace_back(std::move(value));
        return &(parent[std::move(key_)] = std::move(value));
    }

    json root_;
    std::vector<json*> open_;
    std::string key_;
    std::size_t count_{};
    bool given_up_{};
};

using PartSet = std::uint32_t; ///< one bit for each part

struct Path {
    std::vector<std::string_view> steps;

    explicit Path(std::string_view text)
    {
        while (!text.empty()) {
            const auto slash = text.find('/');
            steps.push_back(text.substr(0, slash));
            text = slash == std::string_view::npos ? "" : text.substr(slash + 1);
        }
    }
};

using Openings = std::vector<std::string>;

/// A container on the way to parts.
struct Level {
    bool array{};
    PartSet parts{};   ///< whose first steps lead here
    std::string key;   ///< of the member that is being read
    Openings openings; ///< the first keys of its elements, as far as they are objects
};

/// Follows the text and hands out its parts.
class Reader : public nlohmann::json_sax<json> {
public:
    Reader(std::span<const JsonPart> parts, RepairedJson& text) : parts_{parts}, text_{text}
    {
        for (const JsonPart& part : parts) paths_.emplace_back(part.path);
    }

    bool null() override { return scalar(nullptr); }
    bool boolean(bool value) override { return scalar(value); }
    bool number_integer(number_integer_t number) override { return scalar(number); }
    bool number_unsigned(number_unsigned_t number) override { return scalar(number); }
    bool number_float(number_float_t number, const string_t&) override { return scalar(number); }
    bool string(string_t& text) override { return scalar(std::move(text)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return begin(Container::object); }
    bool end_object() override { return end(); }
    bool start_array(std::size_t) override { return begin(Container::array); }
    bool end_array() override { return end(); }

    bool key(string_t& name) override
    {
        if (skipping_ > 0) return true;
        if (opened_) {
            remember_opening(levels_[*opened_].openings, name);
            opened_.reset();
        }
        if (!building_.open())
            levels_.back().key = std::move(name);
        else if (building_.depth() == 1 && !is_wanted(name))
            unwanted_ = true;
        else
            building_.key(name);
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

    std::uint64_t damaged() const { return damaged_; }
    /// Containers that are open.
    std::size_t depth() const { return levels_.size() + building_.depth() + skipping_; }

    /// Where to go on after damage here; forgets where it was.
    std::vector<Resumption> resumptions()
    {
        // Damage at the very beginning hides what the text is; its paths tell.
        if (levels_.empty() && !paths_.empty() && !paths_.front().steps.empty())
            levels_.push_back({paths_.front().steps.front() == "*", next_parts(), {}, {}});
        std::vector<Resumption> places;
        std::string prefix;
        for (std::size_t depth = 0; depth < levels_.size(); ++depth) {
            const Level& level = levels_[depth];
            if (level.array) {
                prefix += '[';
                for (const std::string& opening : level.openings)
                    places.push_back({prefix, depth + 1, opening, Resumption::Opens::element});
                // Before the first element only its own bracket can be lost.
                const std::ptrdiff_t least_off = level.openings.empty() ? -1 : 0;
                places.push_back({prefix, depth + 1, {}, Resumption::Opens::element, least_off, 0});
            } else {
                prefix += '{';
                for (std::size_t part = 0; part < paths_.size(); ++part)
                    if (has(level.parts, part)) add_arrays_below(prefix, paths_[part].steps, depth, places);
                prefix += json(level.key).dump() + ":";
            }
        }
        openings_.clear();
        for (Level& level : levels_) openings_.push_back(std::move(level.openings));
        levels_.clear();
        building_.take();
        skipping_ = 0;
        unwanted_ = false;
        opened_.reset();
        return places;
    }

private:
    static bool has(PartSet set, std::size_t part) { return ((set >> part) & 1U) != 0; }

    static void remember_opening(Openings& openings, const std::string& key)
    {
        constexpr std::size_t most = 8;
        if (openings.size() < most && std::find(openings.begin(), openings.end(), key) == openings.end())
            openings.push_back(key);
    }

    /// The array that these steps lead to from an object through objects alone, if any.
    static void add_arrays_below(std::string prefix, std::span<const std::string_view> steps, std::size_t depth,
                                 std::vector<Resumption>& places)
    {
        const auto star = std::find(steps.begin() + static_cast<std::ptrdiff_t>(depth), steps.end(), "*");
        const auto end = static_cast<std::size_t>(star - steps.begin());
        if (star == steps.end() || end == depth) return;
        for (std::size_t at = depth; at < end; ++at) prefix += json(steps[at]).dump() + (at + 1 < end ? ":{" : ":[");
        places.push_back({std::move(prefix), end, std::string{steps[end - 1]}, Resumption::Opens::array});
    }

    /// Parts whose steps fit the value that comes next.
    PartSet next_parts() const
    {
        if (levels_.empty()) return static_cast<PartSet>((std::uint64_t{1} << paths_.size()) - 1);
        const Level& level = levels_.back();
        const std::size_t depth = levels_.size() - 1;
        PartSet set = 0;
        for (std::size_t part = 0; part < paths_.size(); ++part) {
            const auto& steps = paths_[part].steps;
            if (!has(level.parts, part) || steps.size() <= depth) continue;
            if (steps[depth] == "*" || (!level.array && steps[depth] == level.key)) set |= PartSet{1} << part;
        }
        return set;
    }

    /// The part that the next value is; none when it only leads to parts, or to nothing.
    std::optional<std::size_t> complete(PartSet set) const
    {
        for (std::size_t part = 0; part < paths_.size(); ++part)
            if (has(set, part) && paths_[part].steps.size() == levels_.size()) return part;
        return std::nullopt;
    }

    bool is_wanted(std::string_view name) const
    {
        const auto& wanted = parts_[part_].members;
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    }

    bool begin(Container kind)
    {
        text_.mark();
        if (skipping_ > 0 || std::exchange(unwanted_, false)) return skip(kind);
        if (building_.open()) {
            building_.begin(kind == Container::array ? json::array() : json::object());
            return true;
        }
        const PartSet set = next_parts();
        if (set == 0) return skip(kind);
        opened_.reset();
        if (kind == Container::object && !levels_.empty() && levels_.back().array) opened_ = levels_.size() - 1;
        if (const auto part = complete(set)) {
            part_ = *part;
            building_.begin(kind == Container::array ? json::array() : json::object());
            return true;
        }
        levels_.push_back({kind == Container::array, set, {}, {}});
        if (levels_.size() <= openings_.size()) levels_.back().openings = openings_[levels_.size() - 1];
        return true;
    }

    /// The parser need not see what is certain to be right: to it, the container is empty.
    bool skip(Container kind)
    {
        ++skipping_;
        if (const auto inside = extent_of_inside(kind, text_.window(1))) text_.drop(*inside);
        return true;
    }

    bool end()
    {
        text_.mark();
        if (skipping_ > 0) {
            --skipping_;
            return true;
        }
        if (!building_.open()) {
            levels_.pop_back();
            return true;
        }
        building_.end();
        if (!building_.open()) hand_out();
        return true;
    }

    template <class Scalar> bool scalar(Scalar&& value)
    {
        // A text whose last quote is damaged goes on in what follows: only a bracket is where it seems to be.
        if (text_.since_mark() > longest_way_back) text_.mark();
        if (skipping_ > 0 || std::exchange(unwanted_, false)) return true;
        if (building_.open()) {
            building_.add(std::forward<Scalar>(value));
            return true;
        }
        if (const auto part = complete(next_parts())) parts_[*part].take(json(std::forward<Scalar>(value)));
        return true;
    }

    void hand_out()
    {
        const bool given_up = building_.given_up();
        const json value = building_.take();
        if (given_up)
            ++damaged_;
        else
            parts_[part_].take(value);
    }

    std::span<const JsonPart> parts_;
    RepairedJson& text_;
    std::vector<Path> paths_;
    std::vector<Level> levels_;
    std::vector<Openings> openings_; ///< of the levels before damage
    Building building_;
    std::size_t part_{};                ///< that is being built
    std::size_t skipping_{};            ///< levels below something nobody wants
    bool unwanted_{};                   ///< nobody wants the value that comes next
    std::optional<std::size_t> opened_; ///< the array whose element has just begun and shows its first key next
    std::uint64_t damaged_{};
};

} // namespace

JsonReading read_json(std::istream& stream, std::span<const JsonPart> parts,
                      const std::function<void(std::uint64_t)>& progress)
{
    RepairedJson text{stream, progress};
    Reader reader{parts, text};
    JsonReading reading;
    Search search;
    std::vector<Resumption> places; // of all damage so far
    while (!json::sax_parse(Bytes{text}, Bytes{}, &reader)) {
        if (!reading.first_fault) reading.first_fault = text.consumed();
        if (!text.more()) {
            reading.breaks_off = true;
            break;
        }
        ++reading.damaged;
        text.back_to_mark(); // what did not fit may hold what comes next
        const std::size_t depth = reader.depth();
        // Reading that went on too deep ends too early: then it goes on where it did before.
        std::vector<Resumption> now = reader.resumptions();
        for (Resumption& each : places)
            if (std::find(now.begin(), now.end(), each) == now.end()) now.push_back(std::move(each));
        places = std::move(now);
        if (!search.resume(text, places, depth)) break;
    }
    reading.damaged += reader.damaged();
    return reading;
}

JsonReading read_json_lines(std::istream& stream, const std::function<void(const json& value)>& take,
                            const std::function<void(std::uint64_t)>& progress)
{
    Lines lines{stream};
    JsonReading reading;
    constexpr std::size_t longest_line = 4 << 20; // bytes
    std::string whole;
    const auto finish = [&] {
        if (whole.find_first_not_of(" \t\r") == std::string::npos) return;
        std::istringstream text{whole};
        const JsonPart everything[] = {{"", take}};
        const JsonReading line = read_json(text, everything, [](std::uint64_t) {});
        if (line.damaged == 0 && !line.breaks_off) return;
        ++reading.damaged;
        if (!reading.first_fault) reading.first_fault = lines.consumed();
    };
    for (Line line; lines.next(line);) {
        if (line.begins) {
            finish();
            whole.clear();
        }
        if (whole.size() <= longest_line) whole += line.text;
        progress(lines.consumed());
    }
    finish();
    return reading;
}

void tell(const JsonReading& reading, std::uint64_t taken, std::string_view name, Sink& sink)
{
    if (taken == 0 && reading.first_fault)
        throw Problem{Problem::Kind::bad_input,
                      std::string{name} + " is damaged at byte " + std::to_string(*reading.first_fault) +
                          " and gave nothing",
                      "export it again"};
    for (std::uint64_t each = 0; each < reading.damaged; ++each) sink.skip(Skip::broken);
    if (reading.damaged > 0) sink.warn("parts of the file are damaged; everything else in it was read");
    if (reading.breaks_off) sink.warn("the file breaks off before its end; what is complete was read");
}

std::optional<json> small_json(std::istream& stream)
{
    constexpr std::streamsize largest = 4 << 20;
    std::string text(static_cast<std::size_t>(largest), '\0');
    stream.read(text.data(), largest);
    if (stream.gcount() == largest) return std::nullopt;
    text.resize(static_cast<std::size_t>(stream.gcount()));
    std::istringstream whole{text};
    std::optional<json> result;
    const JsonPart everything[] = {{"", [&](const json& value) { result = value; }}};
    const JsonReading reading = read_json(whole, everything, [](std::uint64_t) {});
    if (reading.first_fault) return std::nullopt;
    return result;
}

const json& member(const json& object, std::string_view key)
{
    static const json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

std::string_view text_of(const json& object, std::string_view key)
{
    const json& found = member(object, key);
    return found.is_string() ? std::string_view{found.get_ref<const std::string&>()} : std::string_view{};
}

std::optional<double> number_of(const json& object, std::string_view key)
{
    const json& found = member(object, key);
    if (found.is_number()) return found.get<double>();
    if (!found.is_string()) return std::nullopt;
    const std::string_view text = text_of(object, key);
    double value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

std::optional<std::int64_t> integer_of(const json& object, std::string_view key)
{
    const json& found = member(object, key);
    if (found.is_number_unsigned() && found.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
        return std::nullopt;
    if (found.is_number_integer()) return found.get<std::int64_t>();
    if (const std::string_view text = text_of(object, key); !text.empty()) {
        std::int64_t value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc{} && end == text.data() + text.size()) return value;
    }
    constexpr double largest = 9e18;
    const auto number = number_of(object, key);
    if (!number || !(std::abs(*number) < largest)) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

bool is_true(const json& object, std::string_view key)
{
    const json& found = member(object, key);
    return found.is_boolean() && found.get<bool>();
}

bool is_filled(const json& value) { return value.is_structured() && !value.empty(); }

} // namespace blend::intake
