// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/svg_marks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "core/exports/xml_text.h"

namespace limn {

namespace {

using Verb = PathStep::Verb;

// Places are told in tenths: steps between them are exact then, and no line drifts.
std::int64_t tenths(double value) {
    return std::isfinite(value) ? std::llround(std::clamp(value, -1e9, 1e9) * 10) : 0;
}

void append(std::string& out, std::int64_t value) {
    if (value < 0)
        out += '-';
    const std::int64_t size = value < 0 ? -value : value;
    if (size >= 10 || size == 0) {
        char digits[24];
        out.append(digits, std::to_chars(digits, std::end(digits), size / 10).ptr);
    }
    if (size % 10 != 0)
        (out += '.') += static_cast<char>('0' + size % 10);
}

// A further number of a path: a minus sets it apart by itself.
void appendNext(std::string& out, std::int64_t value) {
    const char last = out.empty() ? 'M' : out.back();
    const bool isNumber = (last >= '0' && last <= '9') || last == '.';
    if (value >= 0 && isNumber)
        out += ' ';
    append(out, value);
}

// A whole number, in tenths.
std::int64_t whole(double value) {
    return std::isfinite(value) ? std::llround(std::clamp(value, -1e9, 1e9)) * 10 : 0;
}

struct Spot {
    std::int64_t x = 0, y = 0;
};

// How finely an outline is told. Nobody sees half a unit of a long line, and whole numbers are
// short.
enum class Grain { Tenths, Whole };
Spot spotOf(Point p, Grain grain) {
    return grain == Grain::Whole ? Spot{whole(p.x), whole(p.y)} : Spot{tenths(p.x), tenths(p.y)};
}

// An outline from its first point on, in steps.
class PathWriter {
public:
    PathWriter(const Path& path, Grain grain) : m_grain(grain) {
        m_at = m_start = spot(path.front().end);
        for (std::size_t i = path.front().verb == Verb::Move ? 1 : 0; i < path.size(); ++i)
            write(path[i]);
    }
    std::string take() { return std::move(m_out); }

private:
    Spot spot(Point p) const { return spotOf(p, m_grain); }

    void write(const PathStep& step) {
        switch (step.verb) {
        case Verb::Move:
            command('m');
            to(step.end);
            m_start = m_at;
            break;
        case Verb::Line:
            line(spot(step.end));
            break;
        case Verb::Cubic: {
            command('c');
            const Spot from = m_at;
            for (const Point p : {step.control1, step.control2, step.end}) {
                const Spot each = spot(p);
                appendNext(m_out, each.x - from.x);
                appendNext(m_out, each.y - from.y);
                m_at = each;
            }
            break;
        }
        case Verb::Close:
            command('z');
            m_at = m_start;
            break;
        }
    }
    void line(Spot end) {
        if (end.y == m_at.y && end.x == m_at.x)
            return;
        if (end.y == m_at.y) {
            command('h');
            appendNext(m_out, end.x - m_at.x);
        } else if (end.x == m_at.x) {
            command('v');
            appendNext(m_out, end.y - m_at.y);
        } else {
            command('l');
            appendNext(m_out, end.x - m_at.x);
            appendNext(m_out, end.y - m_at.y);
        }
        m_at = end;
    }
    void to(Point p) {
        const Spot end = spot(p);
        appendNext(m_out, end.x - m_at.x);
        appendNext(m_out, end.y - m_at.y);
        m_at = end;
    }
    // The same command again need not be said again.
    void command(char name) {
        if (name != m_command || name == 'm' || name == 'z')
            m_out += name;
        m_command = name;
    }

