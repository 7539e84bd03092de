// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/manifests/neutral/parts.h"
#include "core/manifests/tree_edit.h"

namespace limn::neutral {

// Writes one intent into one neutral manifest. Lives for that intent. What it cannot write it
// refuses, with the reason and the place; what it writes is read again and verified by the caller.
class Writer {
public:
    explicit Writer(const WriteInput& input);

    Result<Done> write(const AddNode& add);
    Result<Done> write(const SetProperty& set);
    Result<Done> write(const UnsetProperty& unset);
    Result<Done> write(const Connect& connect);
    Result<Done> write(const Disconnect& disconnect);
    Result<Done> write(const Rename& rename);
    Result<Done> write(const Remove& remove);
    Result<Done> write(const Duplicate& duplicate);
    Result<Done> write(const MoveToGroup& move);

    std::vector<TextEdit> take() { return m_edit.take(); }

private:
    // What is to go from one part: whole keys, and items of lists of lines.
    struct Going {
        std::set<std::size_t> entries;
        std::map<std::size_t, std::set<std::size_t>> items; // by entry
    };
    // How the file at hand writes its lines.
    struct LineHabits {
        bool listsAreBlocks = false, mapsAreFlow = false, singlesAreLists = false;
    };

    // write.cpp: parts and their keys
    Result<Done> declare(std::string_view section, const NewEntry& part);
    Result<Done> declareExternal(std::string_view id, std::vector<NewEntry> keys);
    Result<Done> setKey(std::string_view id, const NewEntry& entry);
    Result<Done> setKeyOf(const Part& part, const NewEntry& entry);
    Result<Done> setKeyIn(const TreeNode& keys, const NewEntry& entry);
    Result<Done> clearKeyOf(const Part& part, std::string_view id, std::string_view key);
    Result<Done> refuseName(std::string_view name) const;
    Result<Done> refuseKey(std::string_view id, std::string_view key, const Part* part) const;
    Result<std::string> groupName(std::string_view id) const;
    // Position of the key as written; -1 when it is not, an error when it is there twice or comes
    // from elsewhere.
    Result<int> ownEntry(const TreeNode& keys, std::string_view key) const;

    // write_lines.cpp
    Result<Done> setOnLine(const Edge& edge, const NewEntry& entry);
    Result<Done> clearOnLine(const Edge& edge, std::string_view key);
    Result<Done> addLine(const Part& part, EdgeKind kind, const NewEntry& line);
    Result<Done> addLineToApi(const Part& api, EdgeKind kind, const NewEntry& line,
                              const std::string& function);
    NewEntry newLine(std::string_view to, const ValueMap& properties) const;
    NewEntry lineEntry(EdgeKind kind, const NewEntry& line) const;
    std::optional<WrittenLine> writtenLine(const Edge& edge) const;
    std::string whyNotWritten(const Edge& edge) const;
    LineHabits habits() const;
    // The function that a short `api` starts without saying so; empty when it says what it starts.
    std::string impliedStart(std::string_view apiId) const;

    // write_removal.cpp
    void take(const Part& part, Going going);
    void takeResourceToName(const Part& part, const std::set<std::size_t>& going);
    // What a short `api` would say of its lines without those that go.
    enum class ApiSays { NoMatter, Nothing, StartsFunction, More };
    ApiSays sayingAfter(const Part& api, const Going& going) const;
    Result<Done> refuseBareApi(const Part& part, const Going& going) const;
    void removePart(const Part& part);
    void removeTop(std::string_view key);

    // write_rename.cpp
    Result<Done> renamePart(const Part& part, std::string_view name);
    Result<Done> nameKey(const Part& part, std::string_view name);
    void renameReferences(const std::map<std::string, std::string, std::less<>>& ids);

    bool isNamedOnly(std::string_view id) const;
    bool isLineInFlow(const WrittenLine& line) const;
    std::string place(Span at) const;

    const WriteInput& m_input;
    const Model& m_model;
    Parts m_parts;
    TreeEdit m_edit;
};

} // namespace limn::neutral
