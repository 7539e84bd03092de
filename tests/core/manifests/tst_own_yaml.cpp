// SPDX-License-Identifier: GPL-3.0-or-later
// The sidecar: the same bytes for the same diagram, the same diagram from its bytes, and a place
// for every fault.
#include <QTest>

#include "core/manifests/read.h"

using namespace limn;

namespace {

Diagram full() {
    Diagram diagram;
    diagram.spots["orders/Worker"] = {{8, -16.5}, true, Size{160, 64}};
    diagram.spots["30"] = {{0, 0}, false, std::nullopt};
    diagram.spots["a: \"b\"\n#c"] = {{1e6, 0.1}, false, std::nullopt};
    diagram.collapsed = {"orders", "- x"};
    diagram.hiddenKinds = {"identity", "automation"};
    diagram.shownKinds = {"alarm", "identity"};
    diagram.flowsDown = true;
    diagram.groupStyles = {{"orders", "rows"}, {"- x", "radial"}};
    diagram.notes = {
        {"Upload", "Agreed on Monday:\n- two queues"}, {"null", "yes"}, {"\u00fc", ""}};
    diagram.accepted["RTY006:Upload"] = {"the handler is idempotent", "Ada", "2025-03-01",
                                         "2026-01-01"};
    diagram.accepted["LIM001:Upload"] = {"", "", "", ""};
    return diagram;
}

std::string errorOf(const std::string& text) {
    const Result<Diagram> parsed = parseDiagram(text, "a.yaml.limn");
    return parsed ? std::string() : parsed.error().message;
}

} // namespace

class OwnYamlTest : public QObject {
    Q_OBJECT

private slots:
    void readsWhatItPrints() {
        const std::string text = printDiagram(full());
        const Result<Diagram> parsed = parseDiagram(text, "x.limn");
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        QVERIFY(*parsed == full());
        QCOMPARE(printDiagram(*parsed), text);
    }

    void printsOneFactALine() {
        Diagram diagram;
        diagram.spots["Upload"] = {{80, 24}, true, std::nullopt};
        diagram.spots["file-jobs"] = {{320, 24.5}, false, Size{160, 64}};
        diagram.collapsed = {"orders"};
        diagram.hiddenKinds = {"identity"};
        diagram.notes["Upload"] = "Agreed: two queues";
        diagram.accepted["RTY006:Upload"] = {"idempotent", "Ada", "2025-03-01", ""};
        QCOMPARE(
            printDiagram(diagram),
            std::string("limn: 1\n"
                        "spots:\n"
                        "  Upload: {x: 80, y: 24, pinned: true}\n"
                        "  file-jobs: {x: 320, y: 24.5, w: 160, h: 64}\n"
                        "collapsed:\n"
                        "  - orders\n"
                        "hidden_kinds:\n"
                        "  - identity\n"
                        "notes:\n"
                        "  Upload: \"Agreed: two queues\"\n"
                        "accepted:\n"
                        "  RTY006:Upload: {reason: idempotent, by: Ada, date: \"2025-03-01\"}\n"));
    }

    void emptyTextIsAnEmptyDiagram() {
        for (const char* text : {"", "\n", "# nothing yet\n", "limn: 1\n", "spots:\n"}) {
            const Result<Diagram> parsed = parseDiagram(text, "x.limn");
            QVERIFY2(parsed && *parsed == Diagram(), text);
        }
    }

    void faultsNameTheirPlace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("about");
        const char* const rows[][3] = {
            {"limn: 1\nspts: {}\n", "line 2, column 1", "did you mean `spots`?"},
            {"limn: 2\n", "line 1, column 7", "newer program"},
            {"spots:\n  a: {x: 1, z: 2}\n", "line 2, column 13", "`z` is no key of a spot"},
            {"spots:\n  a: {x: one}\n", "line 2, column 10", "must be a number"},
            {"spots:\n  a: {x: .inf}\n", "line 2, column 10", "must be a number"},
            {"spots:\n  a: {w: 5}\n", "line 2, column 6", "both `w` and `h`"},
            {"spots: [a]\n", "line 1, column 8", "must be a map"},
            {"collapsed: orders\n", "line 1, column 12", "must be a list"},
            {"hidden_kinds: [cupboard]\n", "line 1, column 15", "no kind of part"},
            {"shown_kinds: [queue]\n", "line 1, column 14", "only when asked for"},
            {"flow: up\n", "line 1, column 7", "`right` or `down`"},
            {"group_styles:\n  a: round\n", "line 2, column 6", "`rows`"},
            {"notes:\n  a: [b]\n", "line 2, column 6", "must be a text"},
            {"accepted:\n  f: {reson: x}\n", "line 2, column 7", "did you mean `reason`?"},
            {"spots:\n  a: {x: 1, x: 2}\n", "line 2, column 13", "second time"},
            {"notes:\n  a: \"never closed\n", "line", ""},
            {"<<<<<<< mine\nlimn: 1\n=======\n", "line", ""},
            {"a: &x 1\nb: *x\n", "", "aliases"},
            {"limn: 1\n---\nlimn: 1\n", "", "several documents"},
        };
        for (const auto& [text, place, about] : rows)
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(place)
                                << QString::fromUtf8(about);
    }
    void faultsNameTheirPlace() {
        QFETCH(QString, text);
        QFETCH(QString, place);
        QFETCH(QString, about);
        const QString error = QString::fromStdString(errorOf(text.toStdString()));
        QVERIFY2(error.contains(QStringLiteral("a.yaml.limn")), qPrintable(error));
        QVERIFY2(error.contains(place) && error.contains(about), qPrintable(error));
    }

    void anyBytesAreSafe() {
        QVERIFY(!errorOf(std::string("a\0b", 3)).empty());
        QVERIFY(!errorOf("\xff\xfe").empty());
        QVERIFY(!errorOf(std::string(100'000, '[')).empty());
        QVERIFY(!errorOf("notes: " + std::string(50'000, '{')).empty());
        QVERIFY(!errorOf(std::string(17U << 20, '#')).empty());
        std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c < 'k'; ++c)
            bomb += fmt::format("{0}: &{0} [*{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}]\n", c,
                                static_cast<char>(c - 1));
        QVERIFY(!errorOf(bomb).empty());
        // Every cut of a good text is a diagram or an error, never anything else.
        const std::string text = printDiagram(full());
        for (std::size_t i = 0; i < text.size(); ++i)
            (void)errorOf(text.substr(0, i));
    }
};

QTEST_GUILESS_MAIN(OwnYamlTest)
#include "tst_own_yaml.moc"
