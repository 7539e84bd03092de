// SPDX-License-Identifier: GPL-3.0-or-later
// How a template is made to say another value of a property it says already.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/manifests/sam/resource_types.h"
#include "core/manifests/sam/sam.h"
#include "core/manifests/tree_edit.h"

namespace limn::sam {
namespace {

bool holds(Span outer, Span inner) {
    return outer.source == inner.source && outer.begin <= inner.begin && inner.end <= outer.end;
}

struct Found {
    TreeEntry entry;
    bool inFlow = false;
};

// The entry whose value has these bytes, tag or not.
std::optional<Found> entryAt(const TreeNode& node, Span at) {
    if (node.kind() == TreeKind::Map) {
        for (const TreeEntry& entry : node.writtenEntries()) {
            if (entry.value.fullSpan() == at || entry.value.span() == at)
                return Found{entry, node.isFlow()};
            if (holds(entry.span, at))
                return entryAt(entry.value, at);
        }
    } else if (node.kind() == TreeKind::Sequence) {
        for (const TreeNode& item : node.items())
            if (holds(item.fullSpan(), at))
                return entryAt(item, at);
    }
    return std::nullopt;
}

// A number in quotes, as templates often have them.
std::optional<double> quotedNumber(const Value& text) {
    const std::string* digits = text.string();
    if (!digits || digits->empty() || digits->size() > 15)
        return std::nullopt;
    std::int64_t number = 0;
    const char* end = digits->data() + digits->size();
    const auto [stopped, wrong] = std::from_chars(digits->data(), end, number);
    if (wrong != std::errc() || stopped != end || std::to_string(number) != *digits)
        return std::nullopt;
    return static_cast<double>(number);
}

// What to write for `wanted` where `text` is what gives `now`: the same, or in the unit of the
// platform's property (minutes, hours, days).
std::optional<Value> inUnitOf(const Value& text, const Value& now, const Value& wanted) {
    if (text == now)
        return wanted;
    if (const auto quoted = quotedNumber(text)) {
        const auto count = inUnitOf(Value(*quoted), now, wanted);
        return count ? std::optional(Value(count->display())) : std::nullopt;
    }
    if (!text.isNumber() || !now.isNumber() || !wanted.isNumber() || text.number() == 0)
        return std::nullopt;
    const double unit = now.number() / text.number();
    const double count = wanted.number() / unit;
    if ((unit != 60 && unit != 3600 && unit != 86400) || count != std::floor(count))
        return std::nullopt;
    return Value(static_cast<std::int64_t>(count));
}

// Types whose rows of whole top-level numbers are all properties that the platform takes there.
constexpr std::string_view addedTo[] = {"AWS::Serverless::Function", "AWS::Lambda::Function",
                                        "AWS::SQS::Queue"};

// What the platform's property is given for a neutral value; nothing where it needs more than a
// number.
std::optional<Value> platformValue(const PropertyRow& row, const Value& wanted) {
    if (row.path.find('.') != row.path.npos || row.shape != Shape::Number || !wanted.isNumber() ||
        wanted.number() != std::floor(wanted.number()))
        return std::nullopt;
    return wanted;
}

class Writer {
public:
    explicit Writer(const WriteInput& input)
        : m_input(input), m_model(*input.snapshot.model),
          m_edit((*input.snapshot.sources)[input.index], input.index, input.tree) {}

    template <typename Other> Result<Done> write(const Other&) {
        return Error{
            fmt::format("of a template, Limn writes {} only: change the text", plainValues)};
    }
    Result<Done> write(const SetProperty& set);
    std::vector<TextEdit> take() { return m_edit.take(); }

private:
    const Property* property(std::string_view id, std::string_view key) const {
        if (const Node* node = m_model.node(id))
            return m_model.property(*node, key);
        if (const Edge* edge = m_model.edge(id))
            return m_model.property(*edge, key);
        return nullptr;
    }
    std::string place(Span at) const {
        const limn::Place place = m_input.snapshot.sources->place(at);
        return fmt::format("{}:{}", place.path, place.line);
    }
    Result<Done> refuseElsewhere(const std::string& id, const Property& property,
                                 std::string_view key) const;
    bool saysMore(Span at) const;
    TreeNode resourceOf(const Node& node) const;
    Result<Done> add(const SetProperty& set);
    Error expression(std::string_view key, const TreeNode& value, Span at) const;

