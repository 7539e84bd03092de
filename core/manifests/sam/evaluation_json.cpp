// SPDX-License-Identifier: GPL-3.0-or-later
// Fn::ToJsonString: a value of the template as a text.
#include <fmt/format.h>

#include "core/manifests/sam/evaluation.h"

namespace limn::sam {
namespace {

using Part = Expression::Part;

constexpr int maxDepth = 40;

std::string jsonText(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out;
}

} // namespace

// The text of a value as JSON; with `isBare` the node's tag is not asked, as it is the caller's.
Evaluation::Texts Evaluation::json(TreeNode node, int depth, bool isBare) {
    const auto text = [&](std::string_view made) {
        return Texts{one(Kind::Text, made, node.span())};
    };
    if (depth > maxDepth || --m_budget < 0)
        return {unknown(node)};
    if (!isBare && intrinsic(node)) {
        Texts quoted = all(node, depth + 1);
        for (Expression& value : quoted) {
            if (value.isNothing)
                continue;
            Expression made = one(Kind::Text, "\"", value.at);
            made.condition = value.condition;
            for (Part part : value.parts) {
                if (part.kind == Kind::Text)
                    part.text = jsonText(part.text);
                made.append(std::move(part));
            }
            made.append({Kind::Text, "\"", {}, value.at});
            value = std::move(made);
        }
        return quoted;
    }
    if (node.isNull())
        return text("null");
    if (node.isScalar()) {
        const Value value = node.value();
        return value.string() ? text('"' + jsonText(*value.string()) + '"') : text(value.display());
    }
    const bool isMap = node.isMap();
    Texts out = text(isMap ? "{" : "[");
    bool isFirst = true;
    const auto add = [&](std::string_view key, TreeNode value) {
        Texts choices = json(value, depth + 1);
        for (Expression& choice : choices) {
            if (choice.isNothing)
                continue;
            Expression made = one(Kind::Text,
                                  fmt::format("{}{}", isFirst ? "" : ",",
                                              isMap ? fmt::format("\"{}\":", jsonText(key)) : ""),
                                  node.span());
            made.append(choice);
            choice = std::move(made);
        }
        extend(out, choices);
        isFirst = false;
    };
    if (isMap)
        for (const TreeEntry& entry : node.entries())
            add(entry.name(), entry.value);
    for (const TreeNode item : node.items())
        add({}, item);
    extend(out, text(isMap ? "}" : "]"));
    return out;
}

Evaluation::Texts Evaluation::toJsonString(const Intrinsic& call, TreeNode node, int depth) {
    if (call.isTag && keyedIntrinsic(call.argument))
        return argument(call, depth);
    return call.argument.isScalar() ? Texts{unknown(node)} : json(call.argument, depth, call.isTag);
}

} // namespace limn::sam
