// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

namespace limn {

extern constinit const Command checkCommand;
extern constinit const Command exportCommand;
extern constinit const Command modelCommand;
extern constinit const Command editCommand;
extern constinit const Command explainCommand;
extern constinit const Command formatsCommand;

std::span<const Command* const> commands() {
    static constexpr const Command* all[] = {&checkCommand, &exportCommand,  &modelCommand,
                                             &editCommand,  &explainCommand, &formatsCommand};
    return all;
}

} // namespace limn
