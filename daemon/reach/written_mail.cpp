#include "daemon/reach/written_mail.hpp"

#include "daemon/core/columns.hpp"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

namespace blend::reach {

namespace {

struct Released {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class Object> using Owned = std::unique_ptr<Object, Released>;

/// By the bytes as they are: given a text, the library would choose a charset of its own.
Owned<GMimePart> text_part(const char* subtype, const std::string& text)
{
    const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(text.data(), text.size())};
    const Owned<GMimeDataWrapper> content{
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
    Owned<GMimePart> part{g_mime_part_new_with_type("text", subtype)};
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
    g_mime_part_set_content(part.get(), content.get());
    g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

std::string domain_of(const std::string& address) { return address.substr(address.rfind('@') + 1); }

} // namespace

void prepare_mail()
{
    static const bool prepared = (g_mime_init(), true);
    static_cast<void>(prepared);
}

std::string written_mail(const Message& message, const MailHead& head, LineEnd line_end)
{
    static std::mutex one_at_a_time; // the library says nothing about threads
    const std::lock_guard guard{one_at_a_time};
    const Owned<GMimeMessage> mail{g_mime_message_new(TRUE)};
    g_mime_message_add_mailbox(mail.get(), GMIME_ADDRESS_TYPE_FROM, "Blend", head.sender.c_str());
    g_mime_message_add_mailbox(mail.get(), GMIME_ADDRESS_TYPE_TO, nullptr, head.recipient.c_str());
    g_mime_message_set_subject(mail.get(), harmless(message.title).c_str(), "utf-8");
    GDateTime* date = g_date_time_new_from_unix_utc(head.date.time_since_epoch().count());
    g_mime_message_set_date(mail.get(), date);
    g_date_time_unref(date);
    g_mime_message_set_message_id(mail.get(), (head.id + "@" + domain_of(head.sender)).c_str());
    g_mime_object_append_header(GMIME_OBJECT(mail.get()), "Auto-Submitted", "auto-generated", nullptr);

    const Owned<GMimeMultipart> faces{g_mime_multipart_new_with_subtype("alternative")};
    g_mime_multipart_add(faces.get(), GMIME_OBJECT(text_part("plain", as_text(message)).get()));
    g_mime_multipart_add(faces.get(), GMIME_OBJECT(text_part("html", as_html(message)).get()));
    g_mime_message_set_mime_part(mail.get(), GMIME_OBJECT(faces.get()));

    GMimeFormatOptions* format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, line_end == LineEnd::crlf ? GMIME_NEWLINE_FORMAT_DOS
                                                                               : GMIME_NEWLINE_FORMAT_UNIX);
    char* written = g_mime_object_to_string(GMIME_OBJECT(mail.get()), format);
    g_mime_format_options_free(format);
    std::string text{written};
    g_free(written);
    return text;
}

} // namespace blend::reach
