// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/verdict_panel.h"

#include <algorithm>

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

#include "core/checks/rulings.h"
#include "widgets/paint/painter.h"
#include "widgets/paint/palette.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/severity.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

enum Column { QuestionColumn, PartColumn, MessageColumn };
constexpr int findingRole = Qt::UserRole;       // its place in the report
constexpr int notJudgedRole = Qt::UserRole + 1; // the same
constexpr int keyRole = Qt::UserRole + 2;       // of a row that opens
constexpr int widestName = 190;                 // of a part: the words come before it

QWidget* make(Document& document, Selection& selection, QWidget* parent) {
    return new VerdictPanel(document, selection, parent);
}

QString capitalized(QString words) {
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

// What the grades are called here, as the exports call them.
QString gradeTitle(Grade grade) {
    switch (grade) {
    case Grade::Strong:
        return VerdictPanel::tr("Strong");
    case Grade::Partial:
        return VerdictPanel::tr("Partial");
    case Grade::NotYet:
        return VerdictPanel::tr("Not yet");
    case Grade::NotJudged:
        break;
    }
    return VerdictPanel::tr("Not judged");
}

// The colours of the page that an export can have.
QColor gradeColor(Grade grade, const QPalette& palette) {
    const Theme& colors = theme(themeOf(palette));
    switch (grade) {
    case Grade::Strong:
        return toQt(colors.backend.stroke);
    case Grade::Partial:
        return toQt(colors.warning.text);
    case Grade::NotYet:
        return toQt(colors.error.text);
    case Grade::NotJudged:
        break;
    }
    return palette.color(QPalette::PlaceholderText);
}

// What a pillar's grade was counted from.
struct Basis {
    int errors = 0, warnings = 0, accepted = 0;
    int answered = 0, unanswered = 0;
    bool isOff = false;
};

Basis basisOf(const Report& report, Pillar pillar) {
    Basis basis;
    for (const Held& held : report.held)
        basis.answered += held.check->pillar == pillar ? 1 : 0;
    for (const NotJudged& open : report.notJudged) {
        if (open.check->pillar != pillar)
            continue;
        ++basis.unanswered;
        basis.isOff |= open.reason == switchedOff;
    }
    for (const Finding& finding : report.findings) {
        if (finding.check->pillar != pillar)
            continue;
        ++basis.answered;
        if (finding.accepted)
            ++basis.accepted;
        else if (finding.severity == Severity::Error)
            ++basis.errors;
        else if (finding.severity == Severity::Warning)
            ++basis.warnings;
    }
    return basis;
}

// Why the pillar has its grade, in the words that decide.
QString because(const Basis& basis, Grade grade) {
    const auto tr = [](const char* text) { return VerdictPanel::tr(text); };
    QStringList words;
    const int asked = basis.answered + basis.unanswered;
    if (grade == Grade::NotJudged && asked == 0)
        words << tr("nothing in this system is asked about it");
    else if (grade == Grade::NotJudged && basis.isOff)
        words << tr("a check of it is off");
    else if (grade == Grade::NotJudged)
        words << tr("%1 of %2 questions could not be answered").arg(basis.unanswered).arg(asked);
    if (basis.errors > 0)
        words << counted(basis.errors, tr("1 error"), tr("%1 errors"));
    if (basis.warnings > 0)
        words << counted(basis.warnings, tr("1 warning"), tr("%1 warnings"));
    if (grade == Grade::Strong)
        words << counted(basis.answered, tr("1 question answered"), tr("%1 questions answered"));
    if (basis.accepted > 0)
        words << tr("%1 accepted").arg(basis.accepted);
    if (grade != Grade::NotJudged && basis.unanswered > 0)
        words << tr("%1 not judged").arg(basis.unanswered);
    return words.join(QStringLiteral(" · "));
}

void describe(QTreeWidgetItem& row, const Check& check, const std::vector<std::string>& elements,
              const QString& message) {
    row.setText(QuestionColumn, toQt(check.id));
    row.setToolTip(QuestionColumn, toQt(check.name) + QLatin1Char('\n') + toQt(check.title));
    row.setText(PartColumn, elements.empty() ? QString() : toQt(elements.front()));
    row.setToolTip(PartColumn, row.text(PartColumn));
    row.setText(MessageColumn, message);
    row.setToolTip(MessageColumn, message);
}

void mute(QTreeWidgetItem& row, const QPalette& palette) {
    for (const Column column : {QuestionColumn, PartColumn, MessageColumn})
        row.setForeground(column, palette.color(QPalette::PlaceholderText));
}

} // namespace

