// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace limn {

class Document;

// The parts that can be put on the canvas: drag one there, or double-click or press Enter to add
// it.
class PartsPanel : public QListWidget {
    Q_OBJECT

public:
    PartsPanel(Document& document, QWidget* parent);

protected:
    QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override;
    void changeEvent(QEvent* event) override;

private:
    void add(const QListWidgetItem& item);
    void refresh();
    void drawIcons();

    Document& m_document;
};

} // namespace limn
