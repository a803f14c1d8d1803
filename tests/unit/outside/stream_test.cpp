#include "daemon/core/problem.hpp"
#include "daemon/outside/stream.hpp"

#include <catch2/catch.hpp>

using namespace blend;
using namespace blend::outside;

TEST_CASE("a mail server is asked in the open on this machine alone", "[outside]")
{
    const StreamAddress address = stream_address("imaps://mail.example.org");
    CHECK(address.host == "mail.example.org");
    CHECK(address.port == 993);
    CHECK(address.line == StreamAddress::Line::encrypted);
    CHECK(stream_address("imaps://mail.example.org:1993/").port == 1993);
    CHECK(stream_address("imap://127.0.0.1").port == 143);
    CHECK(stream_address("imap://[::1]:1143").host == "::1");
    CHECK(stream_address("imap://localhost").line == StreamAddress::Line::open);
    for (const char* url : {"imap://mail.example.org", "imap://127.0.0.1.example.org", "https://mail.example.org",
                            "mail.example.org", "", "imaps://", "imaps://ana@mail.example.org",
                            "imaps://ana:secret@mail.example.org", "imaps://mail.example.org/INBOX",
                            "imaps://mail.example.org:99999", "imaps://mail.example.org?x", "imaps://a b"}) {
        INFO(url);
        CHECK_THROWS_AS(stream_address(url), Problem);
    }
}
