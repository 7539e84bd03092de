// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/search_box.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/desktop/main_window.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/drawn_item.h"
#include "widgets/canvas/view.h"
#include "widgets/session/document.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr std::size_t mostRows = 100; // nobody reads more
constexpr int widest = 760;
constexpr int rowHeight = 26;
constexpr int leastHeight = 180; // also over a low canvas
constexpr int aside = 24;

enum Column { Title, Detail, Kind, ColumnCount };

} // namespace

SearchBox::SearchBox(MainWindow& window, const Actions& actions)
    : QFrame(&window), m_window(window), m_actions(actions), m_line(new QLineEdit(this)),
      m_list(new QTreeWidget(this)) {
    setObjectName(QStringLiteral("search"));
    setStyleSheet(QStringLiteral("QFrame#search { background: palette(window); border-radius: 6px;"
                                 " border: 1px solid palette(mid); }"));
    m_line->setPlaceholderText(tr("Search parts, properties, findings, checks and commands"));
    m_line->setAccessibleName(tr("Search everything"));
    m_line->setMinimumHeight(34);
    m_line->installEventFilter(this);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setColumnCount(ColumnCount);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(Title, QHeaderView::Fixed);
    m_list->header()->setSectionResizeMode(Detail, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(Kind, QHeaderView::ResizeToContents);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_line);
    column->addWidget(m_list);
    hide();

    window.installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &SearchBox::fill);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &SearchBox::preview);
    connect(m_list, &QTreeWidget::itemClicked, this, &SearchBox::accept);
    connect(&window.document(), &Document::derivedChanged, this, [this] {
        if (isVisible())
            collect();
    });
}

