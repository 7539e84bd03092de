// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace limn {

enum class Paper : std::uint8_t {
    Picture, // a page of the picture's own size
    A4,
    A3,
    Letter,
};

// How a picture is put on pixels or paper. A format takes of it what concerns it.
struct PaintOptions {
    double scale = 2; // pixels per unit of a PNG; sharp on paper and on dense screens
    Paper paper = Paper::Picture;
    bool tiled = false; // at full size on as many sheets as it takes, not fitted on one
};

} // namespace limn
