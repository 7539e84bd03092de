// SPDX-License-Identifier: GPL-3.0-or-later
// The public schemas agree with the tables of the program, and what the program prints and reads is
// valid by them.
#include <QTest>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "core/exports/exporter.h"
#include "core/manifests/intent.h"
#include "core/manifests/tree.h"
#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/neutral/schema_vocabulary.h"

using namespace limn;
using namespace limn::test;

namespace {

QString schemaPath(const char* name) {
    return QStringLiteral(LIMN_SOURCE_DIR "/resources/schema/%1.schema.json")
        .arg(QLatin1String(name));
}

Json schemaFile(const char* name) { return Json::parse(contents(schemaPath(name)).toStdString()); }

nlohmann::json plain(const Value& value) {
    if (const bool* boolean = value.boolean())
        return *boolean;
    if (const auto* integer = std::get_if<std::int64_t>(&value.data))
        return *integer;
    if (value.isNumber())
        return value.number();
    if (const std::string* text = value.string())
        return *text;
    nlohmann::json json;
    if (const ValueList* list = value.list()) {
        json = nlohmann::json::array();
        for (const Value& item : *list)
            json.push_back(plain(item));
    }
    if (const ValueMap* map = value.map()) {
        json = nlohmann::json::object();
        for (const auto& [key, item] : *map)
            json[key] = plain(item);
    }
    return json;
}

nlohmann::json manifestAsJson(const Source& source) {
    return plain(Tree::parse(source, 0).root().value());
}

// Why a document is not valid by a schema; empty when it is.
std::string faults(const char* schemaName, const nlohmann::json& document) {
    const nlohmann::json text =
        nlohmann::json::parse(contents(schemaPath(schemaName)).toStdString());
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    valijson::ValidationResults results;
    valijson::Validator validator;
    if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results))
        return {};
    std::string out = "not valid";
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        out += "\n  ";
        for (const std::string& step : error.context)
            out += step;
        out += ": " + error.description;
    }
    return out;
}

bool isFaulty(const QString& name) { return name.startsWith(QStringLiteral("fault")); }

} // namespace

class SchemaTest : public QObject {
    Q_OBJECT

private slots:
    void neutralSchemaHasTheVocabulary() {
        compareWithFile(NeutralSchema::complete(schemaFile("neutral")).dump(2) + '\n',
                        schemaPath("neutral"));
    }
    void modelSchemaHasTheVocabulary() {
        compareWithFile(withModelVocabulary(schemaFile("model")).dump(2) + '\n',
                        schemaPath("model"));
    }

    void everyCase_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("isNeutral");
        const QString root = testsFolder("core/manifests/");
        for (const QString& format : caseFolders(root))
            for (const QString& name : caseFolders(root + format))
                QTest::newRow(qPrintable(format + QLatin1Char('/') + name))
                    << root + format + QLatin1Char('/') + name
                    << (format == QStringLiteral("neutral") && !isFaulty(name));
    }
    void everyCase() {
        QFETCH(QString, folder);
        QFETCH(bool, isNeutral);
        const Snapshot snapshot = readCase(folder);
        const std::string model = faults("model", nlohmann::json::parse(modelJson(snapshot)));
        QVERIFY2(model.empty(), model.c_str());
        const std::string printed =
            faults("neutral", manifestAsJson(Source("printed.yaml", neutralYaml(*snapshot.model))));
        QVERIFY2(printed.empty() || isFaulty(QFileInfo(folder).fileName()), printed.c_str());
        if (!isNeutral)
            return;
        for (const auto& source : *snapshot.sources) {
            const std::string manifest = faults("neutral", manifestAsJson(*source));
            QVERIFY2(manifest.empty(), manifest.c_str());
        }
    }

    void faultyManifestsAreNotValid() {
        const Snapshot snapshot = readCase(testsFolder("core/manifests/neutral/faults"));
        QVERIFY(!faults("neutral", manifestAsJson((*snapshot.sources)[0])).empty());
    }

    void intents_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("valid");
        const std::pair<const char*, bool> lines[] = {
            {R"({"do":"add","kind":"queue","name":"retry-jobs","group":null,"properties":{"fifo":true}})",
             true},
            {R"({"do":"set","id":"Upload","property":"timeout_seconds","value":60})", true},
            {R"({"do":"unset","id":"Upload","property":"memory_mb"})", true},
            {R"({"do":"connect","from":"Upload","to":"RetryJobs","kind":"publishes","properties":{}})",
             true},
            {R"({"do":"disconnect","from":"Upload","to":"RetryJobs","kind":"publishes"})", true},
            {R"({"do":"rename","id":"Upload","name":"UploadFile"})", true},
            {R"({"do":"remove","id":"RetryJobs"})", true},
            {R"({"do":"duplicate","id":"Upload","name":"UploadCopy"})", true},
            {R"({"do":"move","id":"Upload","group":"uploads"})", true},
            {R"({"do":"move","id":"Upload"})", false},
            {R"({"do":"add","kind":"cupboard","name":"x"})", false},
            {R"({"do":"paint","id":"Upload"})", false}};
        for (const auto& [line, valid] : lines)
            QTest::newRow(line) << QString::fromUtf8(line) << valid;
    }
    void intents() {
        QFETCH(QString, line);
        QFETCH(bool, valid);
        const std::string text = line.toStdString();
        const std::string found = faults("intent", nlohmann::json::parse(text));
        QVERIFY2(found.empty() == valid, found.c_str());
        QCOMPARE(static_cast<bool>(parseIntent(text)), valid);
    }
};

QTEST_GUILESS_MAIN(SchemaTest)
#include "tst_schema.moc"
