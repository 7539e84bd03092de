// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what stands in a template is of the kind that the platform takes there: a text, a list or
// a map. What is not is left out by the steps that look for it, so it is said here, once.
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

enum Kinds : unsigned { Text = 1, List = 2, Map = 4 };

struct ShapeRow {
    std::string_view type; // of the resource; a part of it where several are alike; empty: any
    std::string_view path; // below `Properties`; `*` stands for each entry or item
    unsigned kinds = Map;
};

// Only what decides how a template is read; single values are looked at with their properties.
constexpr std::array<ShapeRow, 55> rows{{
    {"AWS::Serverless::Function", "Events"},
    {"AWS::Serverless::Function", "Events.*"},
    {"AWS::Serverless::Function", "Events.*.Type", Text},
    {"AWS::Serverless::Function", "Events.*.Properties"},
    {"AWS::Serverless::Function", "Environment"},
    {"AWS::Serverless::Function", "Environment.Variables"},
    {"AWS::Serverless::Function", "Handler", Text},
    {"AWS::Serverless::Function", "Runtime", Text},
    {"AWS::Serverless::Function", "Timeout", Text},
    {"AWS::Serverless::Function", "MemorySize", Text},
    {"AWS::Serverless::Function", "CodeUri", Text | Map},
    {"AWS::Serverless::Function", "Tags"},
    {"AWS::Serverless::Function", "VpcConfig"},
    {"AWS::Serverless::Function", "DeadLetterQueue"},
    {"AWS::Serverless::Function", "EventInvokeConfig"},
    {"AWS::Serverless::Function", "EventInvokeConfig.DestinationConfig"},
    {"AWS::Serverless::Function", "FunctionUrlConfig"},
    {"AWS::Serverless::StateMachine", "Events"},
    {"AWS::Serverless::StateMachine", "Events.*"},
    {"AWS::Serverless::StateMachine", "Events.*.Type", Text},
    {"AWS::Serverless::StateMachine", "Events.*.Properties"},
    {"AWS::Serverless::StateMachine", "DefinitionSubstitutions"},
    {"AWS::Serverless::Api", "DefinitionBody"},
    {"AWS::Serverless::Api", "Auth"},
    {"AWS::Serverless::Api", "Auth.Authorizers"},
    {"AWS::Serverless::Api", "Auth.Authorizers.*"},
    {"AWS::Serverless::HttpApi", "DefinitionBody"},
    {"AWS::Serverless::HttpApi", "Auth"},
    {"AWS::Serverless::HttpApi", "Auth.Authorizers"},
    {"AWS::Serverless::HttpApi", "Auth.Authorizers.*"},
    {"AWS::Lambda::Function", "Environment"},
    {"AWS::Lambda::Function", "Environment.Variables"},
    {"AWS::Lambda::Function", "Code", Text | Map}, // a path, before it is packaged
    {"AWS::Lambda::Function", "Handler", Text},
    {"AWS::Lambda::Function", "Runtime", Text},
    {"AWS::Lambda::Function", "Timeout", Text},
    {"AWS::Lambda::Function", "MemorySize", Text},
    {"AWS::Lambda::Function", "VpcConfig"},
    {"AWS::Lambda::Function", "DeadLetterConfig"},
    {"AWS::IAM::Role", "AssumeRolePolicyDocument", Text | Map},
    {"AWS::IAM::Role", "Policies", List},
    {"AWS::IAM::Role", "Policies.*"},
    {"AWS::IAM::Role", "Policies.*.PolicyDocument", Text | Map},
    {"AWS::IAM::Role", "ManagedPolicyArns", List},
    {"AWS::IAM::Policy", "PolicyDocument", Text | Map},
    {"AWS::IAM::ManagedPolicy", "PolicyDocument", Text | Map},
    {"AWS::SQS::Queue", "RedrivePolicy", Text | Map},
    {"AWS::SNS::Topic", "Subscription", List},
    {"AWS::S3::Bucket", "NotificationConfiguration"},
    {"AWS::S3::Bucket", "NotificationConfiguration.LambdaConfigurations", List},
    {"AWS::S3::Bucket", "NotificationConfiguration.QueueConfigurations", List},
    {"AWS::S3::Bucket", "NotificationConfiguration.TopicConfigurations", List},
    {"AWS::Events::Rule", "EventPattern", Text | Map},
    {"AWS::Events::Rule", "Targets", List},
    {"AWS::Events::Rule", "Targets.*"},
}};

