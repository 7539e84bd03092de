// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr double shortestUse = 4 * 86400; // a failure of Friday night is read on Tuesday

// A failure path into a queue, and who sends along it.
struct Path {
    const Edge& edge;
    const Node& from;
    const Node& queue;
};

bool isQueuePair(const Path& path) { return path.from.kind == NodeKind::Queue; }

std::vector<std::string> elementsOf(const Judge& judge, const Path& path) {
    return {judge.id(path.queue), judge.id(path.from)};
}

Fault begin(const Judge& judge, const Path& path, Severity severity, std::string_view subject,
            std::string message) {
    Fault fault;
    fault.severity = severity;
    fault.elements = elementsOf(judge, path);
    fault.subject = subject;
    fault.at = spanOfLine(judge.model(), path.edge);
    fault.message = std::move(message);
    fault.also.push_back(
        {fmt::format("{} takes what fails at {}", judge.name(path.queue), judge.name(path.from)),
         fault.at});
    return fault;
}

// FIFO to FIFO and standard to standard; runs and deliveries go to standard queues alone.
bool judgeKind(Judge& judge, const Path& path) {
    const Model& model = judge.model();
    const bool target = flagOf(model.property(path.queue, "fifo")).value_or(false);
    const bool source =
        isQueuePair(path) && flagOf(model.property(path.from, "fifo")).value_or(false);
    const bool takesStandard = isQueuePair(path) || path.from.kind == NodeKind::Function ||
                               path.from.kind == NodeKind::EntryPoint;
    if (target == source || !takesStandard)
        return true;
    const auto word = [](bool fifo) { return fifo ? "FIFO" : "standard"; };
    Fault fault = begin(
        judge, path, Severity::Error, "kind",
        isQueuePair(path)
            ? fmt::format("{} is a {} queue and its dead-letter queue {} a {} one: the platform "
                          "refuses that",
                          judge.name(path.from), word(source), judge.name(path.queue), word(target))
            : fmt::format("{} is a FIFO queue: what fails at {} can go to standard queues only",
                          judge.name(path.queue), judge.name(path.from)));
    for (const Node* queue : {&path.from, &path.queue})
        if (const Property* fifo = model.property(*queue, "fifo"))
            fault.also.push_back(
                {fmt::format("{}: fifo {}", judge.name(*queue), fifo->value.display()), fifo->at});
    judge.fails(std::move(fault));
    return false;
}

bool judgeLoop(Judge& judge, const Path& path) {
    const Model& model = judge.model();
    const Edge* back = nullptr;
    eachOutOf(model, path.queue, [&](const Edge& edge) {
        if (edge.kind != EdgeKind::Triggers || edge.to.node == NodeIndex::None ||
            isSwitchedOff(model, edge))
            return;
        const Node& reader = model[edge.to.node];
        bool isOwn = &reader == &path.from;
        eachOutOf(model, path.from, [&](const Edge& own) {
            isOwn = isOwn || (isQueuePair(path) && own.kind == EdgeKind::Triggers &&
                              own.to.node == edge.to.node);
        });
        if (isOwn && reader.kind == NodeKind::Function)
            back = &edge;
    });
    if (!back)
        return true;
    Fault fault = begin(
        judge, path, Severity::Error, "loop",
        fmt::format(
            "{} reads {}, where its own failures go: a message that it can never handle goes round",
            judge.name(model[back->to.node]), judge.name(path.queue)));
    fault.elements.push_back(judge.id(model[back->to.node]));
    fault.also.push_back(
        {fmt::format("{} is read by {}", judge.name(path.queue), judge.name(model[back->to.node])),
         spanOfLine(model, *back)});
    judge.fails(std::move(fault));
    return false;
}

Fix keepLonger(const Judge& judge, const Node& queue) {
    const auto longest =
        static_cast<std::int64_t>(factNumber("aws.sqs.retention_range_s.max").value_or(0));
    return {
        fmt::format("Set retention_seconds of {} to {}", judge.model().text(queue.name), longest),
        {SetProperty{judge.id(queue), "retention_seconds", Value(longest)}}};
}

