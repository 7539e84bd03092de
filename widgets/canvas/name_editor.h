// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QLineEdit>

namespace limn {

// A line to type a part's new name into, on the part itself. Enter or leaving takes it, Escape does
// not; it deletes itself.
class NameEditor : public QLineEdit {
    Q_OBJECT

public:
    NameEditor(const QString& name, const QRect& place, QWidget* parent,
               std::function<void(QString)> taken);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(bool take);

    QString m_before;
    std::function<void(QString)> m_taken;
    bool m_finished = false;
};

} // namespace limn
