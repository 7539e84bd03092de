// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a state besides where it goes on and what it uses.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/manifests/asl/machine.h"
#include "core/model/property_table.h"

namespace limn::asl {
namespace {

struct Row {
    std::string_view key, name;
};
// The first that is there counts. What a path or expression gives is chosen by each run.
constexpr Row rows[] = {
    {"Comment", "description"},
    {"QueryLanguage", "query_language"},
    {"TimeoutSeconds", "timeout_seconds"},
    {"TimeoutSecondsPath", "timeout_seconds"},
    {"HeartbeatSeconds", "heartbeat_seconds"},
    {"HeartbeatSecondsPath", "heartbeat_seconds"},
    {"Seconds", "wait_seconds"},
    {"SecondsPath", "wait_seconds"},
    {"Timestamp", "wait_until"},
    {"TimestampPath", "wait_until"},
    {"MaxConcurrency", "max_concurrency"},
    {"MaxConcurrencyPath", "max_concurrency"},
    {"ToleratedFailureCount", "tolerated_failure_count"},
    {"ToleratedFailureCountPath", "tolerated_failure_count"},
    {"ToleratedFailurePercentage", "tolerated_failure_percent"},
    {"ToleratedFailurePercentagePath", "tolerated_failure_percent"},
    {"Error", "error"},
    {"ErrorPath", "error"},
    {"Cause", "cause"},
    {"CausePath", "cause"},
};
constexpr Row retryRows[] = {
    {"IntervalSeconds", "interval_seconds"},
    {"MaxAttempts", "max_attempts"},
    {"BackoffRate", "backoff_rate"},
    {"MaxDelaySeconds", "max_delay_seconds"},
    {"JitterStrategy", "jitter"},
};

TreeEntry entryOf(TreeNode node, std::string_view key) {
    if (node[key].exists())
        for (const TreeEntry& entry : node.entries())
            if (entry.name() == key)
                return entry;
    return {};
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

// A figure that came as text, from a substitution; anything else stays what it is.
Value figure(Value value) {
    if (value.isNumber() || value.unknown() || value.isNull())
        return value;
    const std::string* text = value.string();
    if (!text)
        return Unknown{value.display()};
    double number = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc() || end != text->data() + text->size() || !std::isfinite(number))
        return Unknown{*text};
    if (number == std::floor(number) && std::abs(number) < 1e15)
        return static_cast<std::int64_t>(number);
    return number;
}

bool isExpression(std::string_view text) {
    return text.starts_with("{%") || text.starts_with("$.") || text.starts_with("$$.") ||
           text.starts_with("States.");
}

Value valueOf(TreeNode node, std::string_view name, bool isPath, const Surroundings& around) {
    Value value = around.value(node);
    const PropertyInfo* info = findProperty(name);
    if (info && (info->type == PropertyType::Integer || info->type == PropertyType::Number))
        value = figure(std::move(value));
    else if (info && info->type == PropertyType::Choice && value.string())
        value = lower(*value.string());
    if (value.string() && name != "description" && (isPath || isExpression(*value.string())))
        return Unknown{*value.string()};
    if (info && info->type == PropertyType::Choice && !accepts(*info, value))
        return Unknown{value.display()};
    if (info && info->type == PropertyType::Text && !value.string() && !value.unknown())
        return value.isNull() ? Value() : Value(value.display());
    return value;
}

// What a function of the manifest gives may be any rules: unknown, or nothing at all.
std::optional<Value> madeElsewhere(TreeNode node, const Surroundings& around) {
    if (!around.isText(node))
        return std::nullopt;
    Value value = around.value(node);
    if (value.list() || value.map())
        return Value(Unknown{value.display()});
    return value;
}

void addRetry(FragmentState& state, TreeNode node, const Surroundings& around) {
    const TreeEntry entry = entryOf(node, "Retry");
    if (!entry.value.exists())
        return;
    const auto add = [&](Value value) {
        state.properties.push_back({"retry", std::move(value), around.place(entry.value.span()),
                                    around.place(entry.key.span()), Origin::Written});
    };
    if (std::optional<Value> made = madeElsewhere(entry.value, around)) {
        if (made->unknown())
            add(std::move(*made));
        return;
    }
    if (!entry.value.isSequence())
        return;
    ValueList list;
    for (const TreeNode& rule : entry.value.items()) {
        if (std::optional<Value> made = madeElsewhere(rule, around)) {
            if (made->unknown())
                list.push_back(std::move(*made));
            continue;
        }
        ValueMap map;
        ValueList errors;
        for (const TreeNode& error : rule["ErrorEquals"].items())
            errors.emplace_back(error.scalar());
        map.emplace_back("errors", std::move(errors));
        for (const Row& row : retryRows)
            if (rule[row.key].exists()) {
                Value value = around.value(rule[row.key]);
                map.emplace_back(row.name, row.name == "jitter" && value.string()
                                               ? Value(lower(*value.string()))
                                               : figure(std::move(value)));
            }
        list.emplace_back(std::move(map));
    }
    add(std::move(list));
}

} // namespace

void addProperty(std::vector<FragmentProperty>& properties, TreeNode node, std::string_view key,
                 std::string_view name, const Surroundings& around) {
    const TreeEntry entry = entryOf(node, key);
    if (!entry.value.exists() ||
        std::ranges::find(properties, name, &FragmentProperty::key) != properties.end())
        return;
    Value value = valueOf(entry.value, name, key.ends_with("Path"), around);
    if (value.isNull())
        return;
    properties.push_back({std::string(name), std::move(value), around.place(entry.value.fullSpan()),
                          around.place(entry.key.span()), Origin::Written});
}

void addProperties(FragmentState& state, TreeNode node, const Surroundings& around) {
    for (const Row& row : rows)
        addProperty(state.properties, node, row.key, row.name, around);
    addRetry(state, node, around);
    const TreeNode batch = node["ItemBatcher"];
    addProperty(state.properties, batch, "MaxItemsPerBatch", "batch_size", around);
    addProperty(state.properties, batch, "MaxItemsPerBatchPath", "batch_size", around);
    const TreeNode config = node["ItemProcessor"]["ProcessorConfig"];
    if (const TreeEntry mode = entryOf(config, "Mode"); mode.value.scalar() == "DISTRIBUTED")
        state.properties.push_back({"distributed", true, around.place(mode.value.span()),
                                    around.place(mode.key.span()), Origin::Written});
    addProperty(state.properties, config, "ExecutionType", "workflow_type", around);
}

} // namespace limn::asl
