// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/evaluation.h"

#include <algorithm>
#include <array>

namespace limn::sam {
namespace {

constexpr int maxDepth = 40;
constexpr std::size_t maxAlternatives = 16;

std::string encoded(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U |
                    (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 0x3FU];
    }
    return out;
}

} // namespace

Evaluation::Function Evaluation::function(std::string_view name) {
    struct Row {
        std::string_view name;
        Function run;
    };
    static constexpr std::array<Row, 12> rows{{
        {"Ref", &Evaluation::ref},
        {"GetAtt", &Evaluation::getAtt},
        {"Sub", &Evaluation::sub},
        {"Join", &Evaluation::join},
        {"Select", &Evaluation::select},
        {"If", &Evaluation::condition},
        {"FindInMap", &Evaluation::findInMap},
        {"ImportValue", &Evaluation::importValue},
        {"Base64", &Evaluation::base64},
        {"Split", &Evaluation::split},
        {"Length", &Evaluation::length},
        {"ToJsonString", &Evaluation::toJsonString},
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

// Puts each of the pieces after each of the texts, but for those that cannot stand at once. One
// piece, the usual case, copies nothing.
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
            if (!together(text.condition, piece.condition))
                continue;
            out.push_back(text);
            out.back().append(piece);
        }
    texts = std::move(out);
}

Evaluation::Texts Evaluation::of(TreeNode node, int depth) {
    Texts texts = all(node, depth);
    std::erase_if(texts, [](const Expression& text) { return text.isNothing; });
    return texts;
}

Evaluation::Texts Evaluation::all(TreeNode node, int depth) {
    if (depth > maxDepth || --m_budget < 0 || !m_resolver.spend())
        return {unknown(node)};
    if (const std::optional<Intrinsic> call = intrinsic(node)) {
        const Function run = function(call->name);
        Texts texts = run ? (this->*run)(*call, node, depth + 1) : Texts{unknown(node)};
        if (call->name != "If") // whose branches have their own places
            for (Expression& text : texts)
                text.at = node.fullSpan();
        if (texts.size() > maxAlternatives)
            texts.resize(maxAlternatives);
        return texts;
    }
    if (node.isNull())
        return {};
    if (!node.isScalar())
        return {unknown(node)};
    if (node.isFilledIn())
        return {one(Kind::Unknown, node.scalar(), node.span())};
    return {one(Kind::Text, node.scalar(), node.span())};
}

// What stands with a function when that is one value: `!ImportValue name`, `Fn::ImportValue:
// {Fn::Sub: …}`.
Evaluation::Texts Evaluation::argument(const Intrinsic& call, int depth) {
    if (!call.isTag)
        return of(call.argument, depth);
    if (call.argument.isScalar())
        return {one(Kind::Text, call.argument.scalar(), call.argument.span())};
    if (const std::optional<Intrinsic> inner = keyedIntrinsic(call.argument))
        if (const Function run = function(inner->name))
            return (this->*run)(*inner, call.argument, depth + 1);
    return {unknown(call.argument)};
}

// What the stack above gives, which was written for another template: only the platform's own names
// mean the same here.
Evaluation::Texts Evaluation::given(const TreeEntry& entry, const FragmentValue& value, Span at) {
    const bool isKnown = value.isKnown && (m_known != Known::Constants || value.isConstant) &&
                         (!value.text.empty() || m_known == Known::Conditions) &&
                         !entry.value["Type"].scalar().starts_with("AWS::SSM::Parameter::Value");
    if (!isKnown)
        return {one(Kind::Parameter, entry.name(), at)};
    Texts texts = substituted(value.text, {}, at, true, 0);
    for (Expression& text : texts)
        text.parameter = entry.name();
    return texts;
}

Evaluation::Texts Evaluation::parameter(const TreeEntry& entry, Span at) {
    if (const Resolver::Assumption* assumed = m_resolver.assumed(entry.name())) {
        Expression text = assumed->text ? one(Kind::Text, *assumed->text, at)
                                        : one(Kind::Parameter, entry.name(), at);
        text.parameter = assumed->text ? entry.name() : std::string_view();
        return {text};
    }
    if (const FragmentValue* value = m_resolver.m_template.given(entry.name()))
        return given(entry, *value, at);
    const std::string_view type = entry.value["Type"].scalar();
    const TreeNode standard = entry.value["Default"];
    const bool isKnown = m_known != Known::Constants && standard.isScalar() &&
                         (!standard.scalar().empty() || m_known == Known::Conditions) &&
                         !type.starts_with("AWS::SSM::Parameter::Value") &&
                         standard.scalar().find("{{resolve:") == std::string_view::npos;
    if (!isKnown)
        return {one(Kind::Parameter, entry.name(), at)};
    Expression text = one(Kind::Text, standard.scalar(), at);
    text.parameter = entry.name();
    return {text};
}

Evaluation::Texts Evaluation::named(std::string_view name, Span at) {
    if (name == "AWS::NoValue") {
        Expression nothing;
        nothing.at = at;
        nothing.isNothing = true;
        return {nothing};
    }
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
    if (call.argument.isScalar()) {
        // Each item of a list is one of what may stand there.
        const Template& sections = m_resolver.m_template;
        const std::string_view name = call.argument.scalar();
        if (m_known == Known::EitherBranch && sections.isListParameter(name) &&
            !sections.parameterText(name).empty())
            return split({"Ref", call.argument, call.isTag}, node, depth);
        return named(call.argument.scalar(), node.fullSpan());
    }
    Texts out;
    for (const Expression& name : argument(call, depth)) {
        const std::optional<std::string> text = name.text();
        const Texts found = text ? named(*text, node.fullSpan()) : Texts{unknown(node)};
        for (Expression made : found) {
            made.condition = name.condition;
            out.push_back(std::move(made));
        }
    }
    return out;
}

Evaluation::Texts Evaluation::getAtt(const Intrinsic& call, TreeNode node, int depth) {
    if (call.argument.isScalar())
        return named(call.argument.scalar(), node.fullSpan());
    Texts out;
    const Texts attributes = of(call.argument.item(1), depth);
    for (const Expression& id : of(call.argument.item(0), depth))
        for (const Expression& attribute : attributes) {
            const std::optional<std::string> name = id.text();
            const std::optional<std::string> both = together(id.condition, attribute.condition);
            if (!both)
                continue;
            out.push_back(name && !name->empty()
                              ? one(Kind::Resource, *name, node.fullSpan(), attribute.pattern())
                              : unknown(node));
            out.back().condition = *both;
        }
    return out.empty() ? Texts{unknown(node)} : out;
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
            value = named(name, nameAt);
        else
            value = {one(Kind::Text, whole, nameAt)};
        if (!value.empty())
            extend(out, value);
        begin = close + 1;
    }
    return out;
}

