// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/model/result.h"

namespace limn {

// A running `dot -Tplain` that answers one graph after the other, faster than a new program for
// each. Owned by one layout call; destroying it ends the program. Not for two threads at once.
class DotProcess {
public:
    // Fails where Graphviz is not installed, saying what to install.
    static Result<DotProcess> start();

    DotProcess(DotProcess&&) noexcept;
    DotProcess& operator=(DotProcess&&) noexcept;
    ~DotProcess();

    // What dot says of a graph, up to and without the line `stop`. Fails when the program dies,
    // takes longer than ten seconds, or `stop` is requested; after that it answers no more.
    Result<std::string> layOut(std::string_view graph, std::stop_token stop);

private:
    struct Child;
    explicit DotProcess(std::unique_ptr<Child> child);
    std::unique_ptr<Child> m_child;
};

} // namespace limn
