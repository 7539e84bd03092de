// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/policy_text.h"

#include "core/manifests/placed_text.h"

namespace limn::sam {
namespace {

void place(Statement& statement, const PlacedText& text, Span whole) {
    const auto placed = [&](Span span) {
        const Span found = span.valid() ? text.place(span.begin, span.end) : Span();
        return found.valid() ? found : whole;
    };
    statement.at = placed(statement.at);
    for (std::vector<Statement::Item>* items :
         {&statement.actions, &statement.notActions, &statement.resources, &statement.notResources,
          &statement.principals, &statement.notPrincipals, &statement.conditions})
        for (Statement::Item& item : *items)
            item.at = placed(item.at);
}

} // namespace

void readDocument(Reading& reading, TreeNode document, const std::function<void(TreeNode)>& read) {
    if (!document.isScalar() || document.isNull() || intrinsic(document))
        return read(document);
    PlacedText text;
    text.append(reading.input.source, document);
    const Source source("policy", text.text());
    const Tree tree = Tree::parse(source, reading.input.index);
    if (!tree.root().isMap() || !tree.problems().empty())
        reading.parts.problem(Severity::Warning, "wrong-type",
                              "The policy stands as a text that cannot be read as JSON, so what "
                              "it allows is not known.",
                              document.fullSpan());
    std::vector<FragmentStatement>& statements = reading.parts.fragment().statements;
    const std::size_t first = statements.size();
    read(tree.root());
    for (std::size_t i = first; i < statements.size(); ++i)
        place(statements[i].statement, text, document.fullSpan());
}

} // namespace limn::sam
