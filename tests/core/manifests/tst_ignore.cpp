// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/manifests/file.h"
#include "core/manifests/ignore.h"
#include "core/manifests/read.h"

using namespace limn;

class TestIgnore : public QObject {
    Q_OBJECT
private slots:
    void patterns_data();
    void patterns();
    void lastPatternCounts();
    void isQuickOnManyStars();
    void walksWithoutWhatIsIgnored();
    void opensBuildOutputThatIsNamed();
};

void TestIgnore::patterns_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("ignored");
    const auto row = [](const char* pattern, const char* path, bool ignored) {
        QTest::addRow("%s on %s", pattern, path) << pattern << path << ignored;
    };
    row("a.yaml", "a.yaml", true);
    row("a.yaml", "x/y/a.yaml", true);
    row("a.yaml", "ba.yaml", false);
    row("/a.yaml", "a.yaml", true);
    row("/a.yaml", "x/a.yaml", false);
    row("x/a.yaml", "x/a.yaml", true);
    row("x/a.yaml", "y/x/a.yaml", false);
    row("**/x/a.yaml", "y/z/x/a.yaml", true);
    row("x/**/a.yaml", "x/a.yaml", true);
    row("x/**/a.yaml", "x/y/z/a.yaml", true);
    row("x/**", "x/y/a.yaml", true);
    row("x/**", "x", false);
    row("*.json", "x/package.json", true);
    row("*.json", "x/package.jsonc", false);
    row("x/*.json", "x/y/a.json", false);
    row("a?.yaml", "ab.yaml", true);
    row("a?.yaml", "a.yaml", false);
    row("[ab].yaml", "b.yaml", true);
    row("[!ab].yaml", "b.yaml", false);
    row("[a-c].yaml", "c.yaml", true);
    row("# a.yaml", "# a.yaml", false);
    row("\\#a.yaml", "#a.yaml", true);
    row("a.yaml  ", "a.yaml", true);
    row("x/", "x", false); // of a file
    row("[a.yaml", "[a.yaml", true);
}

void TestIgnore::patterns() {
    QFETCH(QString, pattern);
    QFETCH(QString, path);
    QFETCH(bool, ignored);
    const IgnoreRules rules(pattern.toStdString());
    QCOMPARE(rules.ignores(path.toStdString(), false).value_or(false), ignored);
}

void TestIgnore::lastPatternCounts() {
    const IgnoreRules rules("*.json\r\n!keep.json\nx/\n\n!\n/\n");
    QCOMPARE(rules.ignores("a.json", false), std::optional<bool>(true));
    QCOMPARE(rules.ignores("y/keep.json", false), std::optional<bool>(false));
    QCOMPARE(rules.ignores("a.yaml", false), std::optional<bool>());
    QCOMPARE(rules.ignores("y/x", true), std::optional<bool>(true));
}

void TestIgnore::isQuickOnManyStars() {
    std::string pattern, path;
    for (int i = 0; i < 200; ++i)
        pattern += "*a";
    path.assign(20000, 'a');
    QVERIFY(!IgnoreRules(pattern + 'b').ignores(path, false));
}

void TestIgnore::walksWithoutWhatIsIgnored() {
    const QTemporaryDir folder;
    const auto put = [&](const char* name, const char* text) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(writeFile(path.toStdString(), text));
    };
    put(".gitignore", "generated/\n*.out.yaml\nlocal/*\n!local/kept.yaml\n");
    put("a.yaml", "");
    put("a.out.yaml", "");
    put("generated/b.yaml", "");
    put("local/kept.yaml", "");
    put("local/other.yaml", "");
    put("app/.gitignore", "/own.yaml\n!b.out.yaml\n");
    put("app/own.yaml", "");
    put("app/b.out.yaml", "");
    put("app/x/own.yaml", "");
    put("cdk.out/c.template.json", "");
    put(".aws-sam/build/template.yaml", "");
    const Result<Sources> sources = load({folder.path().toStdString()});
    QVERIFY(sources);
    QStringList names;
    for (const auto& source : *sources)
        names << QDir(folder.path()).relativeFilePath(QString::fromStdString(source->path()));
    QCOMPARE(names,
             QStringList({QStringLiteral("a.yaml"), QStringLiteral("app/b.out.yaml"),
                          QStringLiteral("app/x/own.yaml"), QStringLiteral("local/kept.yaml")}));
}

void TestIgnore::opensBuildOutputThatIsNamed() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("cdk.out")));
    const std::string out = folder.filePath(QStringLiteral("cdk.out")).toStdString();
    QVERIFY(writeFile(out + "/a.template.json", "{}"));
    const Result<Sources> sources = load({out});
    QVERIFY(sources);
    QCOMPARE(sources->size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestIgnore)
#include "tst_ignore.moc"
