// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas.h"

#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include "widgets/canvas/accessible_view.h"
#include "widgets/canvas/connections.h"
#include "widgets/canvas/hand.h"
#include "widgets/canvas/legend_view.h"
#include "widgets/canvas/name_editor.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"
#include "widgets/paint/fonts.h"
#include "widgets/paint/palette.h"
#include "widgets/session/document.h"
#include "widgets/session/parts.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int slowMilliseconds = 250;

const Finding* findFinding(const Report& report, std::string_view fingerprint) {
    for (const Finding& finding : report.findings) {
        if (finding.fingerprint == fingerprint)
            return &finding;
    }
    return nullptr;
}

} // namespace

Canvas::Canvas(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_shown(document),
      m_view(new View(m_scene, this)),
      m_hand(new Hand(*m_view, m_scene, document, selection, [this] { return options(); })),
      m_notices(new Notices(m_view)), m_legend(new LegendView(m_view)), m_hint(new QLabel(m_view)) {
    loadFonts();
    makeViewsAccessible();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    m_view->setAccessibleName(tr("Diagram"));
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_slow.setSingleShot(true);
    m_slow.setInterval(slowMilliseconds);
    listen();
    sayWhatHolds();
}

void Canvas::listen() {
    connect(&m_document, &Document::derivedChanged, this, &Canvas::takeDerived);
    connect(&m_document, &Document::opened, this, [this] {
        m_fitNext = true;
        m_shown.forget();
        m_callouts.clear();
        m_selection.clear();
        leaveFocus();
        m_notices->drop(QStringLiteral("refused"));
        m_notices->drop(QStringLiteral("outside"));
        sayWhatHolds();
    });
    connect(&m_document, &Document::refused, this, [this](const QString& message) {
        m_notices->sayBriefly(QStringLiteral("refused"), message, Notices::Tone::Warning);
        if (!m_hand->isDragging())
            redraw();
    });
    connect(&m_document, &Document::outsideWaiting, this, &Canvas::sayOutside);
    connect(&m_document, &Document::partsAdded, this, &Canvas::takeAdded);
    connect(&m_document, &Document::pendingChanged, this, [this] {
        m_notices->drop(QStringLiteral("pending"));
        m_document.pending().isEmpty() ? m_slow.stop() : m_slow.start();
    });
    connect(&m_slow, &QTimer::timeout, this, [this] {
        m_notices->say(QStringLiteral("pending"), tr("%1 …").arg(m_document.pending()),
                       Notices::Tone::Quiet);
    });
    connect(&m_selection, &Selection::changed, this, &Canvas::takeSelection);
    connect(&m_selection, &Selection::revealAsked, this, &Canvas::revealSelected);
    connect(m_view, &View::pickAsked, this,
            [this](const std::string& element) { m_selection.select({element}); });
    connect(m_hand, &Hand::badgeClicked, this, &Canvas::toggleCallouts);
    connect(m_hand, &Hand::linkClicked, this, &Canvas::followLink);
    connect(m_hand, &Hand::connectAsked, this, &Canvas::askConnection);
    connect(m_hand, &Hand::openAsked, this, &Canvas::openSelected);
    connect(&m_shown, &ShownPicture::changed, this, [this] {
        if (!m_hand->isDragging())
            redraw();
    });
    connect(&m_shown, &ShownPicture::turned, this, &Canvas::turnPicture);
    connect(m_hand, &Hand::menuAsked, this, [this](QPoint at) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions(actions());
        if (!menu->isEmpty())
            menu->popup(at);
    });
}

// The view and what hangs on it go before the scene they show.
Canvas::~Canvas() {
    // What still happens to it while it goes is nothing to answer.
    m_view->removeEventFilter(this);
    m_view->viewport()->removeEventFilter(this);
    delete m_hand; // it watches the view, too
    delete m_view;
}

DrawOptions Canvas::options() const {
    DrawOptions options;
    options.theme = themeOf(palette());
    options.callouts = m_callouts;
    options.unfolded = m_unfolded;
    options.lens = m_shown.lens();
    return options;
}

void Canvas::redraw() {
    m_scene.show(m_shown.draw(options()));
    m_legend->show(m_shown.legend(options()));
    m_hand->refreshHandle();
}

void Canvas::takeDerived() {
    const Derived& derived = m_document.derived();
    std::erase_if(m_callouts,
                  [&](const std::string& id) { return !findFinding(derived.report, id); });
    m_hand->settle();
    m_shown.refresh();
    if (!m_hand->isDragging() && !m_shown.isMaking())
        redraw();
    m_selection.keepOnly([&](const std::string& id) {
        const Model& model = *derived.snapshot.model;
        return model.node(id) || model.edge(id) || model.group(id) || model.state(id);
    });
    takeSelection();
    takeFocus();
    sayWhatHolds();
    if (m_fitNext && m_view->isVisible() && !derived.placement.nodes.empty()) {
        m_fitNext = false;
        m_view->setTopInset(m_notices->depth());
        m_view->showBeginning();
    }
    if (!derived.note.empty() && derived.note != m_saidNote) {
        m_saidNote = derived.note;
        m_notices->sayBriefly(QStringLiteral("note"), toQt(derived.note), Notices::Tone::Quiet);
    }
    if (!m_renameNext.empty() && m_scene.bodyOf(m_renameNext))
        editName(std::exchange(m_renameNext, {}));
}

