// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/source.h"

namespace limn::sam {

// What an intrinsic function or a plain text comes to, as far as the template tells: pieces of
// text, names of resources, and what only a deployment knows, in their order.
struct Expression {
    struct Part {
        enum class Kind {
            Text,
            Resource,  // `text` is a logical id, which may be nobody's
            Parameter, // without a default
            Pseudo,    // AWS::Region
            Import,    // `text` is the export's name
            Unknown,   // `text` is the expression as written
        };
        Kind kind = Kind::Text;
        std::string text;
        std::string attribute; // of a Resource: `Arn`; empty for a plain Ref
        Span at;
        bool isMissing = false; // of an Unknown: a mapping that has no such entry
    };

    std::vector<Part> parts;
    Span at; // of the whole, tag included
    // `IsProd`, `not IsProd and HasQueue`: it is one of the answers of undecided conditions.
    std::string condition;
    std::string parameter;  // whose default the whole of it is
    bool isNothing = false; // AWS::NoValue; only while an expression is worked out

    // The text, where all of it is known: a dynamic reference in it is not.
    std::optional<std::string> text() const;
    // The first part of that kind; null when there is none.
    const Part* first(Part::Kind kind) const;
    // Whether the part is the whole of a name in the pattern, and not a piece of it: `${Table}/*`.
    bool isAllOfName(const Part& part, std::string_view name) const;
    // The text with `${…}` where it is not known: equal patterns mean the same thing within one
    // template.
    std::string pattern() const;

    void append(Part part);
    void append(const Expression& other);
};

// Conditions that hold at once, as `A and not B`; nothing when they exclude each other.
std::optional<std::string> together(std::string_view outer, std::string_view inner);

// What a pattern names: the service of an ARN or a queue's URL (empty for a plain name), and the
// name of the resource itself
// (`orders` of `arn:aws:dynamodb:…:table/orders/index/*`).
struct ResourceName {
    std::string service;
    std::string name;
};
ResourceName resourceName(std::string_view pattern);

// What the dynamic reference in a pattern names: the secret of
// `{{resolve:secretsmanager:name:SecretString:key}}`, the parameter of `{{resolve:ssm:name:2}}`.
std::optional<ResourceName> dynamicReference(std::string_view pattern);

} // namespace limn::sam
