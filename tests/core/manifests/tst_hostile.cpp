// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that are wrong, mean or meant for another program: each is a problem at its place in plain
// words, or is read right where it is legal; always soon and in little memory.
#include <ctime>
#include <iterator>

#include <sys/resource.h>

#include <QTemporaryFile>
#include <QTest>

#include "core/exports/exporter.h"
#include "core/manifests/tree.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

const std::string head = "Transform: AWS::Serverless-2016-10-31\nResources:\n";
const std::string function =
    "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n";

std::string repeated(std::string_view what, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += what;
    return out;
}

QByteArray bytes(std::string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

// ASCII text in UTF-16.
QByteArray wide(std::string_view text, bool bigEndian, bool mark) {
    QByteArray out;
    if (mark)
        out = bigEndian ? QByteArray("\xFE\xFF") : QByteArray("\xFF\xFE");
    for (const char c : text)
        out += bigEndian ? QByteArray{"\0", 1} + c : c + QByteArray{"\0", 1};
    return out;
}

std::string aliasBomb() {
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = fmt::format("*a{}", i - 1);
        bomb += fmt::format("a{}: &a{} [{}{}]\n", i, i, before, repeated("," + before, 9));
    }
    return bomb;
}

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Every value of a tree but the root.
void addValues(TreeNode node, std::vector<Span>& out) {
    if (node.kind() == TreeKind::Alias)
        return;
    for (const TreeEntry& entry : node.writtenEntries()) {
        if (entry.value.fullSpan().length() > 0)
            out.push_back(entry.value.fullSpan());
        addValues(entry.value, out);
    }
    for (const TreeNode& item : node.items()) {
        out.push_back(item.fullSpan());
        addValues(item, out);
    }
}

} // namespace

class HostileTest : public QObject {
    Q_OBJECT

private slots:
    void isSaidAtItsPlace_data();
    void isSaidAtItsPlace();
    void isReadWhereItIsLegal_data();
    void isReadWhereItIsLegal();
    void readsPastMarksOfTemplateTools();
    void endsOnCycles_data();
    void endsOnCycles();
    void refusesHugeFilesAtOnce();
    void survivesWrongTypesEverywhere_data();
    void survivesWrongTypesEverywhere();
    void cleanupTestCase();
};

