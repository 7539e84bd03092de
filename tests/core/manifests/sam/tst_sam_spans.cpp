// SPDX-License-Identifier: GPL-3.0-or-later
// Every fact of the Model stands where it says: each span is cut out of its file and compared with
// what was made of it, and moves as the text does.
#include <algorithm>
#include <array>
#include <set>

#include <QDirIterator>
#include <QTest>

#include "core/manifests/tree.h"
#include "tests/core/manifests/case_folder.h"
#include "tests/core/manifests/sam/written_value.h"

using namespace limn;
using namespace limn::test;

namespace {

const char* const corpus = LIMN_SOURCE_DIR "/../shared/corpus/";

// A fact's place, with what it is the place of.
struct Fact {
    std::string what;
    Span at;
};

// Every place of the Model, in the Model's own order.
std::vector<Fact> factsOf(const Model& model) {
    std::vector<Fact> facts;
    const auto add = [&](std::string what, Span at) { facts.push_back({std::move(what), at}); };
    const auto addAll = [&](std::span<const Property> properties, std::string_view owner) {
        for (const Property& p : properties) {
            add(fmt::format("{} {}", owner, model.text(p.key)), p.at);
            add(fmt::format("{} key of {}", owner, model.text(p.key)), p.keyAt);
        }
    };
    for (const Node& node : model.nodes()) {
        add(fmt::format("node {}", model.id(node)), node.at);
        addAll(model.properties(node), model.id(node));
    }
    for (const Group& group : model.groups()) {
        add(fmt::format("group {}", model.text(group.id)), group.at);
        addAll(model.properties(group), model.text(group.id));
    }
    for (const Edge& edge : model.edges()) {
        for (const Evidence& evidence : model.evidence(edge))
            add(fmt::format("{} by {}", model.text(edge.key), word(evidence.how)), evidence.at);
        addAll(model.properties(edge), model.text(edge.key));
    }
    for (const Statement& statement : model.statements()) {
        const std::string_view owner = model.id(model[statement.identity]);
        add(fmt::format("{} {}", owner, statement.origin), statement.at);
        for (const StatementList& list : statementLists)
            for (const Statement::Item& item : statement.*list.items)
                add(fmt::format("{} {} item {}", owner, statement.origin, item.text), item.at);
    }
    for (const Unplaced& unplaced : model.unplaced())
        add(fmt::format("unplaced {}", unplaced.id), unplaced.at);
    for (const Problem& problem : model.problems())
        add(fmt::format("problem {}", problem.code), problem.at);
    return facts;
}

class SpanCheck {
public:
    explicit SpanCheck(const Snapshot& snapshot)
        : m_model(*snapshot.model), m_source((*snapshot.sources)[0]), m_text(m_source.text()),
          m_tree(Tree::parse(m_source, 0)) {
        remember(m_tree.root());
    }

    QStringList faults() {
        for (const Node& node : m_model.nodes()) {
            look(m_model.id(node), node.at, node.kind == NodeKind::External);
            look(m_model.properties(node), m_model.id(node));
        }
        for (const Group& group : m_model.groups()) {
            look(m_model.text(group.id), group.at, false);
            look(m_model.properties(group), m_model.text(group.id));
        }
        for (const Unplaced& unplaced : m_model.unplaced())
            look(unplaced.id, unplaced.at, false);
        for (const Edge& edge : m_model.edges())
            look(edge);
        for (const Statement& statement : m_model.statements())
            look(statement);
        for (const Fact& fact : factsOf(m_model))
            lookAtPlace(fact);
        return m_faults;
    }

private:
    // A cut alone, at the column it has in the file.
    struct Cut {
        Cut(std::string text) : source("cut", std::move(text)), tree(Tree::parse(source, 0)) {}
        bool whole() const {
            const bool isBroken = std::ranges::any_of(tree.problems(), [](const Problem& p) {
                return p.severity == Severity::Error && p.code != "yaml-alias";
            });
            return !isBroken && tree.documents().size() == 1 && tree.root().exists();
        }
        Source source;
        Tree tree;
    };

    std::string bytes(Span at) const { return m_text.substr(at.begin, at.length()); }

