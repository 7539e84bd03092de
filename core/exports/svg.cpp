// SPDX-License-Identifier: GPL-3.0-or-later
// The Drawing as SVG: text stays text, every item says what it is, nothing runs.
#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include <fmt/format.h>

#include "core/exports/svg_marks.h"
#include "core/exports/svg_text.h"
#include "core/exports/xml_text.h"

namespace limn {

namespace {

void attribute(std::string& out, std::string_view name, double value) {
    (out += ' ').append(name) += "=\"";
    appendNumber(out, value);
    out += '"';
}

// What an item says beside its own words: its accessible name. A label's words say it all, and so
// do those of a row in a list.
bool hasTitle(const DrawingItem& item, bool isLink) {
    if (item.title.empty() || (item.layer == Layer::Page && isLink))
        return false;
    return item.layer != Layer::Label || !item.description.empty() ||
           std::ranges::none_of(item.marks, [&](const Mark& mark) {
               const auto* words = std::get_if<TextMark>(&mark);
               return words && words->text == item.title;
           });
}

// Where it leads somewhere an item is a link.
void write(std::string& out, const DrawingItem& item, const std::string& target, SvgMarks& marks) {
    const bool isLink = !target.empty(), titled = hasTitle(item, isLink);
    out += isLink ? "<a" : "<g";
    if (isLink || titled || item.title.empty())
        ((out += " id=\"") += svgId(item)) += '"';
    if (isLink)
        ((out += " href=\"#") += target) += '"';
    else if (titled)
        out += " role=\"img\"";
    else if (item.title.empty())
        out += " aria-hidden=\"true\"";
    out += '>';
    if (titled) {
        out += "<title>";
        appendXml(out, item.title);
        if (!item.description.empty()) {
            out += ": ";
            appendXml(out, item.description);
        }
        out += "</title>";
    }
    marks.take(out);
    out += isLink ? "</a>\n" : "</g>\n";
}

// A badge leads to its first row in the list below, a row to what it speaks of.
class ItemLinks {
public:
    explicit ItemLinks(const Drawing& drawing) {
        for (const DrawingItem& item : drawing.items) {
            if (item.layer == Layer::Page && !item.finding.empty())
                m_rows.emplace(item.finding, &item);
            const bool isElement = item.layer == Layer::Group || item.layer == Layer::Edge ||
                                   item.layer == Layer::Node;
            if (isElement)
                m_elements.emplace(item.element, &item);
        }
    }
    std::string operator()(const DrawingItem& item) const {
        if (item.layer == Layer::Badge)
            return find(m_rows, item.finding);
        if (item.layer == Layer::Page && !item.finding.empty())
            return find(m_elements, item.element);
        return {};
    }

private:
    using Items = std::unordered_map<std::string_view, const DrawingItem*>;
    static std::string find(const Items& items, std::string_view key) {
        const auto found = items.find(key);
        return found == items.end() ? std::string() : svgId(*found->second);
    }
    Items m_rows, m_elements;
};

std::string run(const Picture& picture) {
    return svgText(picture.drawing, ItemLinks(picture.drawing));
}

} // namespace

std::string svgId(const DrawingItem& item) {
    if (item.layer != Layer::Edge)
        return xmlId(item.id);
    // Seven digits of 36, told from its name: thousands of lines, each named after two parts and a
    // verb, would be a good part of the file.
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : item.id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    std::string id = "e";
    for (int i = 0; i < 7; ++i, hash /= 36)
        id += "0123456789abcdefghijklmnopqrstuvwxyz"[hash % 36];
    return id;
}

std::string svgText(const Drawing& drawing, const LinkOf& linkOf) {
    const Box& box = drawing.bounds;
    SvgMarks marks;
    for (const DrawingItem& item : drawing.items)
        marks.add(item);
    std::string out;
    out.reserve(drawing.items.size() * 400);
    out += "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    attribute(out, "width", box.w);
    attribute(out, "height", box.h);
    out += " viewBox=\"";
    for (const double value : {box.x, box.y, box.w, box.h}) {
        appendNumber(out, value);
        out += ' ';
    }
    out.back() = '"';
    out += " font-family=\"Inter, DejaVu Sans, sans-serif\" stroke-linejoin=\"round\" "
           "role=\"group\" aria-label=\"";
    appendXml(out, drawing.title);
    out += "\">\n<title>";
    appendXml(out, drawing.title);
    out += "</title>\n";
    out += marks.definitions();
    out += "<rect";
    attribute(out, "x", box.x);
    attribute(out, "y", box.y);
    attribute(out, "width", box.w);
    attribute(out, "height", box.h);
    out += fmt::format(" fill=\"{}\"/>\n", hexColor(drawing.background));
    for (const DrawingItem& item : drawing.items)
        write(out, item, linkOf(item), marks);
    out += "</svg>\n";
    return out;
}

extern constinit const Exporter svgExporter{.extension = "svg", .title = "SVG picture", .run = run};

} // namespace limn
