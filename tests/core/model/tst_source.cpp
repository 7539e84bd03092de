// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/model/source.h"

using namespace limn;

class TestSource : public QObject {
    Q_OBJECT
private slots:
    void countsColumnsInCodePoints();
    void countsNoColumnForAByteOrderMark();
    void countsColumnsOfVeryLongLines();
    void knowsEveryLineEnding();
    void survivesPlacesOutside();
    void replacesOneFileOnly();
    void isTitledByItsFolderWhereTheNameSaysNothing();
};

void TestSource::countsColumnsInCodePoints() {
    const Source source("a.yaml", "key: \xC3\xA9\xF0\x9F\x98\x80 x\n");
    QCOMPARE(source.lineColumn(5).column, 6);
    QCOMPARE(source.lineColumn(7).column, 7);  // after the two bytes of é
    QCOMPARE(source.lineColumn(11).column, 8); // after the four bytes of the emoji
}

void TestSource::countsNoColumnForAByteOrderMark() {
    const Source source("a.yaml", "\xEF\xBB\xBF"
                                  "a: 1\nb: 2\n");
    QCOMPARE(source.lineColumn(0), (LineColumn{1, 1}));
    QCOMPARE(source.lineColumn(3), (LineColumn{1, 1}));
    QCOMPARE(source.lineColumn(6), (LineColumn{1, 4}));
    QCOMPARE(source.lineColumn(8), (LineColumn{2, 1}));
}

// They are counted in another way: minified JSON is one line.
void TestSource::countsColumnsOfVeryLongLines() {
    std::string text = "short\n";
    for (int i = 0; i < 3000; ++i)
        text += "a\xC3\xA9"; // aé
    text += "\nlast";
    const Source source("a.json", text);
    QCOMPARE(source.lineColumn(6), (LineColumn{2, 1}));
    for (int i = 0; i < 3000; i += 7)
        QCOMPARE(source.lineColumn(static_cast<std::size_t>(6 + 3 * i)),
                 (LineColumn{2, 1 + 2 * i}));
    QCOMPARE(source.lineColumn(6 + 9000), (LineColumn{2, 6001}));
    QCOMPARE(source.lineColumn(text.size()), (LineColumn{3, 5}));
}

void TestSource::knowsEveryLineEnding() {
    const Source source("a.yaml", "one\r\ntwo\rthree\nfour");
    QCOMPARE(source.lineCount(), 4);
    QCOMPARE(source.line(1), std::string_view("one"));
    QCOMPARE(source.line(2), std::string_view("two"));
    QCOMPARE(source.line(4), std::string_view("four"));
    QCOMPARE(source.lineColumn(9), (LineColumn{3, 1}));
}

void TestSource::survivesPlacesOutside() {
    Sources sources;
    const std::uint32_t file = sources.add(std::make_shared<const Source>("a.yaml", "ab\n"));
    QCOMPARE(sources[file].lineColumn(1000), (LineColumn{2, 1}));
    QCOMPARE(sources[file].line(7), std::string_view());
    QCOMPARE(sources.text({file, 1, 99}), std::string_view());
    QCOMPARE(sources.text({7, 0, 1}), std::string_view());
    QCOMPARE(sources.place({}), Place{});
    QCOMPARE(sources.place({file, 0, 2}), (Place{"a.yaml", 1, 1, 1, 3}));
}

void TestSource::replacesOneFileOnly() {
    Sources before;
    before.add(std::make_shared<const Source>("a", "1"));
    before.add(std::make_shared<const Source>("b", "2"));
    const Sources after = before.replaced(1, "two");
    QCOMPARE(before[1].text(), std::string("2"));
    QCOMPARE(after[1].text(), std::string("two"));
    QCOMPARE(after[1].path(), std::string("b"));
    QCOMPARE(&after[0], &before[0]); // shared, not copied
}

void TestSource::isTitledByItsFolderWhereTheNameSaysNothing() {
    QCOMPARE(Source("shop/orders.yaml", "").title(), std::string("orders"));
    QCOMPARE(Source("samples/uploads/limn.yaml", "").title(), std::string("uploads"));
    QCOMPARE(Source("./template.yaml", "").title(), std::string("template"));
    QCOMPARE(Source("template.yaml", "").title(), std::string("template"));
    QCOMPARE(Source("-", "").title(), std::string("-"));
}

QTEST_APPLESS_MAIN(TestSource)
#include "tst_source.moc"
