// SPDX-License-Identifier: GPL-3.0-or-later
// What the window reads and writes, and where it asks for.
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>

#include "app/desktop/export_picture.h"
#include "app/desktop/main_window.h"
#include "app/desktop/recent.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/notices.h"
#include "widgets/paint/palette.h"
#include "widgets/session/document.h"
#include "widgets/text.h"

namespace limn {

void MainWindow::openPaths(const std::vector<std::string>& paths) {
    if (paths.empty() || !mayLeave())
        return;
    m_asked = paths;
    // Even when nothing comes of it: the canvas says why.
    m_middle->setCurrentWidget(m_canvas);
    m_document->open(paths);
}

void MainWindow::takeOpened() {
    m_middle->setCurrentWidget(m_canvas);
    m_canvas->setFocus();
    if (!m_keepsState || m_document->isUntitled())
        return;
    QStringList paths;
    for (const std::string& path : m_asked)
        paths << toQt(path);
    rememberRecent(paths);
}

void MainWindow::startNew() {
    if (mayLeave())
        m_document->startNew();
}

void MainWindow::askOpen() {
    auto* dialog = new QFileDialog(this, tr("Open manifests"), {},
                                   tr("Manifests (*.yaml *.yml *.json *.template);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        std::vector<std::string> paths;
        for (const QString& path : files)
            paths.push_back(toUtf8(path));
        openPaths(paths);
    });
    dialog->open();
}

void MainWindow::askOpenFolder() {
    auto* dialog = new QFileDialog(this, tr("Open a folder of manifests"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { openPaths({toUtf8(folder)}); });
    dialog->open();
}

bool MainWindow::save() {
    if (m_document->isUntitled())
        return saveAs();
    const Result<Done> done = m_document->save();
    if (!done)
        m_canvas->notices().sayBriefly(QStringLiteral("refused"), toQt(done.error().message),
                                       Notices::Tone::Warning);
    return bool(done);
}

bool MainWindow::saveAs() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save the diagram as"), QStringLiteral("limn.yaml"), tr("Manifests (*.yaml)"));
    if (path.isEmpty())
        return false;
    const Result<Done> done = m_document->saveAs(toUtf8(path));
    if (!done)
        m_canvas->notices().sayBriefly(QStringLiteral("refused"), toQt(done.error().message),
                                       Notices::Tone::Warning);
    return bool(done);
}

void MainWindow::askExport() {
    auto* dialog = new QFileDialog(this, tr("Export the picture"), {},
                                   exportFilters().join(QStringLiteral(";;")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).section(u')', 0, 0));
    });
    dialog->selectFile(QFileInfo(m_document->name()).completeBaseName());
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::exportTo);
    dialog->open();
}

void MainWindow::exportTo(const QString& path) {
    // As it is seen: through the lens, with its legend, and of a workflow its states.
    DrawOptions options;
    options.theme = themeOf(palette());
    options.lens = m_canvas->lens();
    options.legend = !options.lens.empty();
    m_exporting.start([path, derived = m_canvas->shown(), options,
                       workflow = m_canvas->workflow()](std::stop_token) {
        return exportPicture(derived, options, workflow, path);
    });
}

} // namespace limn
