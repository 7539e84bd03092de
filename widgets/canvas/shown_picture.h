// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QObject>

#include "core/drawing/draw.h"
#include "widgets/session/derived.h"
#include "widgets/session/latest.h"

namespace limn {

class Document;

// What of a Document is shown: its system, perhaps through a lens that wants more to be drawn, or
// the states of one workflow. Placements that the Document does not have are made here, on the
// pool; until one is there, the picture is what it was. View state: outside the Document and undo.
class ShownPicture : public QObject {
    Q_OBJECT

public:
    explicit ShownPicture(const Document& document);

    const std::string& lens() const { return m_lens; }
    void setLens(const std::string& id);
    // The workflow whose states are shown; empty for the system.
    const std::string& workflow() const { return m_shownWorkflow; }
    void openWorkflow(const std::string& id);

    // Another document: nothing of the last one is shown any more, but for the lens.
    void forget();
    // The document changed: what was made of it is made again.
    void refresh();

    // Whether a picture of its own is under way: what is shown stays until it comes.
    bool isMaking() const { return m_own && m_making.running(); }

    Drawing draw(DrawOptions options) const;
    // What the lens' colours mean; of no size where nobody chose a lens.
    Drawing legend(DrawOptions options) const;
    // What is drawn, with its placement.
    const Derived& derived() const;

signals:
    // Another picture is to be drawn.
    void changed();
    // The system gave way to a workflow's states, or the other way round.
    void turned();

private:
    Drawing drawn(const Derived& shown, const Report& report, const DrawOptions& options) const;
    struct Made {
        Derived derived;
        std::string lens, workflow;
    };
    static Made make(const Derived& from, const std::string& lens, const std::string& workflow,
                     std::stop_token stop);
    bool needsOwn() const;
    void land(Made made);

    const Document& m_document;
    std::string m_lens, m_workflow; // as asked for
    std::string m_shownWorkflow;
    std::optional<Derived> m_own; // where the Document's is not what is shown
    Latest<Made> m_making;
};

} // namespace limn
