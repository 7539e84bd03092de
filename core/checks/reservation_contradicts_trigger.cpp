// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// The settings of one function that have to go together.
class Settings {
public:
    Settings(Judge& judge, const Node& function)
        : m_judge(judge), m_model(judge.model()), m_function(function),
          m_reserved(m_model.property(function, "reserved_concurrency")),
          m_provisioned(m_model.property(function, "provisioned_concurrency")) {}

    // False where nothing is set that could contradict.
    bool judge() {
        eachInto(m_model, m_function, [&](const Edge& edge) {
            if (edge.kind == EdgeKind::Triggers && !isSwitchedOff(m_model, edge))
                m_triggers.push_back(&edge);
        });
        const bool hasMapping = std::ranges::any_of(m_triggers, [&](const Edge* edge) {
            return m_model.property(*edge, "max_concurrency") || pollers(*edge);
        });
        if (!m_reserved && !m_provisioned && !hasMapping && !minimum())
            return false;
        if (isUnknown(m_reserved) || isUnknown(m_provisioned)) {
            m_judge.cannotTell({m_judge.id(m_function)},
                               m_judge.eff(m_function, isUnknown(m_reserved)
                                                           ? "reserved_concurrency"
                                                           : "provisioned_concurrency"));
            return true;
        }
        judgeStopped();
        judgeMappings();
        judgeProvisioned();
        judgeInstances();
        if (m_isFine)
            m_judge.holds({m_judge.id(m_function)});
        return true;
    }

private:
    const Property* pollers(const Edge& edge) const {
        const Property* most = m_model.property(edge, "max_pollers");
        return most ? most : m_model.property(edge, "min_pollers");
    }
    const Property* minimum() const { return m_model.property(m_function, "min_instances"); }

    Effective own(std::string_view property) const { return m_judge.eff(m_function, property); }

    void fail(std::string_view subject, std::string message, std::vector<Effective> grounds,
              std::vector<Exhibit> also = {}) {
        m_isFine = false;
        Fault fault;
        fault.severity = Severity::Error;
        fault.elements = {m_judge.id(m_function)};
        fault.subject = subject;
        fault.at = grounds.front().at;
        fault.message = std::move(message);
        fault.grounds = std::move(grounds);
        fault.also = std::move(also);
        m_judge.fails(std::move(fault));
    }

    void judgeStopped() {
        if (figureOf(m_reserved) != 0 || m_triggers.empty())
            return;
        std::vector<Exhibit> also;
        for (const Edge* edge : m_triggers)
            also.push_back({fmt::format("{} triggers it", m_model.id(edge->from)),
                            spanOfLine(m_model, *edge)});
        fail("stopped",
             fmt::format("{} never runs: its reserved_concurrency is 0 and {} is on",
                         m_judge.name(m_function),
                         m_triggers.size() == 1
                             ? "a trigger of it"
                             : fmt::format("{} triggers of it", m_triggers.size())),
             {own("reserved_concurrency")}, std::move(also));
    }

    void judgeMappings() {
        double sum = 0;
        std::vector<Effective> terms;
        for (const Edge* edge : m_triggers) {
            Effective most = m_judge.eff(*edge, "max_concurrency");
            if (!most.stated() || !most.number())
                continue;
            most.owner = fmt::format("mapping of `{}`", m_model.id(edge->from));
            sum += *most.number();
            if (const Property* poller = pollers(*edge))
                fail(fmt::format("pollers {}", m_model.id(edge->from)),
                     fmt::format("the mapping of `{}` sets max_concurrency {} and pollers of its "
                                 "own: only one of them may be",
                                 m_model.id(edge->from), most.display()),
                     {most},
                     {{fmt::format("{} {}", m_model.text(poller->key), poller->value.display()),
                       poller->at}});
            terms.push_back(std::move(most));
        }
        const std::optional<double> reserved = figureOf(m_reserved);
        if (!reserved || *reserved == 0 || sum <= *reserved || terms.empty())
            return;
        terms.push_back(own("reserved_concurrency"));
        const std::size_t mappings = terms.size() - 1;
        std::string message = fmt::format(
            "{} for {} runs of {} at once, but only {} are set aside for it: the rest is "
            "throttled",
            mappings == 1 ? fmt::format("the {} asks", terms.front().owner)
                          : fmt::format("{} mappings ask", mappings),
            figure(sum), m_judge.name(m_function), figure(*reserved));
        fail("mapping", std::move(message), std::move(terms));
    }

