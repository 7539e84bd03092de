// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/outline.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"
#include "core/exports/finding_words.h"

namespace limn {

namespace {

constexpr double widestText = 300;
constexpr std::size_t longestName = 48;

std::string fitted(std::string_view text) {
    return elided(singleLine(text), widestText, 13, FontWeight::Regular);
}

class OutlineMaker {
public:
    explicit OutlineMaker(const Picture& picture)
        : m_picture(picture), m_model(*picture.snapshot.model),
          m_groupAt(m_model.groups().size(), OutlineEnd{}),
          m_partAt(m_model.nodes().size(), OutlineEnd{}), m_isOpen(m_model.groups().size(), false) {
    }

    Outline make() {
        m_out.title = fitted(m_picture.drawing.title);
        findBadges();
        findOpenGroups();
        for (std::size_t i = 0; i < m_model.groups().size(); ++i)
            addGroup(static_cast<GroupIndex>(i), 0);
        for (const Node& node : m_model.nodes())
            if (m_picture.placement.nodes.contains(m_model.id(node)))
                addPart(node);
        for (const auto& [key, path] : m_picture.placement.edges)
            if (const Edge* edge = m_model.edge(key))
                addLine(*edge);
        return std::move(m_out);
    }

private:
    // The badges of the drawing: none where it was drawn without.
    void findBadges() {
        std::map<std::string_view, Severity> severities;
        for (const Finding& finding : m_picture.report.findings)
            severities.emplace(finding.fingerprint, finding.severity);
        for (const DrawingItem& item : m_picture.drawing.items) {
            if (item.layer != Layer::Badge)
                continue;
            const auto severity = severities.find(item.finding);
            for (const Mark& mark : item.marks)
                if (const auto* words = std::get_if<TextMark>(&mark))
                    m_badges[item.element] = fmt::format(
                        "{} {}",
                        sign(severity == severities.end() ? Severity::Info : severity->second),
                        words->text);
        }
    }

    // Groups with something that stands inside.
    void findOpenGroups() {
        const auto open = [this](GroupIndex g) {
            for (; g != GroupIndex::None && !m_isOpen[static_cast<std::size_t>(g)];
                 g = m_model[g].parent)
                m_isOpen[static_cast<std::size_t>(g)] = true;
        };
        for (const auto& [id, box] : m_picture.placement.nodes)
            if (const Node* node = m_model.node(id))
                open(node->group);
        for (const auto& [id, box] : m_picture.placement.groups)
            if (const Group* group = m_model.group(id))
                open(group->parent);
    }

    // `queue_file_jobs`: begins with what it is, so that it is no word of any language.
    std::string nameFor(std::string_view what, std::string_view id) {
        std::string name = fmt::format("{}_", what);
        for (const char c : id.substr(0, longestName)) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || c == '_';
            name += plain ? c : '_';
        }
        std::string unlike = name;
        // Long ids may begin alike by the thousand: each counts on from the last of them.
        for (int& n = m_counts[name]; !m_names.insert(unlike).second;)
            unlike = fmt::format("{}_{}", name, ++n + 1);
        return unlike;
    }

    std::string badge(std::string_view id) const {
        const auto found = m_badges.find(id);
        return found == m_badges.end() ? std::string() : found->second;
    }

    void addGroup(GroupIndex g, std::size_t depth) {
        OutlineEnd& made = m_groupAt[static_cast<std::size_t>(g)];
        const Group& group = m_model[g];
        const std::string_view id = m_model.text(group.id);
        if (made.index >= 0 || depth > m_model.groups().size() ||
            !m_picture.placement.groups.contains(id))
            return;
        if (group.parent != GroupIndex::None)
            addGroup(group.parent, depth + 1);
        const int parent = around(group.parent);
        std::string title = fitted(m_model.text(group.name));
        if (m_isOpen[static_cast<std::size_t>(g)]) {
            made = {static_cast<int>(m_out.groups.size()), true};
            inside(parent).groups.push_back(made.index);
            m_out.groups.push_back({nameFor("group", id), std::move(title), &group, parent, {}});
            return;
        }
        made = {static_cast<int>(m_out.parts.size()), false};
        inside(parent).parts.push_back(made.index);
        m_out.parts.push_back({nameFor("group", id), std::move(title),
                               std::string(word(group.kind)), badge(id), nullptr, &group, parent});
    }

