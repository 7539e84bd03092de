// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/intent.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace limn {
namespace {

using Json = nlohmann::ordered_json;
constexpr int deepestValue = 100; // levels of a property's value

std::string_view typeName(const Json& json) {
    switch (json.type()) {
    case Json::value_t::null:
        return "null";
    case Json::value_t::object:
        return "an object";
    case Json::value_t::array:
        return "a list";
    case Json::value_t::string:
        return "a text";
    case Json::value_t::boolean:
        return "true or false";
    default:
        return "a number";
    }
}

std::optional<Value> valueOf(const Json& json, int depth) {
    if (depth > deepestValue)
        return std::nullopt;
    if (json.is_boolean())
        return Value(json.get<bool>());
    if (json.is_number_unsigned()) {
        const auto number = json.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return Value(static_cast<double>(number));
        return Value(static_cast<std::int64_t>(number));
    }
    if (json.is_number_integer())
        return Value(json.get<std::int64_t>());
    if (json.is_number_float())
        return Value(json.get<double>());
    if (json.is_string())
        return Value(json.get<std::string>());
    if (json.is_array()) {
        ValueList list;
        for (const Json& item : json) {
            auto value = valueOf(item, depth + 1);
            if (!value)
                return std::nullopt;
            list.push_back(std::move(*value));
        }
        return Value(std::move(list));
    }
    if (json.is_object()) {
        if (json.size() == 1 && json.begin().key() == "unknown" && json.begin()->is_string())
            return Value(Unknown{json.begin()->get<std::string>()});
        ValueMap map;
        for (const auto& [key, item] : json.items()) {
            auto value = valueOf(item, depth + 1);
            if (!value)
                return std::nullopt;
            map.emplace_back(key, std::move(*value));
        }
        return Value(std::move(map));
    }
    return Value();
}

Json jsonOf(const Value& value) {
    if (const bool* boolean = value.boolean())
        return *boolean;
    if (const auto* integer = std::get_if<std::int64_t>(&value.data))
        return *integer;
    if (const auto* number = std::get_if<double>(&value.data))
        return *number;
    if (const std::string* text = value.string())
        return *text;
    if (const Unknown* unknown = value.unknown())
        return Json{{"unknown", unknown->expression}};
    if (const ValueList* list = value.list()) {
        Json json = Json::array();
        for (const Value& item : *list)
            json.push_back(jsonOf(item));
        return json;
    }
    if (const ValueMap* map = value.map()) {
        Json json = Json::object();
        for (const auto& [key, item] : *map)
            json[key] = jsonOf(item);
        return json;
    }
    return nullptr;
}

// Takes the fields of one intent apart and keeps the first fault. Every intent names all its
// fields, so that finish() can tell which ones are unknown.
class Fields {
public:
    Fields(const Json& json, std::string verb) : m_json(json), m_verb(std::move(verb)) {
        m_known.emplace_back("do");
    }

    std::string text(std::string_view field) {
        const Json* json = need(field);
        if (!json)
            return {};
        if (!json->is_string())
            return wrong(field, "a text", *json), std::string();
        std::string text = json->get<std::string>();
        if (text.empty())
            fail(fmt::format("\"{}\" of \"{}\" is empty", field, m_verb));
        return text;
    }

    // Missing, null and "" all say "none".
    std::string optionalText(std::string_view field) {
        const Json* json = find(field);
        if (!json || json->is_null())
            return {};
        if (!json->is_string())
            return wrong(field, "a text or null", *json), std::string();
        return json->get<std::string>();
    }

    // The field must be there, but may be null.
    std::string textOrNull(std::string_view field) {
        return need(field) ? optionalText(field) : std::string();
    }

    Value value(std::string_view field) {
        const Json* json = need(field);
        return json ? converted(field, *json) : Value();
    }

    ValueMap properties() {
        const Json* json = find("properties");
        if (!json || json->is_null())
            return {};
        if (!json->is_object())
            return wrong("properties", "an object", *json), ValueMap();
        ValueMap map;
        for (const auto& [key, item] : json->items())
            map.emplace_back(key, converted(fmt::format("properties.{}", key), item));
        return map;
    }

