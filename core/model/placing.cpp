// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/placing.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace limn {
namespace {

constexpr std::size_t maxDepth = 16;
constexpr std::size_t maxNested = 2000;

class Placer {
public:
    Placer(std::span<const std::shared_ptr<const Fragment>> fragments,
           std::vector<Problem>& problems)
        : m_fragments(fragments), m_problems(problems), m_seen(fragments.size()) {}

    std::vector<Placing> place();

private:
    bool speaks(std::uint32_t index) const;
    std::vector<std::uint32_t> roots() const;
    void reach(std::uint32_t index, std::vector<bool>& reached) const;
    void place(std::uint32_t index, FragmentGroup stack);
    FragmentGroup groupOf(const FragmentStack& stack, const Placing& outer) const;

    std::span<const std::shared_ptr<const Fragment>> m_fragments;
    std::vector<Problem>& m_problems;
    std::vector<bool> m_seen;
    std::vector<std::uint32_t> m_path;
    std::set<std::string, std::less<>> m_taken; // ids of stacks
    std::vector<Placing> m_out;
};

// Whether it has parts that are there whatever other files say.
bool Placer::speaks(std::uint32_t index) const {
    const Fragment& fragment = *m_fragments[index];
    const auto vanishing = std::ranges::count(fragment.loose, FragmentLoose::Otherwise::Vanishes,
                                              &FragmentLoose::otherwise);
    return fragment.nodes.size() > static_cast<std::size_t>(vanishing);
}

void Placer::reach(std::uint32_t index, std::vector<bool>& reached) const {
    std::vector<std::uint32_t> open{index};
    while (!open.empty()) {
        const std::uint32_t now = open.back();
        open.pop_back();
        if (reached[now])
            continue;
        reached[now] = true;
        for (const FragmentStack& stack : m_fragments[now]->stacks)
            if (stack.source < m_fragments.size())
                open.push_back(stack.source);
    }
}

// What no other file nests; of files that nest each other the first.
std::vector<std::uint32_t> Placer::roots() const {
    const auto count = static_cast<std::uint32_t>(m_fragments.size());
    std::vector<bool> nested(count), reached(count);
    for (std::uint32_t i = 0; i < count; ++i)
        for (const FragmentStack& stack : m_fragments[i]->stacks)
            if (stack.source < count && stack.source != i && speaks(stack.source))
                nested[stack.source] = true;
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < count; ++i)
        if (!nested[i]) {
            out.push_back(i);
            reach(i, reached);
        }
    for (std::uint32_t i = 0; i < count; ++i)
        if (!reached[i]) {
            out.push_back(i);
            reach(i, reached);
        }
    std::ranges::sort(out);
    return out;
}

FragmentGroup Placer::groupOf(const FragmentStack& stack, const Placing& outer) const {
    FragmentGroup group;
    group.id = outer.prefix() + stack.id;
    group.name = stack.id;
    group.kind = GroupKind::Stack;
    group.parent = outer.stack.id;
    for (const FragmentNode& node : m_fragments[outer.fragment]->nodes)
        if (node.id == stack.id) {
            group.name = node.name.empty() ? node.id : node.name;
            group.platformType = node.platformType;
            group.at = node.at;
            group.properties = node.properties;
        }
    return group;
}

void Placer::place(std::uint32_t index, FragmentGroup stack) {
    const std::size_t own = m_out.size();
    m_out.push_back({index, std::move(stack), m_seen[index], {}});
    m_seen[index] = true;
    m_path.push_back(index);
    for (const FragmentStack& inner : m_fragments[index]->stacks) {
        const bool isThere = inner.source < m_fragments.size() && speaks(inner.source);
        if (!isThere || std::ranges::find(m_path, inner.source) != m_path.end() ||
            m_path.size() > maxDepth || m_out.size() > m_fragments.size() + maxNested)
            continue;
        FragmentGroup group = groupOf(inner, m_out[own]);
        if (!m_taken.insert(group.id).second)
            continue;
        m_out[own].nested.push_back({&inner, m_out.size()});
        place(inner.source, std::move(group));
    }
    m_path.pop_back();
}

std::vector<Placing> Placer::place() {
    const std::vector<std::uint32_t> all = roots();
    const auto speaking =
        std::ranges::count_if(all, [this](std::uint32_t index) { return speaks(index); });
    for (const std::uint32_t index : all) {
        FragmentGroup stack;
        if (speaking > 1 && speaks(index)) {
            stack.name = stack.id = m_fragments[index]->name;
            stack.kind = GroupKind::Stack;
            for (int n = 2; !m_taken.insert(stack.id).second; ++n)
                stack.id = fmt::format("{}~{}", stack.name, n);
            if (stack.id != stack.name)
                m_problems.push_back(
                    {Severity::Warning,
                     "duplicate-id",
                     fmt::format("`{}` names a second part; it is shown as `{}`. Give it a name of "
                                 "its own.",
                                 stack.name, stack.id),
                     {}});
        }
        place(index, std::move(stack));
    }
    return std::move(m_out);
}

} // namespace

std::vector<Placing> placings(std::span<const std::shared_ptr<const Fragment>> fragments,
                              std::vector<Problem>& problems) {
    return Placer(fragments, problems).place();
}

} // namespace limn
