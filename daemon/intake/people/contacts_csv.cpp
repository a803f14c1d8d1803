#include "daemon/intake/people/contacts_csv.hpp"

#include "daemon/core/problem.hpp"
#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/files/csv.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/files/text.hpp"
#include "daemon/intake/normalise.hpp"
#include "daemon/intake/people/contact_columns.hpp"
#include "daemon/intake/people/profile_page.hpp"
#include "daemon/intake/people/written_date.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace blend::intake {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The rows that lie whole within the first bytes of a file.
Rows rows_of(std::string_view head)
{
    constexpr std::size_t most = 200;
    std::istringstream stream{std::string{head}};
    Rows rows;
    read_csv(stream, [&rows](Cells row) {
        if (rows.size() < most) rows.emplace_back(row.begin(), row.end());
    });
    constexpr std::size_t whole_head = std::size_t{64} << 10;
    if (head.size() >= whole_head && rows.size() > 1) rows.pop_back();
    return rows;
}

/// A row of values where headings are expected.
bool is_data(Cells row)
{
    return std::any_of(row.begin(), row.end(), [](const std::string& cell) {
        return looks_like_email(stripped(cell)) || looks_like_phone(stripped(cell));
    });
}

/// Parts of a cell, which Google joins by " ::: ".
std::vector<std::string> values_of(std::string_view cell)
{
    constexpr std::string_view joint = ":::";
    const std::string text = to_utf8(cell, {});
    std::vector<std::string> values;
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = rest.find(joint);
        const std::string_view value = without_guard(stripped(rest.substr(0, end)));
        if (!value.empty()) values.emplace_back(value);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + joint.size());
    }
    return values;
}

/// Digits and signs, and no number that a spreadsheet has rounded (4,91711E+11).
bool may_be_phone(std::string_view value)
{
    return std::count_if(value.begin(), value.end(), is_digit) >= 3 && lower(value).find("e+") == std::string::npos &&
           value.find('@') == std::string_view::npos;
}

bool names_a_machine(std::string_view label)
{
    const std::string text = lower(label);
    return text.find("fax") != std::string::npos || text.find("pager") != std::string::npos;
}

/// A card in the making.
class Row {
public:
    Row(Cells cells, const ContactColumns& columns) : cells_{cells}, columns_{columns} {}

    Card card(std::optional<DateOrder> order, Instant now)
    {
        for (std::size_t at = 0; at < columns_.all().size() && at < cells_.size(); ++at)
            for (const std::string& value : values_of(cells_[at])) take(columns_.all()[at], value);
        for (std::size_t at = columns_.all().size(); at < cells_.size(); ++at) take_surplus(at, stripped(cells_[at]));
        card_.name = name();
        card_.birthday = birthday(order, now);
        for (Party& party : card_.handles) party.name = card_.name;
        return std::move(card_);
    }

private:
    std::string label_of(const ContactColumn& column) const
    {
        return column.label && *column.label < cells_.size() ? to_utf8(stripped(cells_[*column.label]), {})
                                                             : std::string{};
    }

    void add(HandleKind kind, std::string value)
    {
        Handle handle{kind, std::move(value)};
        const auto known = [&](const Party& party) { return party.handle == handle; };
        if (std::none_of(card_.handles.begin(), card_.handles.end(), known)) card_.handles.push_back({handle, {}});
    }

    void take(const ContactColumn& column, const std::string& value)
    {
        const auto keep = [&](std::string& part) { part += (part.empty() ? "" : " ") + value; };
        switch (column.holds) {
        case Holds::nothing:
        case Holds::label: break;
        case Holds::full_name:
            if (full_.empty()) full_ = value;
            break;
        case Holds::given_name: keep(given_); break;
        case Holds::middle_name: keep(middle_); break;
        case Holds::family_name: keep(family_); break;
        case Holds::nickname: keep(nickname_); break;
        case Holds::organisation:
            if (organisation_.empty()) organisation_ = value;
            break;
        case Holds::email: take_emails(value); break;
        case Holds::phone:
            if (may_be_phone(value) && !names_a_machine(label_of(column))) add(HandleKind::phone, value);
            break;
        case Holds::messenger: take_messenger(column, value); break;
        case Holds::page:
            if (const auto page = profile_page(value); page && page->service && !page->user.empty())
                add(*page->service, page->user);
            break;
        case Holds::birthday: birthday_ = value; break;
        case Holds::birth_year: year_ = value; break;
        case Holds::birth_month: month_ = value; break;
        case Holds::birth_day: day_ = value; break;
        }
    }

    void take_emails(std::string_view value)
    {
        for (; !value.empty();) {
            const auto end = value.find_first_of(";,");
            if (const auto email = stripped(value.substr(0, end)); looks_like_email(email))
                add(HandleKind::email, std::string{email});
            value = end == std::string_view::npos ? std::string_view{} : value.substr(end + 1);
        }
    }

    void take_messenger(const ContactColumn& column, const std::string& value)
    {
        if (const auto page = profile_page(value); page && page->service && !page->user.empty())
            return add(*page->service, page->user);
        const auto service = column.service ? column.service : service_named(label_of(column));
        if (service) add(*service, value);
    }

    /// Cells beyond the headings. Monica names the first four columns and fills those of Google's table.
    void take_surplus(std::size_t at, std::string_view cell)
    {
        constexpr std::size_t birthday_at = 14;
        constexpr std::size_t phone_at = 42;
        if (cell.empty()) return;
        const bool monica = columns_.all().size() == 4 && columns_.count(Holds::middle_name) == 1;
        if (looks_like_email(cell))
            take_emails(to_utf8(cell, {}));
        else if (monica && at == birthday_at)
            birthday_ = cell;
        else if (monica && at == phone_at && looks_like_phone(cell))
            add(HandleKind::phone, std::string{cell});
    }

