// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checks/finding.h"
#include "core/model/result.h"
#include "core/model/source.h"

namespace limn {

// A word for another checker that the manifest has: this rule may be broken here, and why.
struct Marker {
    std::string rule;              // `CKV_AWS_116`; empty: every rule of that checker
    std::string tool;              // `checkov`
    std::string reason;            // empty where none is written
    std::vector<std::string> only; // words of the fault it is about, `s3:*`; empty: all of them
    Span at;                       // the marker's own text
    Span scope; // what it is about: a resource with its key, a line, the whole file
};

// The settings of one folder, `.limn.yaml`: what becomes of a check there. Nothing: it is off.
using CheckSettings = std::map<const Check*, std::optional<Severity>>;

// What manifests and folders say of the checks themselves.
struct Rulings {
    std::vector<Marker> markers;
    std::vector<CheckSettings> settings; // by source; a source past the end has none
};

// The markers of cfn-lint, checkov, cfn_nag, cdk_nag and KICS in the texts, in their order.
std::vector<Marker> findMarkers(const Sources& sources);

// The text of a `.limn.yaml`; the error names line and column. Unknown keys and checks are errors,
// an empty text sets nothing.
Result<CheckSettings> parseSettings(std::string_view text, std::string_view path);
// The settings of every source: those of its folder, then of the folders around it up to the one
// that is under version control, or else was opened. A farther one counts where the nearer ones are
// silent. Reads the disk.
Result<std::vector<CheckSettings>> settingsOf(const Sources& sources);

// What the texts and the folders they are in say together.
Result<Rulings> rulingsOf(const Sources& sources);

// Who accepted a finding that a marker accepts.
inline constexpr std::string_view inTheManifest = "accepted in the manifest";
// The marker that accepted a finding, as the evidence it left; null where none did.
const Exhibit* markerOf(const Finding& finding);

// Why what a check that is off was asked of is not judged.
inline constexpr std::string_view switchedOff = "off, by the settings of the folder";

// Takes out what is off and gives findings the severity that is set, from a finding on. A check
// that is off leaves one word that it was not judged, so that no pillar claims to hold without it.
void weigh(const Rulings& rulings, const Model& model, Report& report, std::size_t from = 0);
// Accepts what a marker is about: its rule is an alias of the check, and the finding stands in its
// scope. The marker is added to the evidence.
void acceptMarked(const Rulings& rulings, const Model& model, std::span<Finding> findings);

} // namespace limn
