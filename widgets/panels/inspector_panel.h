// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include <QScrollArea>

#include "core/checks/finding.h"
#include "core/model/property_table.h"

class QFormLayout;
class QVBoxLayout;

namespace limn {

class Document;
class Selection;

// The selected part, line or group: what it is, its properties to edit in place, where it is
// written, and what was found about it.
class InspectorPanel : public QScrollArea {
    Q_OBJECT

public:
    InspectorPanel(Document& document, Selection& selection, QWidget* parent);

private:
    void refresh();
    void showNode(QVBoxLayout& page, const Node& node);
    void showEdge(QVBoxLayout& page, const Edge& edge);
    void showGroup(QVBoxLayout& page, const Group& group);
    void addHeading(QVBoxLayout& page, const QString& title, const QString& below);
    void addNote(QVBoxLayout& page, const QString& text);
    void addProperty(QFormLayout& form, const PropertyInfo& info, const Property* property);
    void addProperties(QVBoxLayout& page, std::span<const Property> properties,
                       const std::function<bool(const PropertyInfo&)>& belongs);
    void addPlace(QVBoxLayout& page, const QString& before, Span at);
    void addFindings(QVBoxLayout& page, const std::string& element);
    bool canChange(const PropertyInfo& info, bool written) const;
    void decide(const std::string& element, const PropertyInfo& info,
                const std::optional<Value>& value);

    Document& m_document;
    Selection& m_selection;
    std::string m_shown;
};

} // namespace limn
