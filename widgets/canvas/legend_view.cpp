// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/legend_view.h"

#include <QEvent>
#include <QPainter>

#include "widgets/paint/painter.h"
#include "widgets/paint/palette.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int edge = 12;
constexpr double radius = 8;

} // namespace

LegendView::LegendView(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName(QStringLiteral("legend"));
    parent->installEventFilter(this);
    hide();
}

void LegendView::show(Drawing legend) {
    m_legend = std::move(legend);
    setAccessibleName(toQt(m_legend.title));
    QStringList rows;
    for (const DrawingItem& item : m_legend.items)
        rows << toQt(item.title + ": " + item.description);
    setAccessibleDescription(rows.join(QStringLiteral("; ")));
    place();
    update();
}

void LegendView::place() {
    const Box& box = m_legend.bounds;
    setVisible(!box.empty());
    const QSize size(static_cast<int>(std::ceil(box.w)), static_cast<int>(std::ceil(box.h)));
    setGeometry({QPoint(edge, parentWidget()->height() - size.height() - edge), size});
    raise();
}

bool LegendView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void LegendView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const Theme& colors = theme(themeOf(palette()));
    painter.setPen(QPen(toQt(colors.groupBorder), 1));
    painter.setBrush(toQt(colors.calloutFill));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.translate(-m_legend.bounds.x, -m_legend.bounds.y);
    for (const DrawingItem& item : m_legend.items)
        Ink(item).paint(painter);
}

} // namespace limn
