// SPDX-License-Identifier: GPL-3.0-or-later
// The picture as one page for a browser: it zooms, its findings lead to their parts, and it asks
// nothing of any network.
#include <algorithm>
#include <iterator>
#include <unordered_map>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/exports/finding_words.h"
#include "core/exports/html_page.h"
#include "core/exports/outline.h"
#include "core/exports/svg_text.h"
#include "core/exports/xml_text.h"

namespace limn {

namespace {

constexpr double margin = 24; // around the picture

// The drawing without its page: title, findings and verdict are the document's own.
Drawing pictureAlone(const Drawing& whole) {
    Drawing drawing;
    drawing.background = whole.background;
    drawing.title = whole.title;
    for (const DrawingItem& item : whole.items)
        if (item.layer != Layer::Page) {
            drawing.items.push_back(item);
            drawing.bounds = drawing.bounds.united(item.bounds);
        }
    if (drawing.items.empty())
        drawing.bounds = {0, 0, 320, 96};
    drawing.bounds = drawing.bounds.grown(margin);
    return drawing;
}

std::string_view classOf(Grade grade) {
    switch (grade) {
    case Grade::Strong:
        return "strong";
    case Grade::Partial:
        return "partial";
    case Grade::NotYet:
        return "not-yet";
    case Grade::NotJudged:
        break;
    }
    return "not-judged";
}

class HtmlWriter {
public:
    explicit HtmlWriter(const Picture& picture)
        : m_picture(picture), m_model(*picture.snapshot.model),
          m_sources(*picture.snapshot.sources), m_theme(themeOf(picture.drawing)),
          m_drawing(pictureAlone(picture.drawing)) {
        findTargets();
    }

    std::string write() {
        writeHead();
        put("<main>\n<div id=\"picture\" tabindex=\"0\" role=\"region\" aria-label=\"Diagram: plus "
            "and minus zoom, arrows move, 0 shows all\">\n");
        m_out += svgText(m_drawing, [this](const DrawingItem& item) { return rowOf(item); });
        put("<div id=\"tools\"><button value=\"in\" aria-label=\"Zoom in\">+</button>"
            "<button value=\"out\" aria-label=\"Zoom out\">−</button>"
            "<button value=\"all\">Show all</button></div>\n</div>\n<aside>\n");
        writeVerdict();
        writeFindings();
        writeNotes();
        writeOpenQuestions();
        put("</aside>\n</main>\n<script>");
        m_out += htmlScript;
        m_out += "</script>\n</body>\n</html>\n";
        return std::move(m_out);
    }

private:
    template <typename... Values>
    void put(fmt::format_string<Values...> words, Values&&... values) {
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
    }

    void putColors() {
        const std::pair<std::string_view, Color> colors[] = {{"ground", m_theme.background},
                                                             {"text", m_theme.text},
                                                             {"muted", m_theme.mutedText},
                                                             {"link", m_theme.link},
                                                             {"rule", m_theme.rule},
                                                             {"card", m_theme.calloutFill},
                                                             {"group", m_theme.groupFill},
                                                             {"error", m_theme.error.fill},
                                                             {"error-mark", m_theme.error.mark},
                                                             {"warning", m_theme.warning.fill},
                                                             {"warning-mark", m_theme.warning.mark},
                                                             {"info", m_theme.info.fill},
                                                             {"info-mark", m_theme.info.mark},
                                                             {"good", m_theme.backend.stroke},
                                                             {"fair", m_theme.warning.text},
                                                             {"bad", m_theme.error.text}};
        put(":root{{");
        for (const auto& [name, color] : colors)
            put("--{}:{};", name, hexColor(color));
        put("}}");
    }

    void writeHead() {
        const std::string title = xmlText(m_drawing.title);
        put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width\">\n"
            "<meta name=\"generator\" content=\"Limn\">\n<title>{}</title>\n<style>",
            htmlScriptHash, title);
        putColors();
        m_out += htmlStyle;
        put("</style>\n</head>\n<body>\n<header><h1>{}</h1><span "
            "class=\"muted\">{}</span></header>\n",
            title, xmlText(about()));
    }

    // `orders.yaml · fulfilment.yaml · 2026-01-10`
    std::string about() const {
        constexpr std::uint32_t most = 6;
        std::string words;
        for (std::uint32_t i = 0; i < m_sources.size() && i < most; ++i)
            words += (i ? " · " : "") + m_sources[i].path();
        if (m_sources.size() > most)
            words += fmt::format(" and {} more", m_sources.size() - most);
        for (const std::string* more : {&m_picture.scope, &m_picture.date})
            if (!more->empty())
                words += (words.empty() ? "" : " · ") + *more;
        return words;
    }

