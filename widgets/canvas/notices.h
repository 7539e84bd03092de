// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <vector>

#include <QWidget>

class QVBoxLayout;

namespace limn {

// Quiet lines over the top of the canvas: what cannot be edited, what was refused, what waits for
// an answer. They never take the focus and never block. Each has a key; saying it again replaces
// it.
class Notices : public QWidget {
    Q_OBJECT

public:
    enum class Tone { Quiet, Warning };
    struct Answer {
        QString text;
        std::function<void()> run;
    };

    explicit Notices(QWidget* parent);

    void say(const QString& key, const QString& text, Tone tone, std::vector<Answer> answers = {});
    // Says it until the user does something else or some seconds pass.
    void sayBriefly(const QString& key, const QString& text, Tone tone);
    void drop(const QString& key);
    QString textOf(const QString& key) const;
    // Room they take along the top, nothing when there are none.
    int depth() const { return isHidden() ? 0 : geometry().bottom() + 1; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* line(const QString& key, const QString& text, Tone tone, std::vector<Answer> answers);
    void paintLine(QWidget& line) const;
    void place();

    QVBoxLayout* m_lines;
    std::map<QString, QWidget*> m_byKey;
};

} // namespace limn
