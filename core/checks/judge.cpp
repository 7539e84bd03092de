// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/judge.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/model/property_table.h"

namespace limn {

std::string figure(double number) {
    constexpr double exactIntegers = 9e15;
    if (number == std::floor(number) && std::abs(number) < exactIntegers)
        return fmt::format("{}", static_cast<std::int64_t>(number));
    return fmt::format("{:.3g}", number);
}

std::string duration(double seconds) {
    struct Unit {
        double length;
        std::string_view one;
        std::string_view many;
    };
    constexpr Unit units[] = {{86400, "day", "days"}, {3600, "hour", "hours"}, {60, "min", "min"}};
    for (const Unit& unit : units) {
        const double count = seconds / unit.length;
        if (count >= 2 && count == std::floor(count))
            return fmt::format("{} {}", figure(count), unit.many);
        if (count == 1 && unit.length > 60)
            return fmt::format("1 {}", unit.one);
    }
    return figure(seconds) + " s";
}

std::optional<double> Effective::number() const {
    return known() && value.isNumber() ? std::optional(value.number()) : std::nullopt;
}

std::string Effective::plain() const {
    if (!known())
        return value.unknown() ? value.display() : reason;
    std::string text = value.isNumber() ? figure(value.number()) : value.display();
    if (const PropertyInfo* info = findProperty(property); info && !info->unit.empty())
        text += fmt::format(" {}", info->unit);
    return text;
}

std::string Effective::display() const {
    return fact && known() ? fmt::format("{} ({})", plain(), defaultNote(*fact)) : plain();
}

std::string Effective::label() const { return owner.empty() ? property : owner + ": " + property; }

Exhibit Effective::exhibit() const { return {fmt::format("{} {}", label(), display()), at}; }

Judge::Judge(const Model& model, Report& report, std::stop_token stop)
    : m_model(model), m_report(report), m_stop(std::move(stop)),
      m_fromGroups(model.groups().size()) {
    constexpr std::size_t answersEach = 12; // of a part, at least: growing copies them all
    report.held.reserve(model.nodes().size() * answersEach);
    for (const Edge& edge : model.edges())
        if (edge.from.group != GroupIndex::None)
            m_fromGroups[static_cast<std::size_t>(edge.from.group)].push_back(model.indexOf(edge));
    for (const Statement& statement : model.statements())
        if (statement.isGrant())
            m_statements[statement.identity].push_back(&statement);
}

Effective Judge::written(const Property& property) const {
    Effective result;
    result.property = m_model.text(property.key);
    result.at = property.at;
    result.value = property.value;
    result.inherited = property.origin == Origin::Inherited;
    if (const Unknown* unknown = property.value.unknown())
        result.reason = fmt::format("{} is {}", result.property, unknown->expression);
    else if (property.value.isNull())
        result.reason = fmt::format("{} has no value", result.property);
    return result;
}

Effective Judge::orDefault(std::string_view platform, std::string_view property, Span part) const {
    Effective result;
    result.property = property;
    result.at = part;
    if (std::optional<PlatformDefault> rule = platformDefault(platform, property)) {
        result.fact = rule->fact;
        result.value = std::move(rule->value);
    } else {
        result.reason = fmt::format("{} is not stated", property);
    }
    return result;
}

Effective Judge::eff(const Node& node, std::string_view property) const {
    const Property* own = m_model.property(node, property);
    Effective result =
        own ? written(*own) : orDefault(platformOf(m_model, node), property, node.at);
    result.owner = name(node);
    return result;
}

Effective Judge::eff(const Edge& edge, std::string_view property) const {
    if (const Property* own = m_model.property(edge, property))
        return written(*own);
    const std::span<const Evidence> evidence = m_model.evidence(edge);
    return orDefault(platformOf(m_model, edge), property,
                     evidence.empty() ? Span() : evidence.front().at);
}

Effective Judge::effAtEntry(const Node& entry, std::string_view property) const {
    const Property* found = m_model.property(entry, property);
    for (GroupIndex at = entry.group; !found && at != GroupIndex::None; at = m_model[at].parent)
        if (m_model[at].kind == GroupKind::Api)
            found = m_model.property(m_model[at], property);
    Effective result =
        found ? written(*found) : orDefault(platformOf(m_model, entry), property, entry.at);
    result.owner = name(entry);
    return result;
}

const Node* Judge::nodeOf(End end) const {
    return end.node == NodeIndex::None ? nullptr : &m_model[end.node];
}

std::string Judge::name(const Node& node) const {
    const std::string_view text = m_model.text(node.name);
    std::string name;
    name.reserve(text.size() + 2); // asked for with nearly every value: no format is parsed for it
    return name.append(1, '`').append(text).append(1, '`');
}

std::vector<const Edge*> Judge::into(const Node& node, EdgeKind kind) const {
    std::vector<const Edge*> found;
    for (const EdgeIndex index : m_model.edgesTo(m_model.indexOf(node)))
        if (m_model[index].kind == kind)
            found.push_back(&m_model[index]);
    return found;
}

std::vector<const Edge*> Judge::outOf(const Node& node, EdgeKind kind) const {
    std::vector<const Edge*> found;
    for (const EdgeIndex index : m_model.edgesFrom(m_model.indexOf(node)))
        if (m_model[index].kind == kind)
            found.push_back(&m_model[index]);
    return found;
}

std::vector<const Edge*> Judge::fromEntry(const Node& entry, EdgeKind kind) const {
    std::vector<const Edge*> found = outOf(entry, kind);
    for (GroupIndex at = entry.group; at != GroupIndex::None; at = m_model[at].parent)
        for (const EdgeIndex index : m_fromGroups[static_cast<std::size_t>(at)])
            if (m_model[index].kind == kind)
                found.push_back(&m_model[index]);
    return found;
}

std::vector<const Statement*> Judge::statementsOf(NodeIndex identity) const {
    const auto at = m_statements.find(identity);
    return at == m_statements.end() ? std::vector<const Statement*>() : at->second;
}

void Judge::holds(std::vector<std::string> elements) {
    m_report.held.push_back({m_check, std::move(elements)});
}

void Judge::fails(Fault fault) {
    Finding finding;
    finding.check = m_check;
    finding.severity = fault.severity;
    finding.message = std::move(fault.message);
    finding.fingerprint = fmt::format("{}:{}", m_check->id, fmt::join(fault.elements, ","));
    if (!fault.subject.empty())
        finding.fingerprint += fmt::format("#{}", fault.subject);
    finding.elements = std::move(fault.elements);
    finding.at = fault.at;
    std::vector<std::string> basis;
    for (const Effective& ground : fault.grounds) {
        finding.evidence.push_back(ground.exhibit());
        // Only of a default more is shown than it stands on: where it is from.
        basis.push_back(ground.fact ? fmt::format("{} {}", ground.label(), ground.plain())
                                    : finding.evidence.back().what);
        // What nobody read again must not fail a build.
        if (ground.fact && ground.fact->confidence == Confidence::Recalled)
            finding.severity = std::min(finding.severity, Severity::Warning);
    }
    if (basis.empty())
        for (const Exhibit& exhibit : fault.also)
            basis.push_back(exhibit.what);
    finding.basis = fmt::format("{}", fmt::join(basis, "; "));
    std::ranges::move(fault.also, std::back_inserter(finding.evidence));
    finding.fix = std::move(fault.fix);
    m_report.findings.push_back(std::move(finding));
}

void Judge::cannotTell(std::vector<std::string> elements, std::string reason, Span at) {
    m_report.notJudged.push_back({m_check, std::move(elements), std::move(reason), at});
}

void Judge::cannotTell(std::vector<std::string> elements, const Effective& unknown) {
    std::string reason = unknown.reason;
    if (reason.empty())
        reason =
            fmt::format("{} is {}, which is no number", unknown.property, unknown.value.display());
    cannotTell(std::move(elements), std::move(reason), unknown.at);
}

} // namespace limn
