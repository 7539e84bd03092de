// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/accessible_view.h"

#include <algorithm>
#include <map>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include "widgets/canvas/scene.h"
#include "widgets/canvas/view.h"
#include "widgets/text.h"

namespace limn {
namespace {

// One part or line. It names its element and looks it up whenever it is asked, so that it is never
// left with an item that is gone.
class AccessibleElement : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    AccessibleElement(View& view, std::string element)
        : m_view(&view), m_element(std::move(element)) {}

    bool isValid() const override { return m_view && item(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_view.data());
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        const DrawnItem* drawn = item();
        if (!drawn)
            return {};
        if (kind == QAccessible::Name)
            return toQt(drawn->drawn().title);
        return kind == QAccessible::Description ? toQt(drawn->drawn().description) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        const DrawnItem* drawn = item();
        if (!drawn)
            return {};
        const QRect inView = m_view->mapFromScene(drawn->sceneBoundingRect()).boundingRect();
        return {m_view->viewport()->mapToGlobal(inView.topLeft()), inView.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        const DrawnItem* drawn = item();
        state.invalid = !drawn;
        state.selectable = state.focusable = true;
        state.selected = drawn && m_view->elements().isSelected(m_element);
        state.offscreen =
            drawn && !rect().intersects(QRect(m_view->viewport()->mapToGlobal(QPoint()),
                                              m_view->viewport()->size()));
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (m_view && name == pressAction())
            emit m_view->pickAsked(m_element);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    const DrawnItem* item() const {
        return m_view ? m_view->elements().bodyOf(m_element) : nullptr;
    }

    QPointer<View> m_view;
    std::string m_element;
};

class AccessibleView : public QAccessibleWidget {
public:
    explicit AccessibleView(View* view)
        : QAccessibleWidget(view, QAccessible::List, View::tr("Diagram")) {}
    ~AccessibleView() override {
        for (const auto& [element, id] : m_ids)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return static_cast<int>(elements().size()); }
    QAccessibleInterface* child(int index) const override {
        const std::vector<std::string> all = elements();
        return index >= 0 && index < static_cast<int>(all.size())
                   ? of(all[static_cast<std::size_t>(index)])
                   : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        const std::vector<std::string> all = elements();
        const auto at = std::find_if(all.begin(), all.end(), [&](const std::string& element) {
            return of(element) == wanted;
        });
        return at == all.end() ? -1 : static_cast<int>(at - all.begin());
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        const QPointF at = view()->mapToScene(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        const DrawnItem* item = view()->elements().itemAtPoint(at);
        return item && view()->elements().bodyOf(item->element()) ? of(item->element()) : nullptr;
    }

private:
    View* view() const { return static_cast<View*>(widget()); }
    // In one order, whatever the scene keeps them in.
    std::vector<std::string> elements() const {
        std::vector<std::string> all;
        for (const DrawnItem* body : view()->elements().bodies())
            all.push_back(body->element());
        std::sort(all.begin(), all.end());
        return all;
    }
    QAccessibleInterface* of(const std::string& element) const {
        const auto [at, isNew] = m_ids.try_emplace(element, 0);
        if (isNew)
            at->second =
                QAccessible::registerAccessibleInterface(new AccessibleElement(*view(), element));
        return QAccessible::accessibleInterface(at->second);
    }

    mutable std::map<std::string, QAccessible::Id> m_ids;
};

QAccessibleInterface* interfaceOf(const QString&, QObject* object) {
    auto* view = qobject_cast<View*>(object);
    return view ? new AccessibleView(view) : nullptr;
}

} // namespace

void makeViewsAccessible() { QAccessible::installFactory(interfaceOf); }

} // namespace limn