    Grain m_grain;
    std::string m_out;
    Spot m_at, m_start;
    char m_command = 0;
};

// Two letters or digits that follow from the text; longer where another text has them already.
std::string nameOf(std::string_view text, std::unordered_set<std::string>& taken) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    constexpr std::string_view all = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string name(1, all[hash % 26]);
    for (hash /= 26;; hash = hash / all.size() + 0x9E3779B9U) {
        name += all[hash % all.size()];
        if (taken.insert(name).second)
            return name;
    }
}

void rule(std::string& out, std::string_view name, std::string_view value) {
    if (!out.empty())
        out += ';';
    ((out += name) += ':') += value;
}

void colour(std::string& out, std::string_view name, Color color) {
    if (color.a == 0)
        return rule(out, name, "none");
    rule(out, name, hexColor(color));
    if (color.a < 255) {
        std::string opacity;
        append(opacity, tenths(std::round(color.a / 255.0 * 10) / 10));
        rule(out, fmt::format("{}-opacity", name), opacity);
    }
}

std::string said(double value) {
    // Widths and dashes are finer than places.
    std::string out = fmt::format("{:.2f}", std::isfinite(value) ? value : 0);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.ends_with('.'))
        out.pop_back();
    return out;
}

std::string rulesOf(const PathMark& mark) {
    std::string rules;
    colour(rules, "fill", mark.fill);
    const Stroke& stroke = mark.stroke;
    if (stroke.color.a == 0 || stroke.width <= 0)
        return rules;
    colour(rules, "stroke", stroke.color);
    if (stroke.width != 1)
        rule(rules, "stroke-width", said(stroke.width));
    if (stroke.roundCaps)
        rule(rules, "stroke-linecap", "round");
    if (!stroke.dashes.empty()) {
        std::string dashes;
        for (const double dash : stroke.dashes)
            dashes += (dashes.empty() ? "" : " ") + said(dash);
        rule(rules, "stroke-dasharray", dashes);
    }
    return rules;
}

std::string rulesOf(const TextMark& mark) {
    std::string rules = fmt::format("font-size:{}px", said(mark.size));
    if (mark.weight != FontWeight::Regular)
        rule(rules, "font-weight", fmt::format("{}", static_cast<int>(mark.weight)));
    colour(rules, "fill", mark.color);
    if (mark.anchor != Anchor::Start)
        rule(rules, "text-anchor", mark.anchor == Anchor::Middle ? "middle" : "end");
    if (mark.underline)
        rule(rules, "text-decoration", "underline");
    return rules;
}

constexpr int leastUses = 3;
constexpr std::size_t shortestShared = 24; // a reference is as long

std::string outline(std::string_view look, std::int64_t x, std::int64_t y, std::string_view rest) {
    std::string out = fmt::format("<path class=\"{}\" d=\"M", look);
    append(out, x);
    appendNext(out, y);
    return (out += rest) += "\"/>";
}

} // namespace

void appendNumber(std::string& out, double value) { append(out, tenths(value)); }

std::string_view SvgMarks::named(const std::string& rules) {
    auto [look, isNew] = m_looks.try_emplace(rules);
    if (isNew)
        look->second = nameOf(rules, m_names);
    return look->second;
}

std::string_view SvgMarks::lookOf(const PathMark& mark) {
    for (const OutlineLook& known : m_outlineLooks)
        if (known.fill == mark.fill && known.stroke == mark.stroke)
            return known.name;
    return m_outlineLooks.emplace_back(OutlineLook{mark.fill, mark.stroke, named(rulesOf(mark))})
        .name;
}

std::string_view SvgMarks::lookOf(const TextMark& mark) {
    for (const TextLook& known : m_textLooks)
        if (known.like->size == mark.size && known.like->weight == mark.weight &&
            known.like->color == mark.color && known.like->anchor == mark.anchor &&
            known.like->underline == mark.underline)
            return known.name;
    return m_textLooks.emplace_back(TextLook{&mark, named(rulesOf(mark))}).name;
}

SvgMarks::Made SvgMarks::made(const Mark& mark, Layer layer) {
    if (const auto* words = std::get_if<TextMark>(&mark))
        return {lookOf(*words), tenths(words->at.x), whole(words->at.y), {}, nullptr, words};
    const auto& shape = std::get<PathMark>(mark);
    if (shape.path.empty())
        return {};
    const bool isLine =
        layer == Layer::Edge && shape.fill.a == 0 && shape.stroke.roundCaps == false;
    const Grain grain = isLine ? Grain::Whole : Grain::Tenths;
    // A head stands where its line ends, so it begins on a whole number, too.
    const Spot start =
        spotOf(shape.path.front().end, layer == Layer::Edge ? Grain::Whole : Grain::Tenths);
    return {lookOf(shape), start.x, start.y, PathWriter(shape.path, grain).take(),
            nullptr,       nullptr};
}

