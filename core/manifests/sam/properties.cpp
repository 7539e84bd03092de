// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/properties.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/model/property_table.h"

namespace limn::sam {
namespace {

std::optional<double> amount(const Value& value) {
    if (value.isNumber())
        return value.number();
    const std::string* text = value.string();
    if (!text || text->empty())
        return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size())
        return std::nullopt;
    return number;
}

Value numberValue(double number) {
    if (number == std::floor(number) && std::abs(number) < 9e15)
        return static_cast<std::int64_t>(number);
    return number;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' ? '_' : c;
    return out;
}

std::optional<bool> flag(const Value& value) {
    if (const bool* known = value.boolean())
        return *known;
    if (!value.string())
        return std::nullopt;
    const std::string word = lower(*value.string());
    if (word == "true" || word == "active" || word.starts_with("enabled") ||
        word == "publishedversions" || word == "running")
        return true;
    if (word == "false" || word == "passthrough" || word == "disabled" || word == "suspended" ||
        word == "none" || word == "stopped")
        return false;
    return std::nullopt;
}

std::string word(std::string_view text) {
    struct Other {
        std::string_view theirs, ours;
    };
    static constexpr std::array<Other, 6> others{{{"pay_per_request", "on_demand"},
                                                  {"none", "off"},
                                                  {"fatal", "error"},
                                                  {"retainexceptoncreate", "retain"},
                                                  {"messageattributes", "attributes"},
                                                  {"messagebody", "body"}}};
    std::string out = lower(text);
    for (const Other& other : others)
        if (other.theirs == out)
            return std::string(other.ours);
    return out;
}

// A list of texts, each as the manifest has it; one text is a list of itself.
Value listValue(const Value& value) {
    const auto item = [](const Value& v) {
        return v.string() || v.unknown() ? v : Value(v.display());
    };
    ValueList list;
    if (const ValueList* items = value.list())
        std::transform(items->begin(), items->end(), std::back_inserter(list), item);
    else
        list.push_back(item(value));
    return list;
}

// Tags of CloudFormation are a list of Key and Value.
Value mapValue(const Value& value) {
    const ValueList* list = value.list();
    if (!list)
        return value.map() ? value : Value();
    ValueMap map;
    for (const Value& item : *list) {
        const ValueMap* entry = item.map();
        if (!entry)
            continue;
        std::pair<std::string, Value> made;
        for (const auto& [key, inner] : *entry) {
            if (key == "Key" && inner.string())
                made.first = *inner.string();
            else if (key == "Value")
                made.second = inner;
        }
        if (!made.first.empty())
            map.push_back(std::move(made));
    }
    return map;
}

Value firstOf(const Value& value) {
    const ValueList* list = value.list();
    return !list ? value : list->empty() ? Value() : list->front();
}

// The value in its neutral shape; null when it has none.
Value shaped(const Value& value, Shape shape) {
    const std::optional<double> number = amount(value);
    switch (shape) {
    case Shape::Text:
        if (value.list() || value.map())
            return {};
        return value.string() ? value : Value(value.display());
    case Shape::Number:
        return number ? numberValue(*number) : Value();
    case Shape::Minutes:
        return number ? numberValue(*number * 60) : Value();
    case Shape::Hours:
        return number ? numberValue(*number * 3600) : Value();
    case Shape::Days:
        return number ? numberValue(*number * 86400) : Value();
    case Shape::Flag:
    case Shape::IsOn: {
        const std::optional<bool> known = flag(value);
        return known ? Value(*known) : Value();
    }
    case Shape::List:
        return value.map() ? Value() : listValue(value);
    case Shape::Map:
        return mapValue(value);
    case Shape::Word:
        return value.string() ? Value(word(*value.string())) : Value();
    case Shape::FirstWord:
        return shaped(firstOf(value), Shape::Word);
    case Shape::IsThere:
        return true;
    }
    return {};
}

// What `Globals` and the resource write out is joined: lists one after the other, those of
// `Globals` first, maps by their keys. An expression of either is not looked into.
FragmentProperty joined(const Resolver& resolver, const Resource& resource, const PropertyRow& row,
                        const Written& written, FragmentProperty own) {
    const Written inherited{resolver.entry(resource.globals, row.path), Origin::Inherited};
    if (!inherited.exists() || intrinsic(inherited.entry.value) || intrinsic(written.entry.value))
        return own;
    const FragmentProperty all = property(resolver, inherited, row.name, row.shape);
    const ValueList* first = all.value.list();
    ValueList* rest = std::get_if<ValueList>(&own.value.data);
    if (first && rest)
        rest->insert(rest->begin(), first->begin(), first->end());
    const ValueMap* under = all.value.map();
    ValueMap* over = std::get_if<ValueMap>(&own.value.data);
    if (under && over)
        for (const auto& [key, value] : *under)
            if (std::none_of(over->begin(), over->end(),
                             [&](const auto& entry) { return entry.first == key; }))
                over->emplace_back(key, value);
    return own;
}

// Whether the resource itself has something on the way to the path that `Globals` adds nothing to:
// only plain maps are merged.
bool hides(TreeNode own, std::string_view path) {
    while (true) {
        const std::size_t dot = path.find('.');
        own = own[path.substr(0, dot)];
        if (!own.exists() || dot == std::string_view::npos)
            return false;
        if (!own.isMap() || intrinsic(own))
            return true;
        path.remove_prefix(dot + 1);
    }
}

// Whether a condition that nobody has decided may take it away.
bool mayBeNothing(TreeNode node, int depth = 0) {
    constexpr int maxDepth = 8;
    const std::optional<Intrinsic> call = intrinsic(node);
    if (!call || depth > maxDepth)
        return false;
    if (call->name == "Ref")
        return call->argument.isScalar() && call->argument.scalar() == "AWS::NoValue";
    return call->name == "If" && call->argument.isSequence() && call->argument.size() == 3 &&
           (mayBeNothing(call->argument.item(1), depth + 1) ||
            mayBeNothing(call->argument.item(2), depth + 1));
}

} // namespace

