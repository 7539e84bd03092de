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
    const TreeNode body = takeIn(reading, locationOf(place));
    if (body["paths"].exists())
        placeBody(reading, api, body);
    else
        reading.parts.unplaced(fmt::format("{} routes", resource.id), resource.type,
                               body.exists() ? "the file that should have its routes has no paths"
                                             : "its routes stand in another file",
                               place.fullSpan());
}

} // namespace limn::sam
