// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class TestArguments : public QObject {
    Q_OBJECT

private:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
    };
    // Without any display at all, unless one without a screen is asked for.
    static Ended run(const QStringList& arguments, const QString& platform = {}) {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(name));
        if (!platform.isEmpty())
            environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(LIMN_BUILD_BIN_DIR "/limn-desktop"), arguments);
        program.waitForFinished(60000);
        return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
                program.readAllStandardOutput(), program.readAllStandardError()};
    }

private slots:
    void versionAndHelpNeedNoDisplay() {
        const Ended version = run({QStringLiteral("--version")});
        QCOMPARE(version.status, 0);
        QVERIFY(version.out.startsWith("limn-desktop 0."));
        const Ended help = run({QStringLiteral("--help")});
        QCOMPARE(help.status, 0);
        QVERIFY(help.out.contains("--theme"));
        QVERIFY2(!help.out.contains("--screenshot"), "that is not for users");
    }

    void aWrongOptionIsAWrongCall() {
        QCOMPARE(run({QStringLiteral("--nonsense")}).status, 2);
        const Ended theme = run({QStringLiteral("--theme"), QStringLiteral("pink")});
        QCOMPARE(theme.status, 2);
        QVERIFY(theme.err.contains("pink"));
    }

    void screenshotShowsTheDocument() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("limn: 1\nfunctions:\n  Place: {timeout_seconds: 10}\n");
        file.close();
        const QString picture = folder.filePath(QStringLiteral("a.png"));
        const Ended ended = run({QStringLiteral("--screenshot"), picture, QStringLiteral("--theme"),
                                 QStringLiteral("dark"), file.fileName()},
                                QStringLiteral("offscreen"));
        QVERIFY2(ended.status == 0, ended.err.constData());
        const QImage image(picture);
        QCOMPARE(image.size(), QSize(1280, 800));
        QVERIFY(image.pixelColor(640, 100).lightness() < 80);
    }

    void screenshotOfNothingFails() {
        QTemporaryDir folder;
        const Ended ended =
            run({QStringLiteral("--screenshot"), folder.filePath(QStringLiteral("a.png")),
                 folder.filePath(QStringLiteral("none.yaml"))},
                QStringLiteral("offscreen"));
        QCOMPARE(ended.status, 2);
        QVERIFY(ended.err.contains("none.yaml"));
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