// The age of a message counts from its first queue on, but for FIFO queues.
bool judgeRetention(Judge& judge, const Path& path) {
    const Effective kept = judge.eff(path.queue, "retention_seconds");
    const bool isFifo = flagOf(judge.model().property(path.queue, "fifo")).value_or(false);
    if (!kept.number())
        return true;
    const std::optional<double> most = factNumber("aws.sqs.retention_range_s.max");
    if (most && *kept.number() >= *most)
        return true;
    if (*kept.number() < shortestUse) {
        Fault fault = begin(
            judge, path, Severity::Warning, "retention",
            fmt::format(
                "{} keeps what failed for {}, less than {}: it may be gone before anyone looks",
                judge.name(path.queue), kept.display(), duration(shortestUse)));
        fault.at = kept.at;
        fault.grounds = {kept};
        fault.fix = keepLonger(judge, path.queue);
        judge.fails(std::move(fault));
        return false;
    }
    if (!isQueuePair(path) || isFifo)
        return true;
    const Effective source = judge.eff(path.from, "retention_seconds");
    if (!source.number() || *kept.number() > *source.number())
        return true;
    Fault fault = begin(judge, path, Severity::Warning, "retention",
                        fmt::format("{} keeps what failed for {}, no longer than {} keeps messages "
                                    "({}): their age counts on from there",
                                    judge.name(path.queue), kept.display(), judge.name(path.from),
                                    source.display()));
    fault.at = kept.at;
    fault.grounds = {kept, source};
    fault.fix = keepLonger(judge, path.queue);
    judge.fails(std::move(fault));
    return false;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Whether an action of a policy may be, or cover, the one that writes to a queue. A pattern counts
// up to its first wildcard.
bool coversSending(std::string_view action) {
    constexpr std::string_view sending = "sqs:sendmessage";
    const std::string_view known = action.substr(0, action.find_first_of("*?"));
    const bool isWhole = known.size() == action.size();
    return known.size() <= sending.size() && (!isWhole || known.size() == sending.size()) &&
           std::ranges::equal(known, sending.substr(0, known.size()), {}, lower);
}

bool mayWrite(const Statement& statement, std::string_view queue) {
    const auto says = [](const Statement::Item& action) {
        return !action.unknown.empty() || coversSending(action.text);
    };
    const auto reaches = [&](const Statement::Item& resource) {
        return !resource.unknown.empty() || resource.target == queue || resource.text == "*" ||
               resource.text.find('*') != std::string::npos || resource.target.empty();
    };
    return statement.allow &&
           (!statement.notActions.empty() || std::ranges::any_of(statement.actions, says)) &&
           (!statement.notResources.empty() || std::ranges::any_of(statement.resources, reaches));
}

// Whether a role that is all in the model lets its function write. What SAM adds by itself, and
// policies of others, are not looked into.
bool judgeRight(Judge& judge, const Path& path) {
    const Model& model = judge.model();
    if (model.text(path.from.platformType) != "AWS::Lambda::Function")
        return true;
    const Node* role = nullptr;
    eachOutOf(model, path.from, [&](const Edge& edge) {
        if (edge.kind == EdgeKind::Assumes && edge.to.node != NodeIndex::None)
            role = &model[edge.to.node];
    });
    const auto isPlain = [&] {
        if (!role || role->kind != NodeKind::Identity)
            return false;
        const Property* managed = model.property(*role, "managed_policies");
        const ValueList* list = managed ? managed->value.list() : nullptr;
        if (managed && !list)
            return false;
        // Baseline policies give nothing but logs.
        return !list || std::ranges::all_of(*list, [](const Value& arn) {
            const std::string* text = arn.string();
            const std::size_t slash = text ? text->rfind('/') : std::string::npos;
            const ManagedPolicy* known =
                slash == std::string::npos
                    ? nullptr
                    : findManagedPolicy(std::string_view(*text).substr(slash + 1));
            return known && known->policyClass == "baseline" &&
                   std::ranges::none_of(known->actions, [](std::string_view action) {
                       return coversSending(action);
                   });
        });
    };
    if (!isPlain())
        return true;
    const std::string queue = judge.id(path.queue);
    for (const Statement* statement : judge.statementsOf(model.indexOf(*role)))
        if (mayWrite(*statement, queue))
            return true;
    Fault fault = begin(
        judge, path, Severity::Error, "right",
        fmt::format("{} may not write to {}: its role {} is not allowed sqs:SendMessage there",
                    judge.name(path.from), judge.name(path.queue), judge.name(*role)));
    fault.also.push_back(
        {fmt::format("{} allows no sqs:SendMessage", judge.name(*role)), role->at});
    judge.fails(std::move(fault));
    return false;
}

void judgePath(Judge& judge, const Path& path) {
    const Model& model = judge.model();
    for (const Node* queue : {&path.queue, &path.from})
        for (const std::string_view key : {"fifo", "retention_seconds"})
            if (queue->kind == NodeKind::Queue && isUnknown(model.property(*queue, key)))
                return judge.cannotTell(elementsOf(judge, path), judge.eff(*queue, key));
    const bool fits = judgeKind(judge, path);
    const bool ends = judgeLoop(judge, path);
    const bool keeps = judgeRetention(judge, path);
    const bool may = judgeRight(judge, path);
    if (fits && ends && keeps && may)
        judge.holds(elementsOf(judge, path));
}

void run(Judge& judge) {
    for (const Edge& edge : judge.model().edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::FailsTo)
            continue;
        const Node* from = judge.nodeOf(edge.from);
        const Node* queue = judge.nodeOf(edge.to);
        if (from && queue && queue->kind == NodeKind::Queue)
            judgePath(judge, {edge, *from, *queue});
    }
}

