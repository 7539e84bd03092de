// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/checks/fact_tables.h"

namespace limn {

// The six pieces of an ARN, views into its text. `${AWS::Region}` is one piece, colons and all.
struct Arn {
    std::string_view partition, service, region, account, resource;
    bool valid = false; // the text is an ARN
};
Arn arnOf(std::string_view text);

// Whether a resource of a policy means all there are: `*`, or an ARN whose resource part says
// nothing else.
bool isEveryResource(std::string_view text);

// A text as a pattern: `${…}`, which stands for what a deployment knows, is a star.
std::string asPattern(std::string_view text);

// The types of resource that an action accepts; null stands for one without a shape in the tables.
std::vector<const IamResource*> typesOf(const IamAction& action);
// The shape of a resource that it is done to, `arn:*:sqs:*:*:${QueueName}`: the plainest of
// several, `*` where nothing else will do.
std::string plainestArn(const IamAction& action);
// Whether a resource of a policy may be one of that type: its service, and what follows the
// account.
bool mayBe(const Arn& resource, const IamResource& type);

// The ARN of a part that `${Name.Arn}` or `${Name}` gives, by its platform type: null where that is
// no ARN, or not known.
const IamResource* resourceOfType(std::string_view platformType, std::string_view attribute);

} // namespace limn
