// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/sheet.h"
#include "core/drawing/spots.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double calloutWidth = 312;
constexpr double padding = 14;
constexpr double inner = calloutWidth - 2 * padding;
constexpr double titleSize = 12.5;
constexpr double bodySize = 12;
constexpr double lineHeight = 17;
constexpr std::size_t mostLines = 8; // of the claim

// The words of a callout, laid out from its top left corner.
struct Card {
    std::vector<Mark> marks;
    double height = 0;
};

class CardWriter {
public:
    void line(std::string words, double size, FontWeight weight, Color color,
              std::string_view link = {}) {
        m_y += lineHeight;
        TextMark mark = text({padding, m_y}, std::move(words), size, weight, color);
        mark.link = link;
        m_card.marks.emplace_back(std::move(mark));
    }
    void paragraph(std::string_view words, FontWeight weight, Color color,
                   std::string_view link = {}) {
        std::vector<std::string> lines = wrapped(words, inner, bodySize, weight);
        if (lines.size() > mostLines) {
            lines.resize(mostLines);
            lines.back() = elided(lines.back() + " …", inner, bodySize, weight);
        }
        for (std::string& l : lines)
            line(std::move(l), bodySize, weight, color, link);
    }
    // Links one after the other, in as many lines as they need.
    void links(const std::vector<std::string>& places, Color color) {
        constexpr double size = 11.5, gap = 12;
        double x = padding;
        m_y += lineHeight + 2;
        for (const std::string& place : places) {
            const std::string shown = elided(place, inner, size, FontWeight::Regular);
            const double width = textWidth(shown, size, FontWeight::Regular);
            if (x > padding && x + width > padding + inner) {
                x = padding;
                m_y += lineHeight;
            }
            TextMark mark = text({x, m_y}, shown, size, FontWeight::Regular, color);
            mark.underline = true;
            mark.link = place;
            m_card.marks.emplace_back(std::move(mark));
            x += width + gap;
        }
    }
    void gap(double by) { m_y += by; }
    Card done() {
        m_card.height = std::ceil(m_y + padding - 2);
        return std::move(m_card);
    }

private:
    Card m_card;
    double m_y = 6;
};

std::vector<std::string> evidencePlaces(const Sheet& sheet, const Finding& finding) {
    std::vector<std::string> places;
    const auto add = [&](Span at) {
        std::string place = placeWord(*sheet.snapshot.sources, at);
        if (!place.empty() && std::ranges::find(places, place) == places.end())
            places.push_back(std::move(place));
    };
    add(finding.at);
    for (const Exhibit& exhibit : finding.evidence)
        add(exhibit.at);
    if (places.size() > 6)
        places.resize(6);
    return places;
}

Card writeCard(const Sheet& sheet, const Finding& finding) {
    const Theme& theme = sheet.theme;
    const Color loud = finding.accepted ? theme.mutedText : theme.of(finding.severity).text;
    CardWriter card;
    const std::string id(finding.check->id);
    const double idWidth = textWidth(id, 11, FontWeight::Medium);
    const std::string name =
        elided(spokenName(finding), inner - idWidth - 10, titleSize, FontWeight::Bold);
    card.line(name, titleSize, FontWeight::Bold, loud);
    card.gap(2);
    card.paragraph(spokenMessage(finding), FontWeight::Regular, theme.text);
    if (const auto places = evidencePlaces(sheet, finding); !places.empty())
        card.links(places, theme.link);
    if (finding.accepted) {
        card.gap(3);
        const std::string by =
            finding.accepted->by.empty() ? "" : " (" + finding.accepted->by + ")";
        card.paragraph(singleLine("Accepted: " + finding.accepted->reason + by), FontWeight::Medium,
                       theme.mutedText);
    } else if (finding.fix) {
        card.gap(3);
        card.paragraph(singleLine(finding.fix->title) + " ›", FontWeight::SemiBold,
                       theme.backend.stroke, "fix");
    }
    Card written = card.done();
    // The id stands at the right end of the title's line.
    written.marks.emplace_back(text({calloutWidth - padding, 6 + lineHeight}, id, 11,
                                    FontWeight::Medium, theme.mutedText, Anchor::End));
    return written;
}

void placeCallout(Sheet& sheet, const Finding& finding) {
    const std::string element = sheet.standsFor(finding.elements.front());
    const Box part = anchorOf(sheet, element);
    if (part.empty())
        return;
    sheet.indexLines();
    const Card card = writeCard(sheet, finding);
    const Spotted spot = findSpot(sheet, part, {calloutWidth, card.height});
    const Theme& theme = sheet.theme;
    const Color color = finding.accepted ? theme.mutedText : theme.of(finding.severity).text;

    DrawingItem& item =
        sheet.add(Layer::Callout, "callout " + finding.fingerprint, element, spokenName(finding));
    item.finding = finding.fingerprint;
    item.description = spokenMessage(finding);
    item.marks.emplace_back(
        PathMark{openLine(std::vector<Point>{spot.from, spot.to}), noColor, {color, 1, {}, false}});
    item.marks.emplace_back(PathMark{ellipse(spot.from, 3, 3), color, {}});
    item.outline = roundedRectangle(spot.box, 6);
    item.marks.emplace_back(PathMark{item.outline, theme.calloutFill, {color, 1.2, {}, false}});
    item.marks.emplace_back(
        PathMark{roundedRectangle({spot.box.x, spot.box.y + 8, 3, spot.box.h - 16}, 1), color, {}});
    for (Mark mark : card.marks) {
        auto& words = std::get<TextMark>(mark);
        words.at = words.at + Point{spot.box.x, spot.box.y};
        item.marks.push_back(std::move(mark));
    }
    const Point ends[] = {spot.from, spot.to};
    item.bounds = spot.box.united(boundsOf(ends).grown(3));
    take(sheet, spot);
}

} // namespace

void placeCallouts(Sheet& sheet) {
    for (const Finding& finding : sheet.report.findings)
        if (!finding.elements.empty() && sheet.options.callouts.contains(finding.fingerprint))
            placeCallout(sheet, finding);
}

} // namespace limn
