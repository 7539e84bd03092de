// SPDX-License-Identifier: GPL-3.0-or-later
// `.limn.yaml`: what a folder says of the checks.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/checks/rulings.h"
#include "core/manifests/nearest_word.h"
#include "core/manifests/tree.h"

namespace limn {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view fileName = ".limn.yaml";
constexpr std::uintmax_t mostBytes = 1U << 20;
constexpr std::array<std::string_view, 2> keys{"limn", "checks"};
constexpr std::array<std::string_view, 4> weights{"off", "info", "warning", "error"};

class SettingsReader {
public:
    SettingsReader(std::string_view text, std::string_view path)
        : m_source(std::string(path), std::string(text)), m_tree(Tree::parse(m_source, 0)) {}

    Result<CheckSettings> read() {
        for (const Problem& problem : m_tree.problems())
            refuse(problem.at, problem.message);
        const TreeNode root = m_tree.root();
        if (m_tree.documents().size() > 1)
            refuse(root.span(), "it has several documents, which settings never have.");
        forEach(root, "the settings", [&](const TreeEntry& entry) { readKey(entry); });
        if (m_error.empty())
            return std::move(m_settings);
        return Error{std::move(m_error)};
    }

private:
    // The first fault is told.
    void refuse(Span at, std::string_view message) {
        if (!m_error.empty())
            return;
        const LineColumn place = m_source.lineColumn(at.valid() ? at.begin : 0);
        m_error = fmt::format("The settings `{}` could not be read: line {}, column {}: {}",
                              m_source.path(), place.line, place.column, message);
    }

    template <typename Visit>
    void forEach(TreeNode map, std::string_view what, const Visit& visit) {
        if (map.isNull())
            return;
        if (!map.isMap())
            return refuse(map.span(), fmt::format("{} must be a map.", what));
        for (const TreeEntry& entry : map.entries())
            visit(entry);
    }

    void readKey(const TreeEntry& entry) {
        if (entry.name() == "checks")
            return forEach(entry.value, "`checks`",
                           [&](const TreeEntry& check) { readCheck(check); });
        if (entry.name() != "limn")
            return refuseWord(entry.key, "key of the settings", keys);
        if (entry.value.scalar() != "1")
            refuse(entry.value.span(),
                   "the version of the settings must be 1: they are of a newer program.");
    }

    void refuseWord(TreeNode word, std::string_view what, std::span<const std::string_view> known) {
        const std::string meant = didYouMean(word.scalar(), known);
        refuse(word.span(),
               fmt::format("`{}` is no {}{}", word.scalar(), what, meant.empty() ? "." : meant));
    }

    void readCheck(const TreeEntry& entry) {
        const Check* check = findCheck(entry.name());
        // An alias is another checker's word, and may mean several of ours.
        const auto same = [&](std::string_view own) {
            return std::ranges::equal(own, entry.name(), [](unsigned char a, unsigned char b) {
                return std::tolower(a) == std::tolower(b);
            });
        };
        if (!check || (!same(check->id) && !same(check->name))) {
            std::vector<std::string_view> known;
            for (const Check* each : checks())
                known.insert(known.end(), {each->id, each->name});
            return refuseWord(entry.key, "check", known);
        }
        const std::string_view word = entry.value.scalar();
        if (std::ranges::find(weights, word) == weights.end())
            return refuse(
                entry.value.exists() && !entry.value.span().length() ? entry.key.span()
                                                                     : entry.value.span(),
                fmt::format("`{}` must be one of: {}.", entry.name(), fmt::join(weights, ", ")));
        if (!m_settings.emplace(check, severity(word)).second)
            refuse(entry.key.span(), fmt::format("{} is set twice.", check->id));
    }

    Source m_source;
    Tree m_tree;
    CheckSettings m_settings;
    std::string m_error;
};

// The folders whose settings count for a file, the nearest first: up to the one that is under
// version control, else to the one that was opened.
std::vector<fs::path> foldersAround(const Source& source) {
    std::error_code error;
    const fs::path own = fs::absolute(source.folder(), error).lexically_normal();
    const fs::path opened = fs::absolute(source.root(), error).lexically_normal() / "";
    std::vector<fs::path> all, below;
    for (fs::path folder = own / ""; !error;) {
        all.push_back(folder);
        if (fs::exists(folder / ".git", error))
            return all;
        error.clear();
        const fs::path up = folder.parent_path().parent_path() / "";
        if (up == folder)
            break;
        folder = up;
    }
    for (const fs::path& folder : all) {
        below.push_back(folder);
        if (folder == opened)
            return below;
    }
    return {own / ""};
}

// As the user would name it.
std::string shown(const fs::path& file) {
    std::error_code error;
    const fs::path near = file.lexically_relative(fs::current_path(error));
    return !error && !near.empty() && *near.begin() != ".." ? near.string() : file.string();
}

Result<CheckSettings> readFolder(const fs::path& folder) {
    const fs::path file = folder / fileName;
    std::error_code error;
    if (!fs::exists(file, error))
        return CheckSettings();
    const auto failed = [&](std::string_view why) {
        return Error{fmt::format("The settings `{}` could not be read: {}", shown(file), why)};
    };
    if (!fs::is_regular_file(file, error))
        return failed("it is no file.");
    if (fs::file_size(file, error) > mostBytes || error)
        return failed("it is larger than 1 MiB.");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return failed("it may not be opened.");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parseSettings(text, shown(file));
}

} // namespace

Result<CheckSettings> parseSettings(std::string_view text, std::string_view path) {
    return SettingsReader(text, path).read();
}

Result<std::vector<CheckSettings>> settingsOf(const Sources& sources) {
    std::map<fs::path, CheckSettings> read;
    std::map<std::string, CheckSettings> ofFolder; // with those of the folders around it
    std::vector<CheckSettings> all(sources.size());
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
        const Source& source = sources[i];
        const auto [known, fresh] = ofFolder.try_emplace(source.root() + '\n' + source.folder());
        if (fresh)
            for (const fs::path& folder : foldersAround(source)) {
                auto own = read.find(folder);
                if (own == read.end()) {
                    Result<CheckSettings> result = readFolder(folder);
                    if (!result)
                        return result.error();
                    own = read.emplace(folder, std::move(*result)).first;
                }
                known->second.insert(own->second.begin(), own->second.end());
            }
        all[i] = known->second;
    }
    return all;
}

} // namespace limn
