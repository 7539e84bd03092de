// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/sam.h"

namespace limn {
namespace {

bool hasTransform(TreeNode transform, std::string_view prefix) {
    if (transform.isScalar())
        return transform.scalar().starts_with(prefix);
    for (const TreeNode item : transform.items())
        if (item.scalar().starts_with(prefix))
            return true;
    return false;
}

// Whether a resource's type starts with that; a broken template has some that tell nothing.
bool hasResourceOf(TreeNode root, std::string_view prefix) {
    if (!root["Resources"].isMap())
        return false;
    for (const TreeEntry& entry : root["Resources"].entries())
        if (entry.value["Type"].scalar().starts_with(prefix))
            return true;
    return false;
}

bool isServerless(const Tree& tree) {
    const TreeNode root = tree.root();
    return root.isMap() && (hasTransform(root["Transform"], "AWS::Serverless") ||
                            hasResourceOf(root, "AWS::Serverless::"));
}

bool isCloudFormation(const Tree& tree) {
    const TreeNode root = tree.root();
    return root.isMap() && (root["AWSTemplateFormatVersion"].exists() ||
                            hasTransform(root["Transform"], "AWS::LanguageExtensions") ||
                            hasResourceOf(root, "AWS::") || hasResourceOf(root, "Custom::"));
}

Fragment readServerless(const ReadInput& input) { return sam::read(input, "sam"); }
Fragment readCloudFormation(const ReadInput& input) { return sam::read(input, "cloudformation"); }

} // namespace

constinit const Format samFormat{
    .id = "sam",
    .title = "AWS SAM",
    .description = "AWS Serverless Application Model templates, YAML or JSON",
    .recognises = isServerless,
    .read = readServerless,
    .write = sam::write,
    .writes = sam::writes,
    .written = sam::plainValues,
};

constinit const Format cloudformationFormat{
    .id = "cloudformation",
    .title = "AWS CloudFormation",
    .description = "AWS CloudFormation templates, YAML or JSON",
    .recognises = isCloudFormation,
    .read = readCloudFormation,
    .write = sam::write,
    .writes = sam::writes,
    .written = sam::plainValues,
};

} // namespace limn
