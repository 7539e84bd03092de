// SPDX-License-Identifier: GPL-3.0-or-later
// Finds what manifests say to other checkers: in the metadata of a resource or a template, and in
// comments.
#include <algorithm>
#include <array>

#include "core/checks/rulings.h"
#include "core/manifests/tree.h"

namespace limn {
namespace {

// A text without any of these has no marker, and is not read a second time.
constexpr std::array<std::string_view, 5> signs{"checkov", "cfn_nag", "cdk_nag", "cfn-lint",
                                                "kics-scan"};

bool mayHaveMarkers(std::string_view text) {
    return std::ranges::any_of(
        signs, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const std::size_t begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::size_t indentOf(std::string_view line) {
    return std::min(line.find_first_not_of(" \t"), line.size());
}

class MarkerReader {
public:
    MarkerReader(const Source& source, std::uint32_t index)
        : m_source(source), m_text(source.text()), m_index(index),
          m_tree(Tree::parse(source, index)) {}

    std::vector<Marker> read() {
        const Span file{m_index, 0, static_cast<std::uint32_t>(m_text.size())};
        const TreeNode root = m_tree.root();
        readLint(root["Metadata"], file);
        readRules(root["Metadata"]["cdk_nag"]["rules_to_suppress"], "cdk_nag", "reason", file);
        readResources(root["Resources"]);
        readResources(root["resources"]["Resources"]);
        readComments();
        std::ranges::stable_sort(m_markers, {}, [](const Marker& m) { return m.at.begin; });
        return std::move(m_markers);
    }

private:
    void readResources(TreeNode resources) {
        for (const TreeEntry& entry : resources.entries()) {
            m_resources.push_back(entry.span);
            const TreeNode metadata = entry.value["Metadata"];
            readLint(metadata, entry.span);
            readRules(metadata["checkov"]["skip"], "checkov", "comment", entry.span);
            readRules(metadata["cfn_nag"]["rules_to_suppress"], "cfn_nag", "reason", entry.span);
            readRules(metadata["cdk_nag"]["rules_to_suppress"], "cdk_nag", "reason", entry.span);
        }
    }

    void readLint(TreeNode metadata, Span scope) {
        for (const TreeNode& item : metadata["cfn-lint"]["config"]["ignore_checks"].items())
            if (item.isScalar())
                m_markers.push_back(
                    {std::string(item.scalar()), "cfn-lint", "", {}, item.span(), scope});
    }

    // A list of `{id, reason}`.
    void readRules(TreeNode list, std::string_view tool, std::string_view reasonKey, Span scope) {
        for (const TreeNode& item : list.items()) {
            const std::string_view rule = item["id"].scalar();
            if (rule.empty())
                continue;
            Marker marker{std::string(rule),
                          std::string(tool),
                          std::string(item[reasonKey].scalar()),
                          {},
                          item.span(),
                          scope};
            // cdk_nag may name one fault of many: `AwsSolutions-IAM5[Action::s3:*]`, or in a list.
            if (const std::size_t bracket = rule.find('['); bracket != std::string_view::npos) {
                marker.rule = rule.substr(0, bracket);
                marker.only.push_back(
                    subject(rule.substr(bracket + 1, rule.rfind(']') - bracket - 1)));
            }
            for (const TreeNode& each : item["applies_to"].items())
                if (each.isScalar())
                    marker.only.push_back(subject(each.scalar()));
            m_markers.push_back(std::move(marker));
        }
    }

    // `s3:*` of `Action::s3:*`.
    static std::string subject(std::string_view words) {
        const std::size_t colons = words.find("::");
        return std::string(colons == std::string_view::npos ? words : words.substr(colons + 2));
    }

    // JSON has no comments.
    void readComments() {
        if (m_tree.isJson())
            return;
        bool atTop = true; // nothing but comments so far
        for (int line = 1; line <= m_source.lineCount(); ++line) {
            const std::string_view text = m_source.line(line);
            const std::string_view bare = trimmed(text);
            if (const std::size_t hash = commentIn(text); hash != std::string_view::npos)
                readComment(text.substr(hash), m_source.lineStart(line) + hash, line, atTop);
            atTop = atTop && (bare.empty() || bare.starts_with('#'));
        }
    }

    // A `#` that a space or nothing stands before; one in a quoted text is taken for a comment,
    // which the words that must follow make unlikely.
    static std::size_t commentIn(std::string_view line) {
        std::size_t hash = line.find('#');
        while (hash != std::string_view::npos && hash > 0 && line[hash - 1] != ' ' &&
               line[hash - 1] != '\t')
            hash = line.find('#', hash + 1);
        return hash;
    }

    void readComment(std::string_view comment, std::size_t offset, int line, bool atTop) {
        std::string_view said = comment;
        while (said.starts_with('#'))
            said.remove_prefix(1);
        said = trimmed(said);
        const auto begin = static_cast<std::uint32_t>(offset);
        const Span at{m_index, begin, static_cast<std::uint32_t>(begin + trimmed(comment).size())};
        constexpr std::string_view skip = "checkov:skip=", kics = "kics-scan ignore";
        if (said.starts_with(skip)) {
            const std::string_view rest = said.substr(skip.size());
            const std::size_t colon = std::min(rest.find(':'), rest.size());
            const std::string_view reason = rest.substr(std::min(colon + 1, rest.size()));
            if (const Span scope = resourceAround(at); scope.valid())
                m_markers.push_back({std::string(trimmed(rest.substr(0, colon))),
                                     "checkov",
                                     std::string(trimmed(reason)),
                                     {},
                                     at,
                                     scope});
        } else if (said == kics && atTop) {
            addKics(at, {m_index, 0, static_cast<std::uint32_t>(m_text.size())});
        } else if (said == "kics-scan ignore-line") {
            addKics(at, lines(line + 1, line + 1));
        } else if (said == "kics-scan ignore-block") {
            addKics(at, lines(line + 1, lastOfBlock(line + 1)));
        }
    }

    void addKics(Span at, Span scope) { m_markers.push_back({"", "KICS", "", {}, at, scope}); }

    Span lines(int first, int last) const {
        return {m_index, static_cast<std::uint32_t>(m_source.lineStart(first)),
                static_cast<std::uint32_t>(m_source.lineStart(last + 1))};
    }

    // The last line that belongs to what starts at a line, by its indentation.
    int lastOfBlock(int first) const {
        const std::size_t indent = indentOf(m_source.line(first));
        int last = first;
        while (last < m_source.lineCount()) {
            const std::string_view next = m_source.line(last + 1);
            if (!trimmed(next).empty() && indentOf(next) <= indent)
                break;
            ++last;
        }
        return last;
    }

    // The resource that a comment stands in, or after whose last line it is still indented as a
    // part of it.
    Span resourceAround(Span at) const {
        const LineColumn place = m_source.lineColumn(at.begin);
        Span before;
        for (const Span& each : m_resources) {
            if (each.begin <= at.begin && at.begin < each.end)
                return each;
            if (each.end <= at.begin && (!before.valid() || each.end > before.end))
                before = each;
        }
        const bool belongs =
            before.valid() && (m_source.lineColumn(before.begin).column < place.column ||
                               m_source.lineColumn(before.end).line == place.line);
        return belongs ? before : Span();
    }

    const Source& m_source;
    std::string_view m_text;
    std::uint32_t m_index;
    Tree m_tree;
    std::vector<Span> m_resources;
    std::vector<Marker> m_markers;
};

} // namespace

std::vector<Marker> findMarkers(const Sources& sources) {
    std::vector<Marker> markers;
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
        if (!mayHaveMarkers(sources[i].text()))
            continue;
        std::vector<Marker> found = MarkerReader(sources[i], i).read();
        std::ranges::move(found, std::back_inserter(markers));
    }
    return markers;
}

} // namespace limn
