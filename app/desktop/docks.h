// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;

namespace limn {

class Document;
class Selection;

// Puts the panels of the table around the middle of the window.
void addDocks(QMainWindow& window, Document& document, Selection& selection);

} // namespace limn
