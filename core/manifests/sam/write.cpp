// SPDX-License-Identifier: GPL-3.0-or-later
// How a template is made to say another value of a property it says already.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

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
        const Place place = m_input.snapshot.sources->place(at);
        return fmt::format("{}:{}", place.path, place.line);
    }
    Result<Done> refuseElsewhere(const std::string& id, const Property& property,
                                 std::string_view key) const;
    bool saysMore(Span at) const;
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

Result<Done> Writer::write(const SetProperty& set) {
    if (set.value.isNull())
        return Error{"a property without a value says nothing: clear it instead"};
    const Property* now = property(set.id, set.property);
    if (!now)
        return Error{fmt::format("`{}` does not say `{}` yet: write it into the text", set.id,
                                 set.property)};
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
