// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/start_page.h"

#include <array>

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "app/desktop/main_window.h"
#include "app/desktop/recent.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int pathRole = Qt::UserRole;
constexpr int pageWidth = 520;
constexpr int pathHeight = 26;
constexpr int manyTimes = 100; // the list has the room before the edges have it
constexpr std::array beginnings{"open", "openFolder", "new"}; // actions

} // namespace

StartPage::StartPage(MainWindow& window)
    : QWidget(&window), m_window(window), m_paths(new QListWidget(this)) {
    setObjectName(QStringLiteral("start"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* title = new QLabel(QStringLiteral("<h2>%1</h2>").arg(tr("What shall be drawn?")), this);
    m_paths->setAccessibleName(tr("Recent files and samples"));
    m_paths->setFrameShape(QFrame::NoFrame);
    m_paths->setSpacing(2);
    auto* row = new QHBoxLayout;
    for (const char* id : beginnings) {
        auto* action = window.findChild<QAction*>(QString::fromLatin1(id));
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* button = new QPushButton(
            QStringLiteral("%1\n%2").arg(QString(action->text()).remove(u'&'), keys), this);
        button->setObjectName(QStringLiteral("start-") + QString::fromLatin1(id));
        button->setMinimumHeight(52);
        button->setAutoDefault(true); // Enter, too
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        row->addWidget(button, 1);
        setTabOrder(button, m_paths); // the last one's stays
    }
    auto* column = new QVBoxLayout;
    column->addStretch(1);
    column->addWidget(title);
    column->addLayout(row);
    column->addSpacing(16);
    column->addWidget(m_paths, manyTimes);
    column->addStretch(1);
    auto* middle = new QWidget(this);
    middle->setLayout(column);
    middle->setMaximumWidth(pageWidth);
    auto* page = new QHBoxLayout(this);
    page->setContentsMargins(24, 24, 24, 24);
    page->addWidget(middle);
    connect(m_paths, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        m_window.openPaths({toUtf8(item->data(pathRole).toString())});
    });
    fill();
    setFocusProxy(findChild<QPushButton*>());
}

void StartPage::fill() {
    for (const QString& path : recentPaths()) {
        if (QFileInfo::exists(path))
            addPath(path, QDir::toNativeSeparators(QFileInfo(path).path()));
    }
    const QString samples =
        QStandardPaths::locate(QStandardPaths::GenericDataLocation, QStringLiteral("limn/samples"),
                               QStandardPaths::LocateDirectory);
    if (!samples.isEmpty()) {
        const QDir folder(samples);
        for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            addPath(folder.filePath(name), tr("sample"));
    }
    m_paths->setMaximumHeight(m_paths->count() * pathHeight + 8);
    m_paths->setVisible(m_paths->count() > 0);
}

void StartPage::addPath(const QString& path, const QString& kind) {
    auto* item = new QListWidgetItem(
        QStringLiteral("%1  ·  %2").arg(QFileInfo(path).fileName(), kind), m_paths);
    item->setToolTip(path);
    item->setSizeHint({0, pathHeight - 4}); // and the spacing around it
    item->setData(pathRole, path);
}

} // namespace limn
