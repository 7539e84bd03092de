// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/manifests/asl/condition.h"
#include "core/manifests/asl/machine.h"
#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/model_text.h"

using namespace limn;
using namespace limn::test;

// State machines in files of their own: each case folder is one and what it must come to.
class AslTest : public QObject {
    Q_OBJECT

private slots:
    void reads_data() {
        QTest::addColumn<QString>("folder");
        const QString root = testsFolder("core/manifests/asl");
        for (const QString& name : caseFolders(root))
            QTest::newRow(qPrintable(name)) << root + QLatin1Char('/') + name;
    }
    void reads() {
        QFETCH(QString, folder);
        compareWithFile(modelText(readCase(folder)), folder + QStringLiteral("/expected.txt"));
    }

    void spellsConditions_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("text");
        QTest::newRow("equal") << R"({"Variable": "$.a", "StringEquals": "x"})" << R"($.a = "x")";
        QTest::newRow("path") << R"({"Variable": "$.a", "NumericLessThanEqualsPath": "$.b"})"
                              << "$.a <= $.b";
        QTest::newRow("test") << R"({"Variable": "$.a", "IsNull": false})" << "$.a is not null";
        QTest::newRow("match") << R"({"Variable": "$.a", "StringMatches": "*.csv"})"
                               << R"($.a matches "*.csv")";
        QTest::newRow("joined") << R"({"Or": [{"Variable": "$.a", "BooleanEquals": true},
            {"And": [{"Variable": "$.b", "IsPresent": true}, {"Not": {"Variable": "$.c", "IsString": true}}]}]})"
                                << "$.a = true or ($.b is present and not $.c is a text)";
        QTest::newRow("jsonata") << R"({"Condition": "{% $n > 3 %}"})" << "$n > 3";
        QTest::newRow("nothing") << R"({"Next": "A"})" << "";
    }
    void spellsConditions() {
        QFETCH(QString, rule);
        QFETCH(QString, text);
        const Source source("rule.json", rule.toStdString());
        const Tree tree = Tree::parse(source, 0);
        QCOMPARE(QString::fromStdString(asl::conditionOf(tree.root())), text);
    }

    void boundsStates() {
        std::string text = R"({"StartAt": "S0", "States": {)";
        for (int i = 0; i < 30'000; ++i)
            text += fmt::format(R"({}"S{}": {{"Type": "Pass", "Next": "S{}"}})", i ? "," : "", i,
                                (i + 1) % 30'000);
        const Snapshot snapshot = snapshotOf("flow.json", text + "}}");
        QCOMPARE(snapshot.model->states().size(), 20'000U);
        const auto problems = snapshot.model->problems();
        QVERIFY(
            std::ranges::any_of(problems, [](const Problem& p) { return p.code == "too-large"; }));
    }
    void boundsDepth() {
        std::string open, close;
        for (int i = 0; i < 45; ++i) {
            open += fmt::format(
                R"({{"StartAt": "M{0}", "States": {{"M{0}": {{"Type": "Map", "End": true, "Iterator": )",
                i);
            close += "}}}";
        }
        const Snapshot snapshot =
            snapshotOf("flow.json",
                       open + R"({"StartAt": "P", "States": {"P": {"Type": "Succeed"}}})" + close);
        QVERIFY(!snapshot.model->states().empty());
        QVERIFY(std::ranges::any_of(snapshot.model->problems(),
                                    [](const Problem& p) { return p.code == "too-deep"; }));
    }
};

QTEST_GUILESS_MAIN(AslTest)
#include "tst_asl.moc"
