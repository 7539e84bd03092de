// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/definition.h"

#include <fmt/format.h>

namespace limn::sam {
namespace {

constexpr int maxDepth = 8;

// `${Name}` outside of quotes stands for a figure or an object; in quotes the text can be parsed.
PlacedText withQuotedNames(const PlacedText& written) {
    const std::string& text = written.text();
    if (const std::size_t first = text.find_first_not_of(" \t\r\n");
        first == std::string::npos || text[first] != '{' || text.find("${") == std::string::npos)
        return written;
    PlacedText out;
    std::size_t done = 0;
    bool inQuotes = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (inQuotes && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            inQuotes = !inQuotes;
        } else if (!inQuotes && text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') {
            const std::size_t close = text.find('}', i);
            if (close == std::string::npos)
                break;
            const Span at = written.place(i, close + 1);
            out.append(written, done, i);
            out.append("\"", at);
            out.append(written, i, close + 1);
            out.append("\"", at);
            done = close + 1;
            i = close;
        }
    }
    out.append(written, done, text.size());
    return out;
}

// Finds the definitions of one state machine. Lives for one resource.
class DefinitionReader {
public:
    DefinitionReader(Reading& reading, const Resource& resource)
        : m_reading(reading), m_resource(resource) {}

    std::vector<Definition> read();

private:
    void readNode(TreeNode node, const std::string& condition, int depth);
    void readFile(TreeNode node, const std::string& condition);
    void readText(Definition definition, const PlacedText& text, Span at);
    bool join(Definition& definition, PlacedText& text, TreeNode node, int depth);
    void piece(Definition& definition, PlacedText& text, TreeNode node);
    void notAtHand(std::string_view why, TreeNode node);

