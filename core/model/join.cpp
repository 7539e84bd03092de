// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/join.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "core/model/joined_lines.h"
#include "core/model/joined_uses.h"

namespace limn {
namespace {

using Part = PlacedPart;

constexpr int maxSteps = 64; // from stack to stack
constexpr std::string_view stackName = "${AWS::StackName}";

std::string_view spaceOf(std::string_view name) { return name.substr(0, name.find(' ')); }

// Names of these kinds mean something within one stack only.
bool isOwn(std::string_view space) { return space == "output" || space == "parameter"; }

std::string scoped(std::string_view name, const std::string& prefix) {
    const std::string_view space = spaceOf(name);
    if (!isOwn(space))
        return std::string(name);
    return std::string(space) + ' ' + prefix + std::string(name.substr(space.size() + 1));
}

std::string_view wordFor(std::string_view space) {
    if (isOwn(space) || space == "export")
        return space;
    return space == "ssm-value" ? "ssm_parameter" : "name";
}

// A name with what the stack above gives in it: `sqs ${Stage}-orders`. A file that several stacks
// are made of was read without what they give differently.
std::string filled(std::string name, const std::vector<FragmentValue>* given) {
    if (!given || given->empty())
        return name;
    for (std::size_t open = name.find("${"); open != std::string::npos;) {
        const std::size_t close = name.find('}', open);
        if (close == std::string::npos)
            break;
        const std::string_view parameter =
            std::string_view(name).substr(open + 2, close - open - 2);
        const auto value =
            std::ranges::lower_bound(*given, parameter, {}, [](const FragmentValue& one) {
                return std::string_view(one.name);
            });
        const bool isKnown = value != given->end() && value->name == parameter && value->isKnown;
        const std::size_t length = isKnown ? value->text.size() : close + 1 - open;
        if (isKnown)
            name.replace(open, close + 1 - open, value->text);
        open = name.find("${", open + length);
    }
    return name;
}

// Who answers to which name, and so what each loose part is.
class Answers {
public:
    Answers(std::span<const std::shared_ptr<const Fragment>> fragments,
            std::span<const Placing> placings);

    struct Answer {
        Part part;
        std::string_view by;   // the word of `linked_by`; empty where nobody was found
        bool vanishes = false; // nobody was found, and it is of no interest without
    };
    // What a loose part is; nothing where it stays what it is.
    std::optional<Answer> of(std::size_t placing, const FragmentLoose& loose) const;

private:
    struct Loose {
        Part part;
        const FragmentLoose* loose = nullptr;
    };
    void offer(std::string name, Part part);
    std::string known(std::string_view name, std::size_t placing) const {
        return filled(scoped(name, m_placings[placing].prefix()), m_given[placing]);
    }
    const Part* answering(const std::string& name) const;
    const Part* importing(std::string_view name) const;
    std::pair<const Part*, std::string_view> next(const Loose& loose) const;
    const Loose* looseAt(const Part& part) const;
    Answer instead(const Loose& loose, std::string_view by) const;
    static std::string key(const Part& part) {
        return std::to_string(part.placing) + ' ' + std::string(part.id);
    }

