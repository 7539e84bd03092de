// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <unordered_map>
#include <vector>

#include "core/checks/check.h"
#include "core/checks/facts.h"

namespace limn {

// What a property comes to for a part: what its manifest says of it, else the platform's default,
// else unknown with the reason.
struct Effective {
    std::string owner; // as messages name the part; empty for an edge
    std::string property;
    Value value;                // null when it is not known
    Span at;                    // the value's text; the part where nothing is written
    const Fact* fact = nullptr; // the default it is, when it is one
    std::string reason;         // why it is not known: the expression, or that nothing states it
    bool inherited = false;     // written once for many

    bool known() const { return reason.empty(); }
    bool stated() const { return known() && !fact; }
    // Nothing when it is not known or no number.
    std::optional<double> number() const;
    // "60 s", "${Limit}"
    std::string plain() const;
    // The same, and where a default is from: "3 s (default, from AWS API models)".
    std::string display() const;
    // "`Worker`: timeout_seconds"
    std::string label() const;
    // Label and display, at its place.
    Exhibit exhibit() const;
};

// A finding before the Judge has signed it.
struct Fault {
    Severity severity = Severity::Warning;
    std::vector<std::string> elements; // the first is where the badge stands
    std::string subject;               // tells two faults of the same elements apart: `s3:*`
    std::string message;
    Span at;
    std::vector<Effective>
        grounds;               // values it rests on; shown as evidence, and they cap the severity
    std::vector<Exhibit> also; // further evidence
    std::optional<Fix> fix;
};

// What a check talks to: the Model with platform defaults filled in, and the three answers. Lives
// for one run of check().
class Judge {
public:
    Judge(const Model& model, Report& report, std::stop_token stop);

    const Model& model() const { return m_model; }
    // What was answered so far; with the verdict, for the check that tells it.
    const Report& report() const { return m_report; }
    // Asked in every outer loop of a check.
    bool stopped() const { return m_stop.stop_requested(); }
    // The day of the run (ISO); empty where none was given.
    const std::string& today() const { return m_today; }

    Effective eff(const Node& node, std::string_view property) const;
    Effective eff(const Edge& edge, std::string_view property) const;
    // An entry point's own property or that of an API around it, else the platform's default.
    Effective effAtEntry(const Node& entry, std::string_view property) const;

    const Node* nodeOf(End end) const;
    std::string id(const Node& node) const { return std::string(m_model.id(node)); }
    // As messages name it: "`Worker`".
    std::string name(const Node& node) const;
    // Edges of a kind that end or start at a node, in key order.
    std::vector<const Edge*> into(const Node& node, EdgeKind kind) const;
    std::vector<const Edge*> outOf(const Node& node, EdgeKind kind) const;
    // What an entry point's own edges of a kind lead to, and those of the APIs around it.
    std::vector<const Edge*> fromEntry(const Node& entry, EdgeKind kind) const;
    // What an identity's policies say, in the order of the text.
    std::vector<const Statement*> statementsOf(NodeIndex identity) const;
    // Whether work that fails somewhere else ends up in this node.
    bool takesFailures(const Node& node) const { return !into(node, EdgeKind::FailsTo).empty(); }

    // The three answers.
    void holds(std::vector<std::string> elements);
    void fails(Fault fault);
    void cannotTell(std::vector<std::string> elements, std::string reason, Span at);
    // Because of a value that is not known, or that is not the number it had to be.
    void cannotTell(std::vector<std::string> elements, const Effective& unknown);

private:
    friend Report check(const Model& model, const Diagram& diagram, std::stop_token stop,
                        const CheckOptions& options);
    Effective written(const Property& property) const;
    Effective orDefault(std::string_view platform, std::string_view property, Span part) const;

    const Model& m_model;
    Report& m_report;
    std::stop_token m_stop;
    std::string m_today;
    const Check* m_check = nullptr; // the one that is running
    std::vector<std::vector<EdgeIndex>> m_fromGroups;
    std::unordered_map<NodeIndex, std::vector<const Statement*>> m_statements;
};

// A number as people write it: `30`, `0.5`.
std::string figure(double number);
// A stretch of time in its largest whole unit: "4 days", "90 s".
std::string duration(double seconds);

} // namespace limn
