// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/resolver.h"

#include <charconv>

#include "core/manifests/sam/evaluation.h"
#include "core/manifests/sam/loops.h"

namespace limn::sam {
namespace {

constexpr int maxDepth = 40;
constexpr std::size_t maxBranches = 4096;

// Keys of a one-entry map that make it a function call; a map of the user may look alike only with
// `Fn::` or `Ref`.
bool isFunctionKey(std::string_view key) { return key == "Ref" || key.starts_with("Fn::"); }

std::size_t indexOf(std::string_view text) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    const bool isWhole = error == std::errc() && end == text.data() + text.size();
    return isWhole ? index : std::string_view::npos;
}

} // namespace

std::optional<Intrinsic> intrinsic(TreeNode node) {
    if (const std::string_view tag = node.tag();
        tag.size() > 1 && tag.front() == '!' && tag[1] != '!')
        return Intrinsic{tag.substr(1), node, true};
    return keyedIntrinsic(node);
}

std::optional<Intrinsic> keyedIntrinsic(TreeNode node) {
    const TreeEntry only = node.only();
    std::string_view name = only.name();
    if (!isFunctionKey(name))
        return std::nullopt;
    if (name.starts_with("Fn::"))
        name.remove_prefix(4);
    return Intrinsic{name, only.value, false};
}

std::vector<Expression> Resolver::alternatives(TreeNode node) const {
    return Evaluation(*this, Known::EitherBranch).of(node);
}

std::optional<Expression> Resolver::expression(TreeNode node) const {
    std::vector<Expression> texts = Evaluation(*this, Known::Defaults).of(node);
    if (texts.empty())
        return std::nullopt;
    return std::move(texts.front());
}

std::optional<Expression> Resolver::constant(TreeNode node) const {
    std::vector<Expression> texts = Evaluation(*this, Known::Constants).of(node);
    if (texts.size() != 1)
        return std::nullopt;
    return std::move(texts.front());
}

std::vector<Expression> Resolver::substituted(std::string_view text, const Variables& variables,
                                              Span at) const {
    return Evaluation(*this, Known::EitherBranch).substituted(text, variables, at, false, 0);
}

std::vector<Expression> Resolver::subTexts(std::string_view text, const Variables& variables,
                                           Span at) const {
    return Evaluation(*this, Known::EitherBranch).substituted(text, variables, at, true, 0);
}

const std::string& Resolver::textOf(Span span) const {
    for (const auto& [index, source] : m_others)
        if (index == span.source)
            return source->text();
    return m_source.text();
}

Unknown Resolver::unknown(TreeNode node) const {
    Span span = node.fullSpan();
    if (!span.valid())
        return {};
    const bool isWritten = m_written && &textOf(span) == &m_source.text();
    const std::string& text = isWritten ? m_written->file->text() : textOf(span);
    if (isWritten)
        span = m_written->inFile(span);
    std::size_t longest = 4096; // what is longer nobody reads
    if (span.length() > longest) {
        const auto continues = [&](std::size_t at) {
            return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
        };
        while (longest > 0 && continues(span.begin + longest))
            --longest;
        return {text.substr(span.begin, longest) + "…"};
    }
    return {text.substr(span.begin, span.length())};
}

// What a function gives when every parameter has its default: a text, or a list of them.
Value Resolver::textValue(TreeNode node, const Intrinsic& call) const {
    const bool isList = call.name == "Split" ||
                        (call.name == "Ref" && m_template.isListParameter(call.argument.scalar()));
    if (isList) {
        const std::vector<TextList> lists = Evaluation(*this, Known::Defaults).lists(node);
        if (lists.size() != 1 || lists.front().rest || lists.front().items.empty() ||
            lists.front().items.front().parts.empty()) // an empty default says nothing
            return unknown(node);
        ValueList list;
        for (const Expression& item : lists.front().items) {
            const std::optional<std::string> known = item.text();
            list.push_back(known ? Value(*known) : Value(Unknown{item.pattern()}));
        }
        return list;
    }
    const std::optional<Expression> text = expression(node);
    if (!text)
        return {};
    const std::optional<std::string> known = text->text();
    return known ? Value(*known) : Value(unknown(node));
}

Value Resolver::valueOf(TreeNode node, int depth, int& budget) const {
    if (depth > maxDepth || --budget < 0 || !spend())
        return Unknown{"…"};
    if (intrinsic(node)) {
        if (const TreeNode found = followed(node); found.exists() && !(found == node))
            return valueOf(found, depth + 1, budget);
        return textValue(node, *intrinsic(node));
    }
    if (node.isSequence()) {
        ValueList list;
        for (const TreeNode item : node.items())
            if (Value value = valueOf(item, depth + 1, budget); !value.isNull())
                list.push_back(std::move(value));
        return list;
    }
    if (node.isMap()) {
        ValueMap map;
        for (const TreeEntry& entry : node.entries()) {
            Value value = valueOf(entry.value, depth + 1, budget);
            if (!value.isNull() || !intrinsic(entry.value)) // AWS::NoValue takes the key away
                map.emplace_back(entry.name(), std::move(value));
        }
        return map;
    }
    if (node.scalar().find("{{resolve:") != std::string_view::npos)
        return Unknown{std::string(node.scalar())};
    return node.value();
}

