// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/lens_box.h"

#include "core/drawing/lens.h"
#include "widgets/canvas/canvas.h"
#include "widgets/text.h"

namespace limn {

LensBox::LensBox(Canvas& canvas, QWidget* parent) : QComboBox(parent) {
    setObjectName(QStringLiteral("lens"));
    setAccessibleName(tr("Lens"));
    setToolTip(tr("What the colours tell (0 to 6 on the canvas)"));
    addItem(tr("Plain"), QString());
    for (const Lens* lens : lenses()) {
        addItem(toQt(lens->title), toQt(lens->id));
        setItemData(count() - 1, toQt(lens->meaning), Qt::ToolTipRole);
    }
    connect(this, &QComboBox::activated, this, [this, &canvas] {
        canvas.setLens(toUtf8(currentData().toString()));
        canvas.setFocus();
    });
    connect(&canvas, &Canvas::lensChanged, this,
            [this, &canvas] { setCurrentIndex(findData(toQt(canvas.lens()))); });
    setCurrentIndex(findData(toQt(canvas.lens())));
}

} // namespace limn