    // Maps and lists in lines of their own are indented as in the file.
    Cut cut(Span at) const {
        const std::string text = bytes(at);
        const bool isBlock = std::string_view("|>\"'[{!&").find(text.front()) == std::string::npos;
        const int column = m_source.lineColumn(at.begin).column;
        return Cut(isBlock ? std::string(static_cast<std::size_t>(column - 1), ' ') + text : text);
    }

    void fault(std::string_view what, Span at, std::string_view why) {
        const LineColumn place = m_source.lineColumn(at.valid() ? at.begin : 0);
        if (m_faults.size() < 6)
            m_faults << QString::fromStdString(
                fmt::format("{}:{}: {} {}: `{}`", place.line, place.column, what, why,
                            at.valid() ? bytes(at).substr(0, 200) : "no span"));
    }

    // Keys by their place, with their values.
    void remember(TreeNode node) {
        if (node.kind() == TreeKind::Alias)
            return;
        for (const TreeEntry& entry : node.writtenEntries()) {
            m_values.emplace(entry.key.span().begin, entry);
            remember(entry.value);
        }
        for (const TreeNode& item : node.items())
            remember(item);
    }

    bool isSound(Span at) const {
        return at.valid() && at.source == 0 && at.begin < at.end && at.end <= m_text.size();
    }

    // A part's bytes are its entry: `Id: …`, or the place that speaks of it where it has none.
    void look(std::string_view id, Span at, bool isOutside) {
        if (!isSound(at))
            return fault(id, at, "has no span");
        if (isOutside)
            return;
        const auto entry = m_values.find(at.begin);
        if (entry == m_values.end())
            return lookAtOddPart(id, at);
        const std::string_view key = entry->second.name();
        const std::string_view last = id.substr(id.find('.') + 1);
        if (key != id && key != last)
            return lookAtOddPart(id, at);
        if (at.end != std::max(entry->second.key.span().end, entry->second.value.span().end))
            fault(id, at, "does not end with its value");
    }

    // Routes of a body, generated roles, authorizers: they stand where they are spoken of.
    void lookAtOddPart(std::string_view id, Span at) {
        if (!cut(at).whole())
            fault(id, at, "is no value");
    }

    void look(std::span<const Property> properties, std::string_view owner) {
        for (const Property& p : properties) {
            const std::string what = fmt::format("{} {} = {}", owner, m_model.text(p.key),
                                                 p.value.display().substr(0, 100));
            if (!isSound(p.at)) {
                fault(what, p.at, "has no span");
                continue;
            }
            // In a text inside a text the quotes are escaped; such bytes read as nothing by
            // themselves.
            if (bytes(p.at).starts_with("\\\""))
                continue;
            lookAtKey(p, what);
            if (p.origin != Origin::Derived)
                lookAtValue(p, what);
        }
    }

    void lookAtKey(const Property& p, const std::string& what) {
        if (!p.keyAt.valid()) {
            if (p.origin != Origin::Derived && !isGathered(m_model.text(p.key)) &&
                m_model.text(p.key) != "partition_key" && m_model.text(p.key) != "sort_key")
                fault(what, p.at, "has no key");
            return;
        }
        const auto entry = m_values.find(p.keyAt.begin);
        if (entry == m_values.end() || entry->second.key.span() != p.keyAt)
            return fault(what, p.keyAt, "has a key that is none");
        const Cut key = cut(p.keyAt);
        if (!key.whole() || key.tree.root().scalar() != entry->second.name())
            return fault(what, p.keyAt, "has a key that does not read as itself");
        const Span value = entry->second.value.fullSpan();
        const bool isEntry = p.at.begin == p.keyAt.begin;
        if (p.origin != Origin::Derived && !isEntry &&
            (p.at.begin < value.begin || p.at.end > value.end))
            fault(what, p.at, "stands outside its key's value");
    }

    void lookAtValue(const Property& p, const std::string& what) {
        const std::string written = bytes(p.at);
        if (const Unknown* unknown = p.value.unknown(); unknown && unknown->expression == written)
            return;
        if (written.starts_with('*'))
            return; // an alias: its value stands elsewhere
        const Cut alone = cut(p.at);
        if (!alone.whole())
            return fault(what, p.at, "is no value");
        const TreeNode node = alone.tree.root();
        const Unknown* unknown = p.value.unknown();
        if (unknown && node.scalar() != unknown->expression && !unknown->expression.ends_with("…"))
            return fault(what, p.at, "is not the expression");
        if (!unknown && !isGathered(m_model.text(p.key)) && !agrees(p.value, node))
            fault(what, p.at, "is not the value");
    }