// The same below the template's root. `Resources` is looked at where it is read.
constexpr std::array<ShapeRow, 12> sections{{
    {{}, "Transform", Text | List | Map},
    {{}, "Parameters"},
    {{}, "Parameters.*"},
    {{}, "Mappings"},
    {{}, "Mappings.*"},
    {{}, "Mappings.*.*"},
    {{}, "Conditions"},
    {{}, "Globals"},
    {{}, "Globals.*"},
    {{}, "Outputs"},
    {{}, "Outputs.*"},
    {{}, "Rules"},
}};

// And below the resource itself.
constexpr std::array<ShapeRow, 2> attributes{{
    {{}, "DependsOn", Text | List},
    {{}, "Condition", Text},
}};

unsigned kindOf(TreeNode node) { return node.isMap() ? Map : node.isSequence() ? List : Text; }

std::string_view called(unsigned kinds) {
    switch (kinds) {
    case Text:
        return "a single value";
    case List:
        return "a list";
    case Map:
        return "a map";
    case Text | List:
        return "a single value or a list";
    case Text | Map:
        return "a map or a single value";
    default:
        return "a map or a list";
    }
}

class ShapeCheck {
public:
    ShapeCheck(Reading& reading, std::string_view owner) : m_reading(reading), m_owner(owner) {}

    void look(TreeNode node, std::string_view path, unsigned kinds) {
        // What a function gives is known only when it is worked out.
        if (!m_reading.resolver.spend() || intrinsic(node))
            return;
        const std::size_t dot = path.find('.');
        const std::string_view key = path.substr(0, dot);
        const std::string_view rest = dot == path.npos ? std::string_view() : path.substr(dot + 1);
        const auto follow = [&](TreeNode child, std::string_view name) {
            if (!rest.empty())
                look(child, rest, kinds);
            else
                judge(child, name, kinds);
        };
        if (key != "*")
            return follow(node[key], key);
        for (const TreeEntry& entry : node.entries())
            if (!entry.name().starts_with("Fn::"))
                follow(entry.value, entry.name());
        for (const TreeNode item : node.items())
            follow(item, {});
    }

private:
    void judge(TreeNode node, std::string_view name, unsigned kinds) {
        if (node.isNull() || intrinsic(node) || node.isFilledIn() || (kindOf(node) & kinds) != 0)
            return;
        const std::string what =
            name.empty() ? "An item of the list" : fmt::format("`{}`", name.substr(0, 100));
        const std::string of = m_owner.empty() ? std::string() : fmt::format(" of `{}`", m_owner);
        m_reading.parts.problem(Severity::Error, "wrong-type",
                                fmt::format("{}{} is {}, where {} should stand.", what, of,
                                            called(kindOf(node)), called(kinds)),
                                valueSpan(node));
    }

    Reading& m_reading;
    std::string_view m_owner;
};

} // namespace

void reportShapes(Reading& reading) {
    ShapeCheck whole(reading, {});
    for (const ShapeRow& row : sections)
        whole.look(reading.sections.root(), row.path, row.kinds);
    for (const Resource& resource : reading.sections.resources()) {
        ShapeCheck check(reading, resource.id);
        for (const ShapeRow& row : attributes)
            check.look(resource.body, row.path, row.kinds);
        for (const ShapeRow& row : rows)
            if (row.type == resource.type)
                check.look(resource.properties, row.path, row.kinds);
    }
}

} // namespace limn::sam
