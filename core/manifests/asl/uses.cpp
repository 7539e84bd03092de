// SPDX-License-Identifier: GPL-3.0-or-later
// What a state names: the function or activity it hands its work to, the parameters of a call.
#include "core/manifests/asl/machine.h"

namespace limn::asl {
namespace {

constexpr int maxDepth = 8;

// The nodes that `Entries[].EventBusName` means below a node.
void collect(TreeNode node, std::string_view path, std::vector<TreeNode>& out) {
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        std::string_view step = path.substr(0, dot);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        const bool isList = step.ends_with("[]"), isKeys = step.ends_with("{}");
        if (isList || isKeys)
            step.remove_suffix(2);
        node = node[step];
        if (isKeys) {
            for (const TreeEntry& entry : node.entries())
                out.push_back(entry.key);
            return;
        }
        if (isList) {
            for (const TreeNode& item : node.items())
                collect(item, path, out);
            return;
        }
    }
    if (node.exists())
        out.push_back(node);
}

// Reads what one call names. Lives for one state.
class UseReader {
public:
    UseReader(Machine& machine, std::size_t state, const Surroundings& around)
        : m_machine(machine), m_state(state), m_around(around) {}

    void readTask(TreeNode node);
    void readTransfer(TreeNode node); // ItemReader, ResultWriter

private:
    void readCall(const Call& call, TreeNode arguments, TreeNode resource);
    void readNames(const Call& call, TreeNode node, bool isOutput, int depth);
    void say(std::string_view name, std::string_view value, TreeNode node);

    Use use(TreeNode name, std::string_view service) const {
        Use made;
        made.state = m_state;
        made.name = name;
        made.service = service;
        return made;
    }

    Machine& m_machine;
    std::size_t m_state;
    const Surroundings& m_around;
};

TreeNode argumentsOf(TreeNode node) {
    return node["Arguments"].exists() ? node["Arguments"] : node["Parameters"];
}

void UseReader::say(std::string_view name, std::string_view value, TreeNode node) {
    std::vector<FragmentProperty>& properties = m_machine.states[m_state].properties;
    for (const FragmentProperty& known : properties)
        if (known.key == name)
            return;
    properties.push_back(
        {std::string(name), Value(value), m_around.place(node.fullSpan()), {}, Origin::Derived});
}

void UseReader::readTask(TreeNode node) {
    const TreeNode resource = node["Resource"];
    bool isPlain = false;
    for (const std::string& text : m_around.texts(resource)) {
        if (const std::optional<Call> call = callOf(text)) {
            say("call", call->text, resource);
            say("waits_for", word(call->waits), resource);
            readCall(*call, argumentsOf(node), resource);
            continue;
        }
        say("call", isActivity(text) ? "activity" : "lambda:invoke", resource);
        say("waits_for", word(isActivity(text) ? Waits::Completion : Waits::Response), resource);
        isPlain = true;
    }
    if (isPlain) {
        Use plain = use(resource, "lambda");
        plain.kind = EdgeKind::Invokes;
        plain.isResource = true;
        m_machine.uses.push_back(std::move(plain));
    }
    const TreeNode role = node["Credentials"]["RoleArn"];
    if (role.exists()) {
        Use credentials = use(role, "iam");
        credentials.kind = EdgeKind::Assumes;
        credentials.delivery = Delivery::None;
        m_machine.uses.push_back(std::move(credentials));
    }
}

void UseReader::readTransfer(TreeNode node) {
    for (const std::string& text : m_around.texts(node["Resource"]))
        if (const std::optional<Call> call = callOf(text))
            readCall(*call, argumentsOf(node), node["Resource"]);
}

void UseReader::readCall(const Call& call, TreeNode arguments, TreeNode resource) {
    if (!isKnownService(call.service))
        return readNames(call, arguments, false, 0);
    Use made = use({}, call.service);
    made.kind = kindOf(call);
    made.delivery = *made.kind == EdgeKind::Invokes ? deliveryOf(call) : Delivery::None;
    const bool isEvent = call.service == "lambda" &&
                         arguments["InvocationType"].scalar() == "Event" &&
                         call.waits == Waits::Response;
    if (isEvent)
        made.delivery = Delivery::Async;
    for (const ParameterRow& row : parameterTable()) {
        if (row.service != call.service)
            continue;
        std::vector<TreeNode> names;
        collect(arguments, row.path, names);
        if (!row.target.empty())
            made.service = row.target;
        for (const TreeNode& name : names) {
            made.name = name;
            if (row.path == "CopySource")
                made.kind = EdgeKind::Reads;
            m_machine.uses.push_back(made);
        }
    }
    if (call.service != "events" || call.action != "putEvents")
        return;
    for (const TreeNode& entry : arguments["Entries"].items())
        if (entry.isMap() && !m_around.isText(entry) && !entry["EventBusName"].exists() &&
            !entry["EventBusName.$"].exists()) {
            made.name = resource;
            made.isDefault = true;
            m_machine.uses.push_back(made);
            return;
        }
}

// Of a service whose parameters are not known: whatever in them is a part of the manifest.
void UseReader::readNames(const Call& call, TreeNode node, bool isOutput, int depth) {
    if (depth > maxDepth || !m_around.goOn())
        return;
    if (m_around.isText(node)) {
        Use made = use(node, "-");
        made.isOutput = isOutput;
        made.delivery = deliveryOf(call);
        made.onlyInManifest = true;
        m_machine.uses.push_back(std::move(made));
        return;
    }
    for (const TreeEntry& entry : node.entries()) {
        const std::string_view key = entry.name();
        const bool tellsOutput = key.find("Output") != key.npos || key.find("Result") != key.npos ||
                                 key.find("Destination") != key.npos ||
                                 key.find("Target") != key.npos;
        readNames(call, entry.value, isOutput || tellsOutput, depth + 1);
    }
    for (const TreeNode& item : node.items())
        readNames(call, item, isOutput, depth + 1);
}

} // namespace

void addUses(Machine& machine, std::size_t state, TreeNode node, const Surroundings& around) {
    UseReader reader(machine, state, around);
    if (machine.states[state].state.kind == StateKind::Task)
        reader.readTask(node);
    for (const std::string_view key : {"ItemReader", "ResultWriter"})
        if (node[key].isMap())
            reader.readTransfer(node[key]);
}

} // namespace limn::asl