    template <typename T>
    T choice(std::string_view field, std::optional<T> (*parse)(std::string_view), T last) {
        const std::string text = this->text(field);
        if (m_error)
            return T{};
        if (const auto parsed = parse(text))
            return *parsed;
        std::string words;
        for (int i = 0; i <= static_cast<int>(last); ++i)
            words += fmt::format("{}{}", i ? ", " : "", word(static_cast<T>(i)));
        fail(fmt::format("\"{}\" of \"{}\" is \"{}\", which is none of {}", field, m_verb, text,
                         words));
        return T{};
    }

    Result<Intent> finish(Intent intent) {
        for (const auto& [key, item] : m_json.items())
            if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
                fail(fmt::format("\"{}\" has no field \"{}\"", m_verb, key));
        if (m_error)
            return *m_error;
        return intent;
    }

private:
    const Json* find(std::string_view field) {
        m_known.emplace_back(field);
        const auto it = m_json.find(std::string(field));
        return it == m_json.end() ? nullptr : &*it;
    }
    const Json* need(std::string_view field) {
        const Json* json = find(field);
        if (!json)
            fail(fmt::format("\"{}\" needs the field \"{}\"", m_verb, field));
        return json;
    }
    Value converted(std::string_view field, const Json& json) {
        auto value = valueOf(json, 0);
        if (!value)
            fail(fmt::format("\"{}\" of \"{}\" is nested deeper than {} levels", field, m_verb,
                             deepestValue));
        return value ? std::move(*value) : Value();
    }
    void wrong(std::string_view field, std::string_view expected, const Json& json) {
        fail(fmt::format("\"{}\" of \"{}\" must be {}, not {}", field, m_verb, expected,
                         typeName(json)));
    }
    void fail(std::string message) {
        if (!m_error)
            m_error = Error{std::move(message)};
    }

