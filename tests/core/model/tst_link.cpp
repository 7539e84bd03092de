// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/model/diff.h"
#include "core/model/fragment.h"

using namespace limn;

namespace {

std::shared_ptr<const Fragment> share(Fragment fragment) {
    fragment.source.format = "neutral";
    return std::make_shared<const Fragment>(std::move(fragment));
}

// A function and the queue it publishes to; `timeout` is the function's.
Fragment orders(int timeout = 30) {
    Fragment f;
    f.name = "orders";
    f.node("Place", NodeKind::Function, {0, 0, 10})
        .properties.push_back({"timeout_seconds", timeout, {0, 4, 6}, {}, {}});
    f.node("jobs", NodeKind::Queue, {0, 10, 20});
    f.edge("Place", "jobs", EdgeKind::Publishes, {How::Declared, {0, 11, 12}});
    return f;
}

QStringList ids(const Model& model) {
    QStringList list;
    for (const Node& node : model.nodes())
        list << QString::fromUtf8(model.id(node).data(), static_cast<int>(model.id(node).size()));
    return list;
}

} // namespace

class TestLink : public QObject {
    Q_OBJECT
private slots:
    void sortsAndFinds();
    void prefixesIdsOfSeveralFiles();
    void drawsWhatIsMissingAsOutside();
    void tellsEqualIdsApart();
    void numbersEqualEdges();
    void cutsGroupsThatHoldThemselves();
    void findsTheInnermostPartAtAByte();
    void diffNamesWhatChanged();
    void diffOfEqualModelsIsEmpty();
};

void TestLink::sortsAndFinds() {
    const Model model = link({share(orders())});
    QCOMPARE(ids(model), QStringList({QStringLiteral("Place"), QStringLiteral("jobs")}));
    const Node* place = model.node("Place");
    QVERIFY(place);
    QCOMPARE(model.property(*place, "timeout_seconds")->value, Value(30));
    QVERIFY(!model.property(*place, "memory_mb"));
    QVERIFY(!model.node("nothing"));
    const auto from = model.edgesFrom(model.indexOf(*place));
    QCOMPARE(from.size(), std::size_t{1});
    QCOMPARE(model.text(model[from[0]].key), std::string_view("Place publishes jobs"));
    QCOMPARE(model.edgesTo(model.indexOf(*model.node("jobs"))).size(), std::size_t{1});
}

void TestLink::prefixesIdsOfSeveralFiles() {
    Fragment other;
    other.name = "billing";
    other.node("Place", NodeKind::Function, {1, 0, 5});
    const Model model = link({share(orders()), share(std::move(other))});
    QVERIFY(model.node("orders/Place"));
    QVERIFY(model.node("billing/Place"));
    const Group* stack = model.group("orders");
    QVERIFY(stack);
    QCOMPARE(stack->kind, GroupKind::Stack);
    QVERIFY(model.node("orders/Place")->group == model.indexOf(*stack));
    QVERIFY(model.edge("orders/Place publishes orders/jobs"));
}

void TestLink::drawsWhatIsMissingAsOutside() {
    Fragment f = orders();
    f.edge("Place", "elsewhere", EdgeKind::Invokes, {How::Declared, {0, 14, 18}});
    const Model model = link({share(std::move(f))});
    const Node* outside = model.node("elsewhere");
    QVERIFY(outside);
    QCOMPARE(outside->kind, NodeKind::External);
    QCOMPARE(model.problems().size(), std::size_t{1});
    QCOMPARE(model.problems()[0].code, std::string("unknown-reference"));
    QCOMPARE(model.problems()[0].at, (Span{0, 14, 18}));
}

void TestLink::tellsEqualIdsApart() {
    Fragment f = orders();
    f.node("jobs", NodeKind::Store, {0, 30, 40});
    const Model model = link({share(std::move(f))});
    QCOMPARE(model.node("jobs")->kind, NodeKind::Queue);
    QCOMPARE(model.node("jobs~2")->kind, NodeKind::Store);
    QCOMPARE(model.problems()[0].code, std::string("duplicate-id"));
}

void TestLink::numbersEqualEdges() {
    Fragment f = orders();
    f.edge("Place", "jobs", EdgeKind::Publishes, {How::Policy, {}});
    const Model model = link({share(std::move(f))});
    QVERIFY(model.edge("Place publishes jobs"));
    QVERIFY(model.edge("Place publishes jobs 2"));
}

void TestLink::cutsGroupsThatHoldThemselves() {
    Fragment f;
    f.groups.push_back({"a", "", GroupKind::Service, "b", "", {}, {}});
    f.groups.push_back({"b", "", GroupKind::Service, "a", "", {}, {}});
    const Model model = link({share(std::move(f))});
    QCOMPARE(model.group("a")->parent, GroupIndex::None);
    QCOMPARE(model.problems()[0].code, std::string("group-cycle"));
}

void TestLink::findsTheInnermostPartAtAByte() {
    Fragment f;
    f.node("outer", NodeKind::Function, {0, 0, 100});
    f.node("inner", NodeKind::EntryPoint, {0, 20, 40});
    const Model model = link({share(std::move(f))});
    QCOMPARE(model.id(*model.nodeAt(0, 30)), std::string_view("inner"));
    QCOMPARE(model.id(*model.nodeAt(0, 50)), std::string_view("outer"));
    QVERIFY(!model.nodeAt(1, 30));
}

void TestLink::diffNamesWhatChanged() {
    Fragment later = orders(60);
    later.node("dead", NodeKind::Queue, {0, 50, 60});
    later.edges.clear();
    const std::vector<Change> changes =
        diff(link({share(orders())}), link({share(std::move(later))}));
    QCOMPARE(changes.size(), std::size_t{3});
    QCOMPARE(changes[0].id, std::string("Place"));
    QCOMPARE(changes[0].properties[0], (PropertyChange{"timeout_seconds", Value(30), Value(60)}));
    QCOMPARE(changes[1].id, std::string("dead"));
    QVERIFY(changes[1].what == Change::What::Added);
    QCOMPARE(changes[2].id, std::string("Place publishes jobs"));
    QVERIFY(changes[2].what == Change::What::Removed && changes[2].of == Change::Of::Edge);
}

void TestLink::diffOfEqualModelsIsEmpty() {
    Fragment moved = orders();
    for (FragmentNode& node : moved.nodes)
        node.at.begin += 100; // a place in the text is no difference
    QVERIFY(diff(link({share(orders())}), link({share(std::move(moved))})).empty());
}

QTEST_APPLESS_MAIN(TestLink)
#include "tst_link.moc"
