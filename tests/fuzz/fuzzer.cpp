// libFuzzer on one target, which the environment names: BLEND_FUZZ_TARGET=whatsapp fuzzer CORPUS…

#include "tests/fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {
const char* target{};
}

extern "C" int LLVMFuzzerInitialize(int*, char***)
{
    target = std::getenv("BLEND_FUZZ_TARGET");
    if (target != nullptr && blend::fuzz::run_target(target, "")) return 0;
    std::fputs("BLEND_FUZZ_TARGET names no target; there are:\n", stderr);
    for (const std::string& name : blend::fuzz::target_names()) std::fprintf(stderr, "%s\n", name.c_str());
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    blend::fuzz::run_target(target, {reinterpret_cast<const char*>(bytes), size});
    return 0;
}
