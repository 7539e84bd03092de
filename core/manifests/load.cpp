// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the files of the paths a user names.
#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "core/manifests/file.h"
#include "core/manifests/ignore.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t maxFiles = 20'000; // a folder with more is no project but a disk

constexpr int maxDepth = 64;

// Dependencies and build output. The folder that is opened may be called so itself.
constexpr std::array<std::string_view, 15> foreignFolders{
    "node_modules", "vendor", "venv",    "site-packages", "__pycache__",
    "build",        "dist",   "target",  "out",           "bin",
    "obj",          "tmp",    "cdk.out", "coverage",      "bower_components"};

bool isForeign(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return name.starts_with('.') ||
           std::find(foreignFolders.begin(), foreignFolders.end(), name) != foreignFolders.end();
}

bool mayBeManifest(const fs::path& file) {
    const std::string extension = file.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json" ||
           extension == ".template";
}

// Every link followed, so that none leads out of the folder.
bool staysBelow(const fs::path& root, const fs::path& path) {
    std::error_code error;
    const fs::path folder = fs::canonical(root, error);
    const fs::path way = error ? fs::path() : fs::canonical(path, error).lexically_relative(folder);
    return !error && !way.empty() && *way.begin() != "..";
}

// Walks a folder for files that may be manifests.
class Walk {
public:
    explicit Walk(const std::string& root) : m_root(root) {}
    Result<std::vector<std::string>> files();

private:
    void enter(const fs::path& folder, const std::string& below, int depth);
    bool isIgnored(std::string_view path, bool isFolder) const;

    // What a folder of the way leaves out. `below` is its path from the root, with a slash.
    struct Rules {
        std::string below;
        IgnoreRules rules;
    };
    const std::string& m_root;
    std::vector<Rules> m_rules;
    std::vector<std::string> m_files;
    std::error_code m_error; // of the root; what is below it and cannot be read is left out
};

// The rules of the innermost folder count first. The path is from the root.
bool Walk::isIgnored(std::string_view path, bool isFolder) const {
    for (auto own = m_rules.rbegin(); own != m_rules.rend(); ++own)
        if (const auto ignored = own->rules.ignores(path.substr(own->below.size()), isFolder))
            return *ignored;
    return false;
}

void Walk::enter(const fs::path& folder, const std::string& below, int depth) {
    std::error_code error;
    const fs::path ignoreFile = folder / ".gitignore";
    const std::size_t known = m_rules.size();
    if (fs::is_regular_file(ignoreFile, error))
        if (const Result<std::string> text = readFile(ignoreFile.string()))
            m_rules.push_back({below, IgnoreRules(*text)});
    fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
    if (depth == 0)
        m_error = error;
    for (const fs::directory_iterator end; !error && entries != end; entries.increment(error)) {
        const fs::path& path = entries->path();
        const std::string name = below + path.filename().string();
        std::error_code ignored;
        const bool isLink = entries->is_symlink(ignored);
        if (entries->is_directory(ignored)) {
            if (!isLink && depth < maxDepth && !isForeign(path) && !isIgnored(name, true))
                enter(path, name + '/', depth + 1);
        } else if (mayBeManifest(path) && entries->is_regular_file(ignored) &&
                   !isIgnored(name, false) && (!isLink || staysBelow(m_root, path))) {
            m_files.push_back(path.lexically_normal().string());
        }
        if (m_files.size() > maxFiles)
            break;
    }
    m_rules.erase(m_rules.begin() + static_cast<std::ptrdiff_t>(known), m_rules.end());
}

Result<std::vector<std::string>> Walk::files() {
    enter(m_root, {}, 0);
    if (m_error)
        return Error{
            fmt::format("The folder `{}` could not be read: {}.", m_root, m_error.message())};
    if (m_files.size() > maxFiles)
        return Error{fmt::format(
            "`{}` holds more than {} YAML and JSON files. Name the project's own folder.", m_root,
            maxFiles)};
    std::sort(m_files.begin(), m_files.end());
    return std::move(m_files);
}

} // namespace

Result<std::string> readBelow(const std::string& root, const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error))
        return Error{"there is no such file"};
    if (!staysBelow(root, path))
        return Error{"a link leads out of the opened folder"};
    if (!fs::is_regular_file(path, error))
        return Error{"it is no file"};
    return readFile(path);
}

Result<Sources> load(const std::vector<std::string>& paths) {
    Sources sources;
    if (paths.empty())
        return Error{"No file or folder was named."};
    for (const std::string& path : paths) {
        std::vector<std::string> files{path};
        std::error_code error;
        const bool isFolder = path != "-" && fs::is_directory(path, error);
        if (isFolder) {
            Result<std::vector<std::string>> found = Walk(path).files();
            if (!found)
                return found.error();
            files = *std::move(found);
            if (files.empty())
                return Error{fmt::format("The folder `{}` holds no YAML or JSON file.", path)};
        }
        for (const std::string& file : files) {
            Result<std::string> text = readFile(file);
            if (!text)
                return text.error();
            sources.add(isFolder ? std::make_shared<const Source>(file, *std::move(text),
                                                                  SourceRole::Found, path)
                                 : std::make_shared<const Source>(file, *std::move(text)));
        }
    }
    return sources;
}

} // namespace limn
