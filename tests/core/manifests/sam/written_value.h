// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/manifests/tree.h"
#include "core/model/value.h"

// What a piece of a template's text says, against the value that was made of it.
namespace limn::test {

// Values that are put together from several places of the text, or that are Limn's word for what
// stands there: their bytes are whole values, and no copy of theirs.
inline bool isGathered(std::string_view key) {
    static constexpr std::array<std::string_view, 8> keys{
        "actions", "auth", "events", "filter", "indexes", "method", "principals", "version"};
    return std::ranges::find(keys, key) != keys.end();
}

inline std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' ? '_' : c;
    return out;
}

// `!Ref x` or `{"Ref": x}`: what it comes to is the resolver's business, its bytes are not.
inline bool isCall(TreeNode node) {
    if (node.tag().starts_with('!') && !node.tag().starts_with("!!"))
        return true;
    if (!node.isMap() || node.size() != 1)
        return false;
    const std::string_view key = node.entries().front().name();
    return key == "Ref" || key.starts_with("Fn::");
}

inline bool holdsCall(TreeNode node) {
    if (isCall(node))
        return true;
    for (const TreeEntry& entry : node.entries())
        if (holdsCall(entry.value))
            return true;
    const auto items = node.items();
    return std::ranges::any_of(items, holdsCall);
}

// A word of the platform that is called otherwise in the neutral form.
inline bool isOtherWord(std::string_view theirs, std::string_view ours) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> words{
        {{"pay_per_request", "on_demand"},
         {"fatal", "error"},
         {"retainexceptoncreate", "retain"},
         {"messageattributes", "attributes"},
         {"messagebody", "body"}}};
    return std::ranges::any_of(
        words, [&](const auto& w) { return w.first == theirs && w.second == ours; });
}

inline bool agreesScalar(const Value& value, TreeNode node) {
    const std::string_view text = node.scalar();
    if (const std::string* ours = value.string())
        return *ours == text || *ours == fmt::format("${{{}}}", text) || *ours == lower(text) ||
               isOtherWord(lower(text), *ours) || *ours == node.value().display();
    if (const bool* ours = value.boolean()) {
        const std::string word = lower(text);
        for (const char* const off : {"false", "disabled", "passthrough", "suspended", "none"})
            if (word == off)
                return !*ours;
        return *ours;
    }
    if (value.isNumber()) {
        const std::optional<double> written = node.number();
        const auto is = [&](double unit) { return written && *written * unit == value.number(); };
        return is(1) || is(60) || is(3600) || is(86400);
    }
    if (const ValueList* list = value.list()) // of itself, after what Globals bring
        return !list->empty() && agreesScalar(list->back(), node);
    return false;
}

inline bool agrees(const Value& value, TreeNode node);

inline bool agreesMap(const ValueMap& map, TreeNode node) {
    const auto has = [&](std::string_view key, TreeNode written) {
        return std::ranges::any_of(map, [&](const auto& entry) {
            return entry.first == key && agrees(entry.second, written);
        });
    };
    for (const TreeNode& tag : node.items()) // `{Key: …, Value: …}`
        if (!holdsCall(tag) && !tag["Key"].scalar().empty() &&
            !has(tag["Key"].scalar(), tag["Value"]))
            return false;
    for (const TreeEntry& entry : node.entries())
        if (!has(entry.name(), entry.value))
            return false;
    return true;
}

inline bool agrees(const Value& value, TreeNode node) {
    if (const Unknown* unknown = value.unknown())
        return holdsCall(node) || !unknown->expression.empty();
    if (isCall(node) || node.kind() == TreeKind::Alias) // its value stands elsewhere
        return true;
    if (node.isScalar())
        return agreesScalar(value, node);
    if (value.boolean()) // that anything stands there
        return *value.boolean();
    if (const ValueMap* map = value.map())
        return agreesMap(*map, node);
    const std::vector<TreeNode> items = node.items();
    if (value.string()) // the first of a list
        return !items.empty() && agrees(value, items.front());
    const ValueList* list = value.list();
    if (!list || holdsCall(node))
        return list != nullptr;
    if (list->size() < items.size())
        return false;
    return std::equal(items.rbegin(), items.rend(), list->rbegin(),
                      [](TreeNode item, const Value& v) { return agrees(v, item); });
}

} // namespace limn::test
