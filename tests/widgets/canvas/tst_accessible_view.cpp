// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>

#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/view.h"

using namespace limn;

class TestAccessibleView : public QObject {
    Q_OBJECT

private slots:
    void partsAndLinesAreSeenWithNameAndPlace() {
        Desk desk;
        Canvas canvas(desk.document, desk.selection);
        canvas.resize(900, 600);
        canvas.show();
        desk.open(ordersText);
        QAccessibleInterface* view = QAccessible::queryAccessibleInterface(&canvas.view());
        QVERIFY(view);
        QCOMPARE(view->role(), QAccessible::List);
        QStringList names;
        for (int i = 0; i < view->childCount(); ++i) {
            QAccessibleInterface* child = view->child(i);
            QVERIFY(child && child->isValid());
            QCOMPARE(view->indexOfChild(child), i);
            QVERIFY(!child->text(QAccessible::Name).isEmpty());
            QVERIFY(child->rect().isValid());
            names << child->text(QAccessible::Name);
        }
        for (const char* name : {"Place", "Ship", "jobs", "orders-table"})
            QVERIFY2(names.contains(QString::fromUtf8(name)), name);
    }

    void pressSelects() {
        Desk desk;
        Canvas canvas(desk.document, desk.selection);
        canvas.show();
        desk.open(ordersText);
        QAccessibleInterface* view = QAccessible::queryAccessibleInterface(&canvas.view());
        for (int i = 0; i < view->childCount(); ++i) {
            QAccessibleInterface* child = view->child(i);
            if (child->text(QAccessible::Name) != QStringLiteral("Ship"))
                continue;
            QVERIFY(!child->state().selected);
            child->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
            QCOMPARE(desk.selection.single(), std::string("Ship"));
            QVERIFY(child->state().selected);
            return;
        }
        QFAIL("Ship is not among the children");
    }

    void whatIsGoneIsInvalid() {
        Desk desk;
        Canvas canvas(desk.document, desk.selection);
        canvas.show();
        desk.open(ordersText);
        QAccessibleInterface* view = QAccessible::queryAccessibleInterface(&canvas.view());
        QAccessibleInterface* first = view->child(0);
        QVERIFY(first->isValid());
        desk.document.startNew();
        desk.settle();
        QVERIFY(!first->isValid());
        QVERIFY(first->text(QAccessible::Name).isEmpty());
    }
};

QTEST_MAIN(TestAccessibleView)
#include "tst_accessible_view.moc"
