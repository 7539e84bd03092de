// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QStringView>

namespace limn {

// How well a text answers what was typed, higher is better; nothing when it does not. Every word
// typed must be in the text, in any case: as it is, or, from three letters on, letter by letter
// with others in between.
std::optional<int> fuzzyScore(QStringView wanted, QStringView text);

} // namespace limn
