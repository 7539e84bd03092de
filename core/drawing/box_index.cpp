// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/box_index.h"

#include <algorithm>
#include <cmath>

namespace limn {

namespace {

constexpr std::int64_t largeFrom = 256; // cells

} // namespace

int BoxIndex::add(const Box& box) {
    const int index = size();
    m_boxes.push_back(box);
    const Cells cells = cellsOf(box);
    if (cells.count() > largeFrom) {
        m_large.push_back(index);
        return index;
    }
    for (std::int64_t x = cells.left; x <= cells.right; ++x)
        for (std::int64_t y = cells.top; y <= cells.bottom; ++y) {
            int& first = m_cells.try_emplace(key(x, y), -1).first->second;
            m_entries.push_back({index, first});
            first = static_cast<int>(m_entries.size()) - 1;
        }
    return index;
}

BoxIndex::Cells BoxIndex::cellsOf(const Box& box) const {
    // Positions may come from a file: keep them where the arithmetic is defined.
    const auto cell = [&](double at) {
        return static_cast<std::int64_t>(std::floor(std::clamp(at, -1e7, 1e7) / m_cell));
    };
    return {cell(box.x), cell(box.y), cell(box.right()), cell(box.bottom())};
}

} // namespace limn
