// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/resolver.h"

namespace limn::sam {
namespace {

constexpr int maxDepth = 40;

// The operands of And, Or and Not.
std::vector<TreeNode> operands(const Intrinsic& call) {
    if (call.argument.isSequence())
        return call.argument.items();
    return {call.argument};
}

// `{Condition: Name}`, `!Condition Name` and a bare name.
std::string_view conditionName(TreeNode node) {
    if (node.isScalar())
        return node.scalar();
    return node.isMap() && node.size() == 1 ? node["Condition"].scalar() : std::string_view();
}

} // namespace

std::optional<bool> Resolver::holds(std::string_view condition) const {
    const auto [known, isNew] = m_decided.try_emplace(condition, std::nullopt);
    if (!isNew)
        return known->second;
    const TreeNode node = m_template.condition(condition);
    const std::optional<bool> answer = node.exists() ? holds(node, 0) : std::nullopt;
    m_decided[condition] = answer;
    return answer;
}

std::optional<bool> Resolver::isEqual(TreeNode list, int depth) const {
    if (list.size() != 2 || depth > maxDepth)
        return std::nullopt;
    std::optional<std::string> sides[2];
    for (std::size_t i = 0; i < 2; ++i) {
        const TreeNode side = list.item(i);
        const std::optional<Intrinsic> call = intrinsic(side);
        // An empty default is a known text here, where it is asked for.
        if (call && call->name == "Ref") {
            const TreeEntry parameter = m_template.parameter(call->argument.scalar());
            const TreeNode standard = parameter.value["Default"];
            if (standard.isScalar() && !parameter.value["Type"].scalar().starts_with("AWS::SSM::"))
                sides[i] = std::string(standard.scalar());
            continue;
        }
        if (const std::optional<Expression> text = expression(side))
            sides[i] = text->text();
        else if (side.isScalar())
            sides[i] = std::string(side.scalar());
    }
    if (!sides[0] || !sides[1])
        return std::nullopt;
    return *sides[0] == *sides[1];
}

std::optional<bool> Resolver::holds(TreeNode condition, int depth) const {
    if (depth > maxDepth || --m_conditionBudget < 0)
        return std::nullopt;
    const std::optional<Intrinsic> call = intrinsic(condition);
    if (!call || call->name == "Condition") {
        const std::string_view name = conditionName(condition);
        return name.empty() ? std::nullopt : holds(name);
    }
    if (call->name == "Equals")
        return isEqual(call->argument, depth);
    if (call->name == "Not") {
        const std::vector<TreeNode> inner = operands(*call);
        const std::optional<bool> value =
            inner.empty() ? std::nullopt : holds(inner.front(), depth + 1);
        return value ? std::optional(!*value) : std::nullopt;
    }
    if (call->name != "And" && call->name != "Or")
        return std::nullopt;
    const bool decisive = call->name == "Or";
    bool all = true;
    for (const TreeNode operand : operands(*call)) {
        const std::optional<bool> value = holds(operand, depth + 1);
        if (value == decisive)
            return decisive;
        all = all && value.has_value();
    }
    return all ? std::optional(!decisive) : std::nullopt;
}

// Whether nothing that a deployment chooses stands in the condition.
bool Resolver::isFixed(TreeNode condition) const {
    const std::optional<Intrinsic> call = intrinsic(condition);
    if (!call || call->name != "Equals")
        return false;
    return call->argument.item(0).isScalar() && call->argument.item(1).isScalar() &&
           !intrinsic(call->argument.item(0)) && !intrinsic(call->argument.item(1));
}

} // namespace limn::sam
