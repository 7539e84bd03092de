// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/renamed_ids.h"

#include <vector>

#include <fmt/format.h>

namespace limn {
namespace {

using Ids = std::map<std::string, std::string, std::less<>>;

bool has(const Model& model, std::string_view id) { return model.node(id) || model.group(id); }

} // namespace

// The id by which a part of that name came to be: the name itself, behind its file's prefix or its
// function's id.
std::string newId(const Model& before, const Model& after, std::string_view near,
                  std::string_view name) {
    std::string plain(name);
    std::vector<std::string> candidates{plain};
    for (const char separator : {'/', '.'})
        if (const auto end = near.rfind(separator); end != near.npos)
            candidates.push_back(std::string(near.substr(0, end + 1)) + plain);
    for (const std::string& id : candidates)
        if (has(after, id) && !has(before, id))
            return id;
    for (const Node& node : after.nodes())
        if (after.id(node).ends_with('/' + plain) && !has(before, after.id(node)))
            return std::string(after.id(node));
    return plain;
}

Ids renamedIds(const Model& before, const Intent& intent, const Model& after) {
    Ids ids;
    std::string old, now;
    if (const auto* rename = std::get_if<Rename>(&intent)) {
        old = rename->id;
        now = newId(before, after, rename->id, rename->name);
        ids.emplace(old, now);
    } else if (const auto* remove = std::get_if<Remove>(&intent)) {
        old = remove->id;
    } else {
        return ids;
    }
    // What is called after the part is called after its new name, or after itself when the part is
    // gone.
    for (const Node& node : before.nodes()) {
        const std::string_view id = before.id(node);
        if (!id.starts_with(old + '.') || has(after, id))
            continue;
        const std::string_view own = id.substr(old.size() + 1);
        const std::string prefix =
            old.substr(0, old.rfind('/') == old.npos ? 0 : old.rfind('/') + 1);
        const std::string name =
            now.empty() ? prefix + std::string(own) : now + '.' + std::string(own);
        if (has(after, name) && !has(before, name))
            ids.emplace(id, name);
    }
    const auto called = [&](std::string_view id) {
        const auto found = ids.find(id);
        return found == ids.end() ? id : std::string_view(found->second);
    };
    Ids keys;
    for (const Edge& edge : before.edges()) {
        const std::string_view from = before.id(edge.from), to = before.id(edge.to);
        if (!ids.contains(from) && !ids.contains(to))
            continue;
        const std::string base = fmt::format("{} {} {}", from, word(edge.kind), to);
        keys.emplace(before.text(edge.key),
                     fmt::format("{} {} {}{}", called(from), word(edge.kind), called(to),
                                 before.text(edge.key).substr(base.size())));
    }
    ids.merge(keys);
    return ids;
}

} // namespace limn
