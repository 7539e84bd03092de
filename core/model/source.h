// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

// A stretch of bytes of one source, half open. Compact, because every fact of the Model carries
// one; Sources turns it into a Place when somebody wants to read it. The default names nothing.
struct Span {
    static constexpr std::uint32_t noSource = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t source = noSource;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool valid() const { return source != noSource; }
    std::uint32_t length() const { return end - begin; }
    bool operator==(const Span&) const = default;
};

// A position in a text: lines and columns count from 1, columns in Unicode code points. A byte
// order mark has no column.
struct LineColumn {
    int line = 1;
    int column = 1;
    bool operator==(const LineColumn&) const = default;
};

// A Span as people and contracts write it. The end column is the one after the last character.
struct Place {
    std::string path;
    int line = 0;
    int column = 0;
    int endLine = 0;
    int endColumn = 0;
    bool operator==(const Place&) const = default;
};

// How a file came into the system.
enum class SourceRole : std::uint8_t {
    Named,    // the user named it: it must be a manifest
    Found,    // in a folder that the user named: a manifest where a format knows it
    Included, // read because another file names it
};

// The text of one file, UTF-8 as read, never changed. `path` is how the user named it, relative
// where they did. `root` is the folder that was opened, that of the path unless it is said:
// nothing above it is read because the text names it.
class Source {
public:
    Source(std::string path, std::string text, SourceRole role = SourceRole::Named,
           std::string root = {});

    const std::string& path() const { return m_path; }
    const std::string& text() const { return m_text; }
    SourceRole role() const { return m_role; }
    const std::string& root() const { return m_root; }
    // Whether everything about the two is equal.
    bool isSame(const Source& other) const {
        return m_path == other.m_path && m_text == other.m_text && m_role == other.m_role &&
               m_root == other.m_root;
    }
    // The path up to its last slash; `.` where it has none.
    std::string folder() const;
    // What a system made of this file is called: the file's name without its ending, or its
    // folder's where the file is only called by its format (`orders/template.yaml`).
    std::string title() const;
    // The line and column of a byte; an offset past the end gives the place after the last
    // character.
    LineColumn lineColumn(std::size_t offset) const;
    // Those of a span's begin and end.
    std::pair<LineColumn, LineColumn> lineColumns(Span span) const;
    // The byte where a line (from 1) starts; a line past the end gives the text's size.
    std::size_t lineStart(int line) const;
    // The line (from 1) without its line ending; empty when there is no such line.
    std::string_view line(int line) const;
    int lineCount() const { return static_cast<int>(m_lineStarts.size()); }

private:
    std::size_t codePointsBefore(std::size_t offset) const;

    std::string m_path;
    std::string m_text;
    SourceRole m_role;
    std::string m_root;
    std::vector<std::uint32_t> m_lineStarts;
    // Code points before each block of the text, where lines are long: minified JSON is one line.
    std::vector<std::uint32_t> m_codePoints;
};

// All files of one system, in the order the user or the folder gave them. A Span's `source` is an
// index in here. Values share their files, so a copy with one file replaced is cheap.
class Sources {
public:
    std::uint32_t add(std::shared_ptr<const Source> source);
    // The same with one file's text replaced; the index must exist.
    Sources replaced(std::uint32_t index, std::string text) const;

    std::size_t size() const { return m_sources.size(); }
    const Source& operator[](std::uint32_t index) const { return *m_sources[index]; }
    const std::shared_ptr<const Source>& shared(std::uint32_t index) const {
        return m_sources[index];
    }
    auto begin() const { return m_sources.begin(); }
    auto end() const { return m_sources.end(); }

    // Path, lines and columns of a span; an invalid span gives an empty Place.
    Place place(Span span) const;
    // The bytes of a span; empty for an invalid one.
    std::string_view text(Span span) const;

private:
    std::vector<std::shared_ptr<const Source>> m_sources;
};

} // namespace limn
