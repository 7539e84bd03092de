// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the files of the paths a user names.
#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "core/manifests/file.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t maxFiles = 20'000; // a folder with more is no project but a disk

constexpr std::array<std::string_view, 14> foreignFolders{
    "node_modules", "vendor", "venv", "site-packages", "__pycache__", "build", "dist",
    "target",       "out",    "bin",  "obj",           "coverage",    "tmp",   "bower_components"};

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

Result<std::vector<std::string>> filesBelow(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied,
                                          error);
    for (const fs::recursive_directory_iterator end; !error && walk != end; walk.increment(error)) {
        std::error_code ignored;
        if (walk->is_directory(ignored) && isForeign(walk->path()))
            walk.disable_recursion_pending();
        else if (walk->is_regular_file(ignored) && mayBeManifest(walk->path()) &&
                 (!walk->is_symlink(ignored) || staysBelow(folder, walk->path())))
            files.push_back(walk->path().lexically_normal().string());
        if (files.size() > maxFiles)
            return Error{fmt::format(
                "`{}` holds more than {} YAML and JSON files. Name the project's own folder.",
                folder, maxFiles)};
    }
    if (error)
        return Error{
            fmt::format("The folder `{}` could not be read: {}.", folder, error.message())};
    std::sort(files.begin(), files.end());
    return files;
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
            Result<std::vector<std::string>> found = filesBelow(path);
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
