// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/manifests/neutral/vocabulary.h"
#include "core/model/model.h"
#include "core/model/property_table.h"

// What the JSON Schemas must say of the neutral vocabulary, made from the tables that the program
// uses.
namespace limn::test {

using Json = nlohmann::ordered_json;

inline Json reference(std::string_view definition) {
    return {{"$ref", "#/definitions/" + std::string(definition)}};
}
inline Json textSchema(std::string_view description) {
    return {{"description", description}, {"type", "string"}};
}
template <typename Words> Json choiceSchema(std::string_view description, const Words& words) {
    Json schema{{"description", description}, {"enum", Json::array()}};
    for (const std::string_view word : words)
        schema["enum"].push_back(word);
    return schema;
}

// A property as a manifest may write it, or as the model gives it: there a text has been made of a
// figure, a list of a single text, and a figure out of its range is kept, with a problem.
enum class Written { InManifest, InModel };

inline Json propertySchema(const PropertyInfo& info, Written where) {
    const bool strict = where == Written::InManifest;
    Json type;
    switch (info.type) {
    case PropertyType::Text:
        type["type"] = strict ? Json{"string", "number", "boolean"} : Json("string");
        break;
    case PropertyType::Integer:
    case PropertyType::Number:
        type["type"] = info.type == PropertyType::Integer ? "integer" : "number";
        if (info.minimum != 0 || info.maximum != 0) {
            Json& range = strict ? type : type["expected"];
            range["minimum"] = static_cast<std::int64_t>(info.minimum);
            range["maximum"] = static_cast<std::int64_t>(info.maximum);
        }
        break;
    case PropertyType::Boolean:
        type["type"] = "boolean";
        break;
    case PropertyType::Choice:
        if (!strict)
            type["type"] = "string";
        (strict ? type : type["expected"])["enum"] = info.choices;
        break;
    case PropertyType::TextList: {
        const Json item{{"anyOf", {{{"type", "string"}}, reference("unknown")}}};
        type = {{"type", "array"}, {"items", item}};
        if (strict)
            type = {{"anyOf", {{{"type", "string"}}, type}}};
        break;
    }
    case PropertyType::Map:
        type["type"] = "object";
        break;
    case PropertyType::MapList:
        type = {{"type", "array"},
                {"items", {{"anyOf", {{{"type", "object"}}, reference("unknown")}}}}};
        break;
    }
    Json schema{{"description", info.meaning}};
    if (!info.unit.empty())
        schema["unit"] = info.unit;
    schema["anyOf"] = Json::array({type, reference("unknown")});
    if (strict)
        schema["anyOf"].push_back({{"type", "null"}});
    return schema;
}

template <typename Fits> Json propertyReferences(Fits fits) {
    Json all = Json::object();
    for (const PropertyInfo& info : propertyTable())
        if (fits(info))
            all[std::string(info.name)] = reference("properties/" + std::string(info.name));
    return all;
}

inline Json propertyDefinitions(Written where) {
    Json all = Json::object();
    for (const PropertyInfo& info : propertyTable())
        all[std::string(info.name)] = propertySchema(info, where);
    return all;
}

// A state of a workflow. In the model it also has its id, its place and what it uses.
inline Json stateSchema(Written where) {
    const bool strict = where == Written::InManifest;
    static constexpr std::string_view kinds[] = {"task", "choice",  "wait", "pass",   "parallel",
                                                 "map",  "succeed", "fail", "unknown"};
    const Json texts{{"type", "array"}, {"items", {{"type", "string"}}}};
    const auto ways = [](std::string_view description, const char* key, const Json& schema) {
        const Json way{{"type", "object"},
                       {"properties", {{key, schema}, {"next", {{"type", "string"}}}}},
                       {"required", {"next"}},
                       {"additionalProperties", false}};
        return Json{{"description", description}, {"type", "array"}, {"items", way}};
    };
    Json properties = Json::object();
    if (!strict)
        properties["id"] = textSchema("The workflow's id and its key: `Orders/Validate`.");
    properties["name"] = textSchema("Its name, where that is not its key.");
    properties["type"] = choiceSchema("What sort of state it is.", kinds);
    properties["start"] = {{"description", "Whether a run, or a branch, starts here."},
                           {"type", "boolean"}};
    properties["end"] = {{"description", "Whether a run, or a branch, ends here."},
                         {"type", "boolean"}};
    properties["in"] = textSchema("The key of the parallel or map state that it is in.");
    properties["branch"] = {{"description", "Which branch of a parallel state, from 1."},
                            {"type", "integer"},
                            {"minimum", 1}};
    properties["next"] = textSchema("The key of the state after it.");
    properties["choices"] =
        ways("Where a choice goes, and when.", "condition", {{"type", "string"}});
    properties["default"] = textSchema("Where a choice goes when no condition holds.");
    properties["catch"] = ways("Where it goes after which errors.", "errors", texts);
    properties.update(propertyReferences([](const PropertyInfo& info) { return info.onStates; }));
    if (!strict) {
        properties["uses"] = {{"description", "Ids of the parts it uses."},
                              {"type", "array"},
                              {"items", {{"type", "string"}}}};
        properties["at"] = reference("at");
    }
    Json schema{{"type", strict ? Json{"object", "null"} : Json("object")},
                {"properties", std::move(properties)},
                {"additionalProperties", false}};
    if (!strict)
        schema["required"] = {"id", "name", "type", "at"};
    return schema;
}

// The model's schema: properties by where they may stand. Keys that no table knows are kept as they
// stand.
inline Json withModelVocabulary(Json schema) {
    Json& definitions = schema["definitions"];
    definitions["properties"] = propertyDefinitions(Written::InModel);
    const auto object = [](Json properties) {
        return Json{{"type", "object"}, {"properties", std::move(properties)}};
    };
    definitions["node_properties"] =
        object(propertyReferences([](const PropertyInfo& info) { return info.kinds != 0; }));
    definitions["node_properties"]["properties"]["statements"] = {
        {"description", "What an identity's policies say."},
        {"type", "array"},
        {"items", reference("statement")}};
    definitions["node_properties"]["properties"]["states"] = {
        {"description", "The states of a workflow, in the order of its text."},
        {"type", "array"},
        {"items", reference("state")}};
    definitions["state"] = stateSchema(Written::InModel);
    definitions["edge_properties"] =
        object(propertyReferences([](const PropertyInfo& info) { return info.onEdges; }));
    definitions["group_properties"] =
        object(propertyReferences([](const PropertyInfo& info) { return info.onGroups; }));
    return schema;
}

class NeutralSchema {
public:
    // The manifest's schema: sections, parts, lines, groups and the short form.
    static Json complete(Json schema) {
        schema["type"] = "object";
        schema["properties"] = topLevel();
        schema["additionalProperties"] = false;
        Json& definitions = schema["definitions"];
        definitions["properties"] = propertyDefinitions(Written::InManifest);
        definitions["statement"] = statement();
        definitions["state"] = stateSchema(Written::InManifest);
        definitions["line"] = line();
        definitions["lines"] = {
            {"description", "Where it leads: an id, a map with `to`, or a list of those."},
            {"anyOf",
             {reference("line"),
              {{"type", "array"}, {"items", reference("line")}},
              {{"type", "null"}}}}};
        definitions["group"] = group();
        for (const neutral::Section& section : neutral::sections())
            definitions["parts"][std::string(word(section.kind))] = part(section.kind);
        return schema;
    }

private:
    static Json closed(Json properties) {
        return {{"type", {"object", "null"}},
                {"properties", std::move(properties)},
                {"additionalProperties", false}};
    }

