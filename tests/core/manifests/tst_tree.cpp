// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "core/manifests/tree.h"

using namespace limn;

namespace {

// A text with its tree: the tree looks into the text.
struct Parsed {
    explicit Parsed(std::string text)
        : source("t.yaml", std::move(text)), tree(Tree::parse(source, 0)) {}
    std::string bytes(Span at) const { return source.text().substr(at.begin, at.length()); }
    Source source;
    Tree tree;
};

std::string firstCode(const Parsed& parsed) {
    return parsed.tree.problems().empty() ? std::string() : parsed.tree.problems().front().code;
}

// What is in a node and below it, with every place.
void describe(TreeNode node, std::string& out) {
    const auto place = [](Span at) {
        return std::to_string(at.begin) + '-' + std::to_string(at.end) + ' ';
    };
    out += std::to_string(static_cast<int>(node.kind())) + ' ' +
           std::to_string(static_cast<int>(node.style())) + ' ' + place(node.span()) +
           place(node.fullSpan()) + place(node.contentSpan()) + std::string(node.scalar()) +
           (node.isNull() ? " null" : "") + '\n';
    for (const TreeEntry& entry : node.entries()) {
        describe(entry.key, out);
        describe(entry.value, out);
    }
    for (const TreeNode& item : node.items())
        describe(item, out);
}

std::string described(const Parsed& parsed) {
    std::string out;
    describe(parsed.tree.root(), out);
    for (const Problem& problem : parsed.tree.problems())
        out += problem.code + ' ' + std::to_string(problem.at.begin) + ' ' + problem.message + '\n';
    return out;
}

} // namespace

class TestTree : public QObject {
    Q_OBJECT
private slots:
    void spansAreTheBytesOfTheText_data();
    void spansAreTheBytesOfTheText();
    void followsAliasesAndMergeKeys();
    void typesPlainScalarsOnly_data();
    void typesPlainScalarsOnly();
    void keepsWhatStandsBeforeAFault();
    void readsPastEmptyItems_data();
    void readsPastEmptyItems();
    void reportsDuplicateKeys();
    void refusesWhatIsNoText_data();
    void refusesWhatIsNoText();
    void boundsHostileInput_data();
    void boundsHostileInput();
    void readsJsonByItselfAsWithOthers_data();
    void readsJsonByItselfAsWithOthers();
    void answersEmptyWhereNothingIs();
};

void TestTree::spansAreTheBytesOfTheText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("full");
    const auto row = [](const char* name, const char* text, const char* value, const char* full) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(value)
                            << QString::fromUtf8(full);
    };
    row("plain", "k: some text # c\n", "some text", "some text");
    row("double quoted", "k: \"é \\\"x\\\"\"\n", "\"é \\\"x\\\"\"", "\"é \\\"x\\\"\"");
    row("single quoted", "k: 'it''s'\n", "'it''s'", "'it''s'");
    row("quotes in quotes", "k: '''*'''\n", "'''*'''", "'''*'''");
    row("escaped quotes in quotes", "k: \"\\\"x\\\"\"\n", "\"\\\"x\\\"\"", "\"\\\"x\\\"\"");
    row("empty quotes", "k: ''\n", "''", "''");
    row("tag", "k: !Sub \"${A}\"\n", "\"${A}\"", "!Sub \"${A}\"");
    row("anchor and tag", "k: &a !Ref  x\n", "x", "&a !Ref  x");
    row("flow list", "k: [a, \"b\" ] \n", "[a, \"b\" ]", "[a, \"b\" ]");
    row("flow map", "k: {a: {b: c}}\n", "{a: {b: c}}", "{a: {b: c}}");
    row("block list", "k:\n- a\n- b: 1\n\n# end\n", "- a\n- b: 1", "- a\n- b: 1");
    row("block map", "k:\n  a: 1\n  b:\n    c: 2\n# end\n", "a: 1\n  b:\n    c: 2",
        "a: 1\n  b:\n    c: 2");
    row("tagged block list", "k: !If\n  - A\n  - B\n", "- A\n  - B", "!If\n  - A\n  - B");
    row("literal", "k: |\n  one\n  two\n\nz: 1\n", "|\n  one\n  two", "|\n  one\n  two");
    row("folded, chomped", "k: >-\n  one\nz: 1\n", ">-\n  one", ">-\n  one");
    row("carriage returns", "k:\r\n  - a\r\n  - b\r\n", "- a\r\n  - b", "- a\r\n  - b");
    row("alias", "a: &x 1\nk: *x\n", "*x", "*x");
    row("not written", "k:\nz: 1\n", "", "");
    row("byte order mark", "\xEF\xBB\xBFk: v\n", "v", "v");
    row("JSON with tabs", "{\n\t\"k\": [1,\n\t\t2]\n}", "[1,\n\t\t2]", "[1,\n\t\t2]");
}

