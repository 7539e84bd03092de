// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/fragment.h"

namespace limn {
namespace {

class Renumbering {
public:
    explicit Renumbering(std::span<const std::uint32_t> now) : m_now(now) {}

    void operator()(Span& span) const {
        if (span.source < m_now.size())
            span.source = m_now[span.source];
    }
    void operator()(std::vector<FragmentProperty>& properties) const {
        for (FragmentProperty& property : properties) {
            (*this)(property.at);
            (*this)(property.keyAt);
        }
    }
    template <typename Part> void placed(std::vector<Part>& parts) const {
        for (Part& part : parts) {
            (*this)(part.at);
            if constexpr (requires { part.properties; })
                (*this)(part.properties);
        }
    }
    void operator()(Fragment& fragment) const {
        placed(fragment.nodes);
        placed(fragment.groups);
        placed(fragment.unplaced);
        placed(fragment.problems);
        placed(fragment.files);
        for (FragmentStack& stack : fragment.stacks)
            if (stack.source < m_now.size())
                stack.source = m_now[stack.source];
        for (FragmentEdge& edge : fragment.edges) {
            placed(edge.evidence);
            (*this)(edge.properties);
        }
        for (FragmentState& made : fragment.states) {
            (*this)(made.state.at);
            placed(made.state.transitions);
            (*this)(made.properties);
        }
        for (FragmentStatement& made : fragment.statements) {
            Statement& statement = made.statement;
            (*this)(statement.at);
            for (auto* items : {&statement.actions, &statement.notActions, &statement.resources,
                                &statement.notResources})
                placed(*items);
        }
    }

private:
    std::span<const std::uint32_t> m_now;
};

} // namespace

void renumber(Fragment& fragment, std::span<const std::uint32_t> now) {
    Renumbering renumbering{now};
    renumbering(fragment);
}

} // namespace limn
