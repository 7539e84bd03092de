// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/neutral/parts.h"

#include "core/manifests/neutral/vocabulary.h"

namespace limn::neutral {

Parts::Parts(const WriteInput& input) : m_input(input) {
    const TreeNode root = input.tree.root();
    const auto top = root.writtenEntries();
    for (std::size_t i = 0; i < top.size(); ++i) {
        const std::string_view key = top[i].name();
        if (findSection(key) || key == "groups")
            addAll(key == "groups" ? Part::Form::Group : Part::Form::Section, top[i]);
        else if (key == "function")
            add(Part::Form::Function, root, i, top[i], false);
        else if (key == "api" && !top[i].value.isSequence())
            add(Part::Form::Api, root, i, top[i], false);
        else if (key == "api")
            addAll(Part::Form::Api, top[i]);
        else if (key == "resources")
            for (std::size_t k = 0; const TreeEntry& entry : top[i].value.writtenEntries()) {
                if (entry.value.isSequence())
                    addAll(Part::Form::Resource, entry);
                else
                    add(Part::Form::Resource, top[i].value, k, entry, false);
                ++k;
            }
    }
    // The part of the ids that says which file they are from, learnt from an id that the text
    // spells out.
    const Model& model = *input.snapshot.model;
    for (const Node& node : model.nodes()) {
        const std::string_view id = model.id(node);
        const Part* part = node.at.source == input.index ? find(id) : nullptr;
        if (!part || part->form != Part::Form::Section || !id.ends_with(part->entry.name()))
            continue;
        m_prefix = id.substr(0, id.size() - part->entry.name().size());
        return;
    }
    for (const Node& node : model.nodes())
        if (node.at.source == input.index && find(model.id(node)) &&
            find(model.id(node))->form == Part::Form::Function) {
            const TreeNode name = find(model.id(node))->keys()["name"];
            const std::string_view local = name.scalar().empty() ? "function" : name.scalar();
            if (model.id(node).ends_with(local))
                m_prefix = model.id(node).substr(0, model.id(node).size() - local.size());
        }
}

void Parts::add(Part::Form form, const TreeNode& container, std::size_t index,
                const TreeEntry& entry, bool isItem) {
    Part part;
    part.form = form;
    part.entry = entry;
    part.container = container;
    part.index = index;
    part.isItem = isItem;
    part.at = isItem ? entry.value.span() : entry.span;
    m_parts.push_back(part);
}

void Parts::addAll(Part::Form form, const TreeEntry& owner) {
    if (owner.value.isSequence())
        for (std::size_t i = 0; const TreeNode& item : owner.value.items())
            add(form, owner.value, i++, {owner.key, item, owner.span}, true);
    else
        for (std::size_t i = 0; const TreeEntry& entry : owner.value.writtenEntries())
            add(form, owner.value, i++, entry, false);
}

const Part* Parts::find(std::string_view modelId) const {
    const Model& model = *m_input.snapshot.model;
    Span at;
    if (const Node* node = model.node(modelId))
        at = node->at;
    else if (const Group* group = model.group(modelId))
        at = group->at;
    for (const Part& part : m_parts)
        if (at.valid() && part.at == at)
            return &part;
    return nullptr;
}

std::string Parts::localId(std::string_view modelId) const {
    const bool own = !m_prefix.empty() && modelId.starts_with(m_prefix);
    return std::string(own ? modelId.substr(m_prefix.size()) : modelId);
}

std::vector<WrittenLine> Parts::lines(const Part& part) const {
    std::vector<WrittenLine> lines;
    if (part.keys().kind() != TreeKind::Map)
        return lines;
    for (std::size_t i = 0; const TreeEntry& entry : part.keys().writtenEntries()) {
        const std::size_t index = i++;
        const auto kind = edgeKind(entry.name());
        if (!kind || entry.value.kind() == TreeKind::Alias)
            continue;
        const auto add = [&](std::optional<std::size_t> item, const TreeNode& node) {
            lines.push_back({&part, entry, index, *kind, item, node,
                             node.kind() == TreeKind::Map ? node["to"] : node});
        };
        if (entry.value.kind() == TreeKind::Sequence)
            for (std::size_t k = 0; const TreeNode& item : entry.value.items())
                add(k++, item);
        else if (!entry.value.isNull())
            add(std::nullopt, entry.value);
    }
    return lines;
}

} // namespace limn::neutral
