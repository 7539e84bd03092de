// SPDX-License-Identifier: GPL-3.0-or-later
// Taking parts and lines out, and what is left empty by that.
#include <fmt/format.h>

#include "core/manifests/neutral/vocabulary.h"
#include "core/manifests/neutral/writer.h"

namespace limn::neutral {

Writer::ApiSays Writer::sayingAfter(const Part& api, const Going& going) const {
    const Part* function = nullptr;
    for (const Part& part : m_parts.all())
        if (part.form == Part::Form::Function)
            function = &part;
    const auto lines = m_parts.lines(api);
    if (api.form != Part::Form::Api || !function || lines.empty())
        return ApiSays::NoMatter;
    const TreeNode name = function->keys()["name"];
    const std::string_view id = name.scalar().empty() ? "function" : name.scalar();
    std::size_t left = 0, starts = 0;
    for (const WrittenLine& line : lines) {
        const auto items = going.items.find(line.entryIndex);
        if (going.entries.contains(line.entryIndex) ||
            (line.item && items != going.items.end() && items->second.contains(*line.item)))
            continue;
        ++left;
        starts += line.kind == EdgeKind::Triggers && line.node.isScalar() && line.to.scalar() == id;
    }
    return left == 0                  ? ApiSays::Nothing
           : left == 1 && starts == 1 ? ApiSays::StartsFunction
                                      : ApiSays::More;
}

// An api that says nothing starts the function, so its last line cannot be taken alone.
Result<Done> Writer::refuseBareApi(const Part& part, const Going& going) const {
    if (sayingAfter(part, going) != ApiSays::Nothing)
        return Done{};
    return Error{fmt::format("in the short form an api without lines starts the function; say what "
                             "the api at {} starts instead, or remove it",
                             place(part.at))};
}

// A resource whose name alone is left is written as it would be without more to say.
void Writer::takeResourceToName(const Part& part, const std::set<std::size_t>& going) {
    const auto entries = part.keys().writtenEntries();
    const bool block = !part.keys().isFlow();
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (!going.contains(i) && block && entries.size() == going.size() + 1 &&
            entries[i].name() == "name" && entries[i].value.kind() == TreeKind::Scalar &&
            !part.isItem)
            return m_edit.replaceValue(part.entry, false, entries[i].value.value());
    m_edit.removeEntries(part.keys(), going);
}

void Writer::take(const Part& part, Going going) {
    const auto entries = part.keys().writtenEntries();
    // An api that says it starts the function says no more than one that says nothing.
    if (sayingAfter(part, going) == ApiSays::StartsFunction) {
        for (const WrittenLine& line : m_parts.lines(part))
            going.entries.insert(line.entryIndex);
        going.items.clear();
    }
    for (const auto& [index, items] : going.items) {
        const TreeNode& list = entries[index].value;
        if (items.size() == list.size()) {
            going.entries.insert(index);
            continue;
        }
        std::size_t kept = 0;
        while (items.contains(kept))
            ++kept;
        const bool one = items.size() + 1 == list.size() && !habits().singlesAreLists;
        if (!one || !m_edit.keepOne(entries[index], kept))
            m_edit.removeItems(list, items);
    }
    if (going.entries.empty())
        return;
    if (part.form == Part::Form::Resource)
        takeResourceToName(part, going.entries);
    else
        m_edit.removeEntries(part.keys(), going.entries);
}

// Removes a top key. What is left must still say that it is a manifest of this form.
void Writer::removeTop(std::string_view key) {
    const TreeNode root = m_input.tree.root();
    const auto entries = root.writtenEntries();
    std::set<std::size_t> going;
    bool says = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].name() == key)
            going.insert(i);
        else
            says = says || entries[i].name() == "limn";
    }
    if (says || going.empty())
        return m_edit.removeEntries(root, going);
    if (going.size() < entries.size()) {
        m_edit.removeEntries(root, going);
        for (const TreeEntry& entry : entries)
            says = says || (entry.name() != key && entry.value.isMap() && entry.value.size() > 0);
        if (!says)
            m_edit.addEntry(root, {"limn", Value(1), {}});
        return;
    }
    // The last of them makes room for the one key that a manifest has at least.
    const TreeEntry& last = entries[*going.begin()];
    m_edit.replaceText(last.key, root.isFlow(), "limn");
    m_edit.replaceValue(last, root.isFlow(), Value(1));
}

void Writer::removePart(const Part& part) {
    if (part.form == Part::Form::Function || (part.form == Part::Form::Api && !part.isItem))
        return removeTop(part.entry.name());
    if (part.container.size() > 1) {
        if (part.isItem)
            m_edit.removeItems(part.container, {part.index});
        else
            m_edit.removeEntries(part.container, {part.index});
        return;
    }
    // The last of its section takes the section along.
    for (const TreeEntry& top : m_input.tree.root().writtenEntries()) {
        if (top.value == part.container)
            return removeTop(top.name());
        const auto inner = top.value.writtenEntries();
        for (std::size_t i = 0; i < inner.size(); ++i)
            if (inner[i].value == part.container) {
                if (inner.size() == 1)
                    return removeTop(top.name());
                return m_edit.removeEntries(top.value, {i});
            }
    }
}

Result<Done> Writer::write(const Remove& remove) {
    const Part* gone = m_parts.find(remove.id);
    if (!gone && !isNamedOnly(remove.id))
        return Error{fmt::format("there is no part `{}` in this file", remove.id)};
    const std::string id = m_parts.localId(remove.id);
    const bool isGroup = gone && gone->form == Part::Form::Group;
    for (const Part& part : m_parts.all()) {
        if ((gone && part == *gone) || part.keys().kind() != TreeKind::Map)
            continue;
        Going going;
        for (const WrittenLine& line : m_parts.lines(part)) {
            if (line.to.scalar() != id)
                continue;
            if (line.item)
                going.items[line.entryIndex].insert(*line.item);
            else
                going.entries.insert(line.entryIndex);
        }
        for (std::size_t i = 0; const TreeEntry& entry : part.keys().writtenEntries()) {
            const bool place =
                entry.name() == (part.form == Part::Form::Group ? "parent" : "group");
            if (isGroup && place && entry.value.scalar() == id)
                going.entries.insert(i);
            ++i;
        }
        if (going.entries.empty() && going.items.empty())
            continue;
        if (!gone || gone->form != Part::Form::Function)
            if (const auto fine = refuseBareApi(part, going); !fine)
                return fine;
        take(part, std::move(going));
    }
    if (gone)
        removePart(*gone);
    return Done{};
}

} // namespace limn::neutral
