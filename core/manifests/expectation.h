// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include "core/manifests/abstract.h"
#include "core/manifests/intent.h"

namespace limn {

// What a Model must say once an intent is done: the old one's abstract with the intent done to it,
// and what a format may derive from that and need not be the same.
class Expectation {
public:
    Expectation(const Model& before, const Intent& intent, const Model& after);

    const Abstract& wanted() const { return m_wanted; }
    // A part's field that may follow from what was changed: its name from its route.
    bool mayFollow(const std::string& id, const std::string& field) const {
        return m_fields.contains({id, field});
    }
    bool deliveryMayFollow(const Abstract::Ends& ends) const { return m_deliveries.contains(ends); }
    // Whether lines that only a form's rule makes may come and go between the two.
    bool impliedMayFollow(const Abstract::Ends& ends) const {
        return m_between.contains({ends.from, ends.to}) || m_between.contains({ends.to, ends.from});
    }

private:
    void expect(const AddNode& add);
    void expect(const SetProperty& set);
    void expect(const UnsetProperty& unset);
    void expect(const Connect& connect);
    void expect(const Disconnect& disconnect);
    void expect(const Rename& rename);
    void expect(const Remove& remove);
    void expect(const Duplicate& duplicate);
    void expect(const MoveToGroup& move);

    Abstract::Fields* fieldsOf(const std::string& id);
    void allow(const std::string& id, std::initializer_list<const char*> fields);
    void allowDeliveriesOf(const std::string& id);
    void allowWhatFollows(const std::string& id, std::string_view property);
    void loseGroup(const std::string& id);
    void loseTargets(const std::string& id);
    void dropUnnamed();

    const Model& m_before;
    const Model& m_after;
    Abstract m_wanted;
    std::set<std::pair<std::string, std::string>> m_fields;
    std::set<Abstract::Ends> m_deliveries;
    std::set<std::pair<std::string, std::string>> m_between;
};

} // namespace limn
