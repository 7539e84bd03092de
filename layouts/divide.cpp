// SPDX-License-Identifier: GPL-3.0-or-later
// Large plans in levels. An engine's time grows with the square of what it sees, and so does the
// tangle it makes of it; neighbourhoods that are arranged alone stay quick and readable.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>
#include <thread>

#include "layouts/arranged.h"
#include "layouts/blocks.h"
#include "layouts/communities.h"
#include "layouts/settle.h"

namespace limn {

namespace {

constexpr int mostInCommunity = 40; // blocks
constexpr double around = 16;       // free space beside what was arranged alone, for lines to pass
constexpr double apart = 24;        // sections
constexpr double widestPage = 2;    // by its height
constexpr std::size_t worthTwo = 400; // blocks, from which on a second dot saves time
constexpr double mainPull = 3;        // what hands on work wants to stand together more

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// A part of a plan that is arranged alone: the members of one large group, or a community of blocks
// and whole groups.
struct Section {
    std::vector<int> blocks;
    int group = -1; // the large group
};

// What is never cut: a group right under the root with all it holds, or a block outside of any.
std::vector<int> unitsOf(const Plan& plan, std::vector<int>& groupOfUnit) {
    std::vector<int> unit;
    std::map<int, int> ofGroup;
    for (const Block& block : plan.blocks) {
        int outer = -1;
        for (int g = block.group; g != -1 && g != plan.root; g = plan.graph->groups[at(g)].parent)
            outer = g;
        if (outer == -1) {
            unit.push_back(static_cast<int>(groupOfUnit.size()));
            groupOfUnit.push_back(-1);
            continue;
        }
        const auto [known, isNew] =
            ofGroup.try_emplace(outer, static_cast<int>(groupOfUnit.size()));
        if (isNew)
            groupOfUnit.push_back(outer);
        unit.push_back(known->second);
    }
    return unit;
}

std::vector<Section> sectionsOf(const Plan& plan) {
    std::vector<int> groupOfUnit;
    const std::vector<int> unit = unitsOf(plan, groupOfUnit);
    std::vector<int> weights(groupOfUnit.size(), 0);
    for (const int u : unit)
        ++weights[at(u)];
    std::vector<Tie> ties;
    for (const Link& link : plan.links) {
        const int a = unit[at(link.from)], b = unit[at(link.to)];
        const bool large = weights[at(a)] > mostInCommunity || weights[at(b)] > mostInCommunity;
        if (a != b && !large)
            ties.push_back({a, b, link.main ? mainPull : 1});
    }
    const std::vector<int> community = communitiesOf(weights, ties, mostInCommunity);
    std::vector<Section> sections(community.empty() ? 0
                                                    : at(*std::ranges::max_element(community)) + 1);
    for (std::size_t b = 0; b < plan.blocks.size(); ++b) {
        Section& section = sections[at(community[at(unit[b])])];
        section.blocks.push_back(static_cast<int>(b));
        if (weights[at(unit[b])] > mostInCommunity)
            section.group = groupOfUnit[at(unit[b])];
    }
    return sections;
}

// The plan with one block for each section.
Plan outline(const Plan& plan, const std::vector<Section>& sections) {
    Plan whole{plan.graph, plan.root, std::vector<Block>(sections.size()), {}};
    std::vector<int> sectionOf(plan.blocks.size(), 0);
    for (std::size_t s = 0; s < sections.size(); ++s) {
        whole.blocks[s].group = plan.root;
        for (const int b : sections[s].blocks)
            sectionOf[at(b)] = static_cast<int>(s);
    }
    std::map<std::pair<int, int>, Link> between;
    for (const Link& link : plan.links) {
        const int from = sectionOf[at(link.from)], to = sectionOf[at(link.to)];
        if (from == to)
            continue;
        Link& all = between.try_emplace({from, to}, Link{from, to, {}, true, false}).first->second;
        all.failure = all.failure && link.failure;
        all.main = all.main || link.main;
    }
    for (const auto& [ends, link] : between)
        whole.links.push_back(link);
    return whole;
}

// An engine gives every column the width of its widest block. Sections differ much in size: they
// move left, then up, until they meet something, so that their order stays.
void squeeze(const Plan& plan, ArrangedPlan& arranged) {
    const std::size_t count = plan.blocks.size();
    std::vector<Box> boxes;
    for (std::size_t b = 0; b < count; ++b) {
        const Point p = arranged.places[b];
        const Size size = plan.blocks[b].size;
        boxes.push_back({p.x, p.y, size.w, size.h});
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    for (const bool level : {true, false}) {
        std::ranges::stable_sort(order, {},
                                 [&](std::size_t b) { return level ? boxes[b].x : boxes[b].y; });
        for (std::size_t i = 0; i < count; ++i) {
            Box& box = boxes[order[i]];
            double free = 0;
            for (std::size_t k = 0; k < i; ++k) {
                const Box& other = boxes[order[k]];
                const bool meets =
                    level ? box.y < other.bottom() + apart && other.y < box.bottom() + apart
                          : box.x < other.right() + apart && other.x < box.right() + apart;
                if (meets)
                    free = std::max(free, (level ? other.right() : other.bottom()) + apart);
            }
            double& at = level ? box.x : box.y;
            at = std::min(at, std::ceil(free / gridStep) * gridStep);
        }
    }
    Box all;
    for (std::size_t b = 0; b < count; ++b) {
        arranged.places[b] = {boxes[b].x, boxes[b].y};
        all = all.united(boxes[b]);
    }
    arranged.size = {all.right(), all.bottom()};
}

// A page that is too wide is read like a text: from left to right in rows, in the order it had.
void wrap(const Plan& plan, ArrangedPlan& arranged) {
    if (arranged.size.w <= widestPage * arranged.size.h)
        return;
    std::vector<std::size_t> order(plan.blocks.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::size_t b) { return arranged.places[b].x; });
    std::vector<Size> sizes;
    for (const std::size_t b : order)
        sizes.push_back(plan.blocks[b].size);
    const std::vector<Point> rows = shelved(sizes, 0, apart);
    for (std::size_t i = 0; i < order.size(); ++i)
        arranged.places[order[i]] = rows[i];
    squeeze(plan, arranged);
}

// Two at a time, since two dots answer; in the plans' order, whichever is ready first. Small plans
// are done before a second dot has started.
std::vector<Result<ArrangedPlan>> arrangeEach(const Engine& engine, std::vector<Plan>& plans,
                                              const std::stop_token& stop) {
    std::vector<Result<ArrangedPlan>> arranged(plans.size(), Error{});
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < plans.size(); i = next++)
            arranged[i] = arrangePlan(engine, plans[i], stop);
    };
    std::size_t blocks = 0;
    for (const Plan& plan : plans)
        blocks += plan.blocks.size();
    std::jthread other;
    if (blocks > worthTwo)
        other = std::jthread(work);
    work();
    if (other.joinable())
        other.join();
    return arranged;
}

} // namespace

