// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <QObject>
#include <QPoint>
#include <QPointF>

#include "core/drawing/draw.h"
#include "widgets/canvas/connect_gesture.h"
#include "widgets/canvas/drag_preview.h"

class QMouseEvent;
class QRubberBand;

namespace limn {

class Document;
class Selection;
class View;

// What the mouse does to parts: select, drag, draw a rubber band, connect, follow a link. Each
// gesture ends in one call of the Document or Selection, or in a signal where somebody else has to
// act.
class Hand : public QObject {
    Q_OBJECT

public:
    Hand(View& view, Scene& scene, Document& document, Selection& selection,
         std::function<DrawOptions()> options);
    ~Hand() override;

    // Offers the connect handle at the part the user is at.
    void refreshHandle();
    // The next click on a part ends a line from this one.
    void beginConnect(const std::string& from);
    // Breaks off what is under way; false when nothing was.
    bool cancel();
    // Whether parts are held away from where the document has them.
    bool isDragging() const { return m_preview.isActive() && !m_dropped; }
    // The document has caught up with what was dropped.
    void settle();

signals:
    void badgeClicked(const std::string& element);
    void linkClicked(const std::string& link, const std::string& finding);
    void connectAsked(const std::string& from, const std::string& to, QPoint at);
    // A double click on what is now the one selected element.
    void openAsked();
    void menuAsked(QPoint at);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(QMouseEvent& event);
    bool move(QMouseEvent& event);
    bool release(QMouseEvent& event);
    bool context(QPoint at, QPoint global);
    void pick(DrawnItem* item, Qt::KeyboardModifiers modifiers);
    void startDrag();
    void drag(QPointF to);
    void drop();
    void rubber(QPoint to);
    void hover(QPointF at);
    void finishConnect(QPointF at, QPoint global);
    bool isEditable() const;
    QPointF snapped(QPointF by) const;
    Scene::Elements movable() const;

    enum class Doing { Nothing, Pressed, Dragging, Rubber, Connecting, ClickConnecting };

    View& m_view;
    Scene& m_scene;
    Document& m_document;
    Selection& m_selection;
    std::function<DrawOptions()> m_options;
    ConnectGesture m_connect;
    DragPreview m_preview;
    Doing m_doing = Doing::Nothing;
    QPoint m_pressedAt; // in the viewport
    QPointF m_pressedScene;
    std::string m_pressedBadge;
    std::string m_pressedLink;
    std::string m_pressedFinding;
    std::string m_pressedGroup; // a group whose ground was pressed
    std::string m_pressedElement;
    std::string m_hovered;
    QPointF m_anchor; // top left corner of the part that snaps
    bool m_canDrag = false;
    bool m_dropped = false;
    QRubberBand* m_band;
};

} // namespace limn
