// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the files of a system in rounds: what one names is loaded, and who named it is read again,
// until nothing new is named.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <numeric>
#include <thread>
#include <unordered_map>

#include <fmt/format.h>

#include "core/manifests/format.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

constexpr int maxRounds = 24;             // files that name files that name files
constexpr int maxStacks = 16;             // stacks in stacks that are given what those above are
constexpr std::size_t maxIncluded = 4000; // of one system

using Indices = std::vector<std::uint32_t>;

class Reader {
public:
    Reader(Sources sources, const ReadSettings& how)
        : m_sources(std::move(sources)), m_how(how),
          m_jobs(how.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : how.jobs) {}

    Readings run();

private:
    void set(std::uint32_t index, std::shared_ptr<Fragment> fragment) {
        m_fragments[index] = m_fresh[index] = std::move(fragment);
    }
    void add(std::shared_ptr<const Source> source);
    void addIncluded(const std::string& path, const std::string& root);
    Indices takeBefore();
    bool isUnchanged(const Fragment& fragment) const;
    std::shared_ptr<const Fragment> fragmentBefore(std::uint32_t index) const;
    void readAll(const Indices& wanted);
    Fragment readOne(std::uint32_t index) const;
    Indices loadNamed(const Indices& just);
    bool isManifest(std::uint32_t index) const;
    void readRounds(Indices wanted);
    std::uint32_t sourceOf(std::uint32_t index, const FragmentStack& stack) const;
    Indices passOn();
    void settleRoles();
    void reportMissing();
    Readings finished();

    Sources m_sources;
    FileTable m_table{m_sources};
    const ReadSettings& m_how;
    unsigned m_jobs;
    Fragments m_fragments;
    std::vector<std::shared_ptr<Fragment>> m_fresh;  // those of them that were read just now
    std::vector<bool> m_isNamed;                     // by another file, as a part of it
    std::vector<bool> m_isManifest;                  // named by another file as a manifest
    std::vector<std::vector<FragmentValue>> m_given; // to the parameters of each
    std::size_t m_included = 0;
    std::unordered_map<const Source*, std::uint32_t> m_before; // positions of its sources
    std::unordered_map<std::string, std::uint32_t> m_beforeByPath;
    std::map<std::string, std::string> m_tried; // paths that cannot be read, with the reason
};

Fragment Reader::readOne(std::uint32_t index) const {
    const Source& source = m_sources[index];
    const Tree tree = Tree::parse(source, index);
    Fragment fragment;
    if (const Format* format = formatOf(tree)) {
        NamedFiles files(m_table, index);
        const std::vector<FragmentValue>& given = m_given[index];
        fragment = format->read(
            {source, index, tree, m_how.stop, &files, given.empty() ? nullptr : &given});
        fragment.source = {std::string(format->id), format->write && !format->writes};
        fragment.files = files.take();
        fragment.given = given;
    }
    if (fragment.name.empty())
        fragment.name = source.title();
    fragment.problems.insert(fragment.problems.begin(), tree.problems().begin(),
                             tree.problems().end());
    return fragment;
}

void Reader::readAll(const Indices& wanted) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < wanted.size() && !m_how.stop.stop_requested(); i = next++)
            set(wanted[i], std::make_shared<Fragment>(readOne(wanted[i])));
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(m_jobs, wanted.size()); ++i)
        others.emplace_back(work);
    work();
}

void Reader::add(std::shared_ptr<const Source> source) {
    m_table.add(m_sources.add(std::move(source)));
    m_fragments.push_back(std::make_shared<const Fragment>());
    m_fresh.emplace_back();
    m_isNamed.push_back(false);
    m_isManifest.push_back(false);
    m_given.emplace_back();
}

// Adds a file that another names, where it can be read.
void Reader::addIncluded(const std::string& path, const std::string& root) {
    Result<std::string> text = Error{"there is no such file"};
    if (m_included >= maxIncluded)
        text = Error{fmt::format("the system includes more than {} files", maxIncluded)};
    else if (m_how.fromDisk)
        text = readBelow(root, path);
    if (!text) {
        m_tried.emplace(path, text.error().message);
        return;
    }
    ++m_included;
    auto source =
        std::make_shared<const Source>(path, *std::move(text), SourceRole::Included, root);
    if (const auto known = m_beforeByPath.find(path); known != m_beforeByPath.end())
        if (const auto& old = m_how.before->sources->shared(known->second); old->isSame(*source))
            source = old;
    add(std::move(source));
}

// Whether everything a fragment was read with is what it was.
bool Reader::isUnchanged(const Fragment& fragment) const {
    return std::ranges::all_of(fragment.files, [&](const FragmentFile& file) {
        const Source* const now = m_table.find(file.path).source;
        return file.isForbidden || now == file.source.get() ||
               (!file.isPart && now && file.source); // a manifest's own text is not looked at
    });
}

