// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/expression.h"

#include <array>

namespace limn::sam {
namespace {

// The fields of an ARN; a colon inside `${…}` separates nothing. The sixth takes the rest.
std::vector<std::string_view> arnFields(std::string_view arn) {
    std::vector<std::string_view> fields;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = 0; i < arn.size() && fields.size() < 5; ++i) {
        if (arn[i] == '$' && i + 1 < arn.size() && arn[i + 1] == '{')
            ++depth;
        else if (arn[i] == '}' && depth > 0)
            --depth;
        else if (arn[i] == ':' && depth == 0) {
            fields.push_back(arn.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    fields.push_back(arn.substr(begin));
    return fields;
}

// What stands before the name in the last field of an ARN.
constexpr std::array<std::string_view, 23> resourcePrefixes{
    "activity:", "destination:", "topic/",          "table/",     "stream/",
    "function:", "event-bus/",   "stateMachine:",   "secret:",    "parameter/",
    "parameter", "cluster/",     "deliverystream/", "log-group:", "broker:",
    "userpool/", "rule/",        "cluster:",        "db:",        "role/",
    "user/",     "policy/",      "project/"};

// The first of these characters that is not inside `${…}`.
std::size_t findOutside(std::string_view text, std::string_view characters) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{')
            ++depth;
        else if (text[i] == '}')
            --depth;
        else if (depth == 0 && characters.find(text[i]) != std::string_view::npos)
            return i;
    }
    return std::string_view::npos;
}

std::string_view nameOfField(std::string_view service, std::string_view field) {
    for (const std::string_view prefix : resourcePrefixes)
        if (field.starts_with(prefix) && field.size() > prefix.size()) {
            field.remove_prefix(prefix.size());
            break;
        }
    if (service == "ssm") // a parameter's name is a path, as are these
        return field;
    if (service == "iam")
        return field.substr(field.rfind('/') + 1);
    const bool isPath = service == "secretsmanager" || service == "logs";
    return field.substr(0, findOutside(field, isPath ? ":" : ":/"));
}

} // namespace

std::optional<std::string> Expression::text() const {
    std::string out;
    for (const Part& part : parts) {
        if (part.kind != Part::Kind::Text)
            return std::nullopt;
        out += part.text;
    }
    return out;
}

const Expression::Part* Expression::first(Part::Kind kind) const {
    for (const Part& part : parts)
        if (part.kind == kind)
            return &part;
    return nullptr;
}

std::string Expression::pattern() const {
    std::string out;
    for (const Part& part : parts) {
        if (part.kind == Part::Kind::Text) {
            out += part.text;
            continue;
        }
        out += "${" + part.text;
        if (!part.attribute.empty())
            out += '.' + part.attribute;
        out += '}';
    }
    return out;
}

void Expression::append(Part part) {
    if (part.kind == Part::Kind::Text && part.text.empty())
        return;
    if (part.kind == Part::Kind::Text && !parts.empty() && parts.back().kind == Part::Kind::Text)
        parts.back().text += part.text;
    else
        parts.push_back(std::move(part));
}

void Expression::append(const Expression& other) {
    parameter = parts.empty() ? other.parameter : std::string();
    for (const Part& part : other.parts)
        append(part);
    if (condition.empty())
        condition = other.condition;
}

ResourceName resourceName(std::string_view pattern) {
    if (pattern.starts_with("https://sqs.") || pattern.starts_with("https://queue."))
        return {"sqs", std::string(pattern.substr(pattern.rfind('/') + 1))};
    if (!pattern.starts_with("arn:"))
        return {{}, std::string(pattern)};
    const std::vector<std::string_view> fields = arnFields(pattern);
    if (fields.size() < 6)
        return {};
    const std::string_view service = fields[2];
    return {std::string(service), std::string(nameOfField(service, fields[5]))};
}

} // namespace limn::sam
