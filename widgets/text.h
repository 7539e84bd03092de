// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <QString>

namespace limn {

// UTF-8 to QString and back: the only place where text changes its kind.
inline QString toQt(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

inline std::string toUtf8(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

// A sentence of core without the marks around names, for places that show plain text.
inline QString plainWords(std::string_view sentence) {
    return toQt(sentence).remove(u'`');
}

// A count in words: `one` for exactly one, else `many` with %1 for the number.
inline QString counted(qsizetype count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(count);
}

} // namespace limn
