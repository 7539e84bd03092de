// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double badgeHeight = 18;
constexpr double badgeText = 11;

void addSeverityMark(std::vector<Mark>& marks, Severity severity, Point center, Color color) {
    const auto stroke = [&](std::initializer_list<Point> points, bool closed, double width) {
        std::vector<Point> way;
        for (const Point p : points)
            way.push_back(center + p);
        marks.emplace_back(
            PathMark{closed ? polygon(way) : openLine(way), noColor, {color, width, {}, true}});
    };
    switch (severity) {
    case Severity::Error:
        stroke({{-3, -3}, {3, 3}}, false, 1.8);
        stroke({{3, -3}, {-3, 3}}, false, 1.8);
        break;
    case Severity::Warning:
        stroke({{0, -4.5}, {4.8, 4}, {-4.8, 4}}, true, 1.5);
        break;
    case Severity::Info:
        stroke({{0, -0.5}, {0, 4}}, false, 1.8);
        stroke({{0, -4}, {0, -3.9}}, false, 2);
        break;
    }
}

// The findings that stand on one element, by their number in the report (from 1).
struct Standing {
    std::vector<int> numbers;
    std::vector<int> accepted;
};

std::map<std::string, Standing, std::less<>> byElement(const Sheet& sheet) {
    std::map<std::string, Standing, std::less<>> all;
    int number = 0;
    for (const Finding& finding : sheet.report.findings) {
        ++number;
        if (finding.elements.empty() || isOfTheWhole(finding))
            continue;
        const std::string element = sheet.standsFor(finding.elements.front());
        if (element.empty())
            continue;
        Standing& standing = all[element];
        (finding.accepted ? standing.accepted : standing.numbers).push_back(number);
    }
    return all;
}

// `2`, or on a page the numbers in the list below: `1, 2`, `3–7`, `1, 4 +3`.
std::string badgeWords(const std::vector<int>& numbers, bool page) {
    if (!page)
        return fmt::format("{}", numbers.size());
    const bool run = numbers.size() > 2 &&
                     numbers.back() - numbers.front() + 1 == static_cast<int>(numbers.size());
    if (run)
        return fmt::format("{}–{}", numbers.front(), numbers.back());
    std::string words = fmt::format("{}", numbers.front());
    if (numbers.size() > 1)
        words += fmt::format(", {}", numbers[1]);
    if (numbers.size() > 2)
        words += fmt::format(" +{}", numbers.size() - 2);
    return words;
}

// Where a badge's right end and vertical middle go: over the top right corner, the end of a
// caption, beside a line's middle.
Point badgeAnchor(const Sheet& sheet, std::string_view element) {
    if (const DrawnLine* line = sheet.lineOf(element)) {
        const double length = lengthOf(line->points);
        for (const double share : {0.5, 0.35, 0.65, 0.25, 0.75}) {
            const Point at = along(line->points, length * share).at;
            const Box box{at.x - 15, at.y - 9, 30, badgeHeight};
            if (!sheet.words.anyOverlap(box) && !sheet.bodies.anyOverlap(box))
                return {at.x + 15, at.y};
        }
        return along(line->points, length / 2).at + Point{15, -14};
    }
    const Box box = sheet.boxOf(element);
    return {box.right() + 4, box.y - 2};
}

} // namespace

BadgeLook badgeLook(const Theme& theme, Severity severity, bool muted, const std::string& words,
                    Point topLeft) {
    const SeverityColors& colors = theme.of(severity);
    const double wide = std::ceil(textWidth(words, badgeText, FontWeight::Bold));
    BadgeLook look;
    look.box = {topLeft.x, topLeft.y, std::max(30.0, 24 + wide), badgeHeight};
    const Color fill = muted ? theme.background : colors.fill;
    const Color mark = muted ? theme.mutedText : colors.mark;
    const Stroke border = muted        ? Stroke{theme.groupBorder, 1, {}, false}
                          : theme.grey ? Stroke{theme.text, 1, {}, false}
                                       : Stroke{theme.background, 1.5, {}, false};
    look.marks.emplace_back(PathMark{roundedRectangle(look.box, badgeHeight / 2), fill, border});
    addSeverityMark(look.marks, severity, topLeft + Point{9.5, 9}, mark);
    look.marks.emplace_back(text({look.box.right() - 7 - wide / 2, topLeft.y + 13}, words,
                                 badgeText, FontWeight::Bold, mark, Anchor::Middle));
    return look;
}

bool isOfTheWhole(const Finding& finding) { return finding.check->id.starts_with("VRD"); }

std::string spokenMessage(const Finding& finding) {
    std::string words = singleLine(finding.message);
    std::erase(words, '`');
    return words;
}

std::string spokenName(const Finding& finding) {
    std::string words(finding.check->name);
    std::ranges::replace(words, '-', ' ');
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 32);
    return words;
}

std::string elementTitle(const Model& model, std::string_view element) {
    if (const Node* node = model.node(element))
        return nodeTitle(model, *node);
    if (const Group* group = model.group(element))
        return singleLine(model.text(group->name));
    const Edge* edge = model.edge(element);
    if (!edge)
        return singleLine(element);
    const auto name = [&](End end) {
        return end.node != NodeIndex::None     ? nodeTitle(model, model[end.node])
               : end.group != GroupIndex::None ? singleLine(model.text(model[end.group].name))
                                               : std::string();
    };
    return name(edge->from) + " → " + name(edge->to);
}

std::string placeWord(const Sources& sources, Span at) {
    if (!at.valid() || at.source >= sources.size())
        return {};
    const Place place = sources.place(at);
    return singleLine(fmt::format("{}:{}", place.path, place.line));
}

void placeBadges(Sheet& sheet) {
    const auto& findings = sheet.report.findings;
    for (const auto& [element, standing] : byElement(sheet)) {
        const bool muted = standing.numbers.empty();
        const std::vector<int>& numbers = muted ? standing.accepted : standing.numbers;
        Severity worst = Severity::Info;
        std::string messages;
        for (const int number : numbers) {
            const Finding& finding = findings[static_cast<std::size_t>(number - 1)];
            worst = std::max(worst, finding.severity);
            // A page has the claims in its list.
            messages += (messages.empty() ? "" : "; ") +
                        (sheet.options.page ? spokenName(finding) : spokenMessage(finding));
        }
        const Point anchor = badgeAnchor(sheet, element);
        BadgeLook look =
            badgeLook(sheet.theme, worst, muted, badgeWords(numbers, sheet.options.page), {});
        const Point by{std::round(anchor.x - look.box.w), std::round(anchor.y - badgeHeight / 2)};
        look = badgeLook(sheet.theme, worst, muted, badgeWords(numbers, sheet.options.page), by);
        DrawingItem& item =
            sheet.add(Layer::Badge, "badge " + element, element,
                      fmt::format("{} {}{} on {}", numbers.size(), muted ? "accepted " : "",
                                  numbers.size() == 1 ? "finding" : "findings",
                                  elementTitle(sheet.model, element)));
        item.description = std::move(messages);
        item.finding = findings[static_cast<std::size_t>(numbers.front() - 1)].fingerprint;
        item.marks = std::move(look.marks);
        item.bounds = look.box.grown(1);
        item.outline = roundedRectangle(look.box, badgeHeight / 2);
        sheet.words.add(look.box);
    }
}

} // namespace limn
