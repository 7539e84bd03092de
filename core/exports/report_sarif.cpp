// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/checks/rulings.h"
#include "core/exports/report_formats.h"

namespace limn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                                    "schemas/sarif-schema-2.1.0.json";

std::string_view level(Severity severity) {
    return severity == Severity::Info ? "note" : word(severity);
}

// A path as a URI; one from the root names the file scheme.
std::string uri(std::string_view path) {
    constexpr std::string_view plain = "-._~/";
    std::string out = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || plain.find(c) != std::string_view::npos;
        out += isPlain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

// Words in brackets before words in parentheses would be taken for a link.
Json message(std::string_view text) {
    if (text.find("](") == std::string_view::npos)
        return {{"text", text}};
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == '\\')
            out += '\\';
        out += c;
    }
    return {{"text", out}};
}

// All that `limn explain` says of a check.
Json help(const Check& check) {
    const std::pair<std::string_view, std::string_view> parts[] = {
        {"", check.why},
        {"When it reports", check.fires},
        {"When it is silent", check.notWhen},
        {"What to do", check.fix},
        {"Source", check.source}};
    std::string text, markdown;
    for (const auto& [head, words] : parts) {
        if (words.empty())
            continue;
        text += fmt::format("{}{}{}\n", head, head.empty() ? "" : ": ", words);
        markdown += head.empty() ? fmt::format("{}\n\n", words)
                                 : fmt::format("**{}**\n\n{}\n\n", head, words);
    }
    return {{"text", text}, {"markdown", markdown}};
}

Json rule(const Check& check) {
    Json tags = Json::array({"serverless"});
    if (check.pillar != Pillar::None)
        tags.push_back(title(check.pillar));
    return {{"id", check.id},
            {"name", check.name},
            {"shortDescription", {{"text", check.title}}},
            {"fullDescription", {{"text", check.why.empty() ? check.title : check.why}}},
            {"help", help(check)},
            {"defaultConfiguration", {{"level", level(check.severity)}}},
            {"properties", {{"tags", std::move(tags)}}}};
}

class ReportSarif {
public:
    ReportSarif(const Snapshot& snapshot, const Report& report)
        : m_model(*snapshot.model), m_sources(*snapshot.sources), m_report(report) {}

