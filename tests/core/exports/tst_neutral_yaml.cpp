// SPDX-License-Identifier: GPL-3.0-or-later
// What is printed as a neutral manifest says, read again, the same.
#include <QDirIterator>
#include <QTest>

#include "core/exports/exporter.h"
#include "core/model/diff.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

std::string described(const std::vector<Change>& changes) {
    std::string out;
    for (const Change& change : changes) {
        out += fmt::format("\n  {} `{}`",
                           change.what == Change::What::Added     ? "added"
                           : change.what == Change::What::Removed ? "removed"
                                                                  : "changed",
                           change.id);
        for (const PropertyChange& p : change.properties)
            out +=
                fmt::format("\n    {}: `{}` -> `{}`", p.property,
                            p.before ? p.before->display() : "", p.after ? p.after->display() : "");
    }
    return out;
}

// What differs between a model and the neutral manifest printed from it; empty when nothing does.
std::string lost(const Model& model) {
    const std::string yaml = neutralYaml(model);
    const Snapshot again = snapshotOf("printed.yaml", yaml);
    if (again.model->sources()[0].format != "neutral")
        return "not recognised:\n" + yaml;
    const std::string changes = described(diff(model, *again.model));
    return changes.empty() ? changes : changes + "\n" + yaml;
}

} // namespace

class NeutralYamlTest : public QObject {
    Q_OBJECT

private slots:
    void saysTheSame_data() {
        QTest::addColumn<QString>("folder");
        const QString root = testsFolder("core/manifests/");
        for (const QString& format : caseFolders(root))
            for (const QString& name : caseFolders(root + format))
                QTest::newRow(qPrintable(format + QLatin1Char('/') + name))
                    << root + format + QLatin1Char('/') + name;
    }
    void saysTheSame() {
        QFETCH(QString, folder);
        const std::string difference = lost(*readCase(folder).model);
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void printsOneFactALine() {
        const Snapshot snapshot = readCase(testsFolder("core/manifests/neutral/founding"));
        compareWithFile(neutralYaml(*snapshot.model),
                        testsFolder("core/exports/neutral_yaml/founding.yaml"));
    }

    void keepsTextsThatLookLikeSomethingElse() {
        const char* const texts[] = {"30",     "yes",     "null",   "~",          " a",    "a ",
                                     "a: b",   "a #b",    "#a",     "- a",        "*a",    "&a",
                                     "{a}",    "[a",      "a]",     "'a'",        "\"a\"", "a\nb",
                                     "a\tb",   "%a",      "@a",     "`a`",        "0x1F",  "1e3",
                                     "1_000",  ".5",      "<<",     "2020-01-01", "12:30", "a,b",
                                     "\u00e9", "\u2028x", "\u0085", "\ufeffa",    "\x01",  "?",
                                     "|",      ">",       "!a",     "a:",         "...",   "---",
                                     "true",   "a\\b",    "="};
        for (const char* text : texts) {
            Fragment fragment;
            fragment.source = {"neutral", true};
            FragmentNode& node = fragment.node(text, NodeKind::Function, {});
            node.name = std::string(text) + "!";
            node.properties.push_back({"description", Value(text), {}, {}, Origin::Written});
            node.properties.push_back({"layers", ValueList{text, "b"}, {}, {}, Origin::Written});
            node.properties.push_back({"environment",
                                       ValueMap{{text, text}, {"b", Unknown{text}}},
                                       {},
                                       {},
                                       Origin::Written});
            const Model model = link({std::make_shared<const Fragment>(std::move(fragment))});
            const std::string difference = lost(model);
            QVERIFY2(difference.empty(), difference.c_str());
        }
    }

    // More alike lines than one figure counts: their order is that of their numbers.
    void keepsTheOrderOfAlikeLines() {
        Fragment fragment;
        fragment.source = {"neutral", true};
        fragment.node("a", NodeKind::Queue, {});
        fragment.node("b", NodeKind::Function, {});
        for (int i = 0; i < 25; ++i) {
            FragmentEdge& edge = fragment.edge("a", "b", EdgeKind::Triggers, {});
            edge.delivery = Delivery::PollQueue;
            edge.properties.push_back({"batch_size", i + 1, {}, {}, Origin::Written});
        }
        const std::string difference =
            lost(link({std::make_shared<const Fragment>(std::move(fragment))}));
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void convertsRealManifests_data() {
        QTest::addColumn<QString>("path");
        const QString corpus = QStringLiteral(LIMN_SOURCE_DIR "/../shared/corpus/");
        if (!QDir(corpus).exists())
            QSKIP("the corpus of real manifests is not beside the project");
        for (const char* const format : {"sam", "cfn"}) {
            QDirIterator files(corpus + QLatin1String(format), QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString path = files.next();
                QTest::newRow(qPrintable(path.mid(corpus.size()))) << path;
            }
        }
    }
    void convertsRealManifests() {
        QFETCH(QString, path);
        const Snapshot snapshot = snapshotOf(path.toStdString(), contents(path).toStdString());
        if (snapshot.model->sources()[0].format.empty())
            return; // a body or definition beside a template
        const std::string difference = lost(*snapshot.model);
        QVERIFY2(difference.empty(), difference.substr(0, 3000).c_str());
    }
};

QTEST_GUILESS_MAIN(NeutralYamlTest)
#include "tst_neutral_yaml.moc"
