// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/manifests/file.h"
#include "core/manifests/read.h"

using namespace limn;

namespace {

std::string pathIn(const QTemporaryDir& folder, const char* name) {
    return folder.filePath(QString::fromLatin1(name)).toStdString();
}

} // namespace

class TestFile : public QObject {
    Q_OBJECT
private slots:
    void writesAndReadsBack();
    void keepsPermissionsAndLinks();
    void keepsTheOwner();
    void leavesTheOldFileWhenItCannotWrite();
    void leavesTheOldFileWhenTheDiskIsFull();
    void saysWhatCannotBeRead();
    void walksAFolderWithoutItsDependencies();
};

void TestFile::writesAndReadsBack() {
    const QTemporaryDir folder;
    const std::string path = pathIn(folder, "a.yaml"), text("a: 1\r\nno last newline\0x", 24);
    QVERIFY(writeFile(path, text));
    const Result<std::string> read = readFile(path);
    QVERIFY(read);
    QCOMPARE(*read, text);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestFile::keepsPermissionsAndLinks() {
    const QTemporaryDir folder;
    const std::string path = pathIn(folder, "a.yaml");
    QVERIFY(writeFile(path, "old"));
    const QString name = QString::fromStdString(path);
    QVERIFY(QFile::setPermissions(name, QFile::ReadOwner | QFile::WriteOwner));
    const QString linked = folder.filePath(QStringLiteral("link.yaml"));
    QVERIFY(QFile::link(name, linked));
    QVERIFY(writeFile(linked.toStdString(), "new"));
    QVERIFY(QFileInfo(linked).isSymLink());
    QCOMPARE(*readFile(path), std::string("new"));
    QVERIFY(!(QFile::permissions(name) & (QFile::ReadGroup | QFile::ReadOther)));
}

void TestFile::keepsTheOwner() {
    const QTemporaryDir folder;
    const std::string path = pathIn(folder, "a.yaml");
    QVERIFY(writeFile(path, "old"));
    if (::chown(path.c_str(), 1234, 4321) != 0)
        QSKIP("giving files away takes rights that this user does not have");
    QVERIFY(writeFile(path, "new"));
    struct stat now{};
    QCOMPARE(::stat(path.c_str(), &now), 0);
    QCOMPARE(now.st_uid, uid_t(1234));
    QCOMPARE(now.st_gid, gid_t(4321));
}

// A limit on what may be written ends a write in the middle, as a full disk does.
void TestFile::leavesTheOldFileWhenTheDiskIsFull() {
    const QTemporaryDir folder;
    const std::string path = pathIn(folder, "a.yaml");
    QVERIFY(writeFile(path, "old"));
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 4096;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const Result<Done> written = writeFile(path, std::string(10000, 'x'));
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!written);
    QVERIFY2(written.error().message.find(path) != std::string::npos,
             written.error().message.c_str());
    QCOMPARE(*readFile(path), std::string("old"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden),
             QStringList(QStringLiteral("a.yaml")));
}

void TestFile::leavesTheOldFileWhenItCannotWrite() {
    const Result<Done> written = writeFile("/nowhere at all/a.yaml", "x");
    QVERIFY(!written);
    QVERIFY(written.error().message.find("/nowhere at all/a.yaml") != std::string::npos);
}

void TestFile::saysWhatCannotBeRead() {
    const QTemporaryDir folder;
    const Result<std::string> missing = readFile(pathIn(folder, "missing.yaml"));
    QVERIFY(!missing);
    QVERIFY(missing.error().message.find("No such file") != std::string::npos);
    QVERIFY(!readFile(folder.path().toStdString()));
    QVERIFY(!load({}));
}

void TestFile::walksAFolderWithoutItsDependencies() {
    const QTemporaryDir folder;
    for (const char* name :
         {"b/template.yaml", "a.json", "node_modules/x.yaml", ".git/y.yaml", "notes.txt"}) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY(writeFile(path.toStdString(), "{}"));
    }
    const Result<Sources> sources = load({folder.path().toStdString()});
    QVERIFY(sources);
    QCOMPARE(sources->size(), std::size_t{2});
    QVERIFY((*sources)[0].path().ends_with("/a.json"));
    QVERIFY((*sources)[1].path().ends_with("/b/template.yaml"));
}

QTEST_GUILESS_MAIN(TestFile)
#include "tst_file.moc"
