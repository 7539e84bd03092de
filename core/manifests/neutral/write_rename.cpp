// SPDX-License-Identifier: GPL-3.0-or-later
// Another name for a part, wherever the text says it.
#include <fmt/format.h>

#include "core/manifests/neutral/vocabulary.h"
#include "core/manifests/neutral/writer.h"

namespace limn::neutral {

// The `name` of a part whose name stands in its keys.
Result<Done> Writer::nameKey(const Part& part, std::string_view name) {
    return setKeyOf(part, {"name", Value(name), {}});
}

Result<Done> Writer::renamePart(const Part& part, std::string_view name) {
    const TreeNode& keys = part.keys();
    switch (part.form) {
    case Part::Form::Resource:
        if (keys.kind() == TreeKind::Scalar)
            m_edit.replaceText(keys, part.container.isFlow(), name);
        else if (keys.kind() == TreeKind::Null)
            m_edit.replaceValue(part.entry, part.container.isFlow(), Value(name));
        else
            return nameKey(part, name);
        return Done{};
    case Part::Form::Function:
    case Part::Form::Api:
        return nameKey(part, name);
    case Part::Form::Section:
    case Part::Form::Group:
        break;
    }
    if (part.entry.key.kind() != TreeKind::Scalar)
        return Error{fmt::format("its name is shared: it is defined at {}",
                                 place(part.entry.key.target().span()))};
    m_edit.replaceText(part.entry.key, part.container.isFlow(), name);
    // A name to show stands beside the id. One that was given follows, so that what was typed is
    // what is seen.
    if (keys.kind() == TreeKind::Map && keys["name"].isScalar())
        return nameKey(part, name);
    return Done{};
}

void Writer::renameReferences(const std::map<std::string, std::string, std::less<>>& ids) {
    std::set<std::uint32_t> seen; // an alias leads to the same text again
    const auto rename = [&](const TreeNode& written, bool inFlow) {
        const TreeNode node = written.target();
        const auto known = ids.find(node.scalar());
        if (node.kind() == TreeKind::Scalar && known != ids.end() &&
            seen.insert(node.span().begin).second)
            m_edit.replaceText(node, inFlow, known->second);
    };
    const auto renameAll = [&](const TreeNode& value, bool inFlow) {
        rename(value, inFlow);
        rename(value["to"], inFlow || value.isFlow());
        for (const TreeNode& item : value.items()) {
            rename(item, inFlow || value.isFlow());
            rename(item["to"], inFlow || value.isFlow() || item.isFlow());
        }
    };
    for (const Part& part : m_parts.all())
        for (const TreeEntry& entry : part.keys().entries()) {
            const std::string_view key = entry.name();
            const bool inFlow = part.keys().isFlow();
            const bool isGroup = part.form == Part::Form::Group;
            if (edgeKind(key))
                renameAll(entry.value, inFlow);
            else if (key == (isGroup ? "parent" : "group"))
                rename(entry.value, inFlow);
            else if (key == "statements")
                for (const TreeNode& statement : entry.value.items())
                    for (const StatementList& list : statementLists)
                        if (list.namesParts)
                            renameAll(statement[list.name], inFlow || statement.isFlow());
        }
}

Result<Done> Writer::write(const Rename& rename) {
    const Part* part = m_parts.find(rename.id);
    if (!part && !isNamedOnly(rename.id))
        return Error{fmt::format("there is no part `{}` in this file", rename.id)};
    const std::string old = m_parts.localId(rename.id);
    std::string name = rename.name;
    std::string id = name;
    if (part && part->form == Part::Form::Api) {
        // Its id is the function's, a dot and its own name.
        const std::size_t dot = old.rfind('.');
        const std::string start = dot == std::string::npos ? "" : old.substr(0, dot + 1);
        if (!start.empty() && name.starts_with(start))
            name = name.substr(start.size());
        id = start + name;
    }
    if (id == old)
        return Error{"that is its name already"};
    if (const auto fine = refuseName(id); !fine)
        return fine;
    std::map<std::string, std::string, std::less<>> ids{{old, id}};
    if (part && part->form == Part::Form::Function)
        for (const Part& api : m_parts.all())
            for (const Node& node : m_model.nodes())
                if (api.form == Part::Form::Api && node.at == api.at) {
                    const std::string was = m_parts.localId(m_model.id(node));
                    if (was.starts_with(old + '.'))
                        ids.emplace(was, id + was.substr(old.size()));
                }
    if (part)
        if (const auto done = renamePart(*part, name); !done)
            return done;
    renameReferences(ids);
    return Done{};
}

} // namespace limn::neutral
