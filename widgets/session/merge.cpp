// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/merge.h"

#include <algorithm>
#include <set>

#include "core/manifests/read.h"
#include "widgets/session/derived.h"
#include "widgets/session/merge_text.h"

namespace limn {
namespace {

// One value of the four sides. Sides that only got a place by being arranged did not change.
template <class T> bool mergeValue(const T& written, const T& shown, T& mine, const T& theirs) {
    if (theirs == written || mine == theirs)
        return true;
    if (mine != shown)
        return false;
    mine = theirs;
    return true;
}

template <class Map>
bool mergeMap(const Map& written, const Map& shown, Map& mine, const Map& theirs) {
    const auto at = [](const Map& map, const std::string& key) {
        const auto found = map.find(key);
        return found == map.end() ? std::optional<typename Map::mapped_type>() : found->second;
    };
    std::set<std::string> keys;
    for (const Map* map : {&written, &theirs})
        for (const auto& [key, value] : *map)
            keys.insert(key);
    for (const std::string& key : keys) {
        auto value = at(mine, key);
        if (!mergeValue(at(written, key), at(shown, key), value, at(theirs, key)))
            return false;
        if (value)
            mine.insert_or_assign(key, *value);
        else
            mine.erase(key);
    }
    return true;
}

// Of two sides that each say whether a key is there, no two can differ otherwise.
template <class Set> void mergeSet(const Set& written, Set& mine, const Set& theirs) {
    for (const std::string& key : theirs)
        if (!written.contains(key))
            mine.insert(key);
    for (const std::string& key : written)
        if (!theirs.contains(key))
            mine.erase(key);
}

std::optional<Sources> mergeSources(const MergeBase& base, const Sources& mine,
                                    const Sources& theirs) {
    std::map<std::string, const Source*, std::less<>> minesByPath;
    for (const auto& source : mine)
        minesByPath[source->path()] = source.get();
    Sources merged;
    for (const auto& source : theirs) {
        const auto mines = minesByPath.find(source->path());
        const auto known = base.texts.find(source->path());
        if (mines == minesByPath.end() || known == base.texts.end()) {
            if (mines != minesByPath.end() || known != base.texts.end())
                return std::nullopt;
            merged.add(source);
            continue;
        }
        std::optional<std::string> text =
            mergeTexts(known->second, mines->second->text(), source->text());
        if (!text)
            return std::nullopt;
        merged.add(std::make_shared<const Source>(source->path(), std::move(*text)));
        minesByPath.erase(mines);
    }
    if (!minesByPath.empty())
        return std::nullopt;
    return merged;
}

// Two changes can each be right and wrong together: a name that both added.
bool hasNewProblem(const Model& merged, const Model& mine, const Model& theirs) {
    std::set<std::pair<std::string, std::string>> known;
    for (const Model* side : {&mine, &theirs})
        for (const Problem& problem : side->problems())
            known.emplace(problem.code, problem.message);
    return std::ranges::any_of(merged.problems(), [&](const Problem& problem) {
        return !known.contains({std::string(problem.code), problem.message});
    });
}

} // namespace

std::optional<Diagram> mergeDiagrams(const MergeBase& base, const Diagram& mine,
                                     const Diagram& theirs) {
    const Diagram &written = base.written, &shown = base.shown;
    Diagram merged = mine;
    mergeSet(written.collapsed, merged.collapsed, theirs.collapsed);
    mergeSet(written.hiddenKinds, merged.hiddenKinds, theirs.hiddenKinds);
    mergeSet(written.shownKinds, merged.shownKinds, theirs.shownKinds);
    const bool clean =
        mergeMap(written.spots, shown.spots, merged.spots, theirs.spots) &&
        mergeValue(written.flowsDown, shown.flowsDown, merged.flowsDown, theirs.flowsDown) &&
        mergeMap(written.groupStyles, shown.groupStyles, merged.groupStyles, theirs.groupStyles) &&
        mergeMap(written.notes, shown.notes, merged.notes, theirs.notes) &&
        mergeMap(written.accepted, shown.accepted, merged.accepted, theirs.accepted);
    return clean ? std::optional(std::move(merged)) : std::nullopt;
}

std::optional<Snapshot> merge(const MergeBase& base, const Snapshot& mine, const Snapshot& theirs,
                              std::stop_token stop) {
    std::optional<Diagram> diagram = mergeDiagrams(base, *mine.diagram, *theirs.diagram);
    std::optional<Sources> sources = mergeSources(base, *mine.sources, *theirs.sources);
    if (!diagram || !sources)
        return std::nullopt;
    Snapshot merged = reread(mine, std::move(*sources), stop);
    if (breakage(*merged.model) || hasNewProblem(*merged.model, *mine.model, *theirs.model))
        return std::nullopt;
    merged.diagram = std::make_shared<const Diagram>(std::move(*diagram));
    return merged;
}

} // namespace limn
