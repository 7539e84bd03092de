// SPDX-License-Identifier: GPL-3.0-or-later
// Pages and bookmarks of a PDF, read from its own bytes.
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/checks/check.h"
#include "core/exports/sheet_of_paper.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"
#include "widgets/paint/painted.h"
#include "widgets/paint/pdf_pages.h"

using namespace limn;
using namespace limn::test;

namespace {

QByteArray exported(const PaintOptions& options) {
    const Snapshot snapshot = snapshotOf(
        "shop.yaml", "limn: 1\nfunctions: {config file: {group: inner}, b: {group: other}}\n"
                     "groups: {outer: {name: \"Außen\"}, inner: {parent: outer}, other: {}}\n");
    const Placement placement = *findLayout("columns")->run(graphOf(snapshot), {});
    const Report report = check(*snapshot.model, {});
    const Drawing drawing = drawSheet(snapshot, placement, report, {}, {});
    const Result<std::string> bytes =
        findPaintedExporter("pdf")->run({snapshot, placement, report, drawing}, options);
    return bytes ? QByteArray::fromStdString(*bytes) : QByteArray();
}

// What the tables of the file say stands somewhere, and does not.
QStringList misplaced(const QByteArray& pdf) {
    QStringList faults;
    const qsizetype end = pdf.lastIndexOf("startxref");
    qint64 table = pdf.mid(end + 9).trimmed().split('\n').first().trimmed().toLongLong();
    int tables = 0;
    while (table > 0 && tables++ < 4) {
        if (!pdf.mid(table).startsWith("xref"))
            return faults << QStringLiteral("no table at %1").arg(table);
        const QByteArray rest = pdf.mid(table + 5);
        qint64 number = 0, left = 0;
        for (const QByteArray& line : rest.split('\n')) {
            if (line.startsWith("trailer"))
                break;
            const QList<QByteArray> words = line.simplified().split(' ');
            if (words.size() == 2) {
                number = words[0].toLongLong();
                left = words[1].toLongLong();
            } else if (words.size() == 3 && left-- > 0) {
                const QByteArray head = QByteArray::number(number++) + " 0 obj";
                if (words[2] == "n" && !pdf.mid(words[0].toLongLong()).startsWith(head))
                    faults << QString::fromLatin1(head);
            }
        }
        const qsizetype trailer = rest.indexOf("trailer");
        const QByteArray last = rest.mid(trailer, rest.indexOf(">>", trailer) - trailer);
        const qsizetype before = last.indexOf("/Prev ");
        table = before < 0 ? 0 : last.mid(before + 6).split('\n').first().toLongLong();
    }
    if (tables != 2)
        faults << QStringLiteral("%1 tables").arg(tables);
    return faults;
}

QString titleIn(const QByteArray& object) {
    static const QRegularExpression title(QStringLiteral("/Title <FEFF([0-9A-F]*)>"));
    const QByteArray hex = title.match(QString::fromLatin1(object)).captured(1).toLatin1();
    const QByteArray bytes = QByteArray::fromHex(hex);
    QString text;
    for (qsizetype i = 0; i + 1 < bytes.size(); i += 2)
        text += QChar((uchar(bytes[i]) << 8U) | uchar(bytes[i + 1]));
    return text;
}

} // namespace

