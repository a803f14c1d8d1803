#include "daemon/intake/people/contact_columns.hpp"

#include "daemon/intake/files/ascii.hpp"
#include "daemon/intake/files/charset.hpp"
#include "daemon/intake/people/profile_page.hpp"
#include "daemon/zone/letters.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace blend::intake {
namespace {

using Phrases = std::span<const std::string_view>;

// Headings are compared folded, with digits and signs taken out: "E-Mail 2: Adresse" is "e mail adresse".

/// Nobody is reached there, or somebody else is.
constexpr auto unwanted = std::to_array<std::string_view>({"fax",
                                                           "telefax",
                                                           "telecopie",
                                                           "telex",
                                                           "pager",
                                                           "isdn",
                                                           "rnis",
                                                           "rdsi",
                                                           "tty",
                                                           "tdd",
                                                           "semafoon",
                                                           "yomi",
                                                           "phonetic",
                                                           "assistant",
                                                           "assistent",
                                                           "assistente",
                                                           "asistente",
                                                           "adjoint",
                                                           "manager",
                                                           "spouse",
                                                           "conjoint",
                                                           "children",
                                                           "referred",
                                                           "emergency",
                                                           "mailing",
                                                           "mariage",
                                                           "wedding",
                                                           "anniversary",
                                                           "jahrestag",
                                                           "radiomessagerie",
                                                           "cercapersone",
                                                           "localizador",
                                                           "telefon firma",
                                                           "telephone societe",
                                                           "telefono societa",
                                                           "societa telefono",
                                                           "company main",
                                                           "centralita",
                                                           "principal da empresa",
                                                           "horgeschadigte",
                                                           "horbehinderte",
                                                           "teletipo",
                                                           "disabili",
                                                           "hoofdtelefoon bedrijf",
                                                           "callback",
                                                           "referenz",
                                                           "group membership"});
constexpr auto foreign = std::to_array<std::string_view>(
    {"duration", "dauer",  "duree",  "duracion", "durata",      "duur",         "join",
     "leave",    "joined", "call",   "calls",    "direction",   "timestamp",    "message",
     "content",  "body",   "anruf",  "appel",    "user action", "connected on", "conversation",
     "amount",   "start",  "others", "channel",  "latitude",    "interaction"});
constexpr auto foreign_alone =
    std::to_array<std::string_view>({"date", "time", "at", "datum", "uhrzeit", "datetime", "date time", "zeit", "heure",
                                     "hora", "fecha", "ora", "from", "to"});
constexpr auto labels = std::to_array<std::string_view>({"type", "typ", "tipo", "label", "service", "servicio"});
constexpr auto shown_names = std::to_array<std::string_view>(
    {"display", "angezeigter", "anzeigename", "pantalla", "nom complet", "visualizzato", "exibicao", "weergavenaam"});
constexpr auto mails =
    std::to_array<std::string_view>({"e mail", "e mails", "email", "emails", "mail", "correo", "messagerie", "courriel",
                                     "mailadres", "posta elettronica", "correio", "emailadres"});
constexpr auto phones = std::to_array<std::string_view>(
    {"phone",          "phones",        "telephone",     "telefon",     "telefono",       "telefone",
     "telefoon",       "tel",           "mobile",        "mobil",       "mobiltelefon",   "mobilnummer",
     "handy",          "cell",          "cellphone",     "cellulare",   "celular",        "movil",
     "telemovel",      "mobiele",       "mobiel",        "mobieltje",   "portable",       "gsm",
     "natel",          "festnetz",      "haupttelefon",  "autotelefon", "telefonnummer",  "handynummer",
     "telefoonnummer", "hoofdtelefoon", "radiotelefoon", "rufnummer",   "radiotelephone", "phone number"});
constexpr auto phones_alone = std::to_array<std::string_view>(
    {"number", "nummer", "numero", "ufficio", "abitazione", "particular", "auto", "phone no"});
constexpr auto birth_years =
    std::to_array<std::string_view>({"birth year", "geburtsjahr", "annee de naissance", "ano de nacimiento",
                                     "anno di nascita", "ano de nascimento", "geboortejaar"});
constexpr auto birth_months =
    std::to_array<std::string_view>({"birth month", "geburtsmonat", "mois de naissance", "mes de nacimiento",
                                     "mese di nascita", "mes de nascimento", "geboortemaand"});
constexpr auto birthdays = std::to_array<std::string_view>(
    {"birthday", "birthdate", "birth date", "birth day", "date of birth", "dob", "geburtstag", "geburtsdatum",
     "anniversaire", "naissance", "cumpleanos", "nacimiento", "compleanno", "nascita", "nascimento", "verjaardag",
     "geboortedatum", "geboortedag"});
constexpr auto pages =
    std::to_array<std::string_view>({"website", "web page", "webseite", "homepage", "url", "site web", "pagina web",
                                     "sito web", "sitio web", "profile", "linkedin", "web"});
constexpr auto messengers = std::to_array<std::string_view>({"im", "instant messenger", "messenger"});

constexpr auto full_names = std::to_array<std::string_view>({"full name",
                                                             "display name",
                                                             "contact name",
                                                             "contact",
                                                             "person",
                                                             "nom complet",
                                                             "nombre completo",
                                                             "nome completo",
                                                             "volledige naam",
                                                             "anzeigename",
                                                             "vollstandiger name",
                                                             "nom et prenom",
                                                             "nom affiche",
                                                             "nombre para mostrar",
                                                             "nome visualizzato",
                                                             "nome da exibicao",
                                                             "weergavenaam",
                                                             "fullname",
                                                             "displayname",
                                                             "kontakt",
                                                             "contacto",
                                                             "contatto",
                                                             "contato"});
/// The whole name, or what its other part is not.
constexpr auto some_names = std::to_array<std::string_view>({"name", "nom", "nombre", "nome", "naam"});
constexpr auto given_names = std::to_array<std::string_view>(
    {"first name", "given name", "firstname", "givenname", "forename", "vorname", "voornaam", "prenom", "primer nombre",
     "nombre de pila", "primeiro nome", "nome proprio", "nome di battesimo"});
constexpr auto middle_names = std::to_array<std::string_view>(
    {"middle name", "middlename", "additional name", "weitere vornamen", "zweiter vorname", "deuxieme prenom",
     "autres prenoms", "segundo nombre", "secondo nome", "segundo nome", "nome do meio", "middelste naam",
     "tweede voornaam", "tussenvoegsel"});
constexpr auto family_names = std::to_array<std::string_view>(
    {"last name", "family name", "lastname", "familyname", "surname", "nachname", "familienname", "achternaam",
     "nom de famille", "apellidos", "apellido", "primer apellido", "segundo apellido", "cognome", "sobrenome"});
constexpr auto nicknames =
    std::to_array<std::string_view>({"nickname", "nick name", "nick", "spitzname", "surnom", "pseudonyme", "apodo",
                                     "alias", "soprannome", "bijnaam", "roepnaam", "alcunha"});
constexpr auto organisations = std::to_array<std::string_view>(
    {"organization name", "organization", "organisation", "company", "company name", "firma", "unternehmen", "societe",
     "entreprise", "empresa", "compania", "organizacion", "azienda", "societa", "ditta", "bedrijf", "organisatie",
     "organisme"});

/// Headings of languages that write the day before the month.
constexpr auto day_first_words = std::to_array<std::string_view>(
    {"vorname",    "nachname",   "prenom",     "nom",        "nombre",       "apellidos",    "nome",
     "cognome",    "sobrenome",  "voornaam",   "achternaam", "naam",         "geburtstag",   "anniversaire",
     "cumpleanos", "compleanno", "nascimento", "verjaardag", "geburtsdatum", "geboortedatum"});

std::string plain(std::string_view heading)
{
    std::string text = zone::folded(to_utf8(heading, {}));
    std::string result;
    for (const char each : text) {
        const bool letter = (each >= 'a' && each <= 'z') || (each & 0x80) != 0;
        if (letter)
            result += each;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    if (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

/// As whole words.
bool has(std::string_view heading, Phrases phrases)
{
    return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
        for (auto at = heading.find(phrase); at != std::string_view::npos; at = heading.find(phrase, at + 1)) {
            const auto end = at + phrase.size();
            if ((at == 0 || heading[at - 1] == ' ') && (end == heading.size() || heading[end] == ' ')) return true;
        }
        return false;
    });
}

bool is(std::string_view heading, Phrases phrases)
{
    return std::find(phrases.begin(), phrases.end(), heading) != phrases.end();
}

bool is_foreign(std::string_view heading) { return has(heading, foreign) || is(heading, foreign_alone); }

Holds of_reach(std::string_view heading)
{
    if (has(heading, mails)) {
        if (has(heading, labels)) return Holds::label;
        return has(heading, shown_names) || heading.ends_with(" name") ? Holds::nothing : Holds::email;
    }
    if (has(heading, messengers)) return has(heading, labels) ? Holds::label : Holds::messenger;
    if (has(heading, phones) || is(heading, phones_alone)) return has(heading, labels) ? Holds::label : Holds::phone;
    return has(heading, pages) ? Holds::page : Holds::nothing;
}

/// Names that may be whole or parts of one stay `full_name` here and are settled later.
Holds meaning(std::string_view heading)
{
    static const std::pair<Holds, Phrases> exact[] = {
        {Holds::full_name, some_names},      {Holds::full_name, full_names},     {Holds::given_name, given_names},
        {Holds::middle_name, middle_names},  {Holds::family_name, family_names}, {Holds::nickname, nicknames},
        {Holds::organisation, organisations}};
    for (const auto& [holds, words] : exact)
        if (is(heading, words)) return holds;
    if (has(heading, unwanted)) return Holds::nothing;
    if (has(heading, birth_years)) return Holds::birth_year;
    if (has(heading, birth_months)) return Holds::birth_month;
    if (has(heading, birthdays)) return Holds::birthday;
    return of_reach(heading);
}

bool is_date(std::string_view cell)
{
    return cell.size() >= 8 && std::count_if(cell.begin(), cell.end(), is_digit) >= 5 &&
           std::all_of(cell.begin(), cell.end(),
                       [](char each) {
                           return is_digit(each) || std::string_view{"-./"}.find(each) != std::string_view::npos;
                       }) &&
           std::count_if(cell.begin(), cell.end(), [](char each) { return !is_digit(each); }) == 2;
}

bool is_word(std::string_view cell)
{
    return !cell.empty() && std::none_of(cell.begin(), cell.end(), is_digit) &&
           cell.find('@') == std::string_view::npos;
}

} // namespace

bool looks_like_email(std::string_view cell)
{
    const auto at = cell.find('@');
    return at != std::string_view::npos && at > 0 && cell.find('.', at) != std::string_view::npos &&
           cell.find('@', at + 1) == std::string_view::npos;
}

bool looks_like_phone(std::string_view cell)
{
    constexpr std::ptrdiff_t fewest = 5;
    const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
    return digits >= fewest && !is_date(cell) && std::all_of(cell.begin(), cell.end(), [](char each) {
               return is_digit(each) || std::string_view{"+-()./ "}.find(each) != std::string_view::npos;
           });
}

ContactColumns ContactColumns::named(Cells headings)
{
    ContactColumns result;
    for (const std::string& each : headings) {
        const std::string heading = plain(each);
        ContactColumn column{meaning(heading), {}, {}};
        if (const auto service = service_named(heading)) column = {Holds::messenger, {}, service};
        if (is_foreign(heading)) result.foreign_ = true;
        // What only other languages than English call so.
        if (column.holds != Holds::nothing && has(heading, day_first_words)) result.day_first_ = true;
        result.columns_.push_back(column);
    }
    // A weak word: the wedding in Spanish and Italian, the birthday in Portuguese.
    if (result.count(Holds::birthday) == 0)
        for (std::size_t at = 0; at < headings.size(); ++at)
            if (plain(headings[at]) == "aniversario") result.columns_[at].holds = Holds::birthday;
    // The family name in Portugal, the nickname in Brazil.
    for (std::size_t at = 0; at < headings.size(); ++at)
        if (plain(headings[at]) == "apelido")
            result.columns_[at].holds = result.count(Holds::family_name) > 0 ? Holds::nickname : Holds::family_name;
    for (std::size_t at = 0; at < headings.size(); ++at)
        if (is(plain(headings[at]), some_names) && result.count(Holds::full_name) == 1) result.settle_names();
    result.settle_birthday();
    result.join_labels(headings);
    return result;
}

/// "Name; Vorname" or "Nombre, Apellidos": the one word is the other half.
void ContactColumns::settle_names()
{
    const bool given = count(Holds::given_name) > 0;
    const bool family = count(Holds::family_name) > 0;
    if (given == family) return;
    for (ContactColumn& column : columns_)
        if (column.holds == Holds::full_name) column.holds = given ? Holds::family_name : Holds::given_name;
}

/// Thunderbird has year, month and day apart, and calls the day in German as others the whole birthday.
void ContactColumns::settle_birthday()
{
    if (count(Holds::birth_month) == 0) return;
    for (ContactColumn& column : columns_)
        if (column.holds == Holds::birthday) column.holds = Holds::birth_day;
}

void ContactColumns::join_labels(Cells headings)
{
    const auto beginning = [&](std::size_t at) { return headings[at].substr(0, headings[at].rfind(" - ")); };
    std::map<std::string, std::size_t> known;
    for (std::size_t at = 0; at < columns_.size(); ++at)
        if (columns_[at].holds == Holds::label) known[beginning(at)] = at; // "IM 1 - Type", then its service
    for (std::size_t at = 0; at < columns_.size(); ++at)
        if (const auto label = known.find(beginning(at)); label != known.end() && label->second != at)
            columns_[at].label = label->second;
}

ContactColumns ContactColumns::guessed(const std::vector<std::vector<std::string>>& rows)
{
    struct Tally {
        std::size_t emails{}, phones{}, dates{}, words{}, blanks{}, any{};
    };
    std::vector<Tally> tallies;
    for (const auto& row : rows) {
        tallies.resize(std::max(tallies.size(), row.size()));
        for (std::size_t at = 0; at < row.size(); ++at) {
            const std::string_view cell = stripped(row[at]);
            Tally& tally = tallies[at];
            if (cell.empty()) continue;
            ++tally.any;
            tally.emails += looks_like_email(cell) ? 1 : 0;
            tally.phones += looks_like_phone(cell) ? 1 : 0;
            tally.dates += is_date(cell) ? 1 : 0;
            tally.words += is_word(cell) ? 1 : 0;
            tally.blanks += is_word(cell) && cell.find(' ') != std::string_view::npos ? 1 : 0;
        }
    }
    ContactColumns result;
    const auto most = [](std::size_t some, const Tally& tally) { return some > 0 && some * 2 > tally.any; };
    std::vector<std::size_t> texts; // before the first address
    bool reached = false;
    for (std::size_t at = 0; at < tallies.size(); ++at) {
        const Tally& tally = tallies[at];
        Holds holds = Holds::nothing;
        if (most(tally.emails, tally))
            holds = Holds::email;
        else if (most(tally.phones, tally))
            holds = Holds::phone;
        else if (most(tally.dates, tally))
            holds = Holds::birthday;
        else if (most(tally.words, tally) && (!reached || texts.empty()))
            texts.push_back(at);
        reached = reached || holds == Holds::email || holds == Holds::phone;
        result.columns_.push_back({holds, {}, {}});
    }
    if (texts.empty()) return result;
    const bool whole = texts.size() == 1 || most(tallies[texts[0]].blanks, tallies[texts[0]]);
    result.columns_[texts[0]].holds = whole ? Holds::full_name : Holds::given_name;
    if (!whole) result.columns_[texts[1]].holds = Holds::family_name;
    return result;
}

std::size_t ContactColumns::count(Holds what) const
{
    return static_cast<std::size_t>(std::count_if(columns_.begin(), columns_.end(),
                                                  [what](const ContactColumn& each) { return each.holds == what; }));
}

bool ContactColumns::fit() const
{
    for (const Holds what : {Holds::full_name, Holds::given_name, Holds::family_name, Holds::email, Holds::phone})
        if (count(what) > 0) return true;
    return false;
}

int ContactColumns::sureness() const
{
    if (foreign_) return 0;
    const std::size_t reach = count(Holds::email) + count(Holds::phone) + count(Holds::messenger);
    const std::size_t parts = count(Holds::given_name) + count(Holds::family_name);
    const std::size_t names = parts + count(Holds::full_name) + count(Holds::nickname);
    if (names > 0 && reach > 0) return columns_.size() >= 8 ? 80 : 70;
    if (parts >= 2) return 60;
    return reach >= 1 && names + reach >= 2 ? 50 : 0;
}

} // namespace blend::intake
