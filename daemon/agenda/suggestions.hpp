#pragma once

// Who may be whom: handles and contacts that look like a contact that is there, each with its reason. Only ever asked,
// never done: the owner accepts, rejects for good, or postpones.

#include "daemon/agenda/app.hpp"
#include "daemon/core/likeness.hpp"
#include "daemon/wire/shapes.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace blend::agenda {

/// All contacts, arranged so that whom a handle may belong to is found without looking at each.
class WhoIsWho {
public:
    explicit WhoIsWho(const App& app);

    struct Guess {
        ContactId contact;
        std::string reason;
    };
    /// The surest first; without what the owner rejected.
    std::vector<Guess> whose(const store::HandleRecord& handle) const;

    struct Pair {
        ContactId one;
        ContactId other;
        std::string reason;
    };
    /// Contacts that may be one person, each pair once; a few for each of many that have one name.
    std::vector<Pair> doubles() const;

    const std::string& name(ContactId contact) const;
    /// What tells the contact from another of the same name; empty when there is no other.
    std::optional<std::string> known_by(ContactId contact) const;

private:
    struct Person {
        ContactId id;
        std::string name;
        std::string folded;
        std::vector<std::string> words;
        std::string address; ///< the first by which a person would know them; may be empty
    };

    struct Found {
        int rank{}; ///< the lower, the surer
        std::string reason;
    };
    using Finds = std::map<std::size_t, Found>; ///< by the place of the person

    bool has_namesake(const Person& person) const; ///< by the first name
    void by_address_book(std::size_t place, Finds& finds) const;
    void by_number(const std::string& digits, Finds& finds) const;
    void by_name(const std::vector<std::string>& words, std::string_view of, Finds& finds) const;

    store::Answers answers_;
    std::vector<Person> people_;
    std::map<ContactId, std::size_t> places_;
    using Index = std::unordered_map<std::string, std::vector<std::size_t>>;
    Index by_digits_;
    Index by_kin_;
    Index by_first_name_;
    std::map<std::size_t, std::vector<std::string>> numbers_;
    std::map<std::string, int> called_;                                      ///< how many have the name, folded
    std::multimap<std::size_t, std::pair<std::size_t, std::string>> shared_; ///< with whom an address, and which
};

enum class Asked { all, contacts };
/// `Asked::contacts`: only which contacts may be one person.
wire::SuggestionList list_suggestions(const App& app, Asked which, std::int64_t offset, std::int64_t limit);

/// Never suggested again: a handle and a contact, or two contacts.
wire::Done reject_suggestion(App& app, const wire::RejectRequest& request);

} // namespace blend::agenda
