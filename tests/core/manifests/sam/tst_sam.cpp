// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/model_text.h"

using namespace limn;
using namespace limn::test;

// Each case folder is one small template and what it must come to.
class SamTest : public QObject {
    Q_OBJECT

private slots:
    void reads_data() {
        QTest::addColumn<QString>("folder");
        const QString root = testsFolder("core/manifests/sam");
        for (const QString& name : caseFolders(root))
            QTest::newRow(qPrintable(name)) << root + QLatin1Char('/') + name;
    }
    void reads() {
        QFETCH(QString, folder);
        compareWithFile(modelText(readCase(folder)), folder + QStringLiteral("/expected.txt"));
    }
};

QTEST_GUILESS_MAIN(SamTest)
#include "tst_sam.moc"
