// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/property_editor.h"

#include <cmath>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolTip>

#include "widgets/text.h"

namespace limn {
namespace {

// The words a property's name ends with when it carries a unit.
constexpr std::string_view unitWords[] = {
    "_seconds", "_milliseconds", "_minutes", "_hours", "_days", "_mb", "_bytes", "_kb", "_gb"};

QString range(const PropertyInfo& info) {
    const QLocale plain = QLocale::c();
    return QStringLiteral("%1 – %2").arg(plain.toString(info.minimum, 'g', 12),
                                         plain.toString(info.maximum, 'g', 12));
}

bool hasRange(const PropertyInfo& info) { return info.minimum != 0 || info.maximum != 0; }

bool isEditableAs(const PropertyInfo& info, const Value* value) {
    if (info.type == PropertyType::Map || info.type == PropertyType::MapList)
        return false;
    return !value || (!value->unknown() && !value->map());
}

} // namespace

QString propertyTitle(std::string_view name, std::string_view unit) {
    if (!unit.empty()) {
        for (const std::string_view word : unitWords) {
            if (name.size() > word.size() && name.ends_with(word)) {
                name.remove_suffix(word.size());
                break;
            }
        }
    }
    QString title = toQt(name);
    title.replace(u'_', u' ');
    return title.left(1).toUpper() + title.mid(1);
}

Result<std::optional<Value>> parsedValue(const PropertyInfo& info, const QString& typed) {
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return std::optional<Value>();
    switch (info.type) {
    case PropertyType::Integer:
    case PropertyType::Number: {
        bool isNumber = false;
        const double number = QLocale::c().toDouble(text, &isNumber);
        const bool whole = info.type == PropertyType::Number || number == std::floor(number);
        if (!isNumber || !std::isfinite(number) || !whole ||
            (hasRange(info) && (number < info.minimum || number > info.maximum))) {
            const std::string what =
                info.type == PropertyType::Integer ? "a whole number" : "a number";
            const std::string from = hasRange(info) ? ", " + toUtf8(range(info)) : "";
            return Error{std::string(info.name) + " is " + what + from +
                         (info.unit.empty() ? "" : " " + std::string(info.unit)) + "."};
        }
        if (info.type == PropertyType::Integer)
            return std::optional<Value>(static_cast<std::int64_t>(number));
        return std::optional<Value>(number);
    }
    case PropertyType::TextList: {
        ValueList list;
        for (const QString& item : text.split(u',', Qt::SkipEmptyParts))
            list.emplace_back(toUtf8(item.trimmed()));
        return std::optional<Value>(std::move(list));
    }
    case PropertyType::Boolean:
        return std::optional<Value>(text == QStringLiteral("true"));
    case PropertyType::Text:
    case PropertyType::Choice:
    case PropertyType::Map:
    case PropertyType::MapList:
        break;
    }
    return std::optional<Value>(toUtf8(text));
}

PropertyEditor::PropertyEditor(const PropertyInfo& info, const Value* value, QWidget* parent)
    : QWidget(parent), m_info(info), m_before(value ? toQt(value->display()) : QString()) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    setToolTip(toQt(info.meaning) +
               (hasRange(info) ? QStringLiteral("\n") + range(info) : QString()));
    if (!isEditableAs(info, value)) {
        auto* shown = new QLabel(m_before, this);
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        shown->setWordWrap(true);
        if (value && value->unknown()) {
            shown->setForegroundRole(QPalette::PlaceholderText);
            shown->setToolTip(tr("Cannot be known before deployment"));
        }
        row->addWidget(shown, 1);
        return;
    }
    if (info.type == PropertyType::Boolean ||
        (info.type == PropertyType::Choice && !info.choices.empty()))
        makeChoice(value);
    else
        makeLine(value);
    QWidget* editor = m_line ? static_cast<QWidget*>(m_line) : m_choice;
    editor->setObjectName(toQt(info.name));
    editor->setAccessibleName(propertyTitle(info.name, info.unit));
    row->addWidget(editor, 1);
    setFocusProxy(editor);
    if (!info.unit.empty()) {
        auto* unit = new QLabel(toQt(info.unit), this);
        unit->setForegroundRole(QPalette::PlaceholderText);
        row->addWidget(unit);
    }
}

void PropertyEditor::makeLine(const Value* value) {
    m_line = new QLineEdit(m_before, this);
    m_line->setMinimumWidth(60);
    if (!value)
        m_line->setPlaceholderText(tr("not set"));
    connect(m_line, &QLineEdit::editingFinished, this, &PropertyEditor::take);
}

void PropertyEditor::makeChoice(const Value* value) {
    m_choice = new QComboBox(this);
    m_choice->addItem(tr("not set"), QString());
    if (m_info.type == PropertyType::Boolean) {
        m_choice->addItem(tr("yes"), QStringLiteral("true"));
        m_choice->addItem(tr("no"), QStringLiteral("false"));
    }
    for (const std::string_view choice : m_info.choices)
        m_choice->addItem(toQt(choice), toQt(choice));
    if (value && m_choice->findData(m_before) < 0)
        m_choice->addItem(m_before, m_before);
    m_choice->setCurrentIndex(std::max(0, m_choice->findData(m_before)));
    connect(m_choice, &QComboBox::activated, this, &PropertyEditor::take);
}

bool PropertyEditor::isBeingEdited() const {
    return m_line && m_line->hasFocus() && m_line->text() != m_before;
}

void PropertyEditor::take() {
    const QString typed = m_line ? m_line->text() : m_choice->currentData().toString();
    if (typed.trimmed() == m_before.trimmed())
        return;
    const Result<std::optional<Value>> value = parsedValue(m_info, typed);
    if (!value) {
        QToolTip::showText(mapToGlobal(QPoint(0, height())), toQt(value.error().message), this);
        m_line->setText(m_before);
        return;
    }
    m_before = typed;
    emit decided(*value);
}

} // namespace limn
