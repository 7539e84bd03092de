// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/fragment.h"

namespace limn {

// Calls `change` with every span of a fragment, so that one place knows where they all are.
template <typename Change> class FragmentSpans {
public:
    explicit FragmentSpans(Change change) : m_change(std::move(change)) {}

    void operator()(Fragment& fragment) const {
        placed(fragment.nodes);
        placed(fragment.groups);
        placed(fragment.unplaced);
        placed(fragment.problems);
        placed(fragment.files);
        placed(fragment.uses);
        for (FragmentEdge& edge : fragment.edges) {
            placed(edge.evidence);
            properties(edge.properties);
        }
        for (FragmentState& made : fragment.states) {
            m_change(made.state.at);
            placed(made.state.transitions);
            properties(made.properties);
        }
        for (FragmentStatement& made : fragment.statements) {
            Statement& statement = made.statement;
            m_change(statement.at);
            for (const StatementList& list : statementLists)
                placed(statement.*list.items);
        }
    }

private:
    void properties(std::vector<FragmentProperty>& all) const {
        for (FragmentProperty& property : all) {
            m_change(property.at);
            m_change(property.keyAt);
        }
    }
    template <typename Part> void placed(std::vector<Part>& parts) const {
        for (Part& part : parts) {
            m_change(part.at);
            if constexpr (requires { part.properties; })
                properties(part.properties);
        }
    }

    Change m_change;
};

} // namespace limn
