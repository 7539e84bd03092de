// SPDX-License-Identifier: GPL-3.0-or-later
// The least a program costs that reads a YAML file with yaml-cpp: what reading is measured against.
#include <yaml-cpp/yaml.h>

int main(int count, char** arguments) {
    return count == 2 && !YAML::LoadFile(arguments[1]).IsMap() ? 1 : 0;
}
