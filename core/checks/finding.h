// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/manifests/intent.h"
#include "core/model/diagram.h"
#include "core/model/model.h"

namespace limn {

struct Check;

// Text that proves a finding: what it shows ("visibility_timeout_seconds 30") and where it stands.
struct Exhibit {
    std::string what;
    Span at;
};

// A change that would mend a finding, as intents like any gesture.
struct Fix {
    std::string title; // "Set visibility_timeout_seconds to 360"
    std::vector<Intent> intents;
};

// One fault at one place. A value: the check, the ids concerned (the first is where the badge
// stands), the claim with its figures, and the text that proves it.
struct Finding {
    const Check* check = nullptr; // an entry of the catalogue, never null
    Severity severity = Severity::Warning;
    std::string message;
    std::vector<std::string> elements; // ids of nodes and groups, keys of edges
    Span at;                           // the one place to change
    std::vector<Exhibit> evidence;
    // The values it stands on in one line, "`Worker`: timeout_seconds 60 s; …". Who accepts a
    // finding keeps it in the Acceptance, so that the finding comes back when they change.
    std::string basis;
    // `RTY006:jobs,worker`: the check's id and the elements' ids, never wording. Where one check
    // can find several faults of the same elements, the manifest's own word follows:
    // `PRM001:worker,role#s3:*`.
    std::string fingerprint;
    std::optional<Fix> fix;
    std::optional<Acceptance> accepted; // from the Diagram
};

// A question that could not be answered, and the expression or missing value that stood in the way.
struct NotJudged {
    const Check* check = nullptr;
    std::vector<std::string> elements;
    std::string reason;
    Span at;
};

// A question that was asked and has nothing to report.
struct Held {
    const Check* check = nullptr;
    std::vector<std::string> elements;
};

enum class Grade : std::uint8_t { NotJudged, Strong, Partial, NotYet };
std::string_view word(Grade grade); // `not judged`, `strong`, `partial`, `not yet`

// The answer to "is this really a strong serverless model?", by its four pillars.
struct Verdict {
    Grade execution = Grade::NotJudged;
    Grade state = Grade::NotJudged;
    Grade triggers = Grade::NotJudged;
    Grade permissions = Grade::NotJudged;
    Grade overall = Grade::NotJudged;
    double confidence = 0; // share of the questions asked that could be answered, 0 to 1
};

// What the checks say of one Model. Findings are sorted by severity (worst first), place, check and
// ids.
struct Report {
    std::vector<Finding> findings;
    std::vector<NotJudged> notJudged;          // by check, then as the Model has the parts
    std::vector<Held> held;                    // the same
    std::vector<std::string> staleAcceptances; // fingerprints that match nothing any more
    Verdict verdict;
};

} // namespace limn
