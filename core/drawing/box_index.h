// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/model/geometry.h"

namespace limn {

// Boxes that can be asked for by place without looking at all of them: a grid of cells, each
// knowing what reaches into it. What covers very many cells is kept aside and looked at every time.
class BoxIndex {
public:
    explicit BoxIndex(double cell = 128) : m_cell(cell) {}

    // Returns the number the box is known by from now on.
    int add(const Box& box);
    const Box& operator[](int index) const { return m_boxes[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(m_boxes.size()); }

    // Calls `see` with the number of every box that overlaps; one may be seen more than once. Stops
    // when it returns true and returns that.
    template <typename See> bool any(const Box& box, See see) const {
        const Cells cells = cellsOf(box);
        const auto look = [&](int i) { return (*this)[i].intersects(box) && see(i); };
        if (cells.count() > size()) {
            for (int i = 0; i < size(); ++i)
                if (look(i))
                    return true;
            return false;
        }
        for (const int i : m_large)
            if (look(i))
                return true;
        for (std::int64_t x = cells.left; x <= cells.right; ++x)
            for (std::int64_t y = cells.top; y <= cells.bottom; ++y)
                if (const auto found = m_cells.find(key(x, y)); found != m_cells.end())
                    for (int entry = found->second; entry != -1;
                         entry = m_entries[static_cast<std::size_t>(entry)].next)
                        if (look(m_entries[static_cast<std::size_t>(entry)].box))
                            return true;
        return false;
    }
    bool anyOverlap(const Box& box) const {
        return any(box, [](int) { return true; });
    }

private:
    struct Cells {
        std::int64_t left = 0, top = 0, right = 0, bottom = 0;
        std::int64_t count() const { return (right - left + 1) * (bottom - top + 1); }
    };
    Cells cellsOf(const Box& box) const;
    static std::int64_t key(std::int64_t x, std::int64_t y) { return x * 0x100000001 + y; }

    double m_cell;
    std::vector<Box> m_boxes;
    std::vector<int> m_large;
    // What reaches into one cell is a chain of entries.
    struct Entry {
        int box = 0;
        int next = -1;
    };
    std::vector<Entry> m_entries;
    std::unordered_map<std::int64_t, int> m_cells;
};

} // namespace limn
