// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/edit.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/manifests/format.h"
#include "core/manifests/read.h"
#include "core/manifests/renamed_ids.h"
#include "core/manifests/spelling.h"
#include "core/manifests/verify.h"

namespace limn {
namespace {

using Ids = std::map<std::string, std::string, std::less<>>;

// A file that says nothing yet, but perhaps in comments, becomes a neutral manifest with its first
// part.
const Format* formatOfSource(const Snapshot& snapshot, std::uint32_t index) {
    const ReadSource& source = snapshot.model->sources()[index];
    if (!source.format.empty())
        return formatById(source.format);
    if ((*snapshot.sources)[index].role() == SourceRole::Included)
        return nullptr;
    const Tree tree = Tree::parse((*snapshot.sources)[index], index);
    return tree.root().isNull() && tree.problems().empty() ? formatById("neutral") : nullptr;
}

std::optional<std::uint32_t> sourceOfPart(const Model& model, std::string_view id) {
    if (const Node* node = model.node(id); node && node->at.valid())
        return node->at.source;
    if (const Group* group = model.group(id); group && group->at.valid())
        return group->at.source;
    const Edge* edge = model.edge(id);
    if (edge && !model.evidence(*edge).empty())
        return model.evidence(*edge).front().at.source;
    return std::nullopt;
}

Result<std::uint32_t> sourceOf(const Snapshot& snapshot, const AddNode& add) {
    if (!add.group.empty())
        if (const auto source = sourceOfPart(*snapshot.model, add.group))
            return *source;
    for (std::uint32_t i = 0; i < snapshot.sources->size(); ++i)
        if (const Format* format = formatOfSource(snapshot, i); format && format->takes(add))
            return i;
    for (std::uint32_t i = 0; i < snapshot.sources->size(); ++i)
        if (formatOfSource(snapshot, i))
            return i; // refused there, with the format's name
    if (snapshot.sources->size() == 0)
        return Error{"there is no manifest to write it into"};
    return Error{
        fmt::format("`{}` is in no format that Limn can write", (*snapshot.sources)[0].path())};
}

Result<std::uint32_t> sourceOfId(const Snapshot& snapshot, const std::string& id) {
    if (const auto source = sourceOfPart(*snapshot.model, id))
        return *source;
    return Error{fmt::format("there is no part `{}`", id)};
}
template <typename Other>
Result<std::uint32_t> sourceOf(const Snapshot& snapshot, const Other& intent) {
    if constexpr (requires { intent.from; }) {
        // A line stands where it is written; one from a part that is only named is written with the
        // part.
        return sourceOfId(snapshot, intent.from);
    } else {
        return sourceOfId(snapshot, intent.id);
    }
}

std::string place(const Snapshot& snapshot, Span at) {
    const Place place = snapshot.sources->place(at);
    return fmt::format("{}:{}", place.path, place.line);
}

// Duplicate keys do not stand in the way of edits elsewhere.
const Problem* brokenText(const Tree& tree) {
    for (const Problem& problem : tree.problems())
        if (problem.code != "duplicate-key")
            return &problem;
    return nullptr;
}

// What reading the new text complains of that the old text did not have: most often the reason.
std::string newComplaint(const Snapshot& before, const Snapshot& after) {
    const auto was = before.model->problems();
    for (const Problem& problem : after.model->problems())
        if (std::none_of(was.begin(), was.end(), [&](const Problem& old) {
                return old.code == problem.code && old.message == problem.message;
            }))
            return fmt::format("; {}: {}", place(after, problem.at), problem.message);
    return {};
}

Error readOnly(const Format& format, std::string_view path) {
    const std::string but =
        format.write ? fmt::format("Limn writes {}; for the rest, ", format.written) : "";
    return Error{
        fmt::format("structure of {} is read-only so far: {}change the text of `{}` itself",
                    format.title, but, path)};
}

Result<Snapshot> editOne(const Snapshot& before, const Intent& intent, std::stop_token stop) {
    const auto index = std::visit([&](const auto& one) { return sourceOf(before, one); }, intent);
    if (!index)
        return index.error();
    const Source& source = (*before.sources)[*index];
    const Format* format = formatOfSource(before, *index);
    if (!format)
        return Error{fmt::format("`{}` is in no format that Limn can write", source.path())};
    if (!format->takes(intent))
        return readOnly(*format, source.path());
    const Tree tree = Tree::parse(source, *index);
    if (const Problem* problem = brokenText(tree))
        return Error{fmt::format("`{}` must be readable first: {}: {}", source.path(),
                                 place(before, problem->at), problem->message)};
    auto edits = format->write({before, *index, tree}, intent);
    if (!edits)
        return edits.error();
    auto text = applied(source.text(), std::move(*edits));
    if (!text)
        return Error{fmt::format("the change cannot be written into `{}`: {}", source.path(),
                                 text.error().message)};
    Snapshot after = reread(before, before.sources->replaced(*index, std::move(*text)), stop);
    if (stop.stop_requested())
        return Error{"stopped"};
    if (const auto same = verify(*before.model, intent, *after.model); !same)
        return Error{fmt::format("the text cannot say that alone: {}{}", same.error().message,
                                 newComplaint(before, after))};
    return after;
}

std::string calledNow(const Ids& ids, std::string_view id) {
    const auto found = ids.find(id);
    return found == ids.end() ? std::string(id) : found->second;
}

template <typename Value>
std::map<std::string, Value, std::less<>>
moved(const std::map<std::string, Value, std::less<>>& entries, const Ids& ids) {
    std::map<std::string, Value, std::less<>> result;
    for (const auto& [id, value] : entries)
        result.insert_or_assign(calledNow(ids, id), value);
    return result;
}

// `<check>:<id>,<id>…`, with `#<detail>` behind where one part has several such findings.
std::string movedFingerprint(std::string_view fingerprint, const Ids& ids) {
    const auto colon = fingerprint.find(':');
    if (colon == fingerprint.npos)
        return std::string(fingerprint);
    std::string result(fingerprint.substr(0, colon + 1));
    for (std::string_view rest = fingerprint.substr(colon + 1);;) {
        const auto comma = rest.find(',');
        const std::string_view id = rest.substr(0, comma);
        const auto detail = ids.contains(id) ? id.npos : id.rfind('#');
        result += calledNow(ids, id.substr(0, detail));
        if (detail != id.npos)
            result += id.substr(detail);
        if (comma == rest.npos)
            return result;
        result += ',';
        rest.remove_prefix(comma + 1);
    }
}

Diagram moved(const Diagram& diagram, const Ids& ids) {
    Diagram result = diagram;
    result.spots = moved(diagram.spots, ids);
    result.notes = moved(diagram.notes, ids);
    result.collapsed.clear();
    for (const std::string& id : diagram.collapsed)
        result.collapsed.insert(calledNow(ids, id));
    result.groupStyles = moved(diagram.groupStyles, ids);
    result.accepted.clear();
    for (const auto& [fingerprint, acceptance] : diagram.accepted)
        result.accepted.insert_or_assign(movedFingerprint(fingerprint, ids), acceptance);
    return result;
}

// "Could not connect a to b: there is no part `b`."
std::string sentence(std::string what, std::string_view why) {
    if (!what.empty() && what.front() >= 'A' && what.front() <= 'Z')
        what.front() = static_cast<char>(what.front() - 'A' + 'a');
    return fmt::format("Could not {}: {}{}", what, why, why.ends_with('.') ? "" : ".");
}

} // namespace

Result<Snapshot> edit(const Snapshot& before, std::span<const Intent> intents,
                      std::stop_token stop) {
    Snapshot now = before;
    for (const Intent& intent : intents) {
        if (stop.stop_requested())
            return Error{"stopped"};
        auto next = editOne(now, intent, stop);
        if (!next)
            return Error{sentence(describe(intent), next.error().message)};
        const Ids ids = renamedIds(*now.model, intent, *next->model);
        if (!ids.empty())
            next->diagram = std::make_shared<const Diagram>(moved(*now.diagram, ids));
        now = std::move(*next);
    }
    return now;
}

bool takes(const Snapshot& snapshot, const Intent& intent) {
    const auto index = std::visit([&](const auto& one) { return sourceOf(snapshot, one); }, intent);
    if (!index)
        return false;
    const Format* format = formatOfSource(snapshot, *index);
    return format && format->takes(intent);
}

bool Writable::one(const Format& format, std::uint32_t index, const Intent& intent) {
    if (!format.writes)
        return format.write != nullptr;
    if (!format.takes(intent))
        return false;
    auto found = m_trees.find(index);
    if (found == m_trees.end())
        found = m_trees.emplace(index, Tree::parse((*m_snapshot.sources)[index], index)).first;
    return !brokenText(found->second) && format.write({m_snapshot, index, found->second}, intent);
}

bool Writable::allOf(std::span<const Intent> intents) {
    bool isWhole = false; // the format before takes everything, and what is added there too
    for (const Intent& intent : intents) {
        const auto index =
            std::visit([&](const auto& one) { return sourceOf(m_snapshot, one); }, intent);
        const Format* format = index ? formatOfSource(m_snapshot, *index) : nullptr;
        if (format ? !one(*format, *index, intent) : !isWhole)
            return false;
        isWhole = isWhole || (format && !format->writes);
    }
    return true;
}

std::string emptyManifest(std::string_view name) {
    return name.empty() ? "limn: 1\n" : fmt::format("limn: 1\nname: {}\n", spellText(name, {}));
}

} // namespace limn
