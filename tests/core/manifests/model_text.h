// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/model/snapshot.h"

namespace limn::test {

// A Model as text that a person reviews line by line: every part, line and property with the place
// it was read from
// (`path:line:column-column`, or `-line:column` where it spans lines).
class ModelText {
public:
    explicit ModelText(const Snapshot& snapshot)
        : m_sources(*snapshot.sources), m_model(*snapshot.model) {}

    std::string operator()() {
        for (const Group& group : m_model.groups())
            print(group);
        for (const Node& node : m_model.nodes())
            print(node);
        for (const Edge& edge : m_model.edges())
            print(edge);
        for (const Statement& statement : m_model.statements())
            print(statement);
        for (const Unplaced& u : m_model.unplaced())
            line("unplaced {} {} {}: {}", u.id, u.platformType, at(u.at), u.reason);
        for (const Problem& p : m_model.problems())
            line("{} {} {}: {}", word(p.severity), p.code, at(p.at), p.message);
        return std::move(m_out);
    }

private:
    template <typename... Args> void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(m_out), format, std::forward<Args>(args)...);
        m_out += '\n';
    }

    std::string at(Span span) const {
        if (!span.valid())
            return "nowhere";
        const Place p = m_sources.place(span);
        if (p.line == p.endLine)
            return fmt::format("{}:{}:{}-{}", p.path, p.line, p.column, p.endColumn);
        return fmt::format("{}:{}:{}-{}:{}", p.path, p.line, p.column, p.endLine, p.endColumn);
    }

    static std::string quoted(std::string_view text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '\n')
                out += "\\n";
            else if (c == '"' || c == '\\')
                (out += '\\') += c;
            else
                out += c;
        }
        return out + '"';
    }

    static std::string spelled(const Value& value) {
        if (const std::string* text = value.string())
            return quoted(*text);
        if (const Unknown* unknown = value.unknown())
            return "unknown " + quoted(unknown->expression);
        if (const ValueList* list = value.list()) {
            std::string out;
            for (const Value& item : *list)
                out += (out.empty() ? "" : ", ") + spelled(item);
            return '[' + out + ']';
        }
        if (const ValueMap* map = value.map()) {
            std::string out;
            for (const auto& [key, item] : *map)
                out += (out.empty() ? "" : ", ") + key + ": " + spelled(item);
            return '{' + out + '}';
        }
        return value.isNull() ? "null" : value.display();
    }

    void properties(std::span<const Property> all, std::string_view indent = "    ") {
        for (const Property& p : all) {
            const std::string origin =
                p.origin == Origin::Written ? std::string() : fmt::format(" ({})", word(p.origin));
            const std::string key = p.keyAt.valid() ? "key " + at(p.keyAt) + ' ' : std::string();
            line("{}{}: {}{}  {}{}", indent, m_model.text(p.key), spelled(p.value), origin, key,
                 at(p.at));
        }
    }

    void print(const Group& group) {
        line("group {} {} {}  {}", m_model.text(group.id), word(group.kind),
             quoted(m_model.text(group.name)), at(group.at));
        if (group.parent != GroupIndex::None)
            line("    in {}", m_model.text(m_model[group.parent].id));
        if (group.platformType != Symbol::None)
            line("    platform type {}", m_model.text(group.platformType));
        properties(m_model.properties(group));
    }

    void print(const Node& node) {
        const std::string_view subtype = m_model.text(node.subtype);
        const std::string nodeClass = node.nodeClass == defaultClass(node.kind)
                                          ? ""
                                          : fmt::format(" class {}", word(node.nodeClass));
        line("{}{}{} {} {}{}  {}", word(node.kind), subtype.empty() ? "" : "/", subtype,
             m_model.id(node), quoted(m_model.text(node.name)), nodeClass, at(node.at));
        if (node.group != GroupIndex::None)
            line("    in {}", m_model.text(m_model[node.group].id));
        if (node.platformType != Symbol::None)
            line("    platform type {}", m_model.text(node.platformType));
        properties(m_model.properties(node));
        for (const State& state : m_model.states(node))
            print(state);
    }

    void print(const State& state) {
        const std::string inside =
            state.parent.empty() ? ""
            : state.branch == 0  ? fmt::format(" in {}", state.parent)
                                 : fmt::format(" in {} branch {}", state.parent, state.branch);
        const std::string name = state.name == state.key ? "" : ' ' + quoted(state.name);
        line("    state {} {}{}{}{}{}  {}", word(state.kind), state.key, name,
             state.isStart ? " (start)" : "", state.isEnd ? " (end)" : "", inside, at(state.at));
        static constexpr const char* whys[] = {"next", "choice", "default", "error"};
        for (const Transition& way : state.transitions)
            line("        {} {}{}{}  {}", whys[static_cast<int>(way.why)], way.to,
                 way.condition.empty() ? "" : " if " + quoted(way.condition),
                 way.errors.empty() ? "" : fmt::format(" on {}", fmt::join(way.errors, ", ")),
                 at(way.at));
        properties(m_model.properties(state), "        ");
    }

    void print(const Edge& edge) {
        const std::string delivery =
            edge.delivery == Delivery::None ? "" : fmt::format(" ({})", word(edge.delivery));
        line("{}{}", m_model.text(edge.key), delivery);
        for (const Evidence& evidence : m_model.evidence(edge))
            line("    {} {}", word(evidence.how), at(evidence.at));
        properties(m_model.properties(edge));
    }

    static std::string spelled(const std::vector<Statement::Item>& items) {
        std::string out;
        for (const Statement::Item& item : items) {
            out += (out.empty() ? "" : ", ") + item.text;
            if (!item.unknown.empty())
                out += " unknown " + quoted(item.unknown);
            if (!item.target.empty())
                out += " -> " + item.target;
        }
        return out;
    }

    void print(const Statement& statement) {
        line("{} {}{} {}  {}", m_model.id(m_model[statement.identity]),
             statement.allow ? "allows" : "denies", statement.conditional ? " on a condition" : "",
             quoted(statement.origin), at(statement.at));
        for (const StatementList& list : statementLists) {
            std::string words(list.name);
            std::ranges::replace(words, '_', ' ');
            if (const auto& items = statement.*list.items; !items.empty())
                line("    {}: {}", words, spelled(items));
        }
    }

    const Sources& m_sources;
    const Model& m_model;
    std::string m_out;
};

inline std::string modelText(const Snapshot& snapshot) { return ModelText(snapshot)(); }

} // namespace limn::test
