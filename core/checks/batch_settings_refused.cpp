// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// One setting of a way in, against what the platform takes.
class Settings {
public:
    Settings(Judge& judge, const Edge& edge)
        : m_judge(judge), m_model(judge.model()), m_edge(edge), m_from(m_model[edge.from.node]),
          m_to(m_model[edge.to.node]), m_mapping(platformOf(m_model, edge)) {}

    void judge() {
        for (const std::string_view key : asked)
            if (const Property* property = m_model.property(m_edge, key); isUnknown(property)) {
                m_judge.cannotTell(elements(), m_judge.eff(m_edge, key));
                return;
            }
        if (m_mapping == "aws.lambda.sqs")
            judgeQueue();
        else
            judgeStream();
        if (m_isFine)
            m_judge.holds(elements());
    }

private:
    static constexpr std::array<std::string_view, 9> asked{
        "batch_size",      "batch_window_seconds",  "max_concurrency",
        "retry_attempts",  "max_event_age_seconds", "parallelization_factor",
        "bisect_on_error", "starting_position",     "tumbling_window_seconds"};

    std::vector<std::string> elements() const { return {m_judge.id(m_to), m_judge.id(m_from)}; }
    std::optional<double> own(std::string_view key) const {
        return figureOf(m_model.property(m_edge, key));
    }
    std::optional<double> limit(std::string_view key) const {
        return factNumber(fmt::format("{}.{}", m_mapping, key));
    }
    std::string mapping() const {
        return fmt::format("{} of {}", m_judge.name(m_from), m_judge.name(m_to));
    }

    void refuse(std::string_view key, std::string range, std::optional<double> clamped = {}) {
        m_isFine = false;
        const Property& property = *m_model.property(m_edge, key);
        Fault fault;
        fault.severity = Severity::Error;
        fault.elements = elements();
        fault.subject = key;
        fault.at = property.at;
        fault.message =
            fmt::format("{} {} for {}: {}", key, property.value.display(), mapping(), range);
        fault.also.push_back(
            {fmt::format("{} {}: {}", key, property.value.display(), range), property.at});
        if (clamped)
            fault.fix = Fix{fmt::format("Set {} to {}", key, figure(*clamped)),
                            {SetProperty{std::string(m_model.text(m_edge.key)), std::string(key),
                                         Value(static_cast<std::int64_t>(*clamped))}}};
        m_judge.fails(std::move(fault));
    }

    // Refused above a limit that a fact gives.
    void atMost(std::string_view key, std::string_view fact, std::string_view what) {
        const std::optional<double> value = own(key);
        const std::optional<double> most = value ? limit(fact) : std::nullopt;
        if (value && most && *value > *most)
            refuse(key, fmt::format("{} takes {} at most", what, figure(*most)), most);
    }
    void pointless(std::string_view key, std::string_view what) {
        if (m_model.property(m_edge, key))
            refuse(key, fmt::format("{} has no such setting", what));
    }

    void judgeQueue() {
        const bool isFifo = flagOf(m_model.property(m_from, "fifo")) == true;
        if (isFifo)
            atMost("batch_size", "batch.max_fifo", "a FIFO queue");
        else
            atMost("batch_size", "batch.max", "a queue");
        if (isFifo && own("batch_window_seconds").value_or(0) > 0)
            refuse("batch_window_seconds", "a FIFO queue takes no window");
        if (!isFifo)
            judgeWindow();
        atMost("batch_window_seconds", "batch.window_max_s", "a queue");
        for (const std::string_view key : {"starting_position", "parallelization_factor",
                                           "bisect_on_error", "tumbling_window_seconds"})
            pointless(key, "a queue");
        judgeRuns();
    }

    // A large batch of a queue needs time to fill.
    void judgeWindow() {
        const std::optional<double> batch = own("batch_size");
        const std::optional<double> needs =
            batch ? limit("batch.window_required_above") : std::nullopt;
        if (!needs || *batch <= *needs || *batch > limit("batch.max").value_or(*batch))
            return;
        const Effective window = m_judge.eff(m_edge, "batch_window_seconds");
        if (window.number() == 0)
            refuse("batch_size", fmt::format("more than {} need a batch window, and it is {}",
                                             figure(*needs), window.display()));
    }

    void judgeRuns() {
        const std::optional<double> runs = own("max_concurrency");
        if (!runs)
            return;
        const std::optional<double> from = limit("concurrency.max_concurrency_range.min");
        const std::optional<double> to = limit("concurrency.max_concurrency_range.max");
        if (from && to && (*runs < *from || *runs > *to))
            refuse("max_concurrency", fmt::format("it may be {} to {}", figure(*from), figure(*to)),
                   std::clamp(*runs, *from, *to));
    }

    void judgeStream() {
        atMost("batch_size", "batch.max", "a stream");
        atMost("batch_window_seconds", "batch.window_max_s", "a stream");
        atMost("parallelization_factor", "concurrency.max", "a stream");
        atMost("retry_attempts", "retry.range.max", "a stream");
        const std::optional<double> age = own("max_event_age_seconds");
        const std::optional<double> least =
            factNumber("aws.lambda.kinesis.retry.age_bounded_min_s");
        if (age && least && *age >= 0 && *age < *least)
            refuse("max_event_age_seconds",
                   fmt::format("it may be -1, or {} and more", figure(*least)), least);
        atMost("max_event_age_seconds", "retry.age_range_s.max", "a stream");
        const bool isKnown = m_from.kind != NodeKind::External &&
                             m_from.platformType != Symbol::None &&
                             m_to.platformType != Symbol::None;
        if (isKnown && m_mapping != "aws.lambda.msk" && m_mapping != "aws.lambda.mq" &&
            !m_model.property(m_edge, "starting_position"))
            refuseMissing();
    }

