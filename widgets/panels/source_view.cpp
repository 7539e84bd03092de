// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/source_view.h"

#include <algorithm>
#include <map>

#include <QFontDatabase>
#include <QGuiApplication>
#include <QScreen>
#include <Qsci/qscilexeryaml.h>

#include "core/drawing/text_width.h"
#include "widgets/paint/painter.h"
#include "widgets/text.h"

namespace limn {
namespace {

// Indicators 8 to 11 and styles from 64 are free of the lexer's.
constexpr int selectedIndicator = 8;
constexpr int firstSquiggle = 9; // one for each severity
constexpr int firstRemarkStyle = 64;
constexpr int numberMargin = 0;
constexpr int foldMargin = 2;
constexpr int textPixels = 13;
constexpr int remarkMargin = 60; // indentation of a line and the scroll bar

QFont textFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    // Scintilla asks for points.
    font.setPointSizeF(textPixels * 72.0 / QGuiApplication::primaryScreen()->logicalDotsPerInchY());
    return font;
}

} // namespace

SourceView::SourceView(QWidget* parent) : QsciScintilla(parent) {
    setReadOnly(true);
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Source"));
    auto* yaml = new QsciLexerYAML(this);
    yaml->setDefaultFont(textFont());
    yaml->setFont(textFont());
    setLexer(yaml);
    setMarginType(numberMargin, NumberMargin);
    setFolding(BoxedTreeFoldStyle, foldMargin);
    setCaretLineVisible(true);
    setAnnotationDisplay(AnnotationIndented);
    indicatorDefine(StraightBoxIndicator, selectedIndicator);
    setIndicatorDrawUnder(true, selectedIndicator);
    for (int severity = 0; severity < 3; ++severity)
        indicatorDefine(SquiggleIndicator, firstSquiggle + severity);
    // Without these a bar for lines of 2000 pixels shows for ever.
    SendScintilla(SCI_SETSCROLLWIDTH, 1UL);
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1UL);
}

void SourceView::setSource(const Source& source) {
    if (source.text() == m_text)
        return;
    const int top = firstVisibleLine();
    m_text = source.text();
    setReadOnly(false);
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_APPENDTEXT, m_text.size(), m_text.data());
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    setReadOnly(true);
    setMarginWidth(numberMargin, QString::number(lines()) + QStringLiteral("00"));
    setFirstVisibleLine(top);
    m_lastCaret = SendScintilla(SCI_GETCURRENTPOS);
}

void SourceView::fill(int indicator, Span at) {
    if (!at.valid() || at.begin > m_text.size())
        return;
    const auto end = std::min<std::size_t>(std::max(at.end, at.begin + 1), m_text.size());
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(at.begin),
                  static_cast<long>(end - at.begin));
}

void SourceView::annotate(const std::vector<Squiggle>& squiggles, std::vector<Remark> remarks) {
    clearAnnotations();
    for (int severity = 0; severity < 3; ++severity) {
        const int indicator = firstSquiggle + severity;
        SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
        SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(m_text.size()));
    }
    for (const Squiggle& squiggle : squiggles) {
        // A whole part is underlined in its first line: squiggles below every line say no more.
        Span at = squiggle.at;
        if (const std::size_t end = m_text.find('\n', at.begin); end != std::string::npos)
            at.end = std::min(at.end, static_cast<std::uint32_t>(end));
        fill(firstSquiggle + static_cast<int>(squiggle.severity), at);
    }
    // A line has one annotation, so what is said of it is joined, in the colour of the worst.
    std::map<int, Remark> byLine;
    for (Remark& remark : remarks) {
        const auto [at, isNew] = byLine.try_emplace(remark.line, remark);
        if (!isNew) {
            at->second.text += "\n" + remark.text;
            at->second.severity = std::max(at->second.severity, remark.severity);
        }
    }
    m_remarks.clear();
    for (auto& [line, remark] : byLine)
        m_remarks.push_back(std::move(remark));
    layRemarks();
}

void SourceView::layRemarks() {
    const double room = std::max(240, viewport()->width() - marginsWidth() - remarkMargin);
    for (const Remark& remark : m_remarks) {
        QStringList lines;
        for (const QString& said : toQt(remark.text).split(u'\n')) {
            for (const std::string& line :
                 wrapped(toUtf8(said), room, textPixels, FontWeight::Regular))
                lines << toQt(line);
        }
        QsciScintilla::annotate(remark.line, lines.join(u'\n'),
                                firstRemarkStyle + static_cast<int>(remark.severity));
    }
}

int SourceView::marginsWidth() const {
    int width = 0;
    for (int margin = 0; margin < margins(); ++margin)
        width += marginWidth(margin);
    return width;
}

void SourceView::resizeEvent(QResizeEvent* event) {
    QsciScintilla::resizeEvent(event);
    layRemarks();
}

void SourceView::mark(const std::vector<Span>& places) {
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(selectedIndicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(m_text.size()));
    for (const Span& place : places)
        fill(selectedIndicator, place);
}

