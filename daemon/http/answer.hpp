#pragma once

// What goes back over a connection, and the writing of it.
//
// Hides cpp-httplib, of which only the writing half is used: Debian's 0.11.4 has known holes in how it reads (head.hpp
// says what is refused instead). Every answer carries the safety headers and ends the connection.

#include "daemon/http/doors.hpp"
#include "daemon/http/head.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace blend::http {

class Connection;

struct Answer {
    int status = 200;
    std::string content_type = "application/json";
    std::string text;                                         ///< the body
    std::string_view kept;                                    ///< or a body that lives as long as the program
    std::shared_ptr<const Descriptor> file;                   ///< or a file, of which each piece has its own patience
    std::vector<std::pair<std::string, std::string>> headers; ///< besides those of every answer
};

/// {kind, what, hint}, with the status of its kind.
Answer answer_of(const Problem& problem);
Answer answer_of(const Refusal& refusal);

enum class Body { sent, left_out }; ///< left out: HEAD

/// False when the peer did not take it in time.
bool write_answer(Connection& connection, const Answer& answer, Body body);

/// The beginning of an answer without an end: a stream of events.
std::string event_stream_head();

} // namespace blend::http
