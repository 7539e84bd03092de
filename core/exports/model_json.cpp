// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of `limn model`, schema resources/schema/model.schema.json.
#include <algorithm>
#include <ranges>

#include <nlohmann/json.hpp>

#include "core/exports/exporter.h"

namespace limn {
namespace {

using Json = nlohmann::ordered_json;

Json toJson(const Value& value) {
    struct Shown {
        Json operator()(std::monostate) const { return nullptr; }
        Json operator()(bool v) const { return v; }
        Json operator()(std::int64_t v) const { return v; }
        Json operator()(double v) const { return v; }
        Json operator()(const std::string& v) const { return v; }
        Json operator()(const Unknown& v) const { return {{"unknown", v.expression}}; }
        Json operator()(const ValueList& list) const {
            Json array = Json::array();
            for (const Value& item : list)
                array.push_back(toJson(item));
            return array;
        }
        Json operator()(const ValueMap& map) const {
            Json object = Json::object();
            for (const auto& [key, item] : map)
                object[key] = toJson(item);
            return object;
        }
    };
    return std::visit(Shown{}, value.data);
}

// Empty texts are null: the part says nothing of it.
Json orNull(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

class ModelPrinter {
public:
    explicit ModelPrinter(const Snapshot& snapshot)
        : m_sources(*snapshot.sources), m_model(*snapshot.model) {}

    Json print() const {
        Json all;
        all["limn"] = 1;
        all["sources"] =
            list(std::views::iota(std::uint32_t{0}, static_cast<std::uint32_t>(m_sources.size())));
        all["groups"] = list(m_model.groups());
        all["nodes"] = list(m_model.nodes());
        all["edges"] = list(m_model.edges());
        all["unplaced"] = list(m_model.unplaced());
        all["problems"] = list(m_model.problems());
        return all;
    }

private:
    template <typename Parts> Json list(const Parts& parts) const {
        Json array = Json::array();
        for (const auto& part : parts)
            array.push_back(print(part));
        return array;
    }

    Json at(Span span) const {
        if (!span.valid())
            return nullptr;
        const Place place = m_sources.place(span);
        return {{"path", place.path},
                {"line", place.line},
                {"column", place.column},
                {"end_line", place.endLine},
                {"end_column", place.endColumn}};
    }

    Json properties(std::span<const Property> all) const {
        Json object = Json::object();
        for (const Property& property : all)
            object[std::string(m_model.text(property.key))] = toJson(property.value);
        return object;
    }

    Json groupId(GroupIndex group) const {
        return group == GroupIndex::None ? Json(nullptr) : Json(m_model.text(m_model[group].id));
    }

    Json print(std::uint32_t index) const {
        const auto& formats = m_model.sources();
        const std::string_view format =
            index < formats.size() ? std::string_view(formats[index].format) : std::string_view();
        return {{"path", m_sources[index].path()},
                {"format", orNull(format)},
                {"bytes", m_sources[index].text().size()}};
    }

    Json print(const Group& group) const {
        return {{"id", m_model.text(group.id)},
                {"name", m_model.text(group.name)},
                {"parent", groupId(group.parent)},
                {"kind", word(group.kind)},
                {"platform_type", orNull(m_model.text(group.platformType))},
                {"at", at(group.at)},
                {"properties", properties(m_model.properties(group))}};
    }

    Json print(const Node& node) const {
        Json object{{"id", m_model.id(node)},
                    {"kind", word(node.kind)},
                    {"subtype", orNull(m_model.text(node.subtype))},
                    {"class", word(node.nodeClass)},
                    {"name", m_model.text(node.name)},
                    {"group", groupId(node.group)},
                    {"platform_type", orNull(m_model.text(node.platformType))},
                    {"at", at(node.at)},
                    {"properties", properties(m_model.properties(node))}};
        const auto own = std::ranges::equal_range(m_model.statements(), m_model.indexOf(node), {},
                                                  &Statement::identity);
        if (!own.empty())
            object["properties"]["statements"] = list(own);
        return object;
    }

    Json print(const Edge& edge) const {
        Json evidence = Json::array();
        for (const Evidence& each : m_model.evidence(edge))
            evidence.push_back({{"how", word(each.how)}, {"at", at(each.at)}});
        return {{"from", m_model.id(edge.from)},
                {"to", m_model.id(edge.to)},
                {"kind", word(edge.kind)},
                {"delivery",
                 edge.delivery == Delivery::None ? Json(nullptr) : Json(word(edge.delivery))},
                {"evidence", std::move(evidence)},
                {"properties", properties(m_model.properties(edge))}};
    }

    static Json items(const std::vector<Statement::Item>& all) {
        Json array = Json::array();
        for (const Statement::Item& item : all) {
            if (item.unknown.empty() && item.target.empty()) {
                array.push_back(item.text);
                continue;
            }
            Json object = Json::object();
            if (!item.text.empty())
                object["text"] = item.text;
            if (!item.unknown.empty())
                object["unknown"] = item.unknown;
            if (!item.target.empty())
                object["part"] = item.target;
            array.push_back(std::move(object));
        }
        return array;
    }

    Json print(const Statement& statement) const {
        Json object{{"effect", statement.allow ? "allow" : "deny"}, {"origin", statement.origin}};
        if (statement.conditional)
            object["conditional"] = true;
        if (!statement.actions.empty())
            object["actions"] = items(statement.actions);
        if (!statement.notActions.empty())
            object["not_actions"] = items(statement.notActions);
        if (!statement.resources.empty())
            object["resources"] = items(statement.resources);
        if (!statement.notResources.empty())
            object["not_resources"] = items(statement.notResources);
        object["at"] = at(statement.at);
        return object;
    }

    Json print(const Unplaced& unplaced) const {
        return {{"id", unplaced.id},
                {"platform_type", orNull(unplaced.platformType)},
                {"reason", unplaced.reason},
                {"at", at(unplaced.at)}};
    }

    Json print(const Problem& problem) const {
        return {{"severity", word(problem.severity)},
                {"code", problem.code},
                {"message", problem.message},
                {"at", at(problem.at)}};
    }

    const Sources& m_sources;
    const Model& m_model;
};

} // namespace

std::string modelJson(const Snapshot& snapshot) {
    // Paths may be any bytes; everything else is valid UTF-8 already.
    return ModelPrinter(snapshot).print().dump(2, ' ', false, Json::error_handler_t::replace) +
           '\n';
}

} // namespace limn
