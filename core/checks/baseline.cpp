// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/baseline.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace limn {
namespace {

using Json = nlohmann::json;

// What is not there, or is something else, is null.
const Json& at(const Json& json, const char* key) {
    static const Json nothing;
    if (!json.is_object())
        return nothing;
    const auto found = json.find(key);
    return found == json.end() ? nothing : *found;
}

// False where it has no fingerprint.
bool add(Baseline& baseline, const Json& fingerprint, bool accepted) {
    if (!fingerprint.is_string())
        return false;
    (accepted ? baseline.accepted : baseline.open).insert(fingerprint.get<std::string>());
    return true;
}

bool addReport(Baseline& baseline, const Json& root) {
    for (const Json& finding : at(root, "findings"))
        if (!add(baseline, at(finding, "fingerprint"), at(finding, "accepted").is_object()))
            return false;
    return true;
}

bool addSarif(Baseline& baseline, const Json& root) {
    for (const Json& run : at(root, "runs"))
        for (const Json& result : at(run, "results"))
            if (!add(baseline, at(at(result, "partialFingerprints"), "limn/v1"),
                     !at(result, "suppressions").empty()))
                return false;
    return true;
}

} // namespace

Result<Baseline> parseBaseline(std::string_view text, std::string_view path) {
    const Json root = Json::parse(text, nullptr, false);
    Baseline baseline;
    const bool isReport = at(root, "limn").is_number() && at(root, "findings").is_array();
    const bool isSarif = at(root, "version").is_string() && at(root, "runs").is_array();
    if (!isReport && !isSarif)
        return Error{fmt::format("The baseline `{}` is {}. It has to be what `limn check --format "
                                 "json` or `sarif` printed.",
                                 path,
                                 root.is_discarded() ? "no JSON" : "no report and no SARIF log")};
    if (isReport ? addReport(baseline, root) : addSarif(baseline, root))
        return baseline;
    return Error{fmt::format("The baseline `{}` has a finding without Limn's fingerprint, so it is "
                             "of another program. It has to be what `limn check --format json` or "
                             "`sarif` printed.",
                             path)};
}

std::size_t dropKnown(const Baseline& baseline, Report& report) {
    return std::erase_if(report.findings, [&](const Finding& finding) {
        return baseline.open.contains(finding.fingerprint) ||
               (finding.accepted && baseline.accepted.contains(finding.fingerprint));
    });
}

} // namespace limn
