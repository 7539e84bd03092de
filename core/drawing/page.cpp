// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double edgeRoom = 32; // from the page's border to its words
constexpr double narrowestPage = 720;
constexpr double sideBySide = 1080; // from here on the verdict stands beside the findings
constexpr double verdictWidth = 400;
constexpr double widestList = 1100;
constexpr double rowHeight = 28;
constexpr double lineHeight = 17;
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

        const bool beside = m_verdict && m_right - m_left >= sideBySide - 2 * edgeRoom;
        // Rows much longer than this are hard to follow from the claim to its place.
        const double listRight =
            std::min(m_left + widestList, beside ? m_right - verdictWidth - 64 : m_right);
        const double listEnd = writeFindings(ruleAt + 32, listRight);
        const double verdictEnd =
            !m_verdict ? listEnd
            : beside   ? writeVerdict(listRight + 64, listRight + 64 + verdictWidth, ruleAt + 32)
                       : writeVerdict(m_left, std::min(m_right, m_left + 560), listEnd + 40);
        page.h = std::max(listEnd, verdictEnd) + edgeRoom - page.y;
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
        std::string paths;
        constexpr std::uint32_t most = 4;
        for (std::uint32_t i = 0; i < sources.size() && i < most; ++i)
            paths += (i ? " · " : "") + singleLine(sources[i].path());
        if (sources.size() > most)
            paths += fmt::format(" and {} more", sources.size() - most);
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

    // The list; returns where it ends.
    double writeFindings(double top, double right) {
        const Theme& theme = m_sheet.theme;
        const auto& findings = m_sheet.report.findings;
        DrawingItem& head = item("findings", {}, "Findings");
        say(head, {m_left, top}, findings.empty() ? "No findings" : "Findings", 14,
            FontWeight::Bold, theme.text);
        double y = top + 10;
        double badgeColumn = 30, placeColumn = 0, nameColumn = 0;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            badgeColumn = std::max(
                badgeColumn,
                badgeLook(theme, findings[i].severity, false, fmt::format("{}", i + 1), {}).box.w);
            placeColumn = std::max(placeColumn,
                                   textWidth(placeOf(findings[i]), wordSize, FontWeight::Regular));
            nameColumn = std::max(
                nameColumn, textWidth(elementOf(findings[i]), wordSize, FontWeight::SemiBold));
        }
        placeColumn = std::min(placeColumn, 220.0);
        nameColumn = std::min(nameColumn, 160.0);
        for (std::size_t i = 0; i < findings.size(); ++i)
            y = writeFinding(static_cast<int>(i) + 1, findings[i],
                             {m_left, badgeColumn, nameColumn, placeColumn, right}, y);
        if (const std::size_t open = m_sheet.report.notJudged.size(); open > 0) {
            y += 22;
            std::string words =
                fmt::format("{} question{} could not be judged", open, open == 1 ? "" : "s");
            // An item of its own: the rows above have moved the head's.
            DrawingItem& line = item("not judged", {}, words);
            say(line, {m_left, y}, std::move(words), wordSize, FontWeight::Regular,
                theme.mutedText);
        }
        return y;
    }

    struct Columns {
        double left = 0, badge = 0, name = 0, place = 0, right = 0;
    };
    double writeFinding(int number, const Finding& finding, const Columns& columns, double top) {
        const Theme& theme = m_sheet.theme;
        const bool muted = finding.accepted.has_value();
        const Color strong = muted ? theme.mutedText : theme.text;
        DrawingItem& row =
            item(fmt::format("finding {:05}", number),
                 finding.elements.empty() ? "" : finding.elements.front(), spokenMessage(finding));
        row.finding = finding.fingerprint;
        BadgeLook badge = badgeLook(theme, finding.severity, muted, fmt::format("{}", number),
                                    {columns.left, top + 7});
        row.bounds = badge.box;
        row.marks = std::move(badge.marks);
        const double baseline = top + 20;
        double x = columns.left + columns.badge + 14;
        say(row, {x, baseline}, std::string(finding.check->id), wordSize, FontWeight::SemiBold,
            strong);
        x += 64;
        say(row, {x, baseline},
            elided(elementOf(finding), columns.name, wordSize, FontWeight::SemiBold), wordSize,
            FontWeight::SemiBold, strong);
        x += columns.name + 24;
        const double placeLeft = columns.right - columns.place;
        std::string message = spokenMessage(finding);
        if (muted)
            message += " Accepted: " + singleLine(finding.accepted->reason);
        double y = baseline - lineHeight;
        for (std::string& line :
             wrapped(message, std::max(120.0, placeLeft - 24 - x), wordSize, FontWeight::Regular))
            say(row, {x, y += lineHeight}, std::move(line), wordSize, FontWeight::Regular, strong);
        if (const std::string place = placeOf(finding); !place.empty()) {
            TextMark link = text({placeLeft, baseline},
                                 elided(place, columns.place, wordSize, FontWeight::Regular),
                                 wordSize, FontWeight::Regular, theme.link);
            link.link = place;
            row.marks.emplace_back(std::move(link));
            row.bounds = row.bounds.united(limn::boundsOf(row.marks.back()));
        }
        return std::max(y, baseline) + rowHeight - 20;
    }

    std::string placeOf(const Finding& finding) const {
        return placeWord(*m_sheet.snapshot.sources, finding.at);
    }
    std::string elementOf(const Finding& finding) const {
        return finding.elements.empty() ? std::string()
                                        : elementTitle(m_sheet.model, finding.elements.front());
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
