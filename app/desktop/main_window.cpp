// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>

#include "app/desktop/actions.h"
#include "app/desktop/export_picture.h"
#include "app/desktop/find_box.h"
#include "app/desktop/lens_box.h"
#include "app/desktop/search_box.h"
#include "app/desktop/start_page.h"
#include "app/desktop/status_words.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"
#include "widgets/paint/palette.h"
#include "widgets/panels/docks.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int stateVersion = 2;
const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString themeKey = QStringLiteral("window/theme");

} // namespace

MainWindow::MainWindow()
    : m_document(new Document(this)), m_selection(new Selection(this)),
      m_canvas(new Canvas(*m_document, *m_selection, this)), m_middle(new QStackedWidget(this)),
      m_toolBar(addToolBar(tr("Tools"))), m_find(new FindBox(*m_document, *m_selection, this)),
      m_system(new QLabel(this)), m_saved(new QLabel(this)), m_zoom(new QLabel(this)),
      m_exporting([this](const Result<QString>& written) {
          m_canvas->notices().sayBriefly(QStringLiteral("export"),
                                         written ? tr("The picture is in %1").arg(*written)
                                                 : toQt(written.error().message),
                                         written ? Notices::Tone::Quiet : Notices::Tone::Warning);
      }) {
    resize(1280, 800);
    setAcceptDrops(true);
    setCentralWidget(m_middle);
    m_middle->addWidget(m_canvas);
    m_toolBar->setObjectName(QStringLiteral("tools"));
    m_toolBar->setMovable(false);
    m_toolBar->setIconSize({20, 20});
    makeDocks(*this, *m_document, *m_selection);
    makeStatus();
    m_actions = new Actions(*this);
    m_toolBar->addSeparator();
    auto* label = new QLabel(tr("Lens"), this);
    label->setContentsMargins(6, 0, 6, 0);
    auto* lens = new LensBox(*m_canvas, this);
    label->setBuddy(lens);
    m_toolBar->addWidget(label);
    m_toolBar->addWidget(lens);
    auto* gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(gap);
    m_toolBar->addWidget(m_find);

    connect(m_document, &Document::changed, this, &MainWindow::refresh);
    connect(m_document, &Document::derivedChanged, this, &MainWindow::refresh);
    connect(m_document, &Document::modifiedChanged, this, &MainWindow::refresh);
    connect(&m_document->undoStack(), &QUndoStack::indexChanged, this, &MainWindow::refresh);
    connect(m_selection, &Selection::changed, this, &MainWindow::refresh);
    connect(&m_canvas->view(), &View::zoomChanged, this, &MainWindow::refresh);
    connect(m_canvas, &Canvas::lensChanged, this, &MainWindow::refresh);
    connect(m_document, &Document::outsideMerged, this, [this](const QString& message) {
        m_canvas->notices().drop(QStringLiteral("outside"));
        m_canvas->notices().sayBriefly(QStringLiteral("merged"), message, Notices::Tone::Quiet);
    });
    connect(m_canvas, &Canvas::inspectAsked, this, [this] {
        auto* dock = findChild<QDockWidget*>(QStringLiteral("dock-inspector"));
        dock->show();
        dock->raise();
        dock->widget()->setFocus();
    });
    connect(m_document, &Document::opened, this, &MainWindow::takeOpened);
    auto* start = new StartPage(*this);
    m_middle->setCurrentIndex(m_middle->addWidget(start));
    start->setFocus();
    refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeStatus() {
    statusBar()->addWidget(m_system, 1);
    statusBar()->addPermanentWidget(m_saved);
    statusBar()->addPermanentWidget(m_zoom);
    statusBar()->setSizeGripEnabled(false);
    for (QLabel* label : {m_system, m_saved, m_zoom})
        label->setContentsMargins(8, 0, 8, 0);
}

void MainWindow::refresh() {
    const bool open = m_document->isOpen();
    setWindowTitle(open ? tr("%1[*] — Limn").arg(m_document->name()) : tr("Limn"));
    setWindowModified(open && m_document->isModified());
    m_system->setText(
        open ? statusWords(*m_document->derived().snapshot.model, m_document->derived().report)
             : QString());
    m_saved->setText(!open ? QString() : m_document->isModified() ? tr("not saved") : tr("saved"));
    m_zoom->setText(tr("%1 %").arg(qRound(m_canvas->view().zoom() * 100)));
    if (m_actions)
        m_actions->refresh();
}

void MainWindow::find() {
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void MainWindow::search() {
    if (!m_search)
        m_search = new SearchBox(*this, *m_actions);
    m_search->open();
}

void MainWindow::nextFinding() {
    const auto& findings = m_document->derived().report.findings;
    if (findings.empty())
        return;
    auto at = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.fingerprint == m_selection->finding();
    });
    if (at != findings.end())
        ++at;
    if (at == findings.end())
        at = findings.begin();
    m_selection->selectFinding(at->fingerprint, {at->elements.begin(), at->elements.end()});
    m_selection->showPlace(at->at);
}

void MainWindow::useTheme(ThemeName name) { QApplication::setPalette(paletteOf(name)); }

void MainWindow::switchTheme() {
    const bool dark = themeOf(palette()) == ThemeName::Dark;
    useTheme(dark ? ThemeName::Light : ThemeName::Dark);
    if (m_keepsState)
        QSettings().setValue(themeKey, dark ? QStringLiteral("light") : QStringLiteral("dark"));
}

void MainWindow::restore() {
    m_keepsState = true;
    const QSettings settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    restoreState(settings.value(stateKey).toByteArray(), stateVersion);
}

bool MainWindow::mayLeave() {
    // A new diagram nobody touched is no loss.
    if (!m_document->isOpen() || !m_document->isModified() ||
        (m_document->isUntitled() && m_document->undoStack().isClean()))
        return true;
    const auto answer = QMessageBox::question(
        this, tr("Unsaved changes"), tr("Save the changes to %1?").arg(m_document->name()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Save)
        return save();
    return answer == QMessageBox::Discard;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayLeave()) {
        event->ignore();
        return;
    }
    if (m_keepsState) {
        QSettings settings;
        settings.setValue(geometryKey, saveGeometry());
        settings.setValue(stateKey, saveState(stateVersion));
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    std::vector<std::string> paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.push_back(toUtf8(url.toLocalFile()));
    }
    event->acceptProposedAction();
    openPaths(paths);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_actions)
        m_actions->tint();
    QMainWindow::changeEvent(event);
}

} // namespace limn