extern const Panel verdictPanel;
constinit const Panel verdictPanel{.id = "verdict",
                                   .title = QT_TRANSLATE_NOOP("Panel", "Verdict"),
                                   .side = PanelSide::Bottom,
                                   .behind = "findings",
                                   .make = make};

VerdictPanel::VerdictPanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_overall(new QLabel(this)),
      m_rows(new QTreeWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_overall->setObjectName(QStringLiteral("overall"));
    m_overall->setContentsMargins(8, 6, 8, 6);
    m_overall->setWordWrap(true);
    m_overall->setTextFormat(Qt::RichText);
    layout->addWidget(m_overall);
    layout->addWidget(m_rows);
    m_rows->setObjectName(QStringLiteral("pillars"));
    m_rows->setAccessibleName(tr("Verdict by pillar"));
    m_rows->setHeaderLabels({tr("Pillar, check"), tr("State, part"), tr("Why")});
    m_rows->setAllColumnsShowFocus(true);
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->setTextElideMode(Qt::ElideRight);
    m_rows->header()->setSectionResizeMode(QuestionColumn, QHeaderView::ResizeToContents);
    setFocusProxy(m_rows);
    connect(m_rows, &QTreeWidget::currentItemChanged, this, &VerdictPanel::pick);
    connect(m_rows, &QTreeWidget::itemClicked, this, &VerdictPanel::pick);
    connect(m_rows, &QTreeWidget::itemActivated, this, &VerdictPanel::pick);
    const auto remember = [this](QTreeWidgetItem* row) {
        if (!m_filling)
            m_unfolded[row->data(0, keyRole).toString()] = row->isExpanded();
    };
    connect(m_rows, &QTreeWidget::itemExpanded, this, remember);
    connect(m_rows, &QTreeWidget::itemCollapsed, this, remember);
    connect(&document, &Document::derivedChanged, this, &VerdictPanel::refresh);
    connect(&selection, &Selection::changed, this, &VerdictPanel::follow);
    refresh();
}

void VerdictPanel::refresh() {
    m_filling = true;
    m_rows->clear();
    if (m_document.isOpen())
        fill();
    else
        m_overall->setText(tr("Nothing is open."));
    m_filling = false;
    follow();
}

void VerdictPanel::fill() {
    const Verdict& verdict = m_document.derived().report.verdict;
    m_overall->setText(
        tr("Is this a strong serverless model? %1 %2")
            .arg(QStringLiteral("<b style=\"color:%1\">%2</b>")
                     .arg(gradeColor(verdict.overall, palette()).name(),
                          gradeTitle(verdict.overall)),
                 tr("· %1 % of the questions could be answered")
                     .arg(static_cast<int>(verdict.confidence * 100)))); // never 100 with one open
    addPillar(Pillar::Execution, verdict.execution);
    addPillar(Pillar::State, verdict.state);
    addPillar(Pillar::Triggers, verdict.triggers);
    addPillar(Pillar::Permissions, verdict.permissions);
    m_rows->resizeColumnToContents(PartColumn);
    m_rows->setColumnWidth(PartColumn, std::min(m_rows->columnWidth(PartColumn), widestName));
}

