// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of `limn model`, schema resources/schema/model.schema.json.
#include <algorithm>
#include <functional>
#include <ranges>

#include "core/checks/permissions.h"
#include "core/exports/exporter.h"
#include "core/exports/json_writer.h"
#include "core/model/state_facts.h"

namespace limn {
namespace {

// Writes a property's value.
struct ValuePrinter {
    JsonWriter& json;

    void print(const Value& value) { std::visit(*this, value.data); }
    void operator()(std::monostate) { json.null(); }
    void operator()(bool v) { json.flag(v); }
    void operator()(std::int64_t v) { json.number(v); }
    void operator()(double v) { json.number(v); }
    void operator()(const std::string& v) { json.text(v); }
    void operator()(const Unknown& v) {
        json.beginObject();
        json.member("unknown", v.expression);
        json.endObject();
    }
    void operator()(const ValueList& list) {
        json.beginArray();
        for (const Value& item : list)
            print(item);
        json.endArray();
    }
    void operator()(const ValueMap& map) {
        json.beginObject();
        for (auto entry = map.begin(); entry != map.end(); ++entry) {
            // A key that the manifest has twice is reported there; here its first counts.
            const auto same = [&](const auto& other) { return other.first == entry->first; };
            if (std::any_of(map.begin(), entry, same))
                continue;
            json.key(entry->first);
            print(entry->second);
        }
        json.endObject();
    }
};

class ModelPrinter {
public:
    explicit ModelPrinter(const Snapshot& snapshot)
        : m_sources(*snapshot.sources), m_model(*snapshot.model),
          m_json(partBytes * (m_model.nodes().size() + m_model.edges().size())) {}

    std::string print() {
        m_json.beginObject();
        m_json.key("limn");
        m_json.number(std::int64_t{1});
        list("sources",
             std::views::iota(std::uint32_t{0}, static_cast<std::uint32_t>(m_sources.size())));
        list("groups", m_model.groups());
        list("nodes", m_model.nodes());
        list("edges", m_model.edges());
        list("permissions", permissionsOf(m_model));
        list("unplaced", m_model.unplaced());
        list("problems", m_model.problems());
        m_json.endObject();
        return m_json.take();
    }

private:
    static constexpr std::size_t partBytes = 800; // of a part or line with all it has, about

    void list(std::string_view name, const auto& parts) {
        m_json.key(name);
        m_json.beginArray();
        for (const auto& part : parts) {
            m_json.beginObject();
            print(part);
            m_json.endObject();
        }
        m_json.endArray();
    }

    void number(std::string_view name, std::int64_t value) {
        m_json.key(name);
        m_json.number(value);
    }

    void at(Span span) {
        m_json.key("at");
        if (!span.valid())
            return m_json.null();
        const Source& source = m_sources[span.source];
        const auto [from, to] = source.lineColumns(span);
        m_json.beginObject();
        m_json.member("path", source.path());
        number("line", from.line);
        number("column", from.column);
        number("end_line", to.line);
        number("end_column", to.column);
        m_json.endObject();
    }

    // Opens the object; what belongs in there beside them, the caller adds.
    void beginProperties(std::span<const Property> all) {
        m_json.key("properties");
        m_json.beginObject();
        ValuePrinter values{m_json};
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i + 1 < all.size() && all[i].key == all[i + 1].key)
                continue; // said again by what knows better
            m_json.key(m_model.text(all[i].key));
            values.print(all[i].value);
        }
    }
    void properties(std::span<const Property> all) {
        beginProperties(all);
        m_json.endObject();
    }

    std::string_view idOf(GroupIndex group) const {
        return group == GroupIndex::None ? std::string_view() : m_model.text(m_model[group].id);
    }

    void print(std::uint32_t index) {
        const auto& formats = m_model.sources();
        m_json.member("path", m_sources[index].path());
        m_json.memberOrNull("format", index < formats.size()
                                          ? std::string_view(formats[index].format)
                                          : std::string_view());
        number("bytes", static_cast<std::int64_t>(m_sources[index].text().size()));
    }

    void print(const Group& group) {
        m_json.member("id", m_model.text(group.id));
        m_json.member("name", m_model.text(group.name));
        m_json.memberOrNull("parent", idOf(group.parent));
        m_json.member("kind", word(group.kind));
        m_json.memberOrNull("platform_type", m_model.text(group.platformType));
        at(group.at);
        properties(m_model.properties(group));
    }

