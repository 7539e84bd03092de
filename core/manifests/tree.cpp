// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a Tree from libfyaml's events: the event interface alone is linear, never expands an alias
// and knows every byte.
#include "core/manifests/tree_builder.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <libfyaml.h>

#include "core/manifests/empty_items.h"
#include "core/manifests/masking.h"
#include "core/manifests/tag_lines.h"
#include "core/manifests/text_faults.h"

namespace limn {
namespace {

constexpr std::size_t maxProblems = 100; // who has read as many mends those first

struct ParserDeleter {
    void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagDeleter {
    void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

std::uint32_t position(const fy_mark* mark) {
    return mark ? static_cast<std::uint32_t>(mark->input_pos) : 0;
}

std::optional<std::uint32_t> endOf(const fy_mark* mark) {
    return mark ? std::optional(position(mark)) : std::nullopt;
}

// The decoded text; good until the event is freed, or as long as the source where it lies in there.
std::string_view tokenText(fy_token* token) {
    std::size_t length = 0;
    const char* text = token ? fy_token_get_text(token, &length) : nullptr;
    return text ? std::string_view(text, length) : std::string_view();
}

// Whether the bytes of a plain or quoted scalar are its text: nothing in them is escaped or folded,
// as is the case with most.
bool standsForItself(std::string_view content) {
    return std::ranges::all_of(content, [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
               c != '\\' && c != '\'';
    });
}

ScalarStyle scalarStyle(fy_token* token) {
    switch (token ? fy_token_scalar_style(token) : FYSS_PLAIN) {
    case FYSS_SINGLE_QUOTED:
        return ScalarStyle::SingleQuoted;
    case FYSS_DOUBLE_QUOTED:
        return ScalarStyle::DoubleQuoted;
    case FYSS_LITERAL:
        return ScalarStyle::Literal;
    case FYSS_FOLDED:
        return ScalarStyle::Folded;
    default:
        return ScalarStyle::Plain;
    }
}

} // namespace

// The same text, good as long as the tree.
std::string_view TreeBuilder::keep(std::string_view text) {
    const std::less_equal<const char*> before;
    const char* end = m_text.data() + m_text.size();
    const bool inSource = before(m_text.data(), text.data()) && before(text.data(), end);
    return inSource || text.empty() ? text : m_tree.m_decoded.emplace_back(text);
}

void TreeBuilder::problem(Severity severity, std::string code, std::string message,
                          std::uint32_t begin, std::uint32_t end) {
    std::vector<Problem>& problems = m_tree.m_problems;
    if (problems.size() < maxProblems)
        problems.push_back(
            {severity, std::move(code), std::move(message), {m_tree.m_source, begin, end}});
    else if (!std::exchange(m_saidMany, true))
        problems.push_back({Severity::Warning,
                            "too-many",
                            "More of the same faults follow from here on; they are not listed.",
                            {m_tree.m_source, begin, end}});
}

void TreeBuilder::stop(std::string code, std::string message, std::uint32_t at) {
    m_tree.m_problems.push_back(
        {Severity::Error, std::move(code), std::move(message), {m_tree.m_source, at, at}});
}

std::uint32_t TreeBuilder::emptyPlace() const {
    const bool afterKey = !m_open.empty() &&
                          (m_children.size() - m_open.back().firstChild) % 2 == 1 &&
                          m_tree.m_nodes[m_open.back().node].kind == TreeKind::Map;
    if (!afterKey)
        return m_last;
    const std::size_t colon = m_text.find_first_not_of(" \t", m_last);
    return colon != std::string::npos && m_text[colon] == ':'
               ? static_cast<std::uint32_t>(colon + 1)
               : m_last;
}

std::uint32_t TreeBuilder::make(fy_event* event, TreeKind kind) {
    const auto index = static_cast<std::uint32_t>(m_tree.m_nodes.size());
    Tree::Data data;
    data.kind = kind;
    fy_token* tag = kind == TreeKind::Alias ? nullptr : fy_event_get_tag_token(event);
    fy_token* anchor = kind == TreeKind::Alias ? nullptr : fy_event_get_anchor_token(event);
    fy_token* token = fy_event_get_token(event);
    data.begin = token ? position(fy_token_start_mark(token)) : emptyPlace();
    data.end = token ? position(fy_token_end_mark(token)) : data.begin;
    data.fullBegin = data.begin;
    Tree::Marks marks;
    if (tag) {
        const std::uint32_t begin = position(fy_token_start_mark(tag)),
                            end = position(fy_token_end_mark(tag));
        marks.tagBegin = data.fullBegin = begin;
        marks.tagEnd = end;
        if (!token)
            data.begin = data.end = end;
    }
    if (anchor) {
        const std::uint32_t mark = position(fy_token_start_mark(anchor));
        const std::uint32_t begin = mark > 0 && m_text[mark] != '&' ? mark - 1 : mark;
        marks.anchorBegin = begin + 1;
        marks.anchorEnd = position(fy_token_end_mark(anchor));
        m_anchors[std::string(tokenText(anchor))] = index;
        data.fullBegin = tag ? std::min(data.fullBegin, begin) : begin;
        if (!token)
            data.begin = data.end = std::max(data.end, marks.anchorEnd);
    }
    if (tag || anchor) {
        data.marks = static_cast<std::uint32_t>(m_tree.m_marks.size());
        m_tree.m_marks.push_back(marks);
    }
    data.contentBegin = data.begin;
    data.contentEnd = data.end;
    m_tree.m_nodes.push_back(data);
    return index;
}

void TreeBuilder::attach(std::uint32_t node) {
    m_last = std::max(m_last, m_tree.m_nodes[node].end);
    if (m_open.empty())
        m_tree.m_documents.push_back(node);
    else
        m_children.push_back(node);
}

void TreeBuilder::scalar(fy_event* event) {
    fy_token* token = event->scalar.value;
    const std::uint32_t index = make(event, TreeKind::Scalar);
    Tree::Data& data = m_tree.m_nodes[index];
    data.style = scalarStyle(token);
    const bool quoted =
        data.style == ScalarStyle::SingleQuoted || data.style == ScalarStyle::DoubleQuoted;
    if (quoted) {
        // The marks stand inside the quotes; the value's bytes include them.
        const char quote = data.style == ScalarStyle::SingleQuoted ? '\'' : '"';
        if (data.begin > 0 && m_text[data.begin - 1] == quote) {
            data.begin -= 1;
            data.end += data.end < m_text.size() ? 1 : 0;
        }
        data.contentBegin = data.begin + 1;
        data.contentEnd = data.end - 1;
        if (!data.marks)
            data.fullBegin = data.begin;
    }
    data.text = decoded(data, token);
    data.filledIn = isFilledIn(data);
    if (data.filledIn)
        data.text = m_tree.written(data.begin, data.end);
    else if (!quoted && data.style != ScalarStyle::Plain)
        widenToHeader(data);
    else if (!quoted && data.text.empty() && m_tree.m_marks[data.marks].tagEnd == 0)
        data.kind = TreeKind::Null;
    attach(index);
}

// The text that a scalar stands for: its own bytes where they are that, which spares the parser
// from making it.
std::string_view TreeBuilder::decoded(const Tree::Data& data, fy_token* token) {
    const bool block = data.style == ScalarStyle::Literal || data.style == ScalarStyle::Folded;
    const bool whole = data.contentBegin <= data.contentEnd && data.contentEnd <= m_text.size();
    if (whole && !block) {
        const std::string_view bytes = m_tree.written(data.contentBegin, data.contentEnd);
        const bool isSaid = bytes.empty() || m_parsed[data.contentBegin] == bytes.front();
        if (isSaid && standsForItself(bytes))
            return bytes;
    }
    return keep(tokenText(token));
}

// Whether a template tool's mark stands in the bytes of a plain text.
bool TreeBuilder::isFilledIn(const Tree::Data& data) const {
    const auto mark = std::ranges::lower_bound(m_masking.values, data.begin, {}, &Span::begin);
    return data.style == ScalarStyle::Plain && mark != m_masking.values.end() &&
           mark->end <= data.end;
}

// A block scalar's marks are those of its lines: the `|` before belongs to the value, blank lines
// after it do not.
void TreeBuilder::widenToHeader(Tree::Data& data) const {
    const std::size_t header = m_text.find_first_of(
        "|>", std::max(m_last, data.fullBegin < data.begin ? data.fullBegin : 0));
    if (header == std::string::npos || header > data.begin)
        return;
    std::size_t end = m_text.find_last_not_of(" \t\r\n", std::max<std::size_t>(data.end, 1) - 1);
    end = end == std::string::npos || end < header ? header : end;
    data.end = data.contentEnd = static_cast<std::uint32_t>(end + 1);
    data.contentBegin = std::min(data.begin, data.end);
    data.begin = static_cast<std::uint32_t>(header);
    if (!data.marks)
        data.fullBegin = data.begin;
}

void TreeBuilder::alias(fy_event* event) {
    const std::uint32_t index = make(event, TreeKind::Alias);
    Tree::Data& data = m_tree.m_nodes[index];
    const std::string_view name = tokenText(event->alias.anchor);
    if (data.begin > 0 && m_text[data.begin] != '*')
        data.begin = data.fullBegin = data.begin - 1;
    data.target = index;
    const auto known = m_anchors.find(name);
    const bool open = known != m_anchors.end() &&
                      std::any_of(m_open.begin(), m_open.end(),
                                  [&](const Open& o) { return o.node == known->second; });
    if (known == m_anchors.end()) {
        problem(Severity::Error, "yaml-alias",
                fmt::format("`*{}` refers to an anchor that is not above it.", name), data.begin,
                data.end);
    } else if (open) {
        problem(Severity::Error, "yaml-alias",
                fmt::format("`*{}` stands inside the value it refers to.", name), data.begin,
                data.end);
    } else if (m_weight + m_tree.m_nodes[known->second].weight > maxNodes) {
        problem(Severity::Error, "too-large",
                fmt::format("Following `*{}` would make more than {} values; it is left out.", name,
                            maxNodes),
                data.begin, data.end);
    } else {
        data.target = known->second;
        data.weight = m_tree.m_nodes[known->second].weight;
        m_weight += data.weight;
    }
    attach(index);
}

void TreeBuilder::openCollection(fy_event* event, TreeKind kind) {
    const std::uint32_t index = make(event, kind);
    Tree::Data& data = m_tree.m_nodes[index];
    data.flow = data.begin < m_text.size() &&
                (m_text[data.begin] == '[' || m_text[data.begin] == '{') &&
                fy_event_get_node_style(event) == FYNS_FLOW;
    m_last = std::max(m_last, data.begin);
    m_open.push_back({index, m_children.size()});
}

void TreeBuilder::endWithLastChild(Tree::Data& data, Children children) const {
    data.end = data.begin;
    if (children.empty())
        return;
    const Tree::Data& first = m_tree.m_nodes[children.front()];
    if (data.kind == TreeKind::Map)
        data.begin = first.fullBegin;
    else if (first.fullBegin > 0) {
        const std::size_t dash = m_text.rfind('-', first.fullBegin - 1);
        if (dash != std::string::npos && dash >= data.begin)
            data.begin = m_text[data.begin] == '-' ? data.begin : static_cast<std::uint32_t>(dash);
    }
    if (!data.marks)
        data.fullBegin = data.begin;
    data.end = std::max(data.begin, m_tree.m_nodes[children.back()].end);
}

void TreeBuilder::closeCollection(std::optional<std::uint32_t> end) {
    const Open open = m_open.back();
    m_open.pop_back();
    Tree::Data& data = m_tree.m_nodes[open.node];
    Children children = Children(m_children).subspan(open.firstChild);
    if (data.flow)
        data.end = end.value_or(std::max(m_last, data.begin + 1));
    else
        endWithLastChild(data, children);
    if (data.flow && m_tree.m_json)
        reportLastComma(data);
    data.contentBegin = data.begin;
    data.contentEnd = data.end;
    if (data.kind == TreeKind::Map) {
        children = children.first(children.size() / 2 * 2); // the text may break off after a key
        reportDuplicates(children);
    }
    data.firstChild = static_cast<std::uint32_t>(m_tree.m_children.size());
    data.childCount = static_cast<std::uint32_t>(children.size());
    for (const std::uint32_t child : children)
        data.weight += m_tree.m_nodes[child].weight;
    m_tree.m_children.insert(m_tree.m_children.end(), children.begin(), children.end());
    m_children.resize(open.firstChild);
    attach(open.node);
}

// YAML allows a comma after the last value, JSON does not.
void TreeBuilder::reportLastComma(const Tree::Data& data) {
    const bool isClosed = data.end >= data.begin + 2 && data.end <= m_parsed.size() &&
                          (m_parsed[data.end - 1] == ']' || m_parsed[data.end - 1] == '}');
    if (!isClosed || m_toldComma)
        return;
    const std::size_t last = m_parsed.find_last_not_of(" \t\r\n", data.end - 2);
    if (last == std::string::npos || last <= data.begin || m_parsed[last] != ',')
        return;
    m_toldComma = true;
    const auto at = static_cast<std::uint32_t>(last);
    problem(Severity::Warning, "json-comma",
            "A comma stands after the last value, which JSON does not allow: stricter programs "
            "refuse this file. Remove it.",
            at, at + 1);
}

void TreeBuilder::reportDuplicates(Children map) {
    m_keys.clear();
    for (std::size_t i = 0; i < map.size(); i += 2) {
        const Tree::Data& key = m_tree.m_nodes[map[i]];
        const bool mergeKey = key.text == "<<" && key.style == ScalarStyle::Plain;
        if (key.kind == TreeKind::Scalar && !mergeKey)
            m_keys.emplace_back(key.text, map[i]);
    }
    // Nodes are numbered in the order of the text, so the first of its name stays in front.
    std::sort(m_keys.begin(), m_keys.end());
    const std::size_t known = m_tree.m_problems.size();
    for (std::size_t first = 0, i = 1; i < m_keys.size(); ++i) {
        if (m_keys[i].first != m_keys[first].first) {
            first = i;
            continue;
        }
        const Tree::Data& key = m_tree.m_nodes[m_keys[i].second];
        const LineColumn counts = m_source.lineColumn(m_tree.m_nodes[m_keys[first].second].begin);
        problem(Severity::Warning, "duplicate-key",
                fmt::format("The key `{}` stands here a second time; the one in line {} counts.",
                            key.text, counts.line),
                key.begin, key.end);
    }
    std::sort(m_tree.m_problems.begin() + static_cast<std::ptrdiff_t>(known),
              m_tree.m_problems.end(),
              [](const Problem& a, const Problem& b) { return a.at.begin < b.at.begin; });
}

bool TreeBuilder::take(fy_event* event) {
    const fy_mark* mark = fy_event_start_mark(event);
    const std::uint32_t at =
        std::min<std::uint32_t>(position(mark), static_cast<std::uint32_t>(m_text.size()));
    if (++m_weight > maxNodes) {
        stop("too-large",
             fmt::format("The text has more than {} values, which is more than Limn reads. What "
                         "follows is left out. Split the manifest.",
                         maxNodes),
             at);
        return false;
    }
    switch (event->type) {
    case FYET_SCALAR:
        scalar(event);
        break;
    case FYET_ALIAS:
        alias(event);
        break;
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START:
        if (m_open.size() >= maxDepth) {
            stop("too-deep",
                 fmt::format("Values are nested more than {} deep here, which is more than any "
                             "manifest needs. What follows is left out.",
                             maxDepth),
                 at);
            return false;
        }
        openCollection(event,
                       event->type == FYET_MAPPING_START ? TreeKind::Map : TreeKind::Sequence);
        break;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: {
        fy_token* token = fy_event_get_token(event);
        closeCollection(endOf(token ? fy_token_end_mark(token) : fy_event_end_mark(event)));
        break;
    }
    case FYET_DOCUMENT_START:
        m_anchors.clear();
        break;
    default:
        break;
    }
    return true;
}

void TreeBuilder::reportSyntax(fy_diag* diag) {
    void* state = nullptr;
    const fy_diag_error* error = fy_diag_errors_iterate(diag, &state);
    const std::size_t at = error && error->line > 0
                               ? complaintPlace(m_parsed, error->line, error->column)
                               : m_text.size();
    const auto place = static_cast<std::uint32_t>(std::min(at, m_text.size()));
    const std::string_view complaint = error && error->msg ? error->msg : "";
    stop("yaml-syntax",
         fmt::format("The text cannot be read on from here. {}. What stands before is shown.",
                     plainFault(complaint, m_text, place)),
         place);
}

void TreeBuilder::run() {
    fy_diag_cfg diagnostics{};
    fy_diag_cfg_default(&diagnostics);
    diagnostics.fp = nullptr;
    const std::unique_ptr<fy_diag, DiagDeleter> diag(fy_diag_create(&diagnostics));
    fy_diag_set_collect_errors(diag.get(), true);
    fy_parse_cfg config{};
    config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_DEFAULT_PARSE | FYPCF_QUIET |
                                                   FYPCF_SLOPPY_FLOW_INDENTATION | FYPCF_JSON_NONE |
                                                   FYPCF_DISABLE_DEPTH_LIMIT);
    config.diag = diag.get();
    // Before the parser, which may point into it to its end.
    const std::string mended = withTagsBesideKeys(m_parsed);
    if (!mended.empty())
        m_parsed = mended;
    const std::string said = withEmptyItemsSaid(m_parsed);
    if (!said.empty())
        m_parsed = said;
    const std::unique_ptr<fy_parser, ParserDeleter> parser(fy_parser_create(&config));
    if (!parser || fy_parser_set_string(parser.get(), m_parsed.data(), m_parsed.size()) != 0)
        return reportSyntax(diag.get());
    bool whole = true;
    while (fy_event* event = fy_parser_parse(parser.get())) {
        const bool ended = event->type == FYET_STREAM_END;
        whole = take(event);
        fy_parser_event_free(parser.get(), event);
        if (ended || !whole)
            break;
    }
    if (whole && fy_parser_get_stream_error(parser.get()))
        reportSyntax(diag.get());
    while (!m_open.empty())
        closeCollection({});
}

Tree::Tree(const Source& source, std::uint32_t sourceIndex)
    : m_text(&source), m_source(sourceIndex), m_json(opensAsJson(source.text())) {}

Tree Tree::parse(const Source& source, std::uint32_t sourceIndex) {
    Tree tree(source, sourceIndex);
    const std::string& text = source.text();
    if (std::optional<TextFault> fault = textFault(text)) {
        const auto at = static_cast<std::uint32_t>(fault->at);
        tree.m_problems.push_back({Severity::Error,
                                   std::move(fault->code),
                                   std::move(fault->message),
                                   {sourceIndex, at, at}});
        return tree;
    }
    if (tree.m_json) {
        if (TreeBuilder(tree, source, {}).readJson())
            return tree;
        tree = Tree(source, sourceIndex);
    }
    const Masking masking = masked(source, sourceIndex, tree.m_json);
    tree.m_problems = masking.problems;
    TreeBuilder(tree, source, masking).run();
    return tree;
}

} // namespace limn