class TestPdf : public QObject {
    Q_OBJECT

private slots:
    void bookmarksAreTheGroups() {
        const QByteArray pdf = exported({});
        QVERIFY(!pdf.isEmpty());
        QCOMPARE(misplaced(pdf), QStringList());
        QStringList titles;
        QMap<QString, QByteArray> objects;
        static const QRegularExpression each(
            QStringLiteral("(\\d+) 0 obj\\n<<\\n(/Title <FEFF[^<]*?)>>\\nendobj"));
        QMap<QString, QString> numbers;
        const QString text = QString::fromLatin1(pdf);
        for (auto it = each.globalMatch(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const QString title = titleIn(match.captured(2).toLatin1());
            titles << title;
            objects[title] = match.captured(2).toLatin1();
            numbers[title] = match.captured(1);
        }
        QVERIFY2(titles.contains(QStringLiteral("Außen")), qPrintable(titles.join(u' ')));
        QVERIFY(titles.contains(QStringLiteral("other")));
        QVERIFY(titles.contains(QStringLiteral("Findings")));
        const QString parent = QString::fromLatin1(objects[QStringLiteral("inner")]);
        QVERIFY2(
            parent.contains(QStringLiteral("/Parent %1 0 R").arg(numbers[QStringLiteral("Außen")])),
            qPrintable(parent));
        QVERIFY(pdf.contains("/PageMode /UseOutlines"));
    }

    void paperHasItsSize_data() {
        QTest::addColumn<int>("paper");
        QTest::addColumn<QSize>("points");
        QTest::newRow("A4") << int(Paper::A4) << QSize(595, 842);
        QTest::newRow("A3") << int(Paper::A3) << QSize(842, 1191);
        QTest::newRow("Letter") << int(Paper::Letter) << QSize(612, 792);
    }
    void paperHasItsSize() {
        QFETCH(int, paper);
        QFETCH(QSize, points);
        const auto wide = pagesOf({0, 0, 2000, 400}, {1, static_cast<Paper>(paper), false});
        const auto tall = pagesOf({0, 0, 400, 2000}, {1, static_cast<Paper>(paper), false});
        QVERIFY(wide && tall);
        QCOMPARE(wide->pageSize().toSize(), points.transposed());
        QCOMPARE(tall->pageSize().toSize(), points);
        QCOMPARE(wide->pages.size(), std::size_t{1});
        QVERIFY(QRectF(QPointF(), wide->pageSize()).contains(wide->pages[0].target));
        // A small picture is not blown up.
        QCOMPARE(pagesOf({0, 0, 100, 100}, {1, static_cast<Paper>(paper), false})->toPoints, 1.0);
    }

    void tilesCoverThePicture() {
        const Box bounds{-40, 10, 3000, 1700};
        const auto pages = pagesOf(bounds, {1, Paper::A4, true});
        QVERIFY(pages);
        QCOMPARE(pages->pages.size(), std::size_t(pages->rows) * std::size_t(pages->columns));
        QCOMPARE(pages->toPoints, 0.75);
        QRegion covered;
        for (const PdfPage& page : pages->pages) {
            covered += page.source.toAlignedRect();
            QVERIFY(QRectF(QPointF(), pages->pageSize()).contains(page.target));
        }
        const QRegion whole(QRect(-40, 10, 3000, 1700));
        QVERIFY((whole - covered).isEmpty());
        const auto [page, at] = pages->find({bounds.right(), bounds.bottom()});
        QCOMPARE(page, int(pages->pages.size()) - 1);
        QVERIFY(at.x() > 0 && at.y() > 0);
    }

    void tilesWithoutEndAreRefused() {
        const auto pages = pagesOf({0, 0, 1e6, 1e6}, {1, Paper::A4, true});
        QVERIFY(!pages);
        QVERIFY2(pages.error().message.find("400 are the most") != std::string::npos,
                 pages.error().message.c_str());
        QVERIFY(pagesOf({0, 0, 1e12, 1e12}, {1, Paper::Letter, true}).operator bool() == false);
    }

    void everySheetIsThere() {
        const QByteArray pdf = exported({1, Paper::A4, true});
        QVERIFY(!pdf.isEmpty());
        QCOMPARE(misplaced(pdf), QStringList());
        QVERIFY(pdf.contains("/Count 1") || pdf.contains("/Count 2"));
        QCOMPARE(exported({1, Paper::A4, true}), pdf);
    }

    void textCanBeSearched() {
        const QString tool = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
        QVERIFY2(!tool.isEmpty(), "pdftotext (poppler-utils) is not installed");
        const QTemporaryDir work;
        QFile file(work.filePath(QStringLiteral("a.pdf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(exported({1, Paper::A4, false}));
        file.close();
        QProcess process;
        process.start(tool, {file.fileName(), QStringLiteral("-")});
        QVERIFY(process.waitForFinished());
        const QByteArray text = process.readAllStandardOutput();
        QVERIFY2(text.contains("config file"), text.constData());
        QVERIFY2(text.contains("verdict: "), text.constData());
        QCOMPARE(process.readAllStandardError(), QByteArray());
    }
};

QTEST_MAIN(TestPdf)
#include "tst_pdf.moc"
