// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>

#include "core/checks/check.h"
#include "core/model/diff.h"
#include "tests/widgets/desk.h"

using namespace limn;

class TestDocument : public QObject {
    Q_OBJECT

private slots:
    void opensAndArrangesAndChecks() {
        Desk desk;
        QSignalSpy opened(&desk.document, &Document::opened);
        desk.open(ordersText);
        QCOMPARE(opened.count(), 1);
        QVERIFY(desk.model().node("Place"));
        QVERIFY(desk.document.derived().placement.nodes.contains("Ship"));
        QVERIFY(!desk.document.isModified());
        QVERIFY2(desk.document.readOnlyFormat().isEmpty(), "the neutral form can be edited");
    }

    void theFolderSaysWhatBecomesOfAFinding() {
        const auto severityOf = [](const Desk& desk, std::string_view check) {
            for (const Finding& finding : desk.document.derived().report.findings)
                if (finding.check->id == check)
                    return std::optional(finding.severity);
            return std::optional<Severity>();
        };
        Desk plain;
        plain.open(ordersText);
        QVERIFY(severityOf(plain, "RTY002") == Severity::Error);
        QVERIFY(severityOf(plain, "RTY006").has_value());
        Desk desk;
        Desk::writeText(desk.path(".limn.yaml"), "checks: {RTY002: info, RTY006: off}\n");
        desk.open(ordersText);
        QVERIFY(severityOf(desk, "RTY002") == Severity::Info);
        QVERIFY(!severityOf(desk, "RTY006").has_value());
    }

    void settingsThatCannotBeReadAreToldAndHideNothing() {
        Desk desk;
        Desk::writeText(desk.path(".limn.yaml"), "checks: {RTY02: off}\n");
        desk.open(ordersText);
        const QString note = toQt(desk.document.derived().note);
        QVERIFY2(note.contains(QStringLiteral("did you mean `RTY002`?")), qPrintable(note));
        QVERIFY(!desk.document.derived().report.findings.empty());
    }

    void aMissingFileIsRefusedAndWhatIsOpenStays() {
        Desk desk;
        desk.open(ordersText);
        QSignalSpy refused(&desk.document, &Document::refused);
        desk.document.open({desk.path("nowhere.yaml")});
        QTRY_COMPARE(refused.count(), 1);
        QVERIFY(refused.first().first().toString().contains(QStringLiteral("nowhere.yaml")));
        QVERIFY(desk.model().node("Place"));
    }

    void openingNeverWrites() {
        Desk desk;
        desk.open(ordersText);
        QCOMPARE(desk.textOf(desk.path()), ordersText);
        QVERIFY(!QFileInfo::exists(toQt(sidecarPath(desk.path()))));
    }

    void arrangeMovesAndUndoBringsBackTheExactPlace() {
        Desk desk;
        desk.open(ordersText);
        const Point before = desk.at("Ship");
        const Snapshot snapshot = desk.document.snapshot();
        desk.document.arrange(QStringLiteral("Move Ship"), [&](Diagram& diagram) {
            diagram.spots["Ship"] = {{before.x + 80, before.y + 240}, true, {}};
        });
        QVERIFY(desk.document.isModified());
        desk.settle();
        QCOMPARE(desk.at("Ship"), (Point{before.x + 80, before.y + 240}));
        desk.document.undoStack().undo();
        desk.settle();
        QCOMPARE(desk.at("Ship"), before);
        QVERIFY(*desk.document.snapshot().diagram == *snapshot.diagram);
        QVERIFY(!desk.document.isModified());
        desk.document.undoStack().redo();
        desk.settle();
        QCOMPARE(desk.at("Ship"), (Point{before.x + 80, before.y + 240}));
    }

    void movingOnePartLeavesTheOthers() {
        Desk desk;
        desk.open(ordersText);
        const auto before = desk.document.derived().placement.nodes;
        desk.document.arrange(QStringLiteral("Move"),
                              [&](Diagram& diagram) { diagram.spots["Ship"].at.y += 400; });
        desk.settle();
        for (const auto& [id, box] : before) {
            if (id != "Ship")
                QVERIFY2(desk.document.derived().placement.nodes.at(id) == box, id.c_str());
        }
    }

