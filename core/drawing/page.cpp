// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/sheet.h"
#include "core/drawing/shown_paths.h"
#include "core/drawing/text_width.h"

namespace limn {

namespace {

constexpr double edgeRoom = 32; // from the page's border to its words
constexpr double narrowestPage = 800;
constexpr double besideFrom = 1240; // as wide as the verdict may stand beside the findings
constexpr double verdictWidth = 400;
constexpr double columnGap = 64;
constexpr double wordSize = 12.5;

class PageWriter {
public:
    PageWriter(Sheet& sheet, bool verdict) : m_sheet(sheet), m_verdict(verdict) {}

    void write() {
        Box& page = m_sheet.drawing.bounds;
        if (page.w < narrowestPage)
            page.w = narrowestPage;
        m_left = page.x + edgeRoom;
        m_right = page.right() - edgeRoom;
        writeTitle();
        const double ruleAt = page.bottom() + 4;
        DrawingItem& rule = m_sheet.add(Layer::Page, "page rule", {}, {});
        rule.marks.emplace_back(
            PathMark{openLine(std::vector<Point>{{m_left, ruleAt}, {m_right, ruleAt}}),
                     noColor,
                     {m_sheet.theme.rule, 1, {}, false}});
        rule.bounds = {m_left, ruleAt - 0.5, m_right - m_left, 1};

        const double width = m_right - m_left, top = ruleAt + 32;
        double end = 0;
        if (m_verdict && width >= besideFrom) {
            const double left = m_right - verdictWidth;
            end = std::max(placeFindings(m_sheet, {m_left, top}, left - columnGap - m_left),
                           writeVerdict(left, m_right, top));
        } else {
            // Where there is no room beside, the answer comes before its reasons.
            const double from =
                m_verdict ? writeVerdict(m_left, std::min(m_right, m_left + 560), top) + 44 : top;
            end = placeFindings(m_sheet, {m_left, from}, width);
        }
        page.h = end + edgeRoom - page.y;
    }

private:
    DrawingItem& item(const std::string& id, std::string_view element, std::string title) {
        return m_sheet.add(Layer::Page, "page " + id, element, std::move(title));
    }
    // Adds words to an item and returns where they end.
    double say(DrawingItem& to, Point at, std::string words, double size, FontWeight weight,
               Color color, Anchor anchor = Anchor::Start) {
        const double end = at.x + textWidth(words, size, weight);
        to.marks.emplace_back(text(at, std::move(words), size, weight, color, anchor));
        to.bounds = to.bounds.united(limn::boundsOf(to.marks.back()));
        return end;
    }

    void writeTitle() {
        const Sources& sources = *m_sheet.snapshot.sources;
        Box& page = m_sheet.drawing.bounds;
        const std::string paths = ShownPaths(sources).list(4, " · ");
        constexpr double room = 48;
        page.y -= room;
        page.h += room;
        const double baseline = page.y + 46;
        DrawingItem& title = item("title", {}, m_sheet.drawing.title);
        const double width = m_right - m_left;
        const double end = say(title, {m_left, baseline},
                               elided(m_sheet.drawing.title, width / 2, 20, FontWeight::Bold), 20,
                               FontWeight::Bold, m_sheet.theme.text);
        say(title, {end + 20, baseline}, elided(paths, m_right - end - 20, 13, FontWeight::Regular),
            13, FontWeight::Regular, m_sheet.theme.mutedText);
    }

    Color colorOf(Grade grade) const {
        switch (grade) {
        case Grade::Strong:
            return m_sheet.theme.backend.stroke;
        case Grade::Partial:
            return m_sheet.theme.warning.text;
        case Grade::NotYet:
            return m_sheet.theme.error.text;
        case Grade::NotJudged:
            break;
        }
        return m_sheet.theme.mutedText;
    }

    // `not yet · findings 1, 2 · 1 not judged`
    std::string because(Pillar pillar, Grade grade) const {
        std::string words(word(grade)), numbers;
        int number = 0, count = 0;
        for (const Finding& finding : m_sheet.report.findings) {
            ++number;
            if (finding.check->pillar != pillar || finding.accepted)
                continue;
            if (++count <= 5)
                numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", number);
        }
        if (count > 0)
            words += fmt::format(" · finding{} {}{}", count == 1 ? "" : "s", numbers,
                                 count > 5 ? " …" : "");
        const auto open = std::ranges::count_if(m_sheet.report.notJudged, [&](const NotJudged& n) {
            return n.check->pillar == pillar;
        });
        if (open > 0 && grade != Grade::NotJudged)
            words += fmt::format(" · {} not judged", open);
        return words;
    }

    // What is found of the system as a whole has its badge here.
    void numberWhole(DrawingItem& to, Point rightEnd) {
        int number = 0;
        for (const Finding& finding : m_sheet.report.findings) {
            ++number;
            if (!isOfTheWhole(finding))
                continue;
            const bool muted = finding.accepted.has_value();
            const std::string words = fmt::format("{}", number);
            const double wide = badgeLook(m_sheet.theme, finding.severity, muted, words, {}).box.w;
            BadgeLook badge = badgeLook(m_sheet.theme, finding.severity, muted, words,
                                        {rightEnd.x - wide, rightEnd.y - 13});
            for (Mark& mark : badge.marks)
                to.marks.push_back(std::move(mark));
            to.bounds = to.bounds.united(badge.box);
            return;
        }
    }

    double writeVerdict(double left, double right, double top) {
        const Verdict& verdict = m_sheet.report.verdict;
        struct Row {
            std::string_view name;
            Pillar pillar;
            Grade grade;
        };
        const Row rows[] = {{"short-lived execution", Pillar::Execution, verdict.execution},
                            {"explicit external state", Pillar::State, verdict.state},
                            {"trigger-aware design", Pillar::Triggers, verdict.triggers},
                            {"tight permissions", Pillar::Permissions, verdict.permissions}};
        DrawingItem& item =
            this->item("verdict", {},
                       fmt::format("Is this a strong serverless model? {}", word(verdict.overall)));
        const double end = say(item, {left, top}, "Is this a strong serverless model?", 14,
                               FontWeight::Bold, m_sheet.theme.text);
        say(item, {end + 8, top}, std::string(word(verdict.overall)), 14, FontWeight::Bold,
            colorOf(verdict.overall));
        numberWhole(item, {right, top});
        double y = top + 4;
        for (const Row& row : rows) {
            y += 26;
            const double nameEnd = say(item, {left, y}, std::string(row.name), wordSize,
                                       FontWeight::Regular, m_sheet.theme.text);
            const std::string words = elided(because(row.pillar, row.grade), right - nameEnd - 16,
                                             wordSize, FontWeight::SemiBold);
            say(item, {right, y}, words, wordSize, FontWeight::SemiBold, colorOf(row.grade),
                Anchor::End);
        }
        return y;
    }

    Sheet& m_sheet;
    bool m_verdict;
    double m_left = 0, m_right = 0;
};

} // namespace

void placePage(Sheet& sheet, bool verdict) { PageWriter(sheet, verdict).write(); }

} // namespace limn
