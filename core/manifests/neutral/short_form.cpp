// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/neutral/short_form.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/nearest_word.h"

namespace limn::neutral {
namespace {

// Reads the three keys; `m_function` is the function's id, empty when the manifest has none.
class ShortForm {
public:
    ShortForm(PartReader& reader, const TreeNode& root) : m_reader(reader), m_root(root) {}

    void read() {
        for (const TreeEntry& entry : distinctEntries(m_root)) {
            if (entry.name() == "function")
                readFunction(entry);
            if (entry.name() == "api")
                m_api = entry;
            if (entry.name() == "resources")
                m_resources = entry;
        }
        readApi();
        readResources();
    }

private:
    void readFunction(const TreeEntry& entry);
    void readApi();
    void readApiItem(const TreeNode& keys, Span at, std::size_t number);
    void readResources();
    void readResource(const ShortKey& key, const TreeNode& value, Span at);
    void use(const std::string& id, NodeKind kind, Span at);

    PartReader& m_reader;
    const TreeNode& m_root;
    TreeEntry m_api;
    TreeEntry m_resources;
    std::string m_function;
};

void ShortForm::readFunction(const TreeEntry& entry) {
    if (!entry.value.isMap() && !entry.value.isNull())
        return m_reader.wrongType(
            "function", "a map of keys; several functions go under `functions`", entry.value);
    const TreeNode name = entry.value["name"];
    std::string id =
        name.isScalar() && !name.scalar().empty() ? std::string(name.scalar()) : "function";
    const auto index = m_reader.readPart({id, NodeKind::Function, {}, entry.value, entry.span});
    if (!index)
        return;
    FragmentNode& node = m_reader.fragment().nodes[*index];
    if (node.name.empty())
        node.name = functionName(entry.value["handler"].scalar());
    m_function = std::move(id);
}

void ShortForm::readApi() {
    const TreeNode& value = m_api.value;
    if (!value || value.isNull())
        return;
    if (value.isMap())
        return readApiItem(value, m_api.span, 1);
    if (!value.isSequence())
        return m_reader.wrongType("api", "a map of keys, or a list of such maps", value);
    std::size_t number = 0;
    for (const TreeNode& item : value.items())
        readApiItem(item, item.span(), ++number);
}

void ShortForm::readApiItem(const TreeNode& keys, Span at, std::size_t number) {
    const TreeNode name = keys["name"];
    std::string own = number > 1 ? fmt::format("api-{}", number) : std::string("api");
    if (name.isScalar() && !name.scalar().empty())
        own = name.scalar();
    const std::string id = m_function.empty() ? own : m_function + '.' + own;
    const auto index = m_reader.readPart({id, NodeKind::EntryPoint, "http", keys, at});
    if (!index || m_reader.hasLineFrom(id))
        return;
    if (m_function.empty())
        return m_reader.report(
            Severity::Warning, "api-without-function",
            "The api starts nothing: add a `function`, or name the part it starts with `triggers`.",
            at);
    m_reader.addLine(id, m_function, EdgeKind::Triggers, {How::Declared, at});
}

void ShortForm::readResources() {
    const TreeNode& value = m_resources.value;
    if (!value || value.isNull())
        return;
    if (!value.isMap())
        return m_reader.wrongType("resources", "a map from a kind of resource to its name", value);
    for (const TreeEntry& entry : distinctEntries(value)) {
        if (m_reader.givenUp())
            return;
        const ShortKey* key = findShortKey(entry.name());
        if (!key) {
            std::vector<std::string_view> known;
            for (const ShortKey& each : shortKeys())
                known.push_back(each.key);
            const std::string meant = didYouMean(entry.name(), known);
            m_reader.report(Severity::Warning, "unknown-key",
                            fmt::format("`{}` is no kind of resource{}", entry.name(),
                                        meant.empty()
                                            ? fmt::format(". Known are {}.", fmt::join(known, ", "))
                                            : meant),
                            entry.key.span());
            m_reader.fragment().unplaced.push_back(
                {std::string(entry.name()),
                 {},
                 "a kind of resource that the neutral form does not know",
                 entry.span});
            continue;
        }
        if (!entry.value.isSequence()) {
            readResource(*key, entry.value, entry.span);
            continue;
        }
        for (const TreeNode& item : entry.value.items())
            readResource(*key, item, item.span());
    }
}

void ShortForm::readResource(const ShortKey& key, const TreeNode& value, Span at) {
    const TreeNode name = value.isMap() ? value["name"] : value;
    std::string id(name.scalar());
    if (id.empty() && !value.isMap() && !value.isNull())
        return m_reader.wrongType(key.key, "a name, a map with `name`, or a list of those", value);
    if (id.empty())
        id = key.key; // `queue: {fifo: true}`: the one queue
    if (m_reader.isTaken(id)) {
        std::string other = fmt::format("{}.{}", key.key, id);
        m_reader.report(Severity::Info, "duplicate-id",
                        fmt::format("`{}` already names another part; this {} is known as `{}`.",
                                    id, title(key.kind), other),
                        at);
        id = std::move(other);
    }
    const auto index = m_reader.readPart(
        {id, key.kind, std::string(key.subtype), value.isMap() ? value : TreeNode(), at});
    if (!index)
        return;
    FragmentNode& node = m_reader.fragment().nodes[*index];
    if (node.name.empty() && !name.scalar().empty())
        node.name = name.scalar();
    use(id, key.kind, value.isNull() ? at : value.span());
}

void ShortForm::use(const std::string& id, NodeKind kind, Span at) {
    if (m_function.empty() || m_reader.areConnected(m_function, id))
        return;
    FragmentEdge& edge = m_reader.addLine(m_function, id, impliedEdge(kind), {How::Declared, at});
    edge.properties.push_back(
        {"access", Unknown{std::string(impliedAccess)}, at, {}, Origin::Derived});
}

} // namespace

void readShortForm(PartReader& reader, const TreeNode& root) { ShortForm(reader, root).read(); }

} // namespace limn::neutral