    std::span<const Placing> m_placings;
    std::vector<const std::vector<FragmentValue>*> m_given; // by placing
    std::unordered_map<std::string, std::vector<Part>> m_offers;
    std::unordered_map<std::string, Loose> m_loose;
};

Answers::Answers(std::span<const std::shared_ptr<const Fragment>> fragments,
                 std::span<const Placing> placings)
    : m_placings(placings), m_given(placings.size()) {
    for (std::size_t i = 0; i < placings.size(); ++i) {
        const Fragment& fragment = *fragments[placings[i].fragment];
        for (const FragmentLoose& loose : fragment.loose)
            m_loose.try_emplace(key({i, loose.id}), Loose{{i, loose.id}, &loose});
    }
    if (m_loose.empty())
        return;
    for (const Placing& placing : placings)
        for (const Placing::Nested& nested : placing.nested)
            m_given[nested.placing] = &nested.stack->values;
    for (std::size_t i = 0; i < placings.size(); ++i) {
        const Fragment& fragment = *fragments[placings[i].fragment];
        for (const FragmentOffer& own : fragment.offers)
            offer(known(own.name, i), {i, own.target});
        for (const Placing::Nested& nested : placings[i].nested)
            for (const FragmentOffer& argument : nested.stack->arguments)
                offer("parameter " + placings[nested.placing].prefix() + argument.name,
                      {i, argument.target});
    }
}

void Answers::offer(std::string name, Part part) {
    std::vector<Part>& all = m_offers[std::move(name)];
    if (std::ranges::find(all, part) == all.end())
        all.push_back(part);
}

const Part* Answers::answering(const std::string& name) const {
    const auto found = m_offers.find(name);
    return found != m_offers.end() && found->second.size() == 1 ? &found->second.front() : nullptr;
}

// An export that starts with the name of its stack, imported under a name whose start is a
// parameter or a deployed stack's name: the one in the system that ends alike.
const Part* Answers::importing(std::string_view name) const {
    constexpr std::string_view space = "export ";
    constexpr std::size_t longest = 300; // more than an export's name can have
    name.remove_prefix(space.size());
    if (name.starts_with(stackName) || name.size() > longest)
        return nullptr;
    for (std::size_t begin = 1; begin + 1 < name.size(); ++begin) {
        std::string offered = std::string(space).append(stackName).append(name.substr(begin));
        if (m_offers.contains(offered))
            return answering(offered);
    }
    return nullptr;
}

std::pair<const Part*, std::string_view> Answers::next(const Loose& loose) const {
    for (const std::string& written : loose.loose->names) {
        const std::string name = known(written, loose.part.placing);
        const std::string_view space = spaceOf(written);
        const Part* found = answering(name);
        if (!found && space == "export")
            found = importing(name);
        if (found && !(*found == loose.part))
            return {found, wordFor(space)};
    }
    return {nullptr, {}};
}

const Answers::Loose* Answers::looseAt(const Part& part) const {
    const auto found = m_loose.find(key(part));
    return found == m_loose.end() ? nullptr : &found->second;
}

// What is meant then may be known to others in its turn, as one step further.
Answers::Answer Answers::instead(const Loose& loose, std::string_view by) const {
    const Part part{loose.part.placing, loose.loose->instead};
    if (const Loose* further = looseAt(part); further && further != &loose)
        if (const auto [found, word] = next(*further); found)
            return {*found, word, false};
    return {part, by, false};
}

// An answer may be loose itself: an output that is a parameter, which is another stack's output.
std::optional<Answers::Answer> Answers::of(std::size_t placing, const FragmentLoose& loose) const {
    using Otherwise = FragmentLoose::Otherwise;
    const Loose* const start = looseAt({placing, loose.id});
    const Loose* now = start;
    std::string_view by;
    for (int steps = 0; now && steps < maxSteps; ++steps) {
        const auto [found, word] = next(*now);
        if (!found)
            break;
        by = by.empty() ? word : by;
        const Loose* further = looseAt(*found);
        if (!further)
            return Answer{*found, by, false};
        now = further;
    }
    if (now && now->loose->otherwise == Otherwise::IsInstead)
        return instead(*now, now == start ? "" : by);
    if (now && now != start && now->loose->otherwise == Otherwise::Stays && !next(*now).first)
        return Answer{now->part, by, false};
    if (start && loose.otherwise == Otherwise::IsInstead)
        return instead(*start, {});
    if (loose.otherwise == Otherwise::Vanishes)
        return Answer{{}, {}, true};
    return std::nullopt;
}

class Joiner {
public:
    explicit Joiner(std::vector<std::shared_ptr<const Fragment>> fragments)
        : m_fragments(std::move(fragments)) {}
    Joined join();

private:
    LineEnds endsOf(std::size_t placing, const Answers& answers);
    void addUses(std::vector<LineEnds>& ends);
    LineEnd endOf(std::size_t placing, const Part& part, std::string_view by) const;
    std::shared_ptr<Fragment> own(std::size_t placing);
    std::string spelled(std::size_t from, const Part& part) const;
    const FragmentNode* nodeOf(const Part& part) const;

