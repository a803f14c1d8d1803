#include "daemon/zone/messages.hpp"

#include "daemon/zone/patterns.hpp"

#include <unicode/listformatter.h>
#include <unicode/msgfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace blend::zone {

namespace {

icu::UnicodeString wide(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string narrow(const icu::UnicodeString& text)
{
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

icu::Locale locale_of(Language language) { return icu::Locale{std::string{word(language)}.c_str()}; }

/// "Amma, Ravi and Tom". The English of Britain puts no comma before the "and".
icu::UnicodeString listed(const std::vector<std::string>& names, Language language)
{
    if (names.size() == 1) return wide(names.front());
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = language == Language::en ? icu::Locale::getUK() : locale_of(language);
    const std::unique_ptr<icu::ListFormatter> formatter{icu::ListFormatter::createInstance(locale, status)};
    std::vector<icu::UnicodeString> items;
    for (const std::string& name : names) items.push_back(wide(name));
    icu::UnicodeString text;
    if (U_SUCCESS(status)) formatter->format(items.data(), static_cast<std::int32_t>(items.size()), text, status);
    return text;
}

/// The pattern read once; empty when there is none. Times are told as they come, hence the clock of Greenwich.
std::unique_ptr<icu::MessageFormat> formatter_for(std::string_view key, Language language)
{
    for (const Language each : {language, Language::en})
        for (const Pattern& pattern : patterns()) {
            if (pattern.language != each || pattern.key != key) continue;
            UErrorCode status = U_ZERO_ERROR;
            auto formatter = std::make_unique<icu::MessageFormat>(wide(pattern.text), locale_of(each), status);
            if (U_FAILURE(status)) continue;
            const std::unique_ptr<icu::StringEnumeration> names{formatter->getFormatNames(status)};
            while (const icu::UnicodeString* name = names ? names->snext(status) : nullptr)
                if (auto* date = dynamic_cast<icu::SimpleDateFormat*>(formatter->getFormat(*name, status)))
                    date->adoptTimeZone(icu::TimeZone::getGMT()->clone());
            return formatter;
        }
    return nullptr;
}

/// Making a formatter takes far longer than using it. ICU promises nothing about one formatter in two threads.
struct Formatters {
    std::mutex mutex;
    std::map<std::pair<Language, std::string>, std::unique_ptr<icu::MessageFormat>> all;
};

Formatters& formatters()
{
    static Formatters known;
    return known;
}

struct Arguments {
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;

    void add(std::string_view name, icu::Formattable value)
    {
        names.push_back(wide(name));
        values.push_back(std::move(value));
    }
};

Arguments arguments_of(const Sentence& sentence, Language language)
{
    Arguments arguments;
    for (const auto& [name, each] : sentence.names) arguments.add(name, icu::Formattable{listed(each, language)});
    for (const auto& [name, each] : sentence.words) arguments.add(name, icu::Formattable{wide(each)});
    for (const auto& [name, each] : sentence.numbers) arguments.add(name, icu::Formattable{each});
    for (const auto& [name, each] : sentence.times)
        if (const auto time = parse_iso_local(each))
            arguments.add(name, icu::Formattable{static_cast<UDate>(time->time_since_epoch().count()) * 1000.0,
                                                 icu::Formattable::kIsDate});
    for (const auto& [name, each] : sentence.phrases) arguments.add(name, icu::Formattable{wide(say(each, language))});
    return arguments;
}

} // namespace

Language system_language()
{
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(variable);
        if (value == nullptr || *value == '\0') continue;
        const std::string_view text{value};
        return from_word<Language>(text.substr(0, text.find_first_of("_.@"))).value_or(Language::en);
    }
    return Language::en;
}

std::string say(const Sentence& sentence, Language language)
{
    const Arguments arguments = arguments_of(sentence, language);
    Formatters& known = formatters();
    const std::lock_guard lock{known.mutex};
    auto [found, is_new] = known.all.try_emplace({language, sentence.key});
    if (is_new) found->second = formatter_for(sentence.key, language);
    if (!found->second) return sentence.key;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text;
    found->second->format(arguments.names.data(), arguments.values.data(),
                          static_cast<std::int32_t>(arguments.values.size()), text, status);
    return U_SUCCESS(status) ? narrow(text) : sentence.key;
}

std::string say(std::span<const Sentence> said, Language language)
{
    std::string text;
    for (const Sentence& each : said) text += (text.empty() ? "" : " ") + say(each, language);
    return text;
}

} // namespace blend::zone
