// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/explain.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace limn {
namespace {

// The texts of a Check have a line per case.
std::string bulleted(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += fmt::format("- {}\n", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

// A first line that leads to the cases below it stays a sentence.
std::string sentenceAndBullets(std::string_view text) {
    const std::size_t end = text.find(":\n");
    if (end == std::string_view::npos)
        return fmt::format("{}\n", text);
    return fmt::format("{}:\n\n{}", text.substr(0, end), bulleted(text.substr(end + 2)));
}

std::string example(std::string_view heading, std::string_view text) {
    return text.empty() ? std::string()
                        : fmt::format("\n### {}\n\n```yaml\n{}```\n", heading, text);
}

} // namespace

std::string explain(const Check& check) {
    std::string out =
        fmt::format("## {} {}\n\n**{}.** {}\n\n", check.id, check.name, check.title, check.why);
    out += fmt::format("At worst: {}.", word(check.severity));
    if (check.pillar != Pillar::None)
        out += fmt::format(" Counts for: {}.", title(check.pillar));
    out += fmt::format("\n\n### Reports\n\n{}", sentenceAndBullets(check.fires));
    out += fmt::format("\n### Is silent when\n\n{}", bulleted(check.notWhen));
    out += fmt::format("\n### What the platforms do\n\n{}", bulleted(check.platforms));
    out += fmt::format("\n### What to do\n\n{}\n", check.fix);
    out += example("Reported", check.bad);
    out += example("Mended", check.good);
    out += fmt::format("\n### Source\n\n{}\n", check.source);
    if (!check.aliases.empty())
        out += fmt::format("\nElsewhere this is: {}.\n", fmt::join(check.aliases, ", "));
    return out;
}

std::string checksList() {
    std::string out;
    for (const Check* check : checks())
        out += fmt::format("{:<8}{:<9}{:<32}{}\n", check->id, word(check->severity), check->name,
                           check->title);
    return out;
}

std::string checksPage() {
    std::string out =
        "# Checks\n\n"
        "A check asks one question of every part it concerns. It has three answers: it holds, it "
        "fails, or it cannot be told. "
        "What a manifest leaves open is judged by the platform's default, where there is one, and "
        "the finding says so; what "
        "cannot be known is never guessed, but listed as not judged with the expression that stood "
        "in the way.\n\n"
        "An error loses data, fails to deploy or opens the system; a warning goes wrong under "
        "failure, load or growth; an info is a "
        "hint. A finding that rests on a default nobody has verified is a warning at most.\n\n"
        "A finding can be accepted, with a reason and, if need be, until a day: its fingerprint "
        "and the reason go into the "
        "sidecar beside the manifest. It stays in every report, muted, and no longer counts "
        "against the verdict.\n\n"
        "This page is made from the checks themselves; `limn explain CHECK` prints one section of "
        "it.\n\n"
        "| Id | Name | At worst | Question |\n| --- | --- | --- | --- |\n";
    for (const Check* check : checks())
        out += fmt::format(
            "| [{0}](#{1}-{2}) | {2} | {3} | {4} |\n", check->id,
            [&] {
                std::string anchor(check->id);
                std::ranges::transform(anchor, anchor.begin(), [](char c) {
                    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
                });
                return anchor;
            }(),
            check->name, word(check->severity), check->title);
    for (const Check* check : checks())
        out += fmt::format("\n{}", explain(*check));
    return out;
}

} // namespace limn
