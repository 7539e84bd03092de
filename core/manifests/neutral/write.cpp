// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/manifests/neutral/neutral.h"
#include "core/manifests/neutral/vocabulary.h"
#include "core/manifests/neutral/writer.h"

namespace limn {
namespace neutral {

Writer::Writer(const WriteInput& input)
    : m_input(input), m_model(*input.snapshot.model), m_parts(input),
      m_edit((*input.snapshot.sources)[input.index], input.index, input.tree) {}

std::string Writer::place(Span at) const {
    const Place place = m_input.snapshot.sources->place(at);
    return fmt::format("{}:{}", place.path, place.line);
}

// A part that lines name and nothing declares: it has no text of its own.
bool Writer::isNamedOnly(std::string_view id) const {
    const Node* node = m_model.node(id);
    return node && node->kind == NodeKind::External && !m_parts.find(id);
}

Result<Done> Writer::refuseName(std::string_view name) const {
    if (name.empty())
        return Error{"a part needs a name"};
    const std::string taken = m_parts.prefix() + std::string(name);
    if (const Node* node = m_model.node(taken); node && !isNamedOnly(taken))
        return Error{fmt::format("`{}` is already the name of the {} at {}", name,
                                 title(node->kind), place(node->at))};
    if (const Group* group = m_model.group(taken))
        return Error{
            fmt::format("`{}` is already the name of a group at {}", name, place(group->at))};
    return Done{};
}

Result<std::string> Writer::groupName(std::string_view id) const {
    // Parts of one of several files are in that file's own group unless they say another.
    if (id.empty() || std::string(id) + '/' == m_parts.prefix())
        return std::string();
    const Part* part = m_parts.find(id);
    if (!m_model.group(id))
        return Error{fmt::format("there is no group `{}`", id)};
    if (!part)
        return Error{fmt::format("the group `{}` is not of this file", id)};
    return m_parts.localId(id);
}

Result<int> Writer::ownEntry(const TreeNode& keys, std::string_view key) const {
    int found = -1;
    const auto entries = keys.writtenEntries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].name() != key)
            continue;
        if (found >= 0)
            return Error{fmt::format("`{}` is written twice: at {} and at {}; remove one of them",
                                     key, place(entries[static_cast<std::size_t>(found)].span),
                                     place(entries[i].span))};
        found = static_cast<int>(i);
    }
    if (found >= 0) {
        const TreeNode& value = entries[static_cast<std::size_t>(found)].value;
        if (value.kind() == TreeKind::Alias)
            return Error{fmt::format("the value of `{}` is shared: it is defined at {}", key,
                                     place(value.target().span()))};
    } else if (keys[key].exists()) {
        return Error{fmt::format("`{}` comes from a merge key: it is defined at {}", key,
                                 place(keys[key].span()))};
    }
    return found;
}

Result<Done> Writer::declare(std::string_view section, const NewEntry& part) {
    const TreeNode root = m_input.tree.root();
    const NewEntry whole{std::string(section), {}, {part}};
    if (root.isNull()) {
        m_edit.addTop({{"limn", Value(1), {}}, whole});
        return Done{};
    }
    const auto at = ownEntry(root, section);
    if (!at)
        return at.error();
    if (*at < 0) {
        m_edit.addTop({whole});
        return Done{};
    }
    const TreeEntry entry = root.writtenEntries()[static_cast<std::size_t>(*at)];
    if (entry.value.kind() == TreeKind::Map)
        m_edit.addEntry(entry.value, part);
    else if (entry.value.isNull())
        m_edit.makeMap(entry, root.isFlow(), {part});
    else
        return Error{fmt::format("`{}` at {} is no map of parts", section, place(entry.span))};
    return Done{};
}

Result<Done> Writer::declareExternal(std::string_view id, std::vector<NewEntry> keys) {
    return declare(sectionOf(NodeKind::External), {m_parts.localId(id), {}, std::move(keys)});
}

Result<Done> Writer::setKeyIn(const TreeNode& keys, const NewEntry& entry) {
    const auto at = ownEntry(keys, entry.key);
    if (!at)
        return at.error();
    if (*at >= 0)
        m_edit.replaceValue(keys.writtenEntries()[static_cast<std::size_t>(*at)], keys.isFlow(),
                            entry.value);
    else
        m_edit.addEntry(keys, entry);
    return Done{};
}

Result<Done> Writer::setKeyOf(const Part& part, const NewEntry& entry) {
    const TreeNode& keys = part.keys();
    if (keys.kind() == TreeKind::Map)
        return setKeyIn(keys, entry);
    if (keys.kind() == TreeKind::Alias || keys.kind() == TreeKind::Sequence)
        return Error{fmt::format("what it says is shared: it is defined at {}",
                                 place(keys.target().span()))};
    std::vector<NewEntry> entries;
    if (!keys.isNull())
        entries.push_back({"name", Value(keys.scalar()), {}});
    entries.push_back(entry);
    if (part.isItem)
        m_edit.makeMap(keys, part.container.isFlow(), entries);
    else
        m_edit.makeMap(part.entry, part.container.isFlow(), entries);
    return Done{};
}

Result<Done> Writer::setKey(std::string_view id, const NewEntry& entry) {
    if (const Part* part = m_parts.find(id))
        return setKeyOf(*part, entry);
    if (isNamedOnly(id))
        return declareExternal(id, {entry});
    return Error{fmt::format("`{}` has no text of its own in this manifest", id)};
}

