// SPDX-License-Identifier: GPL-3.0-or-later
// The intrinsic functions that take or give lists.
#include "core/manifests/sam/evaluation.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "core/manifests/sam/resource_types.h"

namespace limn::sam {
namespace {

using Part = Expression::Part;
using Kind = Part::Kind;

constexpr int maxDepth = 40;
constexpr std::size_t maxAlternatives = 16;
constexpr std::size_t maxItems = 1000;

std::optional<std::size_t> indexOf(std::string_view text) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() ||
        index >= maxItems)
        return std::nullopt;
    return index;
}

// Whether what is not known here may have the separator in it.
bool mayContain(const Part& part, std::string_view separator) {
    if (part.kind == Kind::Pseudo) {
        if (part.text == "AWS::StackId" || part.text == "AWS::NotificationARNs")
            return true;
        return separator == "-" || separator == ".";
    }
    if (part.kind == Kind::Resource && (separator == ":" || separator == "/"))
        return !part.attribute.ends_with("Name") && !part.attribute.ends_with("Id");
    return true;
}

bool isArn(const Part& part) {
    return part.text == "AWS::StackId" ||
           (part.kind == Kind::Resource &&
            (part.attribute.empty() || part.attribute.ends_with("Arn")));
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

} // namespace

// Adds what stands between the separators of one part; false when the list cannot be known further.
bool Evaluation::appendPieces(TextList& list, const Part& part, std::string_view separator) const {
    if (part.kind != Kind::Text) {
        if (!mayContain(part, separator)) {
            list.items.back().append(part);
            return true;
        }
        list.rest = part;
        const bool isWhole = list.items.size() == 1 && list.items.back().parts.empty();
        list.items.pop_back();
        if (isWhole && separator == ":" && isArn(part)) {
            const Resource* resource = m_resolver.m_template.resource(part.text);
            const std::string_view service =
                resource ? resourceType(resource->type).service : std::string_view();
            list.items.push_back(one(Kind::Text, "arn", part.at));
            list.items.push_back(one(Kind::Pseudo, "AWS::Partition", part.at));
            list.items.push_back(service.empty()
                                     ? one(Kind::Pseudo, "service of " + part.text, part.at)
                                     : one(Kind::Text, service, part.at));
            list.items.push_back(one(Kind::Pseudo, "AWS::Region", part.at));
            list.items.push_back(one(Kind::Pseudo, "AWS::AccountId", part.at));
        }
        return false;
    }
    std::string_view text = part.text;
    while (list.items.size() < maxItems) {
        const std::size_t end = text.find(separator);
        list.items.back().append({Kind::Text, std::string(text.substr(0, end)), {}, part.at});
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + separator.size());
        list.items.push_back(one(Kind::Text, {}, part.at));
    }
    return true;
}

TextList Evaluation::pieces(const Expression& whole, std::string_view separator) const {
    TextList list{{one(Kind::Text, {}, whole.at)}, {}, whole.condition};
    for (const Part& part : whole.parts)
        if (!appendPieces(list, part, separator))
            break;
    return list;
}

// An item of a list; of one that is not known, still of the resource that the list is of.
Expression Evaluation::itemOf(const TextList& list, std::size_t index, TreeNode node) const {
    Expression item;
    if (index < list.items.size())
        item = list.items[index];
    else if (!list.rest || list.rest->kind == Kind::Unknown)
        item = unknown(node);
    else
        item =
            one(list.rest->kind, list.rest->text, list.rest->at,
                list.rest->kind == Kind::Resource ? fmt::format("piece of {}", list.rest->attribute)
                                                  : fmt::format("piece {}", index));
    item.condition = list.condition;
    return item;
}

Evaluation::Lists Evaluation::listsOf(TreeNode sequence, int depth) {
    Lists out{TextList{}};
    for (const TreeNode item : sequence.items()) {
        const Texts choices = all(item, depth);
        Lists next;
        for (TextList& list : out)
            for (const Expression& choice : choices) {
                const std::optional<std::string> both = together(list.condition, choice.condition);
                if (!both || next.size() == maxAlternatives)
                    continue;
                // The last choice needs no copy of what is behind it.
                next.push_back(&choice == &choices.back() ? std::exchange(list, {}) : list);
                next.back().condition = *both;
                if (!choice.isNothing)
                    next.back().items.push_back(choice);
            }
        if (!next.empty()) // an item that is null is none
            out = std::move(next);
        if (out.front().items.size() > maxItems)
            break;
    }
    return out;
}

Evaluation::Lists Evaluation::splitLists(const Intrinsic& call, TreeNode node, int depth) {
    const std::optional<std::string> separator = [&]() -> std::optional<std::string> {
        const Texts texts = of(call.argument.item(0), depth);
        return texts.size() == 1 ? texts.front().text() : std::nullopt;
    }();
    Lists out;
    if (separator && !separator->empty())
        for (const Expression& whole : of(call.argument.item(1), depth))
            out.push_back(pieces(whole, *separator));
    if (out.empty())
        out.push_back({{}, Part{Kind::Unknown, m_resolver.unknown(node).expression, {}, {}}});
    return out;
}

