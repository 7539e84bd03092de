// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>
#include <QUndoStack>

#include "core/manifests/edit.h"
#include "core/model/result.h"
#include "widgets/session/derived.h"
#include "widgets/session/files.h"
#include "widgets/session/latest.h"
#include "widgets/session/merge.h"

namespace limn {

// One system on the desk: its snapshot, its files and the way back. The only thing with state, and
// the only thing views listen to. Two doors change the content, arrange() and intend(), and both
// end in an Edit on the undo stack.
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    const Snapshot& snapshot() const { return m_snapshot; }
    // Placement and report, of the snapshot they were made from.
    const Derived& derived() const { return m_derived; }
    QUndoStack& undoStack() { return m_undo; }
    const QUndoStack& undoStack() const { return m_undo; }

    bool isOpen() const { return m_snapshot.sources->size() > 0; }
    bool isUntitled() const { return m_untitled; }
    bool isModified() const { return m_untitled || !m_undo.isClean(); }
    // Nothing is being read, written, arranged or checked.
    bool isIdle() const;
    // The gesture that is being written; empty when there is none.
    QString pending() const;
    // The title of the format that keeps the structure from being edited; empty when it can be.
    QString readOnlyFormat() const;
    // Whether what keeps the structure lets values be changed.
    bool writesValues() const;
    // Whether the format of the part concerned can be written so; the structure need not be.
    bool takes(const Intent& intent) const { return limn::takes(m_snapshot, intent); }
    QString name() const;

    // Reads files or a folder and takes them instead of what is open: opened(), or refused() and
    // all stays.
    void open(const std::vector<std::string>& paths);
    // A new, empty neutral manifest without a file.
    void startNew();
    // Manifests whose text changed, and the sidecar, each written whole or not at all.
    Result<Done> save();
    // A new diagram gets its file. Only a document of one file has a place of its own.
    Result<Done> saveAs(const std::string& path);

    // What the disk holds instead of the unsaved edits, as a step: undo brings them back. refused()
    // when it cannot be read.
    void revert();

    // The door to the picture: changes the diagram at once. Steps with the same merge key that
    // follow each other are one.
    void arrange(const QString& name, const std::function<void(Diagram&)>& change,
                 std::string mergeKey = {});
    // The door to the architecture: writes and reads back on the pool, lands when verified, and
    // else says why with refused(). `at` is where a part that comes in is put, its top left corner.
    // Gestures made meanwhile wait for their turn.
    void intend(const QString& name, std::vector<Intent> intents, std::optional<Point> at = {});
    // Arranges anew what is not pinned, as one step: all of it, or some parts and what is in some
    // groups while the rest stays.
    void tidy();
    void tidy(const std::vector<std::string>& ids);
    // The same after the picture is told to flow down or to the right, or a group to stand in
    // `rows`, `columns`, `radial` or, with an empty word, as the work flows.
    void setFlowsDown(bool down);
    void setGroupStyle(const std::string& group, const std::string& style);

    // The user has unsaved edits where another program wrote a file: whose version counts.
    void takeOutside();
    void keepMine();

signals:
    // The content: the only signal about it.
    void changed(const Snapshot& before, const Snapshot& after);
    // Another system altogether; follows changed().
    void opened();
    void derivedChanged();
    void pendingChanged();
    void modifiedChanged();
    // Parts that an intent brought in, by id.
    void partsAdded(const std::vector<std::string>& ids);
    // Something asked for cannot be done; nothing was changed.
    void refused(const QString& message);
    // Another program wrote a file where there are unsaved edits.
    void outsideWaiting(const QString& message);
    // It wrote elsewhere: its changes came in as a step.
    void outsideMerged(const QString& message);

private:
    friend class Edit;
    // Applies the change, arranges what then has no spot, and makes one step of both.
    void arrangeAnew(const QString& name, std::function<void(Diagram&)> change);
    void landTidied(const Placed& placed);
    struct Gesture {
        QString name;
        std::vector<Intent> intents;
        std::optional<Point> at;
    };
    struct Written {
        Snapshot base;
        Result<Snapshot> after;
        std::vector<std::string> added;
    };

    struct Merged {
        Snapshot mine;
        std::optional<Snapshot> after; // nothing: both changed the same
    };

    void show(const Snapshot& snapshot);
    void start(const Snapshot& snapshot, std::vector<std::string> paths, bool untitled);
    void work();
    void landDerived(Derived derived);
    void writeNext();
    void landWritten(Written written);
    void readOutside();
    void landOutside(Result<Snapshot> read);
    void mergeOutside();
    void landMerged(const Merged& merged);
    void landReverted(const Result<Snapshot>& read);
    void push(const QString& name, const Snapshot& after, std::string mergeKey = {});
    static Written written(const Snapshot& base, const Gesture& gesture, std::stop_token stop);

    Snapshot m_snapshot;
    std::vector<std::string> m_paths; // what the user opened: files or a folder
    std::vector<std::string> m_asked; // what is being opened
    Derived m_derived;
    Files m_files;
    QUndoStack m_undo;
    std::deque<Gesture> m_gestures;
    std::optional<Snapshot> m_outside;
    bool m_untitled = false;

    Latest<Derived> m_deriving;
    Latest<Written> m_writing;
    Latest<Result<Snapshot>> m_opening;
    Latest<Result<Snapshot>> m_rereading;
    Latest<Merged> m_merging;
    Latest<Result<Snapshot>> m_reverting;
    Latest<Placed> m_tidying;
    QString m_tidyName;
    std::function<void(Diagram&)> m_tidyChange;
};

} // namespace limn