Evaluation::Texts Evaluation::condition(const Intrinsic& call, TreeNode node, int depth) {
    return chosen(call, [&](TreeNode branch) { return all(branch, depth); })
        .value_or(Texts{unknown(node)});
}

std::vector<Branch> Evaluation::mapped(TreeNode arguments, int depth) {
    std::vector<Branch> found{{TreeNode(), {}}};
    for (std::size_t i = 0; i < 3; ++i) {
        std::vector<Branch> next;
        for (const Branch& from : found)
            for (const Expression& key : of(arguments.item(i), depth)) {
                const std::optional<std::string> text = key.text();
                const std::optional<std::string> both = together(from.condition, key.condition);
                if (!text) // then so is what it leads to
                    return {{TreeNode(), {}}};
                if (both && next.size() < maxAlternatives)
                    next.push_back(
                        {i == 0 ? m_resolver.m_template.mapping(*text) : from.node[*text], *both});
            }
        found = std::move(next);
    }
    if (const TreeNode standard = arguments.item(3)["DefaultValue"]; standard.exists())
        for (Branch& branch : found)
            if (!branch.node.exists())
                branch.node = standard;
    return found;
}

// Whether all the keys are known, so that what they lead to would be too.
bool Evaluation::isWrittenOut(TreeNode keys, int depth) {
    for (const TreeNode key : keys.items())
        for (const Expression& text : of(key, depth))
            if (!text.text())
                return false;
    return keys.size() >= 3;
}

Evaluation::Texts Evaluation::findInMap(const Intrinsic& call, TreeNode node, int depth) {
    Texts out;
    for (const Branch& found : mapped(call.argument, depth)) {
        Texts texts;
        if (!found.node.exists() || found.node.isMap()) {
            texts = {unknown(node)};
            texts.front().parts.front().isMissing = !found.node.exists() &&
                                                    !m_resolver.isLeftOut() &&
                                                    isWrittenOut(call.argument, depth);
        } else if (m_known == Known::EitherBranch && found.node.isSequence())
            for (const TreeNode item : found.node.items())
                for (Expression& text : of(item, depth))
                    texts.push_back(std::move(text));
        else
            texts = of(found.node, depth);
        for (Expression& text : texts) {
            text.condition = together(found.condition, text.condition).value_or(found.condition);
            out.push_back(std::move(text));
        }
    }
    return out;
}

Evaluation::Texts Evaluation::importValue(const Intrinsic& call, TreeNode node, int depth) {
    Texts out;
    for (const Expression& name : argument(call, depth)) {
        out.push_back(one(Kind::Import, name.pattern(), node.fullSpan()));
        out.back().condition = name.condition;
    }
    return out;
}

// What a part may name stays readable; only a text that is asked for as such is encoded.
Evaluation::Texts Evaluation::base64(const Intrinsic& call, TreeNode, int depth) {
    Texts texts = argument(call, depth);
    if (m_known != Known::EitherBranch)
        for (Expression& text : texts)
            if (const std::optional<std::string> known = text.text())
                text = one(Kind::Text, encoded(*known), text.at);
    return texts;
}

} // namespace limn::sam