void Canvas::sayWhatHolds() {
    const QString readOnly = m_document.readOnlyFormat();
    if (readOnly.isEmpty())
        m_notices->drop(QStringLiteral("readOnly"));
    else if (m_notices->textOf(QStringLiteral("readOnly")).isEmpty())
        m_notices->say(
            QStringLiteral("readOnly"),
            (m_document.writesValues()
                 ? tr("%1: structure is read-only. Values, positions and notes can be changed.")
                 : tr("%1: structure is read-only. Positions and notes can be changed."))
                .arg(readOnly),
            Notices::Tone::Quiet);
    const std::string& broken = m_document.derived().broken;
    m_view->setStale(!broken.empty());
    if (broken.empty())
        m_notices->drop(QStringLiteral("broken"));
    else
        m_notices->say(QStringLiteral("broken"),
                       tr("The last picture that could be read is shown. %1").arg(toQt(broken)),
                       Notices::Tone::Warning);
    if (!m_document.isOpen())
        m_hint->setText(tr("Open a manifest (Ctrl+O) or start a new diagram (Ctrl+N)"));
    else if (m_document.snapshot().model->nodes().empty() && broken.empty())
        m_hint->setText(tr("Drag a part from the left onto this sheet, or double-click it"));
    else
        m_hint->clear();
    m_hint->setGeometry(m_view->rect());
}

void Canvas::sayOutside(const QString& message) {
    m_notices->say(QStringLiteral("outside"), message, Notices::Tone::Warning,
                   {{tr("Take its version"), [this] { m_document.takeOutside(); }},
                    {tr("Keep mine"), [this] { m_document.keepMine(); }}});
}

// What is selected of the hubs, of those that refer to them, and of the references themselves:
// their lines are drawn. Anything else costs no new picture.
std::set<std::string, std::less<>> Canvas::selectedReferences() const {
    std::set<std::string, std::less<>> found;
    const Derived& derived = m_document.derived();
    const Model& model = *derived.snapshot.model;
    const auto keepSelected = [&](std::string_view id) {
        if (m_selection.contains(id))
            found.emplace(id);
    };
    if (m_selection.elements().empty())
        return found;
    for (const auto& [key, reference] : derived.placement.references) {
        keepSelected(key);
        if (const Edge* edge = model.edge(key)) {
            keepSelected(model.id(edge->from));
            keepSelected(model.id(edge->to));
        }
    }
    return found;
}

void Canvas::takeSelection() {
    if (std::set<std::string, std::less<>> unfolded = selectedReferences();
        unfolded != m_unfolded && !m_hand->isDragging()) {
        m_unfolded = std::move(unfolded);
        redraw();
    }
    dressSelection();
    if (!m_selection.finding().empty() && !m_callouts.contains(m_selection.finding()))
        openCallouts({m_selection.finding()});
    m_hand->refreshHandle();
    if (!m_view->viewport()->underMouse() && !m_fitNext)
        revealSelected();
}

void Canvas::revealSelected() {
    QRectF area;
    for (const std::string& element : m_selection.elements()) {
        if (const DrawnItem* body = bodyAround(element))
            area |= body->sceneBoundingRect();
    }
    if (!area.isEmpty())
        m_view->reveal(area);
}

// What stands for the element: itself, or the closed group it is in; null when it is not drawn.
const DrawnItem* Canvas::bodyAround(const std::string& element) const {
    const DrawnItem* body = m_scene.bodyOf(element);
    const Model& model = *m_document.derived().snapshot.model;
    const Node* node = model.node(element);
    const Group* group = model.group(element);
    GroupIndex around = node ? node->group : group ? group->parent : GroupIndex::None;
    while (!body && around != GroupIndex::None) {
        body = m_scene.bodyOf(model.text(model[around].id));
        around = model[around].parent;
    }
    return body;
}

void Canvas::takeAdded(const std::vector<std::string>& ids) {
    m_selection.select({ids.begin(), ids.end()});
    if (std::exchange(m_nameDropped, false) && ids.size() == 1)
        m_renameNext = ids.front();
}

void Canvas::toggleCallouts(const std::string& element) {
    std::set<std::string, std::less<>> here;
    for (const Finding& finding : m_document.derived().report.findings) {
        if (!finding.elements.empty() && finding.elements.front() == element)
            here.insert(finding.fingerprint);
    }
    const bool open = std::any_of(here.begin(), here.end(),
                                  [&](const auto& id) { return m_callouts.contains(id); });
    openCallouts(open ? std::set<std::string, std::less<>>{} : here);
}

