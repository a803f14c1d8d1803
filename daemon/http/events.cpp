#include "daemon/http/events.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cassert>
#include <cstdint>

namespace blend::http {

void Events::publish(std::string_view event, std::string data)
{
    assert(data.find('\n') == std::string::npos && "a line break would end the event");
    std::string text = "event: " + std::string{event} + "\ndata: " + std::move(data) + "\n\n";

    const std::lock_guard lock{mutex_};
    for (const auto& each : listeners_)
        if (const auto listener = each.lock()) listener->put(text);
}

std::shared_ptr<Listener> Events::listen()
{
    const std::lock_guard lock{mutex_};
    std::erase_if(listeners_, [](const auto& each) { return each.expired(); });
    if (closed_ || listeners_.size() >= most_listeners) return nullptr;
    auto listener = std::make_shared<Listener>();
    if (listener->descriptor() < 0) return nullptr;
    listeners_.push_back(listener);
    return listener;
}

void Events::close()
{
    const std::lock_guard lock{mutex_};
    closed_ = true;
    for (const auto& each : listeners_)
        if (const auto listener = each.lock()) listener->end();
}

Listener::Listener() : descriptor_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {}

Listener::~Listener()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string Listener::take()
{
    const std::lock_guard lock{mutex_};
    std::uint64_t count = 0;
    if (!ended_) [[maybe_unused]]
        const auto bytes = ::read(descriptor_, &count, sizeof count);

    std::string text;
    if (overrun_) text = "event: changed\ndata: {\"what\":\"everything\"}\n\n";
    for (const std::string& each : waiting_) text += each;
    waiting_.clear();
    overrun_ = false;
    return text;
}

bool Listener::ended() const
{
    const std::lock_guard lock{mutex_};
    return ended_;
}

void Listener::put(std::string text)
{
    const std::lock_guard lock{mutex_};
    if (waiting_.size() == Events::longest_queue) {
        waiting_.clear();
        overrun_ = true;
    }
    waiting_.push_back(std::move(text));
    [[maybe_unused]] const int done = eventfd_write(descriptor_, 1);
}

void Listener::end()
{
    const std::lock_guard lock{mutex_};
    ended_ = true;
    [[maybe_unused]] const int done = eventfd_write(descriptor_, 1);
}

} // namespace blend::http
