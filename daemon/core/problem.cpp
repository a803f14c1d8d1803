#include "daemon/core/problem.hpp"

namespace blend {

const ProblemFace& face(Problem::Kind kind)
{
    for (const ProblemFace& each : problem_faces)
        if (each.kind == kind) return each;
    return problem_faces[std::size(problem_faces) - 1];
}

Problem::Kind problem_kind(std::string_view word)
{
    for (const ProblemFace& each : problem_faces)
        if (each.word == word) return each.kind;
    return Problem::Kind::internal;
}

} // namespace blend
