// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <string_view>

#include "core/checks/finding.h"

namespace limn {

class Judge;    // judge.h: what a check asks the Model with and tells its answers to
struct Rulings; // rulings.h: what manifests and folders say of the checks themselves

// What the verdict judges a system by.
enum class Pillar : std::uint8_t { Execution, State, Triggers, Permissions, None };
std::string_view title(Pillar pillar); // "short-lived execution"

// One question asked of every part it concerns. All that people read about it stands here, once:
// the registry, `limn explain`, the window, SARIF and the reference page are made from it.
struct Check {
    std::string_view id{};   // RTY006, for machines
    std::string_view name{}; // names the fault: "accept lease-shorter-than-handler" is a sentence
    Severity severity = Severity::Warning; // the worst it reports
    Pillar pillar = Pillar::None;
    std::string_view title{};                    // the fault as a sentence
    std::string_view why{};                      // what goes wrong
    std::string_view fires{};                    // when it reports, with each severity
    std::string_view notWhen{};                  // when it is silent on purpose, a line each
    std::string_view platforms{};                // defaults and limits that decide
    std::string_view fix{};                      // what to do
    std::string_view source{};                   // where the claim comes from
    std::string_view bad{};                      // a small manifest that it reports …
    std::string_view good{};                     // … and the same one mended
    std::span<const std::string_view> aliases{}; // ids of the same question in other checkers
    void (*run)(Judge& judge) = nullptr;
};

// Every check, sorted by id.
std::span<const Check* const> checks();
// By id, name or alias, in any case; null when there is none.
const Check* findCheck(std::string_view idOrNameOrAlias);

// What a run depends on besides the model.
struct CheckOptions {
    std::string today; // ISO day, from which acceptances with an end and what platforms still
                       // support are judged; empty: none has ended
    const Rulings* rulings = nullptr; // what is switched off, weighed otherwise or marked in the
                                      // text; null: nothing
};

// Asks everything of the model. Acceptances of the diagram are put on the findings they match, as
// long as their day has not passed. A stopped run gives what it has.
Report check(const Model& model, const Diagram& diagram, std::stop_token stop = {},
             const CheckOptions& options = {});

} // namespace limn
