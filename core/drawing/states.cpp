// SPDX-License-Identifier: GPL-3.0-or-later
// One workflow's states as a picture.
#include "core/drawing/states.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"
#include "core/model/state_facts.h"

namespace limn {
namespace {

constexpr double titleSize = 13;
constexpr double subtitleSize = 11.5;
constexpr double captionSize = 12;
constexpr double wordsAt = 44;
constexpr double iconAt = 18;
constexpr double iconSize = 16;

// How a kind of state looks: the body of a part that means something alike, a colour and an icon.
struct StateLook {
    NodeKind body = NodeKind::Function;
    Tone tone = Tone::Compute;
    std::string_view icon{};
    double room = 14; // that the body takes from its words at the right
};
StateLook lookOf(StateKind kind) {
    switch (kind) {
    case StateKind::Task:
        break;
    case StateKind::Choice:
        return {NodeKind::Topic, Tone::Entry, "choice", 24};
    case StateKind::Wait:
        return {NodeKind::EventBus, Tone::Automation, "schedule", 24};
    case StateKind::Pass:
        return {NodeKind::Resource, Tone::Automation, "pass"};
    case StateKind::Parallel:
        return {NodeKind::Workflow, Tone::Compute, "parallel", 18};
    case StateKind::Map:
        return {NodeKind::Workflow, Tone::Compute, "map", 18};
    case StateKind::Succeed:
        return {NodeKind::EventBus, Tone::Green, "accept", 24};
    case StateKind::Fail:
        return {NodeKind::Automation, Tone::Red, "error", 18};
    case StateKind::Unknown:
        return {NodeKind::External, Tone::Outside, "unknown"};
    }
    return {NodeKind::Function, Tone::Compute, "function"};
}

// Of a task, the icon of what it speaks with.
std::string iconOf(const Model& model, const State& state, const PartsByState& parts) {
    if (state.kind == StateKind::Task)
        if (const auto used = parts.find(state.key); used != parts.end())
            if (const Node* node = model.node(used->second.front()))
                return iconId(node->kind, model.text(node->subtype));
    return std::string(lookOf(state.kind).icon);
}

// Where a branch begins and where a run ends: a dot on the left border, a ring on the right.
void addEnds(std::vector<Mark>& marks, const State& state, const Box& box, const Theme& theme) {
    const double y = box.center().y;
    if (state.isStart && !state.parent.empty())
        marks.emplace_back(PathMark{ellipse({box.x, y}, 4.5, 4.5), theme.text, {}});
    const bool terminal = state.kind == StateKind::Succeed || state.kind == StateKind::Fail;
    if (!state.isEnd || terminal)
        return;
    marks.emplace_back(
        PathMark{ellipse({box.right(), y}, 6, 6), theme.background, {theme.text, 1.25, {}, false}});
    marks.emplace_back(PathMark{ellipse({box.right(), y}, 3, 3), theme.text, {}});
}

void drawState(Sheet& sheet, const State& state, const Box& box, const PartsByState& parts) {
    const StateLook look = lookOf(state.kind);
    const ClassColors& colors = sheet.theme.of(look.tone);
    const double room = box.w - wordsAt - look.room;
    const std::string id = sheet.model.id(state), name = singleLine(state.name);
    const std::string facts = stateSubtitle(sheet.model, state);
    DrawingItem& item = sheet.add(Layer::Node, "node " + id, id, name);
    item.description = fmt::format("{}, {}", word(state.kind), facts);
    item.marks = bodyMarks(look.body, box, {colors});
    item.outline = std::get<PathMark>(item.marks.front()).path;
    const double middle = box.center().y;
    addIcon(item.marks, iconOf(sheet.model, state, parts), {box.x + iconAt, middle - iconSize / 2},
            iconSize, colors.stroke);
    item.marks.emplace_back(text({box.x + wordsAt, middle - 3},
                                 elided(name, room, titleSize, FontWeight::SemiBold), titleSize,
                                 FontWeight::SemiBold, sheet.theme.text));
    TextMark second =
        text({box.x + wordsAt, middle + 14}, elided(facts, room, subtitleSize, FontWeight::Regular),
             subtitleSize, FontWeight::Regular, sheet.theme.mutedText);
    second.detail = true;
    item.marks.emplace_back(std::move(second));
    addEnds(item.marks, state, box, sheet.theme);
    item.bounds = box.grown(state.isEnd || state.isStart ? 7 : 1);
    sheet.bodies.add(box);
}

// A parallel or map state: a box around its states, with the second edge of a workflow.
void drawHolder(Sheet& sheet, const State& state, const Box& box) {
    const StateLook look = lookOf(state.kind);
    const ClassColors& colors = sheet.theme.of(look.tone);
    const std::string id = sheet.model.id(state), name = singleLine(state.name);
    const std::string facts = stateSubtitle(sheet.model, state);
    DrawingItem& item = sheet.add(Layer::Group, "group " + id, id, name);
    item.description = fmt::format("{}, {}", word(state.kind), facts);
    item.outline = roundedRectangle(box, 14);
    item.bounds = box.grown(7);
    item.marks.emplace_back(
        PathMark{item.outline, sheet.theme.groupFill, {colors.stroke, 1.25, {}, false}});
    item.marks.emplace_back(
        PathMark{roundedRectangle(box.grown(-4), 11), noColor, {colors.stroke, 0.8, {}, false}});
    addIcon(item.marks, look.icon, {box.x + 14, box.y + 10}, iconSize, colors.stroke);
    const double left = box.x + 38;
    const std::string shown =
        elided(name, std::max(24.0, box.w - 60), captionSize, FontWeight::Bold);
    item.marks.emplace_back(
        text({left, box.y + 22}, shown, captionSize, FontWeight::Bold, sheet.theme.groupText));
    const double end = left + textWidth(shown, captionSize, FontWeight::Bold) + 12;
    if (end + textWidth(facts, subtitleSize, FontWeight::Regular) < box.right() - 12) {
        TextMark second = text({end, box.y + 22}, facts, subtitleSize, FontWeight::Regular,
                               sheet.theme.mutedText);
        second.detail = true;
        item.marks.emplace_back(std::move(second));
    }
    addEnds(item.marks, state, box, sheet.theme);
    sheet.bodies.add({box.x + 12, box.y + 8, std::min(end, box.right()) - box.x - 12, 20});
}

void drawBranch(Sheet& sheet, const State& holder, int branch, const Box& box) {
    DrawingItem& item = sheet.add(Layer::Group, "group " + branchId(sheet.model, holder, branch),
                                  sheet.model.id(holder), fmt::format("branch {}", branch));
    item.outline = roundedRectangle(box, 10);
    item.bounds = box.grown(1);
    item.marks.emplace_back(PathMark{
        item.outline, sheet.theme.background, {sheet.theme.groupBorder, 1, {5, 4}, false}});
    item.marks.emplace_back(text({box.x + 16, box.y + 22}, item.title, 11.5, FontWeight::Regular,
                                 sheet.theme.mutedText));
}

void drawStart(Sheet& sheet, const Node& workflow, const Box& box) {
    DrawingItem& item = sheet.add(Layer::Node, "node " + startId(sheet.model, workflow),
                                  startId(sheet.model, workflow), "Start");
    item.outline = ellipse(box.center(), box.w / 2, box.h / 2);
    item.marks = {
        PathMark{item.outline, sheet.theme.background, {sheet.theme.text, 1.25, {}, false}},
        PathMark{ellipse(box.center(), box.w / 4, box.h / 4), sheet.theme.text, {}}};
    item.bounds = box.grown(1);
    sheet.bodies.add(box);
}

class StatePicture {
public:
    StatePicture(Sheet& sheet, const Node& workflow) : m_sheet(sheet), m_workflow(workflow) {}