Result<Done> Writer::clearKeyOf(const Part& part, std::string_view id, std::string_view key) {
    const auto at =
        part.keys().kind() == TreeKind::Map ? ownEntry(part.keys(), key) : Result<int>(-1);
    if (!at)
        return at.error();
    if (*at < 0)
        return Error{fmt::format("`{}` says nothing of `{}`", id, key)};
    m_edit.removeEntries(part.keys(), {static_cast<std::size_t>(*at)});
    return Done{};
}

// Keys that other intents write, or that follow from others.
Result<Done> Writer::refuseKey(std::string_view id, std::string_view key, const Part* part) const {
    const bool isShort =
        part && part->form != Part::Form::Section && part->form != Part::Form::Group;
    const bool isGroup = part && part->form == Part::Form::Group;
    if (edgeKind(key))
        return Error{fmt::format("`{}` makes lines: connect or disconnect the parts instead", key)};
    if (key == "statements")
        return Error{"permissions are changed in the text"};
    if (key == "kind" && !isGroup)
        return Error{"the kind of a part is told by the section it stands in; add a new part"};
    if (key == "name" && isShort)
        return Error{"in the short form the name is the part's id: rename it instead"};
    if (const Node* node = m_model.node(id))
        if (const Property* p = m_model.property(*node, key); p && p->origin == Origin::Derived)
            return Error{fmt::format("`{}` follows from what is written at {}: change that", key,
                                     place(p->at))};
    return Done{};
}

Result<Done> Writer::write(const AddNode& add) {
    if (const auto fine = refuseName(add.name); !fine)
        return fine;
    const auto group = groupName(add.group);
    if (!group)
        return group.error();
    NewEntry part{add.name, {}, {}};
    if (!add.subtype.empty())
        part.entries.push_back({"type", Value(add.subtype), {}});
    if (!group->empty())
        part.entries.push_back({"group", Value(*group), {}});
    for (const auto& [key, value] : add.properties) {
        if (const auto fine = refuseKey({}, key, nullptr); !fine)
            return fine;
        if (!value.isNull())
            part.entries.push_back({key, value, {}});
    }
    return declare(sectionOf(add.kind), part);
}

Result<Done> Writer::write(const SetProperty& set) {
    if (set.value.isNull())
        return Error{"a property without a value says nothing: clear it instead"};
    if (const Edge* edge = m_model.edge(set.id))
        return setOnLine(*edge, {set.property, set.value, {}});
    if (set.property == "group" && set.value.string())
        return write(MoveToGroup{set.id, *set.value.string()});
    const auto fine = refuseKey(set.id, set.property, m_parts.find(set.id));
    return fine ? setKey(set.id, {set.property, set.value, {}}) : fine;
}

Result<Done> Writer::write(const UnsetProperty& unset) {
    if (const Edge* edge = m_model.edge(unset.id))
        return clearOnLine(*edge, unset.property);
    const Part* part = m_parts.find(unset.id);
    if (const auto fine = refuseKey(unset.id, unset.property, part); !fine)
        return fine;
    if (!part)
        return Error{fmt::format("`{}` says nothing of `{}`", unset.id, unset.property)};
    return clearKeyOf(*part, unset.id, unset.property);
}

Result<Done> Writer::write(const MoveToGroup& move) {
    const auto group = groupName(move.group);
    if (!group)
        return group.error();
    const Part* part = m_parts.find(move.id);
    const std::string_view key = part && part->form == Part::Form::Group ? "parent" : "group";
    if (!group->empty())
        return setKey(move.id, {std::string(key), Value(*group), {}});
    if (!part || part->keys()[key].isNull())
        return Error{fmt::format("`{}` is in no group", move.id)};
    return clearKeyOf(*part, move.id, key);
}

Result<Done> Writer::write(const Duplicate& duplicate) {
    if (const auto fine = refuseName(duplicate.name); !fine)
        return fine;
    const Part* part = m_parts.find(duplicate.id);
    const Node* node = m_model.node(duplicate.id);
    if (!node || !part)
        return Error{node ? "it is only named by others; declare it first"
                          : "a group is not duplicated; its parts are"};
    // The copy has the part's properties. Its lines and its own name belong to the original.
    const auto leftOut = [](std::string_view key) { return key == "name" || edgeKind(key); };
    if (part->form == Part::Form::Section) {
        std::set<std::size_t> without;
        if (part->keys().kind() == TreeKind::Map)
            for (std::size_t i = 0; const TreeEntry& entry : part->keys().writtenEntries()) {
                if (leftOut(entry.name()))
                    without.insert(i);
                ++i;
            }
        m_edit.copyEntry(part->container, part->index, duplicate.name, without);
        return Done{};
    }
    NewEntry copy{duplicate.name, {}, {}};
    if (node->subtype != Symbol::None && part->keys()["type"].isNull())
        copy.entries.push_back({"type", Value(m_model.text(node->subtype)), {}});
    for (const TreeEntry& entry : part->keys().entries())
        if (!leftOut(entry.name()))
            copy.entries.push_back({std::string(entry.name()), entry.value.value(), {}});
    return declare(sectionOf(node->kind), copy);
}

} // namespace neutral

Result<std::vector<TextEdit>> writeNeutral(const WriteInput& input, const Intent& intent) {
    neutral::Writer writer(input);
    const auto done = std::visit([&](const auto& one) { return writer.write(one); }, intent);
    if (!done)
        return done.error();
    return writer.take();
}

} // namespace limn
