#include "tests/contract/schema.hpp"

#include <algorithm>
#include <map>

namespace blend::contract {

namespace {

using nlohmann::json;
using Misfits = std::vector<std::string>;

class Reader {
public:
    explicit Reader(const json& document) : document_{document} {}

    void read(const json& value, const json& schema, const std::string& where)
    {
        if (schema.is_boolean()) {
            if (!schema.get<bool>()) complain(where, "may not be here");
            return;
        }
        for (const auto& [keyword, rule] : schema.items()) {
            const auto found = rules().find(keyword);
            if (found == rules().end())
                complain(where, "the schema has a keyword that is not checked: " + keyword);
            else if (found->second != nullptr)
                (this->*found->second)(value, rule, schema, where);
        }
    }

    Misfits take() { return std::move(misfits_); }

private:
    using Rule = void (Reader::*)(const json& value, const json& rule, const json& schema, const std::string& where);

    static const std::map<std::string, Rule>& rules()
    {
        static const std::map<std::string, Rule> all{
            {"$ref", &Reader::reference},
            {"type", &Reader::type},
            {"properties", &Reader::properties},
            {"required", &Reader::required},
            {"additionalProperties", &Reader::other_properties},
            {"items", &Reader::items},
            {"enum", &Reader::one_word_of},
            {"const", &Reader::constant},
            {"minimum", &Reader::minimum},
            {"maximum", &Reader::maximum},
            {"oneOf", &Reader::one_of},
            {"anyOf", &Reader::any_of},
            {"description", nullptr},
        };
        return all;
    }

    void complain(const std::string& where, const std::string& what)
    {
        misfits_.push_back((where.empty() ? "/" : where) + ": " + what);
    }

    bool fits(const json& value, const json& schema) const
    {
        Reader reader{document_};
        reader.read(value, schema, "");
        return reader.misfits_.empty();
    }

    void reference(const json& value, const json& rule, const json&, const std::string& where)
    {
        const auto target = rule.get<std::string>();
        const json::json_pointer pointer{target.substr(target.find('#') + 1)};
        if (!document_.contains(pointer))
            complain(where, "the schema points to nothing: " + target);
        else
            read(value, document_.at(pointer), where);
    }

    static bool is_of(const json& value, const std::string& type)
    {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "number") return value.is_number();
        if (type == "integer") return value.is_number_integer();
        if (type == "boolean") return value.is_boolean();
        return type == "null" && value.is_null();
    }

    void type(const json& value, const json& rule, const json&, const std::string& where)
    {
        const auto fits_type = [&](const json& each) { return is_of(value, each.get<std::string>()); };
        if (rule.is_array() ? std::ranges::none_of(rule, fits_type) : !fits_type(rule))
            complain(where, "wants " + rule.dump() + ", is " + value.type_name());
    }

    void properties(const json& value, const json& rule, const json& schema, const std::string& where)
    {
        if (!value.is_object()) return;
        for (const auto& [name, property] : rule.items()) {
            // Missing and null mean the same for what is not required.
            if (!value.contains(name) || (value[name].is_null() && !is_required(schema, name))) continue;
            read(value[name], property, where + "/" + name);
        }
    }

    static bool is_required(const json& schema, const std::string& name)
    {
        if (!schema.contains("required")) return false;
        const json& names = schema["required"];
        return std::ranges::find(names, json(name)) != names.end();
    }

    void required(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (!value.is_object()) return;
        for (const json& name : rule)
            if (!value.contains(name.get<std::string>())) complain(where, "lacks " + name.get<std::string>());
    }

    void other_properties(const json& value, const json& rule, const json& schema, const std::string& where)
    {
        if (!value.is_object()) return;
        for (const auto& [name, property] : value.items()) {
            if (schema.contains("properties") && schema["properties"].contains(name)) continue;
            if (rule == false)
                complain(where, "has a field that is not declared: " + name);
            else
                read(property, rule, where + "/" + name);
        }
    }

    void items(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (!value.is_array()) return;
        for (std::size_t at = 0; at < value.size(); ++at) read(value[at], rule, where + "/" + std::to_string(at));
    }

    void one_word_of(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (std::ranges::find(rule, value) == rule.end()) complain(where, "is none of " + rule.dump());
    }

    void constant(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (value != rule) complain(where, "is not " + rule.dump());
    }

    void minimum(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (value.is_number() && value.get<double>() < rule.get<double>()) complain(where, "is under " + rule.dump());
    }

    void maximum(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (value.is_number() && value.get<double>() > rule.get<double>()) complain(where, "is over " + rule.dump());
    }

    void one_of(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (std::ranges::count_if(rule, [&](const json& each) { return fits(value, each); }) != 1)
            complain(where, "does not fit exactly one of the choices");
    }

    void any_of(const json& value, const json& rule, const json&, const std::string& where)
    {
        if (std::ranges::none_of(rule, [&](const json& each) { return fits(value, each); }))
            complain(where, "fits none of the choices");
    }

    const json& document_;
    Misfits misfits_;
};

} // namespace

std::vector<std::string> misfits(const json& value, const json& schema, const json& document)
{
    Reader reader{document};
    reader.read(value, schema, "");
    return reader.take();
}

} // namespace blend::contract
