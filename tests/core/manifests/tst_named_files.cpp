// SPDX-License-Identifier: GPL-3.0-or-later
// Files that a manifest names: found below the opened folder alone, and their place in the system.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/manifests/file.h"
#include "core/manifests/named_files.h"
#include "core/manifests/read.h"

using namespace limn;

namespace {

void put(const QTemporaryDir& folder, const char* name, std::string_view text) {
    const QString path = folder.filePath(QString::fromUtf8(name));
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QVERIFY(writeFile(path.toStdString(), text));
}

Sources system() {
    Sources sources;
    sources.add(
        std::make_shared<const Source>("app/a/template.yaml", "", SourceRole::Found, "app"));
    sources.add(
        std::make_shared<const Source>("app/a/states.json", "{}", SourceRole::Found, "app"));
    sources.add(std::make_shared<const Source>("app/b/child.yaml", "", SourceRole::Found, "app"));
    sources.add(std::make_shared<const Source>("other.yaml", "", SourceRole::Named));
    return sources;
}

} // namespace

class TestNamedFiles : public QObject {
    Q_OBJECT
private slots:
    void findsWhatIsBelowTheOpenedFolder();
    void recordsWhatItCannotRead_data();
    void recordsWhatItCannotRead();
    void followsNoLinkOutOfTheFolder();
    void leavesOutWhatNoFormatKnows();
};

void TestNamedFiles::findsWhatIsBelowTheOpenedFolder() {
    const Sources sources = system();
    const FileTable table(sources);
    NamedFiles files(table, 0);
    QCOMPARE(files.find("states.json", {0, 0, 1}, false).index, 1U);
    QCOMPARE(files.find("./x/../states.json", {0, 0, 1}, false).index, 1U);
    QCOMPARE(files.find("../b/child.yaml", {0, 0, 1}, true).index, 2U);
    // A name inside an included file is meant from there.
    QCOMPARE(files.find("child.yaml", {2, 0, 1}, false).index, 2U);
    const std::vector<FragmentFile> seen = files.take();
    QCOMPARE(seen.size(), std::size_t{2});
    QCOMPARE(seen[0].source, sources.shared(1));
    QVERIFY(seen[0].isPart && !seen[0].isManifest);
    QVERIFY(seen[1].isPart && seen[1].isManifest);
}

void TestNamedFiles::recordsWhatItCannotRead_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("missing");
    QTest::addColumn<bool>("recorded");
    const QString above = QStringLiteral("it is not below the opened folder");
    const QString absolute =
        QStringLiteral("it is an absolute path, and only files below the opened folder are read");
    QTest::newRow("wanted") << "nowhere.json" << "" << true;
    QTest::newRow("above") << "../../other.yaml" << above << true;
    QTest::newRow("beside") << "../../application/x.yaml" << above << true;
    QTest::newRow("far above") << "../../../../../etc/passwd" << above << true;
    QTest::newRow("absolute") << "/etc/passwd" << absolute << true;
    QTest::newRow("home") << "~/x.yaml" << absolute << true;
    QTest::newRow("drive") << "C:\\x.yaml" << absolute << true;
    for (const char* name : {"https://a.b/c.yaml", "s3://bucket/key", "file:///etc/passwd", "",
                             "${Folder}/x.yaml", "arn:aws:s3:::bucket/x"})
        QTest::newRow(name) << name << "" << false;
}

void TestNamedFiles::recordsWhatItCannotRead() {
    QFETCH(QString, name);
    QFETCH(QString, missing);
    QFETCH(bool, recorded);
    const Sources sources = system();
    const FileTable table(sources);
    NamedFiles files(table, 0);
    QVERIFY(!files.find(name.toStdString(), {0, 0, 1}, false));
    const std::vector<FragmentFile> seen = files.take();
    QCOMPARE(!seen.empty(), recorded);
    if (recorded)
        QCOMPARE(QString::fromStdString(seen[0].missing), missing);
}

void TestNamedFiles::followsNoLinkOutOfTheFolder() {
    const QTemporaryDir folder;
    put(folder, "app/in.json", "inside");
    put(folder, "out.json", "outside");
    const std::string root = folder.filePath(QStringLiteral("app")).toStdString();
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("out.json")),
                        folder.filePath(QStringLiteral("app/out.json"))));
    QVERIFY(QFile::link(folder.path(), folder.filePath(QStringLiteral("app/up"))));
    QVERIFY(
        QFile::link(QStringLiteral("in.json"), folder.filePath(QStringLiteral("app/link.json"))));
    QCOMPARE(*readBelow(root, root + "/in.json"), std::string("inside"));
    QCOMPARE(*readBelow(root, root + "/link.json"), std::string("inside"));
    QVERIFY(!readBelow(root, root + "/out.json"));
    QVERIFY(!readBelow(root, root + "/up/out.json"));
    QVERIFY(!readBelow(root, root + "/none.json"));
    QVERIFY(!readBelow(root, root));
    // Nor does a walk.
    const Result<Sources> walked = load({root});
    QVERIFY(walked);
    for (const auto& source : *walked)
        QVERIFY(source->text() != "outside");
}

void TestNamedFiles::leavesOutWhatNoFormatKnows() {
    const QTemporaryDir folder;
    put(folder, "package.json", "{\"name\": \"x\"}");
    put(folder, "template.yaml", "api:\n  route: GET /x\nfunction:\n  handler: a.b\n");
    const std::string root = folder.path().toStdString();
    const Result<Snapshot> walked = open({root});
    QVERIFY(walked);
    QCOMPARE(walked->sources->size(), std::size_t{1});
    QVERIFY(walked->model->problems().empty());
    for (const Node& node : walked->model->nodes())
        QCOMPARE(node.at.source, 0U);
    // A manifest in ruins is not left out in silence.
    put(folder, "broken.yaml", "AWSTemplateFormatVersion: '2010-09-09\nResources: [\n");
    put(folder, "chart.yaml", "{{ if .Values.x }}\n a: [\n");
    const Result<Snapshot> broken = open({root});
    QVERIFY(broken);
    QCOMPARE(broken->sources->size(), std::size_t{2});
    QVERIFY((*broken->sources)[0].path().ends_with("broken.yaml"));
    QVERIFY(!broken->model->problems().empty());
    const Result<Snapshot> named = open({root + "/package.json"});
    QVERIFY(named);
    QCOMPARE(named->model->problems()[0].code, std::string("unknown-format"));
}

QTEST_GUILESS_MAIN(TestNamedFiles)
#include "tst_named_files.moc"
