// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/left_at_default.h"

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {

void LeftAtDefault::judge(const Node& function) {
    if (m_judge.model().property(function, m_property))
        return m_judge.holds({m_judge.id(function)});
    Effective value = m_judge.eff(function, m_property);
    if (!value.known())
        return m_judge.cannotTell({m_judge.id(function)}, value);
    // What it is put into may have Globals for it.
    if (m_pieces.contains(function.at.source) &&
        m_judge.model().text(function.platformType).starts_with("AWS::Serverless::"))
        return m_judge.cannotTell(
            {m_judge.id(function)},
            fmt::format("its file names what it does not have, so it may be a "
                        "piece of a template that states {} for all",
                        m_property),
            function.at);
    Left& left = m_left[{function.at.source, value.display()}];
    if (left.functions.empty())
        left.value = std::move(value);
    left.functions.push_back(&function);
}

void LeftAtDefault::judgeAll(Severity severity, Sentence sentence) {
    const Model& model = m_judge.model();
    for (const Problem& problem : model.problems())
        if (problem.code == "unknown-reference")
            m_pieces.insert(problem.at.source);
    for (const Node& node : model.nodes()) {
        if (m_judge.stopped())
            return;
        const bool isOther = node.platformType != Symbol::None && platformOf(model, node).empty();
        if (isOwnFunction(model, node) && !isOther)
            judge(node);
    }
    for (auto& [key, left] : m_left) {
        Fault fault;
        fault.severity = severity;
        fault.message = sentence(listed(m_judge, left.functions), key.second);
        fault.at = left.functions.front()->at;
        for (const Node* function : left.functions) {
            fault.elements.push_back(m_judge.id(*function));
            left.value.owner = m_judge.name(*function);
            left.value.at = function->at;
            fault.grounds.push_back(left.value);
        }
        m_judge.fails(std::move(fault));
    }
}

} // namespace limn
