// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what identities may do: from a manifest's text to its rows.
#include <QTest>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/permissions.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* head = "limn: 1\n"
                             "functions:\n"
                             "  worker:\n"
                             "    handler: src/worker.handle\n"
                             "    assumes: role\n"
                             "stores:\n"
                             "  orders:\n"
                             "    type: table\n"
                             "identities:\n"
                             "  role:\n";

// "dynamodb read 1 of dynamodb:GetItem on orders"
std::string spelled(const Permission& row) {
    return fmt::format("{} {} {} of {} on {}{}{}", row.service, row.level ? word(*row.level) : "-",
                       row.count, fmt::join(row.actions, "+"), fmt::join(row.resources, "+"),
                       row.conditional ? " conditional" : "", row.limited ? " limited" : "");
}

QStringList rowsOf(const std::string& identity, const char* part = "worker") {
    const Snapshot snapshot = snapshotOf("role.yaml", head + identity);
    QStringList out;
    for (const Permission& row :
         permissionsOf(*snapshot.model, *snapshot.model->node(part)).allowed)
        out << QString::fromStdString(spelled(row));
    return out;
}

} // namespace

class TestPermissions : public QObject {
    Q_OBJECT

private slots:
    void actionsStandByServiceAndLevel();
    void wildcardsAreCountedByLevel();
    void everythingIsOneRow();
    void notActionsAreAllButThose();
    void conditionsAreKept();
    void denialsTakeAway();
    void denialsOfLessOnlyLimit();
    void knownBoundaryTakesAway();
    void unknownBoundaryLimits();
    void servicesWithoutListKeepTheirWords();
    void unknownActionsAreNamed();
    void usersAreAllThatRunUnderIt();
    void ownPoliciesAreNobodysPermission();
};

void TestPermissions::actionsStandByServiceAndLevel() {
    const QStringList rows = rowsOf(
        "    statements:\n"
        "      - {effect: allow, actions: [dynamodb:GetItem, dynamodb:PutItem, sqs:SendMessage], "
        "resources: orders}\n");
    QCOMPARE(rows, (QStringList{"dynamodb read 1 of dynamodb:GetItem on orders",
                                "dynamodb write 1 of dynamodb:PutItem on orders",
                                "sqs write 1 of sqs:SendMessage on orders"}));
}

void TestPermissions::wildcardsAreCountedByLevel() {
    const QStringList rows = rowsOf("    statements:\n"
                                    "      - {effect: allow, actions: [\"sns:Delete*\", "
                                    "sns:DeleteTopic], resources: \"*\"}\n");
    QCOMPARE(rows, QStringList{"sns write 4 of sns:Delete*+sns:DeleteTopic on *"});
}

void TestPermissions::everythingIsOneRow() {
    QCOMPARE(rowsOf("    statements:\n"
                    "      - {effect: allow, actions: \"*\", resources: \"*\"}\n"),
             QStringList{"* - 0 of * on *"});
}

void TestPermissions::notActionsAreAllButThose() {
    QCOMPARE(rowsOf("    statements:\n"
                    "      - {effect: allow, not_actions: \"iam:*\", not_resources: orders}\n"),
             QStringList{"* - 0 of all but iam:* on all but orders"});
}

void TestPermissions::conditionsAreKept() {
    QCOMPARE(rowsOf("    statements:\n"
                    "      - {effect: allow, actions: dynamodb:GetItem, resources: orders, "
                    "conditions: \"StringEquals aws:ResourceTag/team orders\"}\n"),
             QStringList{"dynamodb read 1 of dynamodb:GetItem on orders conditional"});
}

void TestPermissions::denialsTakeAway() {
    QCOMPARE(rowsOf("    statements:\n"
                    "      - {effect: allow, actions: [dynamodb:GetItem, dynamodb:PutItem], "
                    "resources: orders}\n"
                    "      - {effect: deny, actions: dynamodb:Put*, resources: \"*\"}\n"),
             QStringList{"dynamodb read 1 of dynamodb:GetItem on orders"});
}

void TestPermissions::denialsOfLessOnlyLimit() {
    QCOMPARE(rowsOf("    statements:\n"
                    "      - {effect: allow, actions: dynamodb:PutItem, resources: \"*\"}\n"
                    "      - {effect: deny, actions: \"dynamodb:*\", resources: orders}\n"),
             QStringList{"dynamodb write 1 of dynamodb:PutItem on * limited"});
}

void TestPermissions::knownBoundaryTakesAway() {
    QCOMPARE(rowsOf("    permissions_boundary: \"arn:aws:iam::aws:policy/AmazonSQSFullAccess\"\n"
                    "    statements:\n"
                    "      - {effect: allow, actions: [dynamodb:PutItem, sqs:SendMessage], "
                    "resources: \"*\"}\n"),
             QStringList{"sqs write 1 of sqs:SendMessage on *"});
}

void TestPermissions::unknownBoundaryLimits() {
    QCOMPARE(rowsOf("    permissions_boundary: \"arn:aws:iam::123456789012:policy/limit\"\n"
                    "    statements:\n"
                    "      - {effect: allow, actions: sqs:SendMessage, resources: \"*\"}\n"),
             QStringList{"sqs write 1 of sqs:SendMessage on * limited"});
}

void TestPermissions::servicesWithoutListKeepTheirWords() {
    QCOMPARE(rowsOf("    statements:\n"
                    "      - {effect: allow, actions: \"braket:*\", resources: \"*\"}\n"),
             QStringList{"braket - 0 of braket:* on *"});
}

void TestPermissions::unknownActionsAreNamed() {
    const Snapshot snapshot =
        snapshotOf("role.yaml", std::string(head) +
                                    "    statements:\n"
                                    "      - {effect: allow, actions: {unknown: \"${Allowed}\"}, "
                                    "resources: \"*\"}\n");
    const auto all = permissionsOf(*snapshot.model);
    QVERIFY(all.at(0).unknown == std::vector<std::string>{"${Allowed}"});
    QVERIFY(all.at(0).allowed.empty());
}

void TestPermissions::usersAreAllThatRunUnderIt() {
    const Snapshot snapshot = snapshotOf(
        "role.yaml", std::string(head) + "    statements:\n"
                                         "      - {effect: allow, actions: sqs:SendMessage, "
                                         "resources: \"*\"}\n"
                                         "workflows:\n"
                                         "  nightly:\n"
                                         "    assumes: role\n");
    const IdentityPermissions table = permissionsOf(*snapshot.model).at(0);
    QCOMPARE(snapshot.model->id((*snapshot.model)[table.identity]), std::string_view("role"));
    QStringList users;
    for (const NodeIndex user : table.users) {
        const std::string_view id = snapshot.model->id((*snapshot.model)[user]);
        users << QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
    }
    QCOMPARE(users, (QStringList{"nightly", "worker"}));
}

void TestPermissions::ownPoliciesAreNobodysPermission() {
    const QString trust = "    statements:\n"
                          "      - {effect: allow, principals: lambda.amazonaws.com, actions: "
                          "sts:AssumeRole}\n";
    QCOMPARE(rowsOf(trust.toStdString()), QStringList());
    QVERIFY(permissionsOf(*snapshotOf("role.yaml", head + trust.toStdString()).model).empty());
}

QTEST_APPLESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
