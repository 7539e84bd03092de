// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/manifests/format.h"
#include "core/manifests/neutral/vocabulary.h"

namespace limn::neutral {

// One part as the text has it, before its keys are read.
struct PartText {
    std::string id;
    NodeKind kind = NodeKind::Resource;
    std::string subtype; // unless the keys say another
    TreeNode keys;       // a map, or null where nothing is said
    Span at;
};

// Reads the keys of parts, groups and lines into a Fragment. Both forms of the format use it, so a
// key means the same wherever it stands. Lives for one file; gives up quietly when that is stopped
// or grows past any honest manifest.
class PartReader {
public:
    explicit PartReader(const ReadInput& input) : m_input(input) {}

    // Index of the new node in the fragment; none when the reader has given up.
    std::optional<std::size_t> readPart(PartText part);
    void readGroup(const TreeEntry& entry);
    // A line of the text, or one that follows from it; its delivery is settled by finish().
    FragmentEdge& addLine(std::string from, std::string to, EdgeKind kind, Evidence evidence);

    bool isTaken(std::string_view id) const { return m_ids.contains(id); }
    // Whether the text says anything of a line between the two, in either direction.
    bool areConnected(std::string_view one, std::string_view other) const;
    bool hasLineFrom(std::string_view id) const { return m_starts.contains(id); }

    void report(Severity severity, std::string_view code, std::string message, Span at);
    // "`queues` must be a map of parts" at the value.
    void wrongType(std::string_view key, std::string_view expected, const TreeNode& value);
    // The text of a scalar; reports anything else. Empty for null.
    std::string textOf(std::string_view key, const TreeNode& value);
    bool givenUp();

    Fragment& fragment() { return m_fragment; }
    // The fragment, with deliveries and targets that only all parts together decide.
    Fragment finish();

private:
    void readPartKey(FragmentNode& node, const TreeEntry& entry);
    void readGroupKey(FragmentGroup& group, const TreeEntry& entry);
    void readSubtype(FragmentNode& node, const TreeNode& value);
    void readLines(const std::string& from, EdgeKind kind, const TreeEntry& entry);
    void readLine(const std::string& from, EdgeKind kind, std::string_view key,
                  const TreeNode& item);
    void readLineKeys(FragmentEdge& edge, const TreeNode& item, bool& hasDelivery);
    std::vector<How> readHow(const TreeNode& value);
    void readStatements(const std::string& identity, const TreeEntry& entry);
    void readStatement(const std::string& identity, const TreeNode& item);
    void readStates(const std::string& workflow, const TreeEntry& entry);
    void readStateKey(FragmentState& made, const TreeEntry& entry);
    void readWays(State& state, Transition::Why why, const TreeEntry& entry);
    std::vector<Statement::Item> readItems(const TreeEntry& entry);
    // Where a property stands, for what may stand there and for the words of a problem.
    struct Owner {
        std::optional<NodeKind> kind; // of a node
        bool isGroup = false;         // else a line
    };
    void readProperty(std::vector<FragmentProperty>& properties, const TreeEntry& entry,
                      const Owner& owner);
    Value checkedValue(std::string_view key, const TreeNode& value);
    void unknownKey(const TreeEntry& entry, const Owner& owner);
    void settleEntryPoint(FragmentNode& node);
    void settleDeliveries();
    void settleTargets();

    const ReadInput& m_input;
    Fragment m_fragment;
    std::set<std::string, std::less<>> m_ids;
    std::set<std::string, std::less<>> m_starts;
    std::set<std::pair<std::string, std::string>> m_pairs;
    std::vector<std::size_t> m_openDeliveries; // edges that do not say theirs
    std::size_t m_work = 0;                    // keys and values read
    std::size_t m_reported = 0;
    bool m_givenUp = false;
};

// The entries of a map, each key once: the first counts, as the tree's problem about it says.
std::vector<TreeEntry> distinctEntries(const TreeNode& map);

// The value of a property: `{unknown: "…"}` and tags are Unknown at any depth.
Value neutralValue(const TreeNode& node);

} // namespace limn::neutral
