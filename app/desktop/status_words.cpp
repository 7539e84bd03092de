// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/status_words.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QStringList>

#include "widgets/text.h"

namespace limn {
namespace {

struct Words {
    NodeKind kind;
    const char* one;
    const char* many;
};
constexpr std::array kinds{
    Words{NodeKind::EntryPoint, QT_TRANSLATE_NOOP("Status", "1 entry point"),
          QT_TRANSLATE_NOOP("Status", "%1 entry points")},
    Words{NodeKind::Function, QT_TRANSLATE_NOOP("Status", "1 function"),
          QT_TRANSLATE_NOOP("Status", "%1 functions")},
    Words{NodeKind::Workflow, QT_TRANSLATE_NOOP("Status", "1 workflow"),
          QT_TRANSLATE_NOOP("Status", "%1 workflows")},
    Words{NodeKind::Queue, QT_TRANSLATE_NOOP("Status", "1 queue"),
          QT_TRANSLATE_NOOP("Status", "%1 queues")},
    Words{NodeKind::Topic, QT_TRANSLATE_NOOP("Status", "1 topic"),
          QT_TRANSLATE_NOOP("Status", "%1 topics")},
    Words{NodeKind::Store, QT_TRANSLATE_NOOP("Status", "1 store"),
          QT_TRANSLATE_NOOP("Status", "%1 stores")},
    Words{NodeKind::Host, QT_TRANSLATE_NOOP("Status", "1 host"),
          QT_TRANSLATE_NOOP("Status", "%1 hosts")},
};
struct SeverityWords {
    Severity severity;
    const char* one;
    const char* many;
};
constexpr std::array severities{
    SeverityWords{Severity::Error, QT_TRANSLATE_NOOP("Status", "1 error"),
                  QT_TRANSLATE_NOOP("Status", "%1 errors")},
    SeverityWords{Severity::Warning, QT_TRANSLATE_NOOP("Status", "1 warning"),
                  QT_TRANSLATE_NOOP("Status", "%1 warnings")},
    SeverityWords{Severity::Info, QT_TRANSLATE_NOOP("Status", "1 hint"),
                  QT_TRANSLATE_NOOP("Status", "%1 hints")},
};

QString said(qsizetype count, const char* one, const char* many) {
    return counted(count, QCoreApplication::translate("Status", one),
                   QCoreApplication::translate("Status", many));
}

} // namespace

QString statusWords(const Model& model, const Report& report) {
    QStringList words;
    for (const Words& kind : kinds) {
        const auto count = std::count_if(model.nodes().begin(), model.nodes().end(),
                                         [&](const Node& node) { return node.kind == kind.kind; });
        if (count > 0)
            words << said(count, kind.one, kind.many);
    }
    for (const SeverityWords& severity : severities) {
        const auto count = std::count_if(
            report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
                return finding.severity == severity.severity && !finding.accepted;
            });
        if (count > 0)
            words << said(count, severity.one, severity.many);
    }
    if (report.verdict.overall != Grade::NotJudged)
        words << QCoreApplication::translate("Status", "verdict: %1")
                     .arg(toQt(word(report.verdict.overall)));
    return words.join(QStringLiteral(" · "));
}

} // namespace limn
