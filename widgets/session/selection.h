// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <string>

#include <QObject>

#include "core/model/source.h"

namespace limn {

// What the user looks at: elements (ids of nodes and groups, keys of edges), perhaps one finding,
// and a place in the text that somebody asked to see. View state: outside the Document and outside
// undo. Canvas and panels meet here.
class Selection : public QObject {
    Q_OBJECT

public:
    using Elements = std::set<std::string, std::less<>>;

    explicit Selection(QObject* parent = nullptr);

    const Elements& elements() const { return m_elements; }
    bool contains(std::string_view element) const { return m_elements.contains(element); }
    // The one selected element; empty when there are none or many.
    std::string single() const;
    // The fingerprint of the finding that was picked last; empty when something else was picked
    // since.
    const std::string& finding() const { return m_finding; }

    void select(Elements elements);
    void toggle(const std::string& element);
    void clear() { select({}); }
    // Selects the finding and the elements it speaks of.
    void selectFinding(const std::string& fingerprint, Elements elements);
    // Drops elements that are gone.
    void keepOnly(const std::function<bool(const std::string&)>& exists);
    // Asks whoever shows text to show this place; it is not kept.
    void showPlace(Span place) { emit placeAsked(place); }
    // Asks whoever shows the picture to bring what is selected into view.
    void reveal() { emit revealAsked(); }

signals:
    void changed();
    void placeAsked(Span place);
    void revealAsked();

private:
    Elements m_elements;
    std::string m_finding;
};

} // namespace limn
