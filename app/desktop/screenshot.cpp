// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/screenshot.h"

#include <cstdio>

#include <QCoreApplication>
#include <QWindow>

#include "app/desktop/main_window.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/view.h"
#include "widgets/session/document.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int lookMilliseconds = 20;

} // namespace

Screenshot::Screenshot(MainWindow& window, const QString& path, bool callouts)
    : QObject(&window), m_window(window), m_path(path), m_callouts(callouts) {
    connect(&window.document(), &Document::refused, this, [](const QString& message) {
        std::fprintf(stderr, "limn-desktop: %s\n", toUtf8(message).c_str());
        QCoreApplication::exit(2);
    });
    connect(&m_timer, &QTimer::timeout, this, &Screenshot::look);
    m_timer.start(lookMilliseconds);
}

void Screenshot::look() {
    const QWindow* shown = m_window.windowHandle();
    if (!shown || !shown->isExposed() || !m_window.document().isIdle())
        return;
    m_timer.stop();
    if (m_callouts) {
        std::set<std::string, std::less<>> all;
        for (const Finding& finding : m_window.document().derived().report.findings)
            all.insert(finding.fingerprint);
        m_window.canvas().openCallouts(std::move(all));
    }
    m_window.canvas().view().showBeginning();
    // What was asked for now is painted once the events under way are done.
    QTimer::singleShot(0, this, &Screenshot::take);
}

void Screenshot::take() {
    const bool written = m_window.grab().save(m_path, "PNG");
    if (!written)
        std::fprintf(stderr, "limn-desktop: the screenshot could not be written to `%s`.\n",
                     toUtf8(m_path).c_str());
    QCoreApplication::exit(written ? 0 : 2);
}

} // namespace limn
