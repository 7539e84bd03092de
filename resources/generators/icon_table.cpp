// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the definitions of core/drawing/icon_table.h from resources/icons/*.svg.
// Call: limn_icon_table OUTPUT.cpp ICON.svg...
// Deliberately strict: what an icon may hold is what resources/README.md says, and everything else
// stops the build.

#include "core/model/geometry.h"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using limn::Path;
using limn::PathStep;
using limn::Point;
using Verb = PathStep::Verb;

// How far a control point of a quarter circle stands from its end, for radius 1.
constexpr double quarter = 0.5522847498;

// Reads SVG path data into absolute steps. Lives for one `d` attribute.
class PathReader {
public:
    explicit PathReader(std::string_view data) : m_left(data) {}

    Path read() {
        char command = 0;
        for (skip(); !m_left.empty(); skip()) {
            if (std::isalpha(static_cast<unsigned char>(m_left.front()))) {
                command = m_left.front();
                m_left.remove_prefix(1);
                if (m_path.empty() && command != 'M' && command != 'm')
                    throw std::runtime_error("a path starts with M");
            } else if (command == 0 || command == 'Z' || command == 'z') {
                throw std::runtime_error(fmt::format("a command was expected before `{}`", m_left));
            }
            step(command);
            // Further pairs after a move are lines.
            command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
        }
        return m_path;
    }

private:
    void skip() {
        while (!m_left.empty() &&
               (m_left.front() == ' ' || m_left.front() == ',' || m_left.front() == '\n'))
            m_left.remove_prefix(1);
    }

    double number() {
        skip();
        double value = 0;
        const auto [end, error] =
            std::from_chars(m_left.data(), m_left.data() + m_left.size(), value);
        if (error != std::errc())
            throw std::runtime_error(fmt::format("a number was expected at `{}`", m_left));
        m_left.remove_prefix(static_cast<std::size_t>(end - m_left.data()));
        return value;
    }

    bool flag() {
        skip();
        if (m_left.empty() || (m_left.front() != '0' && m_left.front() != '1'))
            throw std::runtime_error("an arc's flag is 0 or 1");
        const bool set = m_left.front() == '1';
        m_left.remove_prefix(1);
        return set;
    }

    Point point(bool relative) {
        const double x = number();
        const double y = number();
        return relative ? m_at + Point{x, y} : Point{x, y};
    }

    void line(Point to) {
        m_path.push_back({Verb::Line, {}, {}, to});
        m_at = to;
    }

    void cubic(Point c1, Point c2, Point to) {
        m_path.push_back({Verb::Cubic, c1, c2, to});
        m_mirror = to + (to - c2);
        m_at = to;
    }

    void quadratic(Point c, Point to) {
        const Point from = m_at;
        cubic(from + (c - from) * (2.0 / 3), to + (c - to) * (2.0 / 3), to);
        m_mirror = to + (to - c);
    }

    void step(char command) {
        const bool relative = command >= 'a';
        const char kind = static_cast<char>(relative ? command - 'a' + 'A' : command);
        // A smooth curve mirrors the control point of a curve of its own kind, else starts at the
        // pen.
        const Point mirror =
            m_last == kind || (kind == 'S' && m_last == 'C') || (kind == 'T' && m_last == 'Q')
                ? m_mirror
                : m_at;
        switch (kind) {
        case 'M':
            m_at = m_start = point(relative);
            m_path.push_back({Verb::Move, {}, {}, m_at});
            break;
        case 'L':
            line(point(relative));
            break;
        case 'H':
            line({number() + (relative ? m_at.x : 0), m_at.y});
            break;
        case 'V':
            line({m_at.x, number() + (relative ? m_at.y : 0)});
            break;
        case 'C': {
            const Point c1 = point(relative), c2 = point(relative);
            cubic(c1, c2, point(relative));
            break;
        }
        case 'S': {
            const Point c2 = point(relative);
            cubic(mirror, c2, point(relative));
            break;
        }
        case 'Q': {
            const Point c = point(relative);
            quadratic(c, point(relative));
            break;
        }
        case 'T':
            quadratic(mirror, point(relative));
            break;
        case 'A': {
            const double rx = number(), ry = number(), turn = number();
            const bool large = flag(), sweep = flag();
            arc({rx, ry}, turn * std::numbers::pi / 180, large, sweep, point(relative));
            break;
        }
        case 'Z':
            m_path.push_back({Verb::Close, {}, {}, m_start});
            m_at = m_start;
            break;
        default:
            throw std::runtime_error(fmt::format("the path command `{}` is not known", command));
        }
        m_last = kind;
    }

