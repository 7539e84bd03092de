// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/palette.h"

#include "widgets/paint/painter.h"

namespace limn {
namespace {

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto channel = [share](int from, int to) { return qRound(from + (to - from) * share); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

} // namespace

QPalette paletteOf(ThemeName name) {
    const Theme& colors = theme(name);
    const QColor paper = toQt(colors.background), ink = toQt(colors.text),
                 muted = toQt(colors.mutedText);
    // With high contrast all stands on one ground, and borders are as loud as words.
    const bool high = name == ThemeName::Contrast, dark = name == ThemeName::Dark || high;
    const QColor window = high ? paper : mixed(paper, ink, dark ? 0.05 : 0.035);
    const QColor button = high ? paper : mixed(paper, ink, dark ? 0.11 : 0.05);
    const QColor accent = toQt(colors.selection);
    const QColor faded = mixed(window, ink, high ? 0.65 : 0.42);

    QPalette palette(button, window);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, ink);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::Base, paper);
    palette.setColor(QPalette::AlternateBase, mixed(paper, ink, 0.03));
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ToolTipBase, mixed(paper, ink, dark ? 0.12 : 0.02));
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::BrightText, toQt(colors.error.text));
    palette.setColor(QPalette::Link, toQt(colors.link));
    palette.setColor(QPalette::LinkVisited, toQt(colors.link));
    palette.setColor(QPalette::Highlight, mixed(paper, accent, dark ? 0.45 : 0.22));
    palette.setColor(QPalette::HighlightedText, ink);
    palette.setColor(QPalette::Light, mixed(button, dark ? ink : paper, dark ? 0.06 : 0.6));
    palette.setColor(QPalette::Midlight, mixed(button, ink, 0.04));
    palette.setColor(QPalette::Mid, mixed(window, ink, high ? 0.7 : 0.16));
    palette.setColor(QPalette::Dark, mixed(window, ink, high ? 0.8 : dark ? 0.22 : 0.24));
    palette.setColor(QPalette::Shadow, dark ? QColor(0, 0, 0) : mixed(window, ink, 0.4));
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, faded);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(window, ink, 0.08));
    return palette;
}

ThemeName themeOf(const QPalette& palette) {
    const QColor paper = palette.color(QPalette::Base);
    if (paper == toQt(theme(ThemeName::Contrast).background))
        return ThemeName::Contrast;
    return paper.lightness() < 128 ? ThemeName::Dark : ThemeName::Light;
}

} // namespace limn
