// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/shown_paths.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/drawing/utf8.h"

namespace limn {

namespace {

// How much of a path all others begin with, up to and with a slash.
std::size_t sharedLength(const Sources& sources) {
    if (sources.size() == 0)
        return 0;
    std::string_view shared = sources[0].path();
    shared = shared.substr(0, shared.rfind('/') + 1);
    for (const auto& source : sources) {
        const std::string_view path = source->path();
        const auto end = std::ranges::mismatch(shared, path).in1;
        shared = shared.substr(0, static_cast<std::size_t>(end - shared.begin()));
        shared = shared.substr(0, shared.rfind('/') + 1);
    }
    return shared.size();
}

} // namespace

ShownPaths::ShownPaths(const Sources& sources) : m_sources(sources) {
    const std::size_t length = sharedLength(sources);
    for (const auto& source : sources)
        m_paths.push_back(singleLine(std::string_view(source->path()).substr(length)));
    if (length < 2)
        return;
    const std::string_view above =
        std::string_view(sources[0].path()).substr(0, length - 1); // no slash at its end
    const std::string_view last = above.substr(above.rfind('/') + 1);
    if (last != "." && last != "..")
        m_folder = singleLine(last) + '/';
}

std::string ShownPaths::withFolder(std::uint32_t source) const {
    return m_folder + m_paths[source];
}

std::string ShownPaths::list(std::uint32_t most, std::string_view between) const {
    std::string words;
    for (std::uint32_t i = 0; i < m_paths.size() && i < most; ++i)
        words.append(i ? between : "").append(withFolder(i));
    if (m_paths.size() > most)
        words += fmt::format(" and {} more", m_paths.size() - most);
    return words;
}

std::string ShownPaths::place(Span at) const {
    if (!at.valid() || at.source >= m_paths.size())
        return {};
    return fmt::format("{}:{}", m_paths[at.source], m_sources.place(at).line);
}

} // namespace limn
