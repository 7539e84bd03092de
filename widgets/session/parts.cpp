// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/parts.h"

#include <algorithm>
#include <array>

namespace limn {
namespace {

constexpr std::array choices{
    PartChoice{NodeKind::EntryPoint, "http", "HTTP route", "route",
               "A request from outside starts a function"},
    PartChoice{NodeKind::EntryPoint, "schedule", "Schedule", "schedule", "Time starts a function"},
    PartChoice{NodeKind::Function, "", "Function", "function", "Short-lived managed code"},
    PartChoice{NodeKind::Workflow, "", "Workflow", "workflow",
               "A state machine that keeps track of long work"},
    PartChoice{NodeKind::Queue, "", "Queue", "jobs", "Work that waits for one worker"},
    PartChoice{NodeKind::Topic, "", "Topic", "topic", "A message that many receive"},
    PartChoice{NodeKind::EventBus, "", "Event bus", "events", "Events that rules route"},
    PartChoice{NodeKind::Stream, "", "Stream", "stream", "Records kept in order"},
    PartChoice{NodeKind::Store, "object", "Object store", "files", "Files and blobs"},
    PartChoice{NodeKind::Store, "table", "Table", "table", "Records by key"},
    PartChoice{NodeKind::Store, "relational", "SQL database", "database",
               "Rows, joins and transactions"},
    PartChoice{NodeKind::Store, "cache", "Cache", "cache", "State that may be lost"},
    PartChoice{NodeKind::Store, "secret", "Secret", "secret", "Keys and passwords"},
    PartChoice{NodeKind::Host, "", "Host", "host",
               "Always-on compute: a container service, a machine"},
    PartChoice{NodeKind::External, "", "External system", "partner",
               "A third party, a person, another stack"},
};

bool isTaken(const Model& model, const std::string& name) {
    return model.node(name) || model.group(name) ||
           std::any_of(model.nodes().begin(), model.nodes().end(),
                       [&](const Node& node) { return model.text(node.name) == name; });
}

} // namespace

std::span<const PartChoice> partChoices() { return choices; }

AddNode newPart(const Model& model, const PartChoice& choice) {
    AddNode intent;
    intent.kind = choice.kind;
    intent.subtype = choice.subtype;
    intent.name = choice.stem;
    for (int number = 2; isTaken(model, intent.name); ++number)
        intent.name = std::string(choice.stem) + "-" + std::to_string(number);
    return intent;
}

} // namespace limn
