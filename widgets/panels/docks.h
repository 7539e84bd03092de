// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;
class QMenu;

namespace limn {

class Document;
class Selection;

// A dock for every panel of the table, each in its place.
void makeDocks(QMainWindow& window, Document& document, Selection& selection);

// Puts every dock back into its first place, closed ones too.
void resetDocks(QMainWindow& window);

// The docks with their check marks as a menu in this one, and how to put them back.
void listDocks(QMainWindow& window, QMenu& menu);

} // namespace limn
