// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for every edit of a manifest, tried on all parts of some and on long random walks.
#include <QtTest>

#include <algorithm>
#include <random>

#include "core/manifests/edit.h"
#include "core/manifests/text_edit.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;

namespace {

constexpr const char* longForm = R"(# All of the shop.
limn: 1
name: shop

functions:
  # Takes an order.
  Take:   # first
    handler: src/take.handle
    timeout_seconds: 30  # as the gateway
    publishes: jobs
    writes:
      - to: orders
        batch_size: 10
      - audit   # who did it

  Ship:
    timeout_seconds: 60
    description: |
      Ships
      it.

queues:
  jobs:
    visibility_timeout_seconds: 360
    triggers: Ship
    fails_to: dead
  # Where the rest goes.
  dead:

stores:
  orders: {type: table, name: "All orders"}
  audit: {type: 'object'}

groups:
  shop: {name: Shop}
# the end
)";
constexpr const char* shortForm = R"(api:
  route: POST /uploads
  auth: required

function:
  handler: src/uploads.handle
  timeout_seconds: 30
  memory_mb: 512

resources:
  object_store: uploads
  queue: file-jobs  # one by one
  metadata_store: uploads-metadata
)";
constexpr const char* flowForm = R"(limn: 1
functions: {f: {timeout_seconds: 3, publishes: a, reads: [s, t]}, g: {}}
queues: {a: {fifo: true, triggers: {to: g, batch_size: 3}}}
stores: {s: {type: table}, t: {type: object}}
)";
constexpr const char* jsonForm = R"({
  "limn": 1,
  "functions": {
    "f": {
      "timeout_seconds": 3,
      "publishes": "a",
      "reads": ["s", "t"]
    },
    "g": {
      "memory_mb": 128
    }
  },
  "queues": {
    "a": {
      "triggers": {
        "to": "g",
        "batch_size": 3
      }
    }
  },
  "stores": {
    "s": {"type": "table"},
    "t": {"type": "object"}
  }
}
)";
constexpr const char* narrowForm = R"(limn: 1
functions:
    größe:
        reads:
        - s
        - {to: t, batch_size: 2}
        group: all
    "quoted id":
        invokes: [größe, outside]
stores:
    s:
    t:
        type: table
groups:
    all:
    part:
        parent: all)";

std::string withCarriageReturns(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2)
        text.insert(at, 1, '\r');
    return text;
}

std::string textOf(const Snapshot& snapshot) { return (*snapshot.sources)[0].text(); }

std::vector<std::string> idsOf(const Snapshot& snapshot) {
    std::vector<std::string> ids;
    for (const Node& node : snapshot.model->nodes())
        ids.emplace_back(snapshot.model->id(node));
    return ids;
}

// Random intents, most of which can be done.
class Walk {
public:
    explicit Walk(unsigned seed) : m_random(seed) {}

    Intent next(const Snapshot& snapshot) {
        const Model& model = *snapshot.model;
        const std::string a = any(snapshot), b = any(snapshot);
        const auto kind = static_cast<EdgeKind>(below(10));
        switch (below(11)) {
        case 0:
            return AddNode{static_cast<NodeKind>(below(nodeKindCount)),
                           "",
                           name(),
                           group(model),
                           {{"description", Value("made: here")}}};
        case 1:
            return SetProperty{a, "description", Value(name())};
        case 2:
            return UnsetProperty{a, "description"};
        case 3:
        case 4:
            return Connect{a, b, kind, below(2) ? ValueMap{{"batch_size", Value(3)}} : ValueMap{}};
        case 5:
        case 6:
            if (!model.edges().empty()) {
                const Edge& edge = model.edges()[below(model.edges().size())];
                return Disconnect{std::string(model.id(edge.from)), std::string(model.id(edge.to)),
                                  edge.kind};
            }
            return Remove{a};
        case 7:
            return Rename{a, name()};
        case 8:
            return below(3) ? Intent(MoveToGroup{a, group(model)}) : Intent(Remove{a});
        case 9:
            return Duplicate{a, name()};
        default:
            if (!model.edges().empty()) {
                const Edge& edge = model.edges()[below(model.edges().size())];
                return SetProperty{std::string(model.text(edge.key)), "batch_size",
                                   Value(static_cast<int>(below(10)) + 1)};
            }
            return SetProperty{a, "description", Value("a\nb")};
        }
    }

private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(m_random()) % n; }
    std::string any(const Snapshot& snapshot) {
        const auto ids = idsOf(snapshot);
        return ids.empty() ? "nobody" : ids[below(ids.size())];
    }
    std::string group(const Model& model) {
        return model.groups().empty() || below(3) == 0
                   ? std::string()
                   : std::string(model.text(model.groups()[below(model.groups().size())].id));
    }
    std::string name() {
        static const std::vector<std::string> names{"a",    "b: c",       "größe", "true",
                                                    "12",   "- x",        "x, y",  "[z]",
                                                    "it's", "say \"so\"", "#1",    "a #b"};
        return names[below(names.size())] + std::to_string(below(40));
    }
    std::mt19937 m_random;
};

} // namespace

