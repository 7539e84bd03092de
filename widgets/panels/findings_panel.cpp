// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/findings_panel.h"

#include <algorithm>

#include <QAction>
#include <QEvent>
#include <QFontMetrics>
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
constexpr int staleRole = Qt::UserRole + 2; // fingerprint of an acceptance without a finding
constexpr int filterWidth = 240;
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

QString whoAccepted(const Acceptance& acceptance) {
    QStringList words{toQt(acceptance.reason), toQt(acceptance.by), toQt(acceptance.date)};
    words.removeAll(QString());
    if (!acceptance.until.empty())
        words << FindingsPanel::tr("until %1").arg(toQt(acceptance.until));
    return words.join(QStringLiteral(" · "));
}

// Every word stands somewhere in the row: `warning jobs` are the warnings about jobs.
bool speaksOf(const QTreeWidgetItem& row, const QStringList& words) {
    QString text;
    for (int column = 0; column < FixColumn; ++column)
        text += row.text(column) + u'\n';
    text += row.toolTip(CheckColumn);
    return std::all_of(words.begin(), words.end(), [&](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

void mute(QTreeWidgetItem& row) {
    for (int column = 0; column < FixColumn; ++column)
        row.setForeground(column, row.treeWidget()->palette().color(QPalette::PlaceholderText));
}

} // namespace

extern const Panel findingsPanel;
constinit const Panel findingsPanel{.id = "findings",
                                    .title = QT_TRANSLATE_NOOP("Panel", "Findings"),
                                    .side = PanelSide::Bottom,
                                    .make = make};

FindingsPanel::FindingsPanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_summary(new QLabel(this)),
      m_filter(new QLineEdit(this)), m_rows(new QTreeWidget(this)),
      m_accept(new QAction(tr("&Accept…"), this)),
      m_withdraw(new QAction(tr("&Withdraw acceptance"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_summary->setContentsMargins(8, 4, 8, 4);
    m_summary->setWordWrap(true);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_filter->setObjectName(QStringLiteral("findingsFilter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setToolTip(tr("Words of a row: severity, part, check, file"));
    m_filter->setAccessibleName(tr("Filter findings"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(filterWidth);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 2, 4, 2);
    top->addWidget(m_summary, 1);
    top->addWidget(m_filter);
    layout->addLayout(top);
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
    connect(m_filter, &QLineEdit::textChanged, this, &FindingsPanel::sift);
    connect(m_rows, &QTreeWidget::currentItemChanged, this, &FindingsPanel::pick);
    connect(m_rows, &QTreeWidget::itemClicked, this, &FindingsPanel::pick);
    connect(m_rows, &QTreeWidget::itemActivated, this, &FindingsPanel::pick);
    connect(&document, &Document::derivedChanged, this, &FindingsPanel::refresh);
    connect(&selection, &Selection::changed, this, &FindingsPanel::follow);
    makeActions();
    refresh();
}

void FindingsPanel::makeActions() {
    m_accept->setObjectName(QStringLiteral("acceptFinding"));
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
    for (const Problem& problem : m_document.snapshot().model->problems())
        addProblem(problem);
    int row = 0;
    for (const Finding& finding : m_document.derived().report.findings)
        addFinding(finding, row++);
    for (const std::string& fingerprint : m_document.derived().report.staleAcceptances)
        addStale(fingerprint);
    for (const Column column : {PartColumn, PlaceColumn}) {
        m_rows->resizeColumnToContents(column);
        m_rows->setColumnWidth(column, std::min(m_rows->columnWidth(column), widestName));
    }
    sift();
    m_filling = false;
    follow();
    offer();
}

void FindingsPanel::sift() {
    const QStringList words = m_filter->text().simplified().split(u' ', Qt::SkipEmptyParts);
    int shown = 0;
    for (int i = 0; i < m_rows->topLevelItemCount(); ++i) {
        QTreeWidgetItem* row = m_rows->topLevelItem(i);
        row->setHidden(!speaksOf(*row, words));
        shown += row->isHidden() ? 0 : 1;
    }
    // Nothing is done to a row that cannot be seen.
    if (m_rows->currentItem() && m_rows->currentItem()->isHidden())
        m_rows->setCurrentItem(nullptr);
    m_summary->setText(words.isEmpty()
                           ? summary()
                           : tr("%1 of %2 rows shown").arg(shown).arg(m_rows->topLevelItemCount()));
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
        mute(*row);
        row->setToolTip(SeverityColumn, whoAccepted(*finding.accepted));
    }
    if (!finding.fix || finding.accepted ||
        !m_document.derived().fixable.contains(finding.fingerprint))
        return;
    auto* button = new QToolButton(m_rows);
    button->setText(tr("Fix"));
    button->setToolTip(toQt(finding.fix->title));
    button->setAccessibleName(tr("Fix: %1").arg(toQt(finding.fix->title)));
    connect(button, &QToolButton::clicked, this,
            [this, fix = *finding.fix] { m_document.intend(toQt(fix.title), fix.intents); });
    m_rows->setItemWidget(row, FixColumn, button);
}

// What was accepted and is not found any more: the row is there to be taken away.
void FindingsPanel::addStale(const std::string& fingerprint) {
    const auto& accepted = m_document.snapshot().diagram->accepted;
    const auto found = accepted.find(fingerprint);
    if (found == accepted.end())
        return;
    auto* row = new QTreeWidgetItem(m_rows);
    const QString id = toQt(fingerprint);
    row->setText(SeverityColumn, tr("Stale"));
    row->setText(PartColumn, id.section(u':', 1));
    row->setToolTip(PartColumn, id);
    row->setText(MessageColumn,
                 tr("Accepted, but no longer found: %1").arg(whoAccepted(found->second)));
    row->setText(CheckColumn, id.section(u':', 0, 0));
    row->setData(0, indexRole, -1);
    row->setData(0, staleRole, id);
    mute(*row);
}

const Finding* FindingsPanel::currentFinding() const {
    const QTreeWidgetItem* row = m_rows->currentItem();
    const auto& findings = m_document.derived().report.findings;
    const int index = row ? row->data(0, indexRole).toInt() : -1;
    return index >= 0 && index < static_cast<int>(findings.size())
               ? &findings[static_cast<std::size_t>(index)]
               : nullptr;
}

// What a comment in the manifest accepts is taken back there.
void FindingsPanel::offer() {
    if (m_filling)
        return;
    const Finding* finding = currentFinding();
    const bool stale =
        m_rows->currentItem() && !m_rows->currentItem()->data(0, staleRole).toString().isEmpty();
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
    const std::string fingerprint =
        finding ? finding->fingerprint : toUtf8(row->data(0, staleRole).toString());
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
    const Span at = unpacked(row->data(0, placeRole));
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
        const int index = row->data(0, indexRole).toInt();
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
}

void FindingsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace limn
