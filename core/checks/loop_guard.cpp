// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/loop_guard.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/event_pattern.h"
#include "core/checks/iam_pattern.h"
#include "core/checks/policy_condition.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

bool passesOn(const Model& model, const Node& node) {
    const std::string_view subtype = model.text(node.subtype);
    switch (node.kind) {
    case NodeKind::EntryPoint:
        return subtype != "schedule";
    case NodeKind::Function:
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
        return true;
    case NodeKind::Workflow: // a choice is its way out
        return std::ranges::none_of(
            model.states(node), [](const State& state) { return state.kind == StateKind::Choice; });
    case NodeKind::Store:
        return subtype.empty() || subtype == "object" || subtype == "table" ||
               subtype == "document";
    case NodeKind::Resource:
        return subtype == "pipe";
    case NodeKind::External:
        return subtype == "queue" || subtype == "topic" || subtype == "event_bus" ||
               subtype == "stream" || subtype == "object" || subtype == "table";
    default:
        return false;
    }
}

bool isOfKind(const Model& model, End end, NodeKind kind, std::string_view subtype = {}) {
    if (end.node == NodeIndex::None)
        return false;
    const Node& node = model[end.node];
    return (node.kind == kind && (subtype.empty() || model.text(node.subtype) == subtype)) ||
           (node.kind == NodeKind::External && !subtype.empty() &&
            model.text(node.subtype) == subtype);
}

// Whether what is written starts what listens for these kinds of event.
Guard eventsGuard(const Property& events) {
    const ValueList* list = events.value.list();
    if (!list)
        return Guard::Unknown;
    for (const Value& event : *list) {
        const std::string* name = event.string();
        if (!name)
            return Guard::Unknown;
        if (name->starts_with("s3:ObjectCreated") || *name == "s3:*")
            return Guard::Open;
    }
    return Guard::Closed;
}

// A rule that asks for the events of one bucket: of all that are made in it, or of some.
Guard bucketGuard(const ValueMap& pattern) {
    constexpr std::array<std::string_view, 6> ofEach{"account", "region",    "version",
                                                     "source",  "resources", "detail-type"};
    const Value* detailType = fieldOf(pattern, "detail-type");
    if (detailType && detailType->list() &&
        std::ranges::none_of(*detailType->list(), [](const Value& one) {
            return !one.string() || *one.string() == "Object Created" ||
                   one.string()->find("API Call") != std::string::npos;
        }))
        return Guard::Closed;
    for (const auto& [field, value] : pattern) {
        const ValueMap* detail = field == "detail" ? value.map() : nullptr;
        const bool onlyBucket = detail && std::ranges::all_of(*detail, [](const auto& entry) {
                                    return entry.first == "bucket";
                                });
        if (!onlyBucket && std::ranges::find(ofEach, field) == ofEach.end())
            return value.unknown() ? Guard::Unknown : Guard::Unsure;
    }
    return Guard::Open;
}

Guard patternGuard(const Model& model, const Edge& edge, const Property& pattern) {
    const ValueMap* map = pattern.value.map();
    if (!map)
        return Guard::Unknown;
    if (isOfKind(model, edge.from, NodeKind::Store, "object"))
        return bucketGuard(*map);
    const bool fromBus = isOfKind(model, edge.from, NodeKind::EventBus, "event_bus") ||
                         isOfKind(model, edge.from, NodeKind::EventBus);
    if (fromBus && isPlatformsOwn(*map))
        return Guard::Closed; // nobody else may send those
    if (letsAllThrough(*map))
        return Guard::Open;
    return Guard::Unsure;
}

Guard stricter(Guard a, Guard b) { return std::max(a, b); }

bool isWebsocket(const Model& model, GroupIndex group) {
    return platformOf(model, model[group]) == "aws.apigateway.websocket";
}

// The actions that an identity of the function is allowed on the edge's other end.
std::vector<std::string> actionsAlong(const Judge& judge, const Edge& edge) {
    const Model& model = judge.model();
    std::vector<std::string> actions;
    const Node* from = judge.nodeOf(edge.from);
    if (!from)
        return actions;
    for (const Edge* role : judge.outOf(*from, EdgeKind::Assumes)) {
        const Node* identity = judge.nodeOf(role->to);
        if (!identity)
            continue;
        for (const Edge* grant : judge.outOf(*identity, EdgeKind::Grants)) {
            const Property* list =
                grant->to == edge.to ? model.property(*grant, "actions") : nullptr;
            if (!list || !list->value.list())
                continue;
            for (const Value& action : *list->value.list())
                if (action.string())
                    actions.push_back(*action.string());
        }
    }
    return actions;
}

// What has to be allowed for an event to come of it, by the kind of part.
std::vector<std::string_view> causesOf(const Model& model, const Edge& edge) {
    if (edge.to.node == NodeIndex::None)
        return {"execute-api:Invoke"};
    if (isOfKind(model, edge.to, NodeKind::Store, "object"))
        return {"s3:PutObject", "s3:RestoreObject", "s3:CopyObject"};
    if (isOfKind(model, edge.to, NodeKind::Workflow))
        return {"states:StartExecution", "states:StartSyncExecution"};
    return {};
}

