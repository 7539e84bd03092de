// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/source_panel.h"

#include <QEvent>
#include <QFileInfo>

#include "core/checks/check.h"
#include "widgets/paint/palette.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/source_view.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

QWidget* make(Document& document, Selection& selection, QWidget* parent) {
    return new SourcePanel(document, selection, parent);
}

// Where an element stands in the text; nothing for one that only follows from others.
std::vector<Span> spansOf(const Model& model, const std::string& element) {
    std::vector<Span> spans;
    if (const Node* node = model.node(element)) {
        spans.push_back(node->at);
    } else if (const Group* group = model.group(element)) {
        spans.push_back(group->at);
    } else if (const Edge* edge = model.edge(element)) {
        for (const Evidence& evidence : model.evidence(*edge))
            spans.push_back(evidence.at);
    }
    std::erase_if(spans, [](const Span& span) { return !span.valid(); });
    return spans;
}

} // namespace

extern const Panel sourcePanel;
constinit const Panel sourcePanel{.id = "source",
                                  .title = QT_TRANSLATE_NOOP("Panel", "Source"),
                                  .side = PanelSide::Bottom,
                                  .make = make};

SourcePanel::SourcePanel(Document& document, Selection& selection, QWidget* parent)
    : QTabWidget(parent), m_document(document), m_selection(selection) {
    setObjectName(QStringLiteral("source"));
    setDocumentMode(true);
    setTabBarAutoHide(true);
    connect(&document, &Document::changed, this, &SourcePanel::takeText);
    connect(&document, &Document::derivedChanged, this, &SourcePanel::annotate);
    connect(&selection, &Selection::changed, this, &SourcePanel::followSelection);
    connect(&selection, &Selection::placeAsked, this, &SourcePanel::show);
    takeText();
}

void SourcePanel::takeText() {
    const Sources& sources = *m_document.snapshot().sources;
    while (m_views.size() > sources.size()) {
        delete m_views.back();
        m_views.pop_back();
    }
    while (m_views.size() < sources.size()) {
        auto* view = new SourceView(this);
        const auto index = static_cast<std::uint32_t>(m_views.size());
        view->setTheme(themeOf(palette()));
        connect(view, &SourceView::caretMoved, this,
                [this, index](std::uint32_t offset) { pick(index, offset); });
        addTab(view, QString());
        m_views.push_back(view);
    }
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
        m_views[i]->setSource(sources[i]);
        setTabText(static_cast<int>(i), QFileInfo(toQt(sources[i].path())).fileName());
        setTabToolTip(static_cast<int>(i), toQt(sources[i].path()));
    }
    annotate();
}

void SourcePanel::annotate() {
    const Snapshot& shown = m_document.snapshot();
    std::vector<std::vector<SourceView::Squiggle>> squiggles(m_views.size());
    std::vector<std::vector<SourceView::Remark>> remarks(m_views.size());
    const auto remark = [&](Span at, Severity severity, std::string text) {
        if (at.valid() && at.source < remarks.size())
            remarks[at.source].push_back(
                {shown.sources->place(at).line - 1, severity, std::move(text)});
    };
    const auto squiggle = [&](Span at, Severity severity) {
        if (at.valid() && at.source < squiggles.size())
            squiggles[at.source].push_back({severity, at});
    };
    for (const Problem& problem : shown.model->problems()) {
        squiggle(problem.at, problem.severity);
        remark(problem.at, problem.severity, problem.message);
    }
    // Places belong to the text they were found in.
    if (m_document.derived().snapshot.sources == shown.sources) {
        for (const Finding& finding : m_document.derived().report.findings) {
            const Severity severity = finding.accepted ? Severity::Info : finding.severity;
            squiggle(finding.at, severity);
            for (const Exhibit& exhibit : finding.evidence)
                squiggle(exhibit.at, severity);
            remark(finding.at, severity, std::string(finding.check->id) + "  " + finding.message);
        }
    }
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->annotate(squiggles[i], std::move(remarks[i]));
    followSelection();
}

void SourcePanel::followSelection() {
    const Model& model = *m_document.snapshot().model;
    std::vector<std::vector<Span>> marks(m_views.size());
    Span first;
    for (const std::string& element : m_selection.elements()) {
        for (const Span& span : spansOf(model, element)) {
            if (span.source >= marks.size())
                continue;
            marks[span.source].push_back(span);
            if (!first.valid())
                first = span;
        }
    }
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->mark(marks[i]);
    if (first.valid() && !m_picking && m_selection.finding().empty())
        show(first);
}

void SourcePanel::show(Span place) {
    if (!place.valid() || place.source >= m_views.size() || m_picking)
        return;
    setCurrentIndex(static_cast<int>(place.source));
    m_views[place.source]->reveal(place);
}

void SourcePanel::pick(std::uint32_t source, std::uint32_t offset) {
    const Model& model = *m_document.snapshot().model;
    const Node* node = model.nodeAt(source, offset);
    if (!node)
        return;
    m_picking = true;
    m_selection.select({std::string(model.id(*node))});
    m_picking = false;
}

void SourcePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        for (SourceView* view : m_views)
            view->setTheme(themeOf(palette()));
    }
    QTabWidget::changeEvent(event);
}

} // namespace limn