    // SVG 1.1, appendix F.6.5: from two ends to a centre, then a cubic per quarter turn at most.
    void arc(Point r, double turn, bool large, bool sweep, Point to) {
        r = {std::abs(r.x), std::abs(r.y)};
        if (r.x == 0 || r.y == 0 || to == m_at)
            return line(to);
        const double c = std::cos(turn), s = std::sin(turn);
        const Point half = (m_at - to) * 0.5;
        const Point p{c * half.x + s * half.y, c * half.y - s * half.x};
        const double spread = p.x * p.x / (r.x * r.x) + p.y * p.y / (r.y * r.y);
        if (spread > 1)
            r = r * std::sqrt(spread);
        const double down = r.x * r.x * p.y * p.y + r.y * r.y * p.x * p.x;
        const double up = std::max(0.0, r.x * r.x * r.y * r.y - down);
        const double f = (large == sweep ? -1 : 1) * std::sqrt(up / down);
        const Point q{f * r.x * p.y / r.y, -f * r.y * p.x / r.x};
        const Point centre = Point{c * q.x - s * q.y, s * q.x + c * q.y} + (m_at + to) * 0.5;
        const double first = std::atan2((p.y - q.y) / r.y, (p.x - q.x) / r.x);
        double sweepAngle = std::atan2((-p.y - q.y) / r.y, (-p.x - q.x) / r.x) - first;
        if (sweep && sweepAngle < 0)
            sweepAngle += 2 * std::numbers::pi;
        if (!sweep && sweepAngle > 0)
            sweepAngle -= 2 * std::numbers::pi;
        const auto on = [&](double x, double y) {
            return centre + Point{c * r.x * x - s * r.y * y, s * r.x * x + c * r.y * y};
        };
        const int pieces = std::max(
            1, static_cast<int>(std::ceil(std::abs(sweepAngle) / (std::numbers::pi / 2) - 1e-9)));
        const double each = sweepAngle / pieces;
        const double k = 4.0 / 3 * std::tan(each / 4);
        for (int i = 0; i < pieces; ++i) {
            const double a = first + i * each, b = a + each;
            const Point end = i + 1 == pieces ? to : on(std::cos(b), std::sin(b));
            cubic(on(std::cos(a) - k * std::sin(a), std::sin(a) + k * std::cos(a)),
                  on(std::cos(b) + k * std::sin(b), std::sin(b) - k * std::cos(b)), end);
        }
    }

    std::string_view m_left;
    Path m_path;
    Point m_at{};
    Point m_start{};
    Point m_mirror{};
    char m_last = 0;
};

double attribute(const pugi::xml_node& node, const char* name, bool required = true) {
    const std::string_view text = node.attribute(name).as_string();
    if (text.empty() && !required)
        return 0;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("<{}> has no number `{}`", node.name(), name));
    return value;
}

void onlyAttributes(const pugi::xml_node& node, std::initializer_list<std::string_view> known) {
    for (const pugi::xml_attribute& a : node.attributes())
        if (std::ranges::find(known, std::string_view(a.name())) == known.end())
            throw std::runtime_error(fmt::format("<{}> may not have `{}`", node.name(), a.name()));
}

Path circle(Point c, double r) {
    const double k = r * quarter;
    return {{Verb::Move, {}, {}, {c.x + r, c.y}},
            {Verb::Cubic, {c.x + r, c.y + k}, {c.x + k, c.y + r}, {c.x, c.y + r}},
            {Verb::Cubic, {c.x - k, c.y + r}, {c.x - r, c.y + k}, {c.x - r, c.y}},
            {Verb::Cubic, {c.x - r, c.y - k}, {c.x - k, c.y - r}, {c.x, c.y - r}},
            {Verb::Cubic, {c.x + k, c.y - r}, {c.x + r, c.y - k}, {c.x + r, c.y}},
            {Verb::Close, {}, {}, {c.x + r, c.y}}};
}

// A rectangle is path data too, so that its corners go through the same arcs.
std::string rectangle(double x, double y, double w, double h, double r) {
    if (r == 0)
        return fmt::format("M{} {}h{}v{}h{}z", x, y, w, h, -w);
    const std::string corner = fmt::format("a{0} {0} 0 0 1 ", r);
    return fmt::format("M{} {}h{}{}{} {}v{}{}{} {}h{}{}{} {}v{}{}{} {}z", x + r, y, w - 2 * r,
                       corner, r, r, h - 2 * r, corner, -r, r, 2 * r - w, corner, -r, -r, 2 * r - h,
                       corner, r, -r);
}

