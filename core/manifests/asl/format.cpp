// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <tuple>

#include "core/manifests/asl/asl.h"
#include "core/manifests/asl/machine.h"

namespace limn {
namespace {

bool recognisesAsl(const Tree& tree) {
    const TreeNode root = tree.root();
    return root["States"].isMap() && root["StartAt"].isScalar() && !root["Resources"].exists();
}

// `flow.asl.json` and `flow.asl` are called `flow`.
std::string nameOf(const Source& source) {
    std::string name = source.title();
    if (name.ends_with(".asl"))
        name.resize(name.size() - 4);
    return name.empty() ? "workflow" : name;
}

// What the text names: the token of `${OrdersFunctionArn}`, the last name of an ARN or URL, else
// the text itself.
std::string partNamed(std::string_view text) {
    if (const std::size_t open = text.find("${"); open != text.npos)
        if (const std::size_t close = text.find('}', open); close != text.npos)
            return std::string(text.substr(open + 2, close - open - 2));
    if (text.starts_with("https://sqs."))
        return std::string(text.substr(text.rfind('/') + 1));
    if (!text.starts_with("arn:"))
        return std::string(text);
    for (int field = 0; field < 5; ++field) {
        const std::size_t colon = text.find(':');
        if (colon == text.npos)
            return std::string(text);
        text.remove_prefix(colon + 1);
    }
    for (const std::string_view prefix : {"function:", "stateMachine:", "activity:", "table/",
                                          "event-bus/", "secret:", "stream/", "deliverystream/"})
        if (text.starts_with(prefix)) {
            text.remove_prefix(prefix.size());
            return std::string(text.substr(0, text.find_first_of(":/")));
        }
    return std::string(text);
}

struct SubtypeRow {
    std::string_view service, subtype;
};
constexpr SubtypeRow subtypes[] = {
    {"dynamodb", "table"},  {"events", "event_bus"}, {"kinesis", "stream"},
    {"lambda", "function"}, {"s3", "object"},        {"secretsmanager", "secret"},
    {"sns", "topic"},       {"sqs", "queue"},        {"ssm", "config"},
    {"states", "workflow"},
};

bool isChosenAtRun(std::string_view text) {
    return (text.starts_with('$') && !text.starts_with("${")) || text.find("{%") != text.npos ||
           text.starts_with("States.");
}

// The lines to what the machine's states use, all of it outside the file.
class UseWriter {
public:
    UseWriter(Fragment& fragment, const asl::Machine& machine, std::string workflow)
        : m_fragment(fragment), m_machine(machine), m_workflow(std::move(workflow)) {}

    void add(const asl::Use& use) {
        const std::string text(use.isDefault ? "default" : use.name.scalar());
        const bool isCall = use.isResource && asl::callOf(text);
        if (text.empty() || use.onlyInManifest || !use.kind || isCall || isChosenAtRun(text))
            return;
        std::string id = partNamed(text);
        if (id == m_workflow)
            id += " (outside)";
        addPart(id, use);
        addLine(id, use);
    }

private:
    void addPart(const std::string& id, const asl::Use& use) {
        const bool isKnown = std::ranges::any_of(
            m_fragment.nodes, [&](const FragmentNode& node) { return node.id == id; });
        if (isKnown)
            return;
        FragmentNode& part = m_fragment.node(id, NodeKind::External, use.name.span());
        for (const SubtypeRow& row : subtypes)
            if (row.service == use.service)
                part.subtype = row.subtype;
    }

    void addLine(const std::string& id, const asl::Use& use) {
        const auto [line, isNew] =
            m_lines.try_emplace(std::tuple(id, *use.kind, use.delivery), m_fragment.edges.size());
        const Evidence evidence{How::Declared, use.name.span()};
        if (isNew) {
            FragmentEdge& made = m_fragment.edge(m_workflow, id, *use.kind, evidence);
            made.delivery = *use.kind == EdgeKind::Invokes ? use.delivery : Delivery::None;
            made.properties.push_back({"states", ValueList{}, evidence.at, {}, Origin::Derived});
        }
        FragmentEdge& edge = m_fragment.edges[line->second];
        if (!isNew)
            edge.evidence.push_back(evidence);
        auto& states = std::get<ValueList>(edge.properties.front().value.data);
        const Value key = m_machine.states[use.state].state.key;
        if (states.empty() || !(states.back() == key)) // one state's uses follow each other
            states.push_back(key);
    }

    Fragment& m_fragment;
    const asl::Machine& m_machine;
    std::string m_workflow;
    std::map<std::tuple<std::string, EdgeKind, Delivery>, std::size_t> m_lines;
};

Fragment readAsl(const ReadInput& input) {
    Fragment fragment;
    const std::string id = nameOf(input.source);
    asl::Machine machine;
    asl::Surroundings around = asl::plainSurroundings(id);
    std::size_t steps = 4'000'000; // aliases can make a small text a very large machine
    around.goOn = [&] {
        steps -= steps > 0;
        return steps > 0 && !input.stop.stop_requested();
    };
    asl::readMachine(machine, input.tree.root(), around);
    FragmentNode& node = fragment.node(id, NodeKind::Workflow, input.tree.root().span());
    node.properties = std::move(machine.properties);
    UseWriter writer(fragment, machine, id);
    for (const asl::Use& use : machine.uses)
        writer.add(use);
    for (FragmentState& state : machine.states) {
        state.workflow = id;
        fragment.states.push_back(std::move(state));
    }
    fragment.problems = std::move(machine.problems);
    return fragment;
}

} // namespace

extern constinit const Format aslFormat{
    .id = "asl",
    .title = "Amazon States Language",
    .description = "One state machine in a file of its own; what its tasks use is outside",
    .recognises = recognisesAsl,
    .read = readAsl,
    .write = nullptr,
};

} // namespace limn