    const WriteInput& m_input;
    const Model& m_model;
    TreeEdit m_edit;
};

Result<Done> Writer::refuseElsewhere(const std::string& id, const Property& property,
                                     std::string_view key) const {
    if (!property.at.valid())
        return Error{fmt::format("the template does not say where `{}` is from", key)};
    if (property.origin == Origin::Inherited)
        return Error{
            fmt::format("`{}` is written for many: it is defined at {}", key, place(property.at))};
    if (property.origin == Origin::Derived)
        return Error{fmt::format("`{}` follows from what is written at {}: change that", key,
                                 place(property.at))};
    const Node* node = m_model.node(id);
    if (property.at.source != m_input.index || (node && !holds(node->at, property.at)))
        return Error{fmt::format("`{}` is defined elsewhere, at {}", key, place(property.at))};
    return Done{};
}

// Whether more than one property is read from this text, of parts and lines together.
bool Writer::saysMore(Span at) const {
    std::ptrdiff_t count = 0;
    const auto add = [&](const auto& elements) {
        for (const auto& element : elements)
            count += std::ranges::count(m_model.properties(element), at, &Property::at);
    };
    add(m_model.nodes());
    add(m_model.edges());
    return count > 1;
}

// Where a value that is an expression is from: a parameter's own place, else that of the
// expression.
Error Writer::expression(std::string_view key, const TreeNode& value, Span at) const {
    const TreeNode name = value.tag() == "!Ref" ? value : value["Ref"];
    const TreeEntry parameter = m_input.tree.root()["Parameters"].entry(name.scalar());
    if (!name.isScalar() || !parameter.value.exists())
        return Error{fmt::format("`{}` is no plain value: it is defined at {}", key, place(at))};
    return Error{fmt::format("`{}` is the parameter `{}`, which is defined at {}", key,
                             name.scalar(), place(parameter.span))};
}

TreeNode Writer::resourceOf(const Node& node) const {
    for (const TreeEntry& entry : m_input.tree.root()["Resources"].writtenEntries()) {
        const std::string_view type = entry.value["Type"].scalar();
        if (node.at.valid() && holds(entry.span, node.at) && std::ranges::count(addedTo, type) &&
            resourceType(type).kind == node.kind)
            return entry.value;
    }
    return {};
}

// Writes a number that the resource does not say yet as the last of its properties.
Result<Done> Writer::add(const SetProperty& set) {
    const Node* node = m_model.node(set.id);
    const TreeNode resource = node ? resourceOf(*node) : TreeNode();
    for (const PropertyRow& row : resourceType(resource["Type"].scalar()).properties) {
        if (row.name != set.property || !resource.isMap())
            continue;
        const auto value = platformValue(row, set.value);
        const TreeNode properties = resource["Properties"];
        if (!value)
            break;
        if (const TreeEntry there = properties.entry(row.path); there.value.exists())
            return expression(set.property, there.value, there.span);
        const NewEntry made{std::string(row.path), *value, {}};
        if (properties.isMap() && properties.size() > 0)
            m_edit.addEntry(properties, made);
        else if (!properties.exists())
            m_edit.addEntry(resource, {"Properties", {}, {made}});
        else
            break;
        return Done{};
    }
    return Error{
        fmt::format("`{}` does not say `{}` yet: write it into the text", set.id, set.property)};
}

Result<Done> Writer::write(const SetProperty& set) {
    if (set.value.isNull())
        return Error{"a property without a value says nothing: clear it instead"};
    const Property* now = property(set.id, set.property);
    if (!now)
        return add(set);
    if (const auto here = refuseElsewhere(set.id, *now, set.property); !here)
        return here;
    const auto found = entryAt(m_input.tree.root(), now->at);
    if (!found || !found->entry.value.tag().empty() ||
        found->entry.value.kind() != TreeKind::Scalar)
        return expression(set.property, found ? found->entry.value : TreeNode(), now->at);
    if (saysMore(now->at))
        return Error{fmt::format("the text at {} says more than `{}` of `{}`: change it there",
                                 place(now->at), set.property, set.id)};
    const auto value = inUnitOf(found->entry.value.value(), now->value, set.value);
    if (!value)
        return Error{fmt::format("`{}` is written in another form at {}: change it there",
                                 set.property, place(now->at))};
    m_edit.replaceValue(found->entry, found->inFlow, *value);
    return Done{};
}

} // namespace

bool writes(const Intent& intent) { return std::holds_alternative<SetProperty>(intent); }

Result<std::vector<TextEdit>> write(const WriteInput& input, const Intent& intent) {
    Writer writer(input);
    const auto done = std::visit([&](const auto& one) { return writer.write(one); }, intent);
    if (!done)
        return done.error();
    return writer.take();
}

} // namespace limn::sam
