// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of docs/architecture.md, read from the sources themselves. Each rule is a function of
// one file's path and text; the cases below show that it can fail, and the last tests run all of
// them on the project.

#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct SourceFile {
    std::string path; // from the project's root
    std::string text;
};

using Faults = std::vector<std::string>;

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

struct Include {
    std::string_view target;
    bool angled = false;
};

std::vector<Include> includesOf(std::string_view text) {
    std::vector<Include> includes;
    for (std::string_view line : linesOf(text)) {
        const auto trim = [&] {
            line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        };
        trim();
        if (!line.starts_with('#'))
            continue;
        line.remove_prefix(1);
        trim();
        if (!line.starts_with("include"))
            continue;
        line.remove_prefix(7);
        trim();
        if (line.size() < 2)
            continue;
        const bool angled = line[0] == '<';
        const std::size_t end = line.find(angled ? '>' : '"', 1);
        if (end != std::string_view::npos)
            includes.push_back({line.substr(1, end - 1), angled});
    }
    return includes;
}

bool within(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool withinAny(std::string_view path, std::initializer_list<std::string_view> folders) {
    return std::ranges::any_of(folders,
                               [&](std::string_view folder) { return within(path, folder); });
}

bool isQt(std::string_view header) {
    const bool className =
        header.size() > 1 && header[0] == 'Q' && header[1] >= 'A' && header[1] <= 'Z';
    return className || header.starts_with("Qsci/") || header.starts_with("qt") ||
           header.starts_with("Qt");
}

std::string refuse(const SourceFile& file, std::string_view target, std::string_view why) {
    std::string fault = file.path;
    return fault.append(" includes ").append(target).append(": ").append(why);
}

// core <- layouts <- widgets <- app; the command line stays out of widgets and loads the painter
// when it runs.
Faults directionFaults(const SourceFile& file) {
    std::vector<std::string_view> allowed;
    if (within(file.path, "core"))
        allowed = {"core"};
    else if (within(file.path, "layouts"))
        allowed = {"core", "layouts"};
    else if (within(file.path, "widgets/paint"))
        allowed = {"core", "widgets/paint", "widgets/text.h"}; // text.h needs Qt Core alone
    else if (within(file.path, "widgets"))
        allowed = {"core", "layouts", "widgets"};
    else if (within(file.path, "app/cli"))
        allowed = {"core", "layouts", "widgets/paint", "app/cli"};
    else if (within(file.path, "app/desktop"))
        allowed = {"core", "layouts", "widgets", "app/desktop"};
    else
        return {};
    Faults faults;
    for (const Include& include : includesOf(file.text)) {
        if (!withinAny(include.target, {"core", "layouts", "widgets", "app", "tests"})) {
            if (!include.angled && !include.target.ends_with(".moc"))
                faults.push_back(refuse(file, include.target, "an include starts at the root"));
            continue;
        }
        if (std::ranges::none_of(allowed, [&](std::string_view folder) {
                return within(include.target, folder) || include.target == folder;
            }))
            faults.push_back(refuse(file, include.target, "wrong direction"));
    }
    return faults;
}

// Qt stays out of core, layouts and the command line; each foreign library has one door.
Faults libraryFaults(const SourceFile& file) {
    struct Door {
        std::string_view prefix, only;
    };
    constexpr std::array<Door, 2> doors{
        {{"libfyaml", "core/manifests/tree.cpp"}, {"yaml-cpp/", "core/manifests/own_yaml.cpp"}}};
    Faults faults;
    const bool withoutQt = withinAny(file.path, {"core", "layouts", "app/cli"});
    const bool measures = withinAny(file.path, {"tests/bench"}); // a library on its own, to compare
    for (const Include& include : includesOf(file.text)) {
        if (withoutQt && isQt(include.target))
            faults.push_back(refuse(file, include.target, "no Qt here"));
        for (const Door& door : doors)
            if (include.target.starts_with(door.prefix) && file.path != door.only && !measures)
                faults.push_back(
                    refuse(file, include.target, "only " + std::string(door.only) + " may"));
    }
    return faults;
}

// Panels and the canvas meet at Document and Selection, never in each other; a session holds no
// widget; layouts see a Graph.
Faults neighbourFaults(const SourceFile& file) {
    Faults faults;
    const fs::path path = file.path;
    for (const Include& include : includesOf(file.text)) {
        const fs::path target = std::string(include.target);
        // What several panels draw with (a severity's mark, a part's icon) is no panel.
        const bool isPanel = target.stem().string().ends_with("_panel");
        if (within(file.path, "widgets/panels") && within(include.target, "widgets/panels") &&
            isPanel && target.stem() != path.stem() && path.stem() != "catalogue")
            faults.push_back(refuse(file, include.target, "panels do not know each other"));
        if (within(file.path, "widgets/panels") && within(include.target, "widgets/canvas"))
            faults.push_back(refuse(file, include.target, "a panel does not know the canvas"));
        if (within(file.path, "widgets/canvas") && within(include.target, "widgets/panels"))
            faults.push_back(refuse(file, include.target, "the canvas does not know panels"));
        if (within(file.path, "widgets/session") &&
            (include.target == "QWidget" ||
             withinAny(include.target, {"widgets/canvas", "widgets/panels"})))
            faults.push_back(refuse(file, include.target, "no widget in a session"));
        if (within(file.path, "layouts") && path.stem() != "graph" &&
            (include.target == "core/model/model.h" || include.target == "core/model/snapshot.h"))
            faults.push_back(refuse(file, include.target, "layouts see a Graph, never the Model"));
    }
    return faults;
}

Faults nameFaults(const SourceFile& file) {
    static const std::set<std::string, std::less<>> vague{
        "util", "utils", "common", "misc", "helper", "helpers", "manager", "managers"};
    Faults faults;
    for (const fs::path& part : fs::path(file.path)) {
        std::stringstream words(part.stem().string());
        for (std::string word; std::getline(words, word, '_');)
            if (vague.contains(word))
                faults.push_back(file.path + ": `" + word + "` says nothing about what is inside");
    }
    const fs::path path = file.path;
    if (path.parent_path() == "core" && path.filename() != "CMakeLists.txt" &&
        path.filename() != "README.md")
        faults.push_back(file.path + ": core holds folders, its CMakeLists.txt and its README.md");
    return faults;
}

Faults licenceFaults(const SourceFile& file) {
    const auto lines = linesOf(file.text);
    // A script's first line is taken.
    const bool script = !lines.empty() && lines[0].starts_with("#!");
    const std::size_t at = script ? 1 : 0;
    const bool named =
        lines.size() > at &&
        lines[at].find("SPDX-License-Identifier: GPL-3.0-or-later") != std::string_view::npos;
    return named ? Faults{} : Faults{file.path + ": the first line names the licence (SPDX)"};
}

Faults readmeFaults(const SourceFile& file) {
    const std::size_t count = linesOf(file.text).size();
    return count <= 15
               ? Faults{}
               : Faults{file.path + ": " + std::to_string(count) + " lines, 15 is the limit"};
}

enum class Length { Fine, Long, TooLong };

Length lengthOf(const SourceFile& file) {
    const auto lines = linesOf(file.text);
    const auto head =
        lines.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, lines.size()));
    const bool table = std::any_of(lines.begin(), head, [](std::string_view line) {
        return line.find("able of facts") != std::string_view::npos;
    });
    if (table)
        return Length::Fine;
    const std::size_t aim = file.path.ends_with("main_window.cpp") ? 300
                            : file.path.ends_with(".h")            ? 150
                                                                   : 350;
    return lines.size() > 500 ? Length::TooLong : lines.size() > aim ? Length::Long : Length::Fine;
}