void TestTree::spansAreTheBytesOfTheText() {
    QFETCH(QString, text);
    QFETCH(QString, value);
    QFETCH(QString, full);
    const Parsed parsed(text.toStdString());
    QCOMPARE(firstCode(parsed), std::string());
    const TreeNode node = parsed.tree.root()["k"];
    QVERIFY(node.exists());
    QCOMPARE(QString::fromStdString(parsed.bytes(node.span())), value);
    QCOMPARE(QString::fromStdString(parsed.bytes(node.fullSpan())), full);
}

void TestTree::followsAliasesAndMergeKeys() {
    const Parsed parsed("base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  x: 3\nsame: *b\n");
    const TreeNode root = parsed.tree.root();
    QCOMPARE(root["mine"]["x"].value(), Value(3));
    QCOMPARE(root["mine"]["y"].value(), Value(2));
    QCOMPARE(root["same"]["y"].value(), Value(2));
    QCOMPARE(root["same"].kind(), TreeKind::Alias);
    QStringList names;
    for (const TreeEntry& entry : root["mine"].entries())
        names << QString::fromStdString(std::string(entry.name()));
    QCOMPARE(names, QStringList({QStringLiteral("x"), QStringLiteral("y")}));
}

void TestTree::typesPlainScalarsOnly_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<bool>("isNumber");
    QTest::newRow("integer") << "30" << "30" << true;
    QTest::newRow("quoted") << "\"30\"" << "30" << false;
    QTest::newRow("hex") << "0x1F" << "31" << true;
    QTest::newRow("real") << "1.5e3" << "1500" << true;
    QTest::newRow("version") << "1.2.3" << "1.2.3" << false;
    QTest::newRow("nan is a word") << "nan" << "nan" << false;
    QTest::newRow("twenty digits") << "12345678901234567890123" << "1.2345678901234568e+22" << true;
    QTest::newRow("null") << "~" << "null" << false;
    QTest::newRow("truth") << "True" << "true" << false;
    QTest::newRow("a tag is not resolved") << "!Ref X" << "!Ref X" << false;
    QTest::newRow("text by tag") << "!!str 5" << "5" << false;
}

void TestTree::typesPlainScalarsOnly() {
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QFETCH(bool, isNumber);
    const Parsed parsed("k: " + text.toStdString() + "\n");
    const Value value = parsed.tree.root()["k"].value();
    QCOMPARE(QString::fromStdString(value.display()), shown);
    QCOMPARE(value.isNumber(), isNumber);
}

void TestTree::keepsWhatStandsBeforeAFault() {
    const Parsed parsed("a: 1\nb:\n  c: 2\n  d: \"open\n");
    QCOMPARE(firstCode(parsed), std::string("yaml-syntax"));
    QCOMPARE(parsed.source.lineColumn(parsed.tree.problems()[0].at.begin).line, 4);
    QCOMPARE(parsed.tree.root()["a"].value(), Value(1));
    QCOMPARE(parsed.tree.root()["b"]["c"].value(), Value(2));
}

// An item without a value ends no list, wherever its dash stands.
void TestTree::readsPastEmptyItems_data() {
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("items");
    const auto row = [](const char* name, const char* list, const char* items) {
        QTest::newRow(name) << QString::fromUtf8(list) << QString::fromUtf8(items);
    };
    row("comment below the key", "k:\n- a\n- # none\n- b # c\nz: 1\n", "a||b");
    row("first of all", "k:\n- # none\n- b\nz: 1\n", "|b");
    row("last of all", "k:\n- a\n- # none\nz: 1\n", "a|");
    row("further in", "k:\n  - a\n  - # none\n  - b\nz: 1\n", "a||b");
    row("blanks after the dash", "k:\n- a\n-  \n- b\nz: 1\n", "a||b");
    row("comments in between", "k:\n- a\n-\n# one\n\n- b\nz: 1\n", "a||b");
    row("no room", "k:\n- a\n-\n- b\nz: 1\n", "a|b");
    row("in a map in a list", "k:\n- q:\n  - # none\n  - x\n- b\nz: 1\n", "(map)|b");
    row("carriage returns", "k:\r\n- a\r\n- # none\r\n- b\r\nz: 1\r\n", "a||b");
    row("value after a comment", "k:\n- # one\n  a\n- b\nz: 1\n", "a|b");
    row("in a block text", "k:\n- |\n  k:\n  - # none\n  - a\n- b\nz: 1\n",
        "k:\n- # none\n- a\n|b");
}

