// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/notices.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/paint/painter.h"
#include "widgets/paint/palette.h"

namespace limn {
namespace {

constexpr int briefMilliseconds = 9000;
constexpr int edge = 12;
constexpr int widest = 640;

} // namespace

Notices::Notices(QWidget* parent) : QWidget(parent), m_lines(new QVBoxLayout(this)) {
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(6);
    parent->installEventFilter(this);
    hide();
}

void Notices::say(const QString& key, const QString& text, Tone tone, std::vector<Answer> answers) {
    drop(key);
    m_byKey[key] = line(key, text, tone, std::move(answers));
    m_lines->addWidget(m_byKey[key]);
    m_byKey[key]->show();
    place();
}

void Notices::sayBriefly(const QString& key, const QString& text, Tone tone) {
    say(key, text, tone, {{QStringLiteral("✕"), [] {}}});
    QTimer::singleShot(briefMilliseconds, m_byKey[key], [this, key] { drop(key); });
}

void Notices::drop(const QString& key) {
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end())
        return;
    m_lines->removeWidget(found->second);
    found->second->hide();
    found->second->deleteLater();
    m_byKey.erase(found);
    place();
}

QString Notices::textOf(const QString& key) const {
    const auto found = m_byKey.find(key);
    return found == m_byKey.end() ? QString() : found->second->findChild<QLabel*>()->text();
}

QWidget* Notices::line(const QString& key, const QString& text, Tone tone,
                       std::vector<Answer> answers) {
    auto* line = new QFrame(this);
    line->setObjectName(tone == Tone::Warning ? QStringLiteral("warning")
                                              : QStringLiteral("quiet"));
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(12, 7, 8, 7);
    row->setSpacing(8);
    auto* label = new QLabel(text, line);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(label->sizeHint().width() > widest - 120);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(label, 1);
    for (Answer& answer : answers) {
        auto* button = new QToolButton(line);
        button->setText(answer.text);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        if (answer.text == QStringLiteral("✕"))
            button->setAccessibleName(tr("Close"));
        connect(button, &QToolButton::clicked, this, [this, key, run = std::move(answer.run)] {
            drop(key);
            run();
        });
        row->addWidget(button);
    }
    if (answers.empty())
        row->setContentsMargins(12, 7, 12, 7);
    paintLine(*line);
    return line;
}

void Notices::paintLine(QWidget& line) const {
    const Theme& colors = theme(themeOf(palette()));
    const bool warning = line.objectName() == QStringLiteral("warning");
    const QColor border = toQt(warning ? colors.warning.fill : colors.groupBorder);
    line.setStyleSheet(QStringLiteral("QFrame#%1 { background: %2; border: 1px solid %3; "
                                      "border-radius: 6px; } QLabel { color: %4; border: none; }")
                           .arg(line.objectName(), toQt(colors.calloutFill).name(), border.name(),
                                toQt(colors.text).name()));
}

void Notices::place() {
    setVisible(!m_byKey.empty());
    if (m_byKey.empty())
        return;
    const int room = parentWidget()->width() - 2 * edge;
    const int width = std::min({room, widest, std::max(200, m_lines->sizeHint().width())});
    const int height = m_lines->hasHeightForWidth() ? m_lines->heightForWidth(width)
                                                    : m_lines->sizeHint().height();
    setGeometry((parentWidget()->width() - width) / 2, edge, width, height);
    raise();
}

bool Notices::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void Notices::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        for (const auto& [key, line] : m_byKey)
            paintLine(*line);
    QWidget::changeEvent(event);
}

} // namespace limn