std::string readText(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool isCode(const fs::path& path) { return path.extension() == ".cpp" || path.extension() == ".h"; }

// Everything of ours below the root, without what is built and without what tests read.
std::vector<SourceFile> projectFiles() {
    const fs::path root = LIMN_SOURCE_DIR;
    std::vector<SourceFile> files;
    for (const char* top : {"core", "layouts", "widgets", "app", "tests", "samples", "resources"}) {
        if (!fs::is_directory(root / top))
            continue;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / top))
            if (entry.is_regular_file())
                files.push_back({entry.path().lexically_relative(root).generic_string(),
                                 isCode(entry.path()) || entry.path().filename() == "README.md" ||
                                         entry.path().filename() == "CMakeLists.txt"
                                     ? readText(entry.path())
                                     : std::string()});
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

void report(const Faults& faults) {
    for (const std::string& fault : faults)
        qWarning("%s", fault.c_str());
    QVERIFY2(faults.empty(), faults.empty() ? "" : faults.front().c_str());
}

template <typename Rule> Faults collect(Rule rule) {
    Faults all;
    for (const SourceFile& file : projectFiles())
        if (isCode(file.path))
            std::ranges::move(rule(file), std::back_inserter(all));
    return all;
}

} // namespace

class TestHouse : public QObject {
    Q_OBJECT

private slots:
    void rulesRefuse_data();
    void rulesRefuse();
    void namesAreRefused();
    void headsAndLengths();

