// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/checks/check.h"
#include "core/exports/exporter.h"

namespace limn {
namespace {

// Keys stay in the order of the contract.
using Json = nlohmann::ordered_json;

class ReportJson {
public:
    explicit ReportJson(const Snapshot& snapshot) : m_snapshot(snapshot) {}

    std::string print(const Report& report) const {
        Json root;
        root["limn"] = 1;
        root["findings"] = Json::array();
        for (const Finding& finding : report.findings)
            root["findings"].push_back(json(finding));
        root["not_judged"] = Json::array();
        for (const NotJudged& open : report.notJudged)
            root["not_judged"].push_back(Json{{"check", open.check->id},
                                              {"elements", open.elements},
                                              {"reason", open.reason},
                                              {"at", json(open.at)}});
        root["stale_acceptances"] = report.staleAcceptances;
        root["verdict"] = json(report.verdict);
        root["problems"] = Json::array();
        for (const Problem& problem : m_snapshot.model->problems())
            root["problems"].push_back(Json{{"severity", word(problem.severity)},
                                            {"code", problem.code},
                                            {"message", problem.message},
                                            {"at", json(problem.at)}});
        return root.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    }

private:
    Json json(Span span) const {
        if (!span.valid())
            return nullptr;
        const Place place = m_snapshot.sources->place(span);
        return {{"path", place.path},
                {"line", place.line},
                {"column", place.column},
                {"end_line", place.endLine},
                {"end_column", place.endColumn}};
    }

    Json json(const Finding& finding) const {
        Json out;
        out["check"] = finding.check->id;
        out["name"] = finding.check->name;
        out["severity"] = word(finding.severity);
        out["message"] = finding.message;
        out["elements"] = finding.elements;
        out["at"] = json(finding.at);
        out["evidence"] = Json::array();
        for (const Exhibit& exhibit : finding.evidence)
            out["evidence"].push_back(Json{{"what", exhibit.what}, {"at", json(exhibit.at)}});
        out["fingerprint"] = finding.fingerprint;
        out["accepted"] = finding.accepted ? json(*finding.accepted) : Json();
        out["fix"] = finding.fix ? Json{{"title", finding.fix->title}} : Json();
        return out;
    }

    static Json json(const Acceptance& acceptance) {
        return {{"reason", acceptance.reason},
                {"by", acceptance.by},
                {"date", acceptance.date},
                {"until", acceptance.until.empty() ? Json() : Json(acceptance.until)}};
    }

    static Json json(const Verdict& verdict) {
        Json out;
        out["pillars"] = {{"execution", word(verdict.execution)},
                          {"state", word(verdict.state)},
                          {"triggers", word(verdict.triggers)},
                          {"permissions", word(verdict.permissions)}};
        out["overall"] = word(verdict.overall);
        // Two digits are more than anyone reads, and the same on every machine.
        out["confidence"] =
            std::round(verdict.confidence * 100) / 100;
        return out;
    }

    const Snapshot& m_snapshot;
};

} // namespace

std::string reportJson(const Snapshot& snapshot, const Report& report) {
    return ReportJson(snapshot).print(report);
}

} // namespace limn
