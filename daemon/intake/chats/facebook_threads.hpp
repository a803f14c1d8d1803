#pragma once

// The threads of an export of Facebook or Instagram: their files, who takes part, who of them the owner is.
//
// Keeps names, never text; its size does not depend on the number of messages.

#include "daemon/intake/observation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace blend::intake {

struct FacebookThread {
    std::string key;                 ///< what it is called in every export
    std::vector<const Input*> files; ///< newest first
    std::string title;
    std::vector<std::string> people; ///< all of them, as their names are shown
    std::vector<Party> others;       ///< besides the owner
};

/// A name of the export, put right.
std::string facebook_name(std::string_view written);
/// Who wrote a message; empty when it does not say.
std::string facebook_sender(const nlohmann::json& message);

class FacebookThreads {
public:
    /// Reads every file of the input, which must outlive this, and decides who the owner is. Throws UnknownOwner, and
    /// Problem{bad_input} for an export without threads in JSON.
    FacebookThreads(const Input& input, HandleKind service, const Context& context, Sink& sink);

    const std::vector<FacebookThread>& threads() const { return threads_; }
    Party party(const std::string& name, const FacebookThread& thread) const;
    bool is_owner(const std::string& name) const;
    const std::vector<Party>& owner() const { return owner_; }

private:
    void find_files(const Input& input);
    void survey(FacebookThread& thread, Sink& sink);
    std::vector<std::string> profile_names(const Input& input) const;
    void decide(const Input& input, const Context& context);

    HandleKind service_;
    std::vector<FacebookThread> threads_;
    std::vector<Party> owner_;
};

} // namespace blend::intake
