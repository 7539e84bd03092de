// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "widgets/panels/panel.h"

namespace limn {

extern const Panel partsPanel;
extern const Panel inspectorPanel;
extern const Panel findingsPanel;
extern const Panel sourcePanel;
extern const Panel verdictPanel;
extern const Panel historyPanel;
extern const Panel outlinePanel;

namespace {
constexpr std::array all{&partsPanel,   &inspectorPanel, &findingsPanel, &sourcePanel,
                         &verdictPanel, &historyPanel,   &outlinePanel};
} // namespace

std::span<const Panel* const> panels() { return all; }

} // namespace limn