    // A line's evidence is a reference: a whole value that names what it leads to.
    void look(const Edge& edge) {
        const std::string_view key = m_model.text(edge.key);
        look(m_model.properties(edge), key);
        for (const Evidence& evidence : m_model.evidence(edge)) {
            if (!isSound(evidence.at)) {
                fault(key, evidence.at, "has no evidence");
                continue;
            }
            const std::string written = bytes(evidence.at);
            if (const bool inText = written.starts_with("${"); inText && !written.ends_with('}'))
                fault(key, evidence.at, "has half a name as evidence");
            else if (!inText && !m_values.contains(evidence.at.begin) && !cut(evidence.at).whole())
                fault(key, evidence.at, "has half a value as evidence");
            else if (const std::string named = namedBy(evidence.at); isOther(named, edge))
                fault(key, evidence.at, "has the name of another part as evidence");
        }
    }

    // The logical id that a reference names; empty for anything else.
    std::string namedBy(Span at) const {
        const std::string written = bytes(at);
        std::string name;
        if (written.starts_with("${"))
            name = written.substr(2, written.size() - 3);
        else if (const Cut alone = cut(at); alone.whole() && isCall(alone.tree.root())) {
            const TreeNode call = alone.tree.root();
            const TreeEntry only = call.isMap() ? call.entries().front() : TreeEntry{{}, call, {}};
            const std::string_view function = call.isMap() ? only.name() : call.tag();
            if (function == "Ref" || function == "!Ref" || function == "Fn::GetAtt" ||
                function == "!GetAtt")
                name = only.value.isSequence() ? only.value.item(0).scalar() : only.value.scalar();
        }
        return name.substr(0, name.find('.'));
    }

    // Whether that is a part, and neither end of the line nor what an end is made for.
    bool isOther(const std::string& named, const Edge& edge) const {
        const Node* node = m_model.node(named);
        // An access point or an instance profile stands for what is behind it.
        if (named.empty() || (!node && !m_model.group(named)) ||
            (node && node->kind == NodeKind::Resource))
            return false;
        const auto speaksOf = [&](End end) {
            return m_model.id(end).find(named) != std::string_view::npos;
        };
        return !speaksOf(edge.from) && !speaksOf(edge.to);
    }

    void look(const Statement& statement) {
        const std::string what =
            fmt::format("{} {}", m_model.id(m_model[statement.identity]), statement.origin);
        if (!isSound(statement.at))
            return fault(what, statement.at, "has no span");
        for (const StatementList& list : statementLists)
            for (const Statement::Item& item : statement.*list.items) {
                if (!isSound(item.at)) {
                    fault(what + " " + item.text, item.at, "has no span");
                    continue;
                }
                const std::string written = bytes(item.at);
                const Cut alone = cut(item.at);
                if (!written.starts_with("${") && !alone.whole())
                    fault(what + " " + item.text, item.at, "is no value");
            }
    }

    // Lines and columns, counted from the bytes alone.
    void lookAtPlace(const Fact& fact) {
        if (!fact.at.valid())
            return;
        for (const std::uint32_t offset : {fact.at.begin, fact.at.end})
            if (offset > m_text.size() || place(offset) != m_source.lineColumn(offset))
                fault(fact.what, fact.at, "has the wrong line or column");
    }

    LineColumn place(std::uint32_t offset) {
        if (m_places.empty()) {
            LineColumn now;
            for (std::size_t i = 0; i <= m_text.size(); ++i) {
                m_places.push_back(now);
                const unsigned char c =
                    i < m_text.size() ? static_cast<unsigned char>(m_text[i]) : 0;
                const unsigned char next =
                    i + 1 < m_text.size() ? static_cast<unsigned char>(m_text[i + 1]) : 0;
                if (c == '\n')
                    now = {now.line + 1, 1};
                else if ((next & 0xC0U) != 0x80U && !(i == 2 && m_text.starts_with("\xEF\xBB\xBF")))
                    ++now.column;
            }
        }
        return m_places[offset];
    }

