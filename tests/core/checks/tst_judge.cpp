// SPDX-License-Identifier: GPL-3.0-or-later
// What all checks rest on: effective values, the three answers, acceptances, order and the verdict.
#include <algorithm>

#include <QTest>

#include "core/checks/judge.h"
#include "core/checks/schedule_gap.h"
#include "core/checks/verdict.h"
#include "core/model/fragment.h"

using namespace limn;

namespace {

// Parts by hand; each stands at a place of its own.
class Parts {
public:
    FragmentNode& node(const char* id, NodeKind kind, const char* platformType = "") {
        FragmentNode& made = m_fragment.node(id, kind, next());
        made.platformType = platformType;
        return made;
    }
    FragmentEdge& edge(const char* from, const char* to, EdgeKind kind,
                       Delivery delivery = Delivery::None) {
        FragmentEdge& made = m_fragment.edge(from, to, kind, {How::Declared, next()});
        made.delivery = delivery;
        return made;
    }
    Span next() {
        m_offset += 10;
        return {0, m_offset, m_offset + 5};
    }
    Model model() const { return link({std::make_shared<const Fragment>(m_fragment)}); }
    Fragment& fragment() { return m_fragment; }

private:
    Fragment m_fragment;
    std::uint32_t m_offset = 0;
};

// A queue that Lambda polls, with the lease and the timeout that are given.
Parts delivery(std::optional<Value> lease, std::optional<Value> timeout) {
    Parts parts;
    FragmentNode& queue = parts.node("jobs", NodeKind::Queue, "AWS::SQS::Queue");
    if (lease)
        queue.properties.push_back({"visibility_timeout_seconds", *lease, parts.next(), {}, {}});
    FragmentNode& worker = parts.node("worker", NodeKind::Function, "AWS::Lambda::Function");
    if (timeout)
        worker.properties.push_back({"timeout_seconds", *timeout, parts.next(), {}, {}});
    FragmentEdge& line = parts.edge("jobs", "worker", EdgeKind::Triggers, Delivery::PollQueue);
    line.properties.push_back({"partial_batch_response", Value(true), parts.next(), {}, {}});
    return parts;
}

// Those of some checks: the others have questions of their own about the same parts.
std::vector<std::string> fingerprints(const Report& report,
                                      std::initializer_list<std::string_view> ids) {
    std::vector<std::string> out;
    for (const Finding& finding : report.findings)
        if (std::ranges::find(ids, finding.check->id) != ids.end())
            out.push_back(fmt::format("{} {}", word(finding.severity), finding.fingerprint));
    return out;
}

const Finding* find(const Report& report, std::string_view fingerprint) {
    for (const Finding& finding : report.findings)
        if (finding.fingerprint == fingerprint)
            return &finding;
    return nullptr;
}

const Check& checkOf(Pillar pillar) {
    static constexpr Check made[] = {{.id = "A", .pillar = Pillar::Execution},
                                     {.id = "B", .pillar = Pillar::State},
                                     {.id = "C", .pillar = Pillar::Triggers},
                                     {.id = "D", .pillar = Pillar::Permissions}};
    return made[static_cast<std::size_t>(pillar)];
}

// Answers by hand, for the verdict.
class Answers {
public:
    Answers& holds(Pillar pillar, int times = 1) {
        for (int i = 0; i < times; ++i)
            m_report.held.push_back({&checkOf(pillar), {"x"}});
        return *this;
    }
    Answers& open(Pillar pillar, int times = 1) {
        for (int i = 0; i < times; ++i)
            m_report.notJudged.push_back({&checkOf(pillar), {"x"}, "not stated", {}});
        return *this;
    }
    Answers& fails(Pillar pillar, Severity severity, int times = 1, bool accepted = false) {
        for (int i = 0; i < times; ++i) {
            Finding finding;
            finding.check = &checkOf(pillar);
            finding.severity = severity;
            if (accepted)
                finding.accepted = Acceptance{};
            m_report.findings.push_back(finding);
        }
        return *this;
    }
    Answers& allHold() {
        for (const Pillar pillar :
             {Pillar::Execution, Pillar::State, Pillar::Triggers, Pillar::Permissions})
            holds(pillar);
        return *this;
    }
    Verdict verdict(const Model& model = Parts().model()) const {
        return verdictOf(model, m_report);
    }

private:
    Report m_report;
};

} // namespace

