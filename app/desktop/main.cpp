// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>
#include <cstdio>

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStyleFactory>

#include "app/desktop/main_window.h"
#include "app/desktop/screenshot.h"
#include "widgets/paint/fonts.h"
#include "widgets/text.h"

namespace {

using namespace limn;

struct Wishes {
    std::vector<std::string> paths;
    std::optional<ThemeName> theme;
    QString screenshot;
    bool callouts = false;
};

// What was asked for, or the status to end with: asked and answered without a display.
std::variant<Wishes, int> understood(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Draws the boundaries of a serverless system."));
    parser.addPositionalArgument(QStringLiteral("files"),
                                 QStringLiteral("Manifests or a folder to open."),
                                 QStringLiteral("[FILE…]"));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Say this and end."));
    const QCommandLineOption version(QStringLiteral("version"),
                                     QStringLiteral("Say the version and end."));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QStringLiteral("Colours of the window."),
                                   QStringLiteral("light|dark|contrast"));
    QCommandLineOption screenshot(QStringLiteral("screenshot"), {}, QStringLiteral("file"));
    QCommandLineOption callouts(QStringLiteral("callouts"));
    screenshot.setFlags(QCommandLineOption::HiddenFromHelp);
    callouts.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({help, version, theme, screenshot, callouts});
    if (!parser.parse(arguments)) {
        std::fprintf(stderr, "limn-desktop: %s\n", toUtf8(parser.errorText()).c_str());
        return 2;
    }
    if (parser.isSet(help)) {
        std::fputs(toUtf8(parser.helpText()).c_str(), stdout);
        return 0;
    }
    if (parser.isSet(version)) {
        std::puts("limn-desktop " LIMN_VERSION);
        return 0;
    }
    Wishes wishes;
    for (const QString& path : parser.positionalArguments())
        wishes.paths.push_back(toUtf8(path));
    if (parser.isSet(theme)) {
        wishes.theme = themeName(toUtf8(parser.value(theme)));
        if (!wishes.theme || wishes.theme == ThemeName::Print) {
            std::fprintf(stderr,
                         "limn-desktop: --theme is `light`, `dark` or `contrast`, not `%s`.\n",
                         toUtf8(parser.value(theme)).c_str());
            return 2;
        }
    }
    wishes.screenshot = parser.value(screenshot);
    wishes.callouts = parser.isSet(callouts);
    return wishes;
}

void dress(QApplication& application, std::optional<ThemeName> wished) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    loadFonts();
    QApplication::setFont(drawingFont(13, FontWeight::Regular));
    const QString kept = QSettings().value(QStringLiteral("window/theme")).toString();
    MainWindow::useTheme(wished.value_or(themeName(toUtf8(kept)).value_or(ThemeName::Light)));
    application.setStyleSheet(
        QStringLiteral("QToolBar { border: none; padding: 4px 6px; spacing: 2px; }"
                       "QStatusBar::item { border: none; }"
                       "QDockWidget::title { padding: 5px 8px; }"));
}

} // namespace

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const std::variant<Wishes, int> asked = understood(arguments);
    if (const int* status = std::get_if<int>(&asked))
        return *status;
    const Wishes& wishes = std::get<Wishes>(asked);

    QCoreApplication::setOrganizationName(QStringLiteral("limn"));
    QCoreApplication::setApplicationName(QStringLiteral("limn-desktop"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LIMN_VERSION));
    QApplication application(argc, argv);
    // The application takes over the user's locale, under which 1.5 may read as 1.
    std::setlocale(LC_NUMERIC, "C");
    dress(application, wishes.theme);

    MainWindow window;
    const bool forScreenshot = !wishes.screenshot.isEmpty();
    if (!forScreenshot)
        window.restore();
    window.show();
    window.openPaths(wishes.paths);
    if (forScreenshot)
        new Screenshot(window, wishes.screenshot, wishes.callouts);
    return QApplication::exec();
}
