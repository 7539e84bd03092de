// SPDX-License-Identifier: GPL-3.0-or-later
// Every folder below `edit` is a case: `before.*` is the manifest, `intents.jsonl` what is done to
// it. `after.*` is what comes out, `refused.txt` the reason when nothing does.
#include <QtTest>

#include "core/manifests/edit.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;

namespace {

const QString casesFolder = test::testsFolder("core/manifests/edit");

std::vector<Intent> intentsOf(const QByteArray& lines) {
    std::vector<Intent> intents;
    for (const QByteArray& line : lines.split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const auto intent = parseIntent(line.toStdString());
        if (!intent) {
            QTest::qFail(intent.error().message.c_str(), __FILE__, __LINE__);
            return {};
        }
        intents.push_back(*intent);
    }
    return intents;
}

std::string textOf(const Snapshot& snapshot, std::uint32_t index = 0) {
    return (*snapshot.sources)[index].text();
}

} // namespace

class TestEdit : public QObject {
    Q_OBJECT
private slots:
    void writesTheCase_data() {
        QTest::addColumn<QString>("folder");
        for (const QString& name : test::caseFolders(casesFolder))
            QTest::newRow(qPrintable(name)) << casesFolder + QLatin1Char('/') + name;
    }
    void writesTheCase() {
        QFETCH(QString, folder);
        const QStringList before =
            QDir(folder).entryList({QStringLiteral("before.*")}, QDir::Files);
        QCOMPARE(before.size(), 1);
        const QString path = folder + QLatin1Char('/') + before.first();
        const QByteArray bytes = test::contents(path);
        const Snapshot start = test::snapshotOf(before.first().toStdString(), bytes.toStdString());
        const auto intents = intentsOf(test::contents(folder + QStringLiteral("/intents.jsonl")));
        const auto result = edit(start, intents);
        const QString refused = folder + QStringLiteral("/refused.txt");
        const QString after =
            folder + QLatin1Char('/') +
            QString(before.first()).replace(QStringLiteral("before"), QStringLiteral("after"));
        QCOMPARE(QByteArray::fromStdString(textOf(start)), bytes);
        if (!result) {
            QVERIFY2(!QFile::exists(after), result.error().message.c_str());
            return test::compareWithFile(result.error().message + '\n', refused);
        }
        QVERIFY2(!QFile::exists(refused), "what was to be refused is done");
        test::compareWithFile(textOf(*result), after);
        if (!qEnvironmentVariableIsSet("LIMN_UPDATE"))
            QCOMPARE(QByteArray::fromStdString(textOf(*result)), test::contents(after));
    }

    void theDiagramFollowsANewName() {
        Snapshot start =
            test::snapshotOf("a.yaml", "function:\n  handler: a.b\napi:\n  route: GET /\n"
                                       "resources:\n  queue: jobs\n");
        Diagram diagram;
        diagram.spots["function"].at = {8, 16};
        diagram.spots["function.api"].pinned = true;
        diagram.notes["function.api triggers function"] = "at once";
        diagram.collapsed.insert("function");
        diagram.accepted["RTY002:jobs,function"].reason = "tried";
        diagram.accepted["RTY006:function#timeout_seconds"].reason = "known";
        start.diagram = std::make_shared<const Diagram>(diagram);
        const auto after = edit(
            start, std::vector<Intent>{Rename{"function", "Upload"}, Rename{"jobs", "file-jobs"}});
        QVERIFY2(bool(after), after ? "" : after.error().message.c_str());
        const Diagram& now = *after->diagram;
        QVERIFY(now.spots.contains("Upload") && now.spots.contains("Upload.api"));
        QCOMPARE(now.spots.at("Upload").at.y, 16.0);
        QVERIFY(now.notes.contains("Upload.api triggers Upload"));
        QVERIFY(now.collapsed.contains("Upload"));
        QVERIFY(now.accepted.contains("RTY002:file-jobs,Upload"));
        QVERIFY(now.accepted.contains("RTY006:Upload#timeout_seconds"));
        QCOMPARE(now.spots.size(), std::size_t(2));
        QVERIFY(start.diagram->spots.contains("function"));
    }

    void allOrNone() {
        const Snapshot start = test::snapshotOf("a.yaml", "limn: 1\nqueues:\n  a:\n");
        const auto after = edit(start, std::vector<Intent>{Remove{"a"}, Remove{"a"}});
        QVERIFY(!after);
        QCOMPARE(QString::fromStdString(after.error().message),
                 QStringLiteral("Could not remove a: there is no part `a`."));
        QCOMPARE(textOf(start), std::string("limn: 1\nqueues:\n  a:\n"));
    }

    void nothingIsReadWhenStopped() {
        std::stop_source stop;
        stop.request_stop();
        const Snapshot start = test::snapshotOf("a.yaml", "limn: 1\nqueues:\n  a:\n");
        const auto after = edit(start, std::vector<Intent>{Remove{"a"}}, stop.get_token());
        QVERIFY(!after);
        QCOMPARE(QString::fromStdString(after.error().message), QStringLiteral("stopped"));
    }

    void severalFilesKeepTheirIds() {
        Sources sources;
        sources.add(std::make_shared<const Source>(
            "orders.yaml", "limn: 1\nqueues:\n  jobs:\nfunctions:\n  work:\n"));
        sources.add(std::make_shared<const Source>("bills.yaml", "limn: 1\nqueues:\n  jobs:\n"));
        Snapshot start;
        start.model = std::make_shared<const Model>(read(sources));
        start.sources = std::make_shared<const Sources>(sources);
        const auto after = edit(
            start, std::vector<Intent>{
                       Connect{"bills/jobs", "orders/work", EdgeKind::Triggers, {}},
                       Connect{"orders/work", "orders/jobs", EdgeKind::Publishes, {}},
                       Rename{"orders/jobs", "tasks"}, AddNode{NodeKind::Topic, "", "news", "", {}},
                       SetProperty{"bills/jobs", "visibility_timeout_seconds", Value(60)}});
        QVERIFY2(bool(after), after ? "" : after.error().message.c_str());
        QCOMPARE(
            QString::fromStdString(textOf(*after, 0)),
            QStringLiteral("limn: 1\nqueues:\n  tasks:\nfunctions:\n  work:\n    publishes: tasks\n"
                           "topics:\n  news:\n"));
        QCOMPARE(QString::fromStdString(textOf(*after, 1)),
                 QStringLiteral("limn: 1\nqueues:\n  jobs:\n    triggers: orders/work\n"
                                "    visibility_timeout_seconds: 60\n"));
    }

    void aNewManifestTakesParts() {
        const Snapshot start = test::snapshotOf("new.yaml", emptyManifest("my: shop"));
        QCOMPARE(textOf(start), std::string("limn: 1\nname: \"my: shop\"\n"));
        const auto after =
            edit(start, std::vector<Intent>{AddNode{NodeKind::Function, "", "Work", "", {}}});
        QVERIFY2(bool(after), after ? "" : after.error().message.c_str());
        QCOMPARE(textOf(*after), std::string("limn: 1\nname: \"my: shop\"\nfunctions:\n  Work:\n"));
        QCOMPARE(emptyManifest(""), std::string("limn: 1\n"));
    }
};

QTEST_APPLESS_MAIN(TestEdit)
#include "tst_edit.moc"