Evaluation::Lists Evaluation::lists(TreeNode node, int depth) {
    if (depth > maxDepth || --m_budget < 0 || !m_resolver.spend())
        return {{{}, Part{Kind::Unknown, m_resolver.unknown(node).expression, {}, {}}}};
    const std::optional<Intrinsic> call = intrinsic(node);
    if (!call)
        return node.isSequence() ? listsOf(node, depth) : Lists{{of(node, depth)}};
    if (call->name == "If")
        if (std::optional<Lists> both =
                chosen(*call, [&](TreeNode branch) { return lists(branch, depth + 1); }))
            return *std::move(both);
    if (call->name == "Split")
        return splitLists(*call, node, depth + 1);
    if (call->name == "Ref" && m_resolver.m_template.isListParameter(call->argument.scalar())) {
        Lists out;
        const TreeEntry entry = m_resolver.m_template.parameter(call->argument.scalar());
        const Known empties = m_known == Known::Constants ? m_known : Known::Conditions;
        for (const Expression& text :
             Evaluation(m_resolver, empties).parameter(entry, node.fullSpan())) {
            TextList list = pieces(text, ",");
            for (Expression& item : list.items)
                if (const std::optional<std::string> known = item.text())
                    item = one(Kind::Text, trimmed(*known), item.at);
            out.push_back(std::move(list));
        }
        return out;
    }
    if (call->name == "FindInMap") {
        Lists out;
        for (const Branch& found : mapped(call->argument, depth + 1)) {
            if (!found.node.isSequence() || intrinsic(found.node))
                continue;
            for (TextList& list : listsOf(found.node, depth + 1)) {
                list.condition = found.condition;
                out.push_back(std::move(list));
            }
        }
        if (!out.empty())
            return out;
    }
    Lists out;
    for (const Expression& text : all(node, depth + 1)) {
        TextList& list = out.emplace_back();
        list.condition = text.condition;
        list.isNothing = text.isNothing;
        if (text.parts.size() == 1 && text.parts.front().kind != Kind::Text)
            list.rest = text.parts.front();
        else if (!text.isNothing)
            list.items.push_back(text);
    }
    return out;
}

// The list that stands with a function as its only argument.
Evaluation::Lists Evaluation::listArgument(const Intrinsic& call, int depth) {
    if (!call.isTag)
        return lists(call.argument, depth);
    if (call.argument.isSequence())
        return listsOf(call.argument, depth);
    if (const std::optional<Intrinsic> inner = keyedIntrinsic(call.argument);
        inner && inner->name == "Split")
        return splitLists(*inner, call.argument, depth);
    return {};
}

Evaluation::Texts Evaluation::join(const Intrinsic& call, TreeNode node, int depth) {
    const TreeNode separator = call.argument.item(0);
    if (!call.argument.isSequence() || call.argument.size() != 2 ||
        (!separator.isScalar() && !separator.isNull()))
        return {unknown(node)};
    Texts out;
    for (const TextList& list : lists(call.argument.item(1), depth)) {
        if (list.isNothing)
            continue;
        Expression& whole = out.emplace_back(one(Kind::Text, {}, node.fullSpan()));
        whole.condition = list.condition;
        bool isFirst = true;
        const auto next = [&] {
            if (!isFirst)
                whole.append({Kind::Text, std::string(separator.scalar()), {}, separator.span()});
            isFirst = false;
        };
        for (const Expression& item : list.items) {
            next();
            for (const Part& part : item.parts)
                whole.append(part);
        }
        if (list.rest) {
            next();
            whole.append(*list.rest);
        }
    }
    return out.empty() ? Texts{unknown(node)} : out;
}

Evaluation::Texts Evaluation::select(const Intrinsic& call, TreeNode node, int depth) {
    if (!call.argument.isSequence() || call.argument.size() != 2)
        return {unknown(node)};
    const TreeNode list = call.argument.item(1);
    Texts out;
    for (const Expression& which : of(call.argument.item(0), depth)) {
        const std::optional<std::string> text = which.text();
        const std::optional<std::size_t> index = text ? indexOf(*text) : std::nullopt;
        if (!index) {
            out.push_back(unknown(node));
        } else if (list.isSequence() && !intrinsic(list)) { // the others need not be known
            const TreeNode item = list.item(*index);
            for (Expression& found : item.exists() ? all(item, depth) : Texts{unknown(node)})
                out.push_back(std::move(found));
        } else {
            for (const TextList& each : lists(list, depth))
                if (!each.isNothing)
                    out.push_back(itemOf(each, *index, node));
        }
        for (Expression& found : out)
            if (found.condition.empty())
                found.condition = which.condition;
    }
    return out.empty() ? Texts{unknown(node)} : out;
}

// Where one text is asked for, a list gives each of its items as what may stand there.
Evaluation::Texts Evaluation::split(const Intrinsic& call, TreeNode node, int depth) {
    if (m_known != Known::EitherBranch)
        return {unknown(node)};
    Texts out;
    for (const TextList& list :
         call.name == "Split" ? splitLists(call, node, depth) : lists(node, depth)) {
        const std::size_t count = list.items.size() + (list.rest ? 1 : 0);
        for (std::size_t i = 0; i < std::min(count, maxItems); ++i) {
            if (i == list.items.size() && list.items.empty() &&
                list.rest->kind != Kind::Unknown) { // the list is one value that is not known
                out.push_back(
                    one(list.rest->kind, list.rest->text, list.rest->at, list.rest->attribute));
                out.back().condition = list.condition;
                continue;
            }
            out.push_back(itemOf(list, i, node));
        }
    }
    return out;
}

Evaluation::Texts Evaluation::length(const Intrinsic& call, TreeNode node, int depth) {
    Texts out;
    for (const TextList& list : listArgument(call, depth)) {
        out.push_back(list.rest || list.isNothing
                          ? unknown(node)
                          : one(Kind::Text, std::to_string(list.items.size()), node.fullSpan()));
        out.back().condition = list.condition;
    }
    return out.empty() ? Texts{unknown(node)} : out;
}

} // namespace limn::sam
