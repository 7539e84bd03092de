// SPDX-License-Identifier: GPL-3.0-or-later
// The numbered list of findings below a picture.
#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/sheet.h"
#include "core/drawing/shown_paths.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double narrowestColumn = 640;
constexpr double widestColumn = 1120; // longer rows are hard to follow from the claim to its place
constexpr double columnGap = 56;
constexpr std::size_t fewest = 6;       // findings in a column, where there are several
constexpr double narrowestClaim = 380;  // with less, the claim stands below the name
constexpr std::size_t mostListed = 200; // a longer list is for a screen
constexpr double widestName = 176;
constexpr double widestPlace = 200;
constexpr double idWidth = 64;
constexpr double gap = 24;
constexpr double lineHeight = 17;
constexpr double rowGap = 11; // between the last line of a row and the next row
constexpr double wordSize = 12.5;

// What one finding says, cut into lines.
struct Row {
    std::string name, place;
    std::vector<std::string> lines;
    double height = 0;
};

class FindingsWriter {
public:
    FindingsWriter(Sheet& sheet, Point at, double width)
        : m_sheet(sheet), m_paths(*sheet.snapshot.sources), m_at(at) {
        const std::size_t count = std::min(sheet.report.findings.size(), mostListed);
        m_findings = std::span(sheet.report.findings).first(count);
        const auto most = static_cast<std::size_t>(
            std::max(1.0, (width + columnGap) / (narrowestColumn + columnGap)));
        m_columns = std::clamp<std::size_t>(count / fewest, 1, most);
        const double share = (width + columnGap) / static_cast<double>(m_columns) - columnGap;
        m_width = std::min(share, widestColumn);
    }

    double write() {
        const std::span<const Finding> findings = m_findings;
        const Theme& theme = m_sheet.theme;
        say(item("findings", {}, "Findings"), m_at, findings.empty() ? "No findings" : "Findings",
            14, FontWeight::Bold, theme.text);
        measure();
        double all = 0;
        for (const Row& row : m_rows)
            all += row.height;
        const double top = m_at.y + 10;
        double end = top, y = top, left = m_at.x, done = 0;
        std::size_t column = 1;
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const double target =
                all * static_cast<double>(column) / static_cast<double>(m_columns);
            if (column < m_columns && done + m_rows[i].height / 2 > target) {
                ++column;
                left += m_width + columnGap;
                y = top;
            }
            writeRow(findings[i], m_rows[i], static_cast<int>(i) + 1, {left, y});
            y += m_rows[i].height;
            done += m_rows[i].height;
            end = std::max(end, y);
        }
        if (const std::size_t more = m_sheet.report.findings.size() - findings.size(); more > 0)
            remark("more findings",
                   fmt::format("{} more, less grave: `limn check` and the page as HTML or Markdown "
                               "have them all",
                               more),
                   end);
        if (const std::size_t open = m_sheet.report.notJudged.size(); open > 0)
            remark("not judged",
                   fmt::format("{} question{} could not be judged", open, open == 1 ? "" : "s"),
                   end);
        return end;
    }