// Compared by their words, so that a failure can be read.
#define COMPARE_GRADE(actual, expected)                                                            \
    QCOMPARE(std::string(word(actual)), std::string(word(expected)))

class TestJudge : public QObject {
    Q_OBJECT

private slots:
    void statedValueHasItsPlace();
    void defaultNamesItsSource();
    void neutralPartsHaveNoDefault();
    void expressionIsUnknown();
    void entryPointTakesFromItsApi();
    void recalledFactCapsAtWarning();
    void fingerprintIgnoresFigures();
    void findingsAreSorted();
    void acceptanceStaysAndIsMuted();
    void acceptanceEndsAfterItsLastDay();
    void acceptanceEndsWithItsEvidence();
    void sharedTimeoutIsOneFinding();
    void staleAcceptanceIsReported();
    void stoppedRunSaysNothingStale();
    void figuresReadWell();
    void gapsOfSchedules();
    void pillarGrades();
    void acceptedFindingsAreNotOpen();
    void overallNeedsAllPillarsForStrong();
    void hostInThePathIsNotYet();
    void unreadTextIsNeverStrong();
    void emptyModelIsNotJudged();
};

void TestJudge::statedValueHasItsPlace() {
    Parts parts = delivery(30, 60);
    const Span place = parts.fragment().nodes[0].properties[0].at;
    const Model model = parts.model();
    Report report;
    const Judge judge(model, report, {});
    const Effective lease = judge.eff(*model.node("jobs"), "visibility_timeout_seconds");
    QCOMPARE(lease.number().value(), 30.0);
    QVERIFY(lease.stated());
    QCOMPARE(lease.at.begin, place.begin);
    QCOMPARE(lease.exhibit().what, std::string("`jobs`: visibility_timeout_seconds 30 s"));
}

void TestJudge::defaultNamesItsSource() {
    const Model model = delivery({}, {}).model();
    Report report;
    const Judge judge(model, report, {});
    const Effective timeout = judge.eff(*model.node("worker"), "timeout_seconds");
    QCOMPARE(timeout.number().value(), 3.0);
    QVERIFY(!timeout.stated());
    QCOMPARE(timeout.display(), std::string("3 s (default, from AWS API models)"));
    QCOMPARE(timeout.at.begin, model.node("worker")->at.begin);
    const Effective window = judge.eff(model.edges().front(), "batch_window_seconds");
    QCOMPARE(window.number().value(), 0.0);
    QCOMPARE(window.fact->key, std::string_view("aws.lambda.sqs.batch.window_default_s"));
}

void TestJudge::neutralPartsHaveNoDefault() {
    Parts parts;
    parts.node("worker", NodeKind::Function);
    const Model model = parts.model();
    Report report;
    const Judge judge(model, report, {});
    const Effective timeout = judge.eff(*model.node("worker"), "timeout_seconds");
    QVERIFY(!timeout.known());
    QCOMPARE(timeout.reason, std::string("timeout_seconds is not stated"));
}

void TestJudge::expressionIsUnknown() {
    const Model model = delivery(Value(Unknown{"!Ref Lease"}), 60).model();
    const Report report = check(model, {});
    QVERIFY(!find(report, "RTY006:jobs,worker"));
    const auto open = std::ranges::find(report.notJudged, findCheck("RTY006"), &NotJudged::check);
    QVERIFY(open != report.notJudged.end());
    QCOMPARE(open->reason, std::string("visibility_timeout_seconds is !Ref Lease"));
    QCOMPARE(open->elements, (std::vector<std::string>{"jobs", "worker"}));
}

void TestJudge::entryPointTakesFromItsApi() {
    Parts parts;
    FragmentGroup api;
    api.id = "api";
    api.kind = GroupKind::Api;
    api.platformType = "AWS::Serverless::HttpApi";
    api.properties.push_back({"auth", Value("jwt"), parts.next(), {}, {}});
    parts.fragment().groups.push_back(api);
    FragmentNode& entry = parts.node("get", NodeKind::EntryPoint, "AWS::Serverless::Function");
    entry.group = "api";
    const Model model = parts.model();
    Report report;
    const Judge judge(model, report, {});
    QCOMPARE(judge.effAtEntry(*model.node("get"), "auth").display(), std::string("jwt"));
    QCOMPARE(judge.effAtEntry(*model.node("get"), "timeout_seconds").number().value(), 30.0);
}