    static void addLines(Json& properties) {
        for (int i = 0; i <= static_cast<int>(EdgeKind::Observes); ++i)
            properties[std::string(word(static_cast<EdgeKind>(i)))] = reference("lines");
    }

    static Json part(NodeKind kind) {
        static constexpr std::string_view classes[] = {"entry",        "compute", "backend",
                                                       "host-centric", "outside", "automation"};
        Json properties;
        properties["name"] = textSchema(
            "What people call it; its id unless it says so, an entry point's route or schedule.");
        properties["type"] =
            neutral::subtypes(kind).empty()
                ? textSchema("What sort of its kind it is.")
                : choiceSchema("What sort of its kind it is.", neutral::subtypes(kind));
        properties["class"] = choiceSchema("Its class, where that is not its kind's.", classes);
        properties["group"] = textSchema("The id of its group.");
        properties["platform_type"] = textSchema("The platform's own type.");
        properties["statements"] = {{"description", "What it is allowed and denied."},
                                    {"type", "array"},
                                    {"items", reference("statement")}};
        if (kind == NodeKind::Workflow)
            properties["states"] = {
                {"description", "Its states, by name, in the order of the text."},
                {"type", {"object", "null"}},
                {"additionalProperties", reference("state")}};
        properties.update(
            propertyReferences([kind](const PropertyInfo& info) { return belongsTo(info, kind); }));
        addLines(properties);
        return closed(std::move(properties));
    }