    void judgeProvisioned() {
        const std::optional<double> warm = figureOf(m_provisioned);
        if (!warm || *warm == 0)
            return;
        const std::optional<double> reserved = figureOf(m_reserved);
        if (reserved && *warm > *reserved)
            fail("provisioned",
                 fmt::format("{} instances of {} are kept warm, but only {} may run", figure(*warm),
                             m_judge.name(m_function), figure(*reserved)),
                 {own("provisioned_concurrency"), own("reserved_concurrency")});
        if (flagOf(m_model.property(m_function, "snap_start")) == true)
            fail("snap start",
                 fmt::format("{} keeps {} instances warm and starts from a saved copy: the "
                             "platform takes only one of them",
                             m_judge.name(m_function), figure(*warm)),
                 {own("provisioned_concurrency"), own("snap_start")});
        const bool needsAlias =
            m_model.text(m_function.platformType) == "AWS::Serverless::Function";
        if (needsAlias && !m_model.property(m_function, "alias"))
            fail("alias",
                 fmt::format("{} keeps {} instances warm of no version: provisioned concurrency "
                             "needs an alias",
                             m_judge.name(m_function), figure(*warm)),
                 {own("provisioned_concurrency")},
                 {{fmt::format("{} has no alias", m_judge.name(m_function)), m_function.at}});
    }

    void judgeInstances() {
        const std::optional<double> least = figureOf(minimum());
        const std::optional<double> most = figureOf(m_model.property(m_function, "max_instances"));
        if (least && most && *most > 0 && *least > *most)
            fail("instances",
                 fmt::format("{} keeps {} instances running, but may grow to {} only",
                             m_judge.name(m_function), figure(*least), figure(*most)),
                 {own("min_instances"), own("max_instances")});
    }

    Judge& m_judge;
    const Model& m_model;
    const Node& m_function;
    const Property* m_reserved;
    const Property* m_provisioned;
    std::vector<const Edge*> m_triggers;
    bool m_isFine = true;
};

// What all reservations leave for the functions that have none. The account's limit may have been
// raised: a hint.
void judgeAccount(Judge& judge) {
    const Fact* account = findFact("aws.lambda.account_concurrency_default");
    const Fact* rest = findFact("aws.lambda.unreserved_minimum");
    const Model& model = judge.model();
    double sum = 0;
    Fault fault;
    for (const Node& node : model.nodes()) {
        const std::optional<double> reserved =
            node.kind == NodeKind::Function && platformOf(model, node) == "aws.lambda"
                ? figureOf(model.property(node, "reserved_concurrency"))
                : std::nullopt;
        if (!reserved)
            continue;
        sum += *reserved;
        fault.elements.push_back(judge.id(node));
        fault.grounds.push_back(judge.eff(node, "reserved_concurrency"));
    }
    if (!account || !rest || sum <= account->number - rest->number)
        return;
    fault.severity = Severity::Info;
    fault.subject = "account";
    fault.at = fault.grounds.front().at;
    fault.message = fmt::format(
        "{} runs are set aside in all, more than the {} − {} that an account can give away ({})",
        figure(sum), figure(account->number), figure(rest->number), defaultNote(*account));
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Function)
            Settings(judge, node).judge();
    }
    judgeAccount(judge);
}

} // namespace

extern constinit const Check reservationContradictsTrigger{
    .id = "LIM007",
    .name = "reservation-contradicts-trigger",
    .severity = Severity::Error,
    .pillar = Pillar::None,
    .title = "The numbers of a function and its triggers cannot work together",
    .why = "Concurrency is set at the function, at its mappings and at its warm instances. Where "
           "one asks for more than "
           "another allows, runs are turned away, messages use up their receives, or the "
           "deployment is refused.",
    .fires = "Error when\n"
             "a function with a trigger that is on has 0 runs set aside;\n"
             "its mappings together ask for more runs than are set aside for it;\n"
             "more instances are kept warm than may run;\n"
             "a mapping has a most of runs and pollers of its own;\n"
             "instances are kept warm with a saved copy, or without an alias;\n"
             "more instances are kept running than it may grow to.\n"
             "Info when all that is set aside is more than an account has by default, less 100.",
    .notWhen =
        "The trigger is switched off.\n"
        "A reservation of 0 that stops the function on purpose: accept the finding and say so.\n"
        "A number is an expression: then it cannot be told.",
    .platforms =
        "Lambda gives an account 1000 runs at once by default, of which 100 cannot be set aside.",
    .fix = "Set aside at least what the mappings ask for together, or remove one of the two.",
    .source = "AWS serverless notes, concurrency.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: {to: worker, max_concurrency: 50}\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    reserved_concurrency: 10\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: {to: worker, max_concurrency: 10}\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    reserved_concurrency: 10\n",
    .run = run,
};

} // namespace limn
