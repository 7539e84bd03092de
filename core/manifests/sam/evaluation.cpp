// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/evaluation.h"

#include <array>
#include <charconv>

namespace limn::sam {
namespace {

constexpr int maxDepth = 40;
constexpr std::size_t maxAlternatives = 16;

std::size_t indexOf(std::string_view text) {
    std::size_t index = std::string_view::npos;
    std::from_chars(text.data(), text.data() + text.size(), index);
    return index;
}

} // namespace

Evaluation::Function Evaluation::function(std::string_view name) {
    struct Row {
        std::string_view name;
        Function run;
    };
    static constexpr std::array<Row, 9> rows{{
        {"Ref", &Evaluation::ref},
        {"GetAtt", &Evaluation::getAtt},
        {"Sub", &Evaluation::sub},
        {"Join", &Evaluation::join},
        {"Select", &Evaluation::select},
        {"If", &Evaluation::condition},
        {"FindInMap", &Evaluation::findInMap},
        {"ImportValue", &Evaluation::importValue},
        {"Base64", &Evaluation::passThrough},
    }};
    for (const Row& row : rows)
        if (row.name == name)
            return row.run;
    return nullptr;
}

Expression Evaluation::one(Kind kind, std::string_view text, Span at,
                           std::string_view attribute) const {
    Expression expression;
    expression.at = at;
    expression.append({kind, std::string(text), std::string(attribute), at});
    return expression;
}

Expression Evaluation::unknown(TreeNode node) const {
    return one(Kind::Unknown, m_resolver.unknown(node).expression, node.fullSpan());
}

// Puts each of the pieces after each of the texts. One piece, the usual case, copies nothing.
void Evaluation::extend(Texts& texts, const Texts& pieces) {
    if (pieces.size() == 1) {
        for (Expression& text : texts)
            text.append(pieces.front());
        return;
    }
    Texts out;
    for (const Expression& text : texts)
        for (const Expression& piece : pieces) {
            if (out.size() == maxAlternatives)
                break;
            out.push_back(text);
            out.back().append(piece);
        }
    texts = std::move(out);
}

Evaluation::Texts Evaluation::of(TreeNode node, int depth) {
    if (depth > maxDepth || --m_budget < 0 || !m_resolver.spend())
        return {unknown(node)};
    if (const std::optional<Intrinsic> call = intrinsic(node)) {
        const Function run = function(call->name);
        Texts texts = run ? (this->*run)(*call, node, depth + 1) : Texts{unknown(node)};
        for (Expression& text : texts)
            text.at = node.fullSpan();
        return texts;
    }
    if (node.isNull())
        return {};
    if (!node.isScalar())
        return {unknown(node)};
    const std::string_view text = node.scalar();
    if (node.isFilledIn() || text.find("{{resolve:") != std::string_view::npos)
        return {one(Kind::Unknown, text, node.span())};
    return {one(Kind::Text, text, node.span())};
}

// What stands with a function when that is one value: `!ImportValue name`, `Fn::ImportValue:
// {Fn::Sub: …}`.
Evaluation::Texts Evaluation::argument(const Intrinsic& call, int depth) {
    if (!call.isTag)
        return of(call.argument, depth);
    if (call.argument.isScalar())
        return {one(Kind::Text, call.argument.scalar(), call.argument.span())};
    const std::vector<TreeEntry> entries = call.argument.entries();
    if (entries.size() == 1) { // `!ImportValue` over `Fn::Sub:`
        const TreeEntry only = entries.front();
        std::string_view name = only.name();
        if (name.starts_with("Fn::"))
            name.remove_prefix(4);
        if (const Function run = function(name))
            return (this->*run)({name, only.value, false}, call.argument, depth + 1);
    }
    return {unknown(call.argument)};
}

Evaluation::Texts Evaluation::parameter(const TreeEntry& entry, Span at) {
    const std::string_view type = entry.value["Type"].scalar();
    const TreeNode standard = entry.value["Default"];
    const bool known = standard.isScalar() && !standard.scalar().empty() &&
                       !type.starts_with("AWS::SSM::Parameter::Value") &&
                       standard.scalar().find("{{resolve:") == std::string_view::npos;
    if (!known)
        return {one(Kind::Parameter, entry.name(), at)};
    Expression text = one(Kind::Text, standard.scalar(), at);
    text.parameter = entry.name();
    return {text};
}

Evaluation::Texts Evaluation::named(std::string_view name, Span at, int) {
    if (name == "AWS::NoValue")
        return {};
    if (name.starts_with("AWS::"))
        return {one(Kind::Pseudo, name, at)};
    const Template& sections = m_resolver.m_template;
    if (const TreeEntry entry = sections.parameter(name); entry.key.exists())
        return parameter(entry, at);
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return {one(Kind::Resource, name, at)};
    return {one(Kind::Resource, name.substr(0, dot), at, name.substr(dot + 1))};
}

Evaluation::Texts Evaluation::ref(const Intrinsic& call, TreeNode node, int depth) {
    if (!call.argument.isScalar())
        return {unknown(node)};
    return named(call.argument.scalar(), node.fullSpan(), depth);
}

Evaluation::Texts Evaluation::getAtt(const Intrinsic& call, TreeNode node, int depth) {
    if (call.argument.isScalar())
        return named(call.argument.scalar(), node.fullSpan(), depth);
    const TreeNode id = call.argument.item(0);
    const TreeNode attribute = call.argument.item(1);
    if (!id.isScalar() || id.scalar().empty())
        return {unknown(node)};
    return {one(Kind::Resource, id.scalar(), node.fullSpan(), attribute.scalar())};
}

Evaluation::Texts Evaluation::sub(const Intrinsic& call, TreeNode node, int depth) {
    const bool withMap = call.argument.isSequence();
    const TreeNode text = withMap ? call.argument.item(0) : call.argument;
    if (!text.isScalar())
        return {unknown(node)};
    Variables variables;
    if (withMap)
        for (const TreeEntry& entry : call.argument.item(1).entries())
            variables.try_emplace(entry.name(), entry.value);
    return substituted(text.scalar(), variables, text.contentSpan(), true, depth);
}

Evaluation::Texts Evaluation::substituted(std::string_view text, const Variables& variables,
                                          Span at, bool ownNames, int depth) {
    Texts out{one(Kind::Text, {}, at)};
    // The names' own places: they stand in the bytes in the same order, whatever the quoting.
    const std::string_view bytes =
        std::string_view(m_resolver.textOf(at)).substr(at.begin, at.length());
    std::size_t seen = 0;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t open = text.find("${", begin);
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) {
            extend(out, {one(Kind::Text, text.substr(begin), at)});
            break;
        }
        extend(out, {one(Kind::Text, text.substr(begin, open - begin), at)});
        const std::string_view whole = text.substr(open, close + 1 - open);
        std::string_view name = whole.substr(2, whole.size() - 3);
        while (name.starts_with(' '))
            name.remove_prefix(1);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        Span nameAt = at;
        if (const std::size_t found = bytes.find(whole, seen); found != std::string_view::npos) {
            nameAt.begin = at.begin + static_cast<std::uint32_t>(found);
            nameAt.end = nameAt.begin + static_cast<std::uint32_t>(whole.size());
            seen = found + whole.size();
        }
        Texts value;
        if (const auto variable = variables.find(name); variable != variables.end())
            value = of(variable->second, depth + 1);
        else if (name.starts_with('!'))
            value = {one(Kind::Text, "${" + std::string(name.substr(1)) + "}", nameAt)};
        else if (ownNames)
            value = named(name, nameAt, depth);
        else
            value = {one(Kind::Text, whole, nameAt)};
        if (!value.empty())
            extend(out, value);
        begin = close + 1;
    }
    return out;
}