    void draw() {
        const Model& model = m_sheet.model;
        const PartsByState parts = partsByState(model, m_workflow);
        for (const State& state : model.states(m_workflow)) {
            const std::string id = model.id(state);
            if (const auto box = m_sheet.placement.groups.find(id);
                box != m_sheet.placement.groups.end()) {
                drawHolder(m_sheet, state, box->second);
                drawBranches(state);
            } else if (const auto at = m_sheet.placement.nodes.find(id);
                       at != m_sheet.placement.nodes.end()) {
                drawState(m_sheet, state, at->second, parts);
                m_outlines[id] = flattened(m_sheet.drawing.items.back().outline);
            }
        }
        if (const auto at = m_sheet.placement.nodes.find(startId(model, m_workflow));
            at != m_sheet.placement.nodes.end()) {
            drawStart(m_sheet, m_workflow, at->second);
            m_outlines[at->first] = flattened(m_sheet.drawing.items.back().outline);
        }
        drawLines();
    }

private:
    void drawBranches(const State& holder) {
        for (int branch = 1;; ++branch) {
            const auto box = m_sheet.placement.groups.find(branchId(m_sheet.model, holder, branch));
            if (box == m_sheet.placement.groups.end())
                return;
            drawBranch(m_sheet, holder, branch, box->second);
        }
    }