bool asksToo(std::string_view action) {
    constexpr std::array<std::string_view, 6> verbs{"Get",  "Query", "Scan",
                                                    "Read", "List",  "Receive"};
    const std::string_view verb = action.substr(std::min(action.find(':') + 1, action.size()));
    return std::ranges::any_of(verbs, [&](std::string_view one) { return verb.starts_with(one); });
}

// `in/` of a filter's `prefix in/`.
struct KeyFilter {
    std::string prefix, suffix;
    bool known = true;
};

KeyFilter keyFilterOf(const Property& filter) {
    KeyFilter out;
    const ValueList* list = filter.value.list();
    out.known = list != nullptr;
    for (const Value& rule : list ? *list : ValueList()) {
        const std::string* text = rule.string();
        const std::size_t space = text ? text->find(' ') : std::string::npos;
        if (space == std::string::npos) {
            out.known = false;
            continue;
        }
        std::string kind = text->substr(0, space);
        std::ranges::transform(kind, kind.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        (kind == "suffix" ? out.suffix : out.prefix) = text->substr(space + 1);
    }
    return out;
}

// The part of an object's ARN that names keys: `out/*` of `${Bucket.Arn}/out/*`. Nothing where the
// bucket itself is meant.
std::optional<std::string_view> keysIn(std::string_view resource) {
    const std::size_t slash = resource.find('/');
    return slash == std::string_view::npos ? std::nullopt
                                           : std::optional(resource.substr(slash + 1));
}

// Whether keys of a pattern pass a filter: none (Closed), all of them (Open), or some.
Guard keyGuard(std::string_view keys, const KeyFilter& filter) {
    if (keys.find("${") != std::string_view::npos)
        return Guard::Unsure;
    const std::size_t star = keys.find_first_of("*?");
    const std::string_view head = keys.substr(0, star);
    const std::size_t last = keys.find_last_of("*?");
    const std::string_view tail = last == std::string_view::npos ? keys : keys.substr(last + 1);
    const std::size_t common = std::min(head.size(), filter.prefix.size());
    if (head.substr(0, common) != std::string_view(filter.prefix).substr(0, common))
        return Guard::Closed;
    const std::size_t end = std::min(tail.size(), filter.suffix.size());
    if (tail.substr(tail.size() - end) !=
        std::string_view(filter.suffix).substr(filter.suffix.size() - end))
        return Guard::Closed;
    const bool exact = star == std::string_view::npos;
    if (exact && (head.size() < filter.prefix.size() || tail.size() < filter.suffix.size()))
        return Guard::Closed;
    return head.size() >= filter.prefix.size() && tail.size() >= filter.suffix.size()
               ? Guard::Open
               : Guard::Unsure;
}

// What a publisher puts in a field of its events; nothing where that is not known.
std::optional<std::vector<std::string_view>> sentAs(const Judge& judge, const Edge& publish,
                                                    std::string_view field) {
    const Model& model = judge.model();
    const Property* events = model.property(publish, "events");
    if (field == "detail-type" && events && events->value.list()) {
        std::vector<std::string_view> sent;
        for (const Value& event : *events->value.list()) {
            if (!event.string())
                return std::nullopt;
            sent.push_back(*event.string());
        }
        return sent;
    }
    const Node* from = judge.nodeOf(publish.from);
    if (!from)
        return std::nullopt;
    // Every leave to publish has to say it.
    std::optional<std::vector<std::string_view>> sent;
    for (const Edge* role : judge.outOf(*from, EdgeKind::Assumes))
        for (const Statement* statement : judge.statementsOf(role->to.node)) {
            const bool puts =
                std::ranges::any_of(statement->actions, [](const Statement::Item& action) {
                    return coversAction(action.text, "events:PutEvents");
                });
            if (!statement->allow || !puts)
                continue;
            const Statement::Item* only = conditionOn(*statement, fmt::format("events:{}", field));
            const ConditionTest test = only ? testOf(*only) : ConditionTest();
            if (test.test != "StringEquals" || test.values.empty() || !only->unknown.empty() ||
                test.values.find_first_of(" ,") != std::string_view::npos)
                return std::nullopt;
            if (!sent)
                sent.emplace();
            sent->push_back(test.values);
        }
    return sent;
}

// Whether one of the values of a pattern's field is, or may be, one that is sent.
bool mayHear(const Value& wanted, const std::vector<std::string_view>& sent) {
    if (!wanted.list())
        return true;
    return std::ranges::any_of(*wanted.list(), [&](const Value& one) {
        const std::string* text = one.string();
        const ValueMap* matcher = one.map();
        const Value* prefix = matcher ? fieldOf(*matcher, "prefix") : nullptr;
        if (prefix && prefix->string())
            return std::ranges::any_of(
                sent, [&](std::string_view name) { return name.starts_with(*prefix->string()); });
        return !text || std::ranges::find(sent, *text) != sent.end();
    });
}

} // namespace