std::shared_ptr<const Fragment> Reader::fragmentBefore(std::uint32_t index) const {
    const auto found = m_before.find(m_sources.shared(index).get());
    if (found == m_before.end() || (*m_how.before->fragments)[found->second]->isPart)
        return nullptr;
    return (*m_how.before->fragments)[found->second];
}

// Takes over what was read before and has not changed. Gives what is to be read.
Indices Reader::takeBefore() {
    if (const Snapshot* before = m_how.before;
        before && before->fragments && before->fragments->size() == before->sources->size())
        for (std::uint32_t i = 0; i < before->sources->size(); ++i) {
            m_before.emplace(before->sources->shared(i).get(), i);
            m_beforeByPath.emplace((*before->sources)[i].path(), i);
        }
    // What they were read with comes first. It may name more, as a stack in a stack does.
    for (std::uint32_t i = 0; i < m_sources.size() && m_how.fromDisk; ++i)
        if (const auto known = fragmentBefore(i))
            for (const FragmentFile& file : known->files)
                if (file.source && !m_table.find(file.path) && !m_tried.contains(file.path))
                    addIncluded(file.path, m_sources[i].root());
    Indices wanted;
    for (std::uint32_t i = 0; i < m_sources.size(); ++i) {
        const auto known = fragmentBefore(i);
        if (known && isUnchanged(*known))
            m_fragments[i] = known;
        else if (m_sources[i].role() != SourceRole::Included)
            wanted.push_back(i);
    }
    return wanted;
}

