// SPDX-License-Identifier: GPL-3.0-or-later
// The Drawing as SVG: text stays text, every item says what it is, nothing runs.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "core/drawing/utf8.h"
#include "core/exports/exporter.h"

namespace limn {

namespace {

// Most text needs nothing done to it.
bool isPlain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return c >= 0x20 && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"';
    });
}

void escape(std::string& out, std::string_view raw) {
    if (isPlain(raw)) {
        out += raw;
        return;
    }
    for (const char c : singleLine(raw)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
}

// At most two decimals, no exponent, no locale.
void number(std::string& out, double value) {
    if (!std::isfinite(value))
        value = 0;
    const auto hundredths =
        static_cast<long long>(std::llround(std::clamp(value, -1e12, 1e12) * 100));
    const long long whole = std::abs(hundredths) / 100, rest = std::abs(hundredths) % 100;
    if (hundredths < 0)
        out += '-';
    char digits[24];
    out.append(digits, std::to_chars(digits, std::end(digits), whole).ptr);
    if (rest == 0)
        return;
    out += '.';
    out += static_cast<char>('0' + rest / 10);
    if (rest % 10)
        out += static_cast<char>('0' + rest % 10);
}

void attribute(std::string& out, std::string_view name, double value) {
    (out += ' ').append(name) += "=\"";
    number(out, value);
    out += '"';
}

void colour(std::string& out, std::string_view name, Color color) {
    if (color.a == 0) {
        fmt::format_to(std::back_inserter(out), " {}=\"none\"", name);
        return;
    }
    constexpr std::string_view hex = "0123456789abcdef";
    (out += ' ').append(name) += "=\"#";
    for (const std::uint8_t part : {color.r, color.g, color.b})
        (out += hex[part >> 4U]) += hex[part & 15U];
    out += '"';
    if (color.a < 255) {
        fmt::format_to(std::back_inserter(out), " {}-opacity=\"", name);
        number(out, color.a / 255.0);
        out += '"';
    }
}

void point(std::string& out, Point p) {
    number(out, p.x);
    out += ' ';
    number(out, p.y);
}

void pathData(std::string& out, const Path& path) {
    for (const PathStep& step : path) {
        switch (step.verb) {
        case PathStep::Verb::Move:
            out += 'M';
            point(out, step.end);
            break;
        case PathStep::Verb::Line:
            out += 'L';
            point(out, step.end);
            break;
        case PathStep::Verb::Cubic:
            out += 'C';
            point(out, step.control1);
            out += ' ';
            point(out, step.control2);
            out += ' ';
            point(out, step.end);
            break;
        case PathStep::Verb::Close:
            out += 'Z';
            break;
        }
    }
}

void write(std::string& out, const PathMark& mark) {
    if (mark.path.empty())
        return;
    out += "<path d=\"";
    pathData(out, mark.path);
    out += '"';
    colour(out, "fill", mark.fill);
    if (mark.stroke.color.a != 0 && mark.stroke.width > 0) {
        colour(out, "stroke", mark.stroke.color);
        if (mark.stroke.width != 1)
            attribute(out, "stroke-width", mark.stroke.width);
        if (mark.stroke.roundCaps)
            out += " stroke-linecap=\"round\"";
        if (!mark.stroke.dashes.empty()) {
            out += " stroke-dasharray=\"";
            for (std::size_t i = 0; i < mark.stroke.dashes.size(); ++i) {
                out += i ? " " : "";
                number(out, mark.stroke.dashes[i]);
            }
            out += '"';
        }
    }
    out += "/>\n";
}

void write(std::string& out, const TextMark& mark) {
    if (mark.text.empty())
        return;
    out += "<text";
    attribute(out, "x", mark.at.x);
    attribute(out, "y", mark.at.y);
    attribute(out, "font-size", mark.size);
    if (mark.weight != FontWeight::Regular)
        fmt::format_to(std::back_inserter(out), " font-weight=\"{}\"",
                       static_cast<int>(mark.weight));
    colour(out, "fill", mark.color);
    if (mark.anchor != Anchor::Start)
        out += mark.anchor == Anchor::Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
    if (mark.underline)
        out += " text-decoration=\"underline\"";
    out += '>';
    escape(out, mark.text);
    out += "</text>\n";
}

// An id no other item has: letters, digits, `-` and `.` as they are, a space as `_`, everything
// else spelled out.
std::string xmlId(std::string_view id) {
    std::string out;
    for (const char c : id) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (plain)
            out += c;
        else if (c == ' ')
            out += '_';
        else
            fmt::format_to(std::back_inserter(out), "_{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

void write(std::string& out, const DrawingItem& item) {
    fmt::format_to(std::back_inserter(out), "<g id=\"{}\"", xmlId(item.id));
    if (item.title.empty()) {
        out += " aria-hidden=\"true\">\n";
    } else {
        out += " role=\"img\" aria-label=\"";
        escape(out, item.title);
        if (!item.description.empty()) {
            out += ": ";
            escape(out, item.description);
        }
        out += "\">\n<title>";
        escape(out, item.title);
        out += "</title>\n";
    }
    for (const Mark& mark : item.marks)
        std::visit([&](const auto& m) { write(out, m); }, mark);
    out += "</g>\n";
}

std::string run(const Picture& picture) {
    const Drawing& drawing = picture.drawing;
    const Box& box = drawing.bounds;
    std::string out;
    out.reserve(drawing.items.size() * 900);
    out += "<svg xmlns=\"http://www.w3.org/2000/svg\"";
    attribute(out, "width", box.w);
    attribute(out, "height", box.h);
    out += " viewBox=\"";
    point(out, {box.x, box.y});
    out += ' ';
    point(out, {box.w, box.h});
    out += "\" font-family=\"Inter, DejaVu Sans, sans-serif\" stroke-linejoin=\"round\" "
           "role=\"group\" aria-label=\"";
    escape(out, drawing.title);
    out += "\">\n<title>";
    escape(out, drawing.title);
    out += "</title>\n<rect";
    attribute(out, "x", box.x);
    attribute(out, "y", box.y);
    attribute(out, "width", box.w);
    attribute(out, "height", box.h);
    colour(out, "fill", drawing.background);
    out += "/>\n";
    for (const DrawingItem& item : drawing.items)
        write(out, item);
    out += "</svg>\n";
    return out;
}

} // namespace

extern constinit const Exporter svgExporter{.extension = "svg", .title = "SVG picture", .run = run};

} // namespace limn
