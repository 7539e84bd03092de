// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/joined_lines.h"

#include <algorithm>

#include "core/model/nature.h"

namespace limn {
namespace {

bool isUse(EdgeKind kind) {
    return kind == EdgeKind::Reads || kind == EdgeKind::Writes || kind == EdgeKind::Publishes ||
           kind == EdgeKind::Invokes;
}

// Two lines of these kinds between the same parts are one: there is nothing that tells them apart.
bool isOne(EdgeKind kind) {
    return isUse(kind) || kind == EdgeKind::Grants || kind == EdgeKind::Assumes ||
           kind == EdgeKind::Observes;
}

FragmentProperty* property(FragmentEdge& edge, std::string_view key) {
    const auto found = std::ranges::find(edge.properties, key, &FragmentProperty::key);
    return found == edge.properties.end() ? nullptr : &*found;
}

void addEvidence(FragmentEdge& edge, const std::vector<Evidence>& more) {
    for (const Evidence& one : more)
        if (std::ranges::none_of(edge.evidence, [&](const Evidence& known) {
                return known.how == one.how && known.at == one.at;
            }))
            edge.evidence.push_back(one);
}

void merge(FragmentEdge& into, FragmentEdge&& from) {
    addEvidence(into, from.evidence);
    for (FragmentProperty& p : from.properties) {
        FragmentProperty* known = property(into, p.key);
        if (!known) {
            if (p.key != "access") // the other line says what it is
                into.properties.push_back(std::move(p));
            continue;
        }
        auto* list = std::get_if<ValueList>(&known->value.data);
        if (const ValueList* more = p.value.list(); list && more)
            for (const Value& value : *more)
                if (std::ranges::find(*list, value) == list->end())
                    list->push_back(value);
    }
}

class Lines {
public:
    Lines(std::vector<FragmentEdge>& edges, const LineEnds& ends) : m_edges(edges), m_ends(ends) {}
    // The lines from this one on were added: they say what others leave open.
    void move(std::size_t firstAdded);

private:
    struct Moved {
        std::size_t line = 0;
        const LineEnd* from = nullptr;
        const LineEnd* to = nullptr;
    };
    static std::string pair(const std::string& from, const std::string& to) {
        return from + '\t' + to;
    }
    bool moveEnd(std::string& id, const LineEnd*& end) const;
    std::vector<std::size_t> between(const std::string& from, const std::string& to) const;
    bool joinsOther(const Moved& moved);
    void settle(const Moved& moved);
    void resolveBy(const Moved& added);

