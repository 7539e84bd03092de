// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/manifests/neutral/neutral.h"
#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/model_text.h"

using namespace limn;
using namespace limn::test;

class NeutralTest : public QObject {
    Q_OBJECT

private slots:
    void reads_data() {
        QTest::addColumn<QString>("folder");
        const QString root = testsFolder("core/manifests/neutral");
        for (const QString& name : caseFolders(root))
            QTest::newRow(qPrintable(name)) << root + QLatin1Char('/') + name;
    }
    void reads() {
        QFETCH(QString, folder);
        compareWithFile(modelText(readCase(folder)), folder + QStringLiteral("/expected.txt"));
    }

    void recognisesItsOwn_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isNeutral");
        const std::pair<const char*, bool> rows[] = {
            {"limn: 1\n", true},
            {"function:\n  handler: a.b\n", true},
            {"api: {route: GET /}\nunknown: 1\n", true},
            {"resources: {queue: jobs}\n", true},
            {"queues:\n  jobs:\n", true},
            {"{\"limn\": 1, \"queues\": {\"jobs\": null}}", true},
            {"", false},
            {"just text", false},
            {"name: build\non: push\njobs: {}\n", false},
            {"{\"limn\": 1, \"nodes\": []}", false},
            {"{\"limn\": 1, \"findings\": []}", false},
            {"Resources: {A: {Type: AWS::SQS::Queue}}\nfunctions: {a: {}}\n", false},
            {"service: a\nprovider: {name: aws}\nfunctions: {a: {handler: b}}\n", false},
            {"version: 1.0\nprovider: {name: openfaas}\nfunctions: {a: {handler: b}}\n", false},
            {"openapi: 3.0.0\nfunction: {handler: a}\n", false},
            {"resources:\n- name: vm\n  type: compute.v1.instance\n", false},
        };
        for (const auto& [text, isNeutral] : rows)
            QTest::newRow(text) << QString::fromUtf8(text) << isNeutral;
    }
    void recognisesItsOwn() {
        QFETCH(QString, text);
        QFETCH(bool, isNeutral);
        const Source source("x", text.toStdString());
        QCOMPARE(recognisesNeutral(Tree::parse(source, 0)), isNeutral);
    }

    // What is small as text may be vast when aliases are followed; the reader gives up and says so.
    void boundsWhatAliasesMultiply() {
        std::string text = "limn: 1\nfunctions:\n  first:\n    invokes: &lines [";
        for (int i = 0; i < 3000; ++i)
            text += "first, ";
        text += "first]\n";
        for (int i = 0; i < 3000; ++i)
            text += fmt::format("  f{}: {{invokes: *lines}}\n", i);
        const Snapshot snapshot = snapshotOf("bomb.yaml", std::move(text));
        QVERIFY(std::ranges::any_of(snapshot.model->problems(),
                                    [](const Problem& p) { return p.code == "too-large"; }));
        QVERIFY(snapshot.model->node("first"));
    }

    void boundsProblems() {
        std::string text = "limn: 1\nfunctions:\n  f:\n";
        for (int i = 0; i < 20'000; ++i)
            text += fmt::format("    zzz{}: 1\n", i);
        const Snapshot snapshot = snapshotOf("noise.yaml", std::move(text));
        QVERIFY(snapshot.model->problems().size() < 3000);
        QVERIFY(std::ranges::any_of(snapshot.model->problems(),
                                    [](const Problem& p) { return p.code == "more-problems"; }));
    }

    // Every cut and every damaged byte of a manifest still gives a model.
    void survivesDamage() {
        const std::string text =
            contents(testsFolder("core/manifests/neutral/long-form/manifest.yaml")).toStdString();
        for (std::size_t i = 0; i < text.size(); i += 7) {
            (void)snapshotOf("cut.yaml", text.substr(0, i));
            for (const char c : {'[', '{', '\'', ':', '&', '*', '\t', '\xff'}) {
                std::string damaged = text;
                damaged[i] = c;
                (void)snapshotOf("damaged.yaml", std::move(damaged));
            }
        }
    }

    void stopsWhenAsked() {
        const Source source("x", "limn: 1\nqueues: {a: , b: }\n");
        const Tree tree = Tree::parse(source, 0);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(readNeutral({source, 0, tree, stop.get_token()}).nodes.empty());
        QCOMPARE(readNeutral({source, 0, tree, {}}).nodes.size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(NeutralTest)
#include "tst_neutral.moc"
