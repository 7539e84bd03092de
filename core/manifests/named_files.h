// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/fragment.h"

namespace limn {

// A file that a text names, with the index its spans have. False where it is not there.
struct NamedFile {
    const Source* source = nullptr;
    std::uint32_t index = 0;
    explicit operator bool() const { return source != nullptr; }
};

// The files of a system by their normalised paths. Valid while the Sources live.
class FileTable {
public:
    explicit FileTable(const Sources& sources);
    void add(std::uint32_t index);
    NamedFile find(const std::string& path) const;
    const Sources& sources() const { return m_sources; }

private:
    const Sources& m_sources;
    std::unordered_map<std::string, std::uint32_t> m_byPath;
};

// The files that one source names while it is read: what is found, what is wanted, and what may
// not be read because it is above the opened folder. Used by one thread.
class NamedFiles {
public:
    NamedFiles(const FileTable& table, std::uint32_t index) : m_table(table), m_index(index) {}

    NamedFile find(std::string_view name, Span at, bool isManifest);
    // The places that name them, for a reader whose spans are not those of the file.
    void eachPlace(auto&& change) {
        for (FragmentFile& file : m_files)
            change(file.at);
    }
    std::vector<FragmentFile> take() { return std::move(m_files); }

private:
    const FileTable& m_table;
    std::uint32_t m_index;
    std::vector<FragmentFile> m_files;
};

// Whether a name is that of something elsewhere: a URL, an ARN or an expression.
bool isElsewhere(std::string_view name);

} // namespace limn
