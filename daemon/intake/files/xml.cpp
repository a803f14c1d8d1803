#include "daemon/intake/files/xml.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/repaired_xml.hpp"
#include "daemon/intake/observation.hpp"

#include <algorithm>
#include <string>

namespace blend::intake {
namespace {

using outside::Xml;

class Reader {
public:
    Reader(std::span<const std::string_view> records, const XmlElements& elements)
        : records_{records}, elements_{elements}, events_{[this](std::string_view name, XmlAttributes attributes) {
                                                              if (!resumed_ || parser_.depth() > 1)
                                                                  elements_.begin(name, attributes);
                                                          },
                                                          [this](std::string_view name) { elements_.end(name); }}
    {
    }
    Reader(const Reader&) = delete;

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
            const std::int64_t before = parser_.fed();
            if (parser_.feed(text)) return;
            refuse_document_type();
            text.remove_prefix(place_of_fault(before, text.size()));
            give_up();
        }
    }

    XmlReading finish()
    {
        if (searching_ || parser_.finish()) return reading_;
        const bool torn = parser_.depth() > 1 || parser_.fault() == Xml::Fault::torn;
        if (torn) lose();
        reading_.breaks_off = torn || !resumed_;
        return reading_;
    }

private:
    void refuse_document_type() const
    {
        if (parser_.fault() == Xml::Fault::document_type)
            throw Problem{Problem::Kind::bad_input, "the file declares a document type, which no export of a phone has",
                          "export it again"};
    }

    /// Where in the text the parser stopped that was fed behind `before` bytes; what it began in is not read again.
    std::size_t place_of_fault(std::int64_t before, std::size_t size) const
    {
        const std::int64_t place = parser_.place() - before;
        const std::int64_t least = before == fed_before_record_ ? 1 : 0;
        return static_cast<std::size_t>(std::clamp<std::int64_t>(place, least, static_cast<std::int64_t>(size)));
    }

    void give_up()
    {
        // The ends of what began before the place where reading went on, and one backup behind another, lose nothing.
        const bool harmless = (parser_.fault() == Xml::Fault::mismatch && resumed_ && parser_.depth() <= 1) ||
                              parser_.fault() == Xml::Fault::behind_the_end;
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
        parser_.reset();
        resumed_ = true;
        searching_ = false;
        parser_.feed("<rest>");
        fed_before_record_ = parser_.fed();
        return true;
    }

    std::span<const std::string_view> records_;
    const XmlElements& elements_;
    outside::XmlEvents events_;
    Xml parser_{Xml::Names::as_written, events_};
    std::string carried_; ///< of the text before, to be looked at again
    std::int64_t fed_before_record_{-1};
    bool searching_{}; ///< for a record at which to go on
    bool resumed_{};   ///< the outermost element is ours
    XmlReading reading_;
};

} // namespace

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
