// SPDX-License-Identifier: GPL-3.0-or-later
// The real program on a real X server with a window manager, driven by mouse and keys and judged by
// its pixels and files.
#include <queue>

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QScreen>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/drawing/theme.h"
#include "widgets/paint/painter.h"

using namespace limn;

namespace {

constexpr int startMilliseconds = 20000;
const QByteArray manifest = R"(limn: 1
# kept as it is
functions:
  Place: {handler: src/place.handle, timeout_seconds: 10}
topics:
  news:
)";

// Takes the whole screen; run by the test as a program of its own, since only that speaks to the
// other display.
int grab(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    return QGuiApplication::primaryScreen()->grabWindow(0).save(QString::fromLocal8Bit(argv[2]),
                                                                "PNG")
               ? 0
               : 1;
}

// Stretches of one colour, largest first.
std::vector<QRect> blobs(const QImage& image, const QColor& color) {
    constexpr int least = 1500; // pixels; the palette's icons are smaller
    std::vector<std::pair<int, QRect>> found;
    QImage open(image.size(), QImage::Format_Grayscale8);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            open.setPixel(x, y, image.pixelColor(x, y) == color ? 255 : 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qGray(open.pixel(x, y)) == 0)
                continue;
            QRect box(x, y, 1, 1);
            int count = 0;
            std::queue<QPoint> next({QPoint(x, y)});
            open.setPixel(x, y, 0);
            while (!next.empty()) {
                const QPoint at = next.front();
                next.pop();
                box |= QRect(at, QSize(1, 1));
                ++count;
                for (const QPoint by : {QPoint(1, 0), QPoint(-1, 0), QPoint(0, 1), QPoint(0, -1)}) {
                    const QPoint to = at + by;
                    if (open.rect().contains(to) && qGray(open.pixel(to)) != 0) {
                        open.setPixel(to.x(), to.y(), 0);
                        next.push(to);
                    }
                }
            }
            if (count >= least)
                found.emplace_back(count, box);
        }
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<QRect> boxes;
    for (const auto& [count, box] : found)
        boxes.push_back(box);
    return boxes;
}

} // namespace

class TestEndToEnd : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QProcess m_server, m_windowManager, m_program;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();

    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QByteArray contentOf(const char* name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QImage screen() {
        QProcess program;
        program.setProcessEnvironment(m_environment);
        program.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--grab"), path("screen.png")});
        program.waitForFinished();
        return QImage(path("screen.png")).convertToFormat(QImage::Format_RGB32);
    }

    // The function's box on screen; empty while it is not shown.
    QRect function() {
        const auto found = blobs(screen(), toQt(theme(ThemeName::Light).compute.fill));
        return found.empty() ? QRect() : found.front();
    }
    QRect topic() {
        const auto found = blobs(screen(), toQt(theme(ThemeName::Light).backend.fill));
        return found.empty() ? QRect() : found.front();
    }

    void act(const QString& commands) {
        QProcess program;
        program.setProcessEnvironment(m_environment);
        program.start(QStringLiteral("xdotool"), commands.split(u' '));
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitCode(), 0);
    }
    void drag(QPoint from, QPoint to) {
        QString commands =
            QStringLiteral("mousemove %1 %2 mousedown 1").arg(from.x()).arg(from.y());
        for (int step = 1; step <= 10; ++step) {
            const QPoint at = from + (to - from) * step / 10;
            commands += QStringLiteral(" mousemove %1 %2").arg(at.x()).arg(at.y());
        }
        act(commands + QStringLiteral(" mouseup 1"));
    }

