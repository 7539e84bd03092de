// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/accept_dialog.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>

#include "core/checks/check.h"
#include "widgets/text.h"

namespace limn {
namespace {

const QString byKey = QStringLiteral("review/by");
constexpr int usualDays = 90;
constexpr int usualWidth = 460;

// Who last accepted something here, else who is logged in.
QString usualName() { return QSettings().value(byKey, qEnvironmentVariable("USER")).toString(); }

std::string isoDay(QDate day) { return toUtf8(day.toString(Qt::ISODate)); }

} // namespace

AcceptDialog::AcceptDialog(const Finding& finding, QWidget* parent)
    : QDialog(parent), m_basis(toQt(finding.basis)), m_reason(new QLineEdit(this)),
      m_by(new QLineEdit(usualName(), this)), m_ends(new QCheckBox(tr("&Until"), this)),
      m_until(new QDateEdit(QDate::currentDate().addDays(usualDays), this)) {
    setObjectName(QStringLiteral("accept"));
    setWindowTitle(tr("Accept %1").arg(toQt(finding.check->id)));
    QString words = plainWords(finding.message);
    if (!words.isEmpty() && !finding.message.starts_with('`'))
        words[0] = words[0].toUpper();
    auto* claim = new QLabel(words, this);
    claim->setWordWrap(true);
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setPlaceholderText(tr("Why it may stand"));
    m_by->setObjectName(QStringLiteral("by"));
    m_ends->setObjectName(QStringLiteral("ends"));
    m_until->setObjectName(QStringLiteral("until"));
    m_until->setAccessibleName(tr("Last day"));
    m_until->setCalendarPopup(true);
    m_until->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    m_until->setEnabled(false);
    connect(m_ends, &QCheckBox::toggled, m_until, &QWidget::setEnabled);

    auto* end = new QHBoxLayout;
    end->addWidget(m_ends);
    end->addWidget(m_until, 1);
    auto* buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, Qt::Horizontal, this);
    QPushButton* ok = buttons->button(QDialogButtonBox::Ok);
    ok->setText(tr("Accept"));
    ok->setEnabled(false);
    connect(m_reason, &QLineEdit::textChanged, ok,
            [ok](const QString& text) { ok->setEnabled(!text.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &AcceptDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &AcceptDialog::reject);

    auto* form = new QFormLayout(this);
    form->addRow(claim);
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(tr("&By"), m_by);
    form->addRow(QString(), end);
    form->addRow(buttons);
    resize(usualWidth, form->totalHeightForWidth(usualWidth));
    m_reason->setFocus();
}

Acceptance AcceptDialog::acceptance() const {
    return {.reason = toUtf8(m_reason->text().trimmed()),
            .by = toUtf8(m_by->text().trimmed()),
            .date = isoDay(QDate::currentDate()),
            .until = m_ends->isChecked() ? isoDay(m_until->date()) : std::string(),
            .evidence = toUtf8(m_basis)};
}

void AcceptDialog::accept() {
    QSettings().setValue(byKey, m_by->text().trimmed());
    QDialog::accept();
}

} // namespace limn
