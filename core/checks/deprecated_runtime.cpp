// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <map>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr int soon = 180; // days

// The three days in a runtime's life that count.
struct Life {
    std::string_view deprecated, createBlock, updateBlock, successor;
};

std::optional<Life> lifeOf(std::string_view runtime) {
    const auto text = [&](std::string_view what) {
        const Fact* fact = findFact(fmt::format("runtimes.aws.lambda.{}.{}", runtime, what));
        return fact ? std::optional(fact->text) : std::nullopt;
    };
    const std::optional<std::string_view> deprecated = text("deprecated");
    if (!deprecated)
        return std::nullopt;
    return Life{*deprecated, text("create_block").value_or(""), text("update_block").value_or(""),
                text("successor").value_or("")};
}

// ISO days compare as text; some days later needs a calendar.
std::string later(std::string_view day, int days) {
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (const char c : day.substr(at, count))
            value = value * 10 + (c - '0');
        return value;
    };
    if (day.size() != 10)
        return {};
    using namespace std::chrono;
    const year_month_day date{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                              std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    if (!date.ok())
        return {};
    const year_month_day then{sys_days(date) + std::chrono::days(days)};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(then.year()),
                       static_cast<unsigned>(then.month()), static_cast<unsigned>(then.day()));
}

std::string orNever(std::string_view day) { return std::string(day.empty() ? "not set" : day); }

// Functions that have one runtime from one place.
struct Old {
    Life life;
    Severity severity = Severity::Info;
    std::string what;
    const Property* runtime = nullptr;
    std::vector<const Node*> functions;
};

class Runtimes {
public:
    explicit Runtimes(Judge& judge) : m_judge(judge), m_today(judge.today()) {
        const Fact* table = findFact("runtimes.aws.lambda.as_of");
        // Without a day of its own, a run is judged as of the table's.
        if (m_today.empty() && table)
            m_today = table->text;
        m_soon = later(m_today, soon);
    }

    void judge(const Node& function) {
        const Model& model = m_judge.model();
        const Property* runtime = model.property(function, "runtime");
        if (!runtime)
            return; // an image brings its own
        if (isUnknown(runtime))
            return m_judge.cannotTell({m_judge.id(function)}, m_judge.eff(function, "runtime"));
        const std::string_view word = wordOf(runtime);
        const std::optional<Life>& life = known(word);
        if (!life)
            return m_judge.cannotTell({m_judge.id(function)},
                                      fmt::format("no table says until when {} is supported", word),
                                      runtime->at);
        if (!life->updateBlock.empty() && life->updateBlock <= m_today)
            return note(function, *runtime, *life, Severity::Error,
                        fmt::format("can no longer be updated since {}", life->updateBlock));
        if (!life->deprecated.empty() && life->deprecated <= m_today)
            return note(function, *runtime, *life, Severity::Warning,
                        fmt::format("gets no patches any more since {}", life->deprecated));
        if (!life->deprecated.empty() && life->deprecated <= m_soon)
            return note(function, *runtime, *life, Severity::Info,
                        fmt::format("gets no patches any more after {}", life->deprecated));
        m_judge.holds({m_judge.id(function)});
    }

    void reportAll() {
        for (const auto& [place, old] : m_old)
            report(old);
    }

private:
    // Runtimes are few: each is looked up once.
    const std::optional<Life>& known(std::string_view runtime) {
        const auto [at, isNew] = m_lives.try_emplace(runtime);
        if (isNew)
            at->second = lifeOf(runtime);
        return at->second;
    }

    // One finding for each file: what stands in Globals, or again at each function, is one
    // decision.
    void note(const Node& function, const Property& runtime, const Life& life, Severity severity,
              std::string what) {
        Old& old = m_old[{runtime.at.source, wordOf(&runtime)}];
        if (old.functions.empty())
            old = {life, severity, std::move(what), &runtime, {}};
        old.functions.push_back(&function);
    }

    void report(const Old& old) {
        const std::string_view word = wordOf(old.runtime);
        const Life& life = old.life;
        Fault fault;
        fault.severity = old.severity;
        for (const Node* function : old.functions)
            fault.elements.push_back(m_judge.id(*function));
        fault.at = old.runtime->at;
        fault.message = fmt::format(
            "{} {} on {}, which {} (as of {}){}", listed(m_judge, old.functions),
            old.functions.size() == 1 ? "runs" : "run", word, old.what, m_today,
            life.successor.empty() ? "" : fmt::format("; its successor is {}", life.successor));
        fault.also.push_back({fmt::format("runtime {}", word), fault.at});
        fault.also.push_back({fmt::format("{}: deprecated {}, no new functions {}, no updates {}",
                                          word, orNever(life.deprecated), orNever(life.createBlock),
                                          orNever(life.updateBlock)),
                              fault.at});
        if (!life.successor.empty()) {
            Fix fix{fmt::format("Set runtime to {}", life.successor), {}};
            for (const Node* function : old.functions)
                fix.intents.emplace_back(
                    SetProperty{m_judge.id(*function), "runtime", Value(life.successor)});
            fault.fix = std::move(fix);
        }
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    std::string m_today;
    std::string m_soon;
    std::unordered_map<std::string_view, std::optional<Life>> m_lives;
    std::map<std::pair<std::uint32_t, std::string_view>, Old> m_old; // by file and runtime
};

void run(Judge& judge) {
    Runtimes runtimes(judge);
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        // The names of runtimes are Lambda's; those of others have no table yet.
        if (node.kind == NodeKind::Function && platformOf(model, node) == "aws.lambda" &&
            wordOf(model.property(node, "package_type")) != "image")
            runtimes.judge(node);
    }
    runtimes.reportAll();
}

constexpr std::string_view aliases[] = {"E2531",
                                        "W2531",
                                        "E2533",
                                        "CKV_AWS_363",
                                        "AwsSolutions-L1",
                                        "LambdaLatestVersion",
                                        "aws_lambda_function_eol_runtime",
                                        "noDeprecatedRuntime",
                                        "allowed-runtimes",
                                        "awslambda_function_using_supported_runtimes"};

} // namespace

extern constinit const Check deprecatedRuntime{
    .id = "LIM016",
    .name = "deprecated-runtime",
    .severity = Severity::Error,
    .pillar = Pillar::None,
    .title = "The runtime gets no patches any more, or cannot be deployed",
    .why = "A runtime that is no longer patched keeps its known holes. Later the platform refuses "
           "new functions on it, and then "
           "changes to those there are: the fix that is needed most cannot be deployed.",
    .fires = "The runtime of a Lambda function against the days of its life:\n"
             "error when functions on it can no longer be updated;\n"
             "warning when it is deprecated;\n"
             "info when it will be within 180 days.",
    .notWhen =
        "The function is a container image.\n"
        "Of provided.* only the system below is judged, not the runtime that the author brings.\n"
        "Not being the newest is no fault.\n"
        "The runtime is an expression, or no table has its days: then it cannot be told.",
    .platforms = "The days of Lambda's runtimes are a table of facts; where the run has no date, "
                 "they are judged as of the "
                 "table's own day.\n"
                 "Runtimes of Azure and Google are not in the tables yet.",
    .fix = "Move to the successor.",
    .source = "Lambda runtime lifecycle, as cfn-lint has it.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  report:\n"
           "    platform_type: AWS::Lambda::Function\n"
           "    handler: src/report.handle\n"
           "    runtime: nodejs12.x\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  report:\n"
            "    platform_type: AWS::Lambda::Function\n"
            "    handler: src/report.handle\n"
            "    runtime: nodejs24.x\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