void Canvas::openCallouts(std::set<std::string, std::less<>> fingerprints) {
    m_callouts = std::move(fingerprints);
    if (m_document.isOpen() && !m_hand->isDragging())
        redraw();
}

void Canvas::applyFix(const std::string& fingerprint) {
    const Finding* finding = findFinding(m_document.derived().report, fingerprint);
    if (finding && finding->fix)
        m_document.intend(toQt(finding->fix->title), finding->fix->intents);
}

void Canvas::followLink(const std::string& link, const std::string& fingerprint) {
    const Finding* finding = findFinding(m_document.derived().report, fingerprint);
    if (finding && link.starts_with("fix")) {
        applyFix(fingerprint);
        return;
    }
    const Sources& sources = *m_document.derived().snapshot.sources;
    const auto shown = [&](Span span) {
        const Place place = sources.place(span);
        return place.path + ":" + std::to_string(place.line) == link;
    };
    if (finding) {
        for (const Exhibit& exhibit : finding->evidence) {
            if (shown(exhibit.at)) {
                m_selection.showPlace(exhibit.at);
                return;
            }
        }
        if (shown(finding->at)) {
            m_selection.showPlace(finding->at);
            return;
        }
    }
    const Model& model = *m_document.derived().snapshot.model;
    if (model.node(link) || model.edge(link) || model.group(link))
        m_selection.select({link});
}

void Canvas::selectAll() {
    Selection::Elements all;
    for (const DrawnItem* body : m_scene.bodies())
        all.insert(body->element());
    m_selection.select(std::move(all));
}

void Canvas::removeSelected() {
    const Model& model = *m_document.snapshot().model;
    std::vector<Intent> intents;
    // Lines first: a part takes its lines along, and what is gone cannot be removed again.
    for (const std::string& id : m_selection.elements()) {
        const Edge* edge = model.edge(id);
        if (edge && !m_selection.contains(model.id(edge->from)) &&
            !m_selection.contains(model.id(edge->to)))
            intents.push_back(Disconnect{std::string(model.id(edge->from)),
                                         std::string(model.id(edge->to)), edge->kind});
    }
    for (const std::string& id : m_selection.elements()) {
        if (model.node(id))
            intents.push_back(Remove{id});
    }
    if (intents.empty())
        return;
    const QString name = intents.size() == 1 ? toQt(describe(intents.front()))
                                             : tr("Remove %1 elements").arg(intents.size());
    m_document.intend(name, std::move(intents));
}

void Canvas::renameSelected() {
    if (m_document.snapshot().model->node(m_selection.single()))
        editName(m_selection.single());
}

void Canvas::editName(const std::string& node) {
    const DrawnItem* body = m_scene.bodyOf(node);
    const Model& model = *m_document.snapshot().model;
    const Node* part = model.node(node);
    if (!body || !part)
        return;
    const QRect box = m_view->mapFromScene(toQt(body->drawn().bounds)).boundingRect();
    m_view->reveal(toQt(body->drawn().bounds));
    const int width = std::max(140, box.width() - 16);
    const QRect place(box.center().x() - width / 2, box.center().y() - 14, width, 28);
    new NameEditor(toQt(model.text(part->name)), place, m_view, [this, node](const QString& name) {
        const Rename rename{node, toUtf8(name)};
        m_document.intend(toQt(describe(rename)), {rename});
    });
}

void Canvas::connectSelected() { m_hand->beginConnect(m_selection.single()); }

void Canvas::askConnection(const std::string& from, const std::string& to, QPoint at) {
    const std::vector<Connect> choices = connectionsBetween(*m_document.snapshot().model, from, to);
    if (choices.size() == 1)
        connectParts(choices.front());
    if (choices.size() < 2)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("connectMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Connect& choice : choices) {
        QString verb = toQt(word(choice.kind));
        verb.replace(u'_', u' ');
        menu->addAction(QStringLiteral("%1 %2 %3").arg(toQt(choice.from), verb, toQt(choice.to)),
                        this, [this, choice] { connectParts(choice); });
    }
    menu->popup(at);
    menu->setActiveAction(menu->actions().constFirst());
}

void Canvas::connectParts(const Connect& connect) {
    m_document.intend(toQt(describe(connect)), {connect});
}

void Canvas::duplicateSelected() {
    const Model& model = *m_document.snapshot().model;
    const Node* node = model.node(m_selection.single());
    if (!node)
        return;
    std::string name;
    const std::string stem = std::string(model.text(node->name)) + "-";
    for (int number = 2; name.empty() || model.node(name); ++number)
        name = stem + std::to_string(number);
    const Duplicate duplicate{m_selection.single(), name};
    m_document.intend(toQt(describe(duplicate)), {duplicate});
}

} // namespace limn