void TestTree::readsPastEmptyItems() {
    QFETCH(QString, list);
    QFETCH(QString, items);
    const Parsed parsed(list.toStdString());
    QCOMPARE(firstCode(parsed), std::string());
    QCOMPARE(parsed.tree.root()["z"].scalar(), std::string_view("1"));
    QStringList found;
    for (const TreeNode item : parsed.tree.root()["k"].items())
        found << (item.isMap()    ? QStringLiteral("(map)")
                  : item.isNull() ? QString()
                                  : QString::fromStdString(std::string(item.scalar())));
    QCOMPARE(found.join(QLatin1Char('|')), items);
}

void TestTree::reportsDuplicateKeys() {
    const Parsed parsed("a: 1\nb: 2\na: 3\n");
    QCOMPARE(firstCode(parsed), std::string("duplicate-key"));
    QCOMPARE(parsed.source.lineColumn(parsed.tree.problems()[0].at.begin).line, 3);
    QCOMPARE(parsed.tree.root()["a"].value(), Value(1));
}

void TestTree::refusesWhatIsNoText_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("at");
    QTest::newRow("invalid byte") << QByteArray("a: \xff\n") << 3;
    QTest::newRow("overlong") << QByteArray("a: \xc0\xaf\n") << 3;
    QTest::newRow("surrogate") << QByteArray("a: \xed\xa0\x80\n") << 3;
    QTest::newRow("cut off") << QByteArray("a: \xf0\x9f\x98") << 3;
    QTest::newRow("zeros") << QByteArray(16, '\0') << 0;
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "a\0",
                                          4)
                            << 0;
    QTest::newRow("directive with bad bytes") << QByteArray("%\xfe\xfe\n---\n") << 1;
}

void TestTree::refusesWhatIsNoText() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, at);
    const Parsed parsed(bytes.toStdString());
    QCOMPARE(firstCode(parsed), std::string("not-utf8"));
    QCOMPARE(static_cast<int>(parsed.tree.problems()[0].at.begin), at);
    QVERIFY(!parsed.tree.root().exists());
}

void TestTree::boundsHostileInput_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QString bomb = QStringLiteral("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; ++i) {
        const QString before = QStringLiteral("*a%1").arg(i - 1);
        bomb += QStringLiteral("a%1: &a%1 [%2]\n")
                    .arg(i)
                    .arg(QStringList(10, before).join(QLatin1Char(',')));
    }
    QTest::newRow("alias bomb") << bomb << "too-large";
    QTest::newRow("deep") << QString(50'000, QLatin1Char('[')) << "too-deep";
    QTest::newRow("alias in itself") << "a: &a [1, *a]\n" << "yaml-alias";
    QTest::newRow("alias of nothing") << "a: *b\n" << "yaml-alias";
    QTest::newRow("merge of itself") << "a: &a\n  <<: *a\n  b: 1\n" << "yaml-alias";
}

void TestTree::boundsHostileInput() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    const Parsed parsed(text.toStdString());
    QCOMPARE(QString::fromStdString(firstCode(parsed)), code);
    parsed.tree.root().value(); // ends
}

void TestTree::readsJsonByItselfAsWithOthers_data() {
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* text) {
        QTest::newRow(name) << QString::fromUtf8(text);
    };
    row("map", R"({"a": 1, "b": {"c": [true, false, null]}})");
    row("empty", R"({"a": {}, "b": [], "c": "", "d": [ ], "e": { } })");
    row("list", "[\n  \"a\",\r\n\t2\n]\n");
    row("numbers", R"([0, -1, 1.5, 1e3, -0.5E-2, 12345678901234567890])");
    row("escapes", R"({"a\"b": "\\ \/ \b\f\n\r\t \u00e9 \ud83d\ude00"})");
    row("beyond ASCII", "{\"größe\": \"日本\"}");
    row("marks in texts", R"({"a": "{{resolve:ssm:b}} {% x %}", "c": "// no comment"})");
    row("words that are none", R"({"a": "true", "b": "1", "c": "~", "d": "<<"})");
    row("twice the same key", "{\"a\": 1,\n \"b\": 2,\n \"a\": 3}");
    row("a text alone", R"("a")");
}

// With a comment at its end the text is none of JSON, and libfyaml reads it.
void TestTree::readsJsonByItselfAsWithOthers() {
    QFETCH(QString, text);
    const Parsed json(text.toStdString()), other(text.toStdString() + "\n# end");
    QCOMPARE(QString::fromStdString(described(json)), QString::fromStdString(described(other)));
}

void TestTree::answersEmptyWhereNothingIs() {
    const Parsed parsed("a: [1]\n");
    const TreeNode nothing = parsed.tree.root()["x"]["y"].item(4);
    QVERIFY(!nothing.exists());
    QVERIFY(nothing.isNull());
    QCOMPARE(nothing.scalar(), std::string_view());
    QVERIFY(!nothing.span().valid());
    QVERIFY(nothing.entries().empty());
    QCOMPARE(Parsed("").tree.documents().size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(TestTree)
#include "tst_tree.moc"
