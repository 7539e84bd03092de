// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QDirIterator>
#include <QTest>

#include "core/manifests/tree.h"
#include "core/model/property_table.h"
#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/model_text.h"

using namespace limn;
using namespace limn::test;

namespace {

const char* const corpus = LIMN_SOURCE_DIR "/../shared/corpus/";

bool isInside(Span inner, Span outer) {
    return inner.source == outer.source && inner.begin >= outer.begin && inner.end <= outer.end;
}

// Everything of a Model that stands at a place, but for groups and nodes themselves.
std::vector<Span> placesOf(const Model& model) {
    std::vector<Span> places;
    for (const Edge& edge : model.edges()) {
        for (const Evidence& evidence : model.evidence(edge))
            places.push_back(evidence.at);
        for (const Property& p : model.properties(edge))
            places.push_back(p.at);
    }
    for (const Node& node : model.nodes())
        for (const Property& p : model.properties(node))
            places.push_back(p.at);
    for (const Group& group : model.groups())
        for (const Property& p : model.properties(group))
            places.push_back(p.at);
    for (const Statement& statement : model.statements())
        places.push_back(statement.at);
    for (const Unplaced& unplaced : model.unplaced())
        places.push_back(unplaced.at);
    return places;
}

// The logical ids that the Model says nothing of.
QStringList lost(const Snapshot& snapshot) {
    const Source& source = (*snapshot.sources)[0];
    const Tree tree = Tree::parse(source, 0);
    const std::vector<Span> places = placesOf(*snapshot.model);
    QStringList out;
    std::set<std::string_view> seen;
    for (const TreeEntry& entry : tree.root()["Resources"].entries()) {
        if (!seen.insert(entry.name()).second || snapshot.model->node(entry.name()) ||
            snapshot.model->group(entry.name()))
            continue;
        const bool isThere = std::any_of(places.begin(), places.end(), [&](Span place) {
            return place.valid() && isInside(place, entry.span);
        });
        if (!isThere)
            out << QString::fromUtf8(entry.name().data(),
                                     static_cast<qsizetype>(entry.name().size()));
    }
    return out;
}

// What stands in the Model against its own tables.
QStringList unfit(const Model& model) {
    QStringList out;
    const auto look = [&](std::span<const Property> properties, std::string_view owner) {
        for (const Property& p : properties) {
            const PropertyInfo* info = findProperty(model.text(p.key));
            if (!info || !accepts(*info, p.value))
                out << QString::fromStdString(std::string(owner) + " has " +
                                              std::string(model.text(p.key)) + ": " +
                                              p.value.display());
        }
    };
    for (const Node& node : model.nodes())
        look(model.properties(node), model.id(node));
    for (const Edge& edge : model.edges())
        look(model.properties(edge), model.text(edge.key));
    for (const Group& group : model.groups())
        look(model.properties(group), model.text(group.id));
    return out;
}

} // namespace

// Real templates, read where the corpus is at hand: none crashes the reader, and nothing of them is
// dropped in silence.
class SamCorpusTest : public QObject {
    Q_OBJECT

private slots:
    void accounts_data() {
        QTest::addColumn<QString>("path");
        if (!QDir(QString::fromUtf8(corpus)).exists())
            QSKIP("no ../shared/corpus beside the sources");
        for (const char* const format : {"sam", "cfn"}) {
            QDirIterator files(QString::fromUtf8(corpus) + QString::fromUtf8(format), QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString path = files.next();
                QTest::newRow(qPrintable(path.mid(static_cast<qsizetype>(qstrlen(corpus)))))
                    << path;
            }
        }
    }
    void accounts() {
        QFETCH(QString, path);
        const Snapshot snapshot = snapshotOf(path.toStdString(), contents(path).toStdString());
        const std::string& format = snapshot.model->sources().front().format;
        if (qEnvironmentVariableIsSet("LIMN_PRINT"))
            fmt::print("{}", modelText(snapshot));
        if (format != "sam" && format != "cloudformation")
            return; // a body or definition beside a template
        QCOMPARE(lost(snapshot), QStringList());
        QCOMPARE(unfit(*snapshot.model), QStringList());
    }
};

QTEST_GUILESS_MAIN(SamCorpusTest)
#include "tst_sam_corpus.moc"
