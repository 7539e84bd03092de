// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/model/value.h"

// How texts and values are spelled in YAML, so that every reader gives back exactly what was meant.
namespace limn {

enum class YamlContext : std::uint8_t { Block, Flow };

// The text as a scalar: plain where it stays a text, else in double quotes. Never contains a line
// break.
std::string yamlScalar(std::string_view text, YamlContext context = YamlContext::Block);

// The value on one line, collections in brackets, an Unknown as `{unknown: …}`.
std::string yamlValue(const Value& value, YamlContext context = YamlContext::Block);

} // namespace limn