private:
    DrawingItem& item(const std::string& id, std::string_view element, std::string title) {
        return m_sheet.add(Layer::Page, "page " + id, element, std::move(title));
    }
    static void say(DrawingItem& to, Point at, std::string words, double size, FontWeight weight,
                    Color color) {
        to.marks.emplace_back(text(at, std::move(words), size, weight, color));
        to.bounds = to.bounds.united(limn::boundsOf(to.marks.back()));
    }

    // A line below the list. An item of its own: the rows above have moved the head's.
    void remark(const std::string& id, std::string words, double& end) {
        end += 20;
        DrawingItem& line = item(id, {}, words);
        say(line, {m_at.x, end}, std::move(words), wordSize, FontWeight::Regular,
            m_sheet.theme.mutedText);
    }

    // What the columns of every row have room for, then the rows.
    void measure() {
        const std::span<const Finding> findings = m_findings;
        double names = 0;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            const Finding& finding = findings[i];
            Row& row = m_rows.emplace_back();
            row.name = finding.elements.empty() || isOfTheWhole(finding)
                           ? std::string()
                           : elementTitle(m_sheet.model, finding.elements.front());
            row.place = m_paths.place(finding.at);
            names = std::max(names, textWidth(row.name, wordSize, FontWeight::SemiBold));
            m_place = std::max(m_place, textWidth(row.place, wordSize, FontWeight::Regular));
            m_badge = std::max(m_badge, badgeLook(m_sheet.theme, finding.severity, false,
                                                  fmt::format("{}", i + 1), {})
                                            .box.w);
        }
        m_place = std::min(m_place, widestPlace);
        m_name = std::min(names, widestName);
        const double beside = claimRoom(m_name + gap);
        m_stacked = beside < narrowestClaim;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            std::string message = spokenMessage(findings[i]);
            if (findings[i].accepted)
                message += " Accepted: " + singleLine(findings[i].accepted->reason);
            Row& row = m_rows[i];
            row.lines = wrapped(message, isBelow(row) ? claimRoom(0) : beside + ownName(row),
                                wordSize, FontWeight::Regular);
            const std::size_t lines = row.lines.size() + (isBelow(row) ? 1 : 0);
            row.height = static_cast<double>(std::max<std::size_t>(lines, 1)) * lineHeight + rowGap;
        }
    }
    double claimRoom(double taken) const {
        return std::max(160.0, m_width - m_badge - 14 - idWidth - taken - gap - m_place);
    }
    // The claim below the name, where both do not fit side by side.
    bool isBelow(const Row& row) const { return m_stacked && !row.name.empty(); }
    // What a row without a name has more room for.
    double ownName(const Row& row) const { return row.name.empty() ? m_name + gap : 0; }

    void writeRow(const Finding& finding, const Row& row, int number, Point at) {
        const Theme& theme = m_sheet.theme;
        const bool muted = finding.accepted.has_value();
        const Color strong = muted ? theme.mutedText : theme.text;
        DrawingItem& made =
            item(fmt::format("finding {:05}", number),
                 finding.elements.empty() ? "" : finding.elements.front(), spokenMessage(finding));
        made.finding = finding.fingerprint;
        BadgeLook badge =
            badgeLook(theme, finding.severity, muted, fmt::format("{}", number), {at.x, at.y + 7});
        made.bounds = badge.box;
        made.marks = std::move(badge.marks);
        double x = at.x + m_badge + 14, y = at.y + 20;
        say(made, {x, y}, std::string(finding.check->id), wordSize, FontWeight::SemiBold, strong);
        x += idWidth;
        if (!row.name.empty()) {
            const double room = isBelow(row) ? claimRoom(0) : m_name;
            say(made, {x, y}, elided(row.name, room, wordSize, FontWeight::SemiBold), wordSize,
                FontWeight::SemiBold, strong);
            if (isBelow(row))
                y += lineHeight;
            else
                x += m_name + gap;
        }
        for (const std::string& line : row.lines) {
            say(made, {x, y}, line, wordSize, FontWeight::Regular, strong);
            y += lineHeight;
        }
        if (!row.place.empty()) {
            TextMark link = text({at.x + m_width, at.y + 20},
                                 elided(row.place, m_place, wordSize, FontWeight::Regular),
                                 wordSize, FontWeight::Regular, theme.link, Anchor::End);
            link.link = placeWord(*m_sheet.snapshot.sources, finding.at);
            made.marks.emplace_back(std::move(link));
            made.bounds = made.bounds.united(limn::boundsOf(made.marks.back()));
        }
    }

    Sheet& m_sheet;
    std::span<const Finding> m_findings; // that are listed: the worst come first
    ShownPaths m_paths;
    Point m_at;
    std::size_t m_columns = 1;
    double m_width = 0, m_badge = 30, m_name = 0, m_place = 0;
    bool m_stacked = false;
    std::vector<Row> m_rows;
};

} // namespace

double placeFindings(Sheet& sheet, Point at, double width) {
    return FindingsWriter(sheet, at, width).write();
}

} // namespace limn
