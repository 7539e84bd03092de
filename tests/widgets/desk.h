// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/manifests/read.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {

// A Document on a file of its own, for tests.
struct Desk {
    QTemporaryDir folder;
    Document document;
    Selection selection;

    std::string path(const char* name = "system.yaml") const {
        return toUtf8(folder.filePath(QString::fromUtf8(name)));
    }

    static void writeText(const std::string& path, const std::string& text) {
        QFile file(toQt(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text.data(), static_cast<qint64>(text.size())),
                 static_cast<qint64>(text.size()));
    }
    static std::string textOf(const std::string& path) {
        return Files::textOf(path).value_or("no file");
    }

    // Opens the text and waits until it is arranged and checked.
    void open(const std::string& text) {
        writeText(path(), text);
        document.open({path()});
        QTRY_VERIFY(document.isOpen() && document.isIdle());
    }
    void settle() { QTRY_VERIFY(document.isIdle()); }
    const Model& model() const { return *document.snapshot().model; }
    const std::string& text() const { return (*document.snapshot().sources)[0].text(); }
    Point at(const std::string& id) const {
        const Box& box = document.derived().placement.nodes.at(id);
        return {box.x, box.y};
    }
};

// Two functions, two queues and a table, with a comment and odd spacing that every edit must leave
// alone.
inline const std::string ordersText = R"(limn: 1
# what the team calls orders
entry_points:
  place-order:
    type: http
    route: POST /orders
    auth: jwt
    triggers: Place

functions:
  Place:   # takes the order
    handler: src/place.handle
    timeout_seconds:   10
    publishes: jobs
  Ship:
    handler: src/ship.handle
    timeout_seconds: 60

queues:
  jobs:
    visibility_timeout_seconds: 30
    triggers: Ship
  failed: {retention_seconds: 1209600}

stores:
  orders-table:
    type: table
)";

} // namespace limn