Value Resolver::value(TreeNode node) const {
    int budget = 20000;
    return valueOf(node, 0, budget);
}

ValueList Resolver::values(TreeNode node) const {
    Value whole = value(node);
    if (const ValueList* list = whole.list())
        return *list;
    return {std::move(whole)};
}

TreeNode Resolver::followed(TreeNode node) const {
    for (int depth = 0; depth < maxDepth; ++depth) {
        const std::optional<Intrinsic> call = intrinsic(node);
        if (!call)
            return node;
        if (call->name == "If" && call->argument.size() == 3) {
            const std::optional<bool> decided = holds(call->argument.item(0).scalar());
            if (!decided)
                return node;
            node = call->argument.item(*decided ? 1 : 2);
        } else if (call->name == "FindInMap") {
            const std::vector<Branch> found =
                Evaluation(*this, Known::Defaults).mapped(call->argument, depth);
            if (found.size() != 1 || !found.front().node.exists())
                return node;
            node = found.front().node;
        } else if (call->name == "Select" && call->argument.size() == 2 &&
                   call->argument.item(1).isSequence() && !intrinsic(call->argument.item(1))) {
            const std::optional<Expression> which = expression(call->argument.item(0));
            const std::optional<std::string> text = which ? which->text() : std::nullopt;
            const TreeNode found = text ? call->argument.item(1).item(indexOf(*text)) : TreeNode();
            if (!found.exists())
                return node;
            node = found;
        } else if (call->name == "Ref" && call->argument.scalar() == "AWS::NoValue") {
            return {};
        } else {
            return node;
        }
    }
    return node;
}

void Resolver::unfold(TreeNode node, const std::string& condition, int depth,
                      std::vector<Branch>& out) const {
    if (depth > maxDepth || out.size() >= maxBranches || node.isNull() || !spend())
        return;
    const std::optional<Intrinsic> call = intrinsic(node);
    if (call && call->name == "If" && call->argument.size() == 3) {
        const std::string_view name = call->argument.item(0).scalar();
        const std::optional<bool> decided = holds(name, Known::Constants);
        if (decided)
            return unfold(call->argument.item(*decided ? 1 : 2), condition, depth + 1, out);
        const auto either = [&](TreeNode branch, const std::string& as) {
            noteBranch(branch, as);
            if (const std::optional<std::string> both = together(condition, as))
                unfold(branch, *both, depth + 1, out);
        };
        either(call->argument.item(1), std::string(name));
        either(call->argument.item(2), "not " + std::string(name));
        return;
    }
    if (call && call->name == "Ref" && call->argument.scalar() == "AWS::NoValue")
        return;
    // A text keeps the place where it is used, which is not that of the mapping it is from.
    if (const TreeNode found = followed(node); found.exists())
        out.push_back({found.isScalar() ? node : found, condition});
}

std::vector<Branch> Resolver::branches(TreeNode node) const {
    std::vector<Branch> out;
    unfold(node, {}, 0, out);
    return out;
}

std::vector<Branch> Resolver::items(TreeNode node) const {
    std::vector<Branch> out;
    for (const Branch& list : branches(node)) {
        if (!list.node.isSequence() || intrinsic(list.node)) {
            out.push_back(list);
            continue;
        }
        for (const TreeNode item : list.node.items()) {
            std::vector<Branch> below;
            unfold(item, list.condition, 0, below);
            for (const Branch& branch : below) {
                // A condition inside a list may give a list.
                if (branch.node.isSequence() && !intrinsic(branch.node) && !(branch.node == item))
                    for (const TreeNode inner : branch.node.items())
                        out.push_back({inner, branch.condition});
                else
                    out.push_back(branch);
            }
            if (out.size() >= maxBranches)
                return out;
        }
    }
    return out;
}

TreeEntry Resolver::entry(TreeNode node, std::string_view path) const {
    TreeEntry found;
    while (!path.empty() && node.exists()) {
        const std::size_t dot = path.find('.');
        const std::string_view key = path.substr(0, dot);
        // What is no function, nearly all, is only looked into.
        found = node.entry(key);
        if (!found.value.exists() && intrinsic(node)) {
            found = followed(node).entry(key);
            for (const Branch& choice : branches(node))
                if (!found.value.exists())
                    found = choice.node.entry(key);
        }
        node = found.value;
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return found;
}

} // namespace limn::sam
