// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <Qsci/qsciscintilla.h>

#include "core/drawing/theme.h"
#include "core/model/model.h"

namespace limn {

// One manifest's text, highlighted, to read: squiggles under what a finding points at, and lines of
// explanation below it. Places are bytes, as in a Span.
class SourceView : public QsciScintilla {
    Q_OBJECT

public:
    explicit SourceView(QWidget* parent);

    // What is said below a line (from 0).
    struct Remark {
        int line = 0;
        Severity severity = Severity::Warning;
        std::string text;
    };
    struct Squiggle {
        Severity severity = Severity::Warning;
        Span at;
    };

    void setSource(const Source& source);
    void annotate(const std::vector<Squiggle>& squiggles, std::vector<Remark> remarks);
    // Marks the text of what is selected.
    void mark(const std::vector<Span>& places);
    void reveal(Span place);
    void setTheme(ThemeName name);

signals:
    // The user put the caret there.
    void caretMoved(std::uint32_t offset);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void colorLexer(const Theme& colors);
    void fill(int indicator, Span at);
    void tellCaret();
    void layRemarks();
    int marginsWidth() const;

    std::string m_text;
    std::vector<Remark> m_remarks; // one a line
    long m_lastCaret = -1;
};

} // namespace limn
