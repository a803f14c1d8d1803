#include "daemon/intake/files/json_extent.hpp"

#include "daemon/intake/files/ascii.hpp"

#include <algorithm>

namespace blend::intake {
namespace {

/// Walks along a text as long as it is right; each step is false where it is not.
class Walk {
public:
    explicit Walk(std::string_view text) : text_{text} {}

    std::size_t at() const { return at_; }

    /// Stops before the closing bracket.
    bool inside(Container container, int depth)
    {
        const char closing = container == Container::array ? ']' : '}';
        if (front() == closing) return true;
        do {
            if (container == Container::object && !(front() == '"' && string() && mark(':'))) return false;
            if (!value(depth)) return false;
        } while (mark(','));
        return front() == closing;
    }

private:
    static constexpr int deepest = 16;

    /// The next byte that is no blank; 0 at the end.
    char front()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    bool mark(char wanted)
    {
        if (front() != wanted) return false;
        ++at_;
        return true;
    }

    bool value(int depth)
    {
        switch (front()) {
        case '"': return string();
        case '[': return container(Container::array, depth);
        case '{': return container(Container::object, depth);
        case 't': return literal("true");
        case 'f': return literal("false");
        case 'n': return literal("null");
        default: return number();
        }
    }

    bool container(Container kind, int depth)
    {
        ++at_;
        if (depth >= deepest || !inside(kind, depth + 1)) return false;
        ++at_;
        return true;
    }

    bool string()
    {
        for (++at_; at_ < text_.size(); ++at_) {
            const char byte = text_[at_];
            if (byte == '"') return ++at_, true;
            if (byte == '\\' && !escape()) return false;
            if (static_cast<unsigned char>(byte) < ' ') return false;
        }
        return false;
    }

    /// Stops at the last byte of it.
    bool escape()
    {
        if (++at_ == text_.size()) return false;
        if (text_[at_] != 'u') return std::string_view{"\"\\/bfnrt"}.find(text_[at_]) != std::string_view::npos;
        constexpr std::size_t digits = 4;
        if (at_ + digits >= text_.size()) return false;
        const std::string_view code = text_.substr(at_ + 1, digits);
        at_ += digits;
        return code.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    }

    bool literal(std::string_view word)
    {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    std::size_t digits()
    {
        const std::size_t from = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        return at_ - from;
    }

    bool number()
    {
        constexpr std::size_t most_digits = 18;
        if (text_.substr(at_).starts_with('-')) ++at_;
        const bool zero = text_.substr(at_).starts_with('0');
        const std::size_t whole = digits();
        if (whole == 0 || whole > most_digits || (zero && whole > 1)) return false;
        if (!text_.substr(at_).starts_with('.')) return true; // an exponent is no bracket and no comma
        ++at_;
        const std::size_t fraction = digits();
        return fraction > 0 && fraction <= most_digits;
    }

    std::string_view text_;
    std::size_t at_{};
};

} // namespace

std::optional<std::size_t> extent_of_inside(Container container, std::string_view text)
{
    constexpr std::size_t longest = std::size_t{16} << 10;
    Walk walk{text.substr(0, std::min(text.size(), longest))};
    return walk.inside(container, 0) ? std::optional{walk.at()} : std::nullopt;
}

} // namespace blend::intake
