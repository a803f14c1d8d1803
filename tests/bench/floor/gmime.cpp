// How long GMime itself takes to parse every mail of an mbox, bodies included. usage: floor_gmime FILE

#include <gmime/gmime.h>

#include <chrono>
#include <cstdio>

int main(int count, char** words)
{
    if (count != 2) return 2;
    g_mime_init();
    const auto begin = std::chrono::steady_clock::now();
    GMimeStream* stream = g_mime_stream_file_open(words[1], "r", nullptr);
    if (stream == nullptr) return 1;
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
    g_mime_parser_set_persist_stream(parser, TRUE);
    long mails = 0;
    while (!g_mime_parser_eos(parser)) {
        GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
        if (message == nullptr) break;
        ++mails;
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%f %ld\n", took.count(), mails);
}
