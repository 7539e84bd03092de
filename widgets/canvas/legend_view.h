// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/drawing/drawing.h"

namespace limn {

// The legend of the lens in a corner of the canvas. It takes no clicks.
class LegendView : public QWidget {
    Q_OBJECT

public:
    explicit LegendView(QWidget* parent);

    // Hides where the drawing has no size.
    void show(Drawing legend);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();

    Drawing m_legend;
};

} // namespace limn