    std::string name() const
    {
        const std::string parts = clean_name(given_ + " " + middle_ + " " + family_);
        for (const std::string& each : {clean_name(full_), parts, clean_name(nickname_), clean_name(organisation_)})
            if (!each.empty()) return each;
        return card_.handles.empty() ? std::string{} : clean_name(card_.handles.front().handle.value);
    }

    std::optional<YearlyDate> birthday(std::optional<DateOrder> order, Instant now) const
    {
        if (!birthday_.empty()) return written_date(birthday_, order, now);
        if (month_.empty() || day_.empty()) return std::nullopt;
        if (year_.empty()) {
            const auto two = [](std::string text) { return text.size() == 1 ? "0" + text : text; };
            return parse_yearly_date(two(month_) + "-" + two(day_));
        }
        return written_date(year_ + "-" + month_ + "-" + day_, DateOrder::ymd, now);
    }

    Cells cells_;
    const ContactColumns& columns_;
    Card card_;
    std::string full_, given_, middle_, family_, nickname_, organisation_;
    std::string birthday_, year_, month_, day_;
};

/// The order of days and months in a table; empty while nothing decides it.
class Orders {
public:
    explicit Orders(const ContactColumns& columns) : columns_{columns} {}

    void look_at(Cells row)
    {
        for (std::size_t at = 0; at < columns_.all().size() && at < row.size(); ++at)
            if (columns_.all()[at].holds == Holds::birthday)
                if (const auto shown = order_shown_by(row[at]); shown && *shown != DateOrder::ymd) {
                    (*shown == DateOrder::dmy ? day_first_ : month_first_) = true;
                }
    }

    std::optional<DateOrder> order(const Context& context) const
    {
        if (context.date_order) return context.date_order;
        if (day_first_ != month_first_) return day_first_ ? DateOrder::dmy : DateOrder::mdy;
        return columns_.day_first() && !month_first_ ? std::optional{DateOrder::dmy} : std::nullopt;
    }

private:
    const ContactColumns& columns_;
    bool day_first_{};
    bool month_first_{};
};

struct Table {
    ContactColumns columns;
    bool headed{};

    /// Words alone, in a table without headings, may be anything.
    bool holds_cards() const
    {
        return columns.fit() && (headed || columns.count(Holds::email) + columns.count(Holds::phone) > 0);
    }
};

Table table_of(const Rows& rows)
{
    if (rows.empty()) return {};
    ContactColumns named = ContactColumns::named(rows.front());
    if (named.fit() && !is_data(rows.front())) return {std::move(named), true};
    return {ContactColumns::guessed(rows), false};
}

/// Whether a line looks like a row of the table, and not like more of a note in it.
bool begins_row(Cells line, const ContactColumns& columns)
{
    constexpr std::size_t wide = 8; // no note has so many separators in a line
    if (line.size() != columns.all().size()) return false;
    if (line.size() >= wide) return true;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const std::string_view cell = stripped(line[at]);
        if (columns.all()[at].holds == Holds::email && looks_like_email(cell)) return true;
        if (columns.all()[at].holds == Holds::phone && looks_like_phone(cell)) return true;
    }
    return false;
}

int sniff(const Input& input, std::string_view head)
{
    if (input.folder || head.empty()) return 0;
    const std::string text = utf8_head(head);
    if (std::any_of(text.begin(), text.end(), [](char each) { return each >= 0 && each < '\t'; })) return 0;
    const Rows rows = rows_of(head);
    const Table table = table_of(rows);
    if (table.headed) return table.columns.sureness();
    const std::string name = lower(input.name);
    const bool named = name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt");
    return named && table.holds_cards() && table.columns.all().size() >= 2 ? 30 : 0;
}

void read(const Input& input, const Context& context, Sink& sink)
{
    const Table table = table_of(rows_of(head_of(input)));
    if (!table.holds_cards())
        throw Problem{Problem::Kind::bad_input, input.name + " has no column of names or addresses",
                      "name the columns in the first row, like name, email and phone"};
    const auto looks = [&](Cells line) { return begins_row(line, table.columns); };
    Orders orders{table.columns};
    const auto dates = input.open();
    read_csv(
        *dates, [&](Cells row) { orders.look_at(row); }, {}, looks);
    const auto order = orders.order(context);

    const auto stream = input.open();
    std::vector<std::string> headings;
    bool unread_dates = false;
    const auto take = [&](Cells row) {
        if (table.headed && headings.empty()) return headings.assign(row.begin(), row.end());
        if (table.headed && std::equal(row.begin(), row.end(), headings.begin(), headings.end()))
            return; // files joined
        const Card card = Row{row, table.columns}.card(order, context.now);
        if (card.name.empty() && card.handles.empty()) return sink.skip(Skip::empty_card);
        if (!card.birthday && !order)
            unread_dates = unread_dates || Row{row, table.columns}.card(DateOrder::dmy, context.now).birthday;
        sink.card(card);
    };
    read_csv(
        *stream, take, [&sink](std::uint64_t bytes) { sink.progress(bytes); }, looks);
    if (unread_dates)
        sink.warn("some birthdays can be read two ways and were left out; --date-order dmy or mdy says how");
}

} // namespace

const Format contacts_csv{"contacts_csv", sniff, read};

} // namespace blend::intake
