// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/value.h"

#include <fmt/format.h>

namespace limn {

double Value::number() const {
    if (const auto* i = std::get_if<std::int64_t>(&data))
        return static_cast<double>(*i);
    if (const auto* d = std::get_if<double>(&data))
        return *d;
    return 0;
}

bool Value::operator==(const Value& other) const {
    if (isNumber() && other.isNumber()) {
        const auto* a = std::get_if<std::int64_t>(&data);
        const auto* b = std::get_if<std::int64_t>(&other.data);
        return a && b ? *a == *b : number() == other.number();
    }
    return data == other.data;
}

std::string Value::display() const {
    struct Shown {
        std::string operator()(std::monostate) const { return "null"; }
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
        std::string operator()(double v) const { return fmt::format("{}", v); }
        std::string operator()(const std::string& v) const { return v; }
        std::string operator()(const Unknown& v) const { return v.expression; }
        std::string operator()(const ValueList& list) const {
            std::string text;
            for (const Value& v : list)
                text += (text.empty() ? "" : ", ") + v.display();
            return text;
        }
        std::string operator()(const ValueMap& map) const {
            std::string text;
            for (const auto& [key, v] : map)
                text += (text.empty() ? "" : ", ") + key + ": " + v.display();
            return text;
        }
    };
    return std::visit(Shown{}, data);
}

} // namespace limn