    static Json group() {
        static constexpr std::string_view kinds[] = {"stack", "file",   "service",
                                                     "api",   "folder", "tag"};
        Json properties;
        properties["name"] = textSchema("What people call it; its id unless it says so.");
        properties["kind"] =
            choiceSchema("What holds its members together; `service` unless it says so.", kinds);
        properties["parent"] = textSchema("The id of the group around it.");
        properties["platform_type"] = textSchema("The platform's own type.");
        properties.update(
            propertyReferences([](const PropertyInfo& info) { return info.onGroups; }));
        addLines(properties);
        return closed(std::move(properties));
    }

    static Json line() {
        static constexpr std::string_view deliveries[] = {"sync", "async", "poll-queue",
                                                          "poll-stream", "none"};
        static constexpr std::string_view ways[] = {"declared", "policy", "environment", "source"};
        Json properties;
        properties["to"] = textSchema("The id of a part or group.");
        properties["delivery"] = choiceSchema(
            "How work crosses, where that does not follow from its start.", deliveries);
        const Json way =
            choiceSchema("How the relation is known; `declared` unless it says so.", ways);
        properties["how"] = {{"anyOf", {way, {{"type", "array"}, {"items", way}}}}};
        properties.update(
            propertyReferences([](const PropertyInfo& info) { return info.onEdges; }));
        const Json map{{"type", "object"},
                       {"properties", std::move(properties)},
                       {"required", {"to"}},
                       {"additionalProperties", false}};
        return {{"anyOf", {{{"type", "string"}}, map}}};
    }

    static Json statement() {
        const Json items{{"anyOf",
                          {reference("statement_item"),
                           {{"type", "array"}, {"items", reference("statement_item")}}}}};
        Json properties;
        properties["effect"] = {{"enum", {"allow", "deny"}}};
        properties["origin"] = textSchema("Where it comes from: `inline policy Name` …");
        properties["conditional"] = {{"description", "Whether a condition may narrow it."},
                                     {"type", "boolean"}};
        for (const StatementList& list : statementLists)
            properties[std::string(list.name)] = items;
        return {{"type", "object"},
                {"properties", std::move(properties)},
                {"additionalProperties", false}};
    }

    static Json ids(std::string_view description, const Json& part) {
        return {{"description", description},
                {"type", {"object", "null"}},
                {"additionalProperties", part}};
    }

    static Json topLevel() {
        Json top;
        top["limn"] = {{"description", "The version of the form."}, {"const", 1}};
        top["name"] = textSchema("What the system is called.");
        top["description"] = textSchema("What its author says about it.");
        const Json api = reference("parts/entry_point");
        top["api"] = {{"description", "Short form: what calls the one function."},
                      {"anyOf", {api, {{"type", "array"}, {"items", api}}}}};
        top["function"] = reference("parts/function");
        Json resources = Json::object();
        for (const neutral::ShortKey& key : neutral::shortKeys()) {
            const Json one{
                {"anyOf",
                 {{{"type", "string"}}, reference("parts/" + std::string(word(key.kind)))}}};
            resources[std::string(key.key)] = {
                {"anyOf", {one, {{"type", "array"}, {"items", one}}}}};
        }
        top["resources"] = closed(std::move(resources));
        top["resources"]["description"] = "Short form: what the one function uses.";
        for (const neutral::Section& section : neutral::sections())
            top[std::string(section.key)] =
                ids(std::string("Parts of kind ") + std::string(title(section.kind)) + ", by id.",
                    reference("parts/" + std::string(word(section.kind))));
        top["groups"] = ids("Boxes around parts, by id.", reference("group"));
        return top;
    }
};

} // namespace limn::test
