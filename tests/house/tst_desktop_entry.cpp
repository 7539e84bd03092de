// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop is told of the program: metainfo, entry, MIME types and icon agree with each
// other, are installed, and pass the desktop's own tools where those are.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {

QString inResources(const QString& name) {
    return QStringLiteral(LIMN_SOURCE_DIR "/resources/") + name;
}

QString metainfo() { return inResources(QStringLiteral("desktop/limn.metainfo.xml")); }

QString textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// The value of a key of the desktop entry.
QString valueOf(const QString& key) {
    const QRegularExpression line(QStringLiteral("^%1=(.*)$").arg(key),
                                  QRegularExpression::MultilineOption);
    return line.match(textOf(inResources(QStringLiteral("desktop/limn.desktop")))).captured(1);
}

struct Said {
    int status = -1;
    QByteArray words;
};

Said run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAll()};
}

// The project has no domain of its own from which to name itself; all else counts.
QStringList validated(const QString& path) {
    return {QStringLiteral("validate"), QStringLiteral("--no-net"), QStringLiteral("--override"),
            QStringLiteral("cid-desktopapp-is-not-rdns=info"), path};
}

} // namespace

class TestDesktopEntry : public QObject {
    Q_OBJECT

private slots:
    void metainfoAndEntryAgree() {
        const QString text = textOf(metainfo());
        QVERIFY(
            text.contains(QStringLiteral("<name>%1</name>").arg(valueOf(QStringLiteral("Name")))));
        QVERIFY(text.contains(
            QStringLiteral("<summary>%1</summary>").arg(valueOf(QStringLiteral("Comment")))));
        QVERIFY(text.contains(
            QStringLiteral("<icon type=\"stock\">%1</icon>").arg(valueOf(QStringLiteral("Icon")))));
        const QString program = valueOf(QStringLiteral("Exec")).section(QLatin1Char(' '), 0, 0);
        QVERIFY(text.contains(QStringLiteral("<binary>%1</binary>").arg(program)));
        QVERIFY(text.contains(
            QStringLiteral("<launchable type=\"desktop-id\">limn.desktop</launchable>")));
    }

    void mimeTypesOfOursAreDefined() {
        const QStringList types =
            valueOf(QStringLiteral("MimeType")).split(QLatin1Char(';'), Qt::SkipEmptyParts);
        const QStringList ours = types.filter(QStringLiteral("limn"));
        QCOMPARE(ours, QStringList{QStringLiteral("application/x-limn-diagram")});
        QVERIFY(textOf(inResources(QStringLiteral("desktop/limn.xml")))
                    .contains(QStringLiteral("<mime-type type=\"%1\">").arg(ours.first())));
        QVERIFY(textOf(metainfo())
                    .contains(QStringLiteral("<mediatype>%1</mediatype>").arg(ours.first())));
    }

    void allOfItIsInstalled() {
        const QString packaging = textOf(inResources(QStringLiteral("packaging.cmake")));
        const QDir folder(inResources(QStringLiteral("desktop")));
        for (const QString& name : folder.entryList(QDir::Files))
            QVERIFY2(packaging.contains(QStringLiteral("resources/desktop/") + name),
                     qPrintable(name + QStringLiteral(" is not installed")));
        const QString icon =
            QStringLiteral("resources/icons/app/%1.svg").arg(valueOf(QStringLiteral("Icon")));
        QVERIFY(packaging.contains(icon));
        QVERIFY(QFile::exists(QStringLiteral(LIMN_SOURCE_DIR "/") + icon));
    }

    void softwareCentresAcceptTheMetainfo() {
        const QString tool = QStandardPaths::findExecutable(QStringLiteral("appstreamcli"));
        QVERIFY2(!tool.isEmpty(), "appstreamcli, of the package appstream, is not installed");
        const Said said = run(tool, validated(metainfo()));
        QVERIFY2(said.status == 0, said.words.constData());
    }

    void aBadMetainfoIsRefused() {
        const QString tool = QStandardPaths::findExecutable(QStringLiteral("appstreamcli"));
        QVERIFY2(!tool.isEmpty(), "appstreamcli, of the package appstream, is not installed");
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("limn.metainfo.xml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(textOf(metainfo()).remove(QStringLiteral("<name>Limn</name>")).toUtf8());
        file.close();
        QVERIFY(run(tool, validated(file.fileName())).status != 0);
    }
};

QTEST_GUILESS_MAIN(TestDesktopEntry)
#include "tst_desktop_entry.moc"