// Adds the files that those just read name to the sources. Gives who is to be read next: those
// that named them, and the manifests among them.
Indices Reader::loadNamed(const Indices& just) {
    std::map<std::string, std::string> roots; // by path
    for (const std::uint32_t index : just)
        for (const FragmentFile& file : m_fragments[index]->files)
            if (!file.source && !m_tried.contains(file.path) && !file.isForbidden)
                roots.try_emplace(file.path, m_sources[index].root());
    for (const auto& [path, root] : roots)
        addIncluded(path, root);
    Indices next;
    for (const std::uint32_t index : just) {
        bool again = false;
        for (const FragmentFile& file : m_fragments[index]->files) {
            const NamedFile found = !file.isForbidden ? m_table.find(file.path) : NamedFile{};
            again = again || (found && !file.source);
            if (!found || found.index == index)
                continue;
            if (file.isPart)
                m_isNamed[found.index] = true;
            if (file.isManifest && !m_isManifest[found.index]) {
                m_isManifest[found.index] = true;
                if (found.source->role() == SourceRole::Included &&
                    m_fragments[found.index]->source.format.empty())
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

// What all the stacks that are made of one file give to its parameters. Where they give different
// texts, or only some give any, the parameter is not known.
void addGiven(std::vector<FragmentValue>& all, const FragmentStack& stack, bool isFirst) {
    if (isFirst) {
        all = stack.values;
        return;
    }
    const auto unknown = [](std::string name) {
        return FragmentValue{std::move(name), {}, false, false};
    };
    std::vector<FragmentValue> out;
    auto next = all.begin();
    for (const FragmentValue& value : stack.values) { // both are by name
        for (; next != all.end() && next->name < value.name; ++next)
            out.push_back(unknown(std::move(next->name)));
        const bool isBoth = next != all.end() && next->name == value.name;
        out.push_back(isBoth && *next == value ? value : unknown(value.name));
        next += isBoth ? 1 : 0;
    }
    for (; next != all.end(); ++next)
        out.push_back(unknown(std::move(next->name)));
    all = std::move(out);
}

// The file that a stack is made of. A fragment that was read before has the index of that time.
std::uint32_t Reader::sourceOf(std::uint32_t index, const FragmentStack& stack) const {
    if (m_fresh[index] || !m_how.before || stack.source >= m_how.before->sources->size())
        return stack.source;
    const std::filesystem::path path((*m_how.before->sources)[stack.source].path());
    const NamedFile now = m_table.find(path.lexically_normal().generic_string());
    return now ? now.index : Span::noSource;
}

// Hands down what stacks give to the files that they are made of. Gives those that were read with
// something else.
Indices Reader::passOn() {
    std::map<std::uint32_t, std::vector<FragmentValue>> given;
    for (std::uint32_t i = 0; i < m_fragments.size(); ++i)
        for (const FragmentStack& stack : m_fragments[i]->stacks)
            if (const std::uint32_t source = sourceOf(i, stack);
                source < m_fragments.size() && source != i) {
                const auto [all, isFirst] = given.try_emplace(source);
                addGiven(all->second, stack, isFirst);
            }
    Indices wanted;
    for (std::uint32_t i = 0; i < m_fragments.size(); ++i) {
        const auto found = given.find(i);
        m_given[i] = found == given.end() ? std::vector<FragmentValue>() : found->second;
        if (!m_fragments[i]->source.format.empty() && m_fragments[i]->given != m_given[i])
            wanted.push_back(i);
    }
    return wanted;
}

// A file that is only a part of others says nothing on its own, whatever it looks like.
void Reader::settleRoles() {
    for (std::uint32_t i = 0; i < m_fragments.size(); ++i) {
        const bool isNamed = m_sources[i].role() == SourceRole::Named;
        const bool isIncluded = m_sources[i].role() == SourceRole::Included;
        const bool isKnown = !m_fragments[i]->source.format.empty();
        const bool isPart = (m_isNamed[i] || isIncluded) && !m_isManifest[i];
        if (isPart && !(isNamed && isKnown)) {
            auto part = std::make_shared<Fragment>();
            part->name = m_sources[i].title();
            part->isPart = true;
            set(i, std::move(part));
        } else if (m_fresh[i] && !isKnown && m_fresh[i]->problems.empty() &&
                   (isNamed || m_isManifest[i])) {
            m_fresh[i]->problem(
                Severity::Warning, "unknown-format",
                fmt::format("`{}` is in no format that Limn knows. `limn formats` lists them.",
                            m_sources[i].path()),
                {i, 0, 0});
        }
    }
}

void Reader::reportMissing() {
    for (const auto& fragment : m_fresh) {
        if (!fragment)
            continue;
        for (FragmentFile& file : fragment->files) {
            if (file.source)
                continue;
            if (const auto tried = m_tried.find(file.path);
                !file.isForbidden && tried != m_tried.end())
                file.missing = tried->second;
            else if (!file.isForbidden)
                file.missing = "files are included too deeply";
            fragment->problem(Severity::Warning, "missing-file",
                              fmt::format("Not read: {} (`{}`).", file.missing, file.path),
                              file.at);
        }
    }
}

// On its own account: the user says so, or its text does, if only in its ruins.
bool Reader::isManifest(std::uint32_t index) const {
    const Source& source = m_sources[index];
    if (source.role() != SourceRole::Found)
        return source.role() == SourceRole::Named;
    const Fragment& fragment = *m_fragments[index];
    return !fragment.source.format.empty() ||
           (!fragment.problems.empty() && isMeantAsManifest(source.text()));
}

// Found files that no format knows and nobody names are left out, and so is what was included for
// who does not name it any more.
Readings Reader::finished() {
    Readings out;
    std::vector<std::uint32_t> now(m_sources.size(), Span::noSource);
    std::unordered_map<std::string_view, std::uint32_t> byPath;
    for (std::uint32_t i = 0; i < m_sources.size(); ++i) {
        const bool isUsed = m_isNamed[i] || m_isManifest[i];
        if (m_how.fromDisk && !isUsed && !isManifest(i))
            continue;
        now[i] = out.sources.add(m_sources.shared(i));
        byPath.emplace(m_sources[i].path(), now[i]);
    }
    std::vector<std::uint32_t> nowBefore(m_before.size(), Span::noSource);
    for (const auto& [path, index] : m_beforeByPath)
        if (const auto found = byPath.find(path); found != byPath.end())
            nowBefore[index] = found->second;
    const auto isMoved = [&](const Source& source) {
        const auto was = m_beforeByPath.find(source.path());
        return was != m_beforeByPath.end() && nowBefore[was->second] != was->second;
    };
    for (std::uint32_t i = 0; i < m_sources.size(); ++i) {
        if (now[i] == Span::noSource)
            continue;
        std::shared_ptr<const Fragment> fragment = std::move(m_fragments[i]);
        if (m_fresh[i]) {
            if (out.sources.size() != m_sources.size())
                renumber(*m_fresh[i], now);
        } else if (isMoved(m_sources[i]) ||
                   std::ranges::any_of(fragment->files, [&](const FragmentFile& file) {
                       return file.source && isMoved(*file.source);
                   })) {
            auto moved = std::make_shared<Fragment>(*fragment); // the other one is still in use
            renumber(*moved, nowBefore);
            fragment = std::move(moved);
        }
        out.fragments.push_back(std::move(fragment));
    }
    return out;
}

void Reader::readRounds(Indices wanted) {
    for (int round = 0; !wanted.empty() && round < maxRounds; ++round) {
        readAll(wanted);
        wanted = loadNamed(wanted);
    }
}

Readings Reader::run() {
    for (std::uint32_t i = 0; i < m_sources.size(); ++i) {
        m_fragments.push_back(std::make_shared<const Fragment>());
        m_included += m_sources[i].role() == SourceRole::Included ? 1 : 0;
    }
    m_fresh.resize(m_sources.size());
    m_isNamed.resize(m_sources.size());
    m_isManifest.resize(m_sources.size());
    m_given.resize(m_sources.size());
    readAll(takeBefore());
    Indices all(m_sources.size());
    std::iota(all.begin(), all.end(), 0U);
    readRounds(loadNamed(all));
    for (int depth = 0; depth < maxStacks; ++depth) {
        const Indices wanted = passOn();
        if (wanted.empty())
            break;
        readAll(wanted);
        readRounds(loadNamed(wanted));
    }
    settleRoles();
    reportMissing();
    return finished();
}

} // namespace

Readings readEach(Sources sources, const ReadSettings& how) {
    return Reader(std::move(sources), how).run();
}

} // namespace limn
