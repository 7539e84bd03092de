// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QPointF>

#include "core/model/model.h"
#include "widgets/canvas/scene.h"

class QGraphicsLineItem;

namespace limn {

// Drawing a line from one part to another: the handle that offers it, the rubber line, and the
// parts it may end at.
class ConnectGesture {
public:
    explicit ConnectGesture(Scene& scene);
    ~ConnectGesture();
    ConnectGesture(const ConnectGesture&) = delete;
    ConnectGesture& operator=(const ConnectGesture&) = delete;

    // Shows the handle at this part; an empty id hides it.
    void offer(const std::string& node);
    // The part whose handle is at the point, in view pixels around it; empty when there is none.
    const std::string& offeredAt(QPointF at, double zoom) const;

    bool isActive() const { return !m_from.empty(); }
    const std::string& from() const { return m_from; }
    void begin(const Model& model, const std::string& from);
    void moveTo(QPointF at);
    // The part a line that ends here would reach; empty when none would.
    std::string targetAt(QPointF at) const;
    void end();

private:
    class Handle;

    Scene& m_scene;
    std::unique_ptr<Handle> m_handle;
    std::unique_ptr<QGraphicsLineItem> m_line;
    std::string m_offered;
    std::string m_from;
    Scene::Elements m_targets;
};

} // namespace limn
