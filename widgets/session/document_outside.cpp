// SPDX-License-Identifier: GPL-3.0-or-later
// The disk against unsaved edits: merged with them, or instead of them.
#include "core/manifests/read.h"
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

void Document::revert() {
    if (m_untitled || !isOpen())
        return;
    m_writing.cancel();
    m_gestures.clear();
    m_reverting.start(
        [paths = m_paths](std::stop_token stop) { return limn::open(paths, stop, 0); });
    emit pendingChanged();
}

void Document::landReverted(const Result<Snapshot>& read) {
    if (!read) {
        emit refused(toQt(read.error().message));
        return;
    }
    m_rereading.cancel();
    m_merging.cancel();
    m_outside.reset();
    m_files.keep(*read);
    push(tr("Revert to Saved"), *read);
    m_undo.setClean();
}

} // namespace limn
