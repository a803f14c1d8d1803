#pragma once

// Of the shapes of schema/api.json, those of what is read from elsewhere: handles and whose they are, imports, sources
// that are read by themselves. The conventions are those of shapes.hpp.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace blend::wire {

template <class T> using Optional = std::optional<T>;

// ---------------------------------------------------------------- handles

struct HandleShape {
    std::int64_t id{};
    std::string kind;
    std::string value;
    Optional<std::string> name; ///< as its source displays it
};

struct Suggestion {
    std::int64_t id{}; ///< of the contact
    std::string contact;
    Optional<std::string> known_by; ///< an address or number that tells the contact from another of the name
    std::string reason;
};

struct UnmatchedHandle {
    HandleShape handle;
    std::int64_t interactions{};
    Optional<std::string> first;
    Optional<std::string> last;
    std::vector<Suggestion> suggestions;
    Optional<std::string> set_aside; ///< why it is nobody to stay in touch with
};

struct UnmatchedList {
    std::vector<UnmatchedHandle> handles;
    std::int64_t total{};
    Optional<std::int64_t> next;
};

struct LinkRequest {
    std::string handle; ///< number, value, or kind:value
    std::string contact;
    Optional<bool> reject; ///< it is not theirs, and not to be suggested again
};

/// A handle that may be a contact's, or two contacts that may be one person.
struct PossibleMatch {
    Optional<HandleShape> handle;
    std::int64_t id{}; ///< of the contact
    std::string contact;
    Optional<std::string> known_by;  ///< an address or number that tells the contact from another of the name
    Optional<std::int64_t> other_id; ///< of two contacts, the one that would be merged into the first
    Optional<std::string> other;     ///< its name
    Optional<std::string> other_known_by;
    std::string reason;
    std::int64_t interactions{}; ///< of the handle, or of the lesser contact
    Optional<std::string> last;
    std::string accept; ///< the command that says yes
    std::string reject; ///< and the one that says no, for good
};

struct SuggestionList {
    std::vector<PossibleMatch> suggestions; ///< the most interactions first
    std::int64_t total{};
    Optional<std::int64_t> next;
};

struct RejectRequest {
    std::string one; ///< a handle, or a contact
    std::string contact;
    Optional<bool> contacts; ///< `one` is a contact, even if a handle has that number
};

struct PostponeRequest {
    std::string handle;
    Optional<std::string> length; ///< "30d", also when left out
};

struct OwnHandles {
    std::vector<HandleShape> handles;
};

struct OwnHandleRequest {
    std::string handle; ///< an address, a number, kind:value, or the name that sources show
};

struct OwnHandleChange {
    std::string done;
    std::vector<std::string> read_again; ///< files whose records were understood anew
    std::vector<std::string> give_again; ///< files that are gone and would have to be
};

/// The address is not theirs; no import links it to them again.
struct UnlinkRequest {
    std::string handle;
};

struct IgnoreRequest {
    std::string handle;
};

// ---------------------------------------------------------------- imports

struct ImportRequest {
    std::vector<std::string> paths; ///< absolute
    Optional<std::string> format;
    Optional<std::string> me;
    Optional<std::string> zone;
    Optional<std::string> date_order;
    Optional<std::string> columns; ///< "number=2,date=4"
    Optional<bool> create_contacts;
    Optional<bool> dry_run;
    Optional<std::string> upload; ///< instead of paths: what a page handed over; gone after it was imported
};

struct ImportFile {
    std::string path;
    Optional<std::string> format; ///< empty: in no known format
    bool refused{};               ///< nothing of it was stored; a warning says why
    std::int64_t read{};
    std::int64_t stored{};
    std::int64_t duplicate{};
    std::map<std::string, std::int64_t> skipped; ///< reason: count
    std::int64_t noise{};
    std::int64_t unmatched_handles{};
    std::int64_t calls{};
    std::int64_t call_seconds{};
    Optional<std::string> first;
    Optional<std::string> last;
    std::vector<std::string> warnings;
};

/// Who the owner seems to be in chats that were left because they do not say it.
struct OwnerGuess {
    std::string name;
    std::int64_t chats{}; ///< in which this name appears
    std::int64_t of{};    ///< chats that were left
};

struct ImportReport {
    std::int64_t batch{};
    std::vector<ImportFile> files;
    Optional<OwnerGuess> owner;
    std::vector<std::string> read_again; ///< files of earlier imports, because this one told who the owner is
    std::vector<std::string> give_again; ///< such files that are gone
};

/// A piece of a file that a page hands over; pieces of a file come in order.
struct UploadPiece {
    Optional<std::string> upload; ///< empty: begins a new one
    std::string name;             ///< with the folders it was chosen from: "Takeout/Mail/all.mbox"
    std::int64_t offset{};        ///< where the piece begins; 0 begins the file
    std::string data;             ///< base64
};

struct Upload {
    std::string upload;
    std::string name;
    std::int64_t size{}; ///< of the file so far
};

// ---------------------------------------------------------------- people to track

/// Somebody the owner has not decided about: a contact, or a handle that belongs to nobody yet.
struct SuggestedPerson {
    std::string name;
    Optional<std::int64_t> contact;
    Optional<std::int64_t> handle;
    std::int64_t days{}; ///< of contact within two years
    std::string last;
    std::string sentence;
};

struct SuggestedPeople {
    std::vector<SuggestedPerson> people; ///< whom the owner is most in touch with first
};

// ---------------------------------------------------------------- sources

/// A calendar, an address book or a mail folder of an account.
struct SourceCollection {
    std::string name; ///< as the server displays it
    bool takes_plans{};
    bool counts_busy{};
};

/// A place that is read by itself.
struct WatchedSource {
    std::int64_t id{};
    std::string kind; ///< folder maildir mbox caldav carddav imap
    std::string path; ///< or the address of an account
    Optional<std::string> user;
    std::vector<SourceCollection> collections;
    std::string added;
    Optional<std::string> looked;  ///< when it was last looked at
    Optional<std::string> gave;    ///< when it last gave something new
    Optional<std::string> newest;  ///< the newest record it ever gave
    Optional<std::string> problem; ///< why it, or a file of it, could not be read
    std::string sentence;          ///< how it stands, in one line
};

struct WatchedSourceList {
    std::vector<WatchedSource> sources;
};

struct WatchedSourceRequest {
    std::string kind;
    std::string path; ///< absolute, or the address of an account
    Optional<std::string> me;
    Optional<std::string> zone;
    Optional<std::string> date_order;
    Optional<std::string> user;
    Optional<std::string> secret;            ///< where the password is found
    Optional<std::string> password;          ///< put into the keyring
    Optional<std::string> plans;             ///< the calendar that takes them
    Optional<std::vector<std::string>> busy; ///< the calendars or folders that count
};

/// What a look gave.
struct SourceReport {
    WatchedSource source;
    std::int64_t files{}; ///< that were read
    std::int64_t read{};  ///< records
    std::int64_t stored{};
    std::int64_t duplicate{};
    std::int64_t waiting{}; ///< files that are still being written
    std::string sentence;
};

} // namespace blend::wire
