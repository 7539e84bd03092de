// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace limn {

class Canvas;

// The lens the canvas is seen through, to choose and to read.
class LensBox : public QComboBox {
    Q_OBJECT

public:
    LensBox(Canvas& canvas, QWidget* parent);
};

} // namespace limn
