// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/asl/machine.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "core/manifests/asl/condition.h"

namespace limn::asl {
namespace {

constexpr std::size_t mostStates = 20'000;
constexpr int maxDepth = 40;

struct TypeRow {
    std::string_view type;
    StateKind kind = StateKind::Unknown;
};
constexpr TypeRow types[] = {
    {"Task", StateKind::Task},       {"Choice", StateKind::Choice},     {"Wait", StateKind::Wait},
    {"Pass", StateKind::Pass},       {"Parallel", StateKind::Parallel}, {"Map", StateKind::Map},
    {"Succeed", StateKind::Succeed}, {"Fail", StateKind::Fail},
};

// States that see each other: those of the machine, of one branch, of one iterator.
struct Scope {
    std::unordered_map<std::string_view, std::size_t> byName; // index of the state
    TreeNode node;
    std::string parent;
    int branch = 0;
};

// Reads one machine, scope by scope. Lives for one call.
class MachineReader {
public:
    MachineReader(Machine& machine, const Surroundings& around)
        : m_machine(machine), m_around(around) {
        for (const FragmentState& state : machine.states)
            m_keys.insert(state.state.key);
    }

    void readScope(TreeNode node, const std::string& parent, int branch, int depth);

private:
    void problem(Severity severity, const char* code, std::string message, Span at);
    std::string uniqueKey(std::string_view name);
    std::size_t addState(const Scope& scope, const TreeEntry& entry);
    void readTransitions(State& state, TreeNode node);
    void readWay(State& state, Transition::Why why, TreeNode next, Transition way = {});
    void readInner(std::size_t index, TreeNode node, int depth);
    void settle(const Scope& scope);
    void reportUnreached(const Scope& scope, std::size_t start);
    std::string scopeName(const Scope& scope) const;

