// SPDX-License-Identifier: GPL-3.0-or-later
// Gives the table of commands to CLI11: the only file that includes it.
#include "app/cli/parse.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/manifests/nearest_word.h"

namespace limn {
namespace {

// `-o,--output` is known as `output`.
std::string longName(const Option& option) {
    const std::size_t dashes = option.name.rfind("--");
    return std::string(option.name.substr(dashes + 2));
}

// Where CLI11 puts what it read of one command.
struct Slots {
    CLI::App* app = nullptr;
    const Command* command = nullptr;
    std::vector<std::string> operands;
    std::vector<std::string> values;
    std::vector<CLI::Option*> options;
};

void declare(CLI::App& app, Slots& slots) {
    const Command& command = *slots.command;
    slots.app = app.add_subcommand(std::string(command.name), std::string(command.summary));
    slots.values.resize(command.options.size());
    for (std::size_t i = 0; i < command.options.size(); ++i) {
        const Option& option = command.options[i];
        std::string meaning(option.meaning);
        if (!option.fallback.empty())
            meaning += fmt::format(" ({} when not given)", option.fallback);
        CLI::Option* made = nullptr;
        if (option.value.empty()) {
            made = slots.app->add_flag(std::string(option.name), std::as_const(meaning));
        } else {
            made = slots.app->add_option(std::string(option.name), slots.values[i], meaning);
            made->type_name(std::string(option.value))->required(option.required)->take_last();
        }
        if (!option.choices.empty())
            made->type_name(fmt::format("{}", fmt::join(option.choices, "|")));
        slots.options.push_back(made);
    }
    if (command.operand.empty())
        return;
    CLI::Option* operands = slots.app->add_option(std::string(command.operand), slots.operands, "");
    operands->type_name("")->required(!command.optional);
    operands->expected(command.optional ? 0 : 1,
                       command.several ? CLI::detail::expected_max_vector_size : 1);
}

// What was read of one command, with every choice checked.
Call take(const Slots& slots) {
    Arguments arguments;
    arguments.operands = slots.operands;
    for (std::size_t i = 0; i < slots.options.size(); ++i) {
        const Option& option = slots.command->options[i];
        const bool given = slots.options[i]->count() > 0;
        if (!given && option.fallback.empty())
            continue;
        const std::string value = given ? slots.values[i] : std::string(option.fallback);
        const bool known =
            option.choices.empty() ||
            std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end();
        if (!known)
            return Answer{fmt::format("limn: `{}` cannot be `{}`. It is one of: {}.\n", option.name,
                                      value, fmt::join(option.choices, ", ")),
                          Exit::Failed};
        arguments.options.emplace(longName(option), value);
    }
    return CommandCall{slots.command, std::move(arguments)};
}

bool isCommand(std::string_view word) {
    return std::any_of(commands().begin(), commands().end(),
                       [&](const Command* c) { return c->name == word; });
}

// `limn FILE…`: every word must be there, so that a mistyped command is not taken for a file.
Call windowCall(std::vector<std::string> files) {
    std::vector<std::string_view> names;
    for (const Command* command : commands())
        names.push_back(command->name);
    for (const std::string& file : files) {
        std::error_code error;
        if (std::filesystem::exists(file, error))
            continue;
        const std::string_view meant = nearestWord(file, names);
        const std::string hint = meant.empty() ? "`limn --help` lists the commands."
                                               : fmt::format("Did you mean `limn {}`?", meant);
        return Answer{fmt::format("limn: `{}` is neither a command nor a file. {}\n", file, hint),
                      Exit::Failed};
    }
    return WindowCall{std::move(files)};
}

} // namespace

Call parseCall(std::span<const char* const> arguments) {
    std::vector<std::string> words(arguments.begin(), arguments.end());
    if (words.empty())
        return WindowCall{};
    if (words.front() == "--version")
        return Answer{"limn " LIMN_VERSION "\n", Exit::Good};
    if (!words.front().starts_with('-') && !isCommand(words.front()))
        return windowCall(std::move(words));

    CLI::App app(
        "Draws the boundaries of serverless systems. Alone or with files, it opens the window.",
        "limn");
    const std::string versionMeaning = "Print the version"; // answered above; here for the help
    app.add_flag("--version", versionMeaning);
    std::vector<std::unique_ptr<Slots>> all;
    for (const Command* command : commands()) {
        all.push_back(std::make_unique<Slots>());
        all.back()->command = command;
        declare(app, *all.back());
    }
    app.require_subcommand(1);
    std::reverse(words.begin(), words.end()); // CLI11 takes them from the back
    try {
        app.parse(words);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, errors;
        const bool help = app.exit(error, out, errors) == 0;
        return Answer{help ? out.str() : fmt::format("limn: {}", errors.str()),
                      help ? Exit::Good : Exit::Failed};
    }
    for (const auto& slots : all)
        if (slots->app->parsed())
            return take(*slots);
    return Answer{app.help(), Exit::Failed};
}

} // namespace limn
