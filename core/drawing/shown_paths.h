// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/model/source.h"

namespace limn {

// The files of a system as a picture names them: without the folders above, which only say where
// the files happened to lie on one machine.
class ShownPaths {
public:
    explicit ShownPaths(const Sources& sources);
    // From the folder that all files share: `template.yaml`, `resources/openapi.yaml`.
    const std::string& operator[](std::uint32_t source) const { return m_paths[source]; }
    // With that folder's own name: `orders/template.yaml`.
    std::string withFolder(std::uint32_t source) const;
    // The first `most` of them with their folder, and how many there are beside.
    std::string list(std::uint32_t most, std::string_view between) const;
    // `template.yaml:41`; empty for a span that names nothing.
    std::string place(Span at) const;

private:
    const Sources& m_sources;
    std::string m_folder;
    std::vector<std::string> m_paths;
};

} // namespace limn
