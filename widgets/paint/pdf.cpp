// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <QBuffer>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>

#include "widgets/paint/fonts.h"
#include "widgets/paint/painted.h"
#include "widgets/paint/painter.h"
#include "widgets/paint/pdf_outline.h"
#include "widgets/paint/pdf_pages.h"
#include "widgets/text.h"

namespace limn {
namespace {

// The writer notes the moment of writing. The same picture must give the same bytes, so the digits
// of the date become zeros; the length stays, and with it every offset in the file.
void dropDate(QByteArray& pdf) {
    static const QByteArray key = QByteArrayLiteral("/CreationDate (D:");
    const qsizetype at = pdf.indexOf(key);
    if (at < 0)
        return;
    static const QByteArray none = QByteArrayLiteral("20000101000000");
    pdf.replace(at + key.size(), none.size(), none);
    for (qsizetype i = at + key.size() + none.size(); i < pdf.size() && pdf[i] != ')'; ++i) {
        if (pdf[i] >= '0' && pdf[i] <= '9')
            pdf[i] = '0';
    }
}

// Paints what of the drawing falls on one page.
void paintPage(QPainter& painter, const Drawing& drawing, const PdfPages& pages,
               const PdfPage& page, Paper paper, double dotsPerPoint) {
    painter.save();
    painter.scale(dotsPerPoint, dotsPerPoint);
    painter.setClipRect(page.target);
    painter.translate(page.target.topLeft());
    painter.scale(pages.toPoints, pages.toPoints);
    painter.translate(-page.source.topLeft());
    if (paper == Paper::Picture || toQt(drawing.background).lightnessF() < 0.5F)
        painter.fillRect(page.source, toQt(drawing.background)); // paper is white by itself
    constexpr double reach = 24; // of arrow heads and rings beyond what an item tells as its bounds
    for (const DrawingItem& item : drawing.items)
        if (pages.pages.size() == 1 || page.source.intersects(toQt(item.bounds.grown(reach))))
            Ink(item).paint(painter);
    painter.restore();
}

// `2 / 6`, and which row and column it is, below a sheet that is one of several.
void paintNumber(QPainter& painter, const PdfPages& pages, std::size_t index, double dotsPerPoint) {
    const PdfPage& page = pages.pages[index];
    painter.save();
    painter.scale(dotsPerPoint, dotsPerPoint);
    painter.setFont(drawingFont(8, FontWeight::Regular));
    painter.setPen(Qt::darkGray);
    painter.drawText(QPointF(page.target.left(), pages.pageSize().height() - 12),
                     QStringLiteral("%1 / %2 · row %3, column %4")
                         .arg(index + 1)
                         .arg(pages.pages.size())
                         .arg(page.row + 1)
                         .arg(page.column + 1));
    painter.restore();
}

// The boxes in one another, then the words below the picture.
std::vector<Bookmark> bookmarksOf(const Picture& picture, const PdfPages& pages) {
    const Model& model = *picture.snapshot.model;
    std::vector<Bookmark> bookmarks;
    std::map<GroupIndex, int> known;
    const auto add = [&](const DrawingItem& item, int parent) {
        const auto [page, at] = pages.find({item.bounds.x, item.bounds.y});
        bookmarks.push_back({toQt(item.title), page, at, parent});
    };
    std::map<GroupIndex, const DrawingItem*> drawn;
    for (const DrawingItem& item : picture.drawing.items)
        if (item.id.starts_with("group "))
            if (const Group* group = model.group(item.element))
                drawn.emplace(model.indexOf(*group), &item);
    const auto addGroup = [&](auto& self, GroupIndex g) -> int {
        if (g == GroupIndex::None)
            return -1;
        if (const auto found = known.find(g); found != known.end())
            return found->second;
        const int parent = self(self, model[g].parent);
        const auto item = drawn.find(g);
        if (item == drawn.end())
            return parent;
        add(*item->second, parent);
        return known[g] = static_cast<int>(bookmarks.size()) - 1;
    };
    for (const auto& [g, item] : drawn)
        addGroup(addGroup, g);
    for (const DrawingItem& item : picture.drawing.items)
        if (item.id == "page findings" || item.id == "page verdict")
            add(item, -1);
    return bookmarks;
}

Result<std::string> run(const Picture& picture, const PaintOptions& options) {
    const Result<PdfPages> pages = pagesOf(picture.drawing.bounds, options);
    if (!pages)
        return pages.error();
    loadFonts();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(toQt(picture.drawing.title));
    writer.setCreator(QStringLiteral("Limn"));
    writer.setPageLayout(
        QPageLayout(pages->size, pages->landscape ? QPageLayout::Landscape : QPageLayout::Portrait,
                    QMarginsF()));
    QPainter painter;
    if (!painter.begin(&writer))
        return Error{"The picture cannot be painted as PDF: Qt's PDF writer did not start."};
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double dotsPerPoint = writer.resolution() / 72.0;
    for (std::size_t i = 0; i < pages->pages.size(); ++i) {
        if (i > 0)
            writer.newPage();
        paintPage(painter, picture.drawing, *pages, pages->pages[i], options.paper, dotsPerPoint);
        if (pages->pages.size() > 1)
            paintNumber(painter, *pages, i, dotsPerPoint);
    }
    painter.end();
    dropDate(bytes);
    addBookmarks(bytes, bookmarksOf(picture, *pages));
    return bytes.toStdString();
}

} // namespace

extern const PaintedExporter pdfExporter;
constinit const PaintedExporter pdfExporter{.extension = "pdf", .title = "PDF page", .run = run};

} // namespace limn
