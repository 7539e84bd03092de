// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/named_files.h"

#include <algorithm>
#include <filesystem>

namespace limn {
namespace {

namespace fs = std::filesystem;

std::string normalised(const fs::path& path) { return path.lexically_normal().generic_string(); }

bool isAbsolute(std::string_view name) {
    const bool hasDrive = name.size() > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/');
    return name.starts_with('/') || name.starts_with('\\') || name.starts_with('~') || hasDrive;
}

// By the text of both alone; what links lead to is looked at when the file is opened.
bool isBelow(const std::string& path, const std::string& root) {
    const fs::path way = fs::path(path).lexically_relative(fs::path(root).lexically_normal());
    return !way.empty() && *way.begin() != "..";
}

} // namespace

bool isElsewhere(std::string_view name) {
    return name.find("://") != std::string_view::npos || name.starts_with("arn:") ||
           name.find("${") != std::string_view::npos || name.find("{{") != std::string_view::npos;
}

FileTable::FileTable(const Sources& sources) : m_sources(sources) {
    for (std::uint32_t i = 0; i < sources.size(); ++i)
        add(i);
}

void FileTable::add(std::uint32_t index) {
    m_byPath.try_emplace(normalised(m_sources[index].path()), index);
}

NamedFile FileTable::find(const std::string& path) const {
    const auto found = m_byPath.find(path);
    return found == m_byPath.end() ? NamedFile{}
                                   : NamedFile{&m_sources[found->second], found->second};
}

NamedFile NamedFiles::find(std::string_view name, Span at, bool isManifest) {
    if (name.empty() || name.find('\0') != std::string_view::npos || isElsewhere(name))
        return {};
    const Source& from = m_table.sources()[at.valid() ? at.source : m_index];
    FragmentFile file;
    file.at = at;
    (isManifest ? file.isManifest : file.isPart) = true;
    NamedFile found;
    if (isAbsolute(name)) {
        file.path = name;
        file.missing = "it is an absolute path, and only files below the opened folder are read";
    } else if (from.path() == "-") {
        file.path = name;
        file.missing = "a text from standard input has no folder";
    } else {
        file.path = normalised(fs::path(from.folder()) / name);
        if (isBelow(file.path, from.root())) {
            found = m_table.find(file.path);
        } else {
            file.path = name;
            file.missing = "it is not below the opened folder";
        }
    }
    file.isForbidden = !file.missing.empty();
    if (found)
        file.source = m_table.sources().shared(found.index);
    const auto known = std::ranges::find(m_files, file.path, &FragmentFile::path);
    if (known == m_files.end())
        m_files.push_back(std::move(file));
    else
        (isManifest ? known->isManifest : known->isPart) = true;
    return found;
}

} // namespace limn
