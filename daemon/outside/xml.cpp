#include "daemon/outside/xml.hpp"

#include <expat.h>

#include <cstring>
#include <exception>
#include <new>

namespace blend::outside {

namespace {

constexpr int deepest = 256;
constexpr std::int64_t longest_token = std::int64_t{4} << 20; // a comment that never ends must not fill the memory

} // namespace

struct Xml::Inside {
    Inside(Names how, const XmlEvents& each)
        : names{how}, events{each},
          parser{how == Names::spaced ? XML_ParserCreateNS("UTF-8", ' ') : XML_ParserCreate("UTF-8"), &XML_ParserFree}
    {
        if (!parser) throw std::bad_alloc{};
        listen();
    }

    static Inside& of(void* user) { return *static_cast<Inside*>(user); }

    static void XMLCALL begin(void* user, const XML_Char* name, const XML_Char** pairs)
    {
        Inside& self = of(user);
        if (++self.depth > deepest) return self.stop();
        self.guard([&] { self.events.begin(name, XmlAttributes{pairs}); });
    }

    static void XMLCALL end(void* user, const XML_Char* name)
    {
        Inside& self = of(user);
        --self.depth;
        self.guard([&] { self.events.end(name); });
    }

    static void XMLCALL text(void* user, const XML_Char* letters, int count)
    {
        Inside& self = of(user);
        self.guard([&] { self.events.text({letters, static_cast<std::size_t>(count)}); });
    }

    static void XMLCALL document_type(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int)
    {
        of(user).has_document_type = true;
        of(user).stop();
    }

    /// Nothing may be thrown through expat: it is kept until expat has returned.
    template <class Work> void guard(Work work)
    {
        if (thrown || has_document_type) return;
        try {
            work();
        } catch (...) {
            thrown = std::current_exception();
            stop();
        }
    }

    void stop() { XML_StopParser(parser.get(), XML_FALSE); }

    void rethrow() const
    {
        if (thrown) std::rethrow_exception(thrown);
    }

    void listen()
    {
        XML_SetUserData(parser.get(), this);
        XML_SetElementHandler(parser.get(), begin, end);
        if (events.text) XML_SetCharacterDataHandler(parser.get(), text);
        XML_SetStartDoctypeDeclHandler(parser.get(), document_type);
        depth = 0;
        fed = 0;
    }

    Names names;
    const XmlEvents& events;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser;
    std::exception_ptr thrown;
    bool has_document_type{};
    int depth{};
    std::int64_t fed{};
};

std::string_view XmlAttributes::operator[](std::string_view name) const
{
    for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
        if (std::strncmp(*pair, name.data(), name.size()) == 0 && (*pair)[name.size()] == '\0') return pair[1];
    return {};
}

Xml::Xml(Names names, const XmlEvents& events) : inside_{std::make_unique<Inside>(names, events)} {}

Xml::~Xml() = default;

bool Xml::feed(std::string_view text)
{
    XML_Parser parser = inside_->parser.get();
    const auto status = XML_Parse(parser, text.data(), static_cast<int>(text.size()), XML_FALSE);
    inside_->fed += static_cast<std::int64_t>(text.size());
    inside_->rethrow();
    return status == XML_STATUS_OK && inside_->fed - XML_GetCurrentByteIndex(parser) < longest_token;
}

bool Xml::finish()
{
    const bool complete = XML_Parse(inside_->parser.get(), "", 0, XML_TRUE) == XML_STATUS_OK;
    inside_->rethrow();
    return complete;
}

void Xml::reset()
{
    XML_ParserReset(inside_->parser.get(), "UTF-8");
    inside_->listen();
}

Xml::Fault Xml::fault() const
{
    if (inside_->has_document_type) return Fault::document_type;
    switch (XML_GetErrorCode(inside_->parser.get())) {
    case XML_ERROR_NONE: return Fault::none;
    case XML_ERROR_TAG_MISMATCH: return Fault::mismatch;
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: return Fault::behind_the_end;
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR: return Fault::torn;
    default: return Fault::other;
    }
}

int Xml::depth() const { return inside_->depth; }

std::int64_t Xml::fed() const { return inside_->fed; }

std::int64_t Xml::place() const { return XML_GetCurrentByteIndex(inside_->parser.get()); }

} // namespace blend::outside