    void refuseMissing() {
        m_isFine = false;
        Fault fault;
        fault.severity = Severity::Error;
        fault.elements = elements();
        fault.subject = "starting_position";
        fault.at = spanOfLine(m_model, m_edge);
        fault.message =
            fmt::format("{} says no starting_position, and a stream needs one", mapping());
        fault.also.push_back({"no starting_position", fault.at});
        fault.fix = Fix{fmt::format("Start {} at the oldest record", mapping()),
                        {SetProperty{std::string(m_model.text(m_edge.key)), "starting_position",
                                     Value("trim_horizon")}}};
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    const Edge& m_edge;
    const Node& m_from;
    const Node& m_to;
    std::string_view m_mapping;
    bool m_isFine = true;
};

// How often, and for how long, a rule or an asynchronous run is tried: figures alone.
void judgeTries(Judge& judge, std::vector<std::string> elements, const Effective& value,
                std::string_view limit, std::string_view what) {
    const std::optional<double> most = factNumber(limit);
    if (!value.stated() || !most)
        return;
    if (!value.number())
        return judge.cannotTell(std::move(elements), value);
    if (*value.number() <= *most)
        return judge.holds(std::move(elements));
    Fault fault;
    fault.severity = Severity::Error;
    fault.elements = std::move(elements);
    fault.subject = value.property;
    fault.at = value.at;
    fault.grounds = {value};
    fault.message = fmt::format("{} {} of {}: {} at most", value.property, value.display(), what,
                                figure(*most));
    judge.fails(std::move(fault));
}

void judgeRule(Judge& judge, const Edge& edge) {
    const Model& model = judge.model();
    const Node& from = model[edge.from.node];
    const std::string_view subtype = model.text(from.subtype);
    if (from.kind != NodeKind::EntryPoint || (subtype != "bus_rule" && subtype != "schedule"))
        return;
    if (!model.property(edge, "retry_attempts"))
        return;
    const bool isAws = from.platformType != Symbol::None ||
                       platformOf(model, model[edge.to.node]).starts_with("aws.");
    if (isAws)
        judgeTries(judge, {judge.id(from), std::string(model.id(edge.to))},
                   judge.eff(edge, "retry_attempts"),
                   "aws.eventbridge.target.retry.retries_range.max", judge.name(from));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        if (edge.from.node == NodeIndex::None || edge.to.node == NodeIndex::None)
            continue;
        if (edge.kind == EdgeKind::Triggers && platformOf(model, edge).starts_with("aws.lambda."))
            Settings(judge, edge).judge();
        else
            judgeRule(judge, edge);
    }
    for (const Node& node : model.nodes())
        if (node.kind == NodeKind::Function && model.property(node, "retry_attempts") &&
            platformOf(model, node) == "aws.lambda")
            judgeTries(judge, {judge.id(node)}, judge.eff(node, "retry_attempts"),
                       "aws.lambda.async.retry.retries_range.max",
                       fmt::format("asynchronous runs of {}", judge.name(node)));
}

constexpr std::string_view aliases[] = {"E3705", "E3633", "E3634"};

} // namespace

extern constinit const Check batchSettingsRefused{
    .id = "LIM010",
    .name = "batch-settings-refused",
    .severity = Severity::Error,
    .pillar = Pillar::None,
    .title = "The platform refuses the numbers of a trigger, or they do nothing",
    .why = "Limits differ between queues and streams, and between FIFO and standard queues. A "
           "setting of the wrong kind stops "
           "the deployment, or stands there and is believed.",
    .fires = "Error for a queue or stream that Lambda polls when\n"
             "the batch is larger than the source allows (10 for FIFO), or larger than 10 from a "
             "queue without a window;\n"
             "a FIFO queue has a window;\n"
             "a stream has no starting position, or a queue has one;\n"
             "a queue has a parallelization factor, cuts batches or adds up windows;\n"
             "the most of runs is not 2 to 1000;\n"
             "the age of a record is 0 to 59 s, or a figure is above its range;\n"
             "a rule tries more than 185 times, or an asynchronous run more than 2.",
    .notWhen = "The platform is not known to be Lambda and EventBridge.\n"
               "The source is outside the model, so that its kind is not certain: then a missing "
               "position is not reported.\n"
               "A figure is an expression: then it cannot be told.",
    .platforms =
        "Lambda takes batches of up to 10,000, from FIFO queues 10, and windows of up to 300 s.\n"
        "EventBridge tries 185 times at most, an asynchronous run of Lambda is tried again twice "
        "at most.",
    .fix = "Use a figure from the range, or remove the setting.",
    .source = "AWS API models.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    platform_type: AWS::SQS::Queue\n"
           "    fifo: true\n"
           "    triggers: {to: worker, batch_size: 50}\n"
           "functions:\n"
           "  worker:\n"
           "    platform_type: AWS::Lambda::Function\n"
           "    handler: src/worker.handle\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    platform_type: AWS::SQS::Queue\n"
            "    fifo: true\n"
            "    triggers: {to: worker, batch_size: 10}\n"
            "functions:\n"
            "  worker:\n"
            "    platform_type: AWS::Lambda::Function\n"
            "    handler: src/worker.handle\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
