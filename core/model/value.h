// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace limn {

struct Value;

// What stands in the manifest but cannot be known before deployment: the expression as the author
// wrote it.
struct Unknown {
    std::string expression;
    bool operator==(const Unknown&) const = default;
};

using ValueList = std::vector<Value>;
using ValueMap = std::vector<std::pair<std::string, Value>>; // in the order of the text

// A property's value, resolved as far as the text allows.
struct Value {
    using Variant = std::variant<std::monostate, bool, std::int64_t, double, std::string, Unknown,
                                 ValueList, ValueMap>;
    Variant data;

    Value() = default;
    Value(bool v) : data(v) {}
    Value(int v) : data(static_cast<std::int64_t>(v)) {}
    Value(std::int64_t v) : data(v) {}
    Value(double v) : data(v) {}
    Value(std::string v) : data(std::move(v)) {}
    Value(std::string_view v) : data(std::string(v)) {}
    Value(const char* v) : data(std::string(v)) {}
    Value(Unknown v) : data(std::move(v)) {}
    Value(ValueList v) : data(std::move(v)) {}
    Value(ValueMap v) : data(std::move(v)) {}

    bool operator==(const Value&) const; // numbers compare by amount: 30 equals 30.0

    bool isNull() const { return data.index() == 0; }
    bool isNumber() const { return data.index() == 2 || data.index() == 3; }
    double number() const; // 0 when it is none
    const bool* boolean() const { return std::get_if<bool>(&data); }
    const std::string* string() const { return std::get_if<std::string>(&data); }
    const Unknown* unknown() const { return std::get_if<Unknown>(&data); }
    const ValueList* list() const { return std::get_if<ValueList>(&data); }
    const ValueMap* map() const { return std::get_if<ValueMap>(&data); }

    // As a person writes it: `30`, `true`, `a, b`, `${Stage}` for an unknown; maps as `k: v, …`.
    std::string display() const;
};

} // namespace limn
