// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/model/fragment.h"
#include "widgets/canvas/connections.h"
#include "widgets/text.h"

using namespace limn;

namespace {

Model system() {
    auto fragment = std::make_shared<Fragment>();
    fragment->node("route", NodeKind::EntryPoint, {});
    fragment->node("Place", NodeKind::Function, {});
    fragment->node("Ship", NodeKind::Function, {});
    fragment->node("jobs", NodeKind::Queue, {});
    fragment->node("failed", NodeKind::Queue, {});
    fragment->node("news", NodeKind::Topic, {});
    fragment->node("table", NodeKind::Store, {});
    fragment->edge("route", "Place", EdgeKind::Triggers, {});
    return link({fragment});
}

QString meanings(const char* from, const char* to) {
    QStringList words;
    for (const Connect& connect : connectionsBetween(system(), from, to))
        words << QStringLiteral("%1 %2 %3")
                     .arg(toQt(connect.from), toQt(word(connect.kind)), toQt(connect.to));
    return words.join(QStringLiteral(", "));
}

} // namespace

class TestConnections : public QObject {
    Q_OBJECT

private slots:
    void meaning_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("meaning");
        const auto row = [](const char* from, const char* to, const char* meaning) {
            QTest::addRow("%s to %s", from, to)
                << QString::fromUtf8(from) << QString::fromUtf8(to) << QString::fromUtf8(meaning);
        };
        row("route", "Ship", "route triggers Ship");
        row("route", "Place", "");
        row("Place", "jobs", "Place publishes jobs, Place fails_to jobs");
        row("Place", "news", "Place publishes news");
        row("Place", "table", "Place writes table, Place reads table");
        row("Place", "Ship", "Place invokes Ship");
        row("jobs", "Ship", "jobs triggers Ship");
        row("jobs", "failed", "jobs fails_to failed");
        row("table", "Ship", "table triggers Ship, Ship reads table");
        row("Place", "Place", "");
        row("Place", "route", "");
        row("table", "jobs", "");
    }

    void meaning() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, meaning);
        QCOMPARE(meanings(from.toUtf8().constData(), to.toUtf8().constData()), meaning);
    }

    void targetsAreThePartsALineMayEndAt() {
        const std::set<std::string, std::less<>> targets = connectionTargets(system(), "route");
        QVERIFY(targets.contains("Ship"));
        QVERIFY2(!targets.contains("Place"), "that line is there already");
        QVERIFY(!targets.contains("table"));
    }
};

QTEST_APPLESS_MAIN(TestConnections)
#include "tst_connections.moc"
