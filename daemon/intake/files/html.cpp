#include "daemon/intake/files/html.hpp"

#include "daemon/intake/files/repaired_xml.hpp"

#include <libxml/HTMLparser.h>

#include <exception>
#include <memory>
#include <new>
#include <string>

namespace blend::intake {
namespace {

constexpr std::uint64_t longest_page = std::uint64_t{64} << 20;

std::string_view text_of(const xmlChar* text)
{
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

class Reader {
public:
    explicit Reader(const HtmlElements& elements) : elements_{elements}
    {
        static const bool ready = (xmlInitParser(), true);
        static_cast<void>(ready);
        htmlSAXHandler handler{};
        handler.startElement = begin;
        handler.endElement = end;
        handler.characters = text;
        handler.ignorableWhitespace = text;
        handler.cdataBlock = text;
        parser_.reset(htmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8));
        if (!parser_) throw std::bad_alloc{};
        htmlCtxtUseOptions(parser_.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                              HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
    }

    void read(std::string_view text)
    {
        htmlParseChunk(parser_.get(), text.data(), static_cast<int>(text.size()), 0);
        if (thrown_) std::rethrow_exception(thrown_);
    }

    HtmlEnd finish()
    {
        read(std::string(64, '\n')); // the parser holds the last bytes back, as more could follow
        ending_ = true;
        // Behind a quote too many it has waited for the end of an element until now.
        htmlParseChunk(parser_.get(), "", 0, 1);
        if (thrown_) std::rethrow_exception(thrown_);
        return depth_ == 0 ? HtmlEnd::complete : HtmlEnd::breaks_off;
    }

private:
    static void begin(void* user, const xmlChar* name, const xmlChar** pairs)
    {
        auto& self = *static_cast<Reader*>(user);
        ++self.depth_;
        self.guard([&] { self.elements_.begin(text_of(name), HtmlAttributes{pairs}); });
    }

    static void end(void* user, const xmlChar* name)
    {
        auto& self = *static_cast<Reader*>(user);
        if (self.is_over()) return;
        --self.depth_;
        self.guard([&] { self.elements_.end(text_of(name)); });
    }

    /// Whether what is still open is closed by the parser only.
    bool is_over() const { return ending_ && parser_->input->cur >= parser_->input->end; }

    static void text(void* user, const xmlChar* piece, int length)
    {
        auto& self = *static_cast<Reader*>(user);
        self.guard([&] {
            self.elements_.text({reinterpret_cast<const char*>(piece), static_cast<std::size_t>(length)});
        });
    }

    /// Nothing may be thrown through libxml2: it is kept until the parser has returned.
    template <class Work> void guard(Work work)
    {
        if (thrown_) return;
        try {
            work();
        } catch (...) {
            thrown_ = std::current_exception();
            xmlStopParser(parser_.get());
        }
    }

    const HtmlElements& elements_;
    std::unique_ptr<xmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser_{nullptr, &htmlFreeParserCtxt};
    long depth_{};
    bool ending_{}; ///< no more text follows
    std::exception_ptr thrown_;
};

} // namespace

std::string_view HtmlAttributes::operator[](std::string_view name) const
{
    if (pairs_ == nullptr) return {};
    for (const unsigned char* const* pair = pairs_; *pair != nullptr; pair += 2)
        if (text_of(*pair) == name) return text_of(pair[1]);
    return {};
}

bool HtmlAttributes::has_class(std::string_view name) const
{
    const std::string_view all = (*this)["class"];
    for (auto at = all.find(name); at != std::string_view::npos; at = all.find(name, at + 1)) {
        const bool begins = at == 0 || all[at - 1] == ' ';
        const std::size_t behind = at + name.size();
        if (begins && (behind == all.size() || all[behind] == ' ')) return true;
    }
    return false;
}

HtmlEnd read_html(std::istream& stream, const HtmlElements& elements)
{
    RepairedXml source{stream};
    Reader reader{elements};
    std::string text;
    while (source.append_to(text)) {
        reader.read(text);
        text.clear();
        if (source.consumed() > longest_page) return HtmlEnd::breaks_off;
    }
    return reader.finish();
}

} // namespace blend::intake
