// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace limn {

// Lets screen readers see into a View: a list whose items are the parts and lines of the picture,
// each with its name, what it is, where it stands on screen, whether it is selected, and a press
// that selects it. Asking again does nothing.
void makeViewsAccessible();

} // namespace limn
