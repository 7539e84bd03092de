// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include "core/model/result.h"
#include "core/model/snapshot.h"
#include "widgets/session/merge.h"

namespace limn {

// What the files of a Document held when they were last read or written, and a watch over them.
// Knows paths and texts alone.
class Files : public QObject {
    Q_OBJECT

public:
    explicit Files(QObject* parent = nullptr);

    // The snapshot is what the disk holds now.
    void keep(const Snapshot& snapshot);
    // The same where another program wrote it: a sidecar it left alone keeps what it counts for.
    void keepOutside(Snapshot snapshot);
    // Nothing on disk belongs to the document yet.
    void forget();

    // Writes every file whose text is not the one on disk, and the sidecar where the diagram
    // differs from what was last kept; each file whole or not at all. Refuses when another program
    // changed a file in between.
    Result<Done> write(const Snapshot& snapshot);
    // The diagram that counts as the one on disk: it got spots for parts that were only arranged.
    void settle(std::shared_ptr<const Diagram> diagram) { m_diagram = std::move(diagram); }
    // From now on the user's version replaces what another program wrote.
    void overrule();

    bool sidecarChangedOutside() const;
    // What was last read or written, for a merge.
    MergeBase base() const;

    // The text of a file; nothing when it cannot be read.
    static std::optional<std::string> textOf(const std::string& path);

signals:
    // A file no longer holds what was last read or written.
    void changedOutside();

private:
    void look();
    void watch();
    std::string sidecar() const;

    std::map<std::string, std::string, std::less<>> m_texts; // by path, sidecar left out
    std::string m_firstPath;
    std::optional<std::string> m_sidecarText;
    std::shared_ptr<const Diagram> m_diagram;
    QFileSystemWatcher m_watcher;
    QTimer m_calm; // another program's write comes as several events
};

} // namespace limn
