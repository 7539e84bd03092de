// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/manifests/intent.h"

using namespace limn;

namespace {

QString errorOf(const char* json) {
    const auto intent = parseIntent(json);
    return intent ? QString() : QString::fromStdString(intent.error().message);
}

} // namespace

class TestIntent : public QObject {
    Q_OBJECT
private slots:
    void readsTheLines_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* json, const char* words) {
            QTest::newRow(words) << QString::fromUtf8(json) << QString::fromUtf8(words);
        };
        row(R"({"do":"add","kind":"queue","name":"retry-jobs"})", "Add queue retry-jobs");
        row(R"({"do":"add","kind":"store","subtype":"table","name":"orders","group":"shop","properties":{"ttl":null}})",
            "Add store orders");
        row(R"({"do":"set","id":"Upload","property":"timeout_seconds","value":60})",
            "Set timeout_seconds of Upload to 60");
        row(R"({"do":"set","id":"Upload","property":"memory_mb","value":{"unknown":"${Memory}"}})",
            "Set memory_mb of Upload to ${Memory}");
        row(R"({"do":"unset","id":"Upload","property":"memory_mb"})", "Clear memory_mb of Upload");
        row(R"({"do":"connect","from":"Upload","to":"jobs","kind":"publishes","properties":{"z":[1,2.5,true],"a":{"b":"c"}}})",
            "Connect Upload to jobs");
        row(R"({"do":"disconnect","from":"Upload","to":"jobs","kind":"fails_to"})",
            "Disconnect Upload from jobs");
        row(R"({"do":"rename","id":"Upload","name":"Téléversement"})",
            "Rename Upload to Téléversement");
        row(R"({"do":"remove","id":"jobs"})", "Remove jobs");
        row(R"({"do":"duplicate","id":"Upload","name":"UploadCopy"})",
            "Duplicate Upload as UploadCopy");
        row(R"({"do":"move","id":"Upload","group":"shop"})", "Move Upload to shop");
        row(R"({"do":"move","id":"Upload","group":null})", "Move Upload out of its group");
    }
    void readsTheLines() {
        QFETCH(QString, json);
        QFETCH(QString, words);
        const auto intent = parseIntent(json.toStdString());
        QVERIFY2(bool(intent), intent ? "" : intent.error().message.c_str());
        QCOMPARE(QString::fromStdString(printIntent(*intent)), json);
        QCOMPARE(QString::fromStdString(describe(*intent)), words);
    }

    void keepsEveryField() {
        const auto intent = parseIntent(
            R"({"do":"add","kind":"entry_point","subtype":"http","name":"in","group":"api","properties":{"route":"GET /"}})");
        QVERIFY(bool(intent));
        QVERIFY((*intent ==
                 Intent(AddNode{
                     NodeKind::EntryPoint, "http", "in", "api", {{"route", Value("GET /")}}})));
        const auto numbers = parseIntent(
            R"({"do":"set","id":"a","property":"b","value":[9223372036854775807,18446744073709551615]})");
        const auto& list = *std::get<SetProperty>(*numbers).value.list();
        QVERIFY(std::get<std::int64_t>(list[0].data) == 9223372036854775807);
        QCOMPARE(std::get<double>(list[1].data), 18446744073709551615.0);
    }

    void namesTheFault_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* json, const char* error) {
            QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(error);
        };
        row(R"([1])", "an intent must be one JSON object, not a list");
        row(R"({"id":"a"})", "an intent needs the field \"do\"");
        row(R"({"do":3})", "\"do\" must be a text, not a number");
        row(R"({"do":"delete","id":"a"})",
            "\"do\" is \"delete\", which is none of add, set, unset, connect, disconnect, rename, "
            "remove, duplicate, move");
        row(R"({"do":"remove"})", "\"remove\" needs the field \"id\"");
        row(R"({"do":"remove","id":null})", "\"id\" of \"remove\" must be a text, not null");
        row(R"({"do":"remove","id":""})", "\"id\" of \"remove\" is empty");
        row(R"({"do":"remove","id":"a","also":"b"})", "\"remove\" has no field \"also\"");
        row(R"({"do":"set","id":"a","property":"b"})", "\"set\" needs the field \"value\"");
        row(R"({"do":"move","id":"a"})", "\"move\" needs the field \"group\"");
        row(R"({"do":"connect","from":"a","to":"b","kind":"feeds"})",
            "\"kind\" of \"connect\" is \"feeds\", which is none of triggers, invokes, reads, "
            "writes, publishes, subscribes, fails_to, grants, assumes, observes");
        row(R"({"do":"connect","from":"a","to":"b","kind":"reads","properties":[]})",
            "\"properties\" of \"connect\" must be an object, not a list");
    }
    void namesTheFault() {
        QFETCH(QByteArray, json);
        QFETCH(QString, error);
        QCOMPARE(errorOf(json.constData()), error);
    }

    void refusesWhatIsNoJson() {
        QVERIFY(errorOf("").startsWith("an intent must be one JSON object: parse error at line 1"));
        QVERIFY(errorOf("{\"do\":\"remove\",\"id\":\"a\"} x").contains("column 26"));
        QVERIFY(errorOf("{\"do\":\"remove\",\"id\":\"\xff\"}").contains("invalid"));
        std::string deep(100000, '[');
        QVERIFY(errorOf(deep.c_str()).startsWith("an intent must be one JSON object"));
        std::string closed = R"({"do":"set","id":"a","property":"b","value":)" +
                             std::string(100000, '[') + std::string(100000, ']') + "}";
        QCOMPARE(errorOf(closed.c_str()),
                 QStringLiteral("\"value\" of \"set\" is nested deeper than 100 levels"));
    }
};

QTEST_APPLESS_MAIN(TestIntent)
#include "tst_intent.moc"
