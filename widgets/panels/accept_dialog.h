// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/model/diagram.h"

class QCheckBox;
class QDateEdit;
class QLineEdit;

namespace limn {

struct Finding;

// Asks why a finding may stand, who says so and until when. Who it was is remembered.
class AcceptDialog : public QDialog {
    Q_OBJECT

public:
    AcceptDialog(const Finding& finding, QWidget* parent);

    // Lapses when the values change that the finding stands on today.
    Acceptance acceptance() const;
    void accept() override;

private:
    QString m_basis;
    QLineEdit* m_reason;
    QLineEdit* m_by;
    QCheckBox* m_ends;
    QDateEdit* m_until;
};

} // namespace limn
