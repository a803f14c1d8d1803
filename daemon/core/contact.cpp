#include "daemon/core/contact.hpp"

namespace blend {

bool is_synchronous(Mode mode)
{
    switch (mode) {
    case Mode::meet:
    case Mode::video:
    case Mode::call: return true;
    case Mode::voice_message:
    case Mode::write:
    case Mode::letter: return false;
    }
    return false;
}

} // namespace blend