std::optional<Result<ArrangedPlan>> arrangeDivided(const Engine& engine, Plan& plan,
                                                   std::stop_token stop) {
    const std::vector<Section> sections = sectionsOf(plan);
    if (sections.size() < 2 || sections.size() > plan.blocks.size() * 3 / 4)
        return std::nullopt;
    Plan whole = outline(plan, sections);
    std::vector<Plan> inner;
    for (const Section& section : sections)
        inner.push_back(
            partOf(plan, section.blocks, section.group != -1 ? section.group : plan.root));
    std::vector<Result<ArrangedPlan>> parts = arrangeEach(engine, inner, stop);
    std::vector<Point> corners; // of what was arranged within the section's block
    for (std::size_t s = 0; s < sections.size(); ++s) {
        if (!parts[s])
            return parts[s];
        for (std::size_t i = 0; i < sections[s].blocks.size(); ++i)
            plan.blocks[at(sections[s].blocks[i])] = inner[s].blocks[i];
        Box box{0, 0, parts[s]->size.w, parts[s]->size.h};
        if (sections[s].group != -1)
            box = framed(plan.graph->groups[at(sections[s].group)], box);
        box = box.grown(sections[s].blocks.size() > 1 ? around : 0);
        whole.blocks[s].size = box.size();
        corners.push_back({-box.x, -box.y});
    }
    Result<ArrangedPlan> outer = arrangePlan(engine, whole, stop);
    if (!outer)
        return outer;
    squeeze(whole, *outer);
    wrap(whole, *outer);
    Places places(plan.blocks.size());
    for (std::size_t s = 0; s < sections.size(); ++s)
        for (std::size_t i = 0; i < sections[s].blocks.size(); ++i)
            places[at(sections[s].blocks[i])] = outer->places[s] + corners[s] + parts[s]->places[i];
    return ArrangedPlan{std::move(places), outer->size};
}

} // namespace limn
