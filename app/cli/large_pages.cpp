// SPDX-License-Identifier: GPL-3.0-or-later
#if LIMN_MIMALLOC
#include <cstdint>

#include <mimalloc.h>
#include <sys/mman.h>
#endif

#include "app/cli/command.h"

namespace limn {

void useLargePages() {
#if LIMN_MIMALLOC
    ::mi_option_enable(::mi_option_large_os_pages);
    // The first segment was taken before main() began, in small pages: each of its 8192 would be a
    // fault of its own. mimalloc 2 cuts the memory into aligned segments of 32 MiB; where another
    // version has other sizes, the advice fails, and nothing is lost.
    constexpr std::uintptr_t segment = std::uintptr_t{32} << 20;
    const auto inside = reinterpret_cast<std::uintptr_t>(::mi_malloc(1));
    ::madvise(reinterpret_cast<void*>(inside & ~(segment - 1)), segment, MADV_HUGEPAGE);
    ::mi_free(reinterpret_cast<void*>(inside));
#endif
}

} // namespace limn
