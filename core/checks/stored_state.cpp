// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/stored_state.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace limn {
namespace {

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

// Labels by which people say what a store is for.
std::string labelOf(const ValueMap& tags) {
    constexpr std::array<std::string_view, 5> stages{"test", "dev", "development", "sandbox",
                                                     "ephemeral"};
    constexpr std::array<std::string_view, 4> derived{"derived", "reproducible", "cache",
                                                      "temporary"};
    for (const auto& [key, value] : tags) {
        const std::string name = lowered(key);
        const std::string word = lowered(value.display());
        const bool ofStage = name == "stage" || name == "env" || name == "environment";
        if ((ofStage && std::ranges::find(stages, word) != stages.end()) ||
            std::ranges::find(derived, word) != derived.end())
            return fmt::format("it is labelled {}: {}", key, value.display());
    }
    return {};
}

// A function that only the deployment calls: what it writes, the next deployment writes again.
bool onlySeeds(const Judge& judge, const Node& function) {
    const Model& model = judge.model();
    bool seeds = false;
    for (const EdgeIndex at : model.edgesTo(model.indexOf(function))) {
        const Edge& edge = model[at];
        if (edge.kind != EdgeKind::Triggers && edge.kind != EdgeKind::Invokes)
            continue;
        const Node* from = judge.nodeOf(edge.from);
        if (!from || model.text(from->subtype) != "custom_resource")
            return false;
        seeds = true;
    }
    return seeds;
}

} // namespace

Writers writersOf(const Judge& judge, const Node& store) {
    Writers found;
    for (const Edge* edge : judge.into(store, EdgeKind::Writes)) {
        const Node* from = judge.nodeOf(edge->from);
        if (!from || (from->kind != NodeKind::Function && from->kind != NodeKind::Workflow))
            continue;
        if (onlySeeds(judge, *from))
            continue;
        const Property* access = judge.model().property(*edge, "access");
        if (access && access->value.unknown())
            found.unsure = found.unsure ? found.unsure : edge;
        else if (!access || access->value != Value("read"))
            found.sure.push_back(from);
    }
    return found;
}

std::string whyPassing(const Judge& judge, const Node& store) {
    const Model& model = judge.model();
    if (const Property* ttl = model.property(store, "ttl_attribute"))
        return fmt::format("its items expire ({})", ttl->value.display());
    if (const Property* expiry = model.property(store, "expire_after_seconds");
        expiry && expiry->value.number() > 0)
        return fmt::format("what it holds expires after {}", duration(expiry->value.number()));
    if (const Property* tags = model.property(store, "tags"))
        if (const ValueMap* map = tags->value.map())
            return labelOf(*map);
    return {};
}

} // namespace limn
