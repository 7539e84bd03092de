// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/node.h"

namespace limn {

enum class GroupKind : std::uint8_t { Stack, File, Service, Api, Folder, Tag };
std::string_view word(GroupKind kind);
std::optional<GroupKind> groupKind(std::string_view word);

// A box around parts that belong together. An API is a group whose members are its routes.
struct Group {
    Symbol id = Symbol::None;
    Symbol name = Symbol::None;
    GroupKind kind = GroupKind::Service;
    GroupIndex parent = GroupIndex::None;
    Symbol platformType = Symbol::None;
    Span at;
    Range properties;
};

} // namespace limn