Path shape(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    if (name == "path") {
        onlyAttributes(node, {"d"});
        return PathReader(node.attribute("d").as_string()).read();
    }
    if (name == "circle") {
        onlyAttributes(node, {"cx", "cy", "r"});
        return circle({attribute(node, "cx"), attribute(node, "cy")}, attribute(node, "r"));
    }
    if (name == "rect") {
        onlyAttributes(node, {"x", "y", "width", "height", "rx"});
        return PathReader(rectangle(attribute(node, "x"), attribute(node, "y"),
                                    attribute(node, "width"), attribute(node, "height"),
                                    attribute(node, "rx", false)))
            .read();
    }
    if (name == "line") {
        onlyAttributes(node, {"x1", "y1", "x2", "y2"});
        return {{Verb::Move, {}, {}, {attribute(node, "x1"), attribute(node, "y1")}},
                {Verb::Line, {}, {}, {attribute(node, "x2"), attribute(node, "y2")}}};
    }
    throw std::runtime_error(
        fmt::format("<{}> is not known: use path, circle, rect or line", name));
}

Path readIcon(const char* path) {
    pugi::xml_document document;
    if (const pugi::xml_parse_result result = document.load_file(path); !result)
        throw std::runtime_error(result.description());
    const pugi::xml_node svg = document.child("svg");
    const std::array<std::pair<const char*, std::string_view>, 6> head{
        {{"viewBox", "0 0 16 16"},
         {"fill", "none"},
         {"stroke", "currentColor"},
         {"stroke-width", "1.5"},
         {"stroke-linecap", "round"},
         {"stroke-linejoin", "round"}}};
    for (const auto& [name, value] : head)
        if (svg.attribute(name).as_string() != value)
            throw std::runtime_error(fmt::format("<svg> needs {}=\"{}\"", name, value));
    Path steps;
    for (const pugi::xml_node& node : svg.children())
        std::ranges::copy(shape(node), std::back_inserter(steps));
    if (steps.empty())
        throw std::runtime_error("holds no shape");
    return steps;
}

// Three decimals are a thousandth of a pixel: enough, and the same bytes from every compiler.
std::string coordinates(Point p) {
    const auto tidy = [](double v) { return std::round(v * 1000) / 1000 + 0.0; };
    return fmt::format("{{{}, {}}}", tidy(p.x), tidy(p.y));
}

std::string stepText(const PathStep& step) {
    constexpr std::array<std::string_view, 4> verbs{"Move", "Line", "Cubic", "Close"};
    return fmt::format("    {{PathStep::Verb::{}, {}, {}, {}}},\n",
                       verbs[static_cast<std::size_t>(step.verb)], coordinates(step.control1),
                       coordinates(step.control2), coordinates(step.end));
}

std::string writeTable(int count, char** paths) {
    std::vector<std::pair<std::string, const char*>> files;
    files.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        files.emplace_back(std::filesystem::path(paths[i]).stem().string(), paths[i]);
    std::ranges::sort(files);
    std::string steps, rows;
    for (std::size_t i = 0; i < files.size(); ++i) {
        steps += fmt::format("constexpr PathStep steps{}[] = {{ // {}\n", i, files[i].first);
        try {
            for (const PathStep& step : readIcon(files[i].second))
                steps += stepText(step);
        } catch (const std::exception& error) {
            throw std::runtime_error(fmt::format("{}: {}", files[i].second, error.what()));
        }
        steps += "};\n";
        rows += fmt::format("    {{\"{}\", steps{}}},\n", files[i].first, i);
    }
    return fmt::format(
        "// SPDX-License-Identifier: GPL-3.0-or-later\n"
        "// Table of facts, written by the build from resources/icons.\n"
        "#include \"core/drawing/icon_table.h\"\n\nnamespace limn {{\n\nnamespace {{\n\n{}\n"
        "constexpr Icon rows[] = {{\n{}}};\n\n}} // namespace\n\n"
        "std::span<const Icon> icons() {{ return rows; }}\n\n}} // namespace limn\n",
        steps, rows);
}

} // namespace

int main(int argc, char** argv) {
    try {
        if (argc < 3)
            throw std::runtime_error("limn_icon_table needs an output and its icons");
        std::ofstream out(argv[1], std::ios::binary);
        out << writeTable(argc - 2, argv + 2);
        if (!out.flush())
            throw std::runtime_error(fmt::format("{}: cannot be written", argv[1]));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
