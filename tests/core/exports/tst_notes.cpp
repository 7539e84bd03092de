// SPDX-License-Identifier: GPL-3.0-or-later
// What the user noted of parts is in every picture that leaves the program.
#include <QProcess>
#include <QTest>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* manifest = R"(limn: 1
functions:
  place: {invokes: pay, writes: orders}
  pay: {}
stores: {orders: {kind: table}}
queues: {late: {triggers: pay}}
)";

using Notes = std::map<std::string, std::string, std::less<>>;

struct Exported {
    Snapshot snapshot = snapshotOf("orders.yaml", manifest);
    Placement placement;
    Report report;
    Drawing drawing;

    explicit Exported(Notes notes) {
        Diagram diagram;
        diagram.notes = std::move(notes);
        snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
        placement = *findLayout("columns")->run(graphOf(snapshot), {});
        report = check(*snapshot.model, *snapshot.diagram);
        DrawOptions options;
        options.page = true;
        drawing = draw(snapshot, placement, report, options);
    }
    const DrawingItem* item(std::string_view id) const {
        const auto found = std::ranges::find(drawing.items, id, &DrawingItem::id);
        return found == drawing.items.end() ? nullptr : &*found;
    }
    QString as(std::string_view extension) const {
        return QString::fromStdString(
            findExporter(extension)->run({snapshot, placement, report, drawing}));
    }
};

} // namespace

class NotesTest : public QObject {
    Q_OBJECT

private slots:
    void standsBesideItsPart() {
        const Exported all(
            Notes{{"place", "Ask the shop:\nmay it be slow?"}, {"gone", "of nothing"}});
        const DrawingItem* note = all.item("note place");
        QVERIFY(note);
        QVERIFY(!all.item("note gone"));
        QCOMPARE(note->element, std::string("place"));
        QCOMPARE(note->title, std::string("Note on place"));
        QCOMPARE(note->description, std::string("Ask the shop: may it be slow?"));
        std::string words;
        Box slip;
        for (const Mark& mark : note->marks)
            if (const auto* text = std::get_if<TextMark>(&mark)) {
                words += text->text + "|";
                slip = slip.united({text->at.x, text->at.y - 12, 40, 12});
            }
        QCOMPARE(words, std::string("Ask the shop:|may it be slow?|"));
        for (const auto& [id, box] : all.placement.nodes)
            QVERIFY2(!box.intersects(slip), id.c_str());
        QVERIFY(all.drawing.bounds.united(note->bounds) == all.drawing.bounds);
    }

    void longOnesAreCutButWholeInTheTitle() {
        std::string words;
        for (int i = 0; i < 200; ++i)
            words += "word ";
        const Exported all(Notes{{"pay", words + "end"}});
        const DrawingItem* note = all.item("note pay");
        QVERIFY(note);
        QVERIFY(note->description.ends_with("end"));
        QVERIFY(note->bounds.h < 400);
        QVERIFY(all.as("svg").contains(QStringLiteral("word end</title>")));
    }

    void isInEveryLanguage_data() {
        QTest::addColumn<QString>("extension");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char* extension, const char* wanted) {
            QTest::newRow(extension) << QString::fromLatin1(extension) << QString::fromUtf8(wanted);
        };
        row("svg", "<title>Note on orders: Keep 7 years &lt;law&gt;</title>");
        row("html", "<li><a href=\"#note_orders\"><div><p><b>orders</b></p>"
                    "<p>Keep 7 years &lt;law&gt;</p>");
        row("md", "## Notes\n\n- **orders**: Keep 7 years &lt;law&gt;");
        row("mmd", "  note_1[\"Keep 7 years #60;law#62;\"]:::yellow\n  store_orders -.- note_1\n");
        row("dot", "  note_1 [label=<Keep 7 years &lt;law&gt;<br align=\"left\"/>>, shape=note");
        row("d2", "note_1: \"Keep 7 years <law>\" {shape: page;");
        row("drawio",
            "<mxCell id=\"note_1\" value=\"Keep 7 years &lt;law&gt;\" style=\"shape=note");
        row("json",
            "\"notes\": [\n    {\n      \"on\": \"orders\",\n      \"text\": \"Keep 7 years "
            "<law>\"");
    }
    void isInEveryLanguage() {
        QFETCH(QString, extension);
        QFETCH(QString, wanted);
        const Exported all(Notes{{"orders", "Keep 7 years <law>"}});
        const QString text = all.as(extension.toStdString());
        QVERIFY2(text.contains(wanted), qPrintable(text));
        const Exported none(Notes{});
        const QString without = none.as(extension.toStdString());
        QVERIFY2(!without.contains(QStringLiteral("note_")), qPrintable(without));
        QVERIFY2(!without.contains(QStringLiteral("Keep 7")), qPrintable(without));
    }

    void dotLaysItOut() {
        const Exported all(Notes{{"place", "say \"hello\" </b> \\ & %%{"}, {"pay", "second"}});
        QProcess dot;
        dot.start(QStringLiteral("dot"), {QStringLiteral("-Tsvg")});
        dot.write(all.as("dot").toUtf8());
        dot.closeWriteChannel();
        QVERIFY(dot.waitForFinished(60'000));
        QCOMPARE(dot.exitCode(), 0);
        QCOMPARE(QString::fromUtf8(dot.readAllStandardError()), QString());
        QVERIFY(QString::fromUtf8(dot.readAllStandardOutput()).contains(QStringLiteral("hello")));
    }
};

QTEST_APPLESS_MAIN(NotesTest)
#include "tst_notes.moc"