    std::vector<FragmentEdge>& m_edges;
    const LineEnds& m_ends;
    std::unordered_map<std::string, std::vector<std::size_t>> m_between;
    std::vector<bool> m_gone;
};

// False where the line vanishes with its end.
bool Lines::moveEnd(std::string& id, const LineEnd*& end) const {
    const auto found = m_ends.find(id);
    if (found == m_ends.end())
        return true;
    end = &found->second;
    id = end->id;
    return !id.empty();
}

std::vector<std::size_t> Lines::between(const std::string& from, const std::string& to) const {
    std::vector<std::size_t> out;
    if (const auto found = m_between.find(pair(from, to)); found != m_between.end())
        std::ranges::copy_if(found->second, std::back_inserter(out),
                             [this](std::size_t line) { return !m_gone[line]; });
    return out;
}

// Whether another line says what this one does; it then has its evidence.
bool Lines::joinsOther(const Moved& moved) {
    FragmentEdge& line = m_edges[moved.line];
    const std::vector<std::size_t> alike = between(line.from, line.to);
    const std::vector<std::size_t> back = between(line.to, line.from);
    const auto trigger = std::ranges::find_if(
        back, [this](std::size_t i) { return m_edges[i].kind == EdgeKind::Triggers; });
    if (property(line, "access")) { // only a variable names the part
        bool known = false;
        for (const std::size_t i : alike)
            if (i != moved.line && isUse(m_edges[i].kind) && !property(m_edges[i], "access")) {
                addEvidence(m_edges[i], line.evidence);
                known = true;
            }
        if (!known && trigger != back.end()) {
            addEvidence(m_edges[*trigger], line.evidence);
            known = true;
        }
        if (known)
            return true;
    }
    // To be started by a queue or stream one must read it; that is no second line.
    const bool isPoll =
        moved.to && line.kind == EdgeKind::Reads &&
        (moved.to->kind == NodeKind::Queue || moved.to->kind == NodeKind::Stream) &&
        std::ranges::all_of(line.evidence, [](const Evidence& e) { return e.how == How::Policy; });
    if (isPoll && trigger != back.end())
        return true;
    if (!isOne(line.kind))
        return false;
    for (const std::size_t i : alike)
        if (i != moved.line && m_edges[i].kind == line.kind) {
            merge(m_edges[i], std::move(line));
            return true;
        }
    return false;
}

// What the line is now that its ends are known.
void Lines::settle(const Moved& moved) {
    FragmentEdge& line = m_edges[moved.line];
    if (moved.to && moved.to->isKnown) {
        const EdgeKind nature = natureOf(moved.to->kind, moved.to->subtype);
        const bool isChannel = nature == EdgeKind::Publishes || nature == EdgeKind::Writes;
        if (property(line, "access")) {
            line.kind = nature;
        } else if (line.kind == EdgeKind::Triggers && isChannel) {
            line.kind = nature; // nothing runs there because of it
            line.delivery = Delivery::None;
        }
    }
    const bool isSource =
        moved.from && moved.from->isKnown &&
        (moved.from->kind == NodeKind::Queue || moved.from->kind == NodeKind::Stream ||
         moved.from->kind == NodeKind::Store || moved.from->kind == NodeKind::Topic ||
         moved.from->kind == NodeKind::EventBus);
    if (isSource && line.kind == EdgeKind::Triggers && line.delivery != Delivery::None)
        line.delivery = deliveryFrom(moved.from->kind, moved.from->subtype);
    for (const LineEnd* end : {moved.from, moved.to})
        if (end && !end->by.empty() && !property(line, "linked_by"))
            line.properties.push_back({"linked_by",
                                       end->by,
                                       line.evidence.empty() ? Span{} : line.evidence.front().at,
                                       {},
                                       Origin::Derived});
}

// Lines that leave open what the added ones between the same parts say.
void Lines::resolveBy(const Moved& added) {
    for (const std::size_t i : between(m_edges[added.line].from, m_edges[added.line].to))
        if (i != added.line && property(m_edges[i], "access"))
            m_gone[i] = joinsOther({i, nullptr, nullptr});
}

void Lines::move(std::size_t firstAdded) {
    m_gone.resize(m_edges.size());
    std::vector<Moved> all;
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        Moved moved{i};
        const bool isLoop = m_edges[i].from == m_edges[i].to;
        const bool stays = moveEnd(m_edges[i].from, moved.from) && moveEnd(m_edges[i].to, moved.to);
        m_gone[i] = !stays || (!isLoop && m_edges[i].from == m_edges[i].to);
        if (!m_gone[i])
            m_between[pair(m_edges[i].from, m_edges[i].to)].push_back(i);
        if (!m_gone[i] && (moved.from || moved.to))
            all.push_back(moved);
    }
    for (const Moved& moved : all) {
        settle(moved);
        if (moved.line >= firstAdded)
            resolveBy(moved);
        if (!m_gone[moved.line])
            m_gone[moved.line] = joinsOther(moved);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        if (!m_gone[i]) {
            if (kept != i)
                m_edges[kept] = std::move(m_edges[i]);
            ++kept;
        }
    m_edges.resize(kept);
}

void moveTargets(std::vector<Statement::Item>& items, const LineEnds& ends) {
    for (Statement::Item& item : items)
        if (const auto found = ends.find(item.target); found != ends.end()) {
            item.target = found->second.id;
            if (!item.target.empty())
                item.unknown.clear();
        }
}

} // namespace

void moveLines(Fragment& fragment, const LineEnds& ends, std::vector<FragmentEdge> added) {
    const std::size_t firstAdded = fragment.edges.size();
    std::ranges::move(added, std::back_inserter(fragment.edges));
    Lines(fragment.edges, ends).move(firstAdded);
    for (FragmentStatement& statement : fragment.statements) {
        if (const auto found = ends.find(statement.identity); found != ends.end())
            statement.identity = found->second.id;
        for (const StatementList& list : statementLists)
            moveTargets(statement.statement.*list.items, ends);
    }
    std::erase_if(fragment.statements,
                  [](const FragmentStatement& statement) { return statement.identity.empty(); });
}

} // namespace limn