class TestEditProperties : public QObject {
    Q_OBJECT
private slots:
    void walksStayTrue_data() { manifests(); }
    void walksStayTrue() {
        QFETCH(QByteArray, text);
        int done = 0, asked = 0;
        for (const unsigned seed : {1U, 2U, 3U}) {
            Walk walk(seed);
            Snapshot now = test::snapshotOf("m.yaml", text.toStdString());
            for (int i = 0; i < 150; ++i) {
                const Intent intent = walk.next(now);
                const std::string was = textOf(now);
                const auto after = edit(now, std::span(&intent, 1));
                ++asked;
                if (!after) {
                    // A refusal has a reason that is the user's; the writer is never wrong.
                    const std::string& why = after.error().message;
                    QVERIFY2(why.find("the text cannot say that") == why.npos &&
                                 why.find("cannot be written") == why.npos,
                             (printIntent(intent) + "\n" + why + "\n" + was).c_str());
                    continue;
                }
                ++done;
                QCOMPARE(textOf(now), was);
                now = *after;
                for (const Problem& problem : now.model->problems())
                    QVERIFY2(problem.severity != Severity::Error,
                             (printIntent(intent) + "\n" + problem.message + "\n" + was).c_str());
            }
        }
        QVERIFY2(done * 2 > asked, "most intents of the walk can be done");
    }

    void setAndSetBack_data() { manifests(); }
    void setAndSetBack() {
        QFETCH(QByteArray, text);
        const Snapshot start = test::snapshotOf("m.yaml", text.toStdString());
        for (const Node& node : start.model->nodes())
            for (const Property& p : start.model->properties(node)) {
                if (p.origin != Origin::Written)
                    continue;
                const std::string id(start.model->id(node)), key(start.model->text(p.key));
                const Value other = p.value.string() ? Value("x: y")
                                    : p.value.isNumber()
                                        ? Value(p.value.number() + 1)
                                        : Value(p.value.boolean() && !*p.value.boolean());
                const Snapshot after = there(start, SetProperty{id, key, other});
                back(start, after, SetProperty{id, key, p.value});
            }
    }

    void addAndRemove_data() { manifests(); }
    void addAndRemove() {
        QFETCH(QByteArray, text);
        const Snapshot start = test::snapshotOf("m.yaml", text.toStdString());
        for (std::size_t kind = 0; kind < nodeKindCount; ++kind) {
            const Snapshot after = there(start, AddNode{static_cast<NodeKind>(kind),
                                                        "",
                                                        "new: one",
                                                        "",
                                                        {{"description", Value("d")}}});
            back(start, after, Remove{"new: one"});
        }
    }

    void connectAndDisconnect_data() { manifests(); }
    void connectAndDisconnect() {
        QFETCH(QByteArray, text);
        const Snapshot start = test::snapshotOf("m.yaml", text.toStdString());
        const auto ids = idsOf(start);
        for (const std::string& from : ids)
            for (const std::string& to : ids)
                for (const EdgeKind kind : {EdgeKind::Triggers, EdgeKind::Reads, EdgeKind::Writes,
                                            EdgeKind::Publishes, EdgeKind::FailsTo})
                    for (const ValueMap& properties :
                         {ValueMap{},
                          ValueMap{{"batch_size", Value(7)}, {"delivery", Value("async")}}}) {
                        const Node* node = start.model->node(from);
                        if (node->kind == NodeKind::External || isThere(start, from, to, kind))
                            continue;
                        const Snapshot after = there(start, Connect{from, to, kind, properties});
                        back(start, after, Disconnect{from, to, kind});
                    }
    }

    void clearAndSetChangeOneLine() {
        const Snapshot start = test::snapshotOf("m.yaml", longForm);
        const Snapshot after = there(start, SetProperty{"Take", "timeout_seconds", Value(45)});
        QCOMPARE(QString::fromStdString(unifiedDiff("m.yaml", textOf(start), textOf(after))),
                 QStringLiteral("--- m.yaml\n+++ m.yaml\n@@ -6,7 +6,7 @@\n   # Takes an order.\n"
                                "   Take:   # first\n     handler: src/take.handle\n"
                                "-    timeout_seconds: 30  # as the gateway\n"
                                "+    timeout_seconds: 45  # as the gateway\n     publishes: jobs\n"
                                "     writes:\n       - to: orders\n"));
    }

private:
    static void manifests() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("long") << QByteArray(longForm);
        QTest::newRow("short") << QByteArray(shortForm);
        QTest::newRow("flow") << QByteArray(flowForm);
        QTest::newRow("JSON") << QByteArray(jsonForm);
        QTest::newRow("narrow, no last newline") << QByteArray(narrowForm);
        QTest::newRow("long, CR LF") << QByteArray::fromStdString(withCarriageReturns(longForm));
        QTest::newRow("short, CR LF") << QByteArray::fromStdString(withCarriageReturns(shortForm));
        QTest::newRow("narrow, CR LF")
            << QByteArray::fromStdString(withCarriageReturns(narrowForm));
    }

    // Whether the text says so; what the short form implies may still be said.
    static bool isThere(const Snapshot& snapshot, const std::string& from, const std::string& to,
                        EdgeKind kind) {
        const Model& model = *snapshot.model;
        return std::any_of(model.edges().begin(), model.edges().end(), [&](const Edge& edge) {
            return edge.kind == kind && model.id(edge.from) == from && model.id(edge.to) == to &&
                   !model.property(edge, "access");
        });
    }

    Snapshot there(const Snapshot& start, const Intent& intent) {
        const auto after = edit(start, std::span(&intent, 1));
        if (!after) {
            const std::string message = printIntent(intent) + "\n" + after.error().message;
            QTest::qFail(message.c_str(), __FILE__, __LINE__);
            return start;
        }
        return *after;
    }

    void back(const Snapshot& start, const Snapshot& after, const Intent& intent) {
        if (QTest::currentTestFailed())
            return;
        const std::string between = textOf(after), wanted = textOf(start);
        const std::string got = textOf(there(after, intent));
        if (got != wanted) {
            const std::string message = printIntent(intent) + "\n" + between + "\n--- gives\n" +
                                        unifiedDiff("m", wanted, got);
            QTest::qFail(message.c_str(), __FILE__, __LINE__);
        }
    }
};

QTEST_APPLESS_MAIN(TestEditProperties)
#include "tst_edit_properties.moc"