void HostileTest::isSaidAtItsPlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place"); // line:column
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words"); // of the message
    const auto row = [](const char* name, const QByteArray& text, const char* place,
                        const char* code, const char* words) {
        QTest::newRow(name) << text << QString::fromLatin1(place) << QString::fromLatin1(code)
                            << QString::fromUtf8(words);
    };
    const auto text = [&](const char* name, const std::string& written, const char* place,
                          const char* code,
                          const char* words) { row(name, bytes(written), place, code, words); };

    // --- no text
    row("UTF-16, little end first", wide(head + function, false, true), "1:1", "not-utf8",
        "is in UTF-16, and a manifest must be in UTF-8. Save it as UTF-8");
    row("UTF-16, big end first", wide(head + function, true, true), "1:1", "not-utf8",
        "is in UTF-16");
    row("UTF-16 without a mark", wide(head + function, false, false), "1:1", "not-utf8",
        "is in UTF-16");
    row("UTF-16 without a mark, big end first", wide(head + function, true, false), "1:1",
        "not-utf8", "is in UTF-16");
    row("UTF-32", QByteArray("\xFF\xFE\0\0A\0\0\0", 8), "1:1", "not-utf8", "is in UTF-32");
    row("ZIP", QByteArray("PK\x03\x04rest"), "1:1", "not-utf8", "is a ZIP archive");
    row("gzip", QByteArray("\x1F\x8B\x08rest"), "1:1", "not-utf8", "is a gzip archive");
    row("zero byte", QByteArray("Resources:\n  F\0: 1\n", 19), "2:4", "not-utf8",
        "A zero byte stands here");
    row("only zeros", QByteArray(64, '\0'), "1:1", "not-utf8", "A zero byte stands here");
    row("Latin-1", QByteArray("Description: caf\xE9\n"), "1:17", "not-utf8",
        "The byte 0xE9 here is not UTF-8");
    row("overlong", QByteArray("a: \xC0\xAF\n"), "1:4", "not-utf8", "The byte 0xC0");
    row("surrogate in UTF-8", QByteArray("a: \xED\xA0\x80\n"), "1:4", "not-utf8", "The byte 0xED");
    row("cut in a character", QByteArray("a: \xF0\x9F\x98"), "1:4", "not-utf8", "The byte 0xF0");
    row("directive with bad bytes", QByteArray("%\xFE\xFE\n---\n"), "1:2", "not-utf8",
        "The byte 0xFE");

    // --- not YAML
    text("words", "This is no manifest.\n", "1:1", "unknown-format", "`limn formats` lists them");
    text("HTML", "<html><body>Not found</body></html>\n", "1:1", "unknown-format", "limn formats");
    text("nothing", "", "1:1", "unknown-format", "limn formats");
    text("open double quote", head + "  F: \"open\n", "3:6", "yaml-syntax",
         "A text opens with `\"` here and is never closed. Add the closing");
    text("open single quote", head + "  F: 'open\n", "3:6", "yaml-syntax",
         "A text opens with `'` here");
    text("tab", head + "\tF: 1\n", "3:1", "yaml-syntax",
         "A tab stands here, where YAML indents by spaces alone. Replace it by spaces");
    text("merge not finished", head + "<<<<<<< HEAD\n" + function + "=======\n>>>>>>> x\n", "3:1",
         "yaml-syntax", "a merge that was not finished");
    text("second colon", head + "  F: a: b\n", "3:7", "yaml-syntax", "A second `: `");
    text("key without colon", head + "  F\n    Type: x\n", "3:3", "yaml-syntax", "`:`");
    text("between two levels", "a:\n  b: 1\n c: 2\n", "3:2", "yaml-syntax",
         "This line is indented");
    text("after the quotes", "a: \"b\" c\n", "1:8", "yaml-syntax", "follows the closing quote");
    text("at sign", "a: @b\n", "1:4", "yaml-syntax", "Put the text in quotes");
    text("wrong escape", "a: \"\\d\"\n", "1:4", "yaml-syntax", "Write `\\\\` for a backslash");
    text("block text in the line", "a: |x\n", "1:5", "yaml-syntax", "in the same line as its `|`");
    text("open list", "{\"a\": [1, 2", "1:12", "yaml-syntax", "a `[` above is not closed");
    text("open map", "{\"a\": {\"b\": 2", "1:14", "yaml-syntax", "not closed");
    text("wrong bracket", "{\"a\": [1, 2}}", "1:12", "yaml-syntax", "do not match");
    text("bracket too many", "{\"a\": 1}}", "1:9", "yaml-syntax", "no opening one");

    // --- JSON that is none
    text("missing comma", "{\"a\": [1, 2] \"b\": 3}", "1:14", "yaml-syntax",
         "Put a comma between them");
    text("two commas", "{\"a\": [1,,2]}", "1:10", "yaml-syntax", "A comma stands here");
    text("half a surrogate pair", "{\"Resources\": {\"F\": \"\\uD83D\"}}", "1:21", "yaml-syntax",
         "half of a surrogate pair");
    text("second half of a pair", "{\"Resources\": {\"F\": \"\\uDE00\"}}", "1:21", "yaml-syntax",
         "half of a surrogate pair");
    text("last comma", "{\"Resources\": {\"F\": {\"Type\": \"AWS::SQS::Queue\",}}}", "1:47",
         "json-comma", "A comma stands after the last value");
    text("comment", "{ // what\n \"Resources\": {\"F\": {\"Type\": \"AWS::SQS::Queue\"}}}", "1:3",
         "json-comment", "A comment stands here, and JSON has none");
    text("block comment", "{\"Resources\": /* a\n b */ {\"F\": {\"Type\": \"AWS::SQS::Queue\"}}}",
         "1:15", "json-comment", "A comment stands here");

    // --- what stands twice or beside
    text("key twice", head + function + function, "7:3", "duplicate-key",
         "`F` stands here a second time; the one in line 3 counts");
    text("second document", head + function + "---\nResources: {}\n", "8:1", "more-documents",
         "A second YAML document starts here");

    // --- references of the text itself
    text("alias of nothing", "a: *b\n", "1:4", "yaml-alias", "an anchor that is not above it");
    text("alias in itself", "a: &a [1, *a]\n", "1:11", "yaml-alias", "inside the value");
    text("merge of itself", "a: &a\n  <<: *a\n  b: 1\n", "2:7", "yaml-alias", "inside the value");
    text("alias bomb", aliasBomb(), "7:10", "too-large", "Following `*a5`");
    text("deep lists", "a: " + repeated("[", 10'000), "1:203", "too-deep", "more than 200 deep");
    text("deep maps", repeated("{a: ", 10'000), "1:801", "too-deep", "more than 200 deep");
    text("deep JSON", repeated("{\"a\": [", 10'000) + repeated("]}", 10'000), "1:701", "too-deep",
         "more than 200 deep");
    text("a million brackets", "a: " + repeated("{{", 500'000), "1:10004", "too-deep",
         "more than 10000 deep");
    text("a million dashes", repeated("- ", 1'000'000), "1:20001", "too-deep",
         "more than 10000 deep");
    text("deep dashes", repeated("- ", 10'000) + "a\n", "1:401", "too-deep", "more than 200 deep");
    std::string blocks;
    for (int i = 0; i < 10'000; ++i)
        blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    text("deep blocks", blocks, "201:201", "too-deep", "more than 200 deep");

    // --- template languages
    text("cookiecutter", head + function + "      Runtime: {{ cookiecutter.runtime }}\n", "7:16",
         "template-language", "A `{{ … }}` stands here");
    text("Jinja", head + "  {%- if a %}\n" + function + "  {%- endif %}\n", "3:3",
         "template-language", "A `{% … %}` stands here");
    text("Jinja's comment", head + "  {# a note #}\n" + function, "3:3", "template-language",
         "cookiecutter or Jinja");
    text("Go", head + "{{- range .Names }}\n" + function + "{{- end }}\n", "3:1",
         "template-language", "Helm fills in");
    text("ERB", head + function + "      Runtime: <%= runtime %>\n", "7:16", "template-language",
         "ERB or EJS works out");
    text("ERB around", "<% 3.times do %>\n" + head + function + "<% end %>\n", "1:1",
         "template-language", "ERB or EJS works out");
    text("in JSON", "{\"Resources\": {\"F\": {\"Type\": {{ type }}}}}", "1:30", "template-language",
         "A `{{ … }}` stands here");
    text("reference without quotes", head + function + "      Runtime: {{resolve:ssm:x}}\n", "7:16",
         "unquoted-reference", "Put it in quotes");

    // --- wrong types
    text("Resources a list", "Transform: AWS::Serverless-2016-10-31\nResources: [a]\n", "2:12",
         "wrong-type", "`Resources` must be a map");
    text("no type", head + "  F: 5\n", "3:3", "no-type", "needs a `Type`");
    text("Properties a list", head + "  F:\n    Type: AWS::SQS::Queue\n    Properties: [1]\n",
         "5:17", "wrong-type", "must be a map");
    text("Events a list", head + function + "      Events: [a]\n", "7:15", "wrong-type",
         "`Events` of `F` is a list, where a map should stand");
    text("an event a text", head + function + "      Events: {E: soon}\n", "7:19", "wrong-type",
         "`E` of `F` is a single value, where a map should stand");
    text("Globals a text", "Globals: 5\n" + head + function, "1:10", "wrong-type",
         "`Globals` is a single value, where a map should stand");
    text("Timeout a word", head + function + "      Timeout: soon\n", "7:16", "wrong-type",
         "`timeout_seconds` of `F` is soon");
    text("Handler a list",
         head + "  F:\n    Type: AWS::Lambda::Function\n    Properties:\n"
                "      Handler: [a]\n",
         "6:16", "wrong-type", "`Handler` of `F` is a list, where a single value should stand");
}

void HostileTest::isSaidAtItsPlace() {
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    QFETCH(QString, code);
    QFETCH(QString, words);
    const double before = cpuSeconds();
    const Snapshot snapshot = snapshotOf("t.yaml", text.toStdString());
    QVERIFY2(cpuSeconds() - before < 10, "takes too long, even without optimisation");
    QStringList said;
    for (const Problem& problem : snapshot.model->problems()) {
        const Place at = snapshot.sources->place(problem.at);
        said << QString::fromStdString(
            fmt::format("{}:{} {}: {}", at.line, at.column, problem.code, problem.message));
    }
    const QString start = place + QLatin1Char(' ') + code + QStringLiteral(": ");
    const bool isSaid = std::any_of(said.begin(), said.end(), [&](const QString& one) {
        return one.startsWith(start) && one.contains(words);
    });
    QVERIFY2(isSaid, qPrintable(start + words + QStringLiteral("\n  but:\n") +
                                said.join(QLatin1Char('\n'))));
}

void HostileTest::isReadWhereItIsLegal_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("description"); // of the function F
    const auto row = [](const char* name, const std::string& text, const char* description) {
        QTest::newRow(name) << bytes(text) << QString::fromUtf8(description);
    };
    const auto described = [](const std::string& description) {
        return head + function + "      Description: " + description + "\n";
    };
    const auto json = [](const std::string& description) {
        return "{\"Resources\": {\"F\": {\"Type\": \"AWS::Lambda::Function\",\r\n\t\"Properties\": "
               "{\"Description\": " +
               description + "}}}}";
    };
    row("byte order mark", "\xEF\xBB\xBF" + described("a"), "a");
    row("byte order mark, JSON", "\xEF\xBB\xBF" + json("\"a\""), "a");
    row("carriage returns",
        "Resources:\r\n  F:\r\n    Type: AWS::Lambda::Function\r\n"
        "    Properties:\r\n      Description: a\r\n",
        "a");
    row("surrogate pair", json("\"\\uD83D\\uDE00\""), "😀");
    row("escapes of JSON", json("\"a\\/b\\u00e9\\t\""), "a/bé\t");
    row("comment of YAML in JSON", json("\"a\" # c\n"), "a");
    row("slashes in a text of JSON", json("\"http://a/*b*/\""), "http://a/*b*/");
    row("slashes in YAML's brackets",
        "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Description: //a/*b}}}\n",
        "//a/*b");
    row("marks in double quotes", described("\"{{ a }} {% b %} <% c %>\""),
        "{{ a }} {% b %} <% c %>");
    row("marks in single quotes", described("'it''s {{ a }}'"), "it's {{ a }}");
    row("marks in a comment", described("a # {{ b }} {% c %}"), "a");
    row("marks in a block text", described("|-\n        {{ a }}\n        {% b %}"),
        "{{ a }}\n{% b %}");
    row("marks of another kind", described("${{ a }}"), "${{ a }}");
    row("quote inside a text", described("rock 'n {roll"), "rock 'n {roll");
    row("first document empty", "---\n# nothing\n---\n" + described("a"), "a");
    row("last document empty", described("a") + "---\n", "a");
    row("directive", "%YAML 1.2\n---\n" + described("a") + "...\n", "a");
    row("anchors",
        "x: &d\n  Description: a\n" + head +
            "  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      <<: *d\n",
        "a");
    row("complex keys", described("a") + "? [1, 2]\n: 3\n", "a");
}

void HostileTest::isReadWhereItIsLegal() {
    QFETCH(QByteArray, text);
    QFETCH(QString, description);
    const Snapshot snapshot = snapshotOf("t.yaml", text.toStdString());
    for (const Problem& problem : snapshot.model->problems())
        QFAIL(problem.message.c_str());
    const Node* node = snapshot.model->node("F");
    QVERIFY(node);
    const Property* property = snapshot.model->property(*node, "description");
    QVERIFY(property);
    QCOMPARE(QString::fromStdString(property->value.display()), description);
}

void HostileTest::readsPastMarksOfTemplateTools() {
    const std::string text = head +
                             "  {%- if cookiecutter.queue %}\n"
                             "  Jobs:\n    Type: AWS::SQS::Queue\n"
                             "  {%- endif %}\n" +
                             function +
                             "      Runtime: {{ cookiecutter.runtime }}\n"
                             "      Description: a {{ cookiecutter.name }} b\n"
                             "      Architectures:\n"
                             "      {%- for arch in cookiecutter.architectures %}\n"
                             "        - {{arch}}\n"
                             "      {%- endfor %}\n"
                             "      Timeout: 30\n";
    const Snapshot snapshot = snapshotOf("t.yaml", text);
    const Model& model = *snapshot.model;
    QVERIFY(model.node("Jobs"));
    const Node* node = model.node("F");
    QVERIFY(node);
    const auto shown = [&](const char* name) {
        const Property* property = model.property(*node, name);
        return property ? property->value : Value();
    };
    QCOMPARE(shown("runtime"), Value(Unknown{"{{ cookiecutter.runtime }}"}));
    QCOMPARE(shown("description"), Value(Unknown{"a {{ cookiecutter.name }} b"}));
    QCOMPARE(shown("timeout_seconds"), Value(30));
    const Property* runtime = model.property(*node, "runtime");
    QCOMPARE(snapshot.sources->text(runtime->at), std::string_view("{{ cookiecutter.runtime }}"));
}

void HostileTest::endsOnCycles_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << bytes(text);
    };
    const std::string queue = "    Type: AWS::SQS::Queue\n    Properties:\n";
    row("a resource of itself", head + "  Q:\n" + queue +
                                    "      QueueName: !Ref Q\n"
                                    "      RedrivePolicy: {deadLetterTargetArn: !GetAtt Q.Arn}\n");
    row("two of each other", head + "  A:\n" + queue + "      QueueName: !GetAtt B.Arn\n  B:\n" +
                                 queue + "      QueueName: !GetAtt A.Arn\n");
    row("depends on itself",
        head + "  Q:\n    DependsOn: [Q, R]\n" + queue + "  R:\n" + "    DependsOn: Q\n" + queue);
    row("conditions", "Conditions:\n  A: !Not [!Condition B]\n  B: !And [!Condition A, !Condition "
                      "B]\n" +
                          head + "  Q:\n    Condition: A\n" + queue +
                          "      DelaySeconds: !If [A, 1, !If [B, 2, 3]]\n");
    row("mapping", "Mappings: {M: {a: {b: !FindInMap [M, a, b]}}}\n" + head + "  Q:\n" + queue +
                       "      DelaySeconds: !FindInMap [M, a, b]\n");
    row("parameter", "Parameters: {P: {Type: String, Default: !Ref P}}\n" + head + "  Q:\n" +
                         queue + "      QueueName: !Sub '${P}${P}'\n");
    row("variables of a text", head + "  Q:\n" + queue +
                                   "      QueueName: !Sub ['${A}', {A: !Sub ['${A}', {A: "
                                   "'${A}'}]}]\n");
    row("roles", head + "  R:\n    Type: AWS::IAM::Role\n    Properties:\n      "
                        "ManagedPolicyArns: [!Ref P]\n  P:\n    Type: AWS::IAM::ManagedPolicy\n"
                        "    Properties:\n      Roles: [!Ref R]\n      PolicyDocument: {Statement: "
                        "{Effect: Allow, Action: '*', Resource: !GetAtt R.Arn}}\n");
    row("choices in choices", head + "  Q:\n" + queue + "      QueueName: " +
                                  repeated("!If [C, a, ", 150) + "b" + repeated("]", 150) + "\n");
    std::string many = "x0: &x0 {Fn::Sub: '${A}'}\n";
    for (int i = 1; i < 18; ++i)
        many += fmt::format("x{}: &x{} {{Fn::Join: ['', [*x{}, *x{}]]}}\n", i, i, i - 1, i - 1);
    row("texts of texts", many + head + "  Q:\n" + queue + "      QueueName: *x17\n");
    std::string states = "  W:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
                         "      Definition: {StartAt: A, States: {A: {Type: Pass, Next: B}, "
                         "B: {Type: Parallel, Next: A, Branches: [{StartAt: A, States: {A: {Type: "
                         "Pass, Next: A}}}]}}}\n";
    row("states", head + states);
}

void HostileTest::endsOnCycles() {
    QFETCH(QByteArray, text);
    const double before = cpuSeconds();
    const Snapshot snapshot = snapshotOf("t.yaml", text.toStdString());
    neutralYaml(*snapshot.model);
    QVERIFY2(cpuSeconds() - before < 10, "takes too long, even without optimisation");
    QVERIFY(!snapshot.model->nodes().empty());
}

void HostileTest::refusesHugeFilesAtOnce() {
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(100 << 20)); // a hole: nothing is written
    const double before = cpuSeconds();
    const Result<Sources> loaded = load({file.fileName().toStdString()});
    QVERIFY(!loaded);
    QVERIFY2(loaded.error().message.find("64 MiB") != std::string::npos,
             loaded.error().message.c_str());
    // What comes as bytes is refused before it is looked at.
    const Source source("t.yaml", std::string((64U << 20) + 1, ' '));
    const Tree tree = Tree::parse(source, 0);
    QCOMPARE(tree.problems().front().code, std::string("too-large"));
    QVERIFY2(cpuSeconds() - before < 10, "takes too long, even without optimisation");
}

void HostileTest::survivesWrongTypesEverywhere_data() {
    QTest::addColumn<QString>("folder");
    const QString root = testsFolder("core/manifests/sam");
    for (const QString& name : caseFolders(root)) // the others are JSON
        if (const QString folder = root + QLatin1Char('/') + name;
            QFile::exists(folder + QStringLiteral("/template.yaml")))
            QTest::newRow(qPrintable(name)) << folder;
}

// Each value of the template replaced by one of another kind: whatever comes of it, every resource
// that still is one is accounted for.
void HostileTest::survivesWrongTypesEverywhere() {
    QFETCH(QString, folder);
    const std::string text = contents(folder + QStringLiteral("/template.yaml")).toStdString();
    QVERIFY(!text.empty());
    const Source source("template.yaml", text);
    const Tree tree = Tree::parse(source, 0);
    std::vector<Span> values;
    addValues(tree.root(), values);
    static constexpr const char* others[] = {"text", "[text, {a: b}]", "{a: {b: [c]}}",     "~",
                                             "-1.5", "!Ref [a]",       "{Fn::Sub: {a: b}}", "''"};
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t k = 0; k < 2; ++k) {
            const char* const other = others[(2 * i + k) % std::size(others)]; // all in turn
            std::string changed = text;
            changed.replace(values[i].begin, values[i].length(), other);
            const Snapshot snapshot = snapshotOf("template.yaml", changed);
            for (const Problem& problem : snapshot.model->problems())
                QVERIFY2(problem.at.end <= changed.size() || !problem.at.valid(),
                         problem.message.c_str());
            for (const Unplaced& unplaced : snapshot.model->unplaced())
                QVERIFY2(!unplaced.reason.empty(), unplaced.id.c_str());
        }
}

void HostileTest::cleanupTestCase() {
#if !defined(__SANITIZE_ADDRESS__)
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QVERIFY2(usage.ru_maxrss < 500 * 1024, "took more than 500 MB");
#endif
}

QTEST_GUILESS_MAIN(HostileTest)
#include "tst_hostile.moc"