    std::vector<std::shared_ptr<const Fragment>> m_fragments;
    std::vector<Placing> m_placings;
    std::vector<std::uint32_t> m_uses; // how often each fragment is placed
    SettledParts m_settled;
    std::vector<std::vector<FragmentEdge>> m_added; // by placing
    mutable std::unordered_map<std::uint32_t, std::unordered_map<std::string_view, std::size_t>>
        m_nodes; // of fragments that answer, by id
};

// A part as the fragment of another place calls it.
std::string Joiner::spelled(std::size_t from, const Part& part) const {
    const Placing& there = m_placings[part.placing];
    const bool isGroup = std::ranges::any_of(
        there.nested, [&](const Placing::Nested& nested) { return nested.stack->id == part.id; });
    if (part.placing == from && !isGroup)
        return std::string(part.id);
    return systemWide + there.prefix() + std::string(part.id);
}

const FragmentNode* Joiner::nodeOf(const Part& part) const {
    const std::uint32_t index = m_placings[part.placing].fragment;
    const std::vector<FragmentNode>& nodes = m_fragments[index]->nodes;
    auto [known, isNew] = m_nodes.try_emplace(index);
    if (isNew)
        for (std::size_t i = 0; i < nodes.size(); ++i)
            known->second.try_emplace(nodes[i].id, i);
    const auto found = known->second.find(part.id);
    return found == known->second.end() ? nullptr : &nodes[found->second];
}

LineEnd Joiner::endOf(std::size_t placing, const Part& part, std::string_view by) const {
    LineEnd end;
    end.id = spelled(placing, part);
    end.by = by;
    if (const FragmentNode* node = nodeOf(part)) {
        end.kind = node->kind;
        end.subtype = node->subtype;
        end.isKnown = true;
    }
    return end;
}

// What the loose parts turn out to be, and the stacks whose nodes are groups now.
LineEnds Joiner::endsOf(std::size_t placing, const Answers& answers) {
    LineEnds ends;
    for (const Placing::Nested& nested : m_placings[placing].nested)
        ends[nested.stack->id].id = spelled(placing, {placing, nested.stack->id});
    for (const FragmentLoose& loose : m_fragments[m_placings[placing].fragment]->loose) {
        const auto answer = answers.of(placing, loose);
        if (!answer)
            continue;
        ends.insert_or_assign(
            loose.id, answer->vanishes ? LineEnd{} : endOf(placing, answer->part, answer->by));
        m_settled[placing].insert_or_assign(
            loose.id, answer->vanishes ? SettledPart{} : SettledPart{answer->part, answer->by});
    }
    return ends;
}

// Lines that follow from what another file says of an identity. They lead to a name that only they
// have, which stands for the part.
void Joiner::addUses(std::vector<LineEnds>& ends) {
    m_added.resize(m_placings.size());
    for (const JoinedUse& use : joinedUses(m_fragments, m_placings, m_settled)) {
        LineEnd end = endOf(use.placing, use.target, use.by);
        FragmentEdge& line = m_added[use.placing].emplace_back();
        line.from = use.runner;
        line.to = std::string(2, systemWide) + end.id;
        line.kind = use.kind;
        line.delivery = use.delivery;
        line.evidence.push_back({How::Policy, use.at});
        ends[use.placing].insert_or_assign(line.to, std::move(end));
    }
}

// A fragment to change: the one there is where nobody else has it, else a copy.
std::shared_ptr<Fragment> Joiner::own(std::size_t placing) {
    const std::uint32_t index = m_placings[placing].fragment;
    if (m_uses[index] == 1 && m_fragments[index].use_count() == 1)
        return std::const_pointer_cast<Fragment>(m_fragments[index]);
    return std::make_shared<Fragment>(*m_fragments[index]);
}

Joined Joiner::join() {
    Joined out;
    m_placings = placings(m_fragments, out.problems);
    m_uses.resize(m_fragments.size());
    for (const Placing& placing : m_placings)
        ++m_uses[placing.fragment];
    const Answers answers(m_fragments, m_placings);
    m_settled.resize(m_placings.size());
    std::vector<LineEnds> ends;
    for (std::size_t i = 0; i < m_placings.size(); ++i)
        ends.push_back(endsOf(i, answers));
    addUses(ends);
    for (std::size_t i = 0; i < m_placings.size(); ++i) {
        std::shared_ptr<const Fragment> fragment = m_fragments[m_placings[i].fragment];
        if (!ends[i].empty()) {
            fragment.reset();
            const std::shared_ptr<Fragment> changed = own(i);
            moveLines(*changed, ends[i], std::move(m_added[i]));
            std::erase_if(changed->nodes,
                          [&](const FragmentNode& node) { return ends[i].contains(node.id); });
            fragment = changed;
        }
        out.fragments.push_back({std::move(fragment), m_placings[i].stack, m_placings[i].isAgain});
    }
    return out;
}

} // namespace

Joined join(std::vector<std::shared_ptr<const Fragment>> fragments) {
    return Joiner(std::move(fragments)).join();
}

} // namespace limn
