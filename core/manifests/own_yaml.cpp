// SPDX-License-Identifier: GPL-3.0-or-later
// Our own files, read with yaml-cpp and printed by hand. Everything of yaml-cpp, its exceptions
// too, stays in here.
#include <charconv>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "core/manifests/nearest_word.h"
#include "core/manifests/read.h"
#include "core/manifests/spelling.h"
#include "core/manifests/tree.h"

namespace limn {
namespace {

constexpr std::size_t mostBytes = 16U << 20; // some hundred thousand positions
constexpr double farthest = 1e7;             // logical pixels from the origin

// A fault of the sidecar, thrown and caught in this file alone.
struct Fault {
    YAML::Mark at;
    std::string message;
};

[[noreturn]] void refuse(const YAML::Node& at, std::string message) {
    throw Fault{at.Mark(), std::move(message)};
}

// Whether anything in the tree is an alias: the sidecar is flat, and an alias could multiply it.
bool hasAlias(const TreeNode& node) {
    if (node.kind() == TreeKind::Alias)
        return true;
    if (node.kind() == TreeKind::Sequence)
        for (const TreeNode& item : node.items())
            if (hasAlias(item))
                return true;
    if (node.kind() == TreeKind::Map)
        for (const TreeEntry& entry : node.entries())
            if (hasAlias(entry.key) || hasAlias(entry.value))
                return true;
    return false;
}

// yaml-cpp lets broken text, bad bytes and endless nesting pass, so the tree reader judges the text
// first.
std::optional<Error> judge(std::string_view text, std::string_view path) {
    if (text.size() > mostBytes)
        return Error{fmt::format("The sidecar `{}` is larger than {} MiB. It is not read.", path,
                                 mostBytes >> 20)};
    const Source source{std::string(path), std::string(text)};
    const Tree tree = Tree::parse(source, 0);
    if (!tree.problems().empty()) {
        const Problem& first = tree.problems().front();
        const LineColumn at = source.lineColumn(first.at.valid() ? first.at.begin : 0);
        return Error{fmt::format("The sidecar `{}` could not be read: line {}, column {}: {}", path,
                                 at.line, at.column, first.message)};
    }
    if (tree.documents().size() > 1 || hasAlias(tree.root()))
        return Error{fmt::format("The sidecar `{}` could not be read: it has aliases or several "
                                 "documents, which a sidecar never has.",
                                 path)};
    return std::nullopt;
}

using ReadKey =
    std::function<void(const std::string& key, const YAML::Node& keyNode, const YAML::Node& value)>;

void forEach(const YAML::Node& map, std::string_view what, const ReadKey& read) {
    if (map.IsNull())
        return;
    if (!map.IsMap())
        refuse(map, fmt::format("{} must be a map.", what));
    for (const auto& entry : map) {
        if (!entry.first.IsScalar())
            refuse(entry.first, fmt::format("a key of {} must be a text.", what));
        read(entry.first.Scalar(), entry.first, entry.second);
    }
}

[[noreturn]] void refuseKey(const YAML::Node& key, std::string_view what,
                            std::span<const std::string_view> known) {
    const std::string meant = didYouMean(key.Scalar(), known);
    refuse(key,
           fmt::format("`{}` is no key of {}{}", key.Scalar(), what, meant.empty() ? "." : meant));
}

std::string text(const YAML::Node& node, std::string_view key) {
    if (node.IsNull())
        return {};
    if (!node.IsScalar())
        refuse(node, fmt::format("`{}` must be a text.", key));
    return node.Scalar();
}

double figure(const YAML::Node& node, std::string_view key) {
    const std::string spelled = node.IsScalar() ? node.Scalar() : std::string();
    double value = 0;
    const auto read = std::from_chars(spelled.data(), spelled.data() + spelled.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == spelled.data() + spelled.size();
    if (!whole || spelled.empty() || !std::isfinite(value) || std::abs(value) > farthest)
        refuse(node, fmt::format("`{}` must be a number between {:.0f} and {:.0f}.", key, -farthest,
                                 farthest));
    return value;
}

Spot readSpot(const YAML::Node& node) {
    static constexpr std::string_view known[] = {"x", "y", "pinned", "w", "h"};
    Spot spot;
    std::optional<double> w, h;
    forEach(node, "a spot",
            [&](const std::string& key, const YAML::Node& keyNode, const YAML::Node& value) {
                if (key == "x")
                    spot.at.x = figure(value, key);
                else if (key == "y")
                    spot.at.y = figure(value, key);
                else if (key == "w")
                    w = figure(value, key);
                else if (key == "h")
                    h = figure(value, key);
                else if (key == "pinned") {
                    spot.pinned = value.IsScalar() && value.Scalar() == "true";
                    if (!spot.pinned && (!value.IsScalar() || value.Scalar() != "false"))
                        refuse(value, "`pinned` must be true or false.");
                } else
                    refuseKey(keyNode, "a spot", known);
            });
    if (w.has_value() != h.has_value() || w.value_or(0) < 0 || h.value_or(0) < 0)
        refuse(node, "a size needs both `w` and `h`, neither below 0.");
    if (w)
        spot.size = Size{*w, *h};
    return spot;
}

Acceptance readAcceptance(const YAML::Node& node) {
    static constexpr std::string_view known[] = {"reason", "by", "date", "until", "evidence"};
    Acceptance accepted;
    forEach(node, "an accepted finding",
            [&](const std::string& key, const YAML::Node& keyNode, const YAML::Node& value) {
                if (key == "reason")
                    accepted.reason = text(value, key);
                else if (key == "by")
                    accepted.by = text(value, key);
                else if (key == "date")
                    accepted.date = text(value, key);
                else if (key == "until")
                    accepted.until = text(value, key);
                else if (key == "evidence")
                    accepted.evidence = text(value, key);
                else
                    refuseKey(keyNode, "an accepted finding", known);
            });
    return accepted;
}

std::set<std::string, std::less<>> readSet(const YAML::Node& node, std::string_view key) {
    std::set<std::string, std::less<>> words;
    if (!node.IsNull() && !node.IsSequence())
        refuse(node, fmt::format("`{}` must be a list of texts.", key));
    for (const auto& item : node)
        words.insert(text(item, key));
    return words;
}

void readVersion(const YAML::Node& value) {
    if (!value.IsScalar() || value.Scalar() != "1")
        refuse(value,
               "the version of the sidecar must be 1: a newer program has written this one.");
}

bool readFlow(const YAML::Node& value) {
    const std::string word = text(value, "flow");
    if (word != "down" && word != "right")
        refuse(value, fmt::format("`flow` is `right` or `down`, not `{}`.", word));
    return word == "down";
}

std::string readStyle(const YAML::Node& value, const std::string& group) {
    std::string word = text(value, group);
    if (word != "rows" && word != "columns" && word != "radial")
        refuse(value,
               fmt::format("A group stands in `rows`, in `columns` or `radial`, not `{}`.", word));
    return word;
}

constexpr std::string_view shownWhenAsked[] = {"identity", "log_group", "alarm"};

Diagram readDiagram(const YAML::Node& root) {
    static constexpr std::string_view known[] = {"limn",         "spots",       "collapsed",
                                                 "hidden_kinds", "shown_kinds", "flow",
                                                 "group_styles", "notes",       "accepted"};
    Diagram diagram;
    forEach(root, "the sidecar",
            [&](const std::string& key, const YAML::Node& keyNode, const YAML::Node& value) {
                if (key == "limn")
                    readVersion(value);
                else if (key == "spots")
                    forEach(value, "`spots`",
                            [&](const std::string& id, const YAML::Node&, const YAML::Node& spot) {
                                diagram.spots.emplace(id, readSpot(spot));
                            });
                else if (key == "collapsed")
                    diagram.collapsed = readSet(value, key);
                else if (key == "hidden_kinds") {
                    diagram.hiddenKinds = readSet(value, key);
                    for (const std::string& kind : diagram.hiddenKinds)
                        if (!nodeKind(kind))
                            refuse(value, fmt::format("`{}` is no kind of part.", kind));
                } else if (key == "shown_kinds") {
                    diagram.shownKinds = readSet(value, key);
                    for (const std::string& kind : diagram.shownKinds)
                        if (std::ranges::find(shownWhenAsked, kind) == std::end(shownWhenAsked))
                            refuse(value, fmt::format("`{}` is not drawn only when asked for: "
                                                      "identity, log_group and alarm are.",
                                                      kind));
                } else if (key == "flow")
                    diagram.flowsDown = readFlow(value);
                else if (key == "group_styles")
                    forEach(value, "`group_styles`",
                            [&](const std::string& id, const YAML::Node&, const YAML::Node& style) {
                                diagram.groupStyles.emplace(id, readStyle(style, id));
                            });
                else if (key == "notes")
                    forEach(value, "`notes`",
                            [&](const std::string& id, const YAML::Node&, const YAML::Node& note) {
                                diagram.notes.emplace(id, text(note, id));
                            });
                else if (key == "accepted")
                    forEach(
                        value, "`accepted`",
                        [&](const std::string& id, const YAML::Node&, const YAML::Node& accepted) {
                            diagram.accepted.emplace(id, readAcceptance(accepted));
                        });
                else
                    refuseKey(keyNode, "the sidecar", known);
            });
    return diagram;
}

std::string printSpot(const Spot& spot) {
    // Adding 0 turns -0 into 0, which is the same place.
    std::string out = fmt::format("{{x: {}, y: {}", spot.at.x + 0.0, spot.at.y + 0.0);
    if (spot.size)
        out += fmt::format(", w: {}, h: {}", spot.size->w + 0.0, spot.size->h + 0.0);
    return out + (spot.pinned ? ", pinned: true}" : "}");
}

std::string printAcceptance(const Acceptance& accepted) {
    ValueMap facts{{"reason", accepted.reason}, {"by", accepted.by}, {"date", accepted.date}};
    if (!accepted.until.empty())
        facts.emplace_back("until", accepted.until);
    if (!accepted.evidence.empty())
        facts.emplace_back("evidence", accepted.evidence);
    return spell(facts);
}

} // namespace

Result<Diagram> parseDiagram(std::string_view text, std::string_view path) {
    if (const auto error = judge(text, path))
        return *error;
    const auto failed = [path](const YAML::Mark& at, std::string_view message) {
        return Error{fmt::format("The sidecar `{}` could not be read: line {}, column {}: {}", path,
                                 at.line + 1, at.column + 1, message)};
    };
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        return root.IsNull() ? Diagram() : readDiagram(root);
    } catch (const Fault& fault) {
        return failed(fault.at, fault.message);
    } catch (const YAML::Exception& exception) {
        return failed(exception.mark, exception.msg);
    }
}

std::string printDiagram(const Diagram& diagram) {
    std::string out = "limn: 1\n";
    const auto section = [&out](std::string_view key, const auto& entries, auto print) {
        if (entries.empty())
            return;
        out += fmt::format("{}:\n", key);
        for (const auto& entry : entries)
            out += fmt::format("  {}\n", print(entry));
    };
    const auto item = [](const std::string& word) { return "- " + spellText(word); };
    section("spots", diagram.spots, [](const auto& e) {
        return fmt::format("{}: {}", spellText(e.first), printSpot(e.second));
    });
    section("collapsed", diagram.collapsed, item);
    section("hidden_kinds", diagram.hiddenKinds, item);
    section("shown_kinds", diagram.shownKinds, item);
    if (diagram.flowsDown)
        out += "flow: down\n";
    section("group_styles", diagram.groupStyles, [](const auto& e) {
        return fmt::format("{}: {}", spellText(e.first), spellText(e.second));
    });
    section("notes", diagram.notes, [](const auto& e) {
        return fmt::format("{}: {}", spellText(e.first), spellText(e.second));
    });
    section("accepted", diagram.accepted, [](const auto& e) {
        return fmt::format("{}: {}", spellText(e.first), printAcceptance(e.second));
    });
    return out;
}

} // namespace limn
