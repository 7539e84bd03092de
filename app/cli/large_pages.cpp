// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <memory>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/cli/command.h"

namespace limn {

void useLargePages() {
    constexpr std::size_t page = 2U << 20, room = 32U << 20;
    // Tables belong to the heap too, and what is freed there stays for the next.
    ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(room));
    ::mallopt(M_TRIM_THRESHOLD, static_cast<int>(8 * room));
    ::mallopt(M_TOP_PAD, static_cast<int>(room));
    // More than the heap has by now, so that it grows at once.
    const auto grown = std::make_unique_for_overwrite<char[]>(page);
    const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0)) / page * page;
    const auto begin = (reinterpret_cast<std::uintptr_t>(grown.get()) + page - 1) / page * page;
    if (begin < end)
        ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

} // namespace limn