void SearchBox::open() {
    if (!isVisible()) {
        const View& view = m_window.canvas().view();
        m_before = {m_window.selection().elements(),
                    m_window.selection().finding(),
                    view.transform(),
                    {view.horizontalScrollBar()->value(), view.verticalScrollBar()->value()},
                    QApplication::focusWidget()};
        m_line->clear();
        collect();
        show();
        raise();
    }
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void SearchBox::place() {
    const QRect canvas(m_window.canvas().mapTo(&m_window, QPoint()), m_window.canvas().size());
    // Half of the canvas at most: the other half shows what is found.
    const int rows = m_list->topLevelItemCount() * rowHeight + 2;
    const int most = std::max(leastHeight, canvas.height() / 2);
    m_list->setFixedHeight(std::min(rows, most - m_line->minimumHeight() - aside));
    setFixedSize(std::min(widest, m_window.width() - 2 * aside),
                 layout()->totalMinimumSize().height());
    const int left = canvas.center().x() - width() / 2;
    move(std::clamp(left, aside, std::max(aside, m_window.width() - aside - width())),
         canvas.top() + aside / 2);
    m_list->setColumnWidth(Title, width() * 45 / 100);
}

void SearchBox::collect() {
    m_shown.clear();
    m_entries = searchEntries(m_window.document(), m_actions);
    fill();
}

void SearchBox::fill() {
    const bool asked = !m_line->text().trimmed().isEmpty();
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    QPixmap nothing(m_list->iconSize().isEmpty() ? QSize(16, 16) : m_list->iconSize());
    nothing.fill(Qt::transparent);
    const QIcon blank(nothing); // keeps the words in line
    m_shown = matching(m_entries, m_line->text(), mostRows);
    for (const SearchEntry* entry : m_shown) {
        auto* row = new QTreeWidgetItem(m_list, {entry->title, entry->detail, entry->kind});
        const QIcon icon = entry->icon(*this);
        row->setIcon(Title, icon.isNull() ? blank : icon);
        row->setSizeHint(Title, {0, rowHeight});
        row->setToolTip(Title, entry->title);
        row->setToolTip(Detail, entry->detail);
        row->setForeground(Detail, palette().placeholderText());
        row->setForeground(Kind, palette().placeholderText());
        row->setTextAlignment(Kind, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (m_shown.empty()) {
        auto* row = new QTreeWidgetItem(m_list, {tr("Nothing answers this")});
        row->setFlags(Qt::NoItemFlags);
        row->setSizeHint(Title, {0, rowHeight});
        row->setFirstColumnSpanned(true);
    }
    place();
    m_list->setCurrentItem(asked && !m_shown.empty() ? m_list->topLevelItem(0) : nullptr);
    preview();
}

const SearchEntry* SearchBox::current() const {
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    return row >= 0 && static_cast<std::size_t>(row) < m_shown.size()
               ? m_shown[static_cast<std::size_t>(row)]
               : nullptr;
}

void SearchBox::preview() {
    if (!isVisible())
        return;
    const SearchEntry* entry = current();
    if (entry && !entry->elements.empty())
        look(*entry);
    else
        bringBack();
}

void SearchBox::look(const SearchEntry& entry) {
    m_window.selection().select(entry.elements);
    QRectF area;
    for (const std::string& element : entry.elements) {
        if (const DrawnItem* body = m_window.canvas().scene().bodyOf(element))
            area |= body->sceneBoundingRect();
    }
    View& view = m_window.canvas().view();
    // The box covers some of the picture: what it lies on is not seen.
    QRect open = view.viewport()->rect();
    open.setTop(view.viewport()->mapFrom(&m_window, geometry().bottomLeft()).y());
    const QRect onView = view.mapFromScene(area).boundingRect();
    if (area.isEmpty() || open.contains(onView))
        return;
    const QPointF by = onView.center() - open.center();
    view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + int(by.x()));
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + int(by.y()));
}

void SearchBox::bringBack() {
    if (m_before.finding.empty())
        m_window.selection().select(m_before.elements);
    else
        m_window.selection().selectFinding(m_before.finding, m_before.elements);
    View& view = m_window.canvas().view();
    view.setTransform(m_before.camera);
    view.horizontalScrollBar()->setValue(m_before.scrolled.x());
    view.verticalScrollBar()->setValue(m_before.scrolled.y());
}

void SearchBox::cancel() {
    bringBack();
    hide();
    QWidget* focus = m_before.focus ? m_before.focus.data() : &m_window.canvas();
    focus->setFocus();
}

void SearchBox::accept() {
    const SearchEntry* found = current();
    if (!found)
        return;
    const SearchEntry entry = *found;
    if (entry.command) {
        cancel();
        entry.command->trigger();
        return;
    }
    hide();
    m_window.canvas().setFocus();
    go(entry);
}

void SearchBox::go(const SearchEntry& entry) {
    if (m_window.canvas().showsStates())
        m_window.canvas().leaveStates();
    if (!entry.finding.empty())
        m_window.selection().selectFinding(entry.finding, entry.elements);
    else if (!entry.elements.empty())
        m_window.selection().select(entry.elements);
    if (entry.place)
        m_window.selection().showPlace(*entry.place);
}

bool SearchBox::key(QKeyEvent& event) {
    switch (event.key()) {
    case Qt::Key_Escape:
        cancel();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: {
        QKeyEvent step(event.type(), event.key() == Qt::Key_Tab ? Qt::Key_Down : Qt::Key_Up, {});
        QCoreApplication::sendEvent(m_list, &step);
        return true;
    }
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, &event);
        return true;
    default:
        return false;
    }
}

bool SearchBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_window && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_line)
        return false;
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
    if (event->type() == QEvent::KeyPress)
        return key(*static_cast<QKeyEvent*>(event));
    // Whoever goes on elsewhere goes on from what is seen. Windows over this one only visit.
    if (event->type() == QEvent::FocusOut) {
        const Qt::FocusReason why = static_cast<QFocusEvent*>(event)->reason();
        if (why != Qt::ActiveWindowFocusReason && why != Qt::PopupFocusReason)
            hide();
    }
    return false;
}

} // namespace limn
