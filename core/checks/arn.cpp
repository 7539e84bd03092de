// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/arn.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/model/star_pattern.h"

namespace limn {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// Where the `${…}` that opens at `from` ends; expressions in it may have braces too.
std::size_t variableEnd(std::string_view text, std::size_t from) {
    int depth = 0;
    for (std::size_t i = from + 1; i < text.size(); ++i) {
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        if (depth == 0)
            return i + 1;
    }
    return text.size();
}

bool opensVariable(std::string_view text, std::size_t at) {
    return text[at] == '$' && at + 1 < text.size() && text[at + 1] == '{';
}

// The next colon that is in no variable.
std::size_t colon(std::string_view text, std::size_t from) {
    for (std::size_t i = from; i < text.size();) {
        if (text[i] == ':')
            return i;
        i = opensVariable(text, i) ? variableEnd(text, i) : i + 1;
    }
    return npos;
}

bool saysNothing(std::string_view resource) {
    return !resource.empty() && resource.find_first_not_of("*/:") == npos &&
           resource.find('*') != npos;
}

struct TypeArn {
    std::string_view platformType, attribute, service, type;
};
constexpr TypeArn typeArns[] = {
    {"AWS::DynamoDB::GlobalTable", "Arn", "dynamodb", "table"},
    {"AWS::DynamoDB::GlobalTable", "StreamArn", "dynamodb", "stream"},
    {"AWS::DynamoDB::Table", "Arn", "dynamodb", "table"},
    {"AWS::DynamoDB::Table", "StreamArn", "dynamodb", "stream"},
    {"AWS::Events::EventBus", "Arn", "events", "event-bus"},
    {"AWS::IAM::Role", "Arn", "iam", "role"},
    {"AWS::KMS::Key", "Arn", "kms", "key"},
    {"AWS::Kinesis::Stream", "Arn", "kinesis", "stream"},
    {"AWS::Lambda::Function", "Arn", "lambda", "function"},
    {"AWS::S3::Bucket", "Arn", "s3", "bucket"},
    {"AWS::SNS::Topic", "", "sns", "topic"},
    {"AWS::SNS::Topic", "TopicArn", "sns", "topic"},
    {"AWS::SQS::Queue", "Arn", "sqs", "queue"},
    {"AWS::SecretsManager::Secret", "", "secretsmanager", "Secret"},
    {"AWS::Serverless::Function", "Arn", "lambda", "function"},
    {"AWS::Serverless::SimpleTable", "Arn", "dynamodb", "table"},
    {"AWS::Serverless::StateMachine", "", "states", "statemachine"},
    {"AWS::Serverless::StateMachine", "Arn", "states", "statemachine"},
    {"AWS::StepFunctions::StateMachine", "", "states", "statemachine"},
    {"AWS::StepFunctions::StateMachine", "Arn", "states", "statemachine"},
};

const IamResource* typeNamed(std::string_view service, std::string_view type) {
    const auto own = std::ranges::equal_range(iamResources(), service, {}, &IamResource::service);
    const auto found = std::ranges::find(own, type, &IamResource::type);
    return found == own.end() ? nullptr : &*found;
}

} // namespace

Arn arnOf(std::string_view text) {
    Arn arn;
    if (!text.starts_with("arn:"))
        return arn;
    std::size_t from = 4;
    for (std::string_view Arn::* piece :
         {&Arn::partition, &Arn::service, &Arn::region, &Arn::account}) {
        const std::size_t end = colon(text, from);
        if (end == npos)
            return arn;
        arn.*piece = text.substr(from, end - from);
        from = end + 1;
    }
    arn.resource = text.substr(from);
    arn.valid = !arn.resource.empty();
    return arn;
}

bool isEveryResource(std::string_view text) {
    if (saysNothing(text))
        return true;
    const Arn arn = arnOf(text);
    // `arn:aws:s3:*` is short of pieces, and still means all.
    return arn.valid ? saysNothing(arn.resource)
                     : text.starts_with("arn:") && saysNothing(text.substr(text.rfind(':') + 1));
}

std::string asPattern(std::string_view text) {
    std::string pattern;
    pattern.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (opensVariable(text, i)) {
            pattern += '*';
            i = variableEnd(text, i);
        } else {
            pattern += text[i++];
        }
    }
    return pattern;
}

std::vector<const IamResource*> typesOf(const IamAction& action) {
    std::vector<const IamResource*> found;
    for (std::string_view name : action.resourceTypes) {
        if (name.ends_with('*'))
            name.remove_suffix(1);
        found.push_back(typeNamed(action.service, name));
    }
    return found;
}

// The shortest: an object of a bucket before one behind an access point.
std::string plainestArn(const IamAction& action) {
    const IamResource* shortest = nullptr;
    for (const IamResource* type : typesOf(action))
        if (type && (!shortest || type->arn.size() < shortest->arn.size()))
            shortest = type;
    if (!shortest)
        return "*";
    const Arn shape = arnOf(shortest->arn);
    const auto open = [](std::string_view piece) {
        return piece.starts_with('$') ? std::string_view("*") : piece;
    };
    return fmt::format("arn:{}:{}:{}:{}:{}", open(shape.partition), shape.service,
                       open(shape.region), open(shape.account), shape.resource);
}

bool mayBe(const Arn& resource, const IamResource& type) {
    const Arn shape = arnOf(type.arn);
    const bool sameService =
        resource.service.find_first_of("*?$") != npos || resource.service == shape.service;
    // A bucket's name has no slash; behind one its objects begin.
    if (!sameService || (type.type == "bucket" && resource.resource.find('/') != npos))
        return false;
    // The usual shape, `table/${TableName}`, is met by whatever begins as it does.
    const std::size_t name = shape.resource.find("${");
    if (name != npos && variableEnd(shape.resource, name) == shape.resource.size() &&
        resource.resource.size() > name &&
        resource.resource.starts_with(shape.resource.substr(0, name)))
        return true;
    return patternsMeet(asPattern(resource.resource), asPattern(shape.resource));
}

const IamResource* resourceOfType(std::string_view platformType, std::string_view attribute) {
    const auto* const row = std::ranges::find_if(typeArns, [&](const TypeArn& known) {
        return known.platformType == platformType && known.attribute == attribute;
    });
    return row == std::end(typeArns) ? nullptr : typeNamed(row->service, row->type);
}

} // namespace limn
