// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/manifests/nearest_word.h"
#include "core/manifests/neutral/neutral.h"
#include "core/manifests/neutral/short_form.h"

namespace limn {
namespace {

using namespace neutral;

constexpr double supportedVersion = 1;

void readVersion(PartReader& reader, const TreeNode& version) {
    if (version.isNull() || version.number() == supportedVersion)
        return;
    reader.report(Severity::Error, "unsupported-version",
                  fmt::format("This manifest is of version `{}` of the neutral form; this program "
                              "knows version 1 and reads it as that.",
                              version.scalar()),
                  version.span());
}

void readSection(PartReader& reader, const Section& section, const TreeNode& value) {
    if (value.isNull())
        return;
    if (!value.isMap())
        return reader.wrongType(section.key, "a map from ids to parts", value);
    for (const TreeEntry& entry : distinctEntries(value)) {
        if (reader.givenUp())
            return;
        reader.readPart({std::string(entry.name()), section.kind, {}, entry.value, entry.span});
    }
}

void readGroups(PartReader& reader, const TreeNode& value) {
    if (value.isNull())
        return;
    if (!value.isMap())
        return reader.wrongType("groups", "a map from ids to groups", value);
    for (const TreeEntry& entry : distinctEntries(value))
        reader.readGroup(entry);
}

void reportTopKey(PartReader& reader, const TreeEntry& entry) {
    const auto known = topKeys();
    const std::string meant = didYouMean(entry.name(), known);
    reader.report(Severity::Warning, "unknown-key",
                  fmt::format("`{}` is no section of a neutral manifest{}", entry.name(),
                              meant.empty() ? "." : meant),
                  entry.key.span());
    if (entry.value.isMap() || entry.value.isSequence())
        reader.fragment().unplaced.push_back({std::string(entry.name()),
                                              {},
                                              "a section that the neutral form does not know",
                                              entry.span});
}

} // namespace

Fragment readNeutral(const ReadInput& input) {
    PartReader reader(input);
    const TreeNode root = input.tree.root();
    for (const TreeEntry& entry : distinctEntries(root)) {
        const std::string_view key = entry.name();
        if (reader.givenUp())
            break;
        if (key == "limn")
            readVersion(reader, entry.value);
        else if (key == "name")
            reader.fragment().name = reader.textOf(key, entry.value);
        else if (key == "groups")
            readGroups(reader, entry.value);
        else if (const Section* section = findSection(key))
            readSection(reader, *section, entry.value);
        else if (key == "description")
            reader.textOf(key, entry.value);
        else if (key != "api" && key != "function" && key != "resources")
            reportTopKey(reader, entry);
    }
    readShortForm(reader, root);
    return reader.finish();
}

} // namespace limn
