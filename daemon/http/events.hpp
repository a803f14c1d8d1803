#pragma once

// Live events: what happened, told to every open dashboard, as server-sent events.
//
// Hides the queues. Publishing never waits: a listener that does not read loses its oldest events and is told to read
// everything again (`changed`, "everything"). Waiting costs nothing: each listener has a descriptor to poll beside its
// connection, so neither an idle hub nor an idle page wakes the program. All methods may be called from any thread.

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace blend::http {

class Listener;

class Events {
public:
    static constexpr std::size_t most_listeners = 64;
    static constexpr std::size_t longest_queue = 256;

    /// `data` is one line of JSON. The signature fits `std::function<void(std::string_view, std::string)>`.
    void publish(std::string_view event, std::string data);

    /// A place in the audience; empty when all are taken or the hub is closed.
    std::shared_ptr<Listener> listen();

    /// Ends every listener, now and later.
    void close();

private:
    std::mutex mutex_;
    std::vector<std::weak_ptr<Listener>> listeners_;
    bool closed_ = false;
};

/// One open page. Leaves the audience when its last owner lets go.
class Listener {
public:
    Listener();
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// Readable while there is something to take, or the hub is closed.
    int descriptor() const { return descriptor_; }

    /// Everything published since the last call, ready to be written to the stream.
    std::string take();

    /// Whether the hub is closed: take what is left, then go.
    bool ended() const;

private:
    friend class Events;
    void put(std::string text);
    void end();

    int descriptor_;
    mutable std::mutex mutex_;
    std::vector<std::string> waiting_;
    bool overrun_ = false;
    bool ended_ = false;
};

} // namespace blend::http