    void print(const Node& node) {
        m_json.member("id", m_model.id(node));
        m_json.member("kind", word(node.kind));
        m_json.memberOrNull("subtype", m_model.text(node.subtype));
        m_json.member("class", word(node.nodeClass));
        m_json.member("name", m_model.text(node.name));
        m_json.memberOrNull("group", idOf(node.group));
        m_json.memberOrNull("platform_type", m_model.text(node.platformType));
        at(node.at);
        beginProperties(m_model.properties(node));
        const auto own = std::ranges::equal_range(m_model.statements(), m_model.indexOf(node), {},
                                                  &Statement::identity);
        if (!own.empty())
            list("statements", own);
        if (!m_model.states(node).empty())
            states(node);
        m_json.endObject();
    }

    void print(const Edge& edge) {
        m_json.member("from", m_model.id(edge.from));
        m_json.member("to", m_model.id(edge.to));
        m_json.member("kind", word(edge.kind));
        m_json.memberOrNull("delivery", edge.delivery == Delivery::None ? std::string_view()
                                                                        : word(edge.delivery));
        list("evidence", m_model.evidence(edge));
        properties(m_model.properties(edge));
    }

    void print(const Evidence& evidence) {
        m_json.member("how", word(evidence.how));
        at(evidence.at);
    }

    void print(const Statement& statement) {
        m_json.member("effect", statement.allow ? "allow" : "deny");
        m_json.member("origin", statement.origin);
        if (statement.conditional) {
            m_json.key("conditional");
            m_json.flag(true);
        }
        for (const StatementList& list : statementLists)
            items(list.name, statement.*list.items);
        at(statement.at);
    }

    void items(std::string_view name, const std::vector<Statement::Item>& all) {
        if (all.empty())
            return;
        m_json.key(name);
        m_json.beginArray();
        for (const Statement::Item& item : all) {
            if (item.unknown.empty() && item.target.empty()) {
                m_json.text(item.text);
                continue;
            }
            m_json.beginObject();
            for (const auto& [key, text] :
                 {std::pair("text", &item.text), std::pair("unknown", &item.unknown),
                  std::pair("part", &item.target)})
                if (!text->empty())
                    m_json.member(key, *text);
            m_json.endObject();
        }
        m_json.endArray();
    }

    void print(const IdentityPermissions& permissions) {
        m_json.member("identity", m_model.id(m_model[permissions.identity]));
        texts("users", permissions.users,
              [this](NodeIndex user) { return m_model.id(m_model[user]); });
        m_json.memberOrNull("boundary", permissions.boundary);
        list("allowed", permissions.allowed);
        texts("unknown", permissions.unknown, std::identity());
    }

    void print(const Permission& permission) {
        m_json.member("service", permission.service);
        m_json.memberOrNull("level",
                            permission.level ? word(*permission.level) : std::string_view());
        texts("actions", permission.actions, std::identity());
        m_json.key("count");
        m_json.number(std::int64_t{permission.count});
        texts("resources", permission.resources, std::identity());
        m_json.member("origin", permission.by->origin);
        for (const auto& [key, holds] : {std::pair("conditional", permission.conditional),
                                         std::pair("limited", permission.limited)})
            if (holds) {
                m_json.key(key);
                m_json.flag(true);
            }
        at(permission.by->at);
    }

    void texts(std::string_view name, const auto& all, auto text) {
        m_json.key(name);
        m_json.beginArray();
        for (const auto& item : all)
            m_json.text(text(item));
        m_json.endArray();
    }

    void states(const Node& workflow) {
        const PartsByState parts = partsByState(m_model, workflow);
        m_json.key("states");
        m_json.beginArray();
        for (const State& state : m_model.states(workflow)) {
            const auto uses = parts.find(state.key);
            m_json.beginObject();
            print(state);
            if (uses != parts.end()) {
                m_json.key("uses");
                m_json.beginArray();
                for (const std::string_view id : uses->second)
                    m_json.text(id);
                m_json.endArray();
            }
            at(state.at);
            m_json.endObject();
        }
        m_json.endArray();
    }

    void print(const State& state) {
        m_json.member("id", m_model.id(state));
        m_json.member("name", state.name);
        ValuePrinter values{m_json};
        for (const auto& [key, value] : stateFacts(m_model, state))
            if (key != "name") {
                m_json.key(key);
                values.print(value);
            }
    }

    void print(const Unplaced& unplaced) {
        m_json.member("id", unplaced.id);
        m_json.memberOrNull("platform_type", unplaced.platformType);
        m_json.member("reason", unplaced.reason);
        at(unplaced.at);
    }

    void print(const Problem& problem) {
        m_json.member("severity", word(problem.severity));
        m_json.member("code", problem.code);
        m_json.member("message", problem.message);
        at(problem.at);
    }

    const Sources& m_sources;
    const Model& m_model;
    JsonWriter m_json;
};

} // namespace

std::string modelJson(const Snapshot& snapshot) { return ModelPrinter(snapshot).print() + '\n'; }

} // namespace limn