void TestJudge::recalledFactCapsAtWarning() {
    Parts parts;
    FragmentNode& entry = parts.node("query", NodeKind::EntryPoint, "AWS::AppSync::Resolver");
    entry.subtype = "graphql";
    FragmentNode& slow = parts.node("slow", NodeKind::Function, "AWS::Lambda::Function");
    slow.properties.push_back({"timeout_seconds", 300, parts.next(), {}, {}});
    parts.edge("query", "slow", EdgeKind::Triggers, Delivery::Sync);
    const Report report = check(parts.model(), {});
    const Finding* finding = find(report, "LIM001:slow,query");
    QVERIFY(finding);
    QCOMPARE(finding->severity, Severity::Warning);
    QVERIFY(finding->message.find("not verified") != std::string::npos);
}

void TestJudge::fingerprintIgnoresFigures() {
    const Report one = check(delivery(30, 60).model(), {});
    const Report other = check(delivery(100, 60).model(), {});
    QVERIFY(find(one, "RTY006:jobs,worker"));
    QVERIFY(find(other, "RTY006:jobs,worker"));
    QVERIFY(find(one, "RTY006:jobs,worker")->message != find(other, "RTY006:jobs,worker")->message);
}

void TestJudge::findingsAreSorted() {
    Parts parts = delivery(100, 60);
    parts.node("archive", NodeKind::Queue);
    const Report report = check(parts.model(), {});
    QCOMPARE(fingerprints(report, {"RTY002", "RTY006"}),
             (std::vector<std::string>{"error RTY002:jobs", "warning RTY006:jobs,worker",
                                       "warning RTY002:archive"}));
}

void TestJudge::acceptanceStaysAndIsMuted() {
    Diagram diagram;
    diagram.accepted["RTY002:jobs"] = {"a pipe empties it", "Ada", "2026-01-10", ""};
    const Report report = check(delivery(360, 60).model(), diagram, {}, {"2030-01-01"});
    QCOMPARE(fingerprints(report, {"RTY002"}), (std::vector<std::string>{"error RTY002:jobs"}));
    QVERIFY(report.findings.front().accepted.has_value());
    QCOMPARE(report.findings.front().accepted->reason, std::string("a pipe empties it"));
    QVERIFY(report.staleAcceptances.empty());
    COMPARE_GRADE(report.verdict.triggers, Grade::Strong);
}

void TestJudge::acceptanceEndsAfterItsLastDay() {
    const Model model = delivery(360, 60).model();
    Diagram diagram;
    diagram.accepted["RTY002:jobs"] = {"until the move", "Ada", "2026-01-10", "2026-06-30"};
    const auto accepted = [&](const char* today) {
        return check(model, diagram, {}, {today}).findings.front().accepted.has_value();
    };
    QVERIFY(accepted(""));
    QVERIFY(accepted("2026-06-30"));
    QVERIFY(!accepted("2026-07-01"));
    // It still matches: it is over, not stale.
    QVERIFY(check(model, diagram, {}, {"2026-07-01"}).staleAcceptances.empty());
    COMPARE_GRADE(check(model, diagram, {}, {"2026-07-01"}).verdict.triggers, Grade::NotYet);
}

void TestJudge::acceptanceEndsWithItsEvidence() {
    const Finding accepted = *find(check(delivery(100, 60).model(), {}), "RTY006:jobs,worker");
    QCOMPARE(accepted.basis, std::string("`jobs`: visibility_timeout_seconds 100 s; `worker`: "
                                         "timeout_seconds 60 s"));
    Diagram diagram;
    diagram.accepted["RTY006:jobs,worker"] = {"short runs", "Ada", "2026-01-10", "",
                                              accepted.basis};
    QVERIFY(find(check(delivery(100, 60).model(), diagram), "RTY006:jobs,worker")->accepted);

    const Report changed = check(delivery(100, 90).model(), diagram);
    const Finding& back = *find(changed, "RTY006:jobs,worker");
    QVERIFY(!back.accepted);
    QCOMPARE(back.evidence.back().what,
             "it was accepted when it stood on " + accepted.basis + ": short runs");
    QVERIFY(changed.staleAcceptances.empty());
}

