// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/model_text.h"

using namespace limn;
using namespace limn::test;

// Each case folder is a system of several files and what it must come to.
class SystemTest : public QObject {
    Q_OBJECT

private slots:
    void reads_data() {
        QTest::addColumn<QString>("folder");
        const QString root = testsFolder("core/manifests/system");
        for (const QString& name : caseFolders(root))
            QTest::newRow(qPrintable(name)) << root + QLatin1Char('/') + name;
    }
    void reads() {
        QFETCH(QString, folder);
        compareWithFile(modelText(readCase(folder)), folder + QStringLiteral("/expected.txt"));
    }

    void doesNotDependOnThreadsOrOrder_data() { reads_data(); }
    void doesNotDependOnThreadsOrOrder() {
        QFETCH(QString, folder);
        const Sources sources = caseSources(folder);
        Sources backwards;
        for (std::uint32_t i = static_cast<std::uint32_t>(sources.size()); i-- > 0;)
            backwards.add(sources.shared(i));
        const auto text = [](const Sources& all, unsigned jobs) {
            Snapshot snapshot;
            snapshot.model = std::make_shared<const Model>(read(all, {}, jobs));
            snapshot.sources = std::make_shared<const Sources>(all);
            return QString::fromStdString(modelText(snapshot)).split(QLatin1Char('\n'));
        };
        const QStringList one = text(sources, 1);
        QCOMPARE(text(sources, 4), one);
        // What is listed by place is listed by file: the same lines, in another order.
        QStringList other = text(backwards, 2), sorted = one;
        other.sort();
        sorted.sort();
        QCOMPARE(other, sorted);
    }
};

QTEST_GUILESS_MAIN(SystemTest)
#include "tst_system.moc"
