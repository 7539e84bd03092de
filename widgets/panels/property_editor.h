// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/model/model.h"
#include "core/model/property_table.h"
#include "core/model/result.h"

class QComboBox;
class QLineEdit;

namespace limn {

// A property's name as people say it: `timeout_seconds` is "Timeout".
QString propertyTitle(std::string_view name, std::string_view unit);

// What was typed as a value of the property; no value for an empty text. The error says what is
// expected.
Result<std::optional<Value>> parsedValue(const PropertyInfo& info, const QString& typed);

// One value to edit in place, in the way its type asks for: a line, or a choice. Says what the user
// decided with decided(); an empty line or the first choice takes the property away.
class PropertyEditor : public QWidget {
    Q_OBJECT

public:
    // `value` is null where the text does not have the property.
    PropertyEditor(const PropertyInfo& info, const Value* value, QWidget* parent);

    const PropertyInfo& info() const { return m_info; }
    bool isBeingEdited() const;

signals:
    void decided(const std::optional<Value>& value);

private:
    void makeLine(const Value* value);
    void makeChoice(const Value* value);
    void take();

    const PropertyInfo& m_info;
    QString m_before;
    QLineEdit* m_line = nullptr;
    QComboBox* m_choice = nullptr;
};

} // namespace limn
