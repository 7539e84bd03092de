// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/sam/resolver.h"

namespace limn::sam {

// Works out one expression: a walk with a budget over the intrinsic functions that give text.
class Evaluation {
public:
    // With `defaults` conditions are decided by the parameters' defaults, else both branches are
    // taken.
    Evaluation(const Resolver& resolver, bool defaults)
        : m_resolver(resolver), m_defaults(defaults) {}

    std::vector<Expression> of(TreeNode node, int depth = 0);
    std::vector<Expression> substituted(std::string_view text, const Variables& variables, Span at,
                                        bool ownNames, int depth);

private:
    using Kind = Expression::Part::Kind;
    using Texts = std::vector<Expression>;
    using Function = Texts (Evaluation::*)(const Intrinsic&, TreeNode, int);

    static Function function(std::string_view name);
    Texts ref(const Intrinsic& call, TreeNode node, int depth);
    Texts getAtt(const Intrinsic& call, TreeNode node, int depth);
    Texts sub(const Intrinsic& call, TreeNode node, int depth);
    Texts join(const Intrinsic& call, TreeNode node, int depth);
    Texts select(const Intrinsic& call, TreeNode node, int depth);
    Texts condition(const Intrinsic& call, TreeNode node, int depth);
    Texts findInMap(const Intrinsic& call, TreeNode node, int depth);
    Texts importValue(const Intrinsic& call, TreeNode node, int depth);
    Texts passThrough(const Intrinsic& call, TreeNode node, int depth);

    Texts argument(const Intrinsic& call, int depth);
    Texts named(std::string_view name, Span at, int depth);
    Texts parameter(const TreeEntry& entry, Span at);
    Texts selectedPiece(TreeNode list, std::size_t index, TreeNode node, int depth);
    Expression one(Kind kind, std::string_view text, Span at,
                   std::string_view attribute = {}) const;
    Expression unknown(TreeNode node) const;
    static void extend(Texts& texts, const Texts& pieces);

    const Resolver& m_resolver;
    bool m_defaults;
    int m_budget = 4000;
};

} // namespace limn::sam
