// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/model/edge.h"

namespace limn::asl {

enum class Waits : std::uint8_t { Response, Completion, Callback };
std::string_view word(Waits waits); // of the property `waits_for`

// What `arn:aws:states:::sqs:sendMessage.waitForTaskToken` asks for.
struct Call {
    std::string service; // as in an ARN: `states` for `sfn`
    std::string action;  // `sendMessage`
    Waits waits = Waits::Response;
    std::string text; // `sqs:sendMessage`, as the author names the service
};
// Nothing where the text is no call of a service: a function's ARN, an activity's.
std::optional<Call> callOf(std::string_view resource);
// Whether the text is the ARN of an activity, whose work somebody outside takes.
bool isActivity(std::string_view resource);

// A parameter of a service's calls that names what the call is made to.
struct ParameterRow {
    std::string_view service;
    std::string_view path;   // `Entries[].EventBusName`; `RequestItems{}` for the map's keys
    std::string_view target; // the service of the name, where it is another
};
std::span<const ParameterRow> parameterTable();
// Whether the table says which parameters of the service name something.
bool isKnownService(std::string_view service);

// What the call does to what it names.
EdgeKind kindOf(const Call& call);
// How work crosses where the call hands over work.
Delivery deliveryOf(const Call& call);

} // namespace limn::asl
