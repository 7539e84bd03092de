// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/actions.h"

#include <array>

#include <QAction>
#include <QCoreApplication>
#include <QMenuBar>
#include <QToolBar>

#include "app/desktop/about_window.h"
#include "app/desktop/main_window.h"
#include "app/desktop/shortcuts_window.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/view.h"
#include "widgets/paint/icons.h"
#include "widgets/panels/docks.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

using enum ActionEntry::Where;

bool isOpen(const MainWindow& w) { return w.document().isOpen(); }
bool isEditable(const MainWindow& w) {
    return isOpen(w) && w.document().readOnlyFormat().isEmpty();
}
bool hasSelection(const MainWindow& w) {
    return isEditable(w) && !w.selection().elements().empty();
}
bool hasAnySelection(const MainWindow& w) { return isOpen(w) && !w.selection().elements().empty(); }
bool hasOnePart(const MainWindow& w) {
    return isEditable(w) && w.document().snapshot().model->node(w.selection().single());
}
bool hasGroup(const MainWindow& w) {
    return isOpen(w) && w.document().snapshot().model->group(w.selection().single());
}
void tidySelection(MainWindow& w) {
    const Selection::Elements& elements = w.selection().elements();
    w.document().tidy({elements.begin(), elements.end()});
}
bool flowsDown(const MainWindow& w) { return w.document().snapshot().diagram->flowsDown; }
std::string styleOf(const MainWindow& w) {
    const auto& styles = w.document().snapshot().diagram->groupStyles;
    const auto found = styles.find(w.selection().single());
    return found == styles.end() ? std::string() : found->second;
}
void setStyle(MainWindow& w, const char* style) {
    w.document().setGroupStyle(w.selection().single(), style);
}
bool hasWorkflow(const MainWindow& w) {
    const Model& model = *w.document().snapshot().model;
    const Node* node = model.node(w.selection().single());
    return node && node->kind == NodeKind::Workflow && !model.states(*node).empty();
}
bool showsStates(const MainWindow& w) { return w.canvas().showsStates(); }
bool canUndo(const MainWindow& w) { return w.document().undoStack().canUndo(); }
bool canRevert(const MainWindow& w) {
    return isOpen(w) && w.document().isModified() && !w.document().isUntitled();
}
bool canRedo(const MainWindow& w) { return w.document().undoStack().canRedo(); }
bool hasFindings(const MainWindow& w) { return !w.document().derived().report.findings.empty(); }

constexpr const char* file = QT_TRANSLATE_NOOP("Actions", "&File");
constexpr const char* edit = QT_TRANSLATE_NOOP("Actions", "&Edit");
constexpr const char* view = QT_TRANSLATE_NOOP("Actions", "&View");
constexpr const char* lens = QT_TRANSLATE_NOOP("Actions", "&Lens");
constexpr const char* help = QT_TRANSLATE_NOOP("Actions", "&Help");