std::vector<bool> passingNodes(const Model& model) {
    std::vector<bool> passing;
    passing.reserve(model.nodes().size());
    for (const Node& node : model.nodes())
        passing.push_back(passesOn(model, node));
    return passing;
}

const Property* filterOf(const Model& model, const Edge& edge) {
    for (const std::string_view key : {"filter", "pattern"})
        if (const Property* own = model.property(edge, key))
            return own;
    for (const End end : {edge.to, edge.from})
        if (end.node != NodeIndex::None && model[end.node].kind == NodeKind::EntryPoint)
            for (const std::string_view key : {"pattern", "filter"})
                if (const Property* rule = model.property(model[end.node], key))
                    return rule;
    return nullptr;
}

Guard guardOf(const Model& model, const Edge& edge) {
    if (edge.from == edge.to && edge.kind != EdgeKind::Invokes)
        return Guard::Closed;
    if (edge.to.group != GroupIndex::None &&
        (edge.kind != EdgeKind::Invokes || isWebsocket(model, edge.to.group)))
        return Guard::Closed;
    // It has a name in a variable: what it does with it is not known.
    if (const Property* access = model.property(edge, "access"); access && access->value.unknown())
        return Guard::Closed;
    const Switch state = switchOf(model, edge);
    if (state == Switch::Off)
        return Guard::Closed;
    Guard guard = state == Switch::Unknown ? Guard::Unknown : Guard::Open;
    // Which of its routes is called is not told, nor when what calls itself stops.
    if (edge.to.group != GroupIndex::None || edge.from == edge.to)
        guard = stricter(guard, Guard::Unsure);
    if (const Property* events = model.property(edge, "events");
        events && isOfKind(model, edge.from, NodeKind::Store, "object"))
        guard = stricter(guard, eventsGuard(*events));
    if (edge.kind == EdgeKind::Triggers && edge.to.node != NodeIndex::None &&
        model[edge.to.node].kind == NodeKind::EntryPoint) {
        const Property* pattern = model.property(model[edge.to.node], "pattern");
        if (pattern)
            return stricter(guard, patternGuard(model, edge, *pattern));
    }
    for (const std::string_view key : {"filter", "pattern"})
        if (const Property* own = model.property(edge, key))
            guard = stricter(guard, own->value.unknown() ? Guard::Unknown : Guard::Unsure);
    return guard;
}

Guard leaveOf(const Judge& judge, const Edge& edge) {
    const Model& model = judge.model();
    const bool onlyAllowed = std::ranges::none_of(model.evidence(edge), [](const Evidence& one) {
        return one.how == How::Declared || one.how == How::Source;
    });
    if (!onlyAllowed)
        return Guard::Open;
    const std::vector<std::string> actions = actionsAlong(judge, edge);
    const std::vector<std::string_view> causes = causesOf(model, edge);
    const auto causes_ = [&](const std::string& action) {
        return causes.empty() || std::ranges::any_of(causes, [&](std::string_view cause) {
                   return coversAction(action, cause);
               });
    };
    if (!actions.empty() && std::ranges::none_of(actions, causes_))
        return Guard::Closed;
    const bool broad = std::ranges::any_of(
        actions, [](const std::string& action) { return hasWildcard(action) || asksToo(action); });
    return broad ? Guard::Unsure : Guard::Open;
}

Guard keysOf(const Judge& judge, const Edge& write, const Edge& trigger) {
    const Model& model = judge.model();
    const Property* rules = model.property(trigger, "filter");
    const Node* writer = judge.nodeOf(write.from);
    if (!rules || !writer || !isOfKind(model, trigger.from, NodeKind::Store, "object"))
        return Guard::Unsure;
    const KeyFilter filter = keyFilterOf(*rules);
    if (!filter.known)
        return Guard::Unsure;
    const std::string_view bucket = model.id(trigger.from);
    std::optional<Guard> all;
    for (const Edge* role : judge.outOf(*writer, EdgeKind::Assumes))
        for (const Statement* statement : judge.statementsOf(role->to.node)) {
            const bool puts =
                std::ranges::any_of(statement->actions, [](const Statement::Item& action) {
                    return coversAction(action.text, "s3:PutObject");
                });
            if (!statement->allow || !puts)
                continue;
            for (const Statement::Item& resource : statement->resources) {
                if (resource.target != bucket)
                    continue;
                const auto keys = keysIn(resource.text);
                // The bucket itself, beside its objects.
                if (!keys)
                    continue;
                const Guard one = keyGuard(*keys, filter);
                all = all ? std::min(*all, one) : one;
            }
        }
    return all.value_or(Guard::Unsure);
}

Guard typesOf(const Judge& judge, const Edge& publish, const Edge& trigger) {
    const Property* property = filterOf(judge.model(), trigger);
    const ValueMap* pattern = property ? property->value.map() : nullptr;
    if (!pattern)
        return Guard::Unsure;
    bool told = true;
    for (const auto& [field, wanted] : *pattern) {
        const auto sent = sentAs(judge, publish, field);
        if (sent && !mayHear(wanted, *sent))
            return Guard::Closed;
        told = told && sent && wanted.list();
    }
    return told ? Guard::Open : Guard::Unsure;
}

} // namespace limn