    const Model& m_model;
    const Source& m_source;
    const std::string& m_text;
    Tree m_tree;
    std::map<std::uint32_t, TreeEntry> m_values;
    std::vector<LineColumn> m_places;
    QStringList m_faults;
};

// --- the same text otherwise written

// A text made of another: where each byte of the old one is in it.
struct Variant {
    std::string text;
    std::vector<std::uint32_t> moved; // by old offset, the end included
};

Variant inserted(const std::string& text, std::size_t at, const std::string& what) {
    Variant made{text.substr(0, at) + what + text.substr(at), {}};
    for (std::size_t i = 0; i <= text.size(); ++i)
        made.moved.push_back(static_cast<std::uint32_t>(i < at ? i : i + what.size()));
    return made;
}

Variant withCarriageReturns(const std::string& text) {
    Variant made;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
            made.moved.push_back(static_cast<std::uint32_t>(made.text.size()));
            made.text += "\r\n";
            continue;
        }
        made.moved.push_back(static_cast<std::uint32_t>(made.text.size()));
        if (i < text.size())
            made.text += text[i];
    }
    return made;
}

// Letters of two, three and four bytes before everything else: in a comment, or an entry of its
// own.
Variant withForeignLetters(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && text[first] == '{')
        return inserted(text, first + 1, "\"Ünïcödé 漢字 😀\": \"Größe → 漢字 😀\", ");
    return inserted(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0,
                    "# Ünïcödé 漢字 😀: Größe → 漢字\n# 😀\n");
}

QStringList differences(const Snapshot& plain, const Variant& variant, const char* name) {
    const Snapshot other = snapshotOf("variant", variant.text);
    const std::vector<Fact> before = factsOf(*plain.model), after = factsOf(*other.model);
    QStringList out;
    for (std::size_t i = 0; i < std::max(before.size(), after.size()) && out.size() < 3; ++i) {
        if (i >= before.size() || i >= after.size()) {
            out << QStringLiteral("%1: other facts").arg(QLatin1String(name));
            break;
        }
        Span wanted = before[i].at;
        if (wanted.valid()) {
            wanted.begin = variant.moved[wanted.begin];
            wanted.end = variant.moved[wanted.end];
        }
        if (after[i].at != wanted)
            out << QString::fromStdString(
                fmt::format("{}: {} is `{}`, not `{}`", name, before[i].what,
                            other.sources->text(after[i].at).substr(0, 120),
                            plain.sources->text(before[i].at).substr(0, 120)));
    }
    return out << SpanCheck(other).faults();
}

} // namespace

class SamSpansTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (!QDir(QString::fromUtf8(corpus)).exists())
            QSKIP("no ../shared/corpus beside the sources");
    }
    void cutsOutWhatWasRead_data() { files(); }
    void cutsOutWhatWasRead() {
        QFETCH(QString, path);
        const Snapshot snapshot = snapshotOf(path.toStdString(), contents(path).toStdString());
        if (snapshot.model->sources().front().format.empty())
            return; // a body or definition beside a template
        compare(SpanCheck(snapshot).faults());
    }
    void moveWithTheText_data() { files(); }
    void moveWithTheText() {
        QFETCH(QString, path);
        const std::string text = contents(path).toStdString();
        const Snapshot snapshot = snapshotOf(path.toStdString(), text);
        if (snapshot.model->sources().front().format.empty())
            return;
        compare(differences(snapshot, withCarriageReturns(text), "CR LF"));
        compare(differences(snapshot, withForeignLetters(text), "letters"));
        if (!text.starts_with("\xEF\xBB\xBF"))
            compare(differences(snapshot, inserted(text, 0, "\xEF\xBB\xBF"), "mark"));
    }

private:
    static void compare(const QStringList& faults) {
        QVERIFY2(faults.isEmpty(), qPrintable(QLatin1Char('\n') + faults.join(QLatin1Char('\n'))));
    }
    void files() {
        QTest::addColumn<QString>("path");
        for (const char* const format : {"sam", "cfn"}) {
            QDirIterator found(QString::fromUtf8(corpus) + QString::fromUtf8(format), QDir::Files,
                               QDirIterator::Subdirectories);
            while (found.hasNext()) {
                const QString path = found.next();
                QTest::newRow(qPrintable(path.mid(static_cast<qsizetype>(qstrlen(corpus)))))
                    << path;
            }
        }
    }
};

QTEST_GUILESS_MAIN(SamSpansTest)
#include "tst_sam_spans.moc"