void VerdictPanel::addPillar(Pillar pillar, Grade grade) {
    auto* row = new QTreeWidgetItem(m_rows);
    QFont bold = m_rows->font();
    bold.setBold(true);
    row->setText(QuestionColumn, capitalized(toQt(title(pillar))));
    row->setFont(QuestionColumn, bold);
    row->setText(PartColumn, gradeTitle(grade));
    row->setFont(PartColumn, bold);
    row->setForeground(PartColumn, gradeColor(grade, palette()));
    row->setText(MessageColumn, because(basisOf(m_document.derived().report, pillar), grade));
    row->setForeground(MessageColumn, palette().color(QPalette::PlaceholderText));
    row->setToolTip(MessageColumn, row->text(MessageColumn));
    addFindings(*row, pillar);
    addNotJudged(*row, pillar);
    unfold(*row, toQt(title(pillar)), true);
}

void VerdictPanel::addFindings(QTreeWidgetItem& pillarRow, Pillar pillar) {
    int index = -1;
    for (const Finding& finding : m_document.derived().report.findings) {
        ++index;
        if (finding.check->pillar != pillar)
            continue;
        auto* row = new QTreeWidgetItem(&pillarRow);
        // A name that leads keeps its case.
        const QString plain = plainWords(finding.message);
        const QString words = finding.message.starts_with('`') ? plain : capitalized(plain);
        describe(*row, *finding.check, finding.elements,
                 finding.accepted ? tr("Accepted: %1").arg(words) : words);
        row->setIcon(QuestionColumn, severityIcon(finding.severity, palette()));
        row->setData(0, findingRole, index);
        if (finding.accepted)
            mute(*row, palette());
    }
}

// Closed at first: they are many where little is known, and no fault.
void VerdictPanel::addNotJudged(QTreeWidgetItem& pillarRow, Pillar pillar) {
    QTreeWidgetItem* heading = nullptr;
    int index = -1;
    for (const NotJudged& open : m_document.derived().report.notJudged) {
        ++index;
        if (open.check->pillar != pillar)
            continue;
        if (!heading)
            heading = new QTreeWidgetItem(&pillarRow, {tr("Not judged")});
        auto* row = new QTreeWidgetItem(heading);
        describe(*row, *open.check, open.elements,
                 tr("Not judged: %1").arg(plainWords(open.reason)));
        row->setData(0, notJudgedRole, index);
        mute(*row, palette());
    }
    if (!heading)
        return;
    heading->setText(MessageColumn,
                     counted(heading->childCount(), tr("1 question could not be answered"),
                             tr("%1 questions could not be answered")));
    mute(*heading, palette());
    unfold(*heading, toQt(title(pillar)) + QStringLiteral("/open"), false);
}

void VerdictPanel::unfold(QTreeWidgetItem& row, const QString& key, bool atFirst) {
    row.setData(0, keyRole, key);
    row.setExpanded(m_unfolded.value(key, atFirst));
}

void VerdictPanel::pick() {
    const QTreeWidgetItem* row = m_rows->currentItem();
    if (m_filling || !row)
        return;
    const Report& report = m_document.derived().report;
    if (const QVariant index = row->data(0, findingRole); index.isValid()) {
        const Finding& finding = report.findings[index.toUInt()];
        m_selection.selectFinding(finding.fingerprint,
                                  {finding.elements.begin(), finding.elements.end()});
        if (finding.at.valid())
            m_selection.showPlace(finding.at);
    } else if (const QVariant open = row->data(0, notJudgedRole); open.isValid()) {
        const NotJudged& question = report.notJudged[open.toUInt()];
        m_selection.select({question.elements.begin(), question.elements.end()});
        if (question.at.valid())
            m_selection.showPlace(question.at);
    }
}

// The row of the finding that was picked elsewhere.
void VerdictPanel::follow() {
    if (m_selection.finding().empty())
        return;
    const auto& findings = m_document.derived().report.findings;
    for (QTreeWidgetItemIterator row(m_rows); *row; ++row) {
        const QVariant index = (*row)->data(0, findingRole);
        if (!index.isValid() || findings[index.toUInt()].fingerprint != m_selection.finding())
            continue;
        m_filling = true;
        m_rows->setCurrentItem(*row);
        m_filling = false;
        return;
    }
}

void VerdictPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace limn
