// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

class QWidget;

namespace limn {

class Document;
class Selection;

enum class PanelSide { Left, Right, Bottom };

// A panel of the window. It listens to the Document and the Selection and knows no other panel.
// `id` keeps its place between runs. `behind` is the id of an earlier panel in whose place it is a
// tab at first, behind it.
struct Panel {
    std::string_view id;
    const char* title = nullptr; // translated in the context "Panel"
    PanelSide side = PanelSide::Left;
    std::string_view behind{};
    QWidget* (*make)(Document& document, Selection& selection, QWidget* parent) = nullptr;
};

// Every panel, in the order they are docked.
std::span<const Panel* const> panels();

} // namespace limn
