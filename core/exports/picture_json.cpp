// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything stands, for programs: the boxes and the points along the drawn lines.
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/drawing/path.h"
#include "core/drawing/utf8.h"
#include "core/exports/exporter.h"

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

std::string run(const Picture& picture) {
    const Model& model = *picture.snapshot.model;
    Json edges = Json::array();
    for (const auto& [key, path] : picture.placement.edges) {
        const Edge* edge = model.edge(key);
        if (!edge)
            continue;
        Json points = Json::array();
        for (const Point p : flattened(path))
            points.push_back({rounded(p.x), rounded(p.y)});
        edges.push_back({{"from", singleLine(model.id(edge->from))},
                         {"to", singleLine(model.id(edge->to))},
                         {"kind", word(edge->kind)},
                         {"points", std::move(points)}});
    }
    const Json whole{
        {"nodes", boxes(picture.placement.nodes)},
        {"groups", boxes(picture.placement.groups)},
        {"edges", std::move(edges)},
        {"size", {rounded(picture.drawing.bounds.w), rounded(picture.drawing.bounds.h)}}};
    return whole.dump(2) + '\n';
}

} // namespace

extern constinit const Exporter pictureJsonExporter{
    .extension = "json", .title = "Places of everything on the picture", .run = run};

} // namespace limn
