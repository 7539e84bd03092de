// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/manifests/sam/loops.h"
#include "core/manifests/sam/resolver.h"

namespace limn::sam {

// Writes a template as one flow collection with the outermost loops written out, and keeps where
// every byte comes from. Loops inside them are left to the next pass, which knows the variables.
class LoopWriter {
public:
    LoopWriter(const Resolver& resolver, const Source& source, std::size_t maxBytes)
        : m_resolver(resolver), m_text(source.text()), m_maxBytes(maxBytes) {}

    void write(TreeNode root);
    bool hasWrittenOut() const { return m_hasWrittenOut; }
    bool isFull() const { return m_out.size() > m_maxBytes; }
    const std::vector<WrittenOut::Stretch>& stretches() const { return m_stretches; }
    const std::vector<Problem>& problems() const { return m_problems; }
    std::string takeText() { return std::move(m_out); }

private:
    // The loop whose body is being written; outside of all without a name.
    struct Variable {
        std::string_view name;
        std::string value;
    };
    // A `${Name}` or `&{Name}` of the variable in a text.
    struct Use {
        std::size_t begin = std::string_view::npos;
        std::size_t end = 0;
        bool isPlainWord = false; // `&{Name}`: letters and digits only
    };

    void node(TreeNode node, const Variable& variable, int depth);
    void map(TreeNode node, const Variable& variable, int depth);
    void entries(TreeNode node, const Variable& variable, int depth,
                 std::unordered_set<std::string>& keys);
    bool loop(const TreeEntry& entry, int depth, std::unordered_set<std::string>& keys);
    void scalar(TreeNode node, const Variable& variable);
    void pieces(std::string_view raw, Span at, const Variable& variable, char quote);
    std::vector<std::string> collection(TreeNode node, bool& isKnown) const;

    static Use firstUse(std::string_view text, const Variable& variable);
    static std::string valueOf(const Use& use, const Variable& variable);
    static std::string replaced(std::string_view text, const Variable& variable);
    void add(std::string_view text, Span at);
    void add(std::string_view text) { m_out += text; }

    const Resolver& m_resolver;
    const std::string& m_text;
    std::size_t m_maxBytes;
    std::string m_out;
    std::vector<WrittenOut::Stretch> m_stretches;
    std::vector<Problem> m_problems;
    bool m_hasWrittenOut = false;
};

} // namespace limn::sam
