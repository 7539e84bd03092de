// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// Whether a text is a JSON value once the variables of the gateway stand for theirs. Small on
// purpose: formats are a line.
class JsonText {
public:
    explicit JsonText(std::string_view text) : m_text(text) {}
    bool isObject() {
        skip();
        return m_at < m_text.size() && m_text[m_at] == '{' && value(0) &&
               (skip(), m_at == m_text.size());
    }

private:
    static constexpr int deepest = 32;

    void skip() {
        while (m_at < m_text.size() &&
               std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    bool take(char c) {
        skip();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool text() {
        if (!take('"'))
            return false;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
            else if (m_text[m_at] == '"')
                return ++m_at, true;
        }
        return false;
    }
    // A number, a word, or a variable such as `$context.status`.
    bool plain() {
        const std::size_t from = m_at;
        while (m_at < m_text.size() &&
               std::string_view(",]} \t\r\n\"{[:").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        const std::string_view word = m_text.substr(from, m_at - from);
        return word == "true" || word == "false" || word == "null" ||
               word.starts_with("$context.") ||
               (!word.empty() &&
                word.find_first_not_of("0123456789.eE+-") == std::string_view::npos);
    }
    bool members(char open, char close, int depth, bool named) {
        if (!take(open))
            return false;
        if (take(close))
            return true;
        do {
            if (named && (!text() || !take(':')))
                return false;
            if (!value(depth + 1))
                return false;
        } while (take(','));
        return take(close);
    }
    bool value(int depth) {
        skip();
        if (m_at >= m_text.size() || depth > deepest)
            return false;
        switch (m_text[m_at]) {
        case '{':
            return members('{', '}', depth, true);
        case '[':
            return members('[', ']', depth, false);
        case '"':
            return text();
        default:
            return plain();
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

void judgeApi(Judge& judge, const Group& api) {
    const Model& model = judge.model();
    const std::vector<std::string> elements{std::string(model.text(api.id))};
    const std::string_view platform = platformOf(model, api);
    const bool isGraph = platform == "aws.appsync";
    const Property* log = model.property(api, isGraph ? "log_level" : "access_log");
    const Property* format = model.property(api, "access_log_format");
    const std::string name = fmt::format("`{}`", model.text(api.name));
    if (!log && platform.empty())
        return judge.cannotTell(elements, "access_log is not stated", api.at);
    if (!log && !isStageKnown(model, api))
        return judge.cannotTell(elements, "its stage is not in the model", api.at);
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = elements;
    const bool isOff = isGraph && (wordOf(log) == "off" || wordOf(log) == "none");
    if (!log || isOff) {
        fault.at = log ? log->at : api.at;
        fault.message = fmt::format("{} keeps no record of its calls: what never reaches a "
                                    "function leaves no trace (default)",
                                    name);
        fault.also.push_back(
            {log ? fmt::format("log_level {}", log->value.display())
                 : fmt::format("{} has no {}", name, isGraph ? "logging" : "access log"),
             fault.at});
        return judge.fails(std::move(fault));
    }
    if (!format || isGraph)
        return judge.holds(elements);
    if (isUnknown(format))
        return judge.cannotTell(
            elements, fmt::format("access_log_format is {}", format->value.display()), format->at);
    if (JsonText(wordOf(format)).isObject())
        return judge.holds(elements);
    fault.subject = "format";
    fault.at = format->at;
    fault.message = fmt::format("the access log of {} is no JSON: tools cannot read `{}`", name,
                                format->value.display().substr(0, 60));
    fault.also.push_back(
        {fmt::format("access_log_format {}", format->value.display().substr(0, 200)), format->at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Group& group : model.groups()) {
        if (judge.stopped())
            return;
        const std::string_view platform = platformOf(model, group);
        const bool isGateway = platform.starts_with("aws.apigateway") ||
                               platform == "aws.appsync" || group.platformType == Symbol::None;
        if (group.kind == GroupKind::Api && isGateway)
            judgeApi(judge, group);
    }
}

constexpr std::string_view aliases[] = {"ES2000",
                                        "WS2001",
                                        "APIGWAccessLogging",
                                        "APIGWStructuredLogging",
                                        "CKV_AWS_76",
                                        "CKV_AWS_95",
                                        "CKV_AWS_193",
                                        "W45",
                                        "W46",
                                        "W69",
                                        "AWS-0001",
                                        "AWS-0113",
                                        "AWS-0116",
                                        "serverless_api_access_logging_setting_undefined",
                                        "api_gw_stage_access_logging_rule"};

} // namespace

extern constinit const Check gatewayWithoutAccessLogs{
    .id = "OBS004",
    .name = "gateway-without-access-logs",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "Calls that never reach a function leave no trace",
    .why = "A gateway turns callers away, times out and fails before any code of yours runs. "
           "Without an access log, or with one "
           "that no tool can read, nobody can say whom it turned away and why.",
    .fires =
        "An API whose stage has no destination for an access log, for GraphQL no field logging: "
        "warning.\n"
        "An access log whose format is no JSON once the variables stand for their values: warning.",
    .notWhen = "A destination is set, also as an expression or in Globals.\n"
               "The format is not said: a missing log is one finding, and the tools have a default "
               "for it.\n"
               "SAM makes the stage: the finding stands at the API.\n"
               "The stage is not in the model, the format is an expression, or a neutral API does "
               "not say it: then it cannot be told.",
    .platforms = "API Gateway and AppSync log nothing by default.",
    .fix = "Add a log group and a JSON format with the request's id, the status, the integration's "
           "error and latency.",
    .source = "AWS Serverless Rules.",
    .bad = "limn: 1\n"
           "groups:\n"
           "  api:\n"
           "    kind: api\n"
           "    platform_type: AWS::Serverless::HttpApi\n"
           "entry_points:\n"
           "  place-order:\n"
           "    route: POST /orders\n"
           "    group: api\n"
           "    triggers: order\n"
           "functions:\n"
           "  order:\n"
           "    handler: src/order.handle\n",
    .good = "limn: 1\n"
            "groups:\n"
            "  api:\n"
            "    kind: api\n"
            "    platform_type: AWS::Serverless::HttpApi\n"
            "    access_log: calls\n"
            "entry_points:\n"
            "  place-order:\n"
            "    route: POST /orders\n"
            "    group: api\n"
            "    triggers: order\n"
            "functions:\n"
            "  order:\n"
            "    handler: src/order.handle\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
