// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/findings_panel.h"

#include <algorithm>

#include <QEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/checks/check.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/severity.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

enum Column { SeverityColumn, PartColumn, MessageColumn, CheckColumn, PlaceColumn, FixColumn };
constexpr int indexRole = Qt::UserRole; // of the finding in the report; -1 for a problem
constexpr int placeRole = Qt::UserRole + 1;
constexpr int widestName = 190; // of a part or a file: the finding's words come before them

QWidget* make(Document& document, Selection& selection, QWidget* parent) {
    return new FindingsPanel(document, selection, parent);
}

QVariant packed(Span span) { return QVariantList{span.source, span.begin, span.end}; }

Span unpacked(const QVariant& data) {
    const QVariantList list = data.toList();
    return list.size() == 3 ? Span{list[0].toUInt(), list[1].toUInt(), list[2].toUInt()} : Span{};
}

// What a compiler says after a colon starts a line of its own here.
QString asSentence(const std::string& message) {
    QString words = plainWords(message);
    if (!words.isEmpty() && !message.starts_with('`'))
        words[0] = words[0].toUpper();
    return words;
}

} // namespace

extern const Panel findingsPanel;
constinit const Panel findingsPanel{.id = "findings",
                                    .title = QT_TRANSLATE_NOOP("Panel", "Findings"),
                                    .side = PanelSide::Bottom,
                                    .make = make};

FindingsPanel::FindingsPanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_summary(new QLabel(this)),
      m_rows(new QTreeWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_summary->setContentsMargins(8, 4, 8, 4);
    m_summary->setWordWrap(true);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_summary);
    layout->addWidget(m_rows);
    m_rows->setObjectName(QStringLiteral("findings"));
    m_rows->setAccessibleName(tr("Findings"));
    m_rows->setHeaderLabels(
        {tr("Severity"), tr("Part"), tr("Finding"), tr("Check"), tr("Place"), QString()});
    m_rows->setRootIsDecorated(false);
    m_rows->setAllColumnsShowFocus(true);
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->setTextElideMode(Qt::ElideRight);
    m_rows->header()->setStretchLastSection(false);
    m_rows->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->header()->setSectionResizeMode(MessageColumn, QHeaderView::Stretch);
    for (const Column column : {PartColumn, PlaceColumn})
        m_rows->header()->setSectionResizeMode(column, QHeaderView::Interactive);
    connect(m_rows, &QTreeWidget::currentItemChanged, this, &FindingsPanel::pick);
    connect(m_rows, &QTreeWidget::itemClicked, this, &FindingsPanel::pick);
    connect(&document, &Document::derivedChanged, this, &FindingsPanel::refresh);
    connect(&selection, &Selection::changed, this, &FindingsPanel::follow);
    refresh();
}

void FindingsPanel::refresh() {
    m_filling = true;
    m_rows->clear();
    for (const Problem& problem : m_document.snapshot().model->problems())
        addProblem(problem);
    int row = 0;
    for (const Finding& finding : m_document.derived().report.findings)
        addFinding(finding, row++);
    for (const Column column : {PartColumn, PlaceColumn}) {
        m_rows->resizeColumnToContents(column);
        m_rows->setColumnWidth(column, std::min(m_rows->columnWidth(column), widestName));
    }
    m_summary->setText(summary());
    m_filling = false;
    follow();
}

QString FindingsPanel::placeOf(Span at) const {
    const Place place = m_document.derived().snapshot.sources->place(at);
    return place.path.empty()
               ? QString()
               : QStringLiteral("%1:%2").arg(toQt(place.path).section(u'/', -1)).arg(place.line);
}

// Cut in the middle where it is long: the line is at its end.
void FindingsPanel::setPlace(QTreeWidgetItem& row, Span at) const {
    const QString whole = placeOf(at);
    const QFontMetrics metrics(m_rows->font());
    row.setText(PlaceColumn, metrics.elidedText(whole, Qt::ElideMiddle, widestName - 12));
    row.setToolTip(PlaceColumn, whole);
}

void FindingsPanel::addProblem(const Problem& problem) {
    auto* row = new QTreeWidgetItem(m_rows);
    row->setIcon(SeverityColumn, severityIcon(problem.severity, palette()));
    row->setText(SeverityColumn, severityTitle(problem.severity));
    row->setText(MessageColumn, asSentence(problem.message));
    row->setToolTip(MessageColumn, asSentence(problem.message));
    row->setText(CheckColumn, toQt(problem.code));
    setPlace(*row, problem.at);
    row->setData(0, indexRole, -1);
    row->setData(0, placeRole, packed(problem.at));
}

