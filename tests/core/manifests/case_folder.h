// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QString>
#include <QTest>

#include "core/manifests/read.h"
#include "core/model/snapshot.h"

namespace limn::test {

// A folder of the source tree whose subfolders are cases: every file in one is input, but the file
// of expected output.
inline QString testsFolder(const char* below) {
    return QStringLiteral(LIMN_SOURCE_DIR "/tests/") + QString::fromUtf8(below);
}

inline QStringList caseFolders(const QString& folder) {
    return QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

inline QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A text as a snapshot of one file.
inline Snapshot snapshotOf(std::string path, std::string text) {
    Sources sources;
    sources.add(std::make_shared<const Source>(std::move(path), std::move(text)));
    Snapshot snapshot;
    snapshot.model = std::make_shared<const Model>(read(sources));
    snapshot.sources = std::make_shared<const Sources>(std::move(sources));
    return snapshot;
}

// All manifests of a case folder and the folders in it as one system, in name order and named
// without the folder.
inline Sources caseSources(const QString& folder) {
    const QStringList filters{QStringLiteral("*.yaml"), QStringLiteral("*.yml"),
                              QStringLiteral("*.json")};
    QStringList names;
    for (QDirIterator walk(folder, filters, QDir::Files, QDirIterator::Subdirectories);
         walk.hasNext();)
        names << QDir(folder).relativeFilePath(walk.next());
    names.sort();
    Sources sources;
    for (const QString& name : names)
        sources.add(std::make_shared<const Source>(
            name.toStdString(), contents(folder + QLatin1Char('/') + name).toStdString(),
            SourceRole::Found, "."));
    return sources;
}

inline Snapshot readCase(const QString& folder) {
    Sources sources = caseSources(folder);
    Snapshot snapshot;
    snapshot.model = std::make_shared<const Model>(read(sources));
    snapshot.sources = std::make_shared<const Sources>(std::move(sources));
    return snapshot;
}

// Fails at the first line that differs from the file; with LIMN_UPDATE=1 writes the file instead.
inline void compareWithFile(const std::string& actual, const QString& path) {
    const QByteArray bytes = QByteArray::fromStdString(actual);
    if (qEnvironmentVariableIsSet("LIMN_UPDATE")) {
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(),
                 qPrintable(path));
        return;
    }
    QVERIFY2(QFile::exists(path),
             qPrintable(path + QStringLiteral(" is missing: run with LIMN_UPDATE=1")));
    const QList<QByteArray> is = bytes.split('\n'), wanted = contents(path).split('\n');
    for (qsizetype i = 0; i < std::max(is.size(), wanted.size()); ++i) {
        const QByteArray a = i < is.size() ? is[i] : "(end)",
                         b = i < wanted.size() ? wanted[i] : "(end)";
        if (a != b)
            QFAIL(qPrintable(QStringLiteral("%1:%2\n  expected: %3\n  actual:   %4")
                                 .arg(path)
                                 .arg(i + 1)
                                 .arg(QString::fromUtf8(b), QString::fromUtf8(a))));
    }
}

} // namespace limn::test