    OutlineContent& inside(int group) {
        return group < 0 ? m_out.top : m_out.groups[static_cast<std::size_t>(group)].content;
    }

    // The box that something in this group stands in.
    int around(GroupIndex g) const {
        for (; g != GroupIndex::None; g = m_model[g].parent)
            if (const OutlineEnd at = m_groupAt[static_cast<std::size_t>(g)]; at.isGroup)
                return at.index;
        return -1;
    }

    void addPart(const Node& node) {
        const int index = static_cast<int>(m_out.parts.size()), group = around(node.group);
        m_partAt[static_cast<std::size_t>(m_model.indexOf(node))] = {index, false};
        inside(group).parts.push_back(index);
        m_out.parts.push_back(
            {nameFor(word(node.kind), m_model.id(node)), fitted(nodeTitle(m_model, node)),
             fitted(nodeSubtitle(m_model, node)), badge(m_model.id(node)), &node, nullptr, group});
    }

    // What stands for an end: the part, or the nearest group around it that is shown as one box.
    OutlineEnd endOf(End end) const {
        if (end.node != NodeIndex::None)
            if (const OutlineEnd at = m_partAt[static_cast<std::size_t>(end.node)]; at.index >= 0)
                return at;
        GroupIndex g = end.node != NodeIndex::None ? m_model[end.node].group : end.group;
        for (; g != GroupIndex::None; g = m_model[g].parent)
            if (const OutlineEnd at = m_groupAt[static_cast<std::size_t>(g)]; at.index >= 0)
                return at;
        return {};
    }

    void addLine(const Edge& edge) {
        OutlineLine line{&edge, endOf(edge.from), endOf(edge.to), edgeLabel(m_model, edge)};
        if (line.from.index < 0 || line.to.index < 0)
            return;
        if (isReversed(edge))
            std::swap(line.from, line.to);
        line.label = fitted(line.label);
        const bool isPlain = edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes;
        if (!isPlain) {
            const std::string verb =
                edge.kind == EdgeKind::FailsTo ? "fails to" : std::string(word(edge.kind));
            line.label = line.label.empty() ? verb : fmt::format("{} · {}", verb, line.label);
        }
        m_out.lines.push_back(std::move(line));
    }

    const Picture& m_picture;
    const Model& m_model;
    std::vector<OutlineEnd> m_groupAt, m_partAt; // by the model's index
    std::vector<bool> m_isOpen;
    std::map<std::string, std::string, std::less<>> m_badges; // by element
    std::set<std::string> m_names;
    std::map<std::string, int> m_counts; // how often a name was wanted again
    Outline m_out;
};

} // namespace

std::string_view Outline::nameOf(OutlineEnd end) const {
    const auto at = static_cast<std::size_t>(end.index);
    return end.isGroup ? groups[at].name : parts[at].name;
}

int Outline::partInside(int group) const {
    const OutlineContent* content = &groups[static_cast<std::size_t>(group)].content;
    while (content->parts.empty()) // an open box has something in it
        content = &groups[static_cast<std::size_t>(content->groups.front())].content;
    return content->parts.front();
}

Outline outlineOf(const Picture& picture) { return OutlineMaker(picture).make(); }

const Theme& themeOf(const Drawing& drawing) {
    // Told by how light its ground is: that of a grey drawing is no theme's own.
    return theme(drawing.background.r < 128 ? ThemeName::Dark : ThemeName::Light);
}

} // namespace limn
