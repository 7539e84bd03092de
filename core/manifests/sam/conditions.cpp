// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/resolver.h"

#include "core/manifests/sam/evaluation.h"

namespace limn::sam {
namespace {

constexpr int maxDepth = 40;
constexpr std::size_t maxBranches = 100000;

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

std::optional<bool> Resolver::holds(std::string_view condition, Known known) const {
    auto& answers = known == Known::Constants ? m_constant : m_decided;
    if (const auto answer = answers.find(condition); answer != answers.end())
        return answer->second;
    // Not decided, where it rests on itself.
    const auto made = answers.emplace(condition, std::nullopt).first;
    const TreeNode node = m_template.condition(condition);
    // What a condition comes to is asked once, and so by the defaults alone.
    std::vector<Assumption> assumed;
    assumed.swap(m_assumed);
    const std::optional<bool> found = node.exists() ? holds(node, known, 0) : std::nullopt;
    m_assumed.swap(assumed);
    made->second = found;
    return found;
}

const Resolver::Assumption* Resolver::assumed(std::string_view parameter) const {
    for (auto known = m_assumed.rbegin(); known != m_assumed.rend(); ++known)
        if (known->parameter == parameter)
            return &*known;
    return nullptr;
}

Resolver::InBranch::InBranch(const Resolver& resolver, std::string_view conditions)
    : m_resolver(resolver), m_before(resolver.m_assumed.size()) {
    constexpr std::string_view conjunction = " and ", negation = "not ";
    while (!conditions.empty()) {
        const std::size_t end = conditions.find(conjunction);
        std::string_view term = conditions.substr(0, end);
        conditions = end == std::string_view::npos ? std::string_view()
                                                   : conditions.substr(end + conjunction.size());
        const bool isNot = term.starts_with(negation);
        term.remove_prefix(isNot ? negation.size() : 0);
        resolver.assume(term, !isNot);
    }
}

std::vector<Expression> Resolver::alternatives(const Branch& branch) const {
    if (branch.condition.empty())
        return alternatives(branch.node);
    const InBranch inside(*this, branch.condition);
    return alternatives(branch.node);
}

void Resolver::assume(std::string_view condition, bool side) const {
    const std::optional<bool> byDefault = holds(condition);
    if (byDefault && *byDefault != side)
        assume(m_template.condition(condition), side, 0);
}

// `Equals: [Ref: Stage, prod]` where it holds: Stage is `prod`; where it does not, it is anything
// else. Of conditions that are made of others, each is taken to be as the whole: where that says
// too much, it only makes a parameter unknown that might be known.
void Resolver::assume(TreeNode condition, bool side, int depth) const {
    constexpr std::size_t most = 64;
    if (depth > maxDepth || m_assumed.size() > most || --m_conditionBudget < 0)
        return;
    const std::optional<Intrinsic> call = intrinsic(condition);
    if (!call || call->name == "Condition")
        return assume(m_template.condition(conditionName(condition)), side, depth + 1);
    if (call->name != "Equals") {
        const bool isNot = call->name == "Not";
        const bool isSure = isNot || (call->name == "And") == side;
        const std::size_t first = m_assumed.size();
        for (const TreeNode operand : operands(*call))
            assume(operand, isNot ? !side : side, depth + 1);
        for (std::size_t i = first; !isSure && i < m_assumed.size(); ++i)
            m_assumed[i].text.reset();
        return;
    }
    for (std::size_t i = 0; i < 2 && call->argument.size() == 2; ++i) {
        const std::optional<Intrinsic> reference = intrinsic(call->argument.item(i));
        const TreeNode other = call->argument.item(1 - i);
        if (!reference || reference->name != "Ref" ||
            !m_template.parameter(reference->argument.scalar()).key.exists())
            continue;
        const bool isKnown = side && other.isScalar() && !intrinsic(other);
        m_assumed.push_back({reference->argument.scalar(),
                             isKnown ? std::optional<std::string>(other.scalar()) : std::nullopt});
    }
}

std::optional<bool> Resolver::isEqual(TreeNode list, Known known, int depth) const {
    if (list.size() != 2 || depth > maxDepth)
        return std::nullopt;
    if (known == Known::Defaults)
        known = Known::Conditions;
    std::optional<std::string> sides[2];
    for (std::size_t i = 0; i < 2; ++i) {
        const TreeNode side = list.item(i);
        const std::vector<Expression> texts = Evaluation(*this, known).of(side);
        if (texts.size() == 1)
            sides[i] = texts.front().text();
        else if (side.isScalar() && !intrinsic(side))
            sides[i] = std::string(side.scalar());
    }
    if (!sides[0] || !sides[1])
        return std::nullopt;
    return *sides[0] == *sides[1];
}

std::optional<bool> Resolver::holds(TreeNode condition, Known known, int depth) const {
    if (depth > maxDepth || --m_conditionBudget < 0)
        return std::nullopt;
    const std::optional<Intrinsic> call = intrinsic(condition);
    if (!call || call->name == "Condition") {
        const std::string_view name = conditionName(condition);
        return name.empty() ? std::nullopt : holds(name, known);
    }
    if (call->name == "Equals")
        return isEqual(call->argument, known, depth);
    if (call->name == "Not") {
        const std::vector<TreeNode> inner = operands(*call);
        const std::optional<bool> value =
            inner.empty() ? std::nullopt : holds(inner.front(), known, depth + 1);
        return value ? std::optional(!*value) : std::nullopt;
    }
    if (call->name != "And" && call->name != "Or")
        return std::nullopt;
    const bool decisive = call->name == "Or";
    bool all = true;
    for (const TreeNode operand : operands(*call)) {
        const std::optional<bool> value = holds(operand, known, depth + 1);
        if (value == decisive)
            return decisive;
        all = all && value.has_value();
    }
    return all ? std::optional(!decisive) : std::nullopt;
}

void Resolver::noteBranch(TreeNode branch, const std::string& condition) const {
    const Span at = branch.fullSpan();
    if (at.valid() && m_branches.size() < maxBranches)
        m_branches.try_emplace({at.begin, at.end}, condition);
}

std::string Resolver::conditionAt(Span at) const {
    std::string all;
    // Branches lie within each other or apart, so those around a place come before it; of a place
    // with very many branches before it the nearest are looked at.
    auto branch = m_branches.upper_bound({at.begin, UINT32_MAX});
    for (int steps = 0; branch != m_branches.begin() && steps < 2000; ++steps) {
        --branch;
        if (branch->first.second >= at.end && at.valid())
            all = together(branch->second, all).value_or(all);
    }
    return all;
}

} // namespace limn::sam