constexpr std::array table{
    ActionEntry{"new", file, QT_TRANSLATE_NOOP("Actions", "&New Diagram"), "Ctrl+N", "add", Menu,
                false, [](MainWindow& w) { w.startNew(); }},
    ActionEntry{"open", file, QT_TRANSLATE_NOOP("Actions", "&Open…"), "Ctrl+O", "open",
                Menu | Toolbar, false, [](MainWindow& w) { w.askOpen(); }},
    ActionEntry{"openFolder", file, QT_TRANSLATE_NOOP("Actions", "Open &Folder…"), "Ctrl+Shift+O",
                "", Menu, false, [](MainWindow& w) { w.askOpenFolder(); }},
    ActionEntry{"save", file, QT_TRANSLATE_NOOP("Actions", "&Save"), "Ctrl+S", "save",
                Menu | Toolbar, false, [](MainWindow& w) { w.save(); }, isOpen},
    ActionEntry{"saveAs", file, QT_TRANSLATE_NOOP("Actions", "Save &As…"), "Ctrl+Shift+S", "", Menu,
                false, [](MainWindow& w) { w.saveAs(); }, isOpen},
    ActionEntry{"revert", file, QT_TRANSLATE_NOOP("Actions", "Re&vert to Saved"), "Ctrl+Shift+R",
                "", Menu, false, [](MainWindow& w) { w.document().revert(); }, canRevert},
    ActionEntry{"export", file, QT_TRANSLATE_NOOP("Actions", "&Export…"), "Ctrl+E", "export",
                Menu | Toolbar | NewSection, false, [](MainWindow& w) { w.askExport(); }, isOpen},
    ActionEntry{"quit", file, QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q", "",
                Menu | NewSection, false, [](MainWindow& w) { w.close(); }},

    ActionEntry{"undo", edit, QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z", "undo",
                Menu | Toolbar | NewSection, false,
                [](MainWindow& w) { w.document().undoStack().undo(); }, canUndo},
    ActionEntry{"redo", edit, QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Shift+Z", "redo",
                Menu | Toolbar, false, [](MainWindow& w) { w.document().undoStack().redo(); },
                canRedo},
    ActionEntry{"rename", edit, QT_TRANSLATE_NOOP("Actions", "Re&name"), "F2", "rename",
                Menu | CanvasMenu | NewSection, true,
                [](MainWindow& w) { w.canvas().renameSelected(); }, hasOnePart},
    ActionEntry{"connect", edit, QT_TRANSLATE_NOOP("Actions", "&Connect to…"), "C", "connect",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().connectSelected(); },
                hasOnePart},
    ActionEntry{"duplicate", edit, QT_TRANSLATE_NOOP("Actions", "Dup&licate"), "Ctrl+D", "",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().duplicateSelected(); },
                hasOnePart},
    ActionEntry{"delete", edit, QT_TRANSLATE_NOOP("Actions", "&Delete"), "Del", "delete",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().removeSelected(); },
                hasSelection},
    ActionEntry{"pin", edit, QT_TRANSLATE_NOOP("Actions", "&Pin in Place"), "P", "pin",
                Menu | CanvasMenu | NewSection, true,
                [](MainWindow& w) { w.canvas().setPinned(true); }, hasAnySelection},
    ActionEntry{"unpin", edit, QT_TRANSLATE_NOOP("Actions", "Unp&in"), "Shift+P", "",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().setPinned(false); },
                hasAnySelection},
    ActionEntry{"selectAll", edit, QT_TRANSLATE_NOOP("Actions", "Select &All"), "Ctrl+A", "",
                Menu | CanvasMenu | NewSection, true, [](MainWindow& w) { w.canvas().selectAll(); },
                isOpen},
    ActionEntry{"selectSameKind", edit, QT_TRANSLATE_NOOP("Actions", "Select Same &Kind"), "K", "",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().selectSameKind(); },
                hasAnySelection},
    ActionEntry{"find", edit, QT_TRANSLATE_NOOP("Actions", "&Find Part"), "Ctrl+F", "search", Menu,
                false, [](MainWindow& w) { w.find(); }, isOpen},
    ActionEntry{"search", edit, QT_TRANSLATE_NOOP("Actions", "Search &Everything…"), "Ctrl+K", "",
                Menu, false, [](MainWindow& w) { w.search(); }},
    ActionEntry{"nextFinding", edit, QT_TRANSLATE_NOOP("Actions", "Ne&xt Finding"), "F8", "warning",
                Menu, false, [](MainWindow& w) { w.nextFinding(); }, hasFindings},

    ActionEntry{"tidy", view, QT_TRANSLATE_NOOP("Actions", "&Tidy"), "Ctrl+T", "tidy",
                Menu | Toolbar | CanvasMenu | NewSection, false,
                [](MainWindow& w) { w.document().tidy(); }, isOpen},
    ActionEntry{"tidySelection", view, QT_TRANSLATE_NOOP("Actions", "Tidy Selectio&n"),
                "Ctrl+Shift+T", "", Menu | CanvasMenu, false,
                [](MainWindow& w) { tidySelection(w); }, hasAnySelection},
    ActionEntry{"flowDown", view, QT_TRANSLATE_NOOP("Actions", "Flow &Down"), "Ctrl+Shift+D", "",
                Menu, false, [](MainWindow& w) { w.document().setFlowsDown(!flowsDown(w)); },
                isOpen, flowsDown},
    ActionEntry{"collapse", view, QT_TRANSLATE_NOOP("Actions", "&Collapse or Expand"), "G", "group",
                Menu | CanvasMenu | NewSection, true,
                [](MainWindow& w) { w.canvas().toggleSelectedGroup(); }, hasGroup},
    ActionEntry{"groupFlow", view, QT_TRANSLATE_NOOP("Actions", "Group as the &Work Flows"), "", "",
                Menu | CanvasMenu, false, [](MainWindow& w) { setStyle(w, ""); }, hasGroup,
                [](const MainWindow& w) { return styleOf(w) == ""; }},
    ActionEntry{"groupRows", view, QT_TRANSLATE_NOOP("Actions", "Group in &Rows"), "", "",
                Menu | CanvasMenu, false, [](MainWindow& w) { setStyle(w, "rows"); }, hasGroup,
                [](const MainWindow& w) { return styleOf(w) == "rows"; }},
    ActionEntry{"groupColumns", view, QT_TRANSLATE_NOOP("Actions", "Group in Colu&mns"), "", "",
                Menu | CanvasMenu, false, [](MainWindow& w) { setStyle(w, "columns"); }, hasGroup,
                [](const MainWindow& w) { return styleOf(w) == "columns"; }},
    ActionEntry{"groupRadial", view, QT_TRANSLATE_NOOP("Actions", "Group &Around One"), "", "",
                Menu | CanvasMenu, false, [](MainWindow& w) { setStyle(w, "radial"); }, hasGroup,
                [](const MainWindow& w) { return styleOf(w) == "radial"; }},
    ActionEntry{"states", view, QT_TRANSLATE_NOOP("Actions", "Open &States"), "S", "workflow",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().openSelected(); },
                hasWorkflow},
    ActionEntry{"back", view, QT_TRANSLATE_NOOP("Actions", "&Back to the System"), "Alt+Left", "",
                Menu | CanvasMenu, false, [](MainWindow& w) { w.canvas().leaveStates(); },
                showsStates},
    ActionEntry{"zoomIn", view, QT_TRANSLATE_NOOP("Actions", "Zoom &In"), "Ctrl++", "zoom-in",
                Menu | Toolbar | NewSection, false,
                [](MainWindow& w) { w.canvas().view().zoomBy(1.25); }},
    ActionEntry{"zoomOut", view, QT_TRANSLATE_NOOP("Actions", "Zoom &Out"), "Ctrl+-", "zoom-out",
                Menu | Toolbar, false, [](MainWindow& w) { w.canvas().view().zoomBy(0.8); }},
    ActionEntry{"zoomReset", view, QT_TRANSLATE_NOOP("Actions", "Zoom to 1&00 %"), "Ctrl+0", "",
                Menu, false, [](MainWindow& w) { w.canvas().view().zoomTo(1); }},
    ActionEntry{"fit", view, QT_TRANSLATE_NOOP("Actions", "&Fit"), "F", "zoom-fit",
                Menu | Toolbar | CanvasMenu, true, [](MainWindow& w) { w.canvas().view().fit(); }},
    ActionEntry{"zoomSelection", view, QT_TRANSLATE_NOOP("Actions", "&Zoom to Selection"), "Z", "",
                Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().zoomToSelection(); },
                hasAnySelection},
    ActionEntry{"focusNeighbours", view, QT_TRANSLATE_NOOP("Actions", "Focus on Neigh&bours"), "N",
                "", Menu | CanvasMenu | NewSection, true,
                [](MainWindow& w) { w.canvas().focusNeighbours(); }, hasAnySelection},
    ActionEntry{"focusReached", view, QT_TRANSLATE_NOOP("Actions", "Focus on What It Leads T&o"),
                "R", "", Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().focusReached(); },
                hasAnySelection},
    ActionEntry{"focusBetween", view, QT_TRANSLATE_NOOP("Actions", "Focus on the Way Bet&ween Two"),
                "W", "", Menu | CanvasMenu, true, [](MainWindow& w) { w.canvas().focusBetween(); },
                hasAnySelection},
    ActionEntry{"theme", view, QT_TRANSLATE_NOOP("Actions", "&Light or Dark"), "Ctrl+L", "theme",
                Menu | Toolbar | NewSection, false, [](MainWindow& w) { w.switchTheme(); }},

    ActionEntry{"lensNone", lens, QT_TRANSLATE_NOOP("Actions", "&Plain"), "0", "", Menu, true,
                [](MainWindow& w) { w.canvas().setLens(""); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == ""; }},
    ActionEntry{"lensClass", lens, QT_TRANSLATE_NOOP("Actions", "&Class"), "1", "", Menu, true,
                [](MainWindow& w) { w.canvas().setLens("class"); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == "class"; }},
    ActionEntry{"lensKind", lens, QT_TRANSLATE_NOOP("Actions", "&Kind"), "2", "", Menu, true,
                [](MainWindow& w) { w.canvas().setLens("kind"); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == "kind"; }},
    ActionEntry{"lensPermissions", lens, QT_TRANSLATE_NOOP("Actions", "P&ermissions"), "3", "",
                Menu, true, [](MainWindow& w) { w.canvas().setLens("permissions"); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == "permissions"; }},
    ActionEntry{"lensFailures", lens, QT_TRANSLATE_NOOP("Actions", "&Failure Paths"), "4", "", Menu,
                true, [](MainWindow& w) { w.canvas().setLens("failures"); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == "failures"; }},
    ActionEntry{"lensFindings", lens, QT_TRANSLATE_NOOP("Actions", "F&indings"), "5", "", Menu,
                true, [](MainWindow& w) { w.canvas().setLens("findings"); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == "findings"; }},
    ActionEntry{"lensVerdict", lens, QT_TRANSLATE_NOOP("Actions", "&Verdict"), "6", "", Menu, true,
                [](MainWindow& w) { w.canvas().setLens("verdict"); }, nullptr,
                [](const MainWindow& w) { return w.canvas().lens() == "verdict"; }},

    ActionEntry{"shortcuts", help, QT_TRANSLATE_NOOP("Actions", "&Keyboard Shortcuts"), "Ctrl+/",
                "", Menu, false, [](MainWindow& w) { ShortcutsWindow::open(w); }},
    ActionEntry{"about", help, QT_TRANSLATE_NOOP("Actions", "&About Limn"), "", "",
                Menu | NewSection, false, [](MainWindow& w) { showAbout(w); }},
};

