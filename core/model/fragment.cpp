// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/fragment.h"

namespace limn {

FragmentNode& Fragment::node(std::string id, NodeKind kind, Span at) {
    FragmentNode& made = nodes.emplace_back();
    made.id = std::move(id);
    made.kind = kind;
    made.at = at;
    return made;
}

FragmentEdge& Fragment::edge(std::string from, std::string to, EdgeKind kind, Evidence evidence) {
    FragmentEdge& made = edges.emplace_back();
    made.from = std::move(from);
    made.to = std::move(to);
    made.kind = kind;
    made.evidence.push_back(evidence);
    return made;
}

void Fragment::problem(Severity severity, std::string code, std::string message, Span at) {
    problems.push_back({severity, std::move(code), std::move(message), at});
}

} // namespace limn
