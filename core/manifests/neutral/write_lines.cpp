// SPDX-License-Identifier: GPL-3.0-or-later
// Lines as the neutral form has them: at the part they start from, by the word of their kind.
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/neutral/vocabulary.h"
#include "core/manifests/neutral/writer.h"

namespace limn::neutral {

bool Writer::isLineInFlow(const WrittenLine& line) const {
    return line.part->keys().isFlow() || (line.item && line.entry.value.isFlow());
}

Writer::LineHabits Writer::habits() const {
    int blocks = 0, flows = 0, blockMaps = 0, flowMaps = 0, singles = 0, scalars = 0;
    for (const Part& part : m_parts.all())
        for (const WrittenLine& line : m_parts.lines(part)) {
            const bool isList = line.item.has_value();
            (isList ? (line.entry.value.isFlow() ? flows : blocks) : scalars) += 1;
            if (line.node.isMap())
                (line.node.isFlow() ? flowMaps : blockMaps) += 1;
            singles += isList && line.entry.value.size() == 1;
        }
    return {blocks > flows, flowMaps > blockMaps, singles > scalars};
}

// The line in the text; none when it follows from the short form or comes by an alias or merge key.
std::optional<WrittenLine> Writer::writtenLine(const Edge& edge) const {
    const Part* part = m_parts.find(m_model.id(edge.from));
    if (!part)
        return std::nullopt;
    for (const WrittenLine& line : m_parts.lines(*part))
        for (const Evidence& evidence : m_model.evidence(edge))
            if (line.kind == edge.kind && line.node.span() == evidence.at)
                return line;
    return std::nullopt;
}

std::string Writer::whyNotWritten(const Edge& edge) const {
    const Part* from = m_parts.find(m_model.id(edge.from));
    const Part* to = m_parts.find(m_model.id(edge.to));
    if (from && to && from->form == Part::Form::Function && to->form == Part::Form::Resource)
        return fmt::format("the short form says that the function uses every resource; say how it "
                           "uses `{}` instead, or move it to `{}`",
                           m_model.id(edge.to), sectionOf(m_model[edge.to.node].kind));
    if (from && to && from->form == Part::Form::Api && to->form == Part::Form::Function)
        return "the short form says that its api starts the function; say what else it starts, or "
               "remove it";
    const auto evidence = m_model.evidence(edge);
    return fmt::format("the line is shared or follows from elsewhere: it is defined at {}",
                       evidence.empty() ? std::string("no place") : place(evidence.front().at));
}

NewEntry Writer::newLine(std::string_view to, const ValueMap& properties) const {
    if (properties.empty())
        return {{}, Value(m_parts.localId(to)), {}};
    NewEntry line{{}, {}, {{"to", Value(m_parts.localId(to)), {}}}};
    for (const auto& [key, value] : properties)
        if (!value.isNull())
            line.entries.push_back({key, value, {}});
    return line;
}

// The line as the value of its kind's word, as the file writes a single one.
NewEntry Writer::lineEntry(EdgeKind kind, const NewEntry& line) const {
    const LineHabits habits = this->habits();
    NewEntry entry = line;
    if (habits.mapsAreFlow && !line.entries.empty()) {
        ValueMap map;
        for (const NewEntry& key : line.entries)
            map.emplace_back(key.key, key.value);
        entry = {{}, Value(std::move(map)), {}};
    }
    if (habits.singlesAreLists)
        entry = habits.listsAreBlocks || !entry.entries.empty()
                    ? NewEntry{{}, {}, {entry}}
                    : NewEntry{{}, Value(ValueList{entry.value}), {}};
    entry.key = word(kind);
    return entry;
}

Result<Done> Writer::addLine(const Part& part, EdgeKind kind, const NewEntry& line) {
    const TreeNode& keys = part.keys();
    if (keys.kind() != TreeKind::Map)
        return setKeyOf(part, lineEntry(kind, line));
    const auto at = ownEntry(keys, word(kind));
    if (!at)
        return at.error();
    if (*at < 0) {
        m_edit.addEntry(keys, lineEntry(kind, line));
        return Done{};
    }
    const TreeEntry entry = keys.writtenEntries()[static_cast<std::size_t>(*at)];
    if (entry.value.kind() == TreeKind::Sequence) {
        const auto items = entry.value.items();
        const bool flowMaps = std::any_of(items.begin(), items.end(), [](const TreeNode& item) {
            return item.isMap() && item.isFlow();
        });
        NewEntry item = line;
        if (flowMaps && !line.entries.empty()) {
            ValueMap map;
            for (const NewEntry& key : line.entries)
                map.emplace_back(key.key, key.value);
            item = {{}, Value(std::move(map)), {}};
        }
        m_edit.addItem(entry.value, item);
    } else if (entry.value.isNull()) {
        if (line.entries.empty())
            m_edit.replaceValue(entry, keys.isFlow(), line.value);
        else
            m_edit.makeMap(entry, keys.isFlow(), line.entries);
    } else {
        m_edit.makeList(entry, keys.isFlow(), habits().listsAreBlocks, line);
    }
    return Done{};
}

std::string Writer::impliedStart(std::string_view apiId) const {
    const Node* api = m_model.node(apiId);
    if (!api)
        return {};
    for (const EdgeIndex index : m_model.edgesFrom(m_model.indexOf(*api))) {
        const Edge& edge = m_model[index];
        if (edge.kind == EdgeKind::Triggers && !writtenLine(edge))
            return m_parts.localId(m_model.id(edge.to));
    }
    return {};
}

// An api that says anything of its lines starts the function only if it says that too.
Result<Done> Writer::addLineToApi(const Part& api, EdgeKind kind, const NewEntry& line,
                                  const std::string& function) {
    const NewEntry start{{}, Value(function), {}};
    const std::string triggers(word(EdgeKind::Triggers));
    if (kind == EdgeKind::Triggers) {
        const bool same = line.entries.empty() && line.value == start.value;
        if (same)
            return setKeyOf(api, {triggers, start.value, {}});
        if (!line.entries.empty() && line.entries.front().value == start.value)
            return setKeyOf(api, {triggers, {}, line.entries});
        if (line.entries.empty())
            return setKeyOf(api, {triggers, Value(ValueList{start.value, line.value}), {}});
        return setKeyOf(api, {triggers, {}, {start, line}});
    }
    if (const auto done = setKeyOf(api, {triggers, start.value, {}}); !done)
        return done;
    return setKeyOf(api, lineEntry(kind, line));
}

Result<Done> Writer::setOnLine(const Edge& edge, const NewEntry& entry) {
    if (entry.key == "to")
        return Error{"a line is led elsewhere by disconnecting it and connecting the other part"};
    const auto line = writtenLine(edge);
    if (!line) {
        // What the short form implies is said by saying more of it.
        const Part* from = m_parts.find(m_model.id(edge.from));
        const Part* to = m_parts.find(m_model.id(edge.to));
        const NewEntry made = newLine(m_model.id(edge.to), {{entry.key, entry.value}});
        if (from && to && from->form == Part::Form::Api && to->form == Part::Form::Function)
            return addLineToApi(*from, edge.kind, made, m_parts.localId(m_model.id(edge.to)));
        if (from && to && from->form == Part::Form::Function && to->form == Part::Form::Resource)
            return addLine(*from, edge.kind, made);
        return Error{whyNotWritten(edge)};
    }
    if (line->node.kind() == TreeKind::Map)
        return setKeyIn(line->node, entry);
    const std::vector<NewEntry> entries{{"to", Value(line->to.scalar()), {}}, entry};
    if (line->node.kind() == TreeKind::Alias)
        return Error{whyNotWritten(edge)};
    if (line->item)
        m_edit.makeMap(line->node, isLineInFlow(*line), entries);
    else
        m_edit.makeMap(line->entry, isLineInFlow(*line), entries);
    return Done{};
}

Result<Done> Writer::clearOnLine(const Edge& edge, std::string_view key) {
    const auto line = writtenLine(edge);
    if (key == "to" || !line || line->node.kind() != TreeKind::Map)
        return Error{line || !m_model.property(edge, key)
                         ? fmt::format("the line says nothing of `{}`", key)
                         : whyNotWritten(edge)};
    const auto at = ownEntry(line->node, key);
    if (!at)
        return at.error();
    if (*at < 0)
        return Error{fmt::format("the line says nothing of `{}`", key)};
    m_edit.removeEntries(line->node, {static_cast<std::size_t>(*at)});
    return Done{};
}

Result<Done> Writer::write(const Connect& connect) {
    if (!m_model.node(connect.to) && !m_model.group(connect.to))
        return Error{fmt::format("there is no part `{}`", connect.to)};
    for (const Edge& edge : m_model.edges())
        if (edge.kind == connect.kind && m_model.id(edge.from) == connect.from &&
            m_model.id(edge.to) == connect.to)
            if (const auto line = writtenLine(edge))
                return Error{
                    fmt::format("there is such a line already, at {}", place(line->node.span()))};
    for (const auto& [key, value] : connect.properties)
        if (key == "to")
            return Error{"`to` is no property of a line"};
    const NewEntry line = newLine(connect.to, connect.properties);
    const Part* from = m_parts.find(connect.from);
    if (!from)
        return isNamedOnly(connect.from)
                   ? declareExternal(connect.from, {lineEntry(connect.kind, line)})
                   : Result<Done>(
                         Error{fmt::format("there is no part `{}` in this file", connect.from)});
    if (from->form == Part::Form::Api)
        if (const std::string function = impliedStart(connect.from); !function.empty())
            return addLineToApi(*from, connect.kind, line, function);
    return addLine(*from, connect.kind, line);
}

Result<Done> Writer::write(const Disconnect& disconnect) {
    std::map<const Part*, Going> going;
    bool found = false;
    for (const Edge& edge : m_model.edges()) {
        if (edge.kind != disconnect.kind || m_model.id(edge.from) != disconnect.from ||
            m_model.id(edge.to) != disconnect.to)
            continue;
        const auto line = writtenLine(edge);
        if (!line)
            return Error{whyNotWritten(edge)};
        found = true;
        Going& part = going[m_parts.find(disconnect.from)];
        if (line->item)
            part.items[line->entryIndex].insert(*line->item);
        else
            part.entries.insert(line->entryIndex);
    }
    if (!found)
        return Error{"there is no such line"};
    for (auto& [part, what] : going) {
        if (const auto fine = refuseBareApi(*part, what); !fine)
            return fine;
        take(*part, std::move(what));
    }
    return Done{};
}

} // namespace limn::neutral
