// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of other files that the platform puts into the template.
#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// The location that an include at this node names; missing where there is none.
TreeNode locationAt(TreeNode node) {
    const std::optional<Intrinsic> call = intrinsic(node);
    const TreeNode argument =
        call && call->name == "Transform" ? call->argument : node["Fn::Transform"];
    for (const TreeNode include :
         argument.isSequence() ? argument.items() : std::vector<TreeNode>{argument})
        if (include["Name"].scalar() == "AWS::Include")
            return include["Parameters"]["Location"];
    return {};
}

void report(Reading& reading, TreeNode location) {
    const std::optional<Expression> expression = reading.resolver.expression(location);
    const std::optional<std::string> name = expression ? expression->text() : std::nullopt;
    if (name) // a file that is not here is a problem of its own
        reading.input.file(*name, valueSpan(location));
    reading.parts.problem(
        Severity::Warning, "not-read",
        "The text of another file is included here. Limn reads included descriptions of APIs "
        "alone, so what this one says is missing.",
        location.fullSpan());
}

} // namespace

void reportIncludes(Reading& reading) {
    if (reading.input.source.text().find("AWS::Include") == std::string::npos)
        return;
    std::vector<TreeNode> open{reading.sections.root()};
    while (!open.empty() && reading.resolver.spend()) {
        const TreeNode node = open.back();
        open.pop_back();
        if (const TreeNode location = locationAt(node);
            location.exists() && !reading.included.contains(location.fullSpan().begin))
            report(reading, location);
        if (node.isSequence()) {
            const std::vector<TreeNode> items = node.items();
            open.insert(open.end(), items.rbegin(), items.rend());
        } else if (node.isMap()) {
            const std::vector<TreeEntry> entries = node.entries();
            for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
                if (entry->name() != "Fn::Transform")
                    open.push_back(entry->value);
        }
    }
}

} // namespace limn::sam
