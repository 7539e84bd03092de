// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/files.h"

#include <QFile>
#include <QFileInfo>

#include "core/manifests/read.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int calmMilliseconds = 60;

// A file that nobody may write is meant to stay, though the folder would let it be replaced.
bool isReadOnly(const std::string& path) {
    const QFileInfo file(toQt(path));
    const auto anybody = QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
    return file.exists() && (!file.isWritable() || !(file.permissions() & anybody));
}

} // namespace

Files::Files(QObject* parent) : QObject(parent) {
    m_calm.setSingleShot(true);
    m_calm.setInterval(calmMilliseconds);
    connect(&m_calm, &QTimer::timeout, this, &Files::look);
    const auto wait = [this] { m_calm.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, wait);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, wait);
}

std::optional<std::string> Files::textOf(const std::string& path) {
    QFile file(toQt(path));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

std::string Files::sidecar() const {
    return m_firstPath.empty() ? std::string() : sidecarPath(m_firstPath);
}

void Files::keep(const Snapshot& snapshot) {
    m_texts.clear();
    m_firstPath.clear();
    for (const auto& source : *snapshot.sources) {
        if (m_firstPath.empty())
            m_firstPath = source->path();
        m_texts[source->path()] = source->text();
    }
    m_sidecarText = textOf(sidecar());
    m_diagram = snapshot.diagram;
    watch();
}

void Files::keepOutside(Snapshot snapshot) {
    if (!sidecarChangedOutside())
        snapshot.diagram = m_diagram;
    keep(snapshot);
}

MergeBase Files::base() const {
    const Result<Diagram> written = parseDiagram(m_sidecarText.value_or(""), sidecar());
    return {m_texts, written ? *written : Diagram{}, *m_diagram};
}

void Files::forget() {
    m_texts.clear();
    m_firstPath.clear();
    m_sidecarText.reset();
    m_diagram = std::make_shared<const Diagram>();
    watch();
}

void Files::watch() {
    if (const QStringList watched = m_watcher.files() + m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    QStringList wanted;
    for (const auto& [path, text] : m_texts) {
        // The folder too: most editors write a new file and move it over the old one.
        wanted << toQt(path) << QFileInfo(toQt(path)).absolutePath();
    }
    wanted.removeDuplicates();
    if (!wanted.isEmpty())
        m_watcher.addPaths(wanted);
}

void Files::look() {
    watch();
    for (const auto& [path, text] : m_texts) {
        const std::optional<std::string> now = textOf(path);
        if (now && *now != text) {
            emit changedOutside();
            return;
        }
    }
    if (!m_texts.empty() && sidecarChangedOutside())
        emit changedOutside();
}

bool Files::sidecarChangedOutside() const {
    const std::optional<std::string> now = textOf(sidecar());
    return now && now != m_sidecarText;
}

Result<Done> Files::write(const Snapshot& snapshot) {
    for (const auto& source : *snapshot.sources) {
        const auto known = m_texts.find(source->path());
        const std::optional<std::string> now = textOf(source->path());
        if (known != m_texts.end() && now && *now != known->second && *now != source->text())
            return Error{"`" + source->path() +
                         "` was not saved: another program changed it since it was opened. Take "
                         "its version, or keep yours and save again."};
        const bool differs = known == m_texts.end() || known->second != source->text();
        if (differs && isReadOnly(source->path()))
            return Error{"`" + source->path() +
                         "` was not saved: the file is read-only. Save it as another file, or make "
                         "it writable and save again."};
    }
    const bool hadSidecar = m_sidecarText.has_value();
    const bool diagramChanged = !m_diagram || *m_diagram != *snapshot.diagram;
    if (diagramChanged && !m_firstPath.empty() && sidecarChangedOutside())
        return Error{"`" + sidecar() +
                     "` was not saved: another program changed it since it was opened. Take "
                     "its version, or keep yours and save again."};
    for (const auto& source : *snapshot.sources) {
        const auto known = m_texts.find(source->path());
        if (known != m_texts.end() && known->second == source->text() && textOf(source->path()))
            continue;
        if (Result<Done> done = writeFile(source->path(), source->text()); !done)
            return done;
    }
    if (snapshot.sources->size() > 0 && diagramChanged &&
        (hadSidecar || *snapshot.diagram != Diagram{})) {
        const std::string path = sidecarPath((*snapshot.sources)[0].path());
        if (Result<Done> done = writeFile(path, printDiagram(*snapshot.diagram)); !done)
            return done;
    }
    keep(snapshot);
    return Done{};
}

void Files::overrule() {
    for (auto& [path, text] : m_texts)
        text = textOf(path).value_or(text);
    m_sidecarText = textOf(sidecar());
}

} // namespace limn
