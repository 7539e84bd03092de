// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/manifests/masking.h"
#include "core/manifests/tree.h"

struct fy_diag;
struct fy_event;
struct fy_token;

namespace limn {

// Turns one stream of events, or JSON, into nodes. Lives for one call of Tree::parse.
class TreeBuilder {
public:
    static constexpr std::uint64_t maxNodes = 2'000'000;
    static constexpr std::size_t maxDepth = 200;

    TreeBuilder(Tree& tree, const Source& source, const Masking& masking)
        : m_tree(tree), m_text(source.text()), m_source(source), m_masking(masking),
          m_parsed(masking.text.empty() ? m_text : masking.text) {
        // Real templates have a node for every 12 to 24 bytes. What is not used costs no memory.
        m_tree.m_nodes.reserve(std::min<std::size_t>(m_text.size() / 10, maxNodes / 4));
        m_tree.m_children.reserve(m_tree.m_nodes.capacity());
    }

    void run();
    // The same for JSON that is nothing else (tree_json.cpp). False where the text is not, within
    // the limits: what was built then is of no use.
    bool readJson();

private:
    struct Open {
        std::uint32_t node = 0;
        std::size_t firstChild = 0; // into m_children
    };
    using Children = std::span<const std::uint32_t>;

    bool take(fy_event* event); // false: a limit was reached
    void openCollection(fy_event* event, TreeKind kind);
    void closeCollection(std::optional<std::uint32_t> end);
    void scalar(fy_event* event);
    std::string_view decoded(const Tree::Data& data, fy_token* token);
    void widenToHeader(Tree::Data& data) const;
    void alias(fy_event* event);
    bool isFilledIn(const Tree::Data& data) const;
    std::uint32_t make(fy_event* event, TreeKind kind);
    void attach(std::uint32_t node);
    void endWithLastChild(Tree::Data& data, Children children) const;
    void reportLastComma(const Tree::Data& data);
    void reportDuplicates(Children map);
    void reportSyntax(fy_diag* diag);
    void problem(Severity severity, std::string code, std::string message, std::uint32_t begin,
                 std::uint32_t end);
    // The same for what ends the reading: said however much was said before.
    void stop(std::string code, std::string message, std::uint32_t at);
    std::string_view keep(std::string_view text);
    std::size_t jsonValue(std::size_t at);
    std::size_t jsonKey(std::size_t at);
    std::size_t jsonText(std::size_t at);
    static Tree::Data jsonData(TreeKind kind, std::size_t begin, std::size_t end);
    void addJson(const Tree::Data& data);
    // Where a value that is not written would stand.
    std::uint32_t emptyPlace() const;

    Tree& m_tree;
    const std::string& m_text;
    const Source& m_source;
    const Masking& m_masking;
    std::string_view m_parsed; // as long as the text, but for what trips the parser
    std::vector<Open> m_open;
    std::vector<std::uint32_t> m_children; // of all that is open, the innermost last
    std::vector<std::pair<std::string_view, std::uint32_t>> m_keys; // of the map that is closed
    std::map<std::string, std::uint32_t, std::less<>> m_anchors;
    bool m_toldComma = false;
    bool m_saidMany = false;
    std::uint64_t m_weight = 0;
    std::uint32_t m_last = 0; // end of what was read so far
};

} // namespace limn
