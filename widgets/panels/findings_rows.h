// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QStringList>

#include "core/checks/finding.h"
#include "core/model/snapshot.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace limn {

// The rows of the findings panel: what stands in them, and what they are about.
enum FindingColumn {
    SeverityColumn,
    PartColumn,
    MessageColumn,
    CheckColumn,
    PlaceColumn,
    FixColumn
};
constexpr int widestName = 190; // of a part or a file: the finding's words come before them

void addProblemRow(QTreeWidget& rows, const Sources& sources, const Problem& problem);
// `index` is the finding's place in the report.
QTreeWidgetItem* addFindingRow(QTreeWidget& rows, const Sources& sources, const Finding& finding,
                               int index);
// Of what was accepted and is not found any more: the row is there to be taken away.
void addStaleRow(QTreeWidget& rows, const std::string& fingerprint, const Acceptance& acceptance);

int findingOf(const QTreeWidgetItem& row);   // -1: of no finding
Span placeOf(const QTreeWidgetItem& row);    // not valid: of no place
QString staleOf(const QTreeWidgetItem& row); // fingerprint of an acceptance without a finding

// Every word stands somewhere in the row: `warning jobs` are the warnings about jobs.
bool speaksOf(const QTreeWidgetItem& row, const QStringList& words);
// What is accepted or stale weighs nothing any more.
bool weighs(const QTreeWidgetItem& row, Severity atLeast);

} // namespace limn
