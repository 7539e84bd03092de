// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/inspector_panel.h"

#include <QFormLayout>
#include <QLabel>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/checks/check.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/property_editor.h"
#include "widgets/panels/severity.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

QWidget* make(Document& document, Selection& selection, QWidget* parent) {
    return new InspectorPanel(document, selection, parent);
}

QString spoken(std::string_view wordWithMarks) {
    return toQt(wordWithMarks).replace(u'_', u' ').replace(u'-', u' ');
}

// Words that a panel may break and select, but that are no markup.
QLabel* words(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

extern const Panel inspectorPanel;
constinit const Panel inspectorPanel{.id = "inspector",
                                     .title = QT_TRANSLATE_NOOP("Panel", "Inspector"),
                                     .side = PanelSide::Right,
                                     .make = make};

InspectorPanel::InspectorPanel(Document& document, Selection& selection, QWidget* parent)
    : QScrollArea(parent), m_document(document), m_selection(selection) {
    setObjectName(QStringLiteral("inspector"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&document, &Document::derivedChanged, this, &InspectorPanel::refresh);
    connect(&selection, &Selection::changed, this, &InspectorPanel::refresh);
    refresh();
}

void InspectorPanel::refresh() {
    const std::string element = m_selection.single();
    // What is being typed is not taken away by news about the same part.
    for (const PropertyEditor* editor : findChildren<PropertyEditor*>()) {
        if (element == m_shown && editor->isBeingEdited())
            return;
    }
    QWidget* focused = focusWidget();
    const QString refocus =
        element == m_shown && focused && isAncestorOf(focused) && focused->hasFocus()
            ? focused->objectName()
            : QString();
    const Model& model = *m_document.snapshot().model;
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    if (const Node* node = model.node(element))
        showNode(*layout, *node);
    else if (const Edge* edge = model.edge(element))
        showEdge(*layout, *edge);
    else if (const Group* group = model.group(element))
        showGroup(*layout, *group);
    else if (m_selection.elements().size() > 1)
        addNote(*layout, tr("%1 elements are selected.").arg(m_selection.elements().size()));
    else
        addNote(*layout, tr("Select a part or a line to see its properties."));
    layout->addStretch(1);
    // An editor may be what told of the change; it is deleted once its event is over.
    if (QWidget* old = takeWidget())
        old->deleteLater();
    setWidget(page);
    m_shown = element;
    if (QWidget* again = refocus.isEmpty() ? nullptr : page->findChild<QWidget*>(refocus))
        again->setFocus();
}

void InspectorPanel::addHeading(QVBoxLayout& page, const QString& title, const QString& below) {
    QLabel* heading = words(title, this);
    QFont font = heading->font();
    font.setPixelSize(16);
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    page.addWidget(heading);
    addNote(page, below);
}

void InspectorPanel::addNote(QVBoxLayout& page, const QString& text) {
    QLabel* label = words(text, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    page.addWidget(label);
}

void InspectorPanel::showNode(QVBoxLayout& page, const Node& node) {
    const Model& model = *m_document.snapshot().model;
    QStringList kind{toQt(title(node.kind))};
    if (node.subtype != Symbol::None)
        kind << spoken(model.text(node.subtype));
    kind << spoken(word(node.nodeClass));
    if (node.group != GroupIndex::None)
        kind << tr("in %1").arg(toQt(model.text(model[node.group].name)));
    addHeading(page, toQt(model.text(node.name)), kind.join(QStringLiteral(" · ")));
    if (node.platformType != Symbol::None)
        addNote(page, toQt(model.text(node.platformType)));
    addPlace(page, tr("Written at"), node.at);
    addFindings(page, std::string(model.id(node)));
    addProperties(page, model.properties(node),
                  [&](const PropertyInfo& info) { return belongsTo(info, node.kind); });
}

void InspectorPanel::showEdge(QVBoxLayout& page, const Edge& edge) {
    const Model& model = *m_document.snapshot().model;
    const QString verb = spoken(word(edge.kind));
    addHeading(
        page,
        QStringLiteral("%1 %2 %3").arg(toQt(model.id(edge.from)), verb, toQt(model.id(edge.to))),
        edge.delivery == Delivery::None ? tr("line")
                                        : tr("line · %1").arg(spoken(word(edge.delivery))));
    for (const Evidence& evidence : model.evidence(edge))
        addPlace(page, tr("Known by %1 at").arg(spoken(word(evidence.how))), evidence.at);
    addFindings(page, std::string(model.text(edge.key)));
    addProperties(page, model.properties(edge),
                  [](const PropertyInfo& info) { return info.onEdges; });
}

void InspectorPanel::showGroup(QVBoxLayout& page, const Group& group) {
    const Model& model = *m_document.snapshot().model;
    const auto members =
        std::count_if(model.nodes().begin(), model.nodes().end(),
                      [&](const Node& node) { return node.group == model.indexOf(group); });
    addHeading(page, toQt(model.text(group.name)),
               QStringLiteral("%1 · %2").arg(spoken(word(group.kind)),
                                             counted(members, tr("1 part"), tr("%1 parts"))));
    addPlace(page, tr("Written at"), group.at);
    addFindings(page, std::string(model.text(group.id)));
    addProperties(page, model.properties(group),
                  [](const PropertyInfo& info) { return info.onGroups; });
}

void InspectorPanel::addProperties(QVBoxLayout& page, std::span<const Property> properties,
                                   const std::function<bool(const PropertyInfo&)>& belongs) {
    const Model& model = *m_document.snapshot().model;
    const auto formIn = [](QVBoxLayout& outer) {
        auto* form = new QFormLayout;
        form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        form->setRowWrapPolicy(QFormLayout::WrapLongRows);
        form->setHorizontalSpacing(10);
        form->setVerticalSpacing(5);
        outer.addLayout(form);
        return form;
    };
    QFormLayout* form = formIn(page);
    for (const Property& property : properties) {
        const std::string_view key = model.text(property.key);
        if (const PropertyInfo* info = findProperty(key)) {
            addProperty(*form, *info, &property);
            continue;
        }
        QLabel* value = words(toQt(property.value.display()), this);
        form->addRow(propertyTitle(key, {}), value);
    }
    if (!m_document.readOnlyFormat().isEmpty())
        return;
    QFormLayout* unset = nullptr;
    for (const PropertyInfo& info : propertyTable()) {
        const bool written =
            std::any_of(properties.begin(), properties.end(), [&](const Property& property) {
                return model.text(property.key) == info.name;
            });
        if (written || info.type == PropertyType::Map || !belongs(info))
            continue;
        if (!unset) {
            addNote(page, tr("Not set"));
            unset = formIn(page);
        }
        addProperty(*unset, info, nullptr);
    }
}

void InspectorPanel::addProperty(QFormLayout& form, const PropertyInfo& info,
                                 const Property* property) {
    auto* label = new QLabel(propertyTitle(info.name, info.unit), this);
    label->setToolTip(toQt(info.name));
    const bool written = property && property->origin == Origin::Written;
    if (!written)
        label->setForegroundRole(QPalette::PlaceholderText);
    if (!canChange(info, written)) {
        QString value = toQt(property->value.display());
        if (!info.unit.empty() && property->value.isNumber())
            value += QStringLiteral(" ") + toQt(info.unit);
        QLabel* shown = words(value, this);
        shown->setToolTip(toQt(info.meaning));
        if (property->value.unknown())
            shown->setForegroundRole(QPalette::PlaceholderText);
        form.addRow(label, shown);
    } else {
        auto* editor = new PropertyEditor(info, property ? &property->value : nullptr, this);
        connect(editor, &PropertyEditor::decided, this,
                [this, &info, element = m_selection.single()](const std::optional<Value>& value) {
                    decide(element, info, value);
                });
        form.addRow(label, editor);
    }
    if (property && !written)
        label->setText(label->text() + QStringLiteral(" (%1)").arg(spoken(word(property->origin))));
}

// Where structure is read-only, values that stand there may be written all the same.
bool InspectorPanel::canChange(const PropertyInfo& info, bool written) const {
    if (m_document.readOnlyFormat().isEmpty())
        return true;
    return written &&
           m_document.takes(SetProperty{m_selection.single(), std::string(info.name), {}});
}

void InspectorPanel::decide(const std::string& element, const PropertyInfo& info,
                            const std::optional<Value>& value) {
    const Intent intent = value ? Intent(SetProperty{element, std::string(info.name), *value})
                                : Intent(UnsetProperty{element, std::string(info.name)});
    m_document.intend(toQt(describe(intent)), {intent});
}

void InspectorPanel::addPlace(QVBoxLayout& page, const QString& before, Span at) {
    const Place place = m_document.snapshot().sources->place(at);
    if (place.path.empty())
        return;
    auto* link = new QLabel(this);
    link->setText(
        QStringLiteral("%1 <a href=\"#\">%2:%3</a>")
            .arg(before.toHtmlEscaped(), toQt(place.path).section(u'/', -1).toHtmlEscaped())
            .arg(place.line));
    link->setToolTip(toQt(place.path));
    connect(link, &QLabel::linkActivated, this, [this, at] { m_selection.showPlace(at); });
    page.addWidget(link);
}

void InspectorPanel::addFindings(QVBoxLayout& page, const std::string& element) {
    for (const Finding& finding : m_document.derived().report.findings) {
        if (std::find(finding.elements.begin(), finding.elements.end(), element) ==
            finding.elements.end())
            continue;
        auto* button = new QToolButton(this);
        button->setIcon(severityIcon(finding.severity, palette()));
        button->setText(toQt(finding.check->id));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        button->setToolTip(toQt(finding.check->title));
        connect(button, &QToolButton::clicked, this,
                [this, fingerprint = finding.fingerprint, elements = finding.elements] {
                    m_selection.selectFinding(fingerprint, {elements.begin(), elements.end()});
                });
        page.addWidget(button, 0, Qt::AlignLeft);
        page.addWidget(words(plainWords(finding.message), this));
    }
}

} // namespace limn
