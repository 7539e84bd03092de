// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/pdf_outline.h"

#include <QRegularExpression>

namespace limn {
namespace {

// Text as PDF takes it in any script: UTF-16 with its mark, in hexadecimal.
QByteArray textString(const QString& text) {
    QByteArray bytes("\xFE\xFF", 2);
    for (const QChar c : text) {
        bytes += static_cast<char>(c.unicode() >> 8U);
        bytes += static_cast<char>(c.unicode() & 0xFFU);
    }
    return '<' + bytes.toHex().toUpper() + '>';
}

QByteArray reference(qint64 object) { return QByteArray::number(object) + " 0 R"; }

// What the end of the file and its catalogue say.
struct Parts {
    qint64 size = 0, root = 0, info = 0, table = 0;
    QByteArray catalogue; // inside its brackets
    std::vector<qint64> pages{};
};

qint64 numberAfter(const QByteArray& text, const char* key, qsizetype from) {
    const qsizetype at = text.indexOf(key, from);
    if (at < 0)
        return -1;
    qsizetype begin = at + qsizetype(qstrlen(key));
    while (begin < text.size() && (text[begin] == ' ' || text[begin] == '\n'))
        ++begin;
    qsizetype end = begin;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    return end > begin ? text.mid(begin, end - begin).toLongLong() : -1;
}

// The text of an object between `<<` and the last `>>`; empty where there is none.
QByteArray dictionary(const QByteArray& pdf, qint64 object) {
    const QByteArray head = '\n' + QByteArray::number(object) + " 0 obj\n";
    const qsizetype at = pdf.indexOf(head);
    if (at < 0)
        return {};
    const QByteArray body = pdf.mid(at, pdf.indexOf("endobj", at) - at);
    const qsizetype begin = body.indexOf("<<"), end = body.lastIndexOf(">>");
    return begin < 0 || end < begin ? QByteArray() : body.mid(begin + 2, end - begin - 2);
}

bool read(const QByteArray& pdf, Parts& parts) {
    const qsizetype trailer = pdf.lastIndexOf("trailer");
    if (trailer < 0)
        return false;
    parts.size = numberAfter(pdf, "/Size ", trailer);
    parts.root = numberAfter(pdf, "/Root ", trailer);
    parts.info = numberAfter(pdf, "/Info ", trailer);
    parts.table = numberAfter(pdf, "startxref", trailer);
    if (parts.size < 0 || parts.root < 0 || parts.info < 0 || parts.table < 0)
        return false;
    parts.catalogue = dictionary(pdf, parts.root);
    const QByteArray tree = dictionary(pdf, numberAfter(parts.catalogue, "/Pages ", 0));
    const qsizetype kids = tree.indexOf("/Kids");
    if (parts.catalogue.isEmpty() || kids < 0)
        return false;
    static const QRegularExpression one(QStringLiteral("(\\d+) 0 R"));
    const QString list = QString::fromLatin1(tree.mid(kids, tree.indexOf(']', kids) - kids));
    for (auto it = one.globalMatch(list); it.hasNext();)
        parts.pages.push_back(it.next().captured(1).toLongLong());
    return !parts.pages.empty();
}

// Who stands before, after and below a bookmark.
struct Family {
    int before = -1, after = -1, first = -1, last = -1;
    int below = 0; // all of them, at any depth
};

std::vector<Family> familiesOf(const std::vector<Bookmark>& bookmarks) {
    // The last one is the list itself.
    std::vector<Family> families(bookmarks.size() + 1);
    const auto indexOf = [&](int parent) {
        return parent < 0 ? bookmarks.size() : static_cast<std::size_t>(parent);
    };
    for (int i = 0; i < static_cast<int>(bookmarks.size()); ++i) {
        const auto at = static_cast<std::size_t>(i);
        Family& parent = families[indexOf(bookmarks[at].parent)];
        families[at].before = parent.last;
        if (parent.last >= 0)
            families[static_cast<std::size_t>(parent.last)].after = i;
        else
            parent.first = i;
        parent.last = i;
        for (int up = bookmarks[at].parent;; up = bookmarks[static_cast<std::size_t>(up)].parent) {
            ++families[indexOf(up)].below;
            if (up < 0)
                break;
        }
    }
    return families;
}

QByteArray links(const Family& family, qint64 first) {
    QByteArray out;
    const std::pair<const char*, int> all[] = {{"/Prev ", family.before},
                                               {"/Next ", family.after},
                                               {"/First ", family.first},
                                               {"/Last ", family.last}};
    for (const auto& [key, index] : all)
        if (index >= 0)
            out += key + reference(first + index) + '\n';
    if (family.below > 0)
        out += "/Count " + QByteArray::number(family.below) + '\n';
    return out;
}

} // namespace

void addBookmarks(QByteArray& pdf, const std::vector<Bookmark>& bookmarks) {
    Parts parts;
    if (bookmarks.empty() || !read(pdf, parts))
        return;
    const std::vector<Family> families = familiesOf(bookmarks);
    const qint64 first = parts.size, list = first + qint64(bookmarks.size());
    QByteArray table = "xref\n";
    const auto object = [&](qint64 number, const QByteArray& content) {
        const QByteArray place = QByteArray::number(pdf.size()).rightJustified(10, '0');
        pdf += QByteArray::number(number) + " 0 obj\n<<" + content + ">>\nendobj\n";
        return place + " 00000 n \n";
    };
    const QByteArray catalogue =
        object(parts.root,
               parts.catalogue + "/Outlines " + reference(list) + "\n/PageMode /UseOutlines\n");
    table += QByteArray::number(parts.root) + " 1\n" + catalogue;
    table += QByteArray::number(first) + ' ' + QByteArray::number(qint64(families.size())) + '\n';
    for (std::size_t i = 0; i < bookmarks.size(); ++i) {
        const Bookmark& bookmark = bookmarks[i];
        const auto page = static_cast<std::size_t>(bookmark.page);
        table += object(first + qint64(i),
                        "\n/Title " + textString(bookmark.title) + "\n/Parent " +
                            reference(bookmark.parent < 0 ? list : first + bookmark.parent) +
                            "\n/Dest [" +
                            reference(parts.pages[std::min(page, parts.pages.size() - 1)]) +
                            " /XYZ " + QByteArray::number(bookmark.at.x(), 'f', 1) + ' ' +
                            QByteArray::number(bookmark.at.y(), 'f', 1) + " null]\n" +
                            links(families[i], first));
    }
    table += object(list, "\n/Type /Outlines\n" + links(families.back(), first));
    const QByteArray start = QByteArray::number(pdf.size());
    pdf += table + "trailer\n<<\n/Size " + QByteArray::number(list + 1) + "\n/Info " +
           reference(parts.info) + "\n/Root " + reference(parts.root) + "\n/Prev " +
           QByteArray::number(parts.table) + "\n>>\nstartxref\n" + start + "\n%%EOF\n";
}

} // namespace limn
