#pragma once

// The whole daemon in this process, asked over its socket by the command line's own client, and held against
// schema/api.json at every question: the request must fit, the reply must fit, and the client must read what the server
// wrote.

#include "cli/socket_daemon.hpp"
#include "daemon/agenda/app.hpp"
#include "daemon/http/access.hpp"
#include "daemon/http/events.hpp"
#include "daemon/http/server.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace blend::contract {

/// schema/api.json
const nlohmann::json& api();

struct Operation {
    std::string method; ///< in capitals
    std::string path;   ///< "/v1/contacts/{contact}"
    nlohmann::json description;
};
/// By operationId.
const std::map<std::string, Operation>& operations();

class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct Heard {
    int status{};
    nlohmann::json body;
};

class House {
public:
    explicit House(Instant now);

    void wait_until(Instant later) { now_ = later; }
    Instant now() const { return now_; }

    using Texts = std::map<std::string, std::string>;

    /// Asks and checks; `texts` fill the path, and what is left over is the query.
    Heard ask(const std::string& operation, Texts texts = {}, const nlohmann::json& body = nullptr);

    /// The same, and requires that it is honoured.
    nlohmann::json get(const std::string& operation, Texts texts = {}, const nlohmann::json& body = nullptr);

    /// The same, and requires that it is refused with this kind.
    void refuse(const std::string& kind, const std::string& operation, Texts texts = {},
                const nlohmann::json& body = nullptr);

    /// Waits for a live event.
    void hear_event();

    /// The file that get_backup hands out.
    std::string save_backup();
    /// Uploads a file in pieces; the number of the upload.
    std::string hand_over(const std::string& name, const std::string& bytes);

    std::filesystem::path write(const std::string& name, const std::string& text) const;

    const std::filesystem::path& folder() const { return folder_.path(); }
    const std::set<std::string>& honoured() const { return honoured_; }

private:
    void check_reply(const std::string& operation, const Heard& heard);

    Folder folder_;
    std::atomic<Instant> now_;
    http::Events events_;
    agenda::App app_;
    http::KeysInMemory keys_;
    http::Keyring keyring_;
    http::Server server_;
    cli::SocketDaemon daemon_;
    std::set<std::string> honoured_;
};

} // namespace blend::contract
