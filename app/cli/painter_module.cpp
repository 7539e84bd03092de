// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/painter_module.h"

#include <filesystem>

#include <dlfcn.h>

#include <fmt/format.h>

#include "widgets/paint/module.h"

namespace limn {

bool isPainted(std::string_view extension) { return extension == "png" || extension == "pdf"; }

Result<std::string> paintWithModule(std::string_view extension, const Picture& picture,
                                    const PaintOptions& options) {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string path =
        (self.parent_path().parent_path() / "lib" / "limn" / "limn_paint.so").string();
    // Never closed: Qt does not survive being unloaded.
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return Error{fmt::format("A {} is painted by `{}`, which could not be loaded: {}.",
                                 extension, path, ::dlerror())};
    const auto entry =
        reinterpret_cast<LimnPaintModuleEntry>(::dlsym(library, limnPaintModuleSymbol));
    const LimnPaintModule* module = entry ? entry() : nullptr;
    if (!module || module->version != LIMN_VERSION)
        return Error{fmt::format(
            "`{}` is of another version than this program. Install both from one package.", path)};
    return module->paint(extension, picture, options);
}

} // namespace limn