    void drawLines() {
        const Model& model = m_sheet.model;
        for (const State& state : model.states(m_workflow)) {
            const std::string from = model.id(state);
            if (state.isStart && state.parent.empty())
                line(startLineId(model, m_workflow), startId(model, m_workflow), from, {});
            for (std::size_t i = 0; i < state.transitions.size(); ++i)
                line(transitionId(model, state, i), from,
                     fmt::format("{}/{}", model.id(m_workflow), state.transitions[i].to),
                     state.transitions[i]);
        }
        std::ranges::sort(m_sheet.lines, {}, &DrawnLine::key); // as lineOf() wants them
    }

    void line(const std::string& key, const std::string& from, const std::string& to,
              const Transition& way) {
        const auto placed = m_sheet.placement.edges.find(key);
        if (placed == m_sheet.placement.edges.end())
            return;
        const Path path = attached(placed->second, m_outlines[from], m_outlines[to]);
        std::vector<Point> points = flattened(path);
        if (points.size() < 2)
            return;
        const auto named = [&](const std::string& id) {
            const State* state = m_sheet.model.state(id);
            return state ? singleLine(state->name) : std::string("Start");
        };
        DrawingItem& item =
            m_sheet.add(Layer::Edge, "edge " + key, key, named(from) + " → " + named(to));
        std::string label = transitionLabel(way);
        item.description = way.why == Transition::Why::Error ? "on an error" : "next";
        if (!label.empty())
            item.description += ": " + label;
        item.marks = lineMarks(path, styleOf(way, m_sheet.theme), m_sheet.theme, false);
        item.outline = hitOutline(points, 6);
        item.bounds = limn::boundsOf(points).grown(6);
        m_sheet.lines.push_back({key, std::move(label), std::move(points), widestStateLabel});
    }

    Sheet& m_sheet;
    const Node& m_workflow;
    std::map<std::string, std::vector<Point>> m_outlines;
};

// What is said of the workflow and its states.
Report reportOn(const Report& report, std::string_view workflow) {
    Report own;
    const std::string inside = std::string(workflow) + "/";
    for (const Finding& finding : report.findings)
        if (!finding.elements.empty() &&
            (finding.elements.front() == workflow || finding.elements.front().starts_with(inside)))
            own.findings.push_back(finding);
    return own;
}

} // namespace

NodeKind bodyOf(StateKind kind) { return lookOf(kind).body; }
Tone toneOf(StateKind kind) { return lookOf(kind).tone; }

LineStyle styleOf(const Transition& way, const Theme& theme) {
    if (way.why == Transition::Why::Error)
        return {{theme.failure, 1.8, {0.1, 4.5}, true}, false, true, false};
    return {{theme.edge, 1.25, {}, false}};
}

const Node* shownWorkflow(const Model& model, const Placement& placement) {
    for (const Node& node : model.nodes())
        if (node.kind == NodeKind::Workflow && placement.nodes.contains(startId(model, node)))
            return &node;
    return nullptr;
}

Drawing drawStates(const Snapshot& snapshot, const Node& workflow, const Placement& placement,
                   const Report& report, const DrawOptions& options) {
    const Model& model = *snapshot.model;
    const Report own = reportOn(report, model.id(workflow));
    Sheet sheet{snapshot, model, placement, own, options, theme(options.theme)};
    sheet.drawing.title = nodeTitle(model, workflow);
    sheet.drawing.background = sheet.theme.background;
    sheet.look();
    StatePicture(sheet, workflow).draw();
    if (options.annotations)
        placeBadges(sheet);
    placeLabels(sheet);
    placeNotes(sheet);
    if (options.annotations)
        placeCallouts(sheet);
    constexpr double margin = 32;
    Box all = model.states(workflow).empty() ? Box{0, 0, 320, 96} : Box{};
    for (const DrawingItem& item : sheet.drawing.items)
        all = all.united(item.bounds);
    sheet.drawing.bounds = all.grown(margin);
    if (options.page)
        placePage(sheet, false);
    sortItems(sheet.drawing.items);
    return std::move(sheet.drawing);
}

} // namespace limn