void TestJudge::sharedTimeoutIsOneFinding() {
    Parts parts;
    const Span globals = parts.next();
    for (const char* id : {"a", "b"}) {
        FragmentNode& function = parts.node(id, NodeKind::Function, "AWS::Serverless::Function");
        function.properties.push_back({"timeout_seconds", 60, globals, {}, Origin::Inherited});
        const std::string entryId = fmt::format("{}.get", id);
        FragmentNode& entry =
            parts.node(entryId.c_str(), NodeKind::EntryPoint, "AWS::ApiGateway::Method");
        entry.subtype = "http";
        parts.edge(entryId.c_str(), id, EdgeKind::Triggers, Delivery::Sync);
    }
    const Report report = check(parts.model(), {});
    const Finding* finding = find(report, "LIM001:a,b,a.get,b.get");
    QVERIFY(finding);
    QCOMPARE(finding->at.begin, globals.begin);
    QCOMPARE(finding->fix->intents.size(), 2U);
    QCOMPARE(finding->message,
             std::string(
                 "`a` and 1 more may run for 60 s, but the caller of `a.get` and 1 more is given "
                 "up after 29 s (default, from AWS API models)"));
}

void TestJudge::staleAcceptanceIsReported() {
    Diagram diagram;
    diagram.accepted["RTY006:jobs,worker"] = {"short runs", "Ada", "2026-01-10", ""};
    diagram.accepted["RTY002:gone"] = {"gone", "Ada", "2026-01-10", ""};
    const Report report = check(delivery(360, 60).model(), diagram);
    QCOMPARE(report.staleAcceptances,
             (std::vector<std::string>{"RTY002:gone", "RTY006:jobs,worker"}));
}

void TestJudge::stoppedRunSaysNothingStale() {
    Diagram diagram;
    diagram.accepted["RTY002:jobs"] = {"fine", "Ada", "2026-01-10", ""};
    std::stop_source stop;
    stop.request_stop();
    const Model model = delivery(30, 60).model();
    const Report report = check(model, diagram, stop.get_token());
    QVERIFY(report.findings.empty());
    QVERIFY(report.staleAcceptances.empty());
    for (const Check* each : checks()) {
        Report own;
        Judge judge(model, own, stop.get_token());
        each->run(judge);
        QVERIFY2(own.findings.empty() && own.held.empty() && own.notJudged.empty(),
                 each->id.data());
    }
}

void TestJudge::figuresReadWell() {
    QCOMPARE(figure(30), std::string("30"));
    QCOMPARE(figure(345600), std::string("345600"));
    QCOMPARE(figure(0.25), std::string("0.25"));
    QCOMPARE(duration(345600), std::string("4 days"));
    QCOMPARE(duration(86400), std::string("1 day"));
    QCOMPARE(duration(5400), std::string("90 min"));
    QCOMPARE(duration(90), std::string("90 s"));
}

void TestJudge::gapsOfSchedules() {
    const auto gap = [](const char* text) { return smallestGap(text).value_or(-1); };
    QCOMPARE(gap("rate(2 hours)"), 7200.0);
    QCOMPARE(gap("cron(0/15 * * * ? *)"), 900.0);
    QCOMPARE(gap("cron(0 12 * * ? *)"), 86400.0);
    QCOMPARE(gap("cron(0 6 ? * MON,THU *)"), 3 * 86400.0);
    QCOMPARE(gap("cron(58 23,0 * * ? *)"), 3600.0);
    QCOMPARE(gap("cron(0 0 ? * 6#3 *)"), 29 * 86400.0);
    QCOMPARE(gap("0 9 * * 1-5"), 86400.0);
    QCOMPARE(gap("0 0 * * 7"), 7 * 86400.0);
    QCOMPARE(gap("*/30 * * * * *"), 30.0);
    QCOMPARE(gap("@daily"), 86400.0);
    for (const char* once : {"at(2030-01-01T00:00:00)", "cron(59 23 31 12 ? *)"})
        QVERIFY2(gap(once) > 1e9, once);
    for (const char* text : {"", "rate(0 minutes)", "rate(5 fortnights)", "cron(99 * * * ? *)",
                             "cron(* * *)", "whenever", "cron(0/0 * * * ? *)"})
        QVERIFY2(!smallestGap(text), text);
}

