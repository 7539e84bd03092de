// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/search_entries.h"

#include <algorithm>

#include <QAction>
#include <QCoreApplication>
#include <QWidget>

#include "app/desktop/actions.h"
#include "app/desktop/fuzzy.h"
#include "core/checks/check.h"
#include "widgets/paint/icons.h"
#include "widgets/paint/palette.h"
#include "widgets/panels/part_icon.h"
#include "widgets/panels/severity.h"
#include "widgets/session/document.h"
#include "widgets/text.h"

namespace limn {
namespace {

enum Weight { OfCheck = 0, OfProperty = 100, OfFinding = 150, OfCommand = 250, OfPart = 300 };

QString said(const char* text) { return QCoreApplication::translate("Search", text); }

std::function<QIcon(const QWidget&)> drawn(std::string_view id) {
    return [id](const QWidget& on) { return icon(id, on.palette()); };
}

void addParts(const Model& model, std::vector<SearchEntry>& entries) {
    for (const Node& node : model.nodes()) {
        const std::string id(model.id(node));
        const std::string name(model.text(node.name));
        SearchEntry entry{.title = toQt(id), .kind = said(QT_TRANSLATE_NOOP("Search", "part"))};
        entry.detail = toQt(title(node.kind));
        if (!name.empty() && name != id)
            entry.detail = toQt(name) + QStringLiteral(" · ") + entry.detail;
        entry.elements = {id};
        entry.weight = OfPart;
        entry.place = node.at;
        entry.icon = [kind = node.kind,
                      subtype = std::string(model.text(node.subtype))](const QWidget& on) {
            return QIcon(partIcon(kind, subtype, themeOf(on.palette()), on.devicePixelRatioF()));
        };
        entries.push_back(std::move(entry));
    }
    for (const Group& group : model.groups()) {
        const std::string id(model.text(group.id));
        SearchEntry entry{.title = toQt(id),
                          .detail = toQt(word(group.kind)),
                          .kind = said(QT_TRANSLATE_NOOP("Search", "group"))};
        entry.elements = {id};
        entry.weight = OfPart;
        entry.place = group.at;
        entry.icon = drawn("group");
        entries.push_back(std::move(entry));
    }
}

void addFindings(const Report& report, std::vector<SearchEntry>& entries) {
    for (const Finding& finding : report.findings) {
        SearchEntry entry{.title = plainWords(finding.message),
                          .detail = QStringLiteral("%1 %2").arg(toQt(finding.check->id),
                                                                toQt(finding.check->name)),
                          .kind = severityTitle(finding.severity).toLower()};
        entry.elements = {finding.elements.begin(), finding.elements.end()};
        entry.finding = finding.fingerprint;
        entry.weight = OfFinding;
        entry.place = finding.at;
        entry.icon = [severity = finding.severity](const QWidget& on) {
            return severityIcon(severity, on.palette());
        };
        entries.push_back(std::move(entry));
    }
}

void addCommands(const Actions& actions, std::vector<SearchEntry>& entries) {
    for (const ActionEntry& of : actionTable()) {
        QAction* action = actions[of.id];
        if (!action->isEnabled() || of.id == "search")
            continue;
        SearchEntry entry{
            .title = action->text().remove(u'&').remove(u'…'),
            .detail = QCoreApplication::translate("Actions", of.menu).remove(u'&'),
            .kind = action->shortcut().toString(QKeySequence::NativeText),
        };
        if (entry.kind.isEmpty())
            entry.kind = said(QT_TRANSLATE_NOOP("Search", "command"));
        entry.command = action;
        entry.weight = OfCommand;
        entry.icon = [action](const QWidget&) { return action->icon(); };
        entries.push_back(std::move(entry));
    }
}

void addProperties(const Model& model, std::vector<SearchEntry>& entries) {
    for (const Node& node : model.nodes()) {
        const std::string id(model.id(node));
        for (const Property& property : model.properties(node)) {
            SearchEntry entry{
                .title = QStringLiteral("%1: %2").arg(toQt(id), toQt(model.text(property.key))),
                .detail = toQt(property.value.display()).simplified(),
                .kind = said(QT_TRANSLATE_NOOP("Search", "property"))};
            entry.elements = {id};
            entry.weight = OfProperty;
            entry.place = property.at;
            entry.icon = drawn("outline");
            entries.push_back(std::move(entry));
        }
    }
}

// Where a check's answer can be seen: what it found, else what it cannot judge, else where it
// holds.
void answer(const Check& check, const Report& report, SearchEntry& entry) {
    qsizetype found = 0;
    for (const Finding& finding : report.findings) {
        if (finding.check != &check)
            continue;
        if (found++ == 0) {
            entry.finding = finding.fingerprint;
            entry.place = finding.at;
        }
        entry.elements.insert(finding.elements.begin(), finding.elements.end());
    }
    if (found > 0) {
        entry.kind = counted(found, said(QT_TRANSLATE_NOOP("Search", "1 finding")),
                             said(QT_TRANSLATE_NOOP("Search", "%1 findings")));
        return;
    }
    entry.kind = said(QT_TRANSLATE_NOOP("Search", "check"));
    for (const NotJudged& open : report.notJudged) {
        if (open.check != &check)
            continue;
        entry.kind = said(QT_TRANSLATE_NOOP("Search", "not judged"));
        entry.elements.insert(open.elements.begin(), open.elements.end());
    }
    if (!entry.elements.empty())
        return;
    for (const Held& held : report.held) {
        if (held.check != &check)
            continue;
        entry.kind = said(QT_TRANSLATE_NOOP("Search", "holds"));
        entry.elements.insert(held.elements.begin(), held.elements.end());
    }
}

void addChecks(const Report& report, std::vector<SearchEntry>& entries) {
    for (const Check* check : checks()) {
        SearchEntry entry{.title = QStringLiteral("%1 %2").arg(toQt(check->id), toQt(check->name)),
                          .detail = plainWords(check->title)};
        entry.weight = OfCheck;
        answer(*check, report, entry);
        entry.icon = drawn("info");
        entries.push_back(std::move(entry));
    }
}

} // namespace

std::vector<SearchEntry> searchEntries(const Document& document, const Actions& actions) {
    std::vector<SearchEntry> entries;
    const Model& model = *document.snapshot().model;
    const Report& report = document.derived().report;
    if (document.isOpen()) {
        addParts(model, entries);
        addFindings(report, entries);
    }
    addCommands(actions, entries);
    if (document.isOpen()) {
        addProperties(model, entries);
        addChecks(report, entries);
    }
    return entries;
}

std::vector<const SearchEntry*> matching(const std::vector<SearchEntry>& entries,
                                         const QString& wanted, std::size_t limit) {
    constexpr int ofTitle = 250; // the title alone answers
    std::vector<std::pair<int, const SearchEntry*>> found;
    for (const SearchEntry& entry : entries) {
        std::optional<int> score = fuzzyScore(wanted, entry.title);
        if (score)
            *score += ofTitle;
        else
            score = fuzzyScore(wanted, entry.title + u' ' + entry.detail);
        if (score)
            found.emplace_back(wanted.trimmed().isEmpty() ? 0 : *score + entry.weight, &entry);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const SearchEntry*> best;
    for (std::size_t i = 0; i < std::min(found.size(), limit); ++i)
        best.push_back(found[i].second);
    return best;
}

} // namespace limn
