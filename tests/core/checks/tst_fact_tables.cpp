// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/fact_tables.h"

#include <QTest>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

using namespace limn;

class TestFactTables : public QObject {
    Q_OBJECT

private slots:
    void numbersAreNumbers();
    void wordsAreNoNumbers();
    void absenceIsNoZero();
    void unknownKeysAreNotFound();
    void aPrefixGivesWhatLiesBelow();
    void everySourceIsNamed();
    void actionsKnowTheirLevel();
    void selectionsAreNotComplete();
    void policies();
    void sdk();
    void tablesAreSorted();
};

void TestFactTables::numbersAreNumbers() {
    const Fact* timeout = findFact("aws.lambda.timeout_default_s");
    QVERIFY(timeout);
    QCOMPARE(timeout->number, 3.0);
    QCOMPARE(timeout->confidence, Confidence::Exact);
    QVERIFY(timeout->source == "boto");
    QCOMPARE(findFact("aws.lambda.sqs.lease.default_s")->number, 30.0);
    QCOMPARE(findFact("aws.sqs.visibility_default_s")->number, 30.0);
    QCOMPARE(findFact("aws.apigateway.rest.timeout_default_ms")->number, 29000.0);
    QCOMPARE(findFact("aws.lambda.async.retry.retries_range.max")->number, 2.0);
    QCOMPARE(findFact("knative.broker_trigger.retry.backoffDelay_default_s")->number, 0.2);
    QCOMPARE(findFact("burst.aws.lambda.ramp.add")->number, 1000.0);
    QCOMPARE(findFact("serverless.framework.function.timeout_s")->number, 6.0);
}

void TestFactTables::wordsAreNoNumbers() {
    const Fact* survives = findFact("aws.lambda.ephemeral_survives");
    QVERIFY(survives);
    QVERIFY(!survives->isNumber());
    QVERIFY(survives->text.starts_with("warm invocations only"));
    QVERIFY(findFact("runtimes.aws.lambda.nodejs20.x.deprecated")->text == "2026-04-30");
    QVERIFY(!findFact("runtimes.aws.lambda.nodejs20.x.deprecated")->isNumber());
    QVERIFY(findFact("trace_hops.aws.sqs>aws.lambda")->text == "link");
}

void TestFactTables::absenceIsNoZero() {
    const Fact* unlimited = findFact("azure.functions.flex.timeout_max_s");
    QVERIFY(unlimited);
    QVERIFY(!unlimited->isNumber());
    QVERIFY(unlimited->text.empty());
}

void TestFactTables::unknownKeysAreNotFound() {
    QVERIFY(!findFact(""));
    QVERIFY(!findFact("aws.lambda"));
    QVERIFY(!findFact("zzz"));
}

void TestFactTables::aPrefixGivesWhatLiesBelow() {
    const auto below = factsUnder("aws.lambda.sqs");
    QVERIFY(!below.empty());
    for (const Fact& fact : below)
        QVERIFY2(fact.key.starts_with("aws.lambda.sqs."), std::string(fact.key).c_str());
    // `aws.lambda_edge` shares letters with `aws.lambda`, but does not lie below it.
    for (const Fact& fact : factsUnder("aws.lambda"))
        QVERIFY(!fact.key.starts_with("aws.lambda_edge"));
    QVERIFY(factsUnder("nothing.here").empty());
}

void TestFactTables::everySourceIsNamed() {
    // "boto, awskit; rules lambda23": ids with words between them.
    const auto known = [](std::string_view word) {
        return std::ranges::any_of(factSources(),
                                   [&](const FactSource& s) { return s.id == word; });
    };
    for (const Fact& fact : facts()) {
        if (fact.source.empty())
            continue;
        bool named = false;
        std::string word;
        for (const char c : std::string(fact.source) + ' ') {
            if (std::isalnum(static_cast<unsigned char>(c))) {
                word += c;
                continue;
            }
            named = named || known(word);
            word.clear();
        }
        QVERIFY2(named, std::string(fact.key).c_str());
    }
}