void SourceView::reveal(Span place) {
    const long begin = std::min<long>(place.begin, static_cast<long>(m_text.size()));
    const long line = SendScintilla(SCI_LINEFROMPOSITION, begin);
    SendScintilla(SCI_ENSUREVISIBLE, static_cast<unsigned long>(line));
    SendScintilla(SCI_SETEMPTYSELECTION, static_cast<unsigned long>(begin));
    m_lastCaret = begin;
    const long visible = SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(line));
    const long onScreen = SendScintilla(SCI_LINESONSCREEN);
    const long first = SendScintilla(SCI_GETFIRSTVISIBLELINE);
    // A little above the middle, unless it is well in view already.
    if (visible < first + 1 || visible > first + onScreen - 3)
        SendScintilla(SCI_SETFIRSTVISIBLELINE,
                      static_cast<unsigned long>(std::max(0L, visible - onScreen / 3)));
}

void SourceView::setTheme(ThemeName name) {
    const Theme& colors = theme(name);
    const QColor paper = toQt(colors.background), ink = toQt(colors.text),
                 muted = toQt(colors.mutedText);
    colorLexer(colors);
    setPaper(paper);
    setColor(ink);
    setCaretForegroundColor(ink);
    QColor line = toQt(colors.selection);
    line.setAlpha(name == ThemeName::Dark ? 45 : 28);
    setCaretLineBackgroundColor(line);
    setMarginsBackgroundColor(toQt(colors.groupFill));
    setMarginsForegroundColor(muted);
    setFoldMarginColors(toQt(colors.groupFill), toQt(colors.groupFill));
    for (int marker = SC_MARKNUM_FOLDEREND; marker <= static_cast<int>(SC_MARKNUM_FOLDEROPEN);
         ++marker) {
        const auto number = static_cast<unsigned long>(marker);
        SendScintilla(SCI_MARKERSETFORE, number, toQt(colors.groupFill));
        SendScintilla(SCI_MARKERSETBACK, number, toQt(colors.groupBorder));
    }
    QColor box = toQt(colors.selection);
    box.setAlpha(50);
    setIndicatorForegroundColor(box, selectedIndicator);
    setIndicatorOutlineColor(box, selectedIndicator);
    for (const Severity severity : {Severity::Info, Severity::Warning, Severity::Error}) {
        const int number = static_cast<int>(severity);
        setIndicatorForegroundColor(toQt(colors.of(severity).text), firstSquiggle + number);
        const int remarkStyle = firstRemarkStyle + number;
        const auto style = static_cast<unsigned long>(remarkStyle);
        const QByteArray family = QByteArrayLiteral("Inter");
        SendScintilla(SCI_STYLESETFONT, style, family.constData());
        SendScintilla(SCI_STYLESETSIZEFRACTIONAL, style,
                      static_cast<long>(textPixels * 72.0 / logicalDpiY() * 100 * 0.95));
        SendScintilla(SCI_STYLESETFORE, style, toQt(colors.of(severity).text));
        SendScintilla(SCI_STYLESETBACK, style, toQt(colors.groupFill));
    }
}

void SourceView::colorLexer(const Theme& colors) {
    QsciLexer* yaml = lexer();
    yaml->setPaper(toQt(colors.background));
    yaml->setDefaultPaper(toQt(colors.background));
    yaml->setColor(toQt(colors.text));
    yaml->setDefaultColor(toQt(colors.text));
    yaml->setColor(toQt(colors.compute.stroke), QsciLexerYAML::Identifier);
    yaml->setColor(toQt(colors.mutedText), QsciLexerYAML::Comment);
    yaml->setColor(toQt(colors.backend.stroke), QsciLexerYAML::Number);
    yaml->setColor(toQt(colors.entry.stroke), QsciLexerYAML::Keyword);
    yaml->setColor(toQt(colors.entry.stroke), QsciLexerYAML::Reference);
    yaml->setColor(toQt(colors.mutedText), QsciLexerYAML::DocumentDelimiter);
    yaml->setColor(toQt(colors.error.text), QsciLexerYAML::SyntaxErrorMarker);
    yaml->setPaper(toQt(colors.background), QsciLexerYAML::SyntaxErrorMarker);
    yaml->setFont(textFont());
}

void SourceView::tellCaret() {
    const long caret = SendScintilla(SCI_GETCURRENTPOS);
    if (caret == m_lastCaret)
        return;
    m_lastCaret = caret;
    emit caretMoved(static_cast<std::uint32_t>(caret));
}

void SourceView::mouseReleaseEvent(QMouseEvent* event) {
    QsciScintilla::mouseReleaseEvent(event);
    m_lastCaret = -1; // a click says: this one
    tellCaret();
}

void SourceView::keyReleaseEvent(QKeyEvent* event) {
    QsciScintilla::keyReleaseEvent(event);
    tellCaret();
}

} // namespace limn
