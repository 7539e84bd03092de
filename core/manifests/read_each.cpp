// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the files of a system in rounds: what one names is loaded, and who named it is read again,
// until nothing new is named.
#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "core/manifests/format.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

constexpr int maxRounds = 24;             // files that name files that name files
constexpr std::size_t maxIncluded = 4000; // of one system

using Indices = std::vector<std::uint32_t>;

class Reader {
public:
    Reader(Sources sources, bool fromDisk, std::stop_token stop, unsigned jobs)
        : m_sources(std::move(sources)), m_fromDisk(fromDisk), m_stop(std::move(stop)),
          m_jobs(jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : jobs) {}

    Readings run();

private:
    void readAll(const Indices& wanted);
    Fragment readOne(const FileTable& table, std::uint32_t index) const;
    Indices loadNamed(const Indices& just);
    void settleRoles();
    void reportMissing();
    void leaveOutUnknown();

    Sources m_sources;
    bool m_fromDisk;
    std::stop_token m_stop;
    unsigned m_jobs;
    std::vector<std::shared_ptr<Fragment>> m_fragments;
    std::vector<bool> m_isNamed;                // by another file, as a part of it
    std::vector<bool> m_isManifest;             // named by another file as a manifest
    std::map<std::string, std::string> m_tried; // paths that cannot be read, with the reason
};

Fragment Reader::readOne(const FileTable& table, std::uint32_t index) const {
    const Source& source = m_sources[index];
    const Tree tree = Tree::parse(source, index);
    Fragment fragment;
    if (const Format* format = formatOf(tree)) {
        NamedFiles files(table, index);
        fragment = format->read({source, index, tree, m_stop, &files});
        fragment.source = {std::string(format->id), format->write != nullptr};
        fragment.files = files.take();
    }
    if (fragment.name.empty())
        fragment.name = source.title();
    fragment.problems.insert(fragment.problems.begin(), tree.problems().begin(),
                             tree.problems().end());
    return fragment;
}

void Reader::readAll(const Indices& wanted) {
    const FileTable table(m_sources);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < wanted.size() && !m_stop.stop_requested(); i = next++)
            m_fragments[wanted[i]] = std::make_shared<Fragment>(readOne(table, wanted[i]));
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(m_jobs, wanted.size()); ++i)
        others.emplace_back(work);
    work();
}

// Adds the files that those just read name to the sources. Gives who is to be read next: those
// that named them, and the manifests among them.
Indices Reader::loadNamed(const Indices& just) {
    std::map<std::string, std::string> roots; // by path
    for (const std::uint32_t index : just)
        for (const FragmentFile& file : m_fragments[index]->files)
            if (!file.source && file.missing.empty() && !m_tried.contains(file.path))
                roots.try_emplace(file.path, m_sources[index].root());
    std::size_t included = static_cast<std::size_t>(std::ranges::count(
        m_sources, SourceRole::Included, [](const auto& source) { return source->role(); }));
    for (const auto& [path, root] : roots) {
        Result<std::string> text = Error{"there is no such file"};
        if (included >= maxIncluded)
            text = Error{fmt::format("the system includes more than {} files", maxIncluded)};
        else if (m_fromDisk)
            text = readBelow(root, path);
        if (!text) {
            m_tried.emplace(path, text.error().message);
            continue;
        }
        ++included;
        m_sources.add(
            std::make_shared<const Source>(path, *std::move(text), SourceRole::Included, root));
        m_fragments.push_back(std::make_shared<Fragment>());
    }
    const FileTable table(m_sources);
    m_isNamed.resize(m_sources.size());
    m_isManifest.resize(m_sources.size());
    Indices next;
    for (const std::uint32_t index : just) {
        bool again = false;
        for (const FragmentFile& file : m_fragments[index]->files) {
            const NamedFile found = file.missing.empty() ? table.find(file.path) : NamedFile{};
            again = again || (found && !file.source);
            if (!found || found.index == index)
                continue;
            if (!file.isManifest) {
                m_isNamed[found.index] = true;
            } else if (!m_isManifest[found.index]) {
                m_isManifest[found.index] = true;
                if (found.source->role() == SourceRole::Included)
                    next.push_back(found.index);
            }
        }
        if (again)
            next.push_back(index);
    }
    std::ranges::sort(next);
    next.erase(std::unique(next.begin(), next.end()), next.end());
    return next;
}

// A file that is only a part of others says nothing on its own, whatever it looks like.
void Reader::settleRoles() {
    for (std::uint32_t i = 0; i < m_fragments.size(); ++i) {
        const bool isNamed = m_sources[i].role() == SourceRole::Named;
        const bool isPart = m_isNamed[i] && !m_isManifest[i];
        const bool isKnown = !m_fragments[i]->source.format.empty();
        if (isPart && !(isNamed && isKnown))
            m_fragments[i] = std::make_shared<Fragment>();
        else if (!isKnown && m_fragments[i]->problems.empty() && isNamed)
            m_fragments[i]->problem(
                Severity::Warning, "unknown-format",
                fmt::format("`{}` is in no format that Limn knows. `limn formats` lists them.",
                            m_sources[i].path()),
                {i, 0, 0});
        if (m_fragments[i]->name.empty())
            m_fragments[i]->name = m_sources[i].title();
    }
}

void Reader::reportMissing() {
    for (const auto& fragment : m_fragments)
        for (FragmentFile& file : fragment->files) {
            if (file.source)
                continue;
            if (const auto tried = m_tried.find(file.path);
                file.missing.empty() && tried != m_tried.end())
                file.missing = tried->second;
            if (file.missing.empty())
                file.missing = "files are included too deeply";
            fragment->problem(Severity::Warning, "missing-file",
                              fmt::format("`{}` is named here, but could not be read: {}.",
                                          file.path, file.missing),
                              file.at);
        }
}

void Reader::leaveOutUnknown() {
    Sources kept;
    std::vector<std::shared_ptr<Fragment>> fragments;
    std::vector<std::uint32_t> now(m_sources.size(), Span::noSource);
    for (std::uint32_t i = 0; i < m_sources.size(); ++i) {
        if (m_sources[i].role() == SourceRole::Found && !m_isNamed[i] && !m_isManifest[i] &&
            m_fragments[i]->source.format.empty())
            continue;
        now[i] = kept.add(m_sources.shared(i));
        fragments.push_back(std::move(m_fragments[i]));
    }
    if (kept.size() != m_sources.size())
        for (const auto& fragment : fragments)
            renumber(*fragment, now);
    m_sources = std::move(kept);
    m_fragments = std::move(fragments);
}

Readings Reader::run() {
    Indices wanted(m_sources.size());
    for (std::uint32_t i = 0; i < wanted.size(); ++i) {
        wanted[i] = i;
        m_fragments.push_back(std::make_shared<Fragment>());
    }
    std::erase_if(wanted,
                  [&](std::uint32_t i) { return m_sources[i].role() == SourceRole::Included; });
    for (int round = 0; !wanted.empty() && round < maxRounds; ++round) {
        readAll(wanted);
        wanted = loadNamed(wanted);
    }
    settleRoles();
    reportMissing();
    if (m_fromDisk)
        leaveOutUnknown();
    return {std::move(m_sources), {m_fragments.begin(), m_fragments.end()}};
}

} // namespace

Readings readEach(Sources sources, bool fromDisk, std::stop_token stop, unsigned jobs) {
    return Reader(std::move(sources), fromDisk, std::move(stop), jobs).run();
}

} // namespace limn