void TestFactTables::actionsKnowTheirLevel() {
    const IamAction* get = findIamAction("s3", "GetObject");
    QVERIFY(get);
    QCOMPARE(get->level, AccessLevel::Read);
    QVERIFY(std::ranges::find(get->resourceTypes, "object") != get->resourceTypes.end());
    QVERIFY(findIamAction("sqs", "SendMessage")->resourceTypes[0] == "queue*");
    QCOMPARE(findIamAction("sqs", "sendmessage"), findIamAction("sqs", "SendMessage"));
    QCOMPARE(findIamAction("sqs", "SendMessage")->level, AccessLevel::Write);
    QCOMPARE(findIamAction("lambda", "AddPermission")->level, AccessLevel::PermissionsManagement);
    QVERIFY(findIamAction("s3", "ListAllMyBuckets")->resourceTypes.empty());
    QVERIFY(!findIamAction("s3", "Nothing"));
    QVERIFY(!findIamAction("nothing", "GetObject"));
    for (const IamAction& action : iamActionsOf("dynamodb"))
        QVERIFY(action.service == "dynamodb");
    QVERIFY(iamActionsOf("dynamodb").size() > 40);
}

void TestFactTables::selectionsAreNotComplete() {
    QVERIFY(iamServiceIsComplete("dynamodb"));
    QVERIFY(iamServiceIsComplete("s3"));
    QVERIFY(!iamServiceIsComplete("ec2"));
    QVERIFY(!iamServiceIsComplete("rds"));
    QVERIFY(!iamServiceIsComplete("sagemaker"));
    QVERIFY(!iamServiceIsComplete("nothing"));
}

void TestFactTables::policies() {
    const ManagedPolicy* basic = findManagedPolicy("AWSLambdaBasicExecutionRole");
    QVERIFY(basic);
    QVERIFY(basic->policyClass == "baseline");
    QVERIFY(basic->anyResource);
    QCOMPARE(basic->actions.size(), std::size_t(3));
    QVERIFY(findManagedPolicy("AdministratorAccess")->policyClass == "admin");

    const auto crud = samPolicyTemplate("DynamoDBCrudPolicy");
    QCOMPARE(crud.size(), std::size_t(1));
    QCOMPARE(crud[0].actions.size(), std::size_t(10));
    QVERIFY(crud[0].parameters[0] == "TableName");
    QCOMPARE(crud[0].resources.size(), std::size_t(2));
    QCOMPARE(samPolicyTemplate("DynamoDBBackupFullAccessPolicy").size(), std::size_t(2));
    QVERIFY(samPolicyTemplate("NoSuchPolicy").empty());

    const auto rule = std::ranges::find_if(samConnectors(), [](const SamConnector& c) {
        return c.source == "AWS::Events::Rule" && c.destination == "AWS::SQS::Queue";
    });
    QVERIFY(rule != samConnectors().end());
    QVERIFY(rule->actions[0] == "sqs:SendMessage");
}

void TestFactTables::sdk() {
    QVERIFY(sdkClients()[0].jsClient == "DynamoDBClient");
    QVERIFY(sdkClients()[0].boto3Resource);
    const auto call = std::ranges::find(sdkCalls(), "CreateDataSourceCommand", &SdkCall::jsV3);
    QVERIFY(call != sdkCalls().end());
    QCOMPARE(call->actions.size(), std::size_t(2));
    QVERIFY(classRules()[0].nodeClass == "host-centric");
}

void TestFactTables::tablesAreSorted() {
    QVERIFY(std::ranges::is_sorted(facts(), {}, &Fact::key));
    QVERIFY(std::ranges::is_sorted(iamActions(), {}, &IamAction::service));
    QVERIFY(std::ranges::is_sorted(managedPolicies(), {}, &ManagedPolicy::name));
    QVERIFY(std::ranges::is_sorted(samPolicyTemplates(), {}, &SamPolicyTemplate::name));
}

QTEST_GUILESS_MAIN(TestFactTables)
#include "tst_fact_tables.moc"
