#pragma once

// A SQLite database that a phone or computer wrote, read without trusting it. Hides where it is copied to.
//
// The file and the log beside it (NAME-wal), in which the newest records may still lie, are copied to a private folder:
// the original is never opened by SQLite, which would write beside it. The copy has no name any more once it is open,
// so that nothing of it outlives the program, however that ends; what is cut off while it is being made stays below
// Context::copies. Damage is a Problem{bad_input}, never a crash.

#include "daemon/intake/observation.hpp"
#include "daemon/store/sqlite.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace blend::intake {

class ForeignDatabase {
public:
    /// Throws Problem{bad_input} when it is no database.
    ForeignDatabase(const Input& input, const Context& context, Sink& sink);

    /// Whether there is a table of this name; a view is none.
    bool has(const std::string& table) const;

    /// "name" when the table has such a column, else `otherwise`: databases of every age lack some.
    std::string column(const std::string& table, const std::string& name, const std::string& otherwise) const;

    /// Each row of a SELECT without ORDER BY, in the order of its first column, which is `rowid` in its FROM. Where a
    /// page is damaged, what lies behind it is read from the other end; false then. Throws Problem{bad_input} when a
    /// column is not there.
    bool each_row(const std::string& select, const std::string& rowid,
                  const std::function<void(const store::Row&)>& take) const;

    /// The rows of a small table, damage ignored.
    void each(const std::string& select, const std::function<void(const store::Row&)>& take) const;

private:
    store::Connection database_;
};

/// Whether the head of a file is that of a database whose schema has all of these words in it.
bool is_database_with(std::string_view head, std::initializer_list<std::string_view> words);

/// A database of one of these names, its NAME-wal and its NAME-shm belong together: what all three begin with, when
/// `name` is one of them.
std::optional<std::string> database_home(std::string_view name, std::initializer_list<std::string_view> files);

/// Tells the sink that some rows could not be read.
void tell_damage(Sink& sink);

} // namespace blend::intake