constexpr std::string_view aliases[] = {"E3502"};

} // namespace

extern constinit const Check deadLetterDoesNotFit{
    .id = "RTY013",
    .name = "dead-letter-does-not-fit",
    .severity = Severity::Error,
    .pillar = Pillar::State,
    .title = "The dead-letter queue is there but cannot keep what it gets",
    .why = "A dead-letter queue that is of the wrong kind, that nobody may write to, that drops "
           "messages as fast as they come "
           "or that feeds them to the code which just failed on them looks safe and is not.",
    .fires =
        "A queue that takes failures:\n"
        "error when it is FIFO and its source standard, or the reverse; runs of functions and "
        "deliveries of rules go to "
        "standard queues only;\n"
        "error when the function that failed reads it;\n"
        "error when the failing function's role, with all its policies in the model, may not write "
        "to it;\n"
        "warning when it is standard and keeps messages no longer than the queue they come from;\n"
        "warning when it keeps them for less than 4 days.",
    .notWhen = "Both queues are FIFO: there the age starts anew.\n"
               "It keeps messages for 14 days, the longest there is.\n"
               "The role has policies that are not in the model, or SAM adds the permission.\n"
               "The dead letter is a topic, or outside the model.\n"
               "A kind or a retention is an expression: then it cannot be told.",
    .platforms = "SQS keeps messages for 4 days by default and 14 days at most; in a standard "
                 "queue their age counts from when "
                 "they were first sent.",
    .fix = "Keep failures for 14 days in a queue of the same kind, and let a person or a tool of "
           "its own take them out.",
    .source = "SQS developer guide, message expiry in dead-letter queues.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    retention_seconds: 345600\n"
           "    fails_to: jobs-dead-letter\n"
           "  jobs-dead-letter:\n"
           "    retention_seconds: 345600\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    retention_seconds: 345600\n"
            "    fails_to: jobs-dead-letter\n"
            "  jobs-dead-letter:\n"
            "    retention_seconds: 1209600\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
