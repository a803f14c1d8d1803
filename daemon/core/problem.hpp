#pragma once

// A request that cannot be honoured: what is wrong and what the person can do.
//
// The one exception of the program. It is thrown anywhere below the edges and caught only at the HTTP boundary and in
// the two mains. `problem_faces` is the only table from a kind to its API word, HTTP status and exit code.

#include <stdexcept>
#include <string>
#include <string_view>

namespace blend {

struct Problem : std::runtime_error {
    enum class Kind {
        bad_request, ///< the request itself is wrong: a missing field, an impossible date
        cannot,      ///< understood, but it cannot be honoured in the present state
        not_found,   ///< no such contact, nudge, plan, file
        ambiguous,   ///< a name that fits several; the hint lists them
        bad_input,   ///< a foreign file that makes no sense: nothing was stored
        not_allowed, ///< refused by the guard: no token, foreign host or origin
        too_large,   ///< over a limit of size
        no_daemon,   ///< the command line found nobody to talk to
        internal,    ///< a bug or a failing machine: details are in the log only
    };

    Problem(Kind kind, std::string what, std::string hint = {})
        : std::runtime_error(what), kind{kind}, hint{std::move(hint)}
    {
    }

    Kind kind;
    std::string hint; ///< something a person can do; may be empty
};

struct ProblemFace {
    Problem::Kind kind;
    std::string_view word;
    int http_status;
    int exit_code;
};

inline constexpr ProblemFace problem_faces[] = {
    {Problem::Kind::bad_request, "bad_request", 400, 2}, {Problem::Kind::cannot, "cannot", 409, 1},
    {Problem::Kind::not_found, "not_found", 404, 3},     {Problem::Kind::ambiguous, "ambiguous", 300, 3},
    {Problem::Kind::bad_input, "bad_input", 422, 4},     {Problem::Kind::not_allowed, "not_allowed", 403, 1},
    {Problem::Kind::too_large, "too_large", 413, 1},     {Problem::Kind::no_daemon, "no_daemon", 503, 5},
    {Problem::Kind::internal, "internal", 500, 1},
};

const ProblemFace& face(Problem::Kind kind);

/// The kind behind an API word; `internal` for a word this program does not know.
Problem::Kind problem_kind(std::string_view word);

} // namespace blend
