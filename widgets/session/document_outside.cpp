// SPDX-License-Identifier: GPL-3.0-or-later
// What another program wrote, merged with the user's unsaved edits.
#include "widgets/session/document.h"
#include "widgets/text.h"

namespace limn {

void Document::mergeOutside() {
    m_merging.start(
        [base = m_files.base(), mine = m_snapshot, theirs = *m_outside](std::stop_token stop) {
            return Merged{mine, merge(base, mine, theirs, stop)};
        });
}

void Document::landMerged(const Merged& merged) {
    if (!m_outside)
        return;
    if (merged.mine.sources != m_snapshot.sources || *merged.mine.diagram != *m_snapshot.diagram) {
        // The user went on meanwhile.
        mergeOutside();
        return;
    }
    if (!merged.after) {
        emit outsideWaiting(
            tr("%1 was changed by another program where you have unsaved edits.").arg(name()));
        return;
    }
    m_files.keepOutside(*std::exchange(m_outside, std::nullopt));
    push(tr("Merge with another program's change"), *merged.after);
    // No step on the stack is what the disk holds now.
    m_undo.resetClean();
    emit outsideMerged(
        tr("%1 was changed by another program. Its changes and your unsaved edits were merged; "
           "undo takes its changes out again.")
            .arg(name()));
}

} // namespace limn