    void includesPointTheRightWay() { report(collect(directionFaults)); }
    void librariesStayBehindTheirDoors() { report(collect(libraryFaults)); }
    void neighboursMeetInTheSession() { report(collect(neighbourFaults)); }
    void everySourceNamesItsLicence() { report(collect(licenceFaults)); }
    void namesSaySomething();
    void readmesAreShort();
    void filesAreShort();
};

void TestHouse::rulesRefuse_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::addColumn<bool>("refused");
    const auto row = [](const char* path, const char* include, bool refused) {
        QTest::addRow("%s %s", path, include) << path << include << refused;
    };
    row("core/model/a.cpp", "\"core/model/a.h\"", false);
    row("core/model/a.cpp", "<vector>", false);
    row("core/model/a.cpp", "\"a.h\"", true);
    row("core/model/a.cpp", "\"layouts/layout.h\"", true);
    row("core/model/a.cpp", "<QString>", true);
    row("core/model/a.cpp", "<QtCore/QString>", true);
    row("core/model/a.cpp", "<libfyaml.h>", true);
    row("core/manifests/tree.cpp", "<libfyaml.h>", false);
    row("core/manifests/tree.cpp", "<yaml-cpp/yaml.h>", true);
    row("core/manifests/own_yaml.cpp", "<yaml-cpp/yaml.h>", false);
    row("layouts/columns.cpp", "\"core/model/geometry.h\"", false);
    row("layouts/columns.cpp", "\"core/model/model.h\"", true);
    row("layouts/graph.cpp", "\"core/model/model.h\"", false);
    row("layouts/columns.cpp", "\"widgets/text.h\"", true);
    row("layouts/process.cpp", "<QProcess>", true);
    row("widgets/paint/png.cpp", "\"core/drawing/drawing.h\"", false);
    row("widgets/paint/png.cpp", "\"widgets/text.h\"", false);
    row("widgets/paint/png.cpp", "\"widgets/canvas/scene.h\"", true);
    row("widgets/paint/png.cpp", "\"layouts/layout.h\"", true);
    row("widgets/canvas/scene.cpp", "\"widgets/session/document.h\"", false);
    row("widgets/canvas/scene.cpp", "\"widgets/panels/panel.h\"", true);
    row("widgets/canvas/scene.cpp", "\"app/desktop/actions.h\"", true);
    row("widgets/session/document.h", "<QWidget>", true);
    row("widgets/session/document.cpp", "\"widgets/canvas/scene.h\"", true);
    row("widgets/panels/source_panel.cpp", "\"widgets/panels/source_panel.h\"", false);
    row("widgets/panels/source_panel.cpp", "\"widgets/panels/panel.h\"", false);
    row("widgets/panels/source_panel.cpp", "\"widgets/panels/findings_panel.h\"", true);
    row("widgets/panels/source_panel.cpp", "\"widgets/panels/severity.h\"", false);
    row("widgets/panels/source_panel.cpp", "\"widgets/canvas/view.h\"", true);
    row("widgets/panels/source_panel.cpp", "\"source_panel.moc\"", false);
    row("widgets/panels/catalogue.cpp", "\"widgets/panels/source_panel.h\"", false);
    row("app/cli/export.cpp", "\"layouts/layout.h\"", false);
    row("app/cli/export.cpp", "\"widgets/paint/module.h\"", false);
    row("app/cli/export.cpp", "\"app/desktop/main_window.h\"", true);
    row("app/cli/export.cpp", "<QImage>", true);
    row("app/desktop/main.cpp", "\"widgets/canvas/view.h\"", false);
    row("app/desktop/main.cpp", "\"app/cli/command.h\"", true);
}

