#pragma once

// One SQLite connection with typed binding and reading. Hides SQLite's prepare-bind-step protocol.
//
// Statements have no lifetime that a caller could get wrong, and each text is compiled once in the life of a
// connection: texts are constants of the source, values travel as parameters. Every failure is a Problem: a full disk,
// a damaged file and a refused constraint each in words; anything else says which SQL failed. A connection is used by
// one thread at a time.

#include "daemon/core/contact.hpp"
#include "daemon/core/problem.hpp"
#include "daemon/core/time.hpp"
#include "daemon/core/words.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace blend::store {

using Blob = std::vector<unsigned char>;

/// Of a foreign database: pages that cannot be read, though others may be.
struct Damage : Problem {
    using Problem::Problem;
};

/// One row of an answer; valid inside the callback that receives it.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_{statement} {}

    template <class T> T get(int column) const
    {
        T value{};
        read(column, value);
        return value;
    }

    bool empty(int column) const;

private:
    std::string_view text(int column) const; ///< until the next row
    void read(int column, std::int64_t& value) const;
    void read(int column, int& value) const;
    void read(int column, bool& value) const;
    void read(int column, double& value) const;
    void read(int column, std::string& value) const { value = text(column); }
    void read(int column, Blob& value) const;
    void read(int column, Instant& value) const { value = Instant{Seconds{get<std::int64_t>(column)}}; }
    void read(int column, Seconds& value) const { value = Seconds{get<std::int64_t>(column)}; }
    void read(int column, Minutes& value) const { value = Minutes{get<std::int64_t>(column)}; }
    void read(int column, Day& value) const { value = Day{std::chrono::days{get<int>(column)}}; }
    void read(int column, std::uint64_t& value) const { value = static_cast<std::uint64_t>(get<std::int64_t>(column)); }
    template <class Tag> void read(int column, Id<Tag>& value) const { value.value = get<std::int64_t>(column); }
    template <class T> void read(int column, std::optional<T>& value) const
    {
        if (!empty(column)) value = get<T>(column);
    }
    template <Worded Enum> void read(int column, Enum& value) const
    {
        const auto known = from_word<Enum>(text(column));
        if (!known)
            throw Problem{Problem::Kind::internal, "the database holds the unknown word " + get<std::string>(column)};
        value = *known;
    }

    sqlite3_stmt* statement_;
};

class Connection {
public:
    /// `foreign`: read only, and nothing in the file is trusted: not its schema, its pages or how long it takes to
    /// read. Whatever is wrong with it is a Problem{bad_input}: Damage, unless it lacks what was asked for.
    enum class Access { read_only, read_write, foreign };

    Connection(const std::filesystem::path& file, Access access);
    ~Connection();
    Connection(Connection&&) noexcept;

    /// Several statements, no parameters.
    void script(std::string_view sql);

    /// One statement; how many rows it changed.
    template <class... Parameters> int exec(std::string_view sql, const Parameters&... parameters)
    {
        Bound bound{*this, sql};
        int index = 0;
        (bound.bind(++index, parameters), ...);
        return bound.run();
    }

    template <class Map, class... Parameters>
    auto all(std::string_view sql, Map map, const Parameters&... parameters) const
    {
        Bound bound{*this, sql};
        int index = 0;
        (bound.bind(++index, parameters), ...);
        std::vector<decltype(map(std::declval<const Row&>()))> rows;
        bound.each([&](const Row& row) { rows.push_back(map(row)); });
        return rows;
    }

    /// Calls `visit` for each row without keeping them.
    template <class Visit, class... Parameters>
    void each(std::string_view sql, Visit visit, const Parameters&... parameters) const
    {
        Bound bound{*this, sql};
        int index = 0;
        (bound.bind(++index, parameters), ...);
        bound.each(visit);
    }

    template <class T, class... Parameters>
    std::optional<T> one(std::string_view sql, const Parameters&... parameters) const
    {
        std::optional<T> value;
        each(
            sql,
            [&](const Row& row) {
                if (!value && !row.empty(0)) value = row.get<T>(0);
            },
            parameters...);
        return value;
    }

    std::int64_t last_id() const;

    /// For the session and backup interfaces, inside this room only.
    sqlite3* native() const;

private:
    class Bound {
    public:
        Bound(const Connection& connection, std::string_view sql);
        ~Bound();
        Bound(const Bound&) = delete;
        void bind(int index, std::int64_t value);
        void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
        void bind(int index, unsigned long value) { bind(index, static_cast<std::int64_t>(value)); }
        void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value)); }
        void bind(int index, double value);
        void bind(int index, std::string_view value);
        void bind(int index, const std::string& value) { bind(index, std::string_view{value}); }
        void bind(int index, const char* value) { bind(index, std::string_view{value}); }
        void bind(int index, const Blob& value);
        void bind(int index, std::nullopt_t);
        void bind(int index, Instant value) { bind(index, std::int64_t{value.time_since_epoch().count()}); }
        void bind(int index, Seconds value) { bind(index, std::int64_t{value.count()}); }
        void bind(int index, Minutes value) { bind(index, std::int64_t{value.count()}); }
        void bind(int index, Day value) { bind(index, std::int64_t{value.time_since_epoch().count()}); }
        template <class Tag> void bind(int index, Id<Tag> value) { bind(index, value.value); }
        template <Worded Enum> void bind(int index, Enum value) { bind(index, word(value)); }
        template <class T> void bind(int index, const std::optional<T>& value)
        {
            if (value)
                bind(index, *value);
            else
                bind(index, std::nullopt);
        }
        int run();
        void each(const std::function<void(const Row&)>& visit);

    private:
        bool step();

        const Connection& connection_;
        std::string_view sql_;
        sqlite3_stmt* statement_{};
    };

    class Opened;
    std::unique_ptr<Opened> opened_;
};

/// Runs `work` between BEGIN IMMEDIATE and COMMIT; rolled back when it throws.
class Transaction {
public:
    /// `full`: the commit has reached the disk when it returns. `normal`: it may be lost in a power cut, never torn.
    enum class Durability { full, normal };

    Transaction(Connection& connection, Durability durability);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    void commit();

private:
    Connection& connection_;
    bool open_{true};
};

} // namespace blend::store
