// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QByteArray>
#include <QPointF>
#include <QString>

namespace limn {

// A place in a PDF that its reader lists beside the pages. Qt's writer knows none.
struct Bookmark {
    QString title;
    int page = 0;    // from 0
    QPointF at;      // points from the page's lower left corner
    int parent = -1; // an earlier bookmark that it stands below
};

// Adds them to a finished file, as an update behind its end. A file that is not as Qt writes them
// stays as it is.
void addBookmarks(QByteArray& pdf, const std::vector<Bookmark>& bookmarks);

} // namespace limn
