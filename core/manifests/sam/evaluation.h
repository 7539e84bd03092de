// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/sam/resolver.h"

namespace limn::sam {

// One list of texts that an expression may come to.
struct TextList {
    std::vector<Expression> items;
    // Where only a deployment knows how the list goes on: what all further items are pieces of.
    std::optional<Expression::Part> rest{};
    std::string condition{};
    bool isNothing = false; // AWS::NoValue
};

// Works out one expression: a walk with a budget over the intrinsic functions that give text.
class Evaluation {
public:
    Evaluation(const Resolver& resolver, Known known) : m_resolver(resolver), m_known(known) {}

    // The texts that may stand there; none for AWS::NoValue. One at most unless both branches of
    // conditions are asked for.
    std::vector<Expression> of(TreeNode node, int depth = 0);
    // The lists that may stand there; what is no list is one that only a deployment knows.
    std::vector<TextList> lists(TreeNode node, int depth = 0);
    std::vector<Expression> substituted(std::string_view text, const Variables& variables, Span at,
                                        bool ownNames, int depth);
    // The nodes that `[Map, key, key]` names, each with its condition; a missing one stands for
    // what is known only at deployment.
    std::vector<Branch> mapped(TreeNode arguments, int depth = 0);

private:
    using Kind = Expression::Part::Kind;
    using Texts = std::vector<Expression>;
    using Lists = std::vector<TextList>;
    using Function = Texts (Evaluation::*)(const Intrinsic&, TreeNode, int);

    static Function function(std::string_view name);
    Texts ref(const Intrinsic& call, TreeNode node, int depth);
    Texts getAtt(const Intrinsic& call, TreeNode node, int depth);
    Texts sub(const Intrinsic& call, TreeNode node, int depth);
    Texts condition(const Intrinsic& call, TreeNode node, int depth);
    bool isWrittenOut(TreeNode keys, int depth);
    Texts findInMap(const Intrinsic& call, TreeNode node, int depth);
    Texts importValue(const Intrinsic& call, TreeNode node, int depth);
    Texts base64(const Intrinsic& call, TreeNode node, int depth);
    // --- evaluation_lists.cpp
    Texts join(const Intrinsic& call, TreeNode node, int depth);
    Texts select(const Intrinsic& call, TreeNode node, int depth);
    Texts split(const Intrinsic& call, TreeNode node, int depth);
    Texts length(const Intrinsic& call, TreeNode node, int depth);
    Texts toJsonString(const Intrinsic& call, TreeNode node, int depth);

    Texts all(TreeNode node, int depth); // AWS::NoValue included, as what is nothing
    Texts argument(const Intrinsic& call, int depth);
    Texts named(std::string_view name, Span at);
    Texts parameter(const TreeEntry& entry, Span at);
    Texts given(const TreeEntry& entry, const FragmentValue& value, Span at);
    Lists listsOf(TreeNode sequence, int depth);
    Lists listArgument(const Intrinsic& call, int depth);
    Lists splitLists(const Intrinsic& call, TreeNode node, int depth);
    TextList pieces(const Expression& whole, std::string_view separator) const;
    bool appendPieces(TextList& list, const Expression::Part& part,
                      std::string_view separator) const;
    Expression itemOf(const TextList& list, std::size_t index, TreeNode node) const;
    Texts json(TreeNode node, int depth, bool isBare = false);
    template <typename Give>
    auto chosen(const Intrinsic& call, Give give) -> std::optional<decltype(give(TreeNode()))>;

    Expression one(Kind kind, std::string_view text, Span at,
                   std::string_view attribute = {}) const;
    Expression unknown(TreeNode node) const;
    static void extend(Texts& texts, const Texts& pieces);

    const Resolver& m_resolver;
    Known m_known;
    int m_budget = 4000;
};

// What an `If` gives: of the branch that is decided, else of both, each marked. Nothing where it is
// not decided and one answer is asked for.
template <typename Give>
auto Evaluation::chosen(const Intrinsic& call, Give give)
    -> std::optional<decltype(give(TreeNode()))> {
    if (!call.argument.isSequence() || call.argument.size() != 3)
        return std::nullopt;
    const std::string_view name = call.argument.item(0).scalar();
    const TreeNode yes = call.argument.item(1);
    const TreeNode no = call.argument.item(2);
    const bool isEither = m_known == Known::EitherBranch;
    if (const std::optional<bool> decided =
            m_resolver.holds(name, isEither ? Known::Constants : m_known))
        return give(*decided ? yes : no);
    if (!isEither)
        return std::nullopt;
    decltype(give(yes)) out;
    const auto add = [&](TreeNode branch, bool side) {
        const std::string as = (side ? "" : "not ") + std::string(name);
        m_resolver.noteBranch(branch, as);
        const Resolver::InBranch inside(m_resolver, name, side);
        for (auto& answer : give(branch))
            if (const std::optional<std::string> both = together(as, answer.condition)) {
                answer.condition = *both;
                out.push_back(std::move(answer));
            }
    };
    add(yes, true);
    add(no, false);
    return out;
}

} // namespace limn::sam
