#include "daemon/intake/files/xml.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/repaired_xml.hpp"
#include "daemon/intake/observation.hpp"

#include <expat.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>

namespace blend::intake {
namespace {

constexpr int deepest = 256;
constexpr std::int64_t longest_token = std::int64_t{4} << 20; // a comment that never ends must not fill the memory

class Reader {
public:
    Reader(std::span<const std::string_view> records, const XmlElements& elements)
        : records_{records}, elements_{elements}, parser_{XML_ParserCreate("UTF-8"), &XML_ParserFree}
    {
        if (!parser_) throw std::bad_alloc{};
        listen();
    }

    void read(std::string_view text)
    {
        std::string joined;
        if (!carried_.empty()) {
            joined = carried_.append(text);
            carried_.clear();
            text = joined;
        }
        while (!text.empty()) {
            if (searching_ && !go_on_at_record(text)) return;
            const std::int64_t before = fed_;
            if (feed(text)) return;
            text.remove_prefix(place_of_fault(before, text.size()));
            give_up();
        }
    }

    XmlReading finish()
    {
        if (searching_) return reading_;
        const bool complete = XML_Parse(parser_.get(), "", 0, XML_TRUE) == XML_STATUS_OK;
        rethrow();
        if (complete) return reading_;
        const XML_Error why = XML_GetErrorCode(parser_.get());
        const bool torn = depth_ > 1 || why == XML_ERROR_UNCLOSED_TOKEN || why == XML_ERROR_PARTIAL_CHAR;
        if (torn) lose();
        reading_.breaks_off = torn || !resumed_;
        return reading_;
    }

private:
    static void XMLCALL begin(void* user, const XML_Char* name, const XML_Char** pairs)
    {
        auto& self = *static_cast<Reader*>(user);
        if (++self.depth_ > deepest) return self.stop();
        if (self.resumed_ && self.depth_ == 1) return;
        self.guard([&] { self.elements_.begin(name, XmlAttributes{pairs}); });
    }

    static void XMLCALL end(void* user, const XML_Char* name)
    {
        auto& self = *static_cast<Reader*>(user);
        --self.depth_;
        self.guard([&] { self.elements_.end(name); });
    }

    static void XMLCALL document_type(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int)
    {
        static_cast<Reader*>(user)->guard([] {
            throw Problem{Problem::Kind::bad_input, "the file declares a document type, which no export of a phone has",
                          "export it again"};
        });
    }

    /// Nothing may be thrown through expat: it is kept until expat has returned.
    template <class Work> void guard(Work work)
    {
        if (thrown_) return;
        try {
            work();
        } catch (...) {
            thrown_ = std::current_exception();
            stop();
        }
    }

    void stop() { XML_StopParser(parser_.get(), XML_FALSE); }

    void rethrow() const
    {
        if (thrown_) std::rethrow_exception(thrown_);
    }

    void listen()
    {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), begin, end);
        XML_SetStartDoctypeDeclHandler(parser_.get(), document_type);
        depth_ = 0;
        fed_ = 0;
    }

    /// False at a fault.
    bool feed(std::string_view text)
    {
        const auto status = XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), XML_FALSE);
        fed_ += static_cast<std::int64_t>(text.size());
        rethrow();
        if (status != XML_STATUS_OK) return false;
        return fed_ - XML_GetCurrentByteIndex(parser_.get()) < longest_token;
    }

    /// Where in the text the parser stopped that was fed behind `before` bytes; what it began in is not read again.
    std::size_t place_of_fault(std::int64_t before, std::size_t size) const
    {
        const std::int64_t place = XML_GetCurrentByteIndex(parser_.get()) - before;
        const std::int64_t least = before == fed_before_record_ ? 1 : 0;
        return static_cast<std::size_t>(std::clamp<std::int64_t>(place, least, static_cast<std::int64_t>(size)));
    }

    void give_up()
    {
        const XML_Error why = XML_GetErrorCode(parser_.get());
        // The ends of what began before the place where reading went on, and one backup behind another, lose nothing.
        const bool harmless =
            (why == XML_ERROR_TAG_MISMATCH && resumed_ && depth_ <= 1) || why == XML_ERROR_JUNK_AFTER_DOC_ELEMENT;
        if (!harmless) lose();
        searching_ = true;
    }

    void lose()
    {
        ++reading_.damaged;
        elements_.damage();
    }

    /// Moves `text` on to the next element that is a record, and the parser to its beginning.
    bool go_on_at_record(std::string_view& text)
    {
        std::size_t at = text.find('<');
        for (; at != std::string_view::npos; at = text.find('<', at + 1)) {
            const std::string_view behind = text.substr(at + 1);
            const auto is_here = [&](std::string_view name) {
                return behind.starts_with(name) && behind.size() > name.size() &&
                       std::string_view{" \t\r\n"}.find(behind[name.size()]) != std::string_view::npos;
            };
            const auto may_be_here = [&](std::string_view name) { return name.starts_with(behind); };
            if (std::any_of(records_.begin(), records_.end(), is_here)) break;
            if (std::any_of(records_.begin(), records_.end(), may_be_here)) {
                carried_ = text.substr(at); // the name is cut in two
                return false;
            }
        }
        if (at == std::string_view::npos) return false;
        text.remove_prefix(at);
        XML_ParserReset(parser_.get(), "UTF-8");
        listen();
        resumed_ = true;
        searching_ = false;
        feed("<rest>");
        fed_before_record_ = fed_;
        return true;
    }

    std::span<const std::string_view> records_;
    const XmlElements& elements_;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    std::string carried_; ///< of the text before, to be looked at again
    std::int64_t fed_{};  ///< bytes that the parser has seen
    std::int64_t fed_before_record_{-1};
    int depth_{};
    bool searching_{}; ///< for a record at which to go on
    bool resumed_{};   ///< the outermost element is ours
    XmlReading reading_;
    std::exception_ptr thrown_;
};

} // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const
{
    for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
        if (std::strncmp(*pair, name.data(), name.size()) == 0 && (*pair)[name.size()] == '\0') return pair[1];
    return {};
}

XmlReading read_xml(std::istream& stream, std::span<const std::string_view> records, const XmlElements& elements,
                    const std::function<void(std::uint64_t)>& progress)
{
    RepairedXml source{stream};
    Reader reader{records, elements};
    std::string text;
    while (source.append_to(text)) {
        reader.read(text);
        text.clear();
        progress(source.consumed());
    }
    return reader.finish();
}

void tell(const XmlReading& reading, std::uint64_t taken, std::string_view name, Sink& sink)
{
    if (taken == 0 && (reading.damaged > 0 || reading.breaks_off))
        throw Problem{Problem::Kind::bad_input, std::string{name} + " is damaged and gave nothing", "export it again"};
    for (std::uint64_t each = 0; each < reading.damaged; ++each) sink.skip(Skip::broken);
    if (reading.damaged > 0) sink.warn("parts of the file are damaged; everything else in it was read");
    if (reading.breaks_off) sink.warn("the file breaks off before its end; what is complete was read");
}

} // namespace blend::intake