    void repeatedNudgesAreOneStep() {
        Desk desk;
        desk.open(ordersText);
        for (int i = 0; i < 5; ++i)
            desk.document.arrange(
                QStringLiteral("Move"), [](Diagram& diagram) { diagram.spots["Ship"].at.x += 8; },
                "nudge Ship");
        QCOMPARE(desk.document.undoStack().count(), 1);
    }

    void intentChangesTheTextAndNothingElse() {
        Desk desk;
        desk.open(ordersText);
        QSignalSpy added(&desk.document, &Document::partsAdded);
        desk.document.intend(QStringLiteral("Connect"),
                             {Connect{"Ship", "orders-table", EdgeKind::Writes, {}}});
        QVERIFY(!desk.document.pending().isEmpty());
        desk.settle();
        QVERIFY(desk.document.pending().isEmpty());
        QVERIFY(desk.model().edge("Ship writes orders-table"));
        // Every line there was is still there, in its order.
        std::string kept;
        std::size_t from = 0;
        for (const QString& line : toQt(ordersText).split(u'\n')) {
            const std::size_t at = desk.text().find(toUtf8(line), from);
            QVERIFY2(at != std::string::npos, qPrintable(line));
            from = at;
        }
        QCOMPARE(added.count(), 0);
        desk.document.undoStack().undo();
        QCOMPARE(desk.text(), ordersText);
    }

    void refusedIntentSaysWhyAndChangesNothing() {
        Desk desk;
        desk.open(ordersText);
        QSignalSpy refused(&desk.document, &Document::refused);
        desk.document.intend(QStringLiteral("Rename"), {Rename{"Place", "Ship"}});
        QTRY_COMPARE(refused.count(), 1);
        QVERIFY(refused.first().first().toString().contains(QStringLiteral("Ship")));
        QCOMPARE(desk.text(), ordersText);
        QCOMPARE(desk.document.undoStack().count(), 0);
    }

