// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/manifests/sam/expression.h"
#include "core/manifests/sam/template.h"

namespace limn::sam {

struct WrittenOut;

// `!Sub x` and `{"Fn::Sub": x}` alike: the function's name without `Fn::`, and what stands with it.
struct Intrinsic {
    std::string_view name;
    TreeNode argument; // of a short form the node itself, whose tag is the function
    bool isTag = false;
};
std::optional<Intrinsic> intrinsic(TreeNode node);
// The same of a map alone, whatever its tag: `Fn::Sub` under `!ImportValue`.
std::optional<Intrinsic> keyedIntrinsic(TreeNode node);

// One of the nodes that a place may hold.
struct Branch {
    TreeNode node;
    std::string condition; // `IsProd`, `not IsProd and HasQueue`; empty for always
};

// What an answer may rest on.
enum class Known {
    EitherBranch, // parameters have their defaults, but every branch of a condition may be taken
    Defaults,     // parameters have their defaults, and conditions follow from them
    Conditions,   // the same, where an empty default is a text like any other
    Constants,    // what every deployment has in common
};

// Names that a text may use in `${…}` beside the template's own.
using Variables = std::map<std::string_view, TreeNode>;

// The one place that knows intrinsic functions. Recursion and work are bounded, so that any text,
// cycles and alias bombs included, gives an answer; what goes too far is Unknown.
class Resolver {
public:
    // `written` is where the text stands in the file when loops were written out to make it.
    Resolver(const Template& sections, const Source& source, const WrittenOut* written = nullptr)
        : m_template(sections), m_source(source), m_written(written) {}

    // Another file that the template takes in: its expressions are shown as it has them.
    void takeIn(std::uint32_t index, const Source& source) {
        m_others.emplace_back(index, &source);
    }

    // The same where the text is that of a Fn::Sub, so that the template's own names count too.
    std::vector<Expression> subTexts(std::string_view text, const Variables& variables,
                                     Span at) const;
    // Every text that may stand there: both branches of a condition that the deployment decides.
    // AWS::NoValue gives none.
    std::vector<Expression> alternatives(TreeNode node) const;
    // The same of what stands in the branch of a condition, as it is there.
    std::vector<Expression> alternatives(const Branch& branch) const;
    // The text that stands there when every parameter has its default; nothing for AWS::NoValue.
    std::optional<Expression> expression(TreeNode node) const;
    // The text that stands there in every deployment.
    std::optional<Expression> constant(TreeNode node) const;
    // A text of the form `…${Name}…`, as the definition of a state machine has them.
    std::vector<Expression> substituted(std::string_view text, const Variables& variables,
                                        Span at) const;

    // A property's value under the defaults: maps and lists too, each leaf resolved or Unknown.
    Value value(TreeNode node) const;
    // The same where one text of many stands: the items of what is a list, else the value alone.
    ValueList values(TreeNode node) const;
    // The expression as its author wrote it.
    Unknown unknown(TreeNode node) const;

    // The collections or scalars that a place may hold, conditions unfolded.
    std::vector<Branch> branches(TreeNode node) const;
    // The one it holds when every parameter has its default.
    TreeNode followed(TreeNode node) const;
    // A list's items with conditions unfolded; anything else is a list of itself.
    std::vector<Branch> items(TreeNode node) const;
    // The entry `c` of `a.b.c` below a node, through conditions; of the branch that the defaults
    // choose, else the first that has it.
    TreeEntry entry(TreeNode node, std::string_view path) const;
    TreeNode at(TreeNode node, std::string_view path) const { return entry(node, path).value; }

    // Takes a step of the work that one template may cost; false when there is none left. Aliases
    // can make a small text a very large template, so every walk over one asks.
    bool spend() const {
        m_steps -= m_steps > 0;
        return m_steps > 0;
    }
    bool isExhausted() const { return m_steps <= 0; }

    // Whether a condition holds; nothing when it depends on what is not known.
    std::optional<bool> holds(std::string_view condition, Known known = Known::Conditions) const;

    // Within the branch of a condition that the defaults would not take, the parameters that it
    // asks for are not what they are by default: what they are there, or nothing where that is not
    // known.
    class InBranch {
    public:
        InBranch(const Resolver& resolver, std::string_view condition, bool side)
            : m_resolver(resolver), m_before(resolver.m_assumed.size()) {
            resolver.assume(condition, side);
        }
        // `IsProd and not HasQueue`
        InBranch(const Resolver& resolver, std::string_view conditions);
        ~InBranch() { m_resolver.m_assumed.resize(m_before); }
        InBranch(const InBranch&) = delete;
        InBranch& operator=(const InBranch&) = delete;

    private:
        const Resolver& m_resolver;
        std::size_t m_before;
    };
    struct Assumption {
        std::string_view parameter;
        std::optional<std::string> text;
    };
    const Assumption* assumed(std::string_view parameter) const;
    // While what stands in a resource is read that is not there by the defaults, a mapping without
    // the key that the defaults give is no fault.
    bool isLeftOut() const { return m_isLeftOut; }
    void enter(std::string_view condition) {
        m_isLeftOut = !condition.empty() && holds(condition) == false;
    }

    // The conditions of the branches that a place stands in, of those that were asked for so far;
    // empty for always.
    std::string conditionAt(Span at) const;
    bool hasBranches() const { return !m_branches.empty(); }
    void noteBranch(TreeNode branch, const std::string& condition) const;

private:
    friend class Evaluation;
    std::optional<bool> holds(TreeNode condition, Known known, int depth) const;
    std::optional<bool> isEqual(TreeNode list, Known known, int depth) const;
    void assume(std::string_view condition, bool side) const;
    void assume(TreeNode condition, bool side, int depth) const;
    void unfold(TreeNode node, const std::string& condition, int depth,
                std::vector<Branch>& out) const;
    Value valueOf(TreeNode node, int depth, int& budget) const;
    Value textValue(TreeNode node, const Intrinsic& call) const;

    const Template& m_template;
    const std::string& textOf(Span span) const; // of the file that it is in

    const Source& m_source;
    std::vector<std::pair<std::uint32_t, const Source*>> m_others;
    const WrittenOut* m_written = nullptr;
    // What is known of the conditions so far: a text may ask a thousand times. A condition that is
    // being decided counts as undecided, which ends cycles.
    // With names of their own: who asks may have put the name together.
    mutable std::map<std::string, std::optional<bool>, std::less<>> m_decided;
    mutable std::map<std::string, std::optional<bool>, std::less<>> m_constant;
    mutable std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> m_branches;
    mutable std::vector<Assumption> m_assumed;
    bool m_isLeftOut = false;
    mutable int m_conditionBudget = 100000;
    mutable int m_steps = 8'000'000;
};

} // namespace limn::sam
