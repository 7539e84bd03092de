// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/joined_uses.h"

#include <algorithm>

namespace limn {
namespace {

struct Runner {
    std::size_t placing = 0;
    std::string_view id, identity; // as its own file calls them
    std::string_view by;
};

class Uses {
public:
    Uses(std::span<const std::shared_ptr<const Fragment>> fragments,
         std::span<const Placing> placings, const SettledParts& settled)
        : m_fragments(fragments), m_placings(placings), m_settled(settled) {}

    std::vector<JoinedUse> find();

private:
    const Fragment& fragment(std::size_t placing) const {
        return *m_fragments[m_placings[placing].fragment];
    }
    SettledPart settled(std::size_t placing, std::string_view id) const {
        const auto found = m_settled[placing].find(id);
        return found == m_settled[placing].end() ? SettledPart{{placing, id}, {}} : found->second;
    }
    static std::string key(const PlacedPart& part) {
        return std::to_string(part.placing) + ' ' + std::string(part.id);
    }
    void collectRunners();
    void add(std::size_t placing, const FragmentUse& use, std::vector<JoinedUse>& out) const;

    std::span<const std::shared_ptr<const Fragment>> m_fragments;
    std::span<const Placing> m_placings;
    const SettledParts& m_settled;
    std::unordered_map<std::string, std::vector<Runner>> m_runners; // by identity
};

void Uses::collectRunners() {
    for (std::size_t i = 0; i < m_placings.size(); ++i)
        for (const std::uint32_t run : fragment(i).runs) {
            const FragmentEdge& line = fragment(i).edges[run];
            const SettledPart identity = settled(i, line.to);
            if (identity.part.placing != PlacedPart::nowhere)
                m_runners[key(identity.part)].push_back({i, line.from, line.to, identity.by});
        }
}

void Uses::add(std::size_t placing, const FragmentUse& use, std::vector<JoinedUse>& out) const {
    const FragmentEdge& grant = fragment(placing).edges[use.grant];
    const SettledPart identity = settled(placing, grant.from);
    const auto runners = m_runners.find(key(identity.part));
    if (runners == m_runners.end())
        return;
    const SettledPart target = settled(placing, grant.to);
    for (const Runner& runner : runners->second) {
        const bool isOwn = runner.placing == placing && runner.identity == grant.from;
        const bool isItself = target.part == PlacedPart{runner.placing, runner.id};
        if (isOwn || isItself || target.part.placing == PlacedPart::nowhere)
            continue;
        out.push_back({runner.placing, std::string(runner.id), target.part, use.kind, use.delivery,
                       use.at, runner.by.empty() ? identity.by : runner.by});
    }
}

std::vector<JoinedUse> Uses::find() {
    std::vector<JoinedUse> out;
    if (std::ranges::all_of(m_settled, [](const auto& parts) { return parts.empty(); }))
        return out; // every file has its own identities
    collectRunners();
    for (std::size_t i = 0; i < m_placings.size() && !m_runners.empty(); ++i)
        for (const FragmentUse& use : fragment(i).uses)
            add(i, use, out);
    return out;
}

} // namespace

std::vector<JoinedUse> joinedUses(std::span<const std::shared_ptr<const Fragment>> fragments,
                                  std::span<const Placing> placings, const SettledParts& settled) {
    return Uses(fragments, placings, settled).find();
}

} // namespace limn