Span valueSpan(TreeNode node) { return intrinsic(node) ? node.fullSpan() : node.span(); }

Written written(const Resolver& resolver, const Resource& resource, std::string_view path) {
    if (TreeEntry own = resolver.entry(resource.properties, path); own.value.exists())
        return {own, Origin::Written};
    if (!resource.globals.exists() || hides(resource.properties, path))
        return {};
    return {resolver.entry(resource.globals, path), Origin::Inherited};
}

FragmentProperty property(const Resolver& resolver, const Written& written, std::string_view name,
                          Shape shape) {
    const TreeNode node = written.entry.value;
    if (!node.exists() || node.isNull())
        return {};
    Value raw = resolver.value(node);
    if (raw.isNull())
        return {};
    FragmentProperty made;
    if (raw.unknown() && (shape != Shape::IsThere || mayBeNothing(node)))
        made.value = intrinsic(node) ? Value(resolver.unknown(node)) : std::move(raw);
    else
        made.value = shaped(std::move(raw), shape);
    // A word that the table does not have is as unknown; a number out of range stays what it is.
    const PropertyInfo* info = findProperty(name);
    if (info && !made.value.isNumber() && !accepts(*info, made.value))
        made.value = {};
    if (made.value.isNull()) // of the wrong type: what it means is not known, what it says is
        made.value = resolver.unknown(node);
    made.key = name;
    made.at = valueSpan(node);
    made.keyAt = written.entry.key.span();
    made.origin = written.origin;
    return made;
}

std::vector<FragmentProperty> properties(const Resolver& resolver, TreeNode node,
                                         std::span<const PropertyRow> rows) {
    std::vector<FragmentProperty> out;
    for (const PropertyRow& row : rows) {
        FragmentProperty made = property(
            resolver, {resolver.entry(node, row.path), Origin::Written}, row.name, row.shape);
        if (!made.key.empty())
            out.push_back(std::move(made));
    }
    return out;
}

std::vector<FragmentProperty> properties(const Resolver& resolver, const Resource& resource,
                                         std::span<const PropertyRow> rows) {
    std::vector<FragmentProperty> out;
    for (const PropertyRow& row : rows) {
        // The first row of a name that says something wins.
        if (std::any_of(out.begin(), out.end(), [&](const auto& p) { return p.key == row.name; }))
            continue;
        const Written own = written(resolver, resource, row.path);
        FragmentProperty made = property(resolver, own, row.name, row.shape);
        const bool isCollection = row.shape == Shape::List || row.shape == Shape::Map;
        if (isCollection && own.exists() && own.origin == Origin::Written)
            made = joined(resolver, resource, row, own, std::move(made));
        if (!made.key.empty())
            out.push_back(std::move(made));
    }
    return out;
}

FragmentProperty derived(std::string_view name, Value value, Span at) {
    FragmentProperty made;
    made.key = name;
    made.value = std::move(value);
    made.at = at;
    made.origin = Origin::Derived;
    return made;
}

} // namespace limn::sam