private slots:
    void initTestCase() {
        for (const char* tool : {"Xvfb", "openbox", "xdotool"}) {
            if (QStandardPaths::findExecutable(QString::fromUtf8(tool)).isEmpty())
                QSKIP(qPrintable(
                    QStringLiteral("%1 is not installed: the program is not driven on a display")
                        .arg(QString::fromUtf8(tool))));
        }
        m_server.start(QStringLiteral("Xvfb"),
                       {QStringLiteral("-displayfd"), QStringLiteral("1"),
                        QStringLiteral("-screen"), QStringLiteral("0"),
                        QStringLiteral("1400x900x24"), QStringLiteral("-nolisten"),
                        QStringLiteral("tcp"), QStringLiteral("-noreset")});
        QVERIFY(m_server.waitForReadyRead(startMilliseconds));
        m_environment.insert(QStringLiteral("DISPLAY"),
                             QStringLiteral(":") +
                                 QString::fromLatin1(m_server.readLine().trimmed()));
        m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        m_environment.insert(QStringLiteral("HOME"), m_folder.path());
        m_environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
        m_windowManager.setProcessEnvironment(m_environment);
        // Openbox runs this once it manages windows. One that is mapped while it starts stays
        // hidden.
        m_windowManager.start(QStringLiteral("openbox"),
                              {QStringLiteral("--sm-disable"), QStringLiteral("--startup"),
                               QStringLiteral("touch ") + path("ready")});
        QVERIFY(m_windowManager.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("ready")), startMilliseconds);
        QFile file(path("orders.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(manifest);
    }

    void opensFromTheCommandLine() {
        m_program.setProcessEnvironment(m_environment);
        m_program.setProcessChannelMode(QProcess::ForwardedChannels);
        m_program.start(QStringLiteral(LIMN_BUILD_BIN_DIR "/limn-desktop"),
                        {QStringLiteral("--theme"), QStringLiteral("light"), path("orders.yaml")});
        QVERIFY(m_program.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(!function().isEmpty() && !topic().isEmpty(), startMilliseconds);
    }

    void dragMovesThePartOnScreenAndUndoBringsItBack() {
        QCOMPARE(m_program.state(), QProcess::Running);
        const QPoint before = function().center();
        drag(before, before + QPoint(0, 96));
        QTRY_VERIFY_WITH_TIMEOUT(function().center().y() > before.y() + 60, startMilliseconds);
        act(QStringLiteral("key ctrl+z"));
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(function().center().y() - before.y()) < 4,
                                 startMilliseconds);
    }

    void connectingAndSavingWritesTheFile() {
        QCOMPARE(m_program.state(), QProcess::Running);
        act(QStringLiteral("key Escape")); // what is not selected has its own colours again
        const QRect from = function();
        act(QStringLiteral("mousemove %1 %2").arg(from.center().x()).arg(from.center().y()));
        drag({from.right(), from.center().y()}, topic().center());
        act(QStringLiteral("key ctrl+s"));
        // The line lands before or after the key: saving again takes what came after.
        QTRY_VERIFY_WITH_TIMEOUT(
            (act(QStringLiteral("key ctrl+s")), contentOf("orders.yaml").contains("publishes")),
            startMilliseconds);
        const QByteArray text = contentOf("orders.yaml");
        QVERIFY2(text.startsWith("limn: 1\n# kept as it is\nfunctions:\n"), text.constData());
        QVERIFY2(text.endsWith("topics:\n  news:\n"), text.constData());
    }

    void exportWritesThePicture() {
        QCOMPARE(m_program.state(), QProcess::Running);
        act(QStringLiteral("key ctrl+e"));
        const QByteArray windows = "Export the picture";
        QProcess wait;
        wait.setProcessEnvironment(m_environment);
        wait.start(QStringLiteral("xdotool"),
                   {QStringLiteral("search"), QStringLiteral("--sync"),
                    QStringLiteral("--onlyvisible"), QStringLiteral("--name"),
                    QString::fromLatin1(windows), QStringLiteral("windowactivate"),
                    QStringLiteral("--sync")});
        QVERIFY(wait.waitForFinished(startMilliseconds));
        act(QStringLiteral("key ctrl+a type %1").arg(path("picture.svg")));
        act(QStringLiteral("key Return"));
        QTRY_VERIFY_WITH_TIMEOUT(contentOf("picture.svg").contains("</svg>"), startMilliseconds);
        QVERIFY(contentOf("picture.svg").contains("Place"));
    }

    void quitsWithoutAskingWhenAllIsSaved() {
        QCOMPARE(m_program.state(), QProcess::Running);
        act(QStringLiteral("key ctrl+q"));
        QVERIFY(m_program.waitForFinished(startMilliseconds));
        QCOMPARE(m_program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_program.exitCode(), 0);
    }

    void cleanupTestCase() {
        for (QProcess* process : {&m_program, &m_windowManager, &m_server}) {
            if (process->state() == QProcess::NotRunning)
                continue;
            process->terminate();
            if (!process->waitForFinished(5000))
                process->kill();
            process->waitForFinished();
        }
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && qstrcmp(argv[1], "--grab") == 0)
        return grab(argc, argv);
    QApplication application(argc, argv);
    TestEndToEnd test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_end_to_end.moc"
