// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/model/result.h"

namespace limn {

// A running `dot -Tplain` that answers one graph after the other, faster than a new program for
// each. Destroying it ends the program. Not for two threads at once.
class DotProcess {
public:
    // Fails where Graphviz is not installed, saying what to install.
    static Result<DotProcess> start();

    DotProcess(DotProcess&&) noexcept;
    DotProcess& operator=(DotProcess&&) noexcept;
    ~DotProcess();

    // What dot says of a graph, up to and without the line `stop`. Fails when the program dies,
    // takes longer than `patience`, or `stop` is requested; after that it answers no more.
    Result<std::string> layOut(std::string_view graph, std::chrono::milliseconds patience,
                               std::stop_token stop);
    bool usable() const;

private:
    struct Child;
    explicit DotProcess(std::unique_ptr<Child> child);
    std::unique_ptr<Child> m_child;
};

} // namespace limn
