// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/selection.h"

namespace limn {

Selection::Selection(QObject* parent) : QObject(parent) {}

std::string Selection::single() const {
    return m_elements.size() == 1 ? *m_elements.begin() : std::string();
}

void Selection::select(Elements elements) { selectFinding({}, std::move(elements)); }

void Selection::toggle(const std::string& element) {
    Elements elements = m_elements;
    if (elements.erase(element) == 0)
        elements.insert(element);
    select(std::move(elements));
}

void Selection::selectFinding(const std::string& fingerprint, Elements elements) {
    if (fingerprint == m_finding && elements == m_elements)
        return;
    m_finding = fingerprint;
    m_elements = std::move(elements);
    emit changed();
}

void Selection::keepOnly(const std::function<bool(const std::string&)>& exists) {
    Elements kept;
    for (const std::string& element : m_elements) {
        if (exists(element))
            kept.insert(element);
    }
    if (kept.size() != m_elements.size())
        selectFinding(m_finding, std::move(kept));
}

} // namespace limn
