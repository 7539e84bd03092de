// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/policy_condition.h"

#include <algorithm>

#include "core/checks/arn.h"

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

// Keys that tell who calls, or from where.
constexpr std::string_view narrowingKeys[] = {"aws:PrincipalAccount",
                                              "aws:PrincipalArn",
                                              "aws:PrincipalOrgID",
                                              "aws:PrincipalOrgPaths",
                                              "aws:SourceAccount",
                                              "aws:SourceArn",
                                              "aws:SourceOrgID",
                                              "aws:SourceOrgPaths",
                                              "aws:SourceOwner",
                                              "aws:SourceVpc",
                                              "aws:SourceVpce",
                                              "aws:SourceIp",
                                              "aws:VpcSourceIp",
                                              "aws:userId",
                                              "aws:PrincipalTag",
                                              "kms:CallerAccount",
                                              "lambda:FunctionUrlAuthType",
                                              "lambda:EventSourceToken"};

// Keys that everybody can satisfy.
constexpr std::string_view openKeys[] = {
    "aws:SecureTransport", "aws:Referer",        "aws:UserAgent", "aws:RequestedRegion",
    "aws:CurrentTime",     "aws:EpochTime",      "s3:prefix",     "s3:delimiter",
    "s3:max-keys",         "s3:x-amz-acl",       "sns:Protocol",  "sns:Endpoint",
    "s3:TlsVersion",       "s3:signatureversion"};

Narrowed narrowed(const ConditionTest& test, const Statement::Item& condition) {
    const bool isOpen =
        std::ranges::any_of(openKeys, [&](std::string_view key) { return same(key, test.key); }) ||
        test.key.starts_with("s3:x-amz-server-side-encryption");
    if (isOpen)
        return Narrowed::No;
    const bool isKnown = std::ranges::any_of(narrowingKeys, [&](std::string_view key) {
        return same(key, test.key) ||
               (test.key.size() > key.size() && test.key[key.size()] == '/' &&
                same(key, test.key.substr(0, key.size())));
    });
    if (!isKnown || test.test.ends_with("IfExists") || test.test.starts_with("ForAllValues"))
        return Narrowed::CannotTell;
    if (test.test.find("Not") != std::string_view::npos || test.test == "Null")
        return Narrowed::CannotTell;
    // All there are is nobody in particular.
    return condition.unknown.empty() && isEveryResource(test.values) ? Narrowed::No : Narrowed::Yes;
}

} // namespace

ConditionTest testOf(const Statement::Item& condition) {
    const std::string_view text = condition.text;
    const std::size_t first = std::min(text.find(' '), text.size());
    const std::size_t begin = std::min(first + 1, text.size());
    const std::size_t second = std::min(text.find(' ', begin), text.size());
    return {text.substr(0, first), text.substr(begin, second - begin),
            text.substr(std::min(second + 1, text.size()))};
}

Narrowed narrowedTo(const Statement& statement) {
    if (statement.conditions.empty())
        return statement.conditional ? Narrowed::CannotTell : Narrowed::No;
    Narrowed all = Narrowed::No;
    for (const Statement::Item& condition : statement.conditions) {
        const Narrowed one = narrowed(testOf(condition), condition);
        if (one == Narrowed::Yes) // every condition must hold
            return one;
        all = std::max(all, one);
    }
    return all;
}

const Statement::Item* conditionOn(const Statement& statement, std::string_view key) {
    const auto found =
        std::ranges::find_if(statement.conditions, [&](const Statement::Item& condition) {
            return same(testOf(condition).key, key);
        });
    return found == statement.conditions.end() ? nullptr : &*found;
}

} // namespace limn
