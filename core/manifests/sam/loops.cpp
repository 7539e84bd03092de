// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/loops.h"

#include <algorithm>

#include "core/manifests/sam/evaluation.h"
#include "core/manifests/sam/loop_writer.h"
#include "core/model/fragment_spans.h"

namespace limn::sam {
namespace {

constexpr int maxPasses = 8; // a pass for each loop inside a loop; the platform has five
constexpr std::size_t maxBytes = 16U << 20;

} // namespace

Span WrittenOut::inFile(Span span) const {
    if (stretches.empty() || span.source != stretches.front().at.source)
        return span;
    auto first = std::upper_bound(
        stretches.begin(), stretches.end(), span.begin,
        [](std::uint32_t offset, const Stretch& stretch) { return offset < stretch.end; });
    if (first == stretches.end())
        --first;
    Span out = first->at;
    const auto isExact = [](const Stretch& s) { return s.end - s.begin == s.at.length(); };
    if (isExact(*first) && span.begin > first->begin)
        out.begin += span.begin - first->begin;
    if (span.end <= span.begin) {
        out.end = out.begin;
        return out;
    }
    auto last = std::lower_bound(
        stretches.begin(), stretches.end(), span.end,
        [](const Stretch& stretch, std::uint32_t offset) { return stretch.end < offset; });
    if (last == stretches.end())
        --last;
    if (last->begin >= span.end && last != stretches.begin())
        --last; // it ends between two stretches
    out.end = last->at.end;
    if (isExact(*last) && span.end < last->end)
        out.end -= last->end - span.end;
    out.end = std::max(out.end, out.begin);
    return out;
}

void WrittenOut::moveToFile(Fragment& fragment) const {
    const FragmentSpans spans([this](Span& span) { span = inFile(span); });
    spans(fragment);
    fragment.problems.insert(fragment.problems.end(), problems.begin(), problems.end());
}

std::optional<WrittenOut> writeOut(const ReadInput& input) {
    const Source& source = input.source;
    const Tree& tree = input.tree;
    if (source.text().find("Fn::ForEach::") == std::string::npos)
        return std::nullopt;
    std::optional<WrittenOut> out;
    for (int pass = 0; pass < maxPasses; ++pass) {
        const Source& text = out ? *out->source : source;
        const Tree& before = out ? *out->tree : tree;
        std::vector<Problem> ignored; // the reader reports them
        const Template sections(before.root(), ignored, input.given);
        const Resolver resolver(sections, text);
        LoopWriter writer(resolver, text, maxBytes);
        writer.write(before.root());
        if (!writer.hasWrittenOut() || writer.isFull())
            break;
        WrittenOut next;
        next.file = &source;
        for (const WrittenOut::Stretch& stretch : writer.stretches())
            next.stretches.push_back(
                {stretch.begin, stretch.end, out ? out->inFile(stretch.at) : stretch.at});
        if (out)
            next.problems = std::move(out->problems);
        for (Problem problem : writer.problems()) {
            problem.at = out ? out->inFile(problem.at) : problem.at;
            next.problems.push_back(std::move(problem));
        }
        next.source = std::make_unique<Source>(source.path(), writer.takeText());
        next.tree = std::make_unique<Tree>(Tree::parse(*next.source, tree.root().span().source));
        if (!next.tree->root().isMap())
            break; // what was written does not read back: better the loops as they stand
        out = std::move(next);
    }
    return out;
}

} // namespace limn::sam