Evaluation::Texts Evaluation::join(const Intrinsic& call, TreeNode node, int depth) {
    const TreeNode separator = call.argument.item(0);
    const TreeNode list = call.argument.item(1);
    if (!call.argument.isSequence() || !separator.isScalar())
        return {unknown(node)};
    if (!list.isSequence() || intrinsic(list)) { // a list that a function gives
        Texts whole = of(list, depth);
        return whole;
    }
    Texts out{one(Kind::Text, {}, node.fullSpan())};
    bool first = true;
    for (const TreeNode item : list.items()) {
        const Texts value = of(item, depth);
        if (value.empty())
            continue;
        if (!first)
            extend(out, {one(Kind::Text, separator.scalar(), separator.span())});
        extend(out, value);
        first = false;
    }
    return out;
}

// A piece of a text that is split: known when the text is; else still of the resource that the text
// is of.
Evaluation::Texts Evaluation::selectedPiece(TreeNode list, std::size_t index, TreeNode node,
                                            int depth) {
    const std::optional<Intrinsic> call = intrinsic(list);
    const bool isSplit = call && call->name == "Split";
    const std::string_view separator = isSplit ? call->argument.item(0).scalar() : ",";
    Texts out;
    for (const Expression& whole : of(isSplit ? call->argument.item(1) : list, depth)) {
        const std::optional<std::string> text = whole.text();
        if (!text || separator.empty()) {
            const Expression::Part* resource = whole.first(Kind::Resource);
            out.push_back(resource ? one(Kind::Resource, resource->text, resource->at,
                                         "piece of " + resource->attribute)
                                   : unknown(node));
            continue;
        }
        std::size_t begin = 0;
        for (std::size_t i = 0; i < index && begin != std::string::npos; ++i) {
            begin = text->find(separator, begin);
            if (begin != std::string::npos)
                begin += separator.size();
        }
        if (begin == std::string::npos) {
            out.push_back(unknown(node));
            continue;
        }
        const std::size_t end = text->find(separator, begin);
        out.push_back(
            one(Kind::Text,
                std::string_view(*text).substr(begin, end == std::string::npos ? end : end - begin),
                whole.at));
    }
    return out;
}