    const Json& m_json;
    std::string m_verb;
    std::vector<std::string> m_known;
    std::optional<Error> m_error;
};

Intent readAdd(Fields& fields) {
    AddNode add;
    add.kind = fields.choice("kind", nodeKind, NodeKind::Resource);
    add.subtype = fields.optionalText("subtype");
    add.name = fields.text("name");
    add.group = fields.optionalText("group");
    add.properties = fields.properties();
    return add;
}
Intent readSet(Fields& fields) {
    SetProperty set{fields.text("id"), fields.text("property"), {}};
    set.value = fields.value("value");
    return set;
}
Intent readUnset(Fields& fields) {
    return UnsetProperty{fields.text("id"), fields.text("property")};
}
Intent readConnect(Fields& fields) {
    return Connect{fields.text("from"), fields.text("to"),
                   fields.choice("kind", edgeKind, EdgeKind::Observes), fields.properties()};
}
Intent readDisconnect(Fields& fields) {
    return Disconnect{fields.text("from"), fields.text("to"),
                      fields.choice("kind", edgeKind, EdgeKind::Observes)};
}
Intent readRename(Fields& fields) { return Rename{fields.text("id"), fields.text("name")}; }
Intent readRemove(Fields& fields) { return Remove{fields.text("id")}; }
Intent readDuplicate(Fields& fields) { return Duplicate{fields.text("id"), fields.text("name")}; }
Intent readMove(Fields& fields) {
    return MoveToGroup{fields.text("id"), fields.textOrNull("group")};
}

struct Verb {
    std::string_view word;
    Intent (*read)(Fields&);
};
constexpr std::array verbs{
    Verb{"add", readAdd},
    Verb{"set", readSet},
    Verb{"unset", readUnset},
    Verb{"connect", readConnect},
    Verb{"disconnect", readDisconnect},
    Verb{"rename", readRename},
    Verb{"remove", readRemove},
    Verb{"duplicate", readDuplicate},
    Verb{"move", readMove},
};

Json propertiesOf(const ValueMap& properties) { return jsonOf(Value(properties)); }

Json print(const AddNode& add) {
    Json json{{"do", "add"}, {"kind", word(add.kind)}};
    if (!add.subtype.empty())
        json["subtype"] = add.subtype;
    json["name"] = add.name;
    if (!add.group.empty())
        json["group"] = add.group;
    if (!add.properties.empty())
        json["properties"] = propertiesOf(add.properties);
    return json;
}
Json print(const SetProperty& set) {
    Json json{{"do", "set"}, {"id", set.id}, {"property", set.property}};
    json["value"] = jsonOf(set.value);
    return json;
}
Json print(const UnsetProperty& unset) {
    return {{"do", "unset"}, {"id", unset.id}, {"property", unset.property}};
}
Json print(const Connect& connect) {
    Json json{{"do", "connect"},
              {"from", connect.from},
              {"to", connect.to},
              {"kind", word(connect.kind)}};
    if (!connect.properties.empty())
        json["properties"] = propertiesOf(connect.properties);
    return json;
}
Json print(const Disconnect& disconnect) {
    return {{"do", "disconnect"},
            {"from", disconnect.from},
            {"to", disconnect.to},
            {"kind", word(disconnect.kind)}};
}
Json print(const Rename& rename) {
    return {{"do", "rename"}, {"id", rename.id}, {"name", rename.name}};
}
Json print(const Remove& remove) { return {{"do", "remove"}, {"id", remove.id}}; }
Json print(const Duplicate& duplicate) {
    return {{"do", "duplicate"}, {"id", duplicate.id}, {"name", duplicate.name}};
}
Json print(const MoveToGroup& move) {
    Json json{{"do", "move"}, {"id", move.id}};
    json["group"] = move.group.empty() ? Json() : Json(move.group);
    return json;
}

std::string say(const AddNode& add) { return fmt::format("Add {} {}", title(add.kind), add.name); }
std::string say(const SetProperty& set) {
    return fmt::format("Set {} of {} to {}", set.property, set.id, set.value.display());
}
std::string say(const UnsetProperty& unset) {
    return fmt::format("Clear {} of {}", unset.property, unset.id);
}
std::string say(const Connect& connect) {
    return fmt::format("Connect {} to {}", connect.from, connect.to);
}
std::string say(const Disconnect& disconnect) {
    return fmt::format("Disconnect {} from {}", disconnect.from, disconnect.to);
}
std::string say(const Rename& rename) {
    return fmt::format("Rename {} to {}", rename.id, rename.name);
}
std::string say(const Remove& remove) { return fmt::format("Remove {}", remove.id); }
std::string say(const Duplicate& duplicate) {
    return fmt::format("Duplicate {} as {}", duplicate.id, duplicate.name);
}
std::string say(const MoveToGroup& move) {
    return move.group.empty() ? fmt::format("Move {} out of its group", move.id)
                              : fmt::format("Move {} to {}", move.id, move.group);
}

// The reason without the library's own prefix `[json.exception…] `.
std::string reason(const Json::exception& error) {
    const std::string_view what = error.what();
    const auto end = what.find("] ");
    return std::string(end == std::string_view::npos ? what : what.substr(end + 2));
}

} // namespace

Result<Intent> parseIntent(std::string_view text) {
    Json json;
    try {
        json = Json::parse(text);
    } catch (const Json::exception& error) {
        return Error{fmt::format("an intent must be one JSON object: {}", reason(error))};
    }
    if (!json.is_object())
        return Error{fmt::format("an intent must be one JSON object, not {}", typeName(json))};
    const auto verb = json.find("do");
    if (verb == json.end())
        return Error{"an intent needs the field \"do\""};
    if (!verb->is_string())
        return Error{fmt::format("\"do\" must be a text, not {}", typeName(*verb))};
    const std::string word = verb->get<std::string>();
    std::string words;
    for (const Verb& known : verbs) {
        if (known.word == word) {
            Fields fields(json, word);
            Intent intent = known.read(fields);
            return fields.finish(std::move(intent));
        }
        words += fmt::format("{}{}", words.empty() ? "" : ", ", known.word);
    }
    return Error{fmt::format("\"do\" is \"{}\", which is none of {}", word, words)};
}

std::string printIntent(const Intent& intent) {
    const Json json = std::visit([](const auto& one) { return print(one); }, intent);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string describe(const Intent& intent) {
    return std::visit([](const auto& one) { return say(one); }, intent);
}

} // namespace limn
