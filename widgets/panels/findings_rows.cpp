// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/findings_rows.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFontMetrics>
#include <QTreeWidget>

#include "core/checks/check.h"
#include "widgets/panels/severity.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int indexRole = Qt::UserRole; // of the finding in the report; -1 for a problem
constexpr int placeRole = Qt::UserRole + 1;
constexpr int staleRole = Qt::UserRole + 2;
constexpr int weightRole = Qt::UserRole + 3; // the severity; -1 for what is accepted or stale

QString words(const char* text) { return QCoreApplication::translate("limn::FindingsPanel", text); }

QVariant packed(Span span) { return QVariantList{span.source, span.begin, span.end}; }

// What a compiler says after a colon starts a line of its own here.
QString asSentence(const std::string& message) {
    QString words = plainWords(message);
    if (!words.isEmpty() && !message.starts_with('`'))
        words[0] = words[0].toUpper();
    return words;
}

QString whoAccepted(const Acceptance& acceptance) {
    QStringList parts{toQt(acceptance.reason), toQt(acceptance.by), toQt(acceptance.date)};
    parts.removeAll(QString());
    if (!acceptance.until.empty())
        parts << words(QT_TRANSLATE_NOOP("limn::FindingsPanel", "until %1"))
                     .arg(toQt(acceptance.until));
    return parts.join(QStringLiteral(" · "));
}

void mute(QTreeWidgetItem& row) {
    for (int column = 0; column < FixColumn; ++column)
        row.setForeground(column, row.treeWidget()->palette().color(QPalette::PlaceholderText));
}

// Cut in the middle where it is long: the line is at its end.
void setPlace(QTreeWidgetItem& row, const Sources& sources, Span at) {
    row.setData(0, placeRole, packed(at));
    const Place place = sources.place(at);
    if (place.path.empty())
        return;
    const QString whole =
        QStringLiteral("%1:%2").arg(toQt(place.path).section(u'/', -1)).arg(place.line);
    const QFontMetrics metrics(row.treeWidget()->font());
    row.setText(PlaceColumn, metrics.elidedText(whole, Qt::ElideMiddle, widestName - 12));
    row.setToolTip(PlaceColumn, whole);
}

QTreeWidgetItem* addRow(QTreeWidget& rows, int index, int weight) {
    auto* row = new QTreeWidgetItem(&rows);
    row->setData(0, indexRole, index);
    row->setData(0, weightRole, weight);
    return row;
}

void setMessage(QTreeWidgetItem& row, Severity severity, const std::string& message) {
    row.setIcon(SeverityColumn, severityIcon(severity, row.treeWidget()->palette()));
    row.setText(SeverityColumn, severityTitle(severity));
    row.setText(MessageColumn, asSentence(message));
    row.setToolTip(MessageColumn, asSentence(message));
}

} // namespace

void addProblemRow(QTreeWidget& rows, const Sources& sources, const Problem& problem) {
    QTreeWidgetItem* row = addRow(rows, -1, static_cast<int>(problem.severity));
    setMessage(*row, problem.severity, problem.message);
    row->setText(CheckColumn, toQt(problem.code));
    setPlace(*row, sources, problem.at);
}

QTreeWidgetItem* addFindingRow(QTreeWidget& rows, const Sources& sources, const Finding& finding,
                               int index) {
    QTreeWidgetItem* row =
        addRow(rows, index, finding.accepted ? -1 : static_cast<int>(finding.severity));
    setMessage(*row, finding.severity, finding.message);
    row->setText(PartColumn, finding.elements.empty() ? QString() : toQt(finding.elements.front()));
    row->setToolTip(PartColumn, row->text(PartColumn));
    row->setText(CheckColumn, toQt(finding.check->id));
    row->setToolTip(CheckColumn, toQt(std::string(finding.check->name) + "\n" +
                                      std::string(finding.check->title)));
    setPlace(*row, sources, finding.at);
    if (finding.accepted) {
        mute(*row);
        row->setText(SeverityColumn, words(QT_TRANSLATE_NOOP("limn::FindingsPanel", "Accepted")));
        row->setToolTip(SeverityColumn, whoAccepted(*finding.accepted));
    }
    return row;
}

void addStaleRow(QTreeWidget& rows, const std::string& fingerprint, const Acceptance& acceptance) {
    QTreeWidgetItem* row = addRow(rows, -1, -1);
    const QString id = toQt(fingerprint);
    row->setText(SeverityColumn, words(QT_TRANSLATE_NOOP("limn::FindingsPanel", "Stale")));
    row->setText(PartColumn, id.section(u':', 1));
    row->setToolTip(PartColumn, id);
    row->setText(MessageColumn, words(QT_TRANSLATE_NOOP("limn::FindingsPanel",
                                                        "Accepted, but no longer found: %1"))
                                    .arg(whoAccepted(acceptance)));
    row->setText(CheckColumn, id.section(u':', 0, 0));
    row->setData(0, staleRole, id);
    mute(*row);
}

int findingOf(const QTreeWidgetItem& row) { return row.data(0, indexRole).toInt(); }

Span placeOf(const QTreeWidgetItem& row) {
    const QVariantList list = row.data(0, placeRole).toList();
    return list.size() == 3 ? Span{list[0].toUInt(), list[1].toUInt(), list[2].toUInt()} : Span{};
}

QString staleOf(const QTreeWidgetItem& row) { return row.data(0, staleRole).toString(); }

bool speaksOf(const QTreeWidgetItem& row, const QStringList& words) {
    QString text;
    for (int column = 0; column < FixColumn; ++column)
        text += row.text(column) + u'\n';
    text += row.toolTip(CheckColumn);
    return std::all_of(words.begin(), words.end(), [&](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

bool weighs(const QTreeWidgetItem& row, Severity atLeast) {
    return row.data(0, weightRole).toInt() >= static_cast<int>(atLeast);
}

} // namespace limn
