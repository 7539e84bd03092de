// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace limn {

// What this program is: its version, its licence, and those of what it is built with.
void showAbout(QWidget& window);

} // namespace limn
