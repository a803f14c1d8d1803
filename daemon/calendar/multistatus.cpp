#include "daemon/calendar/multistatus.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/outside/xml.hpp"

#include <charconv>

namespace blend::calendar {
namespace {

using outside::Xml;
using outside::XmlAttributes;

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blanks{" \t\r\n"};
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(blanks) - first + 1)};
}

/// 404 of "HTTP/1.1 404 Not Found".
int status_in(std::string_view line)
{
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return 0;
    int status = 0;
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
    return status;
}

/// Follows the elements of one multistatus: multistatus, response, propstat, prop, property and what is in it.
class Reader {
public:
    Multistatus read(std::string_view body)
    {
        const bool whole = parser_.feed(body) && parser_.finish();
        if (!whole || !is_multistatus_)
            throw Problem{Problem::Kind::cannot, "what the server said is no complete answer",
                          "it is asked again later"};
        return std::move(result_);
    }

private:
    static constexpr std::size_t at_response = 2, at_propstat = 3, at_property = 5;

    bool is_at(std::size_t depth, std::string_view name) const { return path_.size() == depth && path_.back() == name; }

    void begin(std::string_view name, XmlAttributes attributes)
    {
        path_.emplace_back(name);
        text_.clear();
        if (is_at(1, "DAV: multistatus")) is_multistatus_ = true;
        if (is_at(at_response, "DAV: response")) response_ = {};
        if (is_at(at_propstat, "DAV: propstat")) {
            properties_.clear();
            status_ = 200;
        }
        if (!in_property()) return;
        if (path_.size() == at_property) {
            property_ = &properties_[path_.back()];
        } else {
            const std::string_view component = attributes["name"];
            property_->within.push_back(path_.back() + (component.empty() ? "" : " " + std::string{component}));
        }
    }

    bool in_property() const
    {
        return path_.size() >= at_property && path_[at_propstat - 1] == "DAV: propstat" &&
               path_[at_propstat] == "DAV: prop";
    }

    void end(std::string_view name)
    {
        if (in_property()) {
            if (path_.size() == at_property) property_->text += trimmed(text_);
            if (path_.size() > at_property && name == "DAV: href") property_->hrefs.push_back(trimmed(text_));
        } else if (path_.size() > 1 && path_[1] == "DAV: response") {
            end_in_response();
        } else if (is_at(2, "DAV: sync-token")) {
            result_.sync_token = trimmed(text_);
        }
        path_.pop_back();
        text_.clear();
    }

    void end_in_response()
    {
        if (is_at(at_response, "DAV: response")) {
            result_.responses.push_back(std::move(response_));
        } else if (is_at(at_propstat, "DAV: href")) {
            // Some list several things that share a status.
            if (!response_.href.empty()) result_.responses.push_back(response_);
            response_.href = trimmed(text_);
        } else if (is_at(at_propstat, "DAV: status")) {
            response_.status = status_in(trimmed(text_));
        } else if (is_at(at_propstat + 1, "DAV: status")) {
            status_ = status_in(trimmed(text_));
        } else if (is_at(at_propstat, "DAV: propstat") && status_ / 100 == 2) {
            response_.properties.merge(properties_);
        }
    }

    outside::XmlEvents events_{[this](std::string_view name, XmlAttributes attributes) { begin(name, attributes); },
                               [this](std::string_view name) { end(name); },
                               [this](std::string_view text) { text_ += text; }};
    Xml parser_{Xml::Names::spaced, events_};
    bool is_multistatus_{};
    std::vector<std::string> path_;
    std::string text_;
    DavResponse response_;
    int status_{};
    std::map<std::string, DavProperty, std::less<>> properties_;
    DavProperty* property_{};
    Multistatus result_;
};

} // namespace

const DavProperty* DavResponse::property(std::string_view name) const
{
    const auto found = properties.find(name);
    return found == properties.end() ? nullptr : &found->second;
}

std::string DavResponse::text(std::string_view name) const
{
    const DavProperty* found = property(name);
    return found == nullptr ? std::string{} : found->text;
}

Multistatus read_multistatus(std::string_view body) { return Reader{}.read(body); }

std::string xml_escaped(std::string_view text)
{
    std::string safe;
    for (const char each : text) {
        switch (each) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '"': safe += "&quot;"; break;
        default:
            if (static_cast<unsigned char>(each) >= 0x20) safe += each;
        }
    }
    return safe;
}

} // namespace blend::calendar
