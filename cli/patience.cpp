// Waiting for the daemon while it reads: how far it is, and a way to stop it.

#include "cli/importing.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "daemon/core/problem.hpp"

#include <thread>

namespace blend::cli {

Reply asked_patiently(const Session& session, const std::string& path, const std::string& body)
{
    session.client.get("/v1/health"); // the daemon is up before signals are held back
    const Interrupt interrupt{[&session] {
        try {
            session.client.post("/v1/imports/cancel");
        } catch (const Problem&) {
            // It finished in the meantime, or is gone; the import's own answer says which.
        }
    }};
    const std::jthread progress{[&session](std::stop_token stop) {
        ProgressDrawing drawing{session.terminal};
        try {
            session.client.daemon().follow(stop, [&drawing](const Event& event) { drawing.show(event); });
        } catch (const Problem&) {
            // Without events there is no bar; the import itself goes on.
        }
    }};
    try {
        return session.client.post(path, body);
    } catch (const Problem&) {
        if (!interrupt.happened()) throw;
        throw Problem{Problem::Kind::cannot, "the import was stopped; nothing was stored",
                      "the same command begins it again"};
    }
}

} // namespace blend::cli
