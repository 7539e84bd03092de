// SPDX-License-Identifier: GPL-3.0-or-later
#if LIMN_MIMALLOC
#include <mimalloc.h>
#endif

#include "app/cli/command.h"

namespace limn {

void useLargePages() {
#if LIMN_MIMALLOC
    ::mi_option_enable(::mi_option_large_os_pages);
#endif
}

} // namespace limn