    void writeVerdict() {
        const Verdict& verdict = m_picture.report.verdict;
        put("<h2>Is this a strong serverless model? <span class=\"{}\">{}</span></h2>\n<table>\n",
            classOf(verdict.overall), word(verdict.overall));
        for (const PillarGrade& each : pillarGrades(verdict))
            put("<tr><td>{}</td><td class=\"{}\">{}</td></tr>\n", title(each.pillar),
                classOf(each.grade), word(each.grade));
        put("</table>\n");
    }

    // The list's row of the first finding that a badge stands for.
    std::string rowOf(const DrawingItem& item) const {
        if (item.layer != Layer::Badge)
            return {};
        const auto& findings = m_picture.report.findings;
        const auto found = std::ranges::find(findings, item.finding, &Finding::fingerprint);
        return found == findings.end() ? std::string()
                                       : fmt::format("finding-{}", found - findings.begin() + 1);
    }

    void findTargets() {
        for (const DrawingItem& item : m_drawing.items)
            if (item.layer == Layer::Group || item.layer == Layer::Edge ||
                item.layer == Layer::Node)
                m_targets.emplace(item.element, &item);
    }

    // The id of what is drawn of an element; empty where nothing is.
    std::string targetOf(const Finding& finding) const {
        for (const std::string& element : finding.elements)
            if (const auto found = m_targets.find(element); found != m_targets.end())
                return svgId(*found->second);
        return {};
    }

    void writeFindings() {
        const auto& findings = m_picture.report.findings;
        put("<h2>{}</h2>\n<ol>\n", findings.empty() ? "No findings" : "Findings");
        for (std::size_t i = 0; i < findings.size(); ++i)
            write(findings[i], i + 1);
        put("</ol>\n");
    }

    static std::string sentence(std::string_view message) {
        std::string out;
        for (const ClaimPiece& piece : claimPieces(message))
            out += piece.isName ? fmt::format("<code>{}</code>", xmlText(piece.words))
                                : xmlText(piece.words);
        return out;
    }

    void write(const Finding& finding, std::size_t number) {
        const std::string target = targetOf(finding);
        put("<li id=\"finding-{}\"><a href=\"#{}\"><span class=\"badge {}\" title=\"{}\">{} "
            "{}</span><div><p><b>{}</b>",
            number, target.empty() ? fmt::format("finding-{}", number) : target,
            finding.accepted ? "accepted" : word(finding.severity), word(finding.severity),
            sign(finding.severity), number, finding.check->id);
        if (!finding.elements.empty())
            put(" <b>{}</b>", xmlText(elementTitle(m_model, finding.elements.front())));
        put("</p><p>");
        m_out += sentence(finding.message);
        put("</p>");
        if (const std::string place = placeWord(m_sources, finding.at); !place.empty())
            put("<p class=\"place\">{}</p>", xmlText(place));
        if (finding.fix)
            put("<p class=\"muted\">Fix: {}</p>", xmlText(finding.fix->title));
        if (finding.accepted)
            put("<p class=\"muted\">Accepted: {}</p>", xmlText(finding.accepted->reason));
        put("</div></a></li>\n");
    }

    void writeNotes() {
        bool any = false;
        for (const DrawingItem& item : m_drawing.items) {
            if (item.layer != Layer::Label || !item.id.starts_with("note "))
                continue;
            put("{}<li><a href=\"#{}\"><div><p><b>{}</b></p><p>{}</p></div></a></li>\n",
                any ? "" : "<h2>Notes</h2>\n<ol>\n", svgId(item),
                xmlText(elementTitle(m_model, item.id.substr(5))), xmlText(item.description));
            any = true;
        }
        if (any)
            put("</ol>\n");
    }

    void writeOpenQuestions() {
        if (m_picture.report.notJudged.empty())
            return;
        put("<h2>Could not be judged</h2>\n<ul>\n");
        for (const NotJudged& open : m_picture.report.notJudged) {
            std::string who;
            for (const std::string& element : open.elements)
                who += (who.empty() ? "" : ", ") + elementTitle(m_model, element);
            put("<li><p><b>{}</b> {}</p><p class=\"muted\">{}</p></li>\n", open.check->id,
                xmlText(who), sentence(open.reason));
        }
        put("</ul>\n");
    }

    const Picture& m_picture;
    const Model& m_model;
    const Sources& m_sources;
    const Theme& m_theme;
    const Drawing m_drawing;
    std::unordered_map<std::string_view, const DrawingItem*> m_targets; // by element
    std::string m_out;
};

std::string run(const Picture& picture) { return HtmlWriter(picture).write(); }

} // namespace

extern constinit const Exporter htmlExporter{.extension = "html", .title = "Web page", .run = run};

} // namespace limn
