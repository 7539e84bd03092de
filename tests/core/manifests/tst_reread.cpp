// SPDX-License-Identifier: GPL-3.0-or-later
// Only what changed is read again.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/manifests/file.h"
#include "core/manifests/read.h"
#include "core/model/fragment.h"

using namespace limn;

namespace {

const char* const parentText = "Resources:\n"
                               "  Child:\n"
                               "    Type: AWS::CloudFormation::Stack\n"
                               "    Properties: {TemplateURL: child.template.yaml}\n";
const char* const childText = "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n";
const char* const otherText = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n";

// A folder on disk and what was last read of it.
class Folder {
public:
    void put(const char* name, std::string_view text) {
        QVERIFY(writeFile(m_folder.filePath(QString::fromLatin1(name)).toStdString(), text));
    }
    void remove(const char* name) {
        QVERIFY(QFile::remove(m_folder.filePath(QString::fromLatin1(name))));
    }
    void read(const char* file = nullptr) {
        const std::string root = m_folder.path().toStdString();
        Result<Snapshot> now =
            open({file ? root + '/' + file : root}, {}, 2, &std::as_const(m_now));
        QVERIFY(now);
        m_now = *std::move(now);
    }
    const Snapshot& now() const { return m_now; }
    // What was read of a file; null where it is not in the system.
    std::shared_ptr<const Fragment> fragment(std::string_view name) const {
        for (std::uint32_t i = 0; i < m_now.sources->size(); ++i)
            if ((*m_now.sources)[i].path().ends_with(name))
                return (*m_now.fragments)[i];
        return nullptr;
    }
    // Every part's text starts with its name, wherever its file stands now.
    bool areSpansRight() const {
        for (const Node& node : m_now.model->nodes())
            if (!m_now.sources->text(node.at).starts_with(m_now.model->text(node.name)))
                return false;
        return !m_now.model->nodes().empty();
    }

private:
    QTemporaryDir m_folder;
    Snapshot m_now;
};

} // namespace

class TestReread : public QObject {
    Q_OBJECT
private slots:
    // A template is read with what the stack above gives it, so a change there is one here.
    void handsDownWhatChanged() {
        Folder folder;
        const auto parent = [](std::string_view name) {
            return "Resources:\n"
                   "  Child:\n"
                   "    Type: AWS::CloudFormation::Stack\n"
                   "    Properties:\n"
                   "      TemplateURL: child.template.yaml\n"
                   "      Parameters: {Name: " +
                   std::string(name) + "}\n";
        };
        const auto given = [&folder] {
            const Model& model = *folder.now().model;
            for (const Node& node : model.nodes()) // whose id says how many systems there are
                if (model.id(node).ends_with("Child/Queue"))
                    if (const Property* name = model.property(node, "physical_name"))
                        return name->value.display();
            return std::string("none");
        };
        folder.put("parent.template.yaml", parent("orders"));
        folder.put("child.template.yaml",
                   "Parameters: {Name: {Type: String, Default: nobody}}\n"
                   "Resources:\n"
                   "  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}\n");
        folder.read();
        QCOMPARE(given(), std::string("orders"));
        const auto child = folder.fragment("child.template.yaml");
        folder.read();
        QCOMPARE(folder.fragment("child.template.yaml"), child);
        folder.put("parent.template.yaml", parent("bills"));
        folder.read();
        QCOMPARE(given(), std::string("bills"));
        folder.put("before.template.yaml", otherText); // the files have other places now
        folder.read();
        QCOMPARE(given(), std::string("bills"));
        folder.remove("parent.template.yaml");
        folder.read();
        QCOMPARE(given(), std::string("none"));
        QVERIFY(folder.fragment("child.template.yaml")->given.empty());
    }

    void keepsWhatDidNotChange() {
        Folder folder;
        folder.put("a.yaml", otherText);
        folder.put("b.yaml", childText);
        folder.put("package.json", "{}");
        folder.read();
        const auto a = folder.fragment("a.yaml"), b = folder.fragment("b.yaml");
        QVERIFY(a && b && !folder.fragment("package.json"));
        folder.read();
        QCOMPARE(folder.fragment("a.yaml"), a);
        QCOMPARE(folder.fragment("b.yaml"), b);
        folder.put("a.yaml", std::string(otherText) + "  More: {Type: AWS::SNS::Topic}\n");
        folder.read();
        QVERIFY(folder.fragment("a.yaml") != a);
        QCOMPARE(folder.fragment("b.yaml"), b);
        QCOMPARE(folder.now().model->nodes().size(), std::size_t{3});
        QVERIFY(folder.areSpansRight());
    }
    void followsFilesThatMove() {
        Folder folder;
        folder.put("b.yaml", childText);
        folder.read();
        folder.put("a.yaml", otherText);
        folder.read();
        QVERIFY(folder.areSpansRight());
        folder.remove("b.yaml");
        folder.read();
        QCOMPARE(folder.now().model->nodes().size(), std::size_t{1});
        QVERIFY(folder.areSpansRight());
    }
    void readsNamedFilesWithWhoNamesThem() {
        Folder folder;
        folder.put("parent.yaml", parentText);
        folder.read("parent.yaml");
        QCOMPARE(folder.now().sources->size(), std::size_t{1});
        QCOMPARE(folder.now().model->problems()[0].code, std::string("missing-file"));
        folder.put("child.template.yaml", childText); // it comes
        folder.read("parent.yaml");
        QVERIFY(folder.now().model->node("Child/Queue"));
        QVERIFY(folder.now().model->problems().empty());
        const auto before = folder.fragment("parent.yaml");
        folder.put("child.template.yaml", otherText); // it changes
        folder.read("parent.yaml");
        QVERIFY(folder.now().model->node("Child/Topic"));
        QCOMPARE(folder.fragment("parent.yaml"), before);
        QVERIFY(folder.areSpansRight());
        folder.remove("child.template.yaml"); // it goes
        folder.read("parent.yaml");
        QVERIFY(folder.now().model->node("Child"));
        QCOMPARE(folder.now().sources->size(), std::size_t{1});
        QCOMPARE(folder.now().model->problems()[0].code, std::string("missing-file"));
    }
    void readsAnEditedFileAlone() {
        Folder folder;
        folder.put("a.yaml", otherText);
        folder.put("b.yaml", childText);
        folder.read();
        const Snapshot& before = folder.now();
        const Snapshot after = reread(before, before.sources->replaced(0, childText));
        QCOMPARE((*after.fragments)[1], (*before.fragments)[1]);
        QVERIFY((*after.fragments)[0] != (*before.fragments)[0]);
        QVERIFY(after.model->node("a/Queue"));
    }
};

QTEST_GUILESS_MAIN(TestReread)
#include "tst_reread.moc"
