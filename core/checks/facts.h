// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/checks/fact_tables.h"
#include "core/model/model.h"

namespace limn {

// The platform a part lives on, as the first words of its facts' keys: `aws.lambda`, `aws.sqs`,
// `aws.apigateway.rest`. Empty for parts of the neutral form and for types without facts: those
// have no defaults.
std::string_view platformOfType(std::string_view platformType);
// An entry point without a platform of its own has that of the API around it.
std::string_view platformOf(const Model& model, const Node& node);
std::string_view platformOf(const Model& model, const Group& group);
// A poll-queue edge has that of its mapping (`aws.lambda.sqs`).
std::string_view platformOf(const Model& model, const Edge& edge);

// What a platform does when the manifest is silent on a property, in the property's own unit.
struct PlatformDefault {
    const Fact* fact = nullptr;
    Value value;
};
std::optional<PlatformDefault> platformDefault(std::string_view platform,
                                               std::string_view property);

// A number of the tables, nothing when the fact is missing or is no number.
std::optional<double> factNumber(std::string_view key);
// What the first source of a fact is called: "AWS API models".
std::string_view sourceTitle(const Fact& fact);
// "default, from AWS API models"; a recalled fact says that it was not verified.
std::string defaultNote(const Fact& fact);

} // namespace limn
