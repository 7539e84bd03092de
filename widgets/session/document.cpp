// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/document.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "core/manifests/edit.h"
#include "core/manifests/format.h"
#include "core/manifests/read.h"
#include "core/model/diff.h"
#include "widgets/session/edit.h"
#include "widgets/text.h"

namespace limn {
namespace {

const char* const untitledPath = "untitled.yaml";

std::vector<std::string> addedParts(const Model& before, const Model& after) {
    std::vector<std::string> ids;
    for (const Change& change : diff(before, after)) {
        if (change.of == Change::Of::Node && change.what == Change::What::Added)
            ids.push_back(change.id);
    }
    return ids;
}

} // namespace

Document::Document(QObject* parent)
    : QObject(parent), m_deriving([this](Derived derived) { landDerived(std::move(derived)); }),
      m_writing([this](Written written) { landWritten(std::move(written)); }),
      m_opening([this](Result<Snapshot> read) {
          if (!read)
              emit refused(toQt(read.error().message));
          else
              start(*read, m_asked, false);
      }),
      m_rereading([this](Result<Snapshot> read) { landOutside(std::move(read)); }),
      m_merging([this](const Merged& merged) { landMerged(merged); }),
      m_reverting([this](const Result<Snapshot>& read) { landReverted(read); }),
      m_tidying([this](const Placed& placed) { landTidied(placed); }) {
    connect(&m_undo, &QUndoStack::cleanChanged, this, &Document::modifiedChanged);
    connect(&m_files, &Files::changedOutside, this, &Document::readOutside);
}

// An undo stack says that it changed while it is taken down, to views that are already gone.
Document::~Document() { m_undo.blockSignals(true); }

bool Document::isIdle() const {
    return !m_deriving.running() && !m_writing.running() && !m_opening.running() &&
           !m_rereading.running() && !m_merging.running() && !m_reverting.running() &&
           !m_tidying.running() && m_gestures.empty();
}

QString Document::pending() const {
    return m_gestures.empty() ? QString() : m_gestures.front().name;
}

QString Document::readOnlyFormat() const {
    for (const ReadSource& source : m_snapshot.model->sources()) {
        if (source.editable || source.format.empty())
            continue;
        const Format* format = formatById(source.format);
        return format ? toQt(format->title) : toQt(source.format);
    }
    return {};
}

bool Document::writesValues() const {
    const auto sources = m_snapshot.model->sources();
    return std::all_of(sources.begin(), sources.end(), [](const ReadSource& source) {
        const Format* format = formatById(source.format);
        return source.format.empty() || (format && format->takes(SetProperty{}));
    });
}

QString Document::name() const {
    if (!isOpen())
        return {};
    if (m_untitled)
        return tr("Untitled");
    const QFileInfo first(toQt((*m_snapshot.sources)[0].path()));
    return m_snapshot.sources->size() == 1 ? first.fileName() : first.absoluteDir().dirName();
}

void Document::open(const std::vector<std::string>& paths) {
    m_asked = paths;
    m_opening.start([paths, before = m_snapshot](std::stop_token stop) {
        return limn::open(paths, stop, 0, &before);
    });
}

void Document::startNew() {
    Sources sources;
    sources.add(std::make_shared<const Source>(untitledPath, emptyManifest("untitled")));
    Snapshot snapshot;
    snapshot.fragments = std::make_shared<const Fragments>();
    snapshot = reread(snapshot, std::move(sources));
    start(snapshot, {}, true);
}

void Document::start(const Snapshot& snapshot, std::vector<std::string> paths, bool untitled) {
    m_paths = std::move(paths);
    m_writing.cancel();
    m_tidying.cancel();
    m_rereading.cancel();
    m_merging.cancel();
    m_reverting.cancel();
    m_gestures.clear();
    m_outside.reset();
    m_untitled = untitled;
    m_derived = {};
    m_undo.clear();
    if (untitled)
        m_files.forget();
    else
        m_files.keep(snapshot);
    show(snapshot);
    emit opened();
    emit pendingChanged();
    emit modifiedChanged();
}

Result<Done> Document::save() {
    Result<Done> done = m_files.write(m_snapshot);
    if (!done)
        return done;
    m_untitled = false;
    m_undo.setClean();
    emit modifiedChanged();
    return done;
}

Result<Done> Document::saveAs(const std::string& path) {
    if (m_snapshot.sources->size() != 1)
        return Error{"The diagram was not saved as `" + path +
                     "`: it consists of several files, which keep their places."};
    Snapshot moved = m_snapshot;
    Sources sources;
    sources.add(std::make_shared<const Source>(path, (*m_snapshot.sources)[0].text()));
    moved.sources = std::make_shared<const Sources>(std::move(sources));
    if (Result<Done> done = m_files.write(moved); !done)
        return done;
    m_paths = {path};
    // Steps made before the file had a name would bring the old one back.
    m_undo.clear();
    m_untitled = false;
    show(moved);
    emit modifiedChanged();
    return Done{};
}

void Document::arrange(const QString& name, const std::function<void(Diagram&)>& change,
                       std::string mergeKey) {
    auto diagram = std::make_shared<Diagram>(*m_snapshot.diagram);
    change(*diagram);
    if (*diagram == *m_snapshot.diagram)
        return;
    Snapshot after = m_snapshot;
    after.diagram = std::move(diagram);
    push(name, after, std::move(mergeKey));
}

void Document::push(const QString& name, const Snapshot& after, std::string mergeKey) {
    m_undo.push(new Edit(*this, name, m_snapshot, after, std::move(mergeKey)));
}

void Document::show(const Snapshot& snapshot) {
    const Snapshot before = std::exchange(m_snapshot, snapshot);
    work();
    emit changed(before, m_snapshot);
}

void Document::work() {
    m_deriving.start([now = m_snapshot, before = m_derived](std::stop_token stop) {
        return derive(now, before, stop);
    });
}

void Document::landDerived(Derived derived) {
    // Every part keeps the place it was given, whatever is edited next. That is no edit: nothing
    // looks different.
    const Diagram whole = settled(*m_snapshot.diagram, derived.placement);
    if (derived.broken.empty() && whole != *m_snapshot.diagram) {
        m_snapshot.diagram = std::make_shared<const Diagram>(whole);
        derived.snapshot.diagram = m_snapshot.diagram;
        if (m_undo.isClean() && !m_untitled)
            m_files.settle(m_snapshot.diagram);
    }
    m_derived = std::move(derived);
    emit derivedChanged();
}

void Document::intend(const QString& name, std::vector<Intent> intents, std::optional<Point> at) {
    m_gestures.push_back({name, std::move(intents), at});
    if (m_gestures.size() == 1)
        writeNext();
    emit pendingChanged();
}

void Document::writeNext() {
    if (m_gestures.empty())
        return;
    m_writing.start([base = m_snapshot, gesture = m_gestures.front()](std::stop_token stop) {
        return written(base, gesture, stop);
    });
}

Document::Written Document::written(const Snapshot& base, const Gesture& gesture,
                                    std::stop_token stop) {
    Written result{base, edit(base, gesture.intents, stop), {}};
    if (!result.after)
        return result;
    Snapshot& after = *result.after;
    result.added = addedParts(*base.model, *after.model);
    Diagram diagram = *after.diagram;
    if (gesture.at && result.added.size() == 1)
        diagram.spots[result.added.front()] = {*gesture.at, true, {}};
    after.diagram = std::make_shared<const Diagram>(std::move(diagram));
    after.diagram =
        std::make_shared<const Diagram>(settled(*after.diagram, place(after, stop).placement));
    return result;
}

void Document::landWritten(Written written) {
    const bool stale =
        written.base.sources != m_snapshot.sources || *written.base.diagram != *m_snapshot.diagram;
    if (stale) {
        // The user moved something or went back meanwhile: the gesture is made again on what there
        // is now.
        writeNext();
        return;
    }
    const Gesture gesture = std::move(m_gestures.front());
    m_gestures.pop_front();
    if (written.after) {
        push(gesture.name, *written.after);
        if (!written.added.empty())
            emit partsAdded(written.added);
    } else {
        emit refused(toQt(written.after.error().message));
    }
    writeNext();
    emit pendingChanged();
}

void Document::readOutside() {
    m_rereading.start(
        [paths = m_paths](std::stop_token stop) { return limn::open(paths, stop, 0); });
}

void Document::landOutside(Result<Snapshot> read) {
    if (!read) {
        emit refused(toQt(read.error().message));
        return;
    }
    m_outside = std::move(*read);
    if (!isModified()) {
        takeOutside();
        return;
    }
    mergeOutside();
}

void Document::takeOutside() {
    if (!m_outside)
        return;
    Snapshot after = *std::exchange(m_outside, std::nullopt);
    if (!m_files.sidecarChangedOutside())
        after.diagram = m_snapshot.diagram;
    m_files.keep(after);
    push(tr("Change by another program"), after);
    m_undo.setClean();
}

void Document::keepMine() {
    m_outside.reset();
    m_files.overrule();
}

} // namespace limn
