// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QIcon>
#include <QString>

#include "core/model/source.h"
#include "widgets/session/selection.h"

class QAction;
class QWidget;

namespace limn {

class Actions;
class Document;

// Something that can be gone to or done. It owns what it says, so that it stays good when the
// document changes.
struct SearchEntry {
    QString title{};
    QString detail{};
    QString kind{};                 // "part", or a command's keys
    Selection::Elements elements{}; // what is selected to show it
    std::string finding{};          // fingerprint, of a finding
    std::optional<Span> place{};    // in the text
    QAction* command = nullptr;
    int weight = 0; // what is more likely meant where two answer alike
    std::function<QIcon(const QWidget&)> icon{};
};

// Parts, findings, commands that can be done now, properties and checks, in this order.
std::vector<SearchEntry> searchEntries(const Document& document, const Actions& actions);

// Those that answer what was typed, best first, at most `limit`; all in their order when it is
// empty. What the title says counts more than the rest.
std::vector<const SearchEntry*> matching(const std::vector<SearchEntry>& entries,
                                         const QString& wanted, std::size_t limit);

} // namespace limn
