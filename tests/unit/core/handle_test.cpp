// The same address under several services.

#include "daemon/core/handle.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace blend;

namespace {

bool twins(HandleKind one, HandleKind other, const char* value)
{
    const auto kinds = twin_kinds({one, value});
    return std::find(kinds.begin(), kinds.end(), other) != kinds.end();
}

} // namespace

TEST_CASE("a number means the same telephone at every service that goes by numbers", "[core]")
{
    for (const HandleKind kind : {HandleKind::whatsapp, HandleKind::signal, HandleKind::telegram}) {
        CHECK(twins(HandleKind::phone, kind, "+491711234567"));
        CHECK(twins(kind, HandleKind::phone, "+491711234567"));
    }
    CHECK_FALSE(twins(HandleKind::phone, HandleKind::phone, "+491711234567"));
    CHECK_FALSE(twins(HandleKind::phone, HandleKind::email, "+491711234567"));
}

TEST_CASE("an account named by a mail address means that address", "[core]")
{
    for (const HandleKind kind : {HandleKind::google, HandleKind::skype, HandleKind::slack, HandleKind::meeting})
        CHECK(twins(kind, HandleKind::email, "ana@example.org"));
    CHECK_FALSE(twins(HandleKind::name, HandleKind::email, "ana@example.org"));
}

TEST_CASE("what one service alone understands has no twin", "[core]")
{
    CHECK_FALSE(twins(HandleKind::whatsapp, HandleKind::phone, "Tom"));
    CHECK_FALSE(twins(HandleKind::phone, HandleKind::whatsapp, "110"));
    CHECK_FALSE(twins(HandleKind::phone, HandleKind::whatsapp, "+14186569254;ext=102"));
    CHECK_FALSE(twins(HandleKind::skype, HandleKind::email, "live:ana"));
    CHECK_FALSE(twins(HandleKind::slack, HandleKind::email, "@ana"));
}
