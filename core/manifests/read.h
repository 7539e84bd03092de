// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/manifests/file.h"
#include "core/model/fragment.h"
#include "core/model/result.h"
#include "core/model/snapshot.h"

namespace limn {

// The files of the paths, read from disk and not understood yet. A folder is walked in name order
// for files that a format may recognise (.yaml .yml .json .template), leaving out what `.gitignore`
// files name, hidden folders, dependencies and build output; `-` is standard input. Fails when a
// path cannot be read, is no file or folder, or is over 64 MiB.
Result<Sources> load(const std::vector<std::string>& paths);

// A file below a folder, for who names it in a text. No link leads out of the folder. The Error is
// the end of a sentence that says the file cannot be read.
Result<std::string> readBelow(const std::string& root, const std::string& path);

// What every file of a system says on its own, before it is linked. A file that is only included
// has an empty Fragment.
struct Readings {
    Sources sources;
    Fragments fragments; // one for each source
};

// How the files of a system are read.
struct ReadSettings {
    bool fromDisk = false; // files that texts name are looked for, see readEach()
    unsigned jobs = 1;     // threads; 0 for as many as there are cores
    std::stop_token stop;
    // What was read before: a Fragment is taken from it where its source and all that it was read
    // with are the same objects. Its `fragments` may be null.
    const Snapshot* before = nullptr;
};

// Each file recognised and read. With `fromDisk`, files that the texts name are added to the
// sources, bounded in number, and found files that no format knows and nobody names are left out. A
// stopped read gives what it has; the caller throws it away.
Readings readEach(Sources sources, const ReadSettings& how);

// The Model of the sources: each file recognised and read (on up to `jobs` threads, 0 for as many
// as there are cores), then linked. Any bytes give a Model, with Problems where something is wrong.
// A stopped read gives what it has; the caller throws it away.
Model read(const Sources& sources, std::stop_token stop = {}, unsigned jobs = 1);

// The sidecar's path of a manifest: `<manifest>.limn`.
std::string sidecarPath(std::string_view manifestPath);
// A sidecar's text as a Diagram; the error names line and column. Unknown keys are errors, an empty
// text is an empty Diagram.
Result<Diagram> parseDiagram(std::string_view text, std::string_view path);
// Sorted, one fact a line, the same bytes for the same Diagram.
std::string printDiagram(const Diagram& diagram);

// The snapshot with other sources. Only what they change is read again, where the snapshot has its
// fragments; then the new one has them too. Reads no disk.
Snapshot reread(const Snapshot& before, Sources sources, std::stop_token stop = {});

// Sources, Model and sidecar of the paths: what `limn` and the window open. The Diagram is read
// from the sidecar of the first file, where there is one. With what was open before, only files
// that changed are read again, and the new snapshot keeps its fragments for the next time.
Result<Snapshot> open(const std::vector<std::string>& paths, std::stop_token stop = {},
                      unsigned jobs = 1, const Snapshot* before = nullptr);

} // namespace limn