void TestJudge::pillarGrades() {
    const auto grade = [](const Answers& answers) { return answers.verdict().triggers; };
    const Pillar pillar = Pillar::Triggers;
    COMPARE_GRADE(grade(Answers()), Grade::NotJudged);
    COMPARE_GRADE(grade(Answers().holds(pillar)), Grade::Strong);
    COMPARE_GRADE(grade(Answers().holds(pillar, 4).open(pillar)), Grade::Strong);
    COMPARE_GRADE(grade(Answers().holds(pillar, 3).open(pillar)), Grade::NotJudged);
    COMPARE_GRADE(grade(Answers().fails(pillar, Severity::Info)), Grade::Strong);
    COMPARE_GRADE(grade(Answers().fails(pillar, Severity::Warning, 2)), Grade::Partial);
    COMPARE_GRADE(grade(Answers().fails(pillar, Severity::Warning, 3)), Grade::NotYet);
    COMPARE_GRADE(grade(Answers().holds(pillar, 99).fails(pillar, Severity::Error)), Grade::NotYet);
    const Verdict half = Answers().holds(pillar).open(Pillar::State).verdict();
    QCOMPARE(half.confidence, 0.5);
}

void TestJudge::acceptedFindingsAreNotOpen() {
    const Verdict verdict =
        Answers().fails(Pillar::Permissions, Severity::Error, 5, true).verdict();
    COMPARE_GRADE(verdict.permissions, Grade::Strong);
}

void TestJudge::overallNeedsAllPillarsForStrong() {
    COMPARE_GRADE(Answers().allHold().verdict().overall, Grade::Strong);
    COMPARE_GRADE(Answers().allHold().fails(Pillar::State, Severity::Warning).verdict().overall,
                  Grade::Strong);
    COMPARE_GRADE(Answers()
                      .allHold()
                      .fails(Pillar::State, Severity::Warning)
                      .fails(Pillar::Triggers, Severity::Warning)
                      .verdict()
                      .overall,
                  Grade::NotYet);
    COMPARE_GRADE(Answers().allHold().fails(Pillar::State, Severity::Error).verdict().overall,
                  Grade::NotYet);
    COMPARE_GRADE(Answers().holds(Pillar::Triggers).verdict().overall, Grade::NotJudged);
    COMPARE_GRADE(Answers().fails(Pillar::Triggers, Severity::Warning).verdict().overall,
                  Grade::Partial);
}

void TestJudge::hostInThePathIsNotYet() {
    Parts parts;
    parts.node("worker", NodeKind::Function);
    FragmentNode& server = parts.node("server", NodeKind::Host);
    server.nodeClass = NodeClass::HostCentric;
    const Answers partial = Answers().allHold().fails(Pillar::State, Severity::Warning);
    COMPARE_GRADE(partial.verdict(parts.model()).overall, Grade::Strong);
    parts.edge("worker", "server", EdgeKind::Invokes, Delivery::Sync);
    COMPARE_GRADE(partial.verdict(parts.model()).overall, Grade::NotYet);

    Parts hostsOnly;
    hostsOnly.node("server", NodeKind::Host).nodeClass = NodeClass::HostCentric;
    COMPARE_GRADE(Answers().allHold().verdict(hostsOnly.model()).overall, Grade::NotYet);
}

void TestJudge::unreadTextIsNeverStrong() {
    Parts parts;
    parts.fragment().problem(Severity::Error, "yaml-syntax", "broken off", parts.next());
    COMPARE_GRADE(Answers().allHold().verdict(parts.model()).overall, Grade::NotJudged);
}

void TestJudge::emptyModelIsNotJudged() {
    const Report report = check(Parts().model(), {});
    COMPARE_GRADE(report.verdict.overall, Grade::NotJudged);
    QCOMPARE(report.verdict.confidence, 0.0);
}

QTEST_APPLESS_MAIN(TestJudge)
#include "tst_judge.moc"
