// SPDX-License-Identifier: GPL-3.0-or-later
// The Louvain method with a limit on weight: each unit moves to the neighbouring community where
// modularity gains most, until none does; then communities are units, and so on.
#include "layouts/communities.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>

namespace limn {

namespace {

constexpr int mostPasses = 16;

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// Numbers from 0 in the order of first appearance.
int renumber(std::vector<int>& communities) {
    std::vector<int> names(communities.size(), -1);
    int next = 0;
    for (int& c : communities) {
        if (names[at(c)] == -1)
            names[at(c)] = next++;
        c = names[at(c)];
    }
    return next;
}

// Units of one level with their ties, both ways.
struct Level {
    struct Neighbour {
        int unit = 0;
        double weight = 0;
    };
    std::vector<int> weights;
    std::vector<std::vector<Neighbour>> ties;
    std::vector<double> degree; // ties inside a unit included, twice
    double total = 0;

    Level(std::vector<int> unitWeights, const std::vector<Tie>& all)
        : weights(std::move(unitWeights)), ties(weights.size()), degree(weights.size(), 0) {
        for (const Tie& tie : all) {
            degree[at(tie.a)] += tie.weight;
            degree[at(tie.b)] += tie.weight;
            total += 2 * tie.weight;
            if (tie.a == tie.b)
                continue;
            ties[at(tie.a)].push_back({tie.b, tie.weight});
            ties[at(tie.b)].push_back({tie.a, tie.weight});
        }
    }
};

// One level: moves units until nothing gains. Gives the community of each.
std::vector<int> moved(const Level& level, int most) {
    const std::size_t count = level.weights.size();
    std::vector<int> community(count);
    std::iota(community.begin(), community.end(), 0);
    std::vector<double> degrees = level.degree;
    std::vector<int> weights = level.weights;
    std::vector<double> shared(count, 0); // ties of the unit at hand to each community
    for (int pass = 0; pass < mostPasses; ++pass) {
        bool any = false;
        for (std::size_t u = 0; u < count; ++u) {
            std::vector<int> near;
            for (const Level::Neighbour& n : level.ties[u]) {
                const int c = community[at(n.unit)];
                if (shared[at(c)] == 0)
                    near.push_back(c);
                shared[at(c)] += n.weight;
            }
            const int home = community[u];
            degrees[at(home)] -= level.degree[u];
            weights[at(home)] -= level.weights[u];
            const auto gain = [&](int c) {
                return shared[at(c)] - level.degree[u] * degrees[at(c)] / level.total;
            };
            int best = home;
            double bestGain = gain(home);
            for (const int c : near)
                if (c != home && weights[at(c)] + level.weights[u] <= most &&
                    gain(c) > bestGain + 1e-9) {
                    best = c;
                    bestGain = gain(c);
                }
            degrees[at(best)] += level.degree[u];
            weights[at(best)] += level.weights[u];
            community[u] = best;
            any = any || best != home;
            for (const int c : near)
                shared[at(c)] = 0;
        }
        if (!any)
            break;
    }
    return community;
}

// Units that are alone although they have ties: what is full took them not in. Those with the same
// strongest neighbour keep each other company.
void gatherLeftOver(std::vector<int>& community, int count, const std::vector<int>& weights,
                    const std::vector<Tie>& ties, int most) {
    std::vector<int> members(at(count), 0);
    for (const int c : community)
        ++members[at(c)];
    std::vector<std::map<int, double>> toward(community.size());
    for (const Tie& tie : ties)
        for (const auto& [unit, other] : {std::pair(tie.a, tie.b), std::pair(tie.b, tie.a)})
            if (members[at(community[at(unit)])] == 1 &&
                community[at(other)] != community[at(unit)])
                toward[at(unit)][community[at(other)]] += tie.weight;
    struct Bunch {
        int community = -1;
        int weight = 0;
    };
    std::map<int, Bunch> bunches; // by the neighbour
    for (std::size_t u = 0; u < community.size(); ++u) {
        if (toward[u].empty())
            continue;
        const auto strongest =
            std::ranges::max_element(toward[u], {}, [](const auto& entry) { return entry.second; });
        Bunch& bunch = bunches[strongest->first];
        if (bunch.community == -1 || bunch.weight + weights[u] > most)
            bunch = {community[u], 0};
        community[u] = bunch.community;
        bunch.weight += weights[u];
    }
}

} // namespace

std::vector<int> communitiesOf(const std::vector<int>& weights, const std::vector<Tie>& ties,
                               int most) {
    std::vector<int> result(weights.size());
    std::iota(result.begin(), result.end(), 0);
    std::vector<int> unitWeights = weights;
    std::vector<Tie> unitTies = ties;
    for (;;) {
        std::vector<int> community = moved(Level(unitWeights, unitTies), most);
        const int count = renumber(community);
        if (count == static_cast<int>(unitWeights.size()))
            break;
        for (int& c : result)
            c = community[at(c)];
        std::vector<int> merged(at(count), 0);
        for (std::size_t u = 0; u < unitWeights.size(); ++u)
            merged[at(community[u])] += unitWeights[u];
        unitWeights = std::move(merged);
        std::map<std::pair<int, int>, double> between;
        for (const Tie& tie : unitTies)
            between[std::minmax(community[at(tie.a)], community[at(tie.b)])] += tie.weight;
        unitTies.clear();
        for (const auto& [ends, weight] : between)
            unitTies.push_back({ends.first, ends.second, weight});
    }
    gatherLeftOver(result, static_cast<int>(unitWeights.size()), weights, ties, most);
    renumber(result);
    return result;
}

} // namespace limn