Evaluation::Texts Evaluation::select(const Intrinsic& call, TreeNode node, int depth) {
    const std::size_t index = indexOf(call.argument.item(0).scalar());
    const TreeNode list = call.argument.item(1);
    if (!call.argument.isSequence() || index > 1000)
        return {unknown(node)};
    if (list.isSequence() && !intrinsic(list)) {
        const TreeNode item = list.item(index);
        return item.exists() ? of(item, depth) : Texts{unknown(node)};
    }
    return selectedPiece(list, index, node, depth);
}

Evaluation::Texts Evaluation::condition(const Intrinsic& call, TreeNode node, int depth) {
    if (!call.argument.isSequence() || call.argument.size() != 3)
        return {unknown(node)};
    const std::string_view name = call.argument.item(0).scalar();
    const TreeNode yes = call.argument.item(1);
    const TreeNode no = call.argument.item(2);
    const bool fixed = m_resolver.isFixed(m_resolver.m_template.condition(name));
    if (m_defaults || fixed) {
        const std::optional<bool> holds = m_resolver.holds(name);
        if (holds)
            return of(*holds ? yes : no, depth);
        if (m_defaults)
            return {unknown(node)};
    }
    const auto marked = [](Texts texts, const std::string& as) {
        for (Expression& text : texts)
            if (text.condition.empty())
                text.condition = as;
        return texts;
    };
    Texts out = marked(of(yes, depth), std::string(name));
    for (Expression& other : marked(of(no, depth), "not " + std::string(name)))
        if (out.size() < maxAlternatives)
            out.push_back(std::move(other));
    return out;
}

Evaluation::Texts Evaluation::findInMap(const Intrinsic&, TreeNode node, int depth) {
    const TreeNode found = m_resolver.followed(node);
    return found == node || !found.isScalar() ? Texts{unknown(node)} : of(found, depth);
}

Evaluation::Texts Evaluation::importValue(const Intrinsic& call, TreeNode node, int depth) {
    Texts out;
    for (const Expression& name : argument(call, depth))
        out.push_back(one(Kind::Import, name.pattern(), node.fullSpan()));
    return out;
}

Evaluation::Texts Evaluation::passThrough(const Intrinsic& call, TreeNode, int depth) {
    return argument(call, depth);
}

} // namespace limn::sam
