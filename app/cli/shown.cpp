// SPDX-License-Identifier: GPL-3.0-or-later
// What of a system an export shows, named by the user.
#include "app/cli/shown.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limn {
namespace {

constexpr std::size_t mostNamed = 8;

std::string choices(const std::vector<std::string>& ids, std::string_view what) {
    if (ids.empty())
        return fmt::format("There is no {} in what was read.", what);
    const std::size_t shown = std::min(ids.size(), mostNamed);
    std::string words =
        fmt::format("{}{}s: {}", static_cast<char>(what.front() - 32), what.substr(1),
                    fmt::join(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (ids.size() > shown)
        words += fmt::format(" and {} more", ids.size() - shown);
    return words + ".";
}

const Group* findGroup(const Model& model, std::string_view wanted) {
    if (const Group* group = model.group(wanted))
        return group;
    const auto isNamed = [&](const Group& group) { return model.text(group.name) == wanted; };
    const auto found = std::ranges::find_if(model.groups(), isNamed);
    return found != model.groups().end() && std::ranges::count_if(model.groups(), isNamed) == 1
               ? &*found
               : nullptr;
}

} // namespace

Result<Snapshot> withCollapsed(Snapshot snapshot, std::string_view groups) {
    if (groups.empty())
        return snapshot;
    const Model& model = *snapshot.model;
    Diagram diagram = *snapshot.diagram;
    while (!groups.empty()) {
        const std::string_view wanted = groups.substr(0, groups.find(','));
        groups.remove_prefix(std::min(groups.size(), wanted.size() + 1));
        const Group* group = findGroup(model, wanted);
        if (!group) {
            std::vector<std::string> ids;
            for (const Group& known : model.groups())
                ids.emplace_back(model.text(known.id));
            return Error{
                fmt::format("`--collapse` found no group `{}`. {}", wanted, choices(ids, "group"))};
        }
        diagram.collapsed.emplace(model.text(group->id));
    }
    snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
    return snapshot;
}

Result<const Node*> findWorkflow(const Model& model, std::string_view wanted) {
    std::vector<const Node*> named;
    std::vector<std::string> ids;
    for (const Node& node : model.nodes()) {
        if (node.kind != NodeKind::Workflow)
            continue;
        if (model.id(node) == wanted)
            return &node;
        if (model.text(node.name) == wanted)
            named.push_back(&node);
        ids.emplace_back(model.id(node));
    }
    if (named.size() == 1)
        return named.front();
    return Error{fmt::format("`--workflow` found {} `{}`. {}",
                             named.empty() ? "no workflow" : "more than one workflow called",
                             wanted, choices(ids, "workflow"))};
}

} // namespace limn
