// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/model/node.h"

namespace limn {

enum class PropertyType : std::uint8_t {
    Text,
    Integer,
    Number,
    Boolean,
    Choice,
    TextList,
    Map,
    MapList
};

// A neutral property: the name every format's reader uses, with its unit in it, and what it may be.
struct PropertyInfo {
    std::string_view name; // `timeout_seconds`
    PropertyType type = PropertyType::Text;
    std::string_view unit; // `s`, `MB`; empty for none
    double minimum = 0;    // of numbers, inclusive; both 0 for no range
    double maximum = 0;
    std::span<const std::string_view> choices; // of Choice
    std::string_view meaning;                  // one sentence
    std::uint32_t kinds = 0;                   // bit per NodeKind it belongs to
    bool onEdges = false;                      // it may stand on a line
    bool onGroups = false;                     // it may stand on a group
    bool onStates = false;                     // it may stand on a state of a workflow
};

// Every neutral property, sorted by name. The JSON Schemas, the inspector and the reader's messages
// say the same because of it.
std::span<const PropertyInfo> propertyTable();
const PropertyInfo* findProperty(std::string_view name);
inline bool belongsTo(const PropertyInfo& info, NodeKind kind) {
    return (info.kinds >> static_cast<unsigned>(kind)) & 1U;
}
// Whether the value is of the property's type and in its range. Unknown is always fine, null never;
// a single text is fine where a list of texts is meant.
bool accepts(const PropertyInfo& info, const Value& value);
// What a value of it must be, as the end of a sentence: "a whole number from 0 to 900", "one of
// zip, image".
std::string expectation(const PropertyInfo& info);

} // namespace limn
