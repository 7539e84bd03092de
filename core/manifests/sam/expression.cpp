// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/expression.h"

#include <algorithm>
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
constexpr std::array<std::string_view, 24> resourcePrefixes{
    "activity:", "destination:", "topic/",          "table/",      "stream/",
    "function:", "event-bus/",   "stateMachine:",   "secret:",     "parameter/",
    "parameter", "cluster/",     "deliverystream/", "log-group:",  "broker:",
    "userpool/", "rule/",        "cluster:",        "db:",         "role/",
    "user/",     "policy/",      "project/",        "topicfilter/"};

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
    bool isBare = false;
    for (const std::string_view bare : {"s3", "sns", "sqs", "execute-api", "codecommit"})
        isBare = isBare || service == bare;
    const std::size_t before = field.size();
    for (const std::string_view prefix : resourcePrefixes)
        if (field.starts_with(prefix) && field.size() > prefix.size()) {
            field.remove_prefix(prefix.size());
            break;
        }
    // Of most services the kind of thing stands before its name: `execution:Flow:run`.
    if (const std::size_t kind = findOutside(field, ":/"); field.size() == before && !isBare &&
                                                           kind != std::string_view::npos &&
                                                           kind + 1 < field.size())
        field.remove_prefix(kind + 1);
    if (service == "ssm" || service == "bedrock") // a parameter's name is a path, as are these
        return field;
    if (service == "iam")
        return field.substr(field.rfind('/') + 1);
    // The six characters that the platform puts behind a secret's name.
    constexpr std::string_view anySuffix = "-??????";
    if (service == "secretsmanager" && field.ends_with(anySuffix))
        field.remove_suffix(anySuffix.size());
    const bool isPath =
        service == "secretsmanager" || service == "logs" || service == "iot" || service == "kms";
    return field.substr(0, findOutside(field, isPath ? ":" : ":/"));
}

// `bucket` of `bucket.s3.eu-west-1.amazonaws.com`.
std::string_view bucketOfHost(std::string_view host) {
    const std::size_t service = host.find(".s3");
    const bool isHost = service != std::string_view::npos && service > 0 &&
                        (host.ends_with(".amazonaws.com") || host.ends_with(".${AWS::URLSuffix}"));
    const std::string_view after = isHost ? host.substr(service + 3) : std::string_view();
    return after.starts_with('.') || after.starts_with('-') ? host.substr(0, service)
                                                            : std::string_view();
}

} // namespace

std::optional<std::string> Expression::text() const {
    std::string out;
    for (const Part& part : parts) {
        if (part.kind != Part::Kind::Text)
            return std::nullopt;
        out += part.text;
    }
    if (out.find("{{resolve:") != std::string::npos)
        return std::nullopt;
    return out;
}

bool Expression::isAllOfName(const Part& part, std::string_view name) const {
    std::string whole = "${" + part.text;
    if (!part.attribute.empty())
        whole += '.' + part.attribute;
    whole += '}';
    if (!name.starts_with(whole))
        return false;
    name.remove_prefix(whole.size());
    return name.empty() || name.front() == '/' || name.front() == ':';
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
    if (!other.condition.empty())
        condition = together(condition, other.condition).value_or(condition);
}

std::optional<std::string> together(std::string_view outer, std::string_view inner) {
    constexpr std::string_view conjunction = " and ";
    std::string out(outer);
    while (!inner.empty()) {
        const std::size_t end = inner.find(conjunction);
        const std::string_view term = inner.substr(0, end);
        inner = end == std::string_view::npos ? std::string_view()
                                              : inner.substr(end + conjunction.size());
        bool known = false;
        for (std::size_t begin = 0; begin < outer.size();) {
            const std::size_t stop = std::min(outer.find(conjunction, begin), outer.size());
            const std::string_view other = outer.substr(begin, stop - begin);
            const auto denies = [](std::string_view a, std::string_view b) {
                return a.starts_with("not ") && a.substr(4) == b;
            };
            if (denies(term, other) || denies(other, term))
                return std::nullopt;
            known = known || term == other;
            begin = stop + conjunction.size();
        }
        if (!known)
            out += out.empty() ? std::string(term) : std::string(conjunction) + std::string(term);
    }
    return out;
}

ResourceName resourceName(std::string_view pattern) {
    if (pattern.starts_with("https://sqs.") || pattern.starts_with("https://queue."))
        return {"sqs", std::string(pattern.substr(pattern.rfind('/') + 1))};
    if (pattern.starts_with("s3://")) {
        const std::string_view rest = pattern.substr(5);
        return {"s3", std::string(rest.substr(0, findOutside(rest, "/")))};
    }
    if (const std::string_view bucket = bucketOfHost(pattern); !bucket.empty())
        return {"s3", std::string(bucket)};
    if (!pattern.starts_with("arn:"))
        return {{}, std::string(pattern)};
    const std::vector<std::string_view> fields = arnFields(pattern);
    if (fields.size() < 6)
        return {};
    const std::string_view service = fields[2];
    return {std::string(service), std::string(nameOfField(service, fields[5]))};
}

std::optional<ResourceName> dynamicReference(std::string_view pattern) {
    constexpr std::string_view opening = "{{resolve:";
    const std::size_t begin = pattern.find(opening);
    if (begin == std::string_view::npos)
        return std::nullopt;
    const std::string_view rest = pattern.substr(begin + opening.size());
    const std::size_t colon = rest.find(':');
    const std::size_t close = rest.find("}}");
    if (colon == std::string_view::npos || close == std::string_view::npos || colon > close)
        return std::nullopt;
    const std::string_view service = rest.substr(0, colon);
    const std::string_view name = rest.substr(colon + 1, close - colon - 1);
    if (service == "secretsmanager") {
        if (name.starts_with("arn:"))
            return resourceName(name);
        return ResourceName{std::string(service),
                            std::string(name.substr(0, findOutside(name, ":")))};
    }
    if (service != "ssm" && service != "ssm-secure")
        return std::nullopt;
    return ResourceName{"ssm", std::string(name.substr(0, findOutside(name, ":")))};
}

} // namespace limn::sam
