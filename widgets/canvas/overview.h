// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QPointF>

#include "core/drawing/drawing.h"
#include "widgets/paint/painter.h"

namespace limn {

// Names and badges of groups over a picture that is too small for words. They keep their size, and
// where there is no room for all, the outer groups have it.
class Overview {
public:
    void take(const Drawing& drawing);
    // Paints what there is room for; the painter is in pixels, `toView` from picture to pixels.
    void paint(QPainter& painter, const QTransform& toView) const;
    // Which elements have a plate at a zoom; for tests and screen readers.
    std::vector<std::string> shownAt(double zoom) const;

    // From here down captions are not legible.
    static bool isAfar(double zoom) { return zoom < 0.375; }

private:
    struct Plate {
        std::string element;
        Box box; // in pixels, around its anchor
        QPointF anchor;
        double drop = 0;  // how far below it the middle is, in pixels
        double width = 0; // of the group
        Ink ink;
    };
    std::vector<const Plate*> chosen(double zoom) const;

    std::vector<Plate> m_plates;
};

} // namespace limn