void FindingsPanel::addFinding(const Finding& finding, int index) {
    auto* row = new QTreeWidgetItem(m_rows);
    row->setIcon(SeverityColumn, severityIcon(finding.severity, palette()));
    row->setText(SeverityColumn,
                 finding.accepted ? tr("Accepted") : severityTitle(finding.severity));
    row->setText(PartColumn, finding.elements.empty() ? QString() : toQt(finding.elements.front()));
    row->setToolTip(PartColumn, row->text(PartColumn));
    row->setText(MessageColumn, asSentence(finding.message));
    row->setToolTip(MessageColumn, asSentence(finding.message));
    row->setText(CheckColumn, toQt(finding.check->id));
    row->setToolTip(CheckColumn, toQt(std::string(finding.check->name) + "\n" +
                                      std::string(finding.check->title)));
    setPlace(*row, finding.at);
    row->setData(0, indexRole, index);
    row->setData(0, placeRole, packed(finding.at));
    if (finding.accepted) {
        for (int column = 0; column < FixColumn; ++column)
            row->setForeground(column, palette().color(QPalette::PlaceholderText));
    }
    if (!finding.fix || finding.accepted || !m_document.readOnlyFormat().isEmpty())
        return;
    auto* button = new QToolButton(m_rows);
    button->setText(tr("Fix"));
    button->setToolTip(toQt(finding.fix->title));
    button->setAccessibleName(tr("Fix: %1").arg(toQt(finding.fix->title)));
    connect(button, &QToolButton::clicked, this,
            [this, fix = *finding.fix] { m_document.intend(toQt(fix.title), fix.intents); });
    m_rows->setItemWidget(row, FixColumn, button);
}

QString FindingsPanel::summary() const {
    if (!m_document.isOpen())
        return tr("Nothing is open.");
    const Report& report = m_document.derived().report;
    int errors = 0, warnings = 0, hints = 0, accepted = 0;
    for (const Finding& finding : report.findings) {
        if (finding.accepted)
            ++accepted;
        else if (finding.severity == Severity::Error)
            ++errors;
        else if (finding.severity == Severity::Warning)
            ++warnings;
        else
            ++hints;
    }
    QStringList words;
    const auto count = [&](int number, const QString& text) {
        if (number > 0)
            words << text;
    };
    const int problems = static_cast<int>(m_document.snapshot().model->problems().size());
    const int notJudged = static_cast<int>(report.notJudged.size());
    count(problems, counted(problems, tr("1 problem in the text"), tr("%1 problems in the text")));
    count(errors, counted(errors, tr("1 error"), tr("%1 errors")));
    count(warnings, counted(warnings, tr("1 warning"), tr("%1 warnings")));
    count(hints, counted(hints, tr("1 hint"), tr("%1 hints")));
    count(accepted, tr("%1 accepted").arg(accepted));
    count(notJudged, tr("%1 not judged").arg(notJudged));
    return words.isEmpty() ? tr("No findings.") : words.join(QStringLiteral(" · "));
}

void FindingsPanel::pick() {
    const QTreeWidgetItem* row = m_rows->currentItem();
    if (m_filling || !row)
        return;
    const Span at = unpacked(row->data(0, placeRole));
    const int index = row->data(0, indexRole).toInt();
    const auto& findings = m_document.derived().report.findings;
    if (index >= 0 && index < static_cast<int>(findings.size())) {
        const Finding& finding = findings[static_cast<std::size_t>(index)];
        m_selection.selectFinding(finding.fingerprint,
                                  {finding.elements.begin(), finding.elements.end()});
    }
    if (at.valid())
        m_selection.showPlace(at);
}

// The row of the selected finding, or the first that speaks of what is selected.
void FindingsPanel::follow() {
    const auto& findings = m_document.derived().report.findings;
    QTreeWidgetItem* wanted = nullptr;
    for (int i = 0; i < m_rows->topLevelItemCount() && !wanted; ++i) {
        QTreeWidgetItem* row = m_rows->topLevelItem(i);
        const int index = row->data(0, indexRole).toInt();
        if (index < 0 || index >= static_cast<int>(findings.size()))
            continue;
        const Finding& finding = findings[static_cast<std::size_t>(index)];
        const bool named = finding.fingerprint == m_selection.finding();
        const bool concerned = m_selection.finding().empty() && !finding.elements.empty() &&
                               m_selection.contains(finding.elements.front());
        if (named || concerned)
            wanted = row;
    }
    if (!wanted && m_selection.elements().empty() && m_rows->hasFocus())
        return;
    m_filling = true;
    m_rows->setCurrentItem(wanted);
    m_filling = false;
}

void FindingsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace limn
