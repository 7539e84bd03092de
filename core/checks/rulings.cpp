// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/rulings.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/checks/check.h"

namespace limn {
namespace {

// KICS says nothing of the rule it shall not ask; these are the questions of ours that it has.
constexpr std::array<std::string_view, 10> kicsRules{
    "api_gateway_without_configured_authorizer",
    "lambda_function_without_dead_letter_queue",
    "lambda_functions_with_full_privileges",
    "lambda_functions_without_unique_iam_roles",
    "lambda_permission_principal_is_wildcard",
    "serverless_api_access_logging_setting_undefined",
    "serverless_function_without_dead_letter_queue",
    "serverless_function_without_unique_iam_role",
    "serverless_role_with_full_privileges",
    "serving_revision_spec_without_timeout_settings"};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// `W2531`, `ES1007`; the two digits of cfn_nag's `W12` are another checker's.
bool isLintRule(std::string_view alias) {
    if (alias.size() < 5 || std::string_view("EWI").find(alias.front()) == std::string_view::npos)
        return false;
    alias.remove_prefix(alias[1] == 'S' ? 2 : 1);
    return alias.size() == 4 && std::ranges::all_of(alias, isDigit);
}

bool isAbout(const Marker& marker, std::string_view alias) {
    if (marker.tool == "KICS")
        return std::ranges::find(kicsRules, alias) != kicsRules.end();
    // A beginning stands for all rules that have it: `W2`.
    if (marker.tool == "cfn-lint")
        return isLintRule(alias) && !marker.rule.empty() && alias.starts_with(marker.rule);
    return alias == marker.rule;
}

bool isAbout(const Marker& marker, const Finding& finding) {
    const std::size_t hash = finding.fingerprint.find('#');
    const std::string_view subject = hash == std::string::npos
                                         ? std::string_view()
                                         : std::string_view(finding.fingerprint).substr(hash + 1);
    const bool named =
        marker.only.empty() || std::ranges::find(marker.only, subject) != marker.only.end();
    return named && std::ranges::any_of(finding.check->aliases, [&](std::string_view alias) {
               return isAbout(marker, alias);
           });
}

bool isWithin(Span inner, Span outer) {
    return inner.valid() && inner.source == outer.source && inner.begin >= outer.begin &&
           inner.begin < outer.end;
}

// Where the part is that a finding's badge stands on.
Span partOf(const Model& model, const std::vector<std::string>& elements) {
    if (elements.empty())
        return {};
    const Node* node = model.node(elements.front());
    return node ? node->at : Span();
}

class Weighing {
public:
    Weighing(const Rulings& rulings, const Model& model) : m_rulings(rulings), m_model(model) {}

    // Null where nothing is set.
    const std::optional<Severity>* of(const Check* check, Span at,
                                      const std::vector<std::string>& elements) const {
        const Span place = at.valid() ? at : partOf(m_model, elements);
        // What stands nowhere is judged by what the first file's folder says.
        const std::size_t source = place.valid() ? place.source : 0;
        if (source >= m_rulings.settings.size())
            return nullptr;
        const auto found = m_rulings.settings[source].find(check);
        return found == m_rulings.settings[source].end() ? nullptr : &found->second;
    }

    bool isOff(const Check* check, Span at, const std::vector<std::string>& elements) const {
        const std::optional<Severity>* set = of(check, at, elements);
        return set && !*set;
    }

private:
    const Rulings& m_rulings;
    const Model& m_model;
};

} // namespace

Result<Rulings> rulingsOf(const Sources& sources) {
    Result<std::vector<CheckSettings>> settings = settingsOf(sources);
    if (!settings)
        return settings.error();
    return Rulings{findMarkers(sources), std::move(*settings)};
}

void weigh(const Rulings& rulings, const Model& model, Report& report, std::size_t from) {
    const Weighing weighing(rulings, model);
    std::set<std::string_view> known; // one word for a check, however often it was asked
    std::vector<NotJudged> words;
    const auto isOff = [&](const auto& answer, Span at) {
        if (!weighing.isOff(answer.check, at, answer.elements))
            return false;
        if (known.insert(answer.check->id).second)
            words.push_back({answer.check, answer.elements, std::string(switchedOff), at});
        return true;
    };
    const auto first = report.findings.begin() + static_cast<std::ptrdiff_t>(from);
    const auto off = std::remove_if(first, report.findings.end(), [&](const Finding& finding) {
        return isOff(finding, finding.at);
    });
    report.findings.erase(off, report.findings.end());
    for (Finding& finding : std::span(report.findings).subspan(from))
        if (const auto* set = weighing.of(finding.check, finding.at, finding.elements))
            finding.severity = **set;
    // A second weighing leaves the words of the first.
    std::erase_if(report.notJudged, [&](const NotJudged& open) {
        return open.reason != switchedOff && isOff(open, open.at);
    });
    std::erase_if(report.held, [&](const Held& held) { return isOff(held, Span()); });
    report.notJudged.insert(report.notJudged.end(), words.begin(), words.end());
}

void acceptMarked(const Rulings& rulings, const Model& model, std::span<Finding> findings) {
    if (rulings.markers.empty())
        return;
    for (Finding& finding : findings) {
        if (finding.accepted)
            continue;
        const Span part = partOf(model, finding.elements);
        const auto marker = std::ranges::find_if(rulings.markers, [&](const Marker& each) {
            return (isWithin(finding.at, each.scope) || isWithin(part, each.scope)) &&
                   isAbout(each, finding);
        });
        if (marker == rulings.markers.end())
            continue;
        finding.accepted =
            Acceptance{marker->reason.empty() ? std::string("No reason is given.") : marker->reason,
                       std::string(inTheManifest), "", ""};
        const std::string rule = marker->rule.empty() ? "" : fmt::format(" `{}`", marker->rule);
        finding.evidence.push_back(
            {fmt::format("{} for {}{}", inTheManifest, marker->tool, rule), marker->at});
    }
}

const Exhibit* markerOf(const Finding& finding) {
    const bool marked =
        finding.accepted && finding.accepted->by == inTheManifest && !finding.evidence.empty();
    return marked ? &finding.evidence.back() : nullptr;
}

} // namespace limn
