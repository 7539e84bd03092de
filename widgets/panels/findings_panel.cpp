// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/findings_panel.h"

#include <algorithm>

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/checks/check.h"
#include "core/checks/rulings.h"
#include "widgets/panels/accept_dialog.h"
#include "widgets/panels/findings_rows.h"
#include "widgets/panels/panel.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int filterWidth = 240;
QWidget* make(Document& document, Selection& selection, QWidget* parent) {
    return new FindingsPanel(document, selection, parent);
}

} // namespace

extern const Panel findingsPanel;
constinit const Panel findingsPanel{.id = "findings",
                                    .title = QT_TRANSLATE_NOOP("Panel", "Findings"),
                                    .side = PanelSide::Bottom,
                                    .make = make};

FindingsPanel::FindingsPanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_summary(new QLabel(this)),
      m_filter(new QLineEdit(this)), m_severity(new QComboBox(this)), m_rows(new QTreeWidget(this)),
      m_accept(new QAction(tr("&Accept…"), this)),
      m_withdraw(new QAction(tr("&Withdraw acceptance"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_summary->setContentsMargins(8, 4, 8, 4);
    m_summary->setWordWrap(true);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    layout->addLayout(makeTop());
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
    for (const FindingColumn column : {PartColumn, PlaceColumn})
        m_rows->header()->setSectionResizeMode(column, QHeaderView::Interactive);
    connect(m_filter, &QLineEdit::textChanged, this, &FindingsPanel::sift);
    connect(m_severity, &QComboBox::currentIndexChanged, this, &FindingsPanel::sift);
    connect(m_rows, &QTreeWidget::currentItemChanged, this, &FindingsPanel::pick);
    connect(m_rows, &QTreeWidget::itemClicked, this, &FindingsPanel::pick);
    connect(m_rows, &QTreeWidget::itemActivated, this, &FindingsPanel::pick);
    connect(&document, &Document::derivedChanged, this, &FindingsPanel::refresh);
    connect(&selection, &Selection::changed, this, &FindingsPanel::follow);
    makeActions();
    refresh();
}

QLayout* FindingsPanel::makeTop() {
    m_filter->setObjectName(QStringLiteral("findingsFilter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setToolTip(tr("Words of a row: severity, part, check, file"));
    m_filter->setAccessibleName(tr("Filter findings"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(filterWidth);
    m_severity->setObjectName(QStringLiteral("findingsSeverity"));
    m_severity->setAccessibleName(tr("Severity of the findings shown"));
    m_severity->setToolTip(tr("Which findings are shown; the counts are of all"));
    m_severity->addItem(tr("All"));
    m_severity->addItem(tr("Errors"), static_cast<int>(Severity::Error));
    m_severity->addItem(tr("Warnings and errors"), static_cast<int>(Severity::Warning));
    auto* accept = new QToolButton(this);
    accept->setObjectName(QStringLiteral("acceptButton"));
    accept->setDefaultAction(m_accept);
    accept->setFocusPolicy(Qt::StrongFocus);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 2, 4, 2);
    top->setSpacing(4);
    top->addWidget(m_summary, 1);
    for (QWidget* control : std::initializer_list<QWidget*>{m_severity, m_filter, accept})
        top->addWidget(control);
    return top;
}

void FindingsPanel::makeActions() {
    m_accept->setObjectName(QStringLiteral("acceptFinding"));
    m_accept->setToolTip(
        tr("Accept the selected finding, with a reason (%1)")
            .arg(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText)));
    m_withdraw->setObjectName(QStringLiteral("withdrawAcceptance"));
    m_accept->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_withdraw->setShortcut(Qt::Key_Delete);
    for (QAction* action : {m_accept, m_withdraw}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_rows->addAction(action);
    }
    m_rows->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_rows, &QTreeWidget::currentItemChanged, this, &FindingsPanel::offer);
    connect(m_accept, &QAction::triggered, this, &FindingsPanel::accept);
    connect(m_withdraw, &QAction::triggered, this, &FindingsPanel::withdraw);
}

void FindingsPanel::refresh() {
    m_filling = true;
    m_rows->clear();
    const Derived& derived = m_document.derived();
    for (const Problem& problem : m_document.snapshot().model->problems())
        addProblemRow(*m_rows, *derived.snapshot.sources, problem);
    int row = 0;
    for (const Finding& finding : derived.report.findings)
        addFixButton(*addFindingRow(*m_rows, *derived.snapshot.sources, finding, row++), finding);
    const auto& accepted = m_document.snapshot().diagram->accepted;
    for (const std::string& fingerprint : derived.report.staleAcceptances) {
        if (const auto found = accepted.find(fingerprint); found != accepted.end())
            addStaleRow(*m_rows, fingerprint, found->second);
    }
    // What is wrong needs the room more than a long name does.
    constexpr int widestPart = 130;
    for (const auto& [column, widest] :
         {std::pair(PartColumn, widestPart), std::pair(PlaceColumn, widestName)}) {
        m_rows->resizeColumnToContents(column);
        m_rows->setColumnWidth(column, std::min(m_rows->columnWidth(column), widest));
    }
    sift();
    m_filling = false;
    follow();
    offer();
}

void FindingsPanel::sift() {
    const QStringList words = m_filter->text().simplified().split(u' ', Qt::SkipEmptyParts);
    const QVariant least = m_severity->currentData();
    int shown = 0;
    for (int i = 0; i < m_rows->topLevelItemCount(); ++i) {
        QTreeWidgetItem* row = m_rows->topLevelItem(i);
        row->setHidden(!speaksOf(*row, words) ||
                       (least.isValid() && !weighs(*row, static_cast<Severity>(least.toInt()))));
        shown += row->isHidden() ? 0 : 1;
    }
    // Nothing is done to a row that cannot be seen.
    if (m_rows->currentItem() && m_rows->currentItem()->isHidden())
        m_rows->setCurrentItem(nullptr);
    const int all = m_rows->topLevelItemCount();
    m_summary->setText(shown == all ? summary()
                                    : tr("%1 — %2 of %3 shown").arg(summary()).arg(shown).arg(all));
}

void FindingsPanel::addFixButton(QTreeWidgetItem& row, const Finding& finding) {
    if (!finding.fix || finding.accepted ||
        !m_document.derived().fixable.contains(finding.fingerprint))
        return;
    auto* button = new QToolButton(m_rows);
    button->setText(tr("Fix"));
    button->setToolTip(toQt(finding.fix->title));
    button->setAccessibleName(tr("Fix: %1").arg(toQt(finding.fix->title)));
    connect(button, &QToolButton::clicked, this,
            [this, fix = *finding.fix] { m_document.intend(toQt(fix.title), fix.intents); });
    m_rows->setItemWidget(&row, FixColumn, button);
}

const Finding* FindingsPanel::currentFinding() const {
    const QTreeWidgetItem* row = m_rows->currentItem();
    const auto& findings = m_document.derived().report.findings;
    const int index = row ? findingOf(*row) : -1;
    return index >= 0 && index < static_cast<int>(findings.size())
               ? &findings[static_cast<std::size_t>(index)]
               : nullptr;
}

// What a comment in the manifest accepts is taken back there.
void FindingsPanel::offer() {
    if (m_filling)
        return;
    const Finding* finding = currentFinding();
    const bool stale = m_rows->currentItem() && !staleOf(*m_rows->currentItem()).isEmpty();
    m_accept->setEnabled(finding && !finding->accepted);
    m_withdraw->setEnabled(
        stale || (finding && finding->accepted && finding->accepted->by != inTheManifest));
}

void FindingsPanel::accept() {
    const Finding* finding = currentFinding();
    if (!finding || finding->accepted)
        return;
    // The checks may run again while the dialog is open.
    const std::string fingerprint = finding->fingerprint;
    const QString name = tr("Accept %1").arg(toQt(finding->check->id));
    auto* dialog = new AcceptDialog(*finding, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, fingerprint, name] {
        m_document.arrange(
            name, [&](Diagram& diagram) { diagram.accepted[fingerprint] = dialog->acceptance(); });
    });
    dialog->open();
}

void FindingsPanel::withdraw() {
    const QTreeWidgetItem* row = m_rows->currentItem();
    if (!row)
        return;
    const Finding* finding = currentFinding();
    const std::string fingerprint = finding ? finding->fingerprint : toUtf8(staleOf(*row));
    m_document.arrange(tr("Withdraw acceptance of %1").arg(row->text(CheckColumn)),
                       [&](Diagram& diagram) { diagram.accepted.erase(fingerprint); });
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
    const int stale = static_cast<int>(report.staleAcceptances.size());
    count(stale, counted(stale, tr("1 stale acceptance"), tr("%1 stale acceptances")));
    count(notJudged, tr("%1 not judged").arg(notJudged));
    return words.isEmpty() ? tr("No findings.") : words.join(QStringLiteral(" · "));
}

void FindingsPanel::pick() {
    const QTreeWidgetItem* row = m_rows->currentItem();
    if (m_filling || !row)
        return;
    const Span at = placeOf(*row);
    if (const Finding* finding = currentFinding())
        m_selection.selectFinding(finding->fingerprint,
                                  {finding->elements.begin(), finding->elements.end()});
    if (at.valid())
        m_selection.showPlace(at);
}

// The row of the selected finding, or the first that speaks of what is selected.
void FindingsPanel::follow() {
    const auto& findings = m_document.derived().report.findings;
    QTreeWidgetItem* wanted = nullptr;
    for (int i = 0; i < m_rows->topLevelItemCount() && !wanted; ++i) {
        QTreeWidgetItem* row = m_rows->topLevelItem(i);
        const int index = findingOf(*row);
        if (index < 0 || index >= static_cast<int>(findings.size()))
            continue;
        const Finding& finding = findings[static_cast<std::size_t>(index)];
        const bool named = finding.fingerprint == m_selection.finding();
        const bool concerned = m_selection.finding().empty() && !finding.elements.empty() &&
                               m_selection.contains(finding.elements.front());
        if ((named || concerned) && !row->isHidden())
            wanted = row;
    }
    if (!wanted && m_selection.elements().empty() && m_rows->hasFocus())
        return;
    m_filling = true;
    m_rows->setCurrentItem(wanted);
    m_filling = false;
    offer();
}

void FindingsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace limn
