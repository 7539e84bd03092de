// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <QTimer>
#include <QWidget>

#include "core/drawing/draw.h"
#include "widgets/canvas/scene.h"
#include "widgets/canvas/shown_picture.h"

class QLabel;

namespace limn {

class Document;
class Hand;
class LegendView;
class Notices;
class Selection;
class View;

// The picture of a Document, to look at and to edit: draws it when it changed, and turns what is
// asked of the selected parts into calls of the Document. What the mouse does is Hand's, the camera
// is View's. Actions added to this widget make its context menu.
class Canvas : public QWidget {
    Q_OBJECT

public:
    Canvas(Document& document, Selection& selection, QWidget* parent = nullptr);
    ~Canvas() override;

    View& view() { return *m_view; }
    Scene& scene() { return m_scene; }
    Notices& notices() { return *m_notices; }

    void selectAll();
    void removeSelected();
    void renameSelected();
    // The next click on a part connects the selected one to it.
    void connectSelected();
    void duplicateSelected();
    void setPinned(bool pinned);
    void selectSameKind();
    void zoomToSelection();
    // Leaves in sight what the selected parts touch, what work from the selected one comes to, or
    // the way between the two selected ones; the rest fades until leaveFocus().
    void focusNeighbours();
    void focusReached();
    void focusBetween();
    bool leaveFocus(); // false when there was none
    // Opens or closes the callouts of what stands at this element.
    void toggleCallouts(const std::string& element);
    void openCallouts(std::set<std::string, std::less<>> fingerprints);
    // The lens the picture is seen through; empty for the classes, without a legend.
    const std::string& lens() const;
    void setLens(const std::string& id);
    // Closes the selected group to one part, or opens it again.
    void toggleSelectedGroup();
    // A group closes or opens, a workflow shows its states, a state its text; anything else is
    // inspected.
    void openSelected();
    bool showsStates() const;
    void leaveStates();
    // What is drawn, and the workflow whose states that are; empty for the system.
    const Derived& shown() const;
    const std::string& workflow() const;
    // Does what mends a finding, where it has a fix.
    void applyFix(const std::string& fingerprint);

signals:
    // The selected part's properties are wanted.
    void inspectAsked();
    // Another lens, or another picture.
    void lensChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void listen();
    void redraw();
    void turnPicture();
    void takeDerived();
    void takeSelection();
    void dressSelection();
    void focusOn(const QString& words, std::function<Scene::Elements(const Model&)> choose);
    void takeFocus();
    void revealSelected();
    const DrawnItem* bodyAround(const std::string& element) const;
    std::set<std::string, std::less<>> selectedReferences() const;
    void takeAdded(const std::vector<std::string>& ids);
    void sayWhatHolds();
    void sayOutside(const QString& message);
    void editName(const std::string& node);
    void askConnection(const std::string& from, const std::string& to, QPoint at);
    void connectParts(const Connect& connect);
    void followLink(const std::string& link, const std::string& finding);
    void addPart(int choice, QPointF at);
    bool key(QKeyEvent& event);
    void nudge(QPointF by);
    void walk(QPointF direction);
    bool dropPart(QEvent& event);
    DrawOptions options() const;

    Document& m_document;
    Selection& m_selection;
    Scene m_scene;
    ShownPicture m_shown;
    View* m_view;
    Hand* m_hand;
    Notices* m_notices;
    LegendView* m_legend;
    QLabel* m_hint;
    QTimer m_slow; // says what is pending when it takes long
    std::set<std::string, std::less<>> m_callouts;
    std::set<std::string, std::less<>> m_unfolded; // elements whose references are drawn as lines
    std::function<Scene::Elements(const Model&)> m_focusOf;   // empty without a focus
    std::optional<std::pair<double, QPointF>> m_systemCamera; // while states are shown
    std::string m_saidNote;
    std::string m_renameNext;
    bool m_nameDropped = false;
    bool m_fitNext = true;
};

} // namespace limn
