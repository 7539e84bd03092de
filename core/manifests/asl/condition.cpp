// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/asl/condition.h"

#include <array>

#include <fmt/format.h>

namespace limn::asl {
namespace {

constexpr int maxDepth = 20;
constexpr std::size_t longest = 500; // of a condition that somebody reads

constexpr std::array<std::string_view, 4> types{"String", "Numeric", "Boolean", "Timestamp"};
struct Row {
    std::string_view word, sign;
};
// The longer ones first: each is sought at the start.
constexpr std::array<Row, 6> signs{{{"GreaterThanEquals", ">="},
                                    {"LessThanEquals", "<="},
                                    {"GreaterThan", ">"},
                                    {"LessThan", "<"},
                                    {"Equals", "="},
                                    {"Matches", "matches"}}};
constexpr std::array<Row, 6> tests{{{"IsPresent", "present"},
                                    {"IsNull", "null"},
                                    {"IsNumeric", "a number"},
                                    {"IsString", "a text"},
                                    {"IsBoolean", "true or false"},
                                    {"IsTimestamp", "a time"}}};

std::string operand(const TreeNode& node, bool isPath) {
    if (!isPath && node.isScalar() && node.style() != ScalarStyle::Plain)
        return fmt::format("\"{}\"", node.scalar());
    return node.isScalar() ? std::string(node.scalar()) : node.value().display();
}

std::string comparison(std::string_view variable, const TreeEntry& entry) {
    const std::string_view name = entry.name();
    for (const Row& test : tests)
        if (name == test.word)
            return fmt::format("{} is {}{}", variable, entry.value.boolean() == false ? "not " : "",
                               test.sign);
    for (const std::string_view type : types) {
        if (!name.starts_with(type))
            continue;
        const std::string_view rest = name.substr(type.size());
        for (const Row& sign : signs)
            if (rest == sign.word || (rest.starts_with(sign.word) && rest.ends_with("Path")))
                return fmt::format("{} {} {}", variable, sign.sign,
                                   operand(entry.value, rest.ends_with("Path")));
    }
    return {};
}

// Conditions that are joined stand in brackets inside others.
std::string spelled(const TreeNode& rule, int depth, bool inside) {
    if (depth > maxDepth)
        return "…";
    if (const TreeNode jsonata = rule["Condition"]; jsonata.isScalar()) {
        std::string_view text = jsonata.scalar();
        if (text.starts_with("{%") && text.ends_with("%}") && text.size() >= 4)
            text = text.substr(2, text.size() - 4);
        while (text.starts_with(' '))
            text.remove_prefix(1);
        while (text.ends_with(' '))
            text.remove_suffix(1);
        return std::string(text);
    }
    for (const std::string_view word : {"And", "Or"}) {
        const TreeNode list = rule[word];
        if (!list.isSequence())
            continue;
        std::string text;
        for (const TreeNode& item : list.items()) {
            if (text.size() > longest)
                break;
            if (!text.empty())
                text += word == "And" ? " and " : " or ";
            text += spelled(item, depth + 1, true);
        }
        return inside ? '(' + text + ')' : text;
    }
    if (rule["Not"].isMap())
        return "not " + spelled(rule["Not"], depth + 1, true);
    for (const TreeEntry& entry : rule.entries())
        if (std::string text = comparison(rule["Variable"].scalar(), entry); !text.empty())
            return text;
    return {};
}

} // namespace

std::string conditionOf(const TreeNode& rule) {
    std::string text = spelled(rule, 0, false);
    if (text.size() <= longest)
        return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

} // namespace limn::asl