QString translated(const char* text) { return QCoreApplication::translate("Actions", text); }

} // namespace

std::span<const ActionEntry> actionTable() { return table; }

Actions::Actions(MainWindow& window) : QObject(&window), m_window(window) {
    std::map<const char*, QMenu*> menus;
    for (const ActionEntry& entry : table) {
        auto* action = new QAction(translated(entry.text), this);
        m_byId.emplace(entry.id, action);
        action->setObjectName(toQt(entry.id));
        action->setShortcut(QKeySequence::fromString(QString::fromLatin1(entry.shortcut),
                                                     QKeySequence::PortableText));
        action->setCheckable(entry.isChecked != nullptr);
        connect(action, &QAction::triggered, &window, [&window, &entry] { entry.run(window); });
        QMenu*& menu = menus[entry.menu];
        if (!menu)
            menu = window.menuBar()->addMenu(translated(entry.menu));
        if (entry.where & NewSection)
            menu->addSeparator();
        menu->addAction(action);
        if (entry.where & Toolbar) {
            if (entry.where & NewSection)
                window.toolBar().addSeparator();
            window.toolBar().addAction(action);
            QString tip = translated(entry.text).remove(u'&');
            action->setToolTip(QStringLiteral("%1 (%2)").arg(
                tip, action->shortcut().toString(QKeySequence::NativeText)));
        }
        if (entry.onCanvas)
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        if (entry.onCanvas || entry.where & CanvasMenu)
            window.canvas().addAction(action);
    }
    listDocks(window, *menus[view]);
    m_byId["redo"]->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QKeySequence(QStringLiteral("Ctrl+Y"))});
    m_byId["shortcuts"]->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl+/")), QKeySequence(Qt::Key_F1)});
    m_byId["zoomIn"]->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl++")), QKeySequence(QStringLiteral("Ctrl+="))});
    m_byId["delete"]->setShortcuts({QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace)});
    tint();
    refresh();
}

QAction* Actions::operator[](std::string_view id) const { return m_byId.find(id)->second; }

void Actions::refresh() {
    for (const ActionEntry& entry : table) {
        if (entry.isChecked)
            m_byId.find(entry.id)->second->setChecked(entry.isChecked(m_window));
        if (entry.isEnabled)
            m_byId.find(entry.id)->second->setEnabled(entry.isEnabled(m_window));
    }
    const QUndoStack& stack = m_window.document().undoStack();
    const auto named = [](const QString& verb, const QString& step) {
        return step.isEmpty() ? verb : QStringLiteral("%1 %2").arg(verb, step);
    };
    m_byId["undo"]->setText(named(tr("&Undo"), stack.undoText()));
    m_byId["redo"]->setText(named(tr("&Redo"), stack.redoText()));
}

void Actions::tint() {
    for (const ActionEntry& entry : table) {
        if (!entry.icon.empty())
            m_byId.find(entry.id)->second->setIcon(icon(entry.icon, m_window.palette()));
    }
}

} // namespace limn