    Machine& m_machine;
    const Surroundings& m_around;
    std::unordered_set<std::string> m_keys;
};

void MachineReader::problem(Severity severity, const char* code, std::string message, Span at) {
    m_machine.problems.push_back({severity, code, std::move(message), at});
}

std::string MachineReader::scopeName(const Scope& scope) const {
    return scope.parent.empty() ? m_around.name : fmt::format("{}/{}", m_around.name, scope.parent);
}

std::string MachineReader::uniqueKey(std::string_view name) {
    std::string key(name);
    for (int n = 2; !m_keys.insert(key).second; ++n)
        key = fmt::format("{}~{}", name, n);
    return key;
}

void MachineReader::readScope(TreeNode node, const std::string& parent, int branch, int depth) {
    const TreeNode states = node["States"];
    Scope scope{{}, node, parent, branch};
    if (!states.isMap() || states.size() == 0)
        return problem(
            Severity::Warning, "no-states",
            fmt::format("`{}` has no `States`, so what it does is not known.", scopeName(scope)),
            m_around.place(states.exists() ? states.span() : node.span()));
    if (depth > maxDepth)
        return problem(Severity::Error, "too-deep",
                       fmt::format("States of `{}` are more than {} levels deep; those are left "
                                   "out.",
                                   m_around.name, maxDepth),
                       m_around.place(states.span()));
    std::vector<std::pair<std::size_t, TreeNode>> own;
    for (const TreeEntry& entry : states.entries()) {
        if (!m_around.goOn())
            return;
        if (m_machine.states.size() >= mostStates) {
            problem(Severity::Error, "too-large",
                    fmt::format("`{}` has more than {} states; the rest is left out.",
                                m_around.name, mostStates),
                    m_around.place(entry.key.span()));
            return;
        }
        if (scope.byName.contains(entry.name()))
            continue; // the tree has reported the second of that name
        const std::size_t index = addState(scope, entry);
        scope.byName.emplace(entry.name(), index);
        readInner(index, entry.value, depth);
    }
    settle(scope);
}

std::size_t MachineReader::addState(const Scope& scope, const TreeEntry& entry) {
    const std::size_t index = m_machine.states.size();
    FragmentState& made = m_machine.states.emplace_back();
    State& state = made.state;
    state.name = entry.name();
    state.key = uniqueKey(entry.name());
    state.parent = scope.parent;
    state.branch = scope.branch;
    state.at = m_around.place(entry.span);
    const TreeNode node = entry.value;
    const std::string_view type = node["Type"].scalar();
    for (const TypeRow& row : types)
        if (row.type == type)
            state.kind = row.kind;
    if (state.kind == StateKind::Unknown)
        problem(Severity::Warning, "unknown-state-type",
                node["Type"].exists()
                    ? fmt::format("`{}` is no type of state.", node["Type"].value().display())
                    : fmt::format("The state `{}` has no `Type`.", state.name),
                m_around.place(node["Type"].exists() ? node["Type"].span() : entry.key.span()));
    readTransitions(state, node);
    addProperties(made, node, m_around);
    addUses(m_machine, index, node, m_around);
    return index;
}

void MachineReader::readWay(State& state, Transition::Why why, TreeNode next, Transition way) {
    if (!next.isScalar())
        return;
    way.why = why;
    way.to = next.scalar();
    way.at = m_around.place(next.span());
    state.transitions.push_back(std::move(way));
}

void MachineReader::readTransitions(State& state, TreeNode node) {
    using enum Transition::Why;
    const bool ends = node["End"].boolean().value_or(false);
    state.isEnd = ends || state.kind == StateKind::Succeed || state.kind == StateKind::Fail;
    readWay(state, Next, node["Next"]);
    for (const TreeNode& rule : node["Choices"].items()) {
        Transition way;
        way.condition = conditionOf(rule);
        readWay(state, Choice, rule["Next"], std::move(way));
    }
    readWay(state, Default, node["Default"]);
    for (const TreeNode& rule : node["Catch"].items()) {
        Transition way;
        for (const TreeNode& error : rule["ErrorEquals"].items())
            way.errors.emplace_back(error.scalar());
        readWay(state, Error, rule["Next"], std::move(way));
    }
    const bool goesOn = std::ranges::any_of(state.transitions,
                                            [](const Transition& way) { return way.why != Error; });
    if (!state.isEnd && !goesOn && state.kind != StateKind::Unknown)
        problem(Severity::Warning, "dead-end-state",
                fmt::format("The state `{}` has neither `{}`.", state.name,
                            state.kind == StateKind::Choice ? "Choices` nor a `Default"
                                                            : "Next` nor `End"),
                state.at);
}

// The machines inside a state.
void MachineReader::readInner(std::size_t index, TreeNode node, int depth) {
    const std::string key = m_machine.states[index].state.key;
    for (int branch = 0; const TreeNode& inner : node["Branches"].items())
        readScope(inner, key, ++branch, depth + 1);
    for (const std::string_view name : {"ItemProcessor", "Iterator"})
        if (const TreeNode inner = node[name]; inner.isMap())
            return readScope(inner, key, 0, depth + 1);
    const State& state = m_machine.states[index].state;
    const bool isParallel = state.kind == StateKind::Parallel && node["Branches"].size() == 0;
    const bool isMap = state.kind == StateKind::Map;
    if (isParallel || isMap)
        problem(Severity::Warning, "no-states",
                fmt::format("`{}/{}` has no {}, so what it does is not known.", m_around.name, key,
                            isMap ? "`ItemProcessor`" : "`Branches`"),
                state.at);
    if (state.kind == StateKind::Task && !node["Resource"].exists())
        problem(Severity::Warning, "no-resource",
                fmt::format("The task `{}` of `{}` has no `Resource`.", state.name, m_around.name),
                state.at);
}

// What only all states of a scope decide: where it starts, and whether every way leads somewhere.
void MachineReader::settle(const Scope& scope) {
    for (const auto& [name, index] : scope.byName) {
        State& state = m_machine.states[index].state;
        for (Transition& way : state.transitions) {
            const auto found = scope.byName.find(way.to);
            if (found != scope.byName.end())
                way.to = m_machine.states[found->second].state.key;
            else
                problem(Severity::Warning, "unknown-state",
                        fmt::format("`{}` goes on to `{}`, which is no state of `{}`.", state.name,
                                    way.to, scopeName(scope)),
                        way.at);
        }
    }
    const TreeNode start = scope.node["StartAt"];
    const auto found = scope.byName.find(start.scalar());
    if (found != scope.byName.end()) {
        m_machine.states[found->second].state.isStart = true;
        return reportUnreached(scope, found->second);
    }
    problem(Severity::Warning, "no-start",
            start.exists() ? fmt::format("`{}` starts at `{}`, which is none of its states.",
                                         scopeName(scope), start.value().display())
                           : fmt::format("`{}` does not say at which of its states it starts.",
                                         scopeName(scope)),
            m_around.place(start.exists() ? start.span() : scope.node["States"].span()));
}

void MachineReader::reportUnreached(const Scope& scope, std::size_t start) {
    std::unordered_map<std::string_view, std::size_t> byKey;
    for (const auto& [name, index] : scope.byName)
        byKey.emplace(m_machine.states[index].state.key, index);
    std::unordered_set<std::size_t> reached{start};
    for (std::vector<std::size_t> open{start}; !open.empty();) {
        const State& state = m_machine.states[open.back()].state;
        open.pop_back();
        for (const Transition& way : state.transitions)
            if (const auto to = byKey.find(way.to);
                to != byKey.end() && reached.insert(to->second).second)
                open.push_back(to->second);
    }
    for (const auto& [name, index] : scope.byName)
        if (!reached.contains(index))
            problem(Severity::Warning, "unreachable-state",
                    fmt::format("No way leads to the state `{}` of `{}`.", name, scopeName(scope)),
                    m_machine.states[index].state.at);
}

} // namespace

void readMachine(Machine& machine, TreeNode root, const Surroundings& around) {
    if (machine.properties.empty()) {
        addProperty(machine.properties, root, "Comment", "description", around);
        addProperty(machine.properties, root, "TimeoutSeconds", "timeout_seconds", around);
        addProperty(machine.properties, root, "QueryLanguage", "query_language", around);
    }
    const std::size_t first = machine.problems.size();
    MachineReader(machine, around).readScope(root, {}, 0, 0);
    std::stable_sort(machine.problems.begin() + static_cast<std::ptrdiff_t>(first),
                     machine.problems.end(), [](const Problem& a, const Problem& b) {
                         return std::tie(a.at.source, a.at.begin, a.message) <
                                std::tie(b.at.source, b.at.begin, b.message);
                     });
}

Surroundings plainSurroundings(std::string name) {
    Surroundings around;
    around.name = std::move(name);
    around.texts = [](TreeNode node) {
        return node.isScalar() ? std::vector<std::string>{std::string(node.scalar())}
                               : std::vector<std::string>();
    };
    around.value = [](TreeNode node) { return node.value(); };
    around.isText = [](TreeNode node) { return node.isScalar(); };
    around.place = [](Span span) { return span; };
    around.goOn = [] { return true; };
    return around;
}

} // namespace limn::asl
