// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/drawing/drawing.h"

namespace limn {

// Writes the marks of one drawing as elements of SVG, each look and each shape that comes again
// said once. First every item is added, then each is taken, in the same order. The names of looks
// and shapes follow from what they are, so that a part more changes no other line of the file.
class SvgMarks {
public:
    void add(const DrawingItem& item);
    // The `style` and `defs` elements; after this nothing is added. The drawing must live on.
    std::string definitions();
    void take(std::string& out);

private:
    // What is seen again and again, told from its first point: one outline, or all of a part's
    // body.
    struct Shape {
        int uses = 0;
        std::string name{}; // of its definition; empty where it is told in place
    };
    using Shapes = std::unordered_map<std::string, Shape>;
    struct Made {
        std::string_view look;
        std::int64_t x = 0, y = 0;
        std::string rest{};                  // of an outline, from its first point on
        Shapes::value_type* alone = nullptr; // the outline as a shape
        const TextMark* text = nullptr;
    };
    struct Item {
        std::size_t first = 0, count = 0;
        std::size_t outlines = 0; // that stand before its first text, where they are a shape
        Shapes::value_type* body = nullptr;
    };
    struct OutlineLook {
        Color fill;
        Stroke stroke;
        std::string_view name;
    };
    struct TextLook {
        const TextMark* like = nullptr;
        std::string_view name;
    };
    std::string_view named(const std::string& rules);
    std::string_view lookOf(const PathMark& mark);
    std::string_view lookOf(const TextMark& mark);
    Made made(const Mark& mark, Layer layer);
    void take(std::string& out, const Made& made);

    std::unordered_map<std::string, std::string> m_looks; // rules to name
    std::vector<OutlineLook> m_outlineLooks;              // what is known of them: there are few
    std::vector<TextLook> m_textLooks;
    std::unordered_set<std::string> m_names;
    Shapes m_shapes; // by their elements
    std::vector<Made> m_made;
    std::vector<Item> m_items;
    std::size_t m_next = 0;
};

// A number as SVG says it: at most one decimal, no exponent, no locale.
void appendNumber(std::string& out, double value);

} // namespace limn