    std::string print(std::string_view version) {
        Json results = Json::array();
        for (const Finding& finding : m_report.findings)
            results.push_back(result(finding));
        Json driver{{"name", "Limn"}, {"version", version}, {"rules", std::move(m_rules)}};
        Json run;
        run["tool"] = {{"driver", std::move(driver)}};
        run["invocations"] = Json::array({invocation()});
        run["columnKind"] = "unicodeCodePoints";
        run["results"] = std::move(results);
        const Json root{
            {"$schema", schema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
        return root.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    }

private:
    // A check's rule is listed when the first finding needs it.
    std::size_t ruleIndex(const Check& check) {
        const auto [known, fresh] = m_ruleIndex.try_emplace(&check, m_rules.size());
        if (fresh)
            m_rules.push_back(rule(check));
        return known->second;
    }

    Json location(Span span) const {
        if (!span.valid())
            return Json::object();
        const Place place = m_sources.place(span);
        return {{"physicalLocation",
                 {{"artifactLocation", {{"uri", uri(place.path)}}},
                  {"region",
                   {{"startLine", place.line},
                    {"startColumn", place.column},
                    {"endLine", place.endLine},
                    {"endColumn", place.endColumn}}}}}};
    }

    Json explainedLocation(const Exhibit& exhibit) const {
        Json out = location(exhibit.at);
        out["message"] = message(exhibit.what);
        return out;
    }

    // Ids of the Model: they stay when lines move.
    Json logicalLocations(const std::vector<std::string>& elements) const {
        Json out = Json::array();
        for (const std::string& element : elements) {
            std::string_view kind = "edge", name = element;
            if (const Node* node = m_model.node(element)) {
                kind = word(node->kind);
                name = m_model.text(node->name);
            } else if (const Group* group = m_model.group(element)) {
                kind = "group";
                name = m_model.text(group->name);
            }
            out.push_back({{"name", name}, {"fullyQualifiedName", element}, {"kind", kind}});
        }
        return out;
    }

    Json result(const Finding& finding) {
        Json out;
        out["ruleId"] = finding.check->id;
        out["ruleIndex"] = ruleIndex(*finding.check);
        out["level"] = level(finding.severity);
        out["message"] = message(finding.message);
        Json place = location(finding.at);
        place["logicalLocations"] = logicalLocations(finding.elements);
        out["locations"] = Json::array({std::move(place)});
        if (Json related = relatedLocations(finding); !related.empty())
            out["relatedLocations"] = std::move(related);
        if (Json flows = codeFlows(finding); !flows.empty())
            out["codeFlows"] = std::move(flows);
        out["partialFingerprints"] = {{"limn/v1", finding.fingerprint}};
        out["suppressions"] = suppressions(finding);
        if (finding.fix)
            out["properties"] = {{"fix", finding.fix->title}};
        return out;
    }

    Json relatedLocations(const Finding& finding) const {
        Json out = Json::array();
        for (const Exhibit& exhibit : finding.evidence) {
            Json place = explainedLocation(exhibit);
            place["id"] = out.size() + 1;
            out.push_back(std::move(place));
        }
        return out;
    }

    Json codeFlows(const Finding& finding) const {
        Json out = Json::array();
        for (const std::vector<const Exhibit*>& way : waysOf(m_model, finding)) {
            Json steps = Json::array();
            for (const Exhibit* step : way)
                steps.push_back({{"location", explainedLocation(*step)}});
            Json thread{{"locations", std::move(steps)}};
            out.push_back({{"threadFlows", Json::array({std::move(thread)})}});
        }
        return out;
    }

    // An empty list says that nobody accepted it.
    Json suppressions(const Finding& finding) const {
        Json out = Json::array();
        if (!finding.accepted)
            return out;
        const Acceptance& accepted = *finding.accepted;
        const Exhibit* marker = markerOf(finding);
        Json one{{"kind", marker ? "inSource" : "external"},
                 {"status", "accepted"},
                 {"justification", accepted.reason}};
        if (marker && marker->at.valid())
            one["location"] = explainedLocation(*marker);
        const std::pair<const char*, const std::string*> rest[] = {
            {"by", &accepted.by}, {"date", &accepted.date}, {"until", &accepted.until}};
        for (const auto& [key, value] : rest)
            if (!value->empty())
                one["properties"][key] = *value;
        out.push_back(std::move(one));
        return out;
    }

    // What is wrong with the text, what could not be judged and what is accepted for nothing.
    Json invocation() const {
        Json notifications = Json::array();
        bool good = true;
        const auto notify = [&](std::string_view id, std::string_view weight,
                                std::string_view words, Span at) -> Json& {
            Json note{{"descriptor", {{"id", id}}}, {"level", weight}, {"message", message(words)}};
            if (at.valid())
                note["locations"] = Json::array({location(at)});
            return notifications.emplace_back(std::move(note));
        };
        for (const Problem& problem : m_model.problems()) {
            good = good && problem.severity != Severity::Error;
            notify(problem.code, level(problem.severity), problem.message, problem.at);
        }
        for (const NotJudged& open : m_report.notJudged)
            notify("not-judged", "note", open.reason,
                   open.at)["associatedRule"] = {{"id", open.check->id}};
        for (const std::string& fingerprint : m_report.staleAcceptances)
            notify("stale-acceptance", "warning",
                   fmt::format("The acceptance of {} matches nothing any more. Take it out of the "
                               "sidecar.",
                               fingerprint),
                   {});
        return {{"executionSuccessful", good},
                {"toolExecutionNotifications", std::move(notifications)}};
    }

    const Model& m_model;
    const Sources& m_sources;
    const Report& m_report;
    Json m_rules = Json::array();
    std::unordered_map<const Check*, std::size_t> m_ruleIndex;
};

} // namespace

std::string reportSarif(const Snapshot& snapshot, const Report& report, std::string_view version) {
    return ReportSarif(snapshot, report).print(version);
}

} // namespace limn