void SvgMarks::add(const DrawingItem& item) {
    Item& added = m_items.emplace_back(Item{m_made.size(), item.marks.size()});
    for (const Mark& mark : item.marks)
        m_made.push_back(made(mark, item.layer));
    const std::span<const Made> all = std::span(m_made).subspan(added.first);
    const auto isOutline = [](const Made& each) { return !each.text && !each.look.empty(); };
    const auto outlines =
        static_cast<std::size_t>(std::ranges::find_if_not(all, isOutline) - all.begin());
    // No two lines are alike.
    if (outlines < 2 || item.layer == Layer::Edge)
        return;
    std::string body;
    for (const Made& each : all.first(outlines))
        body += outline(each.look, each.x - all[0].x, each.y - all[0].y, each.rest);
    added.outlines = outlines;
    added.body = &*m_shapes.try_emplace(std::move(body)).first;
    ++added.body->second.uses;
}

std::string SvgMarks::definitions() {
    const auto isShared = [](const Shapes::value_type& shape) {
        return shape.second.uses >= leastUses;
    };
    for (Item& item : m_items) {
        if (item.body && !isShared(*item.body))
            item.outlines = 0;
        for (std::size_t i = item.outlines; i < item.count; ++i)
            if (Made& each = m_made[item.first + i]; each.rest.size() >= shortestShared) {
                each.alone = &*m_shapes.try_emplace(outline(each.look, 0, 0, each.rest)).first;
                ++each.alone->second.uses;
            }
    }
    std::vector<std::string> looks, shapes;
    for (const auto& [rules, name] : m_looks)
        looks.push_back(fmt::format(".{}{{{}}}\n", name, rules));
    std::vector<Shapes::value_type*> shared; // in an order that is not a hash table's
    for (Shapes::value_type& shape : m_shapes)
        if (isShared(shape))
            shared.push_back(&shape);
    std::ranges::sort(shared, {}, &Shapes::value_type::first);
    for (Shapes::value_type* shape : shared) {
        shape->second.name = nameOf(shape->first, m_names);
        shapes.push_back(fmt::format("<g id=\"{}\">{}</g>\n", shape->second.name, shape->first));
    }
    std::ranges::sort(looks);
    std::ranges::sort(shapes);
    std::string out = fmt::format("<style>\n{}</style>\n", fmt::join(looks, ""));
    if (!shapes.empty())
        out += fmt::format("<defs>\n{}</defs>\n", fmt::join(shapes, ""));
    return out;
}

namespace {

void appendPlace(std::string& out, std::int64_t x, std::int64_t y) {
    out += " x=\"";
    append(out, x);
    out += "\" y=\"";
    append(out, y);
    out += '"';
}

} // namespace

void SvgMarks::take(std::string& out) {
    const Item& item = m_items[m_next++];
    const std::span<const Made> all = std::span(m_made).subspan(item.first, item.count);
    if (item.outlines > 0) {
        ((out += "<use xlink:href=\"#") += item.body->second.name) += '"';
        appendPlace(out, all[0].x, all[0].y);
        out += "/>";
    }
    for (const Made& made : all.subspan(item.outlines))
        take(out, made);
}

void SvgMarks::take(std::string& out, const Made& made) {
    if (made.look.empty() || (made.text && made.text->text.empty()))
        return;
    if (made.text) {
        ((out += "<text class=\"") += made.look) += '"';
        appendPlace(out, made.x, made.y);
        out += '>';
        appendXml(out, made.text->text);
        out += "</text>";
    } else if (made.alone && !made.alone->second.name.empty()) {
        ((out += "<use xlink:href=\"#") += made.alone->second.name) += '"';
        appendPlace(out, made.x, made.y);
        out += "/>";
    } else {
        out += outline(made.look, made.x, made.y, made.rest);
    }
}

} // namespace limn
