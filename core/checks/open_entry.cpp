// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/open_entry.h"

#include <algorithm>
#include <array>

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

// The words that platforms have for "whoever comes".
bool isOpen(const Value& auth) {
    constexpr std::array words{"none", "anonymous", "allusers", "allauthenticatedusers", "open"};
    if (const bool* required = auth.boolean())
        return !*required;
    const std::string* text = auth.string();
    return text && std::ranges::any_of(words, [&](const char* word) { return same(*text, word); });
}

bool takesRequests(const Model& model, const Node& entry) {
    const std::string_view subtype = model.text(entry.subtype);
    return subtype == "http" || subtype == "websocket" || subtype == "graphql";
}

// A browser asks with OPTIONS before it sends what it knows; a websocket asks who is there on
// $connect alone.
bool isAskedElsewhere(const Model& model, const Node& entry) {
    const Property* method = model.property(entry, "method");
    if (method && method->value.string() && same(*method->value.string(), "OPTIONS"))
        return true;
    const Property* route = model.property(entry, "route");
    const std::string* key = route ? route->value.string() : nullptr;
    if (key && key->starts_with("OPTIONS "))
        return true;
    const bool websocket = model.text(entry.subtype) == "websocket";
    return websocket && key && *key != "$connect";
}

constexpr std::array waysOn{EdgeKind::Triggers, EdgeKind::Invokes, EdgeKind::Publishes,
                            EdgeKind::Writes};

// What its own lines lead to, else those of the APIs around it.
const Node* reachedFrom(const Judge& judge, const Node& entry) {
    const Model& model = judge.model();
    const auto partAt = [&](const Edge& edge) {
        const Node* to = judge.nodeOf(edge.to);
        return to && to->kind != NodeKind::Identity ? to : nullptr;
    };
    for (const EdgeKind kind : waysOn)
        for (const EdgeIndex at : model.edgesFrom(model.indexOf(entry)))
            if (model[at].kind == kind && partAt(model[at]))
                return partAt(model[at]);
    for (const EdgeKind kind : waysOn)
        for (const Edge* edge : judge.fromEntry(entry, kind))
            if (const Node* to = partAt(*edge))
                return to;
    return nullptr;
}

bool says(const Property* property, bool wanted) {
    const bool* flag = property ? property->value.boolean() : nullptr;
    return flag && *flag == wanted;
}

} // namespace

const Property* propertyAtEntry(const Model& model, const Node& entry, std::string_view key) {
    const Property* found = model.property(entry, key);
    for (GroupIndex at = entry.group; !found && at != GroupIndex::None; at = model[at].parent)
        if (model[at].kind == GroupKind::Api)
            found = model.property(model[at], key);
    return found;
}

// Called for every entry point by more than one check, so nothing is put into words here.
Openness opennessOf(const Judge& judge, const Node& entry) {
    const Model& model = judge.model();
    Openness openness;
    if (!takesRequests(model, entry) || isAskedElsewhere(model, entry))
        return openness;
    openness.reached = reachedFrom(judge, entry);
    if (!openness.reached)
        return openness;
    openness.answer = Openness::Answer::Closed;
    const Property* anyone = propertyAtEntry(model, entry, "public");
    const Property* key = propertyAtEntry(model, entry, "api_key_required");
    if (says(anyone, false) || says(key, true))
        return openness;
    const Property* auth = propertyAtEntry(model, entry, "auth");
    const std::optional<PlatformDefault> rule =
        auth ? std::nullopt : platformDefault(platformOf(model, entry), "auth");
    if (auth ? auth->value.unknown() || auth->value.isNull() : !rule) {
        openness.answer = Openness::Answer::Unknown;
        return openness;
    }
    if (!isOpen(auth ? auth->value : rule->value))
        return openness;
    openness.answer = Openness::Answer::Open;
    for (const Property* way : {anyone, key})
        if (way && way->value.unknown()) {
            openness.answer = Openness::Answer::Unknown;
            openness.decides = model.text(way->key);
            break;
        }
    return openness;
}

} // namespace limn
