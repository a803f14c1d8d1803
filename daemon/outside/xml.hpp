#pragma once

// An XML text taken in piece by piece, told as elements and the text between them. Hides expat.
//
// A document type is refused, whoever sends it: nobody who talks to us needs one, and its entities can unpack to any
// size or name files. Elements nest at most 256 deep and a token is at most 4 MiB, so memory stays bounded. What a
// callback throws comes out of `feed`.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace blend::outside {

/// Of one element; valid during the call that hands them over.
class XmlAttributes {
public:
    explicit XmlAttributes(const char* const* pairs) : pairs_{pairs} {}

    /// Empty when there is none.
    std::string_view operator[](std::string_view name) const;

private:
    const char* const* pairs_; ///< name, value, …, null
};

struct XmlEvents {
    std::function<void(std::string_view name, XmlAttributes attributes)> begin;
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text{};
};

class Xml {
public:
    enum class Names {
        as_written,
        spaced, ///< with their namespace and a blank before them, whatever prefix was chosen: "DAV: href"
    };
    /// What stopped it.
    enum class Fault { none, document_type, mismatch, behind_the_end, torn, other };

    /// `events` outlives it.
    Xml(Names names, const XmlEvents& events);
    ~Xml();

    /// False at a fault.
    bool feed(std::string_view text);
    /// Nothing follows; false when something lacks.
    bool finish();
    /// Begins anew.
    void reset();

    Fault fault() const;
    int depth() const;          ///< of open elements
    std::int64_t fed() const;   ///< bytes since it began
    std::int64_t place() const; ///< the byte it has come to

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace blend::outside
