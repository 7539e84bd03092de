// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything stands, for programs: the boxes and the points along the drawn lines.
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/drawing/path.h"
#include "core/drawing/states.h"
#include "core/drawing/utf8.h"
#include "core/exports/outline.h"

namespace limn {

namespace {

using Json = nlohmann::ordered_json;

// A whole number where it is one, else two decimals.
Json rounded(double value) {
    const double hundredths = std::round(value * 100);
    if (std::fmod(hundredths, 100) == 0)
        return static_cast<long long>(hundredths / 100);
    return hundredths / 100;
}

Json boxes(const std::map<std::string, Box, std::less<>>& all) {
    Json list = Json::array();
    for (const auto& [id, box] : all)
        list.push_back({{"id", singleLine(id)},
                        {"x", rounded(box.x)},
                        {"y", rounded(box.y)},
                        {"w", rounded(box.w)},
                        {"h", rounded(box.h)}});
    return list;
}

Json pointsOf(const Path& path) {
    Json points = Json::array();
    for (const Point p : flattened(path))
        points.push_back({rounded(p.x), rounded(p.y)});
    return points;
}

// Each line with what stands at its ends on the picture: for a part of a closed group, the group.
Json edgesOf(const Picture& picture) {
    const Model& model = *picture.snapshot.model;
    Json edges = Json::array();
    for (const auto& [key, path] : picture.placement.edges)
        if (const Edge* edge = model.edge(key))
            edges.push_back({{"from", singleLine(drawnId(picture, edge->from))},
                             {"to", singleLine(drawnId(picture, edge->to))},
                             {"kind", word(edge->kind)},
                             {"points", pointsOf(path)}});
    return edges;
}

// Of a workflow: its ways from state to state.
Json waysOf(const Picture& picture, const Node& workflow) {
    const Outline outline = outlineOfStates(picture, workflow);
    const auto idOf = [&](OutlineEnd end) {
        const auto at = static_cast<std::size_t>(end.index);
        return singleLine(end.isGroup ? outline.groups[at].id : outline.parts[at].id);
    };
    Json edges = Json::array();
    for (const OutlineLine& line : outline.lines) {
        Json edge{{"from", idOf(line.from)},
                  {"to", idOf(line.to)},
                  {"kind", line.failure ? "error" : "next"}};
        if (!line.label.empty())
            edge["label"] = line.label;
        edge["points"] = pointsOf(picture.placement.edges.find(line.key)->second);
        edges.push_back(std::move(edge));
    }
    return edges;
}

Json notesOf(const Drawing& drawing) {
    Json notes = Json::array();
    for (const DrawingItem& item : drawing.items)
        if (item.layer == Layer::Label && item.id.starts_with("note "))
            notes.push_back(
                {{"on", singleLine(item.element)}, {"text", singleLine(item.description)}});
    return notes;
}

std::string run(const Picture& picture) {
    const Node* workflow = shownWorkflow(*picture.snapshot.model, picture.placement);
    Json whole{{"nodes", boxes(picture.placement.nodes)},
               {"groups", boxes(picture.placement.groups)},
               {"edges", workflow ? waysOf(picture, *workflow) : edgesOf(picture)}};
    if (Json notes = notesOf(picture.drawing); !notes.empty())
        whole["notes"] = std::move(notes);
    whole["size"] = {rounded(picture.drawing.bounds.w), rounded(picture.drawing.bounds.h)};
    return whole.dump(2) + '\n';
}

} // namespace

extern constinit const Exporter pictureJsonExporter{
    .extension = "json", .title = "Places of everything on the picture", .run = run};

} // namespace limn
