// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/fragment_spans.h"

namespace limn {

void renumber(Fragment& fragment, std::span<const std::uint32_t> now) {
    const FragmentSpans spans([now](Span& span) {
        if (span.source < now.size())
            span.source = now[span.source];
    });
    spans(fragment);
    for (FragmentStack& stack : fragment.stacks)
        if (stack.source < now.size())
            stack.source = now[stack.source];
}

} // namespace limn