    void gesturesMadeTogetherAllLandInTheirOrder() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Add"), {AddNode{NodeKind::Queue, {}, "extra", {}, {}}},
                             Point{800, 640});
        desk.document.intend(QStringLiteral("Connect"),
                             {Connect{"Ship", "extra", EdgeKind::Publishes, {}}});
        // A move meanwhile: the gestures are made on top of it.
        desk.document.arrange(QStringLiteral("Move"),
                              [](Diagram& diagram) { diagram.spots["Ship"].at.y += 400; });
        desk.settle();
        QVERIFY(desk.model().edge("Ship publishes extra"));
        QCOMPARE(desk.at("extra"), (Point{800, 640}));
        QCOMPARE(desk.document.undoStack().count(), 3);
    }

    void saveWritesManifestAndSidecarWhole() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        desk.document.arrange(QStringLiteral("Move"), [](Diagram& diagram) {
            diagram.spots["Ship"] = {{800, 400}, true, {}};
        });
        QVERIFY(desk.document.save());
        QVERIFY(!desk.document.isModified());
        QCOMPARE(desk.textOf(desk.path()), desk.text());
        QVERIFY(desk.text().find("timeout_seconds:   20") != std::string::npos);
        const Result<Diagram> kept = parseDiagram(desk.textOf(sidecarPath(desk.path())), "sidecar");
        QVERIFY(kept);
        QVERIFY(*kept == *desk.document.snapshot().diagram);
        const Desk again;
        Document second;
        second.open({desk.path()});
        QTRY_VERIFY(second.isOpen() && second.isIdle());
        QVERIFY(second.derived().placement.nodes.at("Ship") ==
                (Box{800, 400, second.derived().placement.nodes.at("Ship").w,
                     second.derived().placement.nodes.at("Ship").h}));
    }

    void savingATextChangeAloneMakesNoSidecar() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        QVERIFY(desk.document.save());
        QVERIFY(!QFileInfo::exists(toQt(sidecarPath(desk.path()))));
    }

    void outsideChangeIsTakenAndPositionsKept() {
        Desk desk;
        desk.open(ordersText);
        desk.document.arrange(QStringLiteral("Move"), [](Diagram& diagram) {
            diagram.spots["Ship"] = {{800, 400}, true, {}};
        });
        QVERIFY(desk.document.save());
        desk.settle();
        desk.writeText(desk.path(), ordersText + "  invoices: {type: object}\n");
        QTRY_VERIFY(desk.model().node("invoices"));
        desk.settle();
        QCOMPARE(desk.at("Ship"), (Point{800, 400}));
        QVERIFY(desk.document.derived().placement.nodes.contains("invoices"));
        QVERIFY(!desk.document.isModified());
    }

    void outsideChangeWithUnsavedEditsAsks() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        QSignalSpy waiting(&desk.document, &Document::outsideWaiting);
        std::string theirs = ordersText;
        theirs.replace(theirs.find("seconds:   10"), 13, "seconds:   15");
        desk.writeText(desk.path(), theirs);
        QTRY_COMPARE(waiting.count(), 1);
        QVERIFY(desk.text().find("seconds:   20") != std::string::npos);
        QVERIFY2(!desk.document.save(), "the other program's version was overwritten");
        QCOMPARE(desk.textOf(desk.path()), theirs);
        desk.document.keepMine();
        QVERIFY(desk.document.save());
        QCOMPARE(desk.textOf(desk.path()), desk.text());
    }

    void outsideChangeElsewhereIsMergedAsOneStep() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        const std::string mine = desk.text();
        QSignalSpy merged(&desk.document, &Document::outsideMerged);
        const std::string addition = "  invoices: {type: object}\n";
        desk.writeText(desk.path(), ordersText + addition);
        QTRY_COMPARE(merged.count(), 1);
        desk.settle();
        QCOMPARE(desk.text(), mine + addition);
        QVERIFY(desk.model().node("invoices"));
        QVERIFY(desk.document.isModified());
        desk.document.undoStack().undo();
        QCOMPARE(desk.text(), mine);
        desk.document.undoStack().undo();
        QVERIFY2(desk.document.isModified(), "the disk holds something else by now");
        desk.document.undoStack().redo();
        desk.document.undoStack().redo();
        QVERIFY(desk.document.save());
        QCOMPARE(desk.textOf(desk.path()), mine + addition);
        QVERIFY(!desk.document.isModified());
    }

    void sidecarChangedOutsideIsMergedByEntry() {
        Desk desk;
        desk.open(ordersText);
        desk.document.arrange(QStringLiteral("Note"),
                              [](Diagram& diagram) { diagram.notes["Ship"] = "mine"; });
        QSignalSpy merged(&desk.document, &Document::outsideMerged);
        Diagram theirs;
        theirs.notes["Place"] = "theirs";
        desk.writeText(sidecarPath(desk.path()), printDiagram(theirs));
        QTRY_COMPARE(merged.count(), 1);
        QCOMPARE(desk.document.snapshot().diagram->notes.at("Ship"), std::string("mine"));
        QCOMPARE(desk.document.snapshot().diagram->notes.at("Place"), std::string("theirs"));
        QCOMPARE(desk.text(), ordersText);
    }

    void sidecarChangedOutsideIsNotOverwritten() {
        Desk desk;
        desk.open(ordersText);
        desk.document.arrange(QStringLiteral("Note"),
                              [](Diagram& diagram) { diagram.notes["Ship"] = "mine"; });
        Diagram theirs;
        theirs.notes["Ship"] = "theirs";
        desk.writeText(sidecarPath(desk.path()), printDiagram(theirs));
        const Result<Done> saved = desk.document.save();
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.find("system.yaml.limn") != std::string::npos,
                 saved.error().message.c_str());
        QCOMPARE(desk.textOf(sidecarPath(desk.path())), printDiagram(theirs));
    }

    void revertTakesTheDiskAndUndoBringsTheEditsBack() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        const std::string mine = desk.text();
        desk.document.arrange(QStringLiteral("Note"),
                              [](Diagram& diagram) { diagram.notes["Ship"] = "mine"; });
        desk.document.revert();
        desk.settle();
        QCOMPARE(desk.text(), ordersText);
        QVERIFY(desk.document.snapshot().diagram->notes.empty());
        QVERIFY(!desk.document.isModified());
        QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Revert to Saved"));
        desk.document.undoStack().undo();
        QCOMPARE(desk.text(), mine);
        QCOMPARE(desk.document.snapshot().diagram->notes.at("Ship"), std::string("mine"));
        QVERIFY(desk.document.isModified());
    }

    void revertOfAFileThatIsGoneIsRefusedAndTheEditsStay() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        const std::string mine = desk.text();
        QSignalSpy refused(&desk.document, &Document::refused);
        QVERIFY(QFile::remove(toQt(desk.path())));
        desk.document.revert();
        QTRY_VERIFY(refused.count() > 0);
        QVERIFY(refused.first().first().toString().contains(QStringLiteral("system.yaml")));
        QCOMPARE(desk.text(), mine);
        QVERIFY(desk.document.isModified());
        QVERIFY2(desk.document.save(), "saving writes the file again");
        QCOMPARE(desk.textOf(desk.path()), mine);
    }

    void readOnlyFileIsLeftAlone() {
        Desk desk;
        desk.open(ordersText);
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        QVERIFY(QFile::setPermissions(toQt(desk.path()), QFile::ReadOwner));
        const Result<Done> saved = desk.document.save();
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.find("read-only") != std::string::npos,
                 saved.error().message.c_str());
        QCOMPARE(desk.textOf(desk.path()), ordersText);
        QVERIFY(desk.document.isModified());
        QVERIFY(desk.document.saveAs(desk.path("copy.yaml")));
        QCOMPARE(desk.textOf(desk.path("copy.yaml")), desk.text());
        QCOMPARE(desk.textOf(desk.path()), ordersText);
    }

    void savesThroughALinkAndUnderAnyName() {
        Desk desk;
        const std::string target = desk.path("a b\nÄ.yaml"), link = desk.path("link.yaml");
        desk.writeText(target, ordersText);
        QVERIFY(QFile::link(toQt(target), toQt(link)));
        desk.document.open({link});
        QTRY_VERIFY(desk.document.isOpen() && desk.document.isIdle());
        desk.document.intend(QStringLiteral("Set"),
                             {SetProperty{"Place", "timeout_seconds", Value(20)}});
        desk.settle();
        QVERIFY(desk.document.save());
        QCOMPARE(desk.textOf(target), desk.text());
        QVERIFY(desk.text() != ordersText);
        QVERIFY(QFileInfo(toQt(link)).isSymLink());
    }

    void cleanIsRightAfterSaveAlone() {
        Desk desk;
        desk.open(ordersText);
        const auto note = [&](const char* text) {
            desk.document.arrange(QStringLiteral("Note"),
                                  [&](Diagram& diagram) { diagram.notes["Ship"] = text; });
        };
        note("one");
        QVERIFY(desk.document.save());
        QVERIFY(!desk.document.isModified());
        desk.document.undoStack().undo();
        QVERIFY(desk.document.isModified());
        note("two");
        QVERIFY(desk.document.isModified());
        desk.document.undoStack().undo();
        QVERIFY2(desk.document.isModified(), "the saved step is no longer on the stack");
    }

    void textThatNoLongerParsesKeepsTheLastPicture() {
        Desk desk;
        desk.open(ordersText);
        const Placement before = desk.document.derived().placement;
        desk.writeText(desk.path(), "functions:\n  Place: {handler: [\n");
        QTRY_VERIFY(!desk.document.derived().broken.empty());
        QVERIFY(desk.document.derived().placement == before);
        QVERIFY2(toQt(desk.document.derived().broken).contains(QStringLiteral("system.yaml:")),
                 desk.document.derived().broken.c_str());
        desk.writeText(desk.path(), ordersText);
        QTRY_VERIFY(desk.document.derived().broken.empty());
        QVERIFY(desk.document.derived().placement.nodes == before.nodes);
    }

    void newDiagramIsSavedWhereItIsPut() {
        Desk desk;
        desk.document.startNew();
        QVERIFY(desk.document.isUntitled() && desk.document.isModified());
        desk.document.intend(QStringLiteral("Add"),
                             {AddNode{NodeKind::Function, {}, "Upload", {}, {}}}, Point{160, 80});
        desk.settle();
        QCOMPARE(desk.at("Upload"), (Point{160, 80}));
        QVERIFY(desk.document.saveAs(desk.path("new.yaml")));
        QVERIFY(!desk.document.isModified());
        QVERIFY(desk.textOf(desk.path("new.yaml")).find("Upload") != std::string::npos);
        QCOMPARE(desk.document.name(), QStringLiteral("new.yaml"));
    }

    void tidyKeepsWhatIsPinnedAndIsOneStep() {
        Desk desk;
        desk.open(ordersText);
        desk.document.arrange(QStringLiteral("Move"), [](Diagram& diagram) {
            diagram.spots["Ship"] = {{800, 640}, true, {}};
            diagram.spots["jobs"].at = {0, 800};
        });
        desk.settle();
        desk.document.tidy();
        desk.settle();
        QCOMPARE(desk.at("Ship"), (Point{800, 640}));
        QVERIFY(desk.at("jobs") != (Point{0, 800}));
        QCOMPARE(desk.document.undoStack().count(), 2);
    }

    void tidySelectionMovesNothingElse() {
        Desk desk;
        desk.open(ordersText);
        desk.document.arrange(QStringLiteral("Move"), [](Diagram& diagram) {
            diagram.spots["Ship"].at = {800, 640};
            diagram.spots["jobs"].at = {0, 800};
        });
        desk.settle();
        const Point ship = desk.at("Ship");
        desk.document.tidy({"jobs"});
        desk.settle();
        QCOMPARE(desk.at("Ship"), ship);
        QVERIFY(desk.at("jobs") != (Point{0, 800}));
        QCOMPARE(desk.document.undoStack().count(), 2);
        desk.document.undoStack().undo();
        desk.settle();
        QCOMPARE(desk.at("jobs"), (Point{0, 800}));
    }

    void flowsDownAndBackAsOneStepEach() {
        Desk desk;
        desk.open(ordersText);
        const Point place = desk.at("Place"), jobs = desk.at("jobs");
        QVERIFY(place.x < jobs.x);
        desk.document.setFlowsDown(true);
        desk.settle();
        QVERIFY(desk.document.snapshot().diagram->flowsDown);
        QVERIFY(desk.at("Place").y < desk.at("jobs").y);
        desk.document.undoStack().undo();
        desk.settle();
        QVERIFY(!desk.document.snapshot().diagram->flowsDown);
        QCOMPARE(desk.at("jobs"), jobs);
    }

    void groupStandsAsItIsTold() {
        Desk desk;
        desk.open("limn: 1\ngroups:\n  shop:\nfunctions:\n"
                  "  A: {group: shop, invokes: B}\n  B: {group: shop, invokes: C}\n"
                  "  C: {group: shop}\n");
        QVERIFY(desk.at("A").x < desk.at("B").x && desk.at("B").x < desk.at("C").x);
        desk.document.setGroupStyle("shop", "columns");
        desk.settle();
        QCOMPARE(desk.document.snapshot().diagram->groupStyles.at("shop"), std::string("columns"));
        QCOMPARE(desk.at("A").x, desk.at("B").x);
        QVERIFY(desk.at("A").y < desk.at("B").y);
        desk.document.setGroupStyle("shop", "");
        desk.settle();
        QVERIFY(desk.document.snapshot().diagram->groupStyles.empty());
        QVERIFY(desk.at("A").x < desk.at("B").x);
    }

    void workInHandIsDroppedWithTheDocument() {
        Desk desk;
        desk.writeText(desk.path(), ordersText);
        {
            Document document;
            document.open({desk.path()});
        }
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10000));
    }
};

QTEST_MAIN(TestDocument)
#include "tst_document.moc"