void TestHouse::rulesRefuse() {
    QFETCH(QString, path);
    QFETCH(QString, include);
    QFETCH(bool, refused);
    const SourceFile file{path.toStdString(),
                          "#pragma once\n\n  # include " + include.toStdString() + " // why\n"};
    Faults faults = directionFaults(file);
    std::ranges::move(libraryFaults(file), std::back_inserter(faults));
    std::ranges::move(neighbourFaults(file), std::back_inserter(faults));
    QVERIFY2(faults.empty() != refused,
             faults.empty() ? "nothing was refused" : faults.front().c_str());
}

void TestHouse::namesAreRefused() {
    QVERIFY(nameFaults({"core/model/node.h", {}}).empty());
    QVERIFY(nameFaults({"core/README.md", {}}).empty());
    QVERIFY(nameFaults({"core/manifests/uncommon.cpp", {}}).empty());
    for (const char* path : {"core/util/text.h", "widgets/undo_manager.h", "core/model/common.h",
                             "tests/misc/a.cpp", "app/cli/helpers.h", "core/loose.cpp"})
        QVERIFY2(!nameFaults({path, {}}).empty(), path);
}

void TestHouse::headsAndLengths() {
    const std::string head = "// SPDX-License-Identifier: GPL-3.0-or-later\n";
    QVERIFY(licenceFaults({"core/model/a.cpp", head + "int a;\n"}).empty());
    QVERIFY(
        licenceFaults({"dev", "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n"}).empty());
    QVERIFY(!licenceFaults({"core/model/a.cpp", "int a;\n" + head}).empty());
    QVERIFY(!licenceFaults({"core/model/a.cpp", {}}).empty());

    const auto lines = [](int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += "x\n";
        return text;
    };
    QVERIFY(readmeFaults({"core/README.md", lines(15)}).empty());
    QVERIFY(!readmeFaults({"core/README.md", lines(16)}).empty());
    QCOMPARE(lengthOf({"core/a.cpp", lines(350)}), Length::Fine);
    QCOMPARE(lengthOf({"core/a.h", lines(151)}), Length::Long);
    QCOMPARE(lengthOf({"core/a.cpp", lines(351)}), Length::Long);
    QCOMPARE(lengthOf({"core/a.cpp", lines(501)}), Length::TooLong);
    QCOMPARE(lengthOf({"core/a.cpp", "// Table of facts.\n" + lines(900)}), Length::Fine);
}

void TestHouse::namesSaySomething() {
    Faults all;
    for (const SourceFile& file : projectFiles())
        if (!within(file.path, "resources/facts") &&
            (isCode(file.path) || within(file.path, "core")))
            std::ranges::move(nameFaults(file), std::back_inserter(all));
    report(all);
}

void TestHouse::readmesAreShort() {
    Faults all;
    for (const char* top : {"core", "layouts", "widgets", "app", "tests", "samples", "resources"})
        if (fs::is_directory(fs::path(LIMN_SOURCE_DIR) / top) &&
            !fs::exists(fs::path(LIMN_SOURCE_DIR) / top / "README.md"))
            all.push_back(std::string(top) + " has no README.md");
    for (const SourceFile& file : projectFiles())
        // Samples and fixtures bring whatever their authors wrote; only the folders' own are ours.
        if (fs::path(file.path).filename() == "README.md" &&
            std::ranges::count(file.path, '/') == 1)
            std::ranges::move(readmeFaults(file), std::back_inserter(all));
    report(all);
}

void TestHouse::filesAreShort() {
    Faults tooLong;
    for (const SourceFile& file : projectFiles()) {
        if (!isCode(file.path))
            continue;
        const Length length = lengthOf(file);
        const std::string text =
            file.path + ": " + std::to_string(linesOf(file.text).size()) + " lines";
        if (length == Length::Long)
            qInfo("over the aim: %s", text.c_str());
        if (length == Length::TooLong)
            tooLong.push_back(text + ", and no table of facts");
    }
    report(tooLong);
}

QTEST_GUILESS_MAIN(TestHouse)
#include "tst_house.moc"
