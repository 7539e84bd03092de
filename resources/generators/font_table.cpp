// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the definitions of core/drawing/font_table.h: the advance of every character of the basic
// plane. Call: limn_font_table OUTPUT.cpp REGULAR MEDIUM SEMIBOLD BOLD

#include <fmt/format.h>

#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

constexpr std::array<std::string_view, 4> weights{"Regular", "Medium", "SemiBold", "Bold"};

struct Table {
    std::string rows;
    int unitsPerEm = 0;
};

Table readFont(FT_Library library, const char* path) {
    FT_Face face = nullptr;
    if (FT_New_Face(library, path, 0, &face) != 0)
        throw std::runtime_error(fmt::format("{}: not a font that can be read", path));
    Table table{{}, face->units_per_EM};
    FT_UInt glyph = 0;
    int count = 0;
    for (FT_ULong code = FT_Get_First_Char(face, &glyph); glyph != 0;
         code = FT_Get_Next_Char(face, code, &glyph)) {
        if (code < 0x20 || code > 0xffff)
            continue;
        if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE) != 0)
            throw std::runtime_error(fmt::format("{}: no glyph for U+{:04X}", path, code));
        table.rows += fmt::format("{{0x{:x}, {}}},", code, face->glyph->metrics.horiAdvance);
        if (++count % 8 == 0)
            table.rows += '\n';
    }
    FT_Done_Face(face);
    return table;
}

std::string writeTables(char** paths) {
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0)
        throw std::runtime_error("FreeType does not start");
    std::string tables;
    std::string cases;
    int unitsPerEm = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Table table = readFont(library, paths[i]);
        if (unitsPerEm != 0 && unitsPerEm != table.unitsPerEm)
            throw std::runtime_error(
                fmt::format("{}: another em than the weights before it", paths[i]));
        unitsPerEm = table.unitsPerEm;
        tables +=
            fmt::format("constexpr GlyphWidth widths{}[] = {{\n{}}};\n\n", weights[i], table.rows);
        cases += fmt::format("    case FontWeight::{0}:\n        return widths{0};\n", weights[i]);
    }
    FT_Done_FreeType(library);
    return fmt::format(
        "// SPDX-License-Identifier: GPL-3.0-or-later\n"
        "// Table of facts, written by the build from the font's files.\n"
        "#include \"core/drawing/font_table.h\"\n\nnamespace limn {{\n\nnamespace {{\n\n{}"
        "}} // namespace\n\n"
        "std::span<const GlyphWidth> glyphWidths(FontWeight weight) {{\n    switch (weight) {{\n{}"
        "    }}\n    return widthsRegular;\n}}\n\n"
        "int fontUnitsPerEm() {{ return {}; }}\n\n}} // namespace limn\n",
        tables, cases, unitsPerEm);
}

} // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 2 + static_cast<int>(weights.size()))
            throw std::runtime_error("limn_font_table needs an output and four fonts");
        std::ofstream out(argv[1], std::ios::binary);
        out << writeTables(argv + 2);
        if (!out.flush())
            throw std::runtime_error(fmt::format("{}: cannot be written", argv[1]));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