    Reading& m_reading;
    const Resource& m_resource;
    Variables m_substitutions;
    std::vector<Definition> m_found;
};

void DefinitionReader::notAtHand(std::string_view why, TreeNode node) {
    m_reading.parts.problem(Severity::Info, "not-at-hand",
                            fmt::format("{}, so what `{}` does is not known.", why, m_resource.id),
                            node.fullSpan());
}

std::vector<Definition> DefinitionReader::read() {
    for (const Branch& map :
         m_reading.resolver.branches(m_resource.properties["DefinitionSubstitutions"]))
        for (const TreeEntry& entry : map.node.entries())
            m_substitutions.try_emplace(entry.name(), entry.value);
    for (const std::string_view key : {"Definition", "DefinitionString"})
        if (const TreeNode node = m_resource.properties[key]; node.exists())
            for (const Branch& branch : m_reading.resolver.branches(node))
                readNode(branch.node, branch.condition, 0);
    for (const std::string_view key : {"DefinitionUri", "DefinitionS3Location"})
        if (const TreeNode node = m_resource.properties[key]; node.exists())
            for (const Branch& branch : m_reading.resolver.branches(node))
                readFile(branch.node, branch.condition);
    return std::move(m_found);
}

void DefinitionReader::readNode(TreeNode node, const std::string& condition, int depth) {
    const std::optional<Intrinsic> call = intrinsic(node);
    Definition definition;
    definition.variables = m_substitutions;
    definition.condition = condition;
    if (!call && node.isMap()) {
        definition.root = node;
        m_found.push_back(std::move(definition));
        return;
    }
    PlacedText text;
    if (!call && node.isScalar()) {
        text.append(m_reading.input.source, node);
        return readText(std::move(definition), text, node.span());
    }
    if (call && call->name == "ToJsonString" && depth < maxDepth) {
        for (const Branch& branch : m_reading.resolver.branches(call->argument))
            readNode(branch.node, condition.empty() ? branch.condition : condition, depth + 1);
        return;
    }
    if (call && call->name == "Sub") {
        const bool withMap = call->argument.isSequence();
        const TreeNode written = withMap ? call->argument.item(0) : call->argument;
        if (withMap)
            for (const TreeEntry& entry : call->argument.item(1).entries())
                definition.variables.insert_or_assign(entry.name(), entry.value);
        definition.isSub = true;
        if (written.isScalar()) {
            text.append(m_reading.input.source, written);
            return readText(std::move(definition), text, node.fullSpan());
        }
    }
    if (call && call->name == "Join" && join(definition, text, node, 0))
        return readText(std::move(definition), text, node.fullSpan());
    if (!call)
        return m_reading.parts.problem(
            Severity::Warning, "wrong-type",
            fmt::format("The definition of `{}` must be a map, or a text.", m_resource.id),
            node.span());
    // Whatever else gives the text: its pieces have no places of their own.
    bool isKnown = false;
    for (const Expression& expression : m_reading.resolver.alternatives(node)) {
        if (expression.pattern().find("States") == std::string::npos)
            continue;
        isKnown = true;
        Definition whole;
        whole.variables = m_substitutions;
        whole.condition = expression.condition.empty() ? condition : expression.condition;
        whole.isSub = true;
        PlacedText made;
        made.append(expression.pattern(), node.fullSpan());
        readText(std::move(whole), made, node.fullSpan());
    }
    if (!isKnown)
        notAtHand("What gives the states is known only when it is deployed", node);
}

// The packaging tools take a local path where the platform wants a place in a bucket.
void DefinitionReader::readFile(TreeNode node, const std::string& condition) {
    const std::optional<Expression> name = m_reading.resolver.expression(node);
    const std::optional<std::string> path = name ? name->text() : std::nullopt;
    if (!path || isElsewhere(*path))
        return notAtHand("The states stand in a bucket", node);
    const NamedFile file = m_reading.input.file(*path, node.fullSpan());
    if (!file) // a problem of its own where it is named
        return;
    Definition definition;
    definition.variables = m_substitutions;
    definition.condition = condition;
    definition.isOwnTree = false;
    definition.tree = std::make_shared<const Tree>(Tree::parse(*file.source, file.index));
    definition.root = definition.tree->root();
    for (const Problem& problem : definition.tree->problems())
        m_reading.parts.problem(problem.severity, problem.code, problem.message, problem.at);
    m_found.push_back(std::move(definition));
}

// A piece of a Join that a function gives: `${…}` with a name that means the piece.
void DefinitionReader::piece(Definition& definition, PlacedText& text, TreeNode node) {
    const std::string& name =
        definition.names.emplace_back(fmt::format("piece {}", definition.names.size()));
    definition.variables.insert_or_assign(name, node);
    text.append(fmt::format("${{{}}}", name), node.fullSpan());
}

bool DefinitionReader::join(Definition& definition, PlacedText& text, TreeNode node, int depth) {
    const std::optional<Intrinsic> call = intrinsic(node);
    const TreeNode separator = call->argument.item(0);
    const TreeNode list = call->argument.item(1);
    if (!separator.isScalar() || !list.isSequence() || intrinsic(list) || depth > maxDepth)
        return false;
    bool first = true;
    for (const TreeNode& item : list.items()) {
        if (!m_reading.resolver.spend())
            return false;
        if (!first && !separator.scalar().empty())
            text.append(separator.scalar(), separator.span());
        first = false;
        const std::optional<Intrinsic> inner = intrinsic(item);
        if (!inner && item.isScalar())
            text.append(m_reading.input.source, item);
        else if (!inner || inner->name != "Join" || !join(definition, text, item, depth + 1))
            piece(definition, text, item);
    }
    return true;
}

void DefinitionReader::readText(Definition definition, const PlacedText& written, Span at) {
    definition.text = withQuotedNames(written);
    definition.source = std::make_shared<const Source>("definition", definition.text->text());
    definition.tree =
        std::make_shared<const Tree>(Tree::parse(*definition.source, m_reading.input.index));
    definition.root = definition.tree->root();
    definition.isOwnTree = false;
    for (const Problem& problem : definition.tree->problems()) {
        const Span place = definition.place(problem.at);
        m_reading.parts.problem(problem.severity, problem.code, problem.message,
                                place.valid() ? place : at);
    }
    if (!definition.root.isMap() && definition.tree->problems().empty()) {
        m_reading.parts.problem(
            Severity::Warning, "no-states",
            fmt::format("`{}` has no `States`, so what it does is not known.", m_resource.id), at);
        return;
    }
    m_found.push_back(std::move(definition));
}

} // namespace

std::vector<Definition> definitionsOf(Reading& reading, const Resource& resource) {
    return DefinitionReader(reading, resource).read();
}

std::vector<Expression> expressionsOf(const Reading& reading, const Definition& definition,
                                      TreeNode node) {
    if (definition.isOwnTree && intrinsic(node))
        return reading.resolver.alternatives(node);
    if (!node.isScalar() || node.isNull())
        return {};
    const Span at = definition.place(node.contentSpan());
    // Places of names are sought in the template's bytes, so not for what stands elsewhere.
    const bool isHere = at.source == reading.input.index;
    const Span sought = isHere ? at : Span{reading.input.index, 0, 0};
    std::vector<Expression> out =
        definition.isSub
            ? reading.resolver.subTexts(node.scalar(), definition.variables, sought)
            : reading.resolver.substituted(node.scalar(), definition.variables, sought);
    for (Expression& expression : out) {
        expression.at = at;
        for (Expression::Part& part : expression.parts)
            if (part.at == sought)
                part.at = at;
    }
    return out;
}

Value valueOf(const Reading& reading, const Definition& definition, TreeNode node) {
    if (definition.isOwnTree && intrinsic(node))
        return reading.resolver.value(node);
    if (!node.isScalar() || node.scalar().find("${") == std::string_view::npos)
        return node.value();
    const std::vector<Expression> texts = expressionsOf(reading, definition, node);
    if (texts.empty())
        return {};
    const std::optional<std::string> text = texts.front().text();
    return text && texts.size() == 1 ? Value(*text) : Value(Unknown{texts.front().pattern()});
}

} // namespace limn::sam
