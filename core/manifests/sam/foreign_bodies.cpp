// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAPI descriptions that stand in files of their own.
#include <fmt/format.h>

#include "core/manifests/sam/openapi.h"

namespace limn::sam {
namespace {

// Where the description is: the place itself, or what an include names as its location.
TreeNode locationOf(TreeNode place) {
    const std::optional<Intrinsic> call = intrinsic(place);
    const bool isCall = call && call->name == "Transform";
    if (!isCall && !place["Parameters"].exists() && !place.isSequence())
        return place;
    const TreeNode argument = isCall ? call->argument : place;
    const TreeNode include = argument.isSequence() ? argument.item(0) : argument;
    return include["Name"].scalar() == "AWS::Include" ? include["Parameters"]["Location"]
                                                      : TreeNode();
}

bool namesLocalFile(const Reading& reading, TreeNode location) {
    const std::optional<Expression> expression = reading.resolver.expression(location);
    const std::optional<std::string> name = expression ? expression->text() : std::nullopt;
    return name && !name->empty() && !isElsewhere(*name);
}

// The root of the file that a place names; missing when it names none below the opened folder.
TreeNode takeIn(Reading& reading, TreeNode location) {
    const std::optional<Expression> expression = reading.resolver.expression(location);
    const std::optional<std::string> name = expression ? expression->text() : std::nullopt;
    if (!name)
        return {};
    const NamedFile file = reading.input.file(*name, valueSpan(location));
    if (!file)
        return {};
    const Tree& tree = reading.takenIn.emplace_back(Tree::parse(*file.source, file.index));
    reading.resolver.takeIn(file.index, *file.source);
    std::vector<Problem>& problems = reading.parts.fragment().problems;
    problems.insert(problems.end(), tree.problems().begin(), tree.problems().end());
    return tree.root();
}

} // namespace

void placeForeignBody(Reading& reading, const Resource& resource) {
    const Api api = apiOf(reading, resource.id);
    const TreeNode place = foreignBody(api);
    if (!place.exists())
        return;
    const TreeNode location = locationOf(place);
    reading.included.insert(location.fullSpan().begin);
    const TreeNode body = takeIn(reading, location);
    if (body["paths"].exists())
        return placeBody(reading, api, body);
    if (body.exists())
        reading.parts.problem(
            Severity::Warning, "no-paths",
            fmt::format("The file that is named here has no `paths`, so it says no route of `{}`.",
                        resource.id),
            place.fullSpan());
    else if (!namesLocalFile(reading, location)) // whose absence is told where it is named
        reading.parts.problem(
            Severity::Info, "not-at-hand",
            fmt::format("The routes stand in a bucket, so those of `{}` are not all known.",
                        resource.id),
            place.fullSpan());
}

} // namespace limn::sam
