// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/about_window.h"

#include <array>

#include <Qsci/qsciglobal.h>

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace limn {
namespace {

// What is in the program or started by it, as docs/dependencies.md has it.
struct Part {
    const char* name;
    const char* licence;
};
constexpr std::array parts{
    Part{"QScintilla " QSCINTILLA_VERSION_STR, "GPL-3.0"},
    Part{"Graphviz (a program of its own)", "EPL-1.0"},
    Part{"libfyaml", "MIT"},
    Part{"yaml-cpp", "MIT"},
    Part{"JSON for Modern C++", "MIT"},
    Part{"fmt", "MIT"},
    Part{"Inter (the font)", "OFL-1.1"},
};

QString said(const char* text) { return QCoreApplication::translate("About", text); }

QString row(const QString& name, const QString& licence) {
    return QStringLiteral("<tr><td style='padding-right:24px'>%1</td><td>%2</td></tr>")
        .arg(name.toHtmlEscaped(), licence.toHtmlEscaped());
}

QString text() {
    QString rows = row(QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion())),
                       QStringLiteral("LGPL-3.0"));
    for (const Part& part : parts)
        rows += row(QString::fromLatin1(part.name), QString::fromLatin1(part.licence));
    return QStringLiteral("<h2>Limn %1</h2><p>%2</p><p>%3</p><p>%4</p><table>%5</table>")
        .arg(QStringLiteral(LIMN_VERSION),
             said(QT_TRANSLATE_NOOP("About", "Draws the boundaries of serverless systems.")),
             said(QT_TRANSLATE_NOOP(
                 "About", "Licence: GPL-3.0-or-later. You may use it, change it and pass it on "
                          "under the same terms; there is no warranty.")),
             said(QT_TRANSLATE_NOOP("About", "Built with:")), rows);
}

} // namespace

void showAbout(QWidget& window) {
    auto* dialog = new QDialog(&window);
    dialog->setObjectName(QStringLiteral("about"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(said(QT_TRANSLATE_NOOP("About", "About Limn")));
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    const QIcon icon(QStringLiteral(":/app/limn.svg"));
    if (!icon.isNull()) {
        auto* picture = new QLabel(dialog);
        picture->setPixmap(icon.pixmap(64));
        column->addWidget(picture);
    }
    auto* words = new QLabel(text(), dialog);
    words->setTextFormat(Qt::RichText);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    words->setWordWrap(true);
    words->setMinimumWidth(400);
    column->addWidget(words);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    buttons->button(QDialogButtonBox::Close)->setIcon({}); // the style's is for light windows
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    column->addWidget(buttons);
    dialog->open();
}

} // namespace limn
