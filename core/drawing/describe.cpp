// SPDX-License-Identifier: GPL-3.0-or-later
// The words in parts and on lines.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/drawing/draw.h"
#include "core/drawing/phrases.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

using Facts = std::vector<std::string>;

std::string joined(const Facts& facts) { return fmt::format("{}", fmt::join(facts, " · ")); }

// What is known of a part's or line's properties; what is unknown or missing is not there.
template <typename Part> struct Known {
    const Model& model;
    const Part& part;

    const Value* value(std::string_view key) const {
        const Property* property = model.property(part, key);
        return property && !property->value.unknown() ? &property->value : nullptr;
    }
    std::optional<double> number(std::string_view key) const {
        const Value* v = value(key);
        return v && v->isNumber() ? std::optional(v->number()) : std::nullopt;
    }
    std::string text(std::string_view key) const {
        const Value* v = value(key);
        return v && v->string() ? *v->string() : std::string();
    }
    bool is(std::string_view key, bool wanted = true) const {
        const Value* v = value(key);
        return v && v->boolean() && *v->boolean() == wanted;
    }
    // The first text of a text or a list.
    std::string first(std::string_view key) const {
        const Value* v = value(key);
        if (v && v->list() && !v->list()->empty() && v->list()->front().string())
            return *v->list()->front().string();
        return text(key);
    }
};
template <typename Part> Known(const Model&, const Part&) -> Known<Part>;

// `lambda layer version` of `AWS::Lambda::LayerVersion` or `custom_resource`: plain words, lower
// case.
std::string plainWords(std::string_view type) {
    const std::size_t colon = type.rfind(':');
    if (colon != std::string_view::npos && colon + 1 < type.size())
        type.remove_prefix(colon + 1);
    std::string words;
    for (std::size_t i = 0; i < type.size(); ++i) {
        const char c = type[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool lowerBefore = i > 0 && type[i - 1] >= 'a' && type[i - 1] <= 'z';
        const bool lowerAfter = i + 1 < type.size() && type[i + 1] >= 'a' && type[i + 1] <= 'z';
        const bool upperBefore = i > 0 && type[i - 1] >= 'A' && type[i - 1] <= 'Z';
        if (upper && (lowerBefore || (upperBefore && lowerAfter)))
            words += ' ';
        const bool acronym =
            upper && !lowerAfter &&
            (upperBefore || (i + 1 < type.size() && type[i + 1] >= 'A' && type[i + 1] <= 'Z'));
        words += c == '_' || c == '-' ? ' ' : upper && !acronym ? static_cast<char>(c + 32) : c;
    }
    return words;
}

// `every 5 min` of `rate(5 minutes)`, the fields of `cron(…)`, otherwise as written.
std::string spokenSchedule(std::string_view schedule) {
    const std::size_t open = schedule.find('('), end = schedule.rfind(')');
    if (open == std::string_view::npos || end == std::string_view::npos || end <= open)
        return std::string(schedule);
    const std::string_view kind = schedule.substr(0, open),
                           inner = schedule.substr(open + 1, end - open - 1);
    if (kind != "rate")
        return fmt::format("{} {}", kind, inner);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> units{
        {{"minute", "min"}, {"hour", "h"}, {"day", "day"}}};
    for (const auto& [word, unit] : units) {
        const std::size_t at = inner.find(word);
        if (at == std::string_view::npos)
            continue;
        std::string_view count = inner.substr(0, at);
        while (count.ends_with(' '))
            count.remove_suffix(1);
        if (count == "1")
            return fmt::format("every {}", word);
        return fmt::format("every {} {}{}", count, unit, unit == "day" ? "s" : "");
    }
    return fmt::format("every {}", inner);
}

// The event a rule waits for, when its pattern names one.
std::string patternEvent(const Value* pattern) {
    if (!pattern || !pattern->map())
        return {};
    for (const std::string_view key : {"detail-type", "source"})
        for (const auto& [name, value] : *pattern->map())
            if (name == key && value.list() && !value.list()->empty() &&
                value.list()->front().string())
                return *value.list()->front().string();
    return {};
}

// `object created` of `s3:ObjectCreated:*`.
std::string spokenEvent(std::string_view event) {
    if (event.starts_with("s3:"))
        event.remove_prefix(3);
    if (event.ends_with(":*"))
        event.remove_suffix(2);
    std::string words = plainWords(event.substr(0, event.find(':')));
    return words;
}

std::string authFact(const std::string& auth) {
    if (auth.empty())
        return {};
    if (auth == "none")
        return "no auth";
    return "auth " + auth;
}

Facts entryFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    const std::string_view subtype = model.text(node.subtype);
    Facts facts;
    if (subtype == "http" || subtype == "websocket" || subtype == "graphql") {
        facts.emplace_back(subtype == "http"        ? "HTTP"
                           : subtype == "websocket" ? "WebSocket"
                                                    : "GraphQL");
        if (const std::string auth = authFact(known.text("auth")); !auth.empty())
            facts.push_back(auth);
        else if (known.is("api_key_required"))
            facts.emplace_back("API key");
    } else if (subtype == "schedule") {
        facts.emplace_back("schedule");
        if (const std::string zone = known.text("timezone"); !zone.empty())
            facts.push_back(zone);
    } else if (subtype == "bus_rule") {
        const std::string event = patternEvent(known.value("pattern"));
        facts.push_back(event.empty() ? "rule" : event);
    } else if (const std::string event = known.first("events"); !event.empty()) {
        facts.push_back(spokenEvent(event));
    } else if (!subtype.empty()) {
        facts.push_back(plainWords(subtype));
    }
    if (const auto batch = known.number("batch_size"))
        facts.push_back("batch " + spokenAmount(*batch));
    if (known.is("enabled", false))
        facts.emplace_back("switched off");
    return facts;
}

Facts computeFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    Facts facts;
    if (node.kind == NodeKind::Workflow)
        if (const std::string type = known.text("workflow_type"); !type.empty())
            facts.push_back(type);
    if (const auto timeout = known.number("timeout_seconds"))
        facts.push_back(spokenDuration(*timeout));
    if (const auto memory = known.number("memory_mb"))
        facts.push_back(spokenAmount(*memory) + " MB");
    if (facts.empty())
        if (const std::string runtime = known.text("runtime"); !runtime.empty())
            facts.push_back(runtime);
    return facts;
}

bool isDeadLetters(const Model& model, const Node& node) {
    return std::ranges::any_of(model.edgesTo(model.indexOf(node)),
                               [&](EdgeIndex e) { return model[e].kind == EdgeKind::FailsTo; });
}

Facts queueFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    Facts facts;
    if (isDeadLetters(model, node)) {
        facts.emplace_back("dead letters");
        if (const auto kept = known.number("retention_seconds"))
            facts.push_back("keeps " + spokenDuration(*kept));
        return facts;
    }
    if (const auto lease = known.number("visibility_timeout_seconds"))
        facts.push_back("visible " + spokenDuration(*lease));
    const auto out = model.edgesFrom(model.indexOf(node));
    const auto failure =
        std::ranges::find_if(out, [&](EdgeIndex e) { return model[e].kind == EdgeKind::FailsTo; });
    if (failure != out.end()) {
        auto tries = known.number("max_receive_count");
        if (!tries)
            tries = Known{model, model[*failure]}.number("max_receive_count");
        facts.push_back(tries ? "DLQ after " + spokenAmount(*tries) : "DLQ");
    } else {
        facts.emplace_back("no DLQ");
    }
    if (facts.size() < 2 && known.is("fifo"))
        facts.emplace_back("in order");
    return facts;
}

// `2 subscribers`: how many parts get what a channel hands on.
Facts fanOut(const Model& model, const Node& node, std::string_view what) {
    const auto count =
        std::ranges::count_if(model.edgesFrom(model.indexOf(node)), [&](EdgeIndex e) {
            return model[e].kind == EdgeKind::Triggers || model[e].kind == EdgeKind::Publishes ||
                   model[e].kind == EdgeKind::Invokes;
        });
    const auto subscribed =
        std::ranges::count_if(model.edgesTo(model.indexOf(node)),
                              [&](EdgeIndex e) { return model[e].kind == EdgeKind::Subscribes; });
    const auto all = count + subscribed;
    if (all == 0)
        return {};
    return {fmt::format("{} {}{}", all, what, all == 1 ? "" : "s")};
}

Facts streamFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    Facts facts;
    if (const auto shards = known.number("shards"))
        facts.push_back(spokenAmount(*shards) + (*shards == 1 ? " shard" : " shards"));
    else if (known.text("billing") == "on_demand")
        facts.emplace_back("on demand");
    if (const auto kept = known.number("retention_seconds"))
        facts.push_back(spokenDuration(*kept));
    return facts;
}

std::string_view plainStore(std::string_view subtype) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{{
        {"object", "object store"},
        {"table", "table"},
        {"relational", "relational database"},
        {"cache", "cache"},
        {"search", "search index"},
        {"file", "file system"},
        {"secret", "secret"},
        {"config", "configuration"},
    }};
    const auto found = std::ranges::find(words, subtype, [](const auto& w) { return w.first; });
    return found == words.end() ? "store" : found->second;
}

Facts storeFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    const std::string_view subtype = model.text(node.subtype);
    Facts facts;
    if (subtype == "relational" || subtype == "cache" || subtype == "search") {
        if (const std::string engine = known.text("engine"); !engine.empty())
            facts.push_back(engine);
        if (known.is("multi_zone"))
            facts.emplace_back("multi-zone");
    }
    if (const std::string billing = known.text("billing"); !billing.empty())
        facts.push_back(plainWords(billing));
    if (known.is("point_in_time_recovery"))
        facts.emplace_back("PITR");
    if (known.is("versioned"))
        facts.emplace_back("versioned");
    if (known.is("public"))
        facts.emplace_back("public");
    if (facts.empty() && subtype == "table")
        if (const std::string key = known.text("partition_key"); !key.empty())
            facts.push_back("by " + key);
    if (const auto lives = known.number("expire_after_seconds"); lives && facts.size() < 2)
        facts.push_back("expires after " + spokenDuration(*lives));
    else if (!known.text("ttl_attribute").empty() && facts.size() < 2)
        facts.emplace_back("TTL");
    return facts;
}

Facts hostFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    Facts facts;
    auto count = known.number("instances");
    if (!count)
        count = known.number("min_instances");
    if (count && *count > 0)
        facts.push_back("always on · " + spokenAmount(*count));
    if (const auto memory = known.number("memory_mb"))
        facts.push_back(spokenAmount(*memory) + " MB");
    if (facts.empty())
        if (const std::string engine = known.text("engine"); !engine.empty())
            facts.push_back(engine);
    return facts;
}

Facts externalFacts(const Model& model, const Node& node) {
    const Known known{model, node};
    for (const std::string_view key : {"url", "protocol", "account"})
        if (std::string text = known.text(key); !text.empty()) {
            if (const std::size_t scheme = text.find("://"); scheme != std::string::npos)
                text = text.substr(scheme + 3, text.find('/', scheme + 3) - scheme - 3);
            return {text};
        }
    if (!known.text("export").empty())
        return {"another stack"};
    return {};
}

Facts factsOf(const Model& model, const Node& node) {
    switch (node.kind) {
    case NodeKind::EntryPoint:
        return entryFacts(model, node);
    case NodeKind::Function:
    case NodeKind::Workflow:
        return computeFacts(model, node);
    case NodeKind::Queue:
        return queueFacts(model, node);
    case NodeKind::Topic:
        return fanOut(model, node, "subscriber");
    case NodeKind::EventBus:
        return fanOut(model, node, "rule");
    case NodeKind::Stream:
        return streamFacts(model, node);
    case NodeKind::Store:
        return storeFacts(model, node);
    case NodeKind::Host:
        return hostFacts(model, node);
    case NodeKind::External:
        return externalFacts(model, node);
    case NodeKind::Identity:
    case NodeKind::Automation:
    case NodeKind::Resource:
        break;
    }
    return {};
}

std::string plainKind(const Model& model, const Node& node) {
    const std::string_view subtype = model.text(node.subtype);
    if (node.kind == NodeKind::Store)
        return std::string(plainStore(subtype));
    const bool vague = node.kind == NodeKind::Resource || node.kind == NodeKind::Automation ||
                       node.kind == NodeKind::Identity || node.kind == NodeKind::Host;
    if (vague && !subtype.empty())
        return plainWords(subtype);
    if (vague && node.platformType != Symbol::None)
        return plainWords(model.text(node.platformType));
    return std::string(title(node.kind));
}

} // namespace

std::string spokenAmount(double value) {
    return value == std::floor(value) && std::abs(value) < 1e15 ? fmt::format("{:.0f}", value)
                                                                : fmt::format("{:.4g}", value);
}

std::string spokenDuration(double seconds) {
    const auto whole = [&](double unit) { return std::fmod(seconds, unit) == 0; };
    if (seconds >= 172800 && whole(86400))
        return spokenAmount(seconds / 86400) + " days";
    if (seconds >= 3600 && whole(3600))
        return spokenAmount(seconds / 3600) + " h";
    if (seconds >= 600 && whole(60))
        return spokenAmount(seconds / 60) + " min";
    return spokenAmount(seconds) + " s";
}

std::string nodeTitle(const Model& model, const Node& node) {
    if (node.kind == NodeKind::EntryPoint) {
        const Known known{model, node};
        if (const std::string route = known.text("route"); !route.empty())
            return singleLine(route);
        if (const std::string schedule = known.text("schedule"); !schedule.empty())
            return singleLine(spokenSchedule(schedule));
    }
    return singleLine(model.text(node.name));
}

std::string nodeSubtitle(const Model& model, const Node& node) {
    const Facts facts = factsOf(model, node);
    return singleLine(facts.empty() ? plainKind(model, node) : joined(facts));
}

std::string edgeLabel(const Model& model, const Edge& edge) {
    const Known known{model, edge};
    Facts facts;
    if (edge.kind == EdgeKind::FailsTo) {
        const bool fromQueue =
            edge.from.node != NodeIndex::None && model[edge.from.node].kind == NodeKind::Queue;
        if (const auto tries = known.number("max_receive_count"); tries && !fromQueue)
            facts.push_back("after " + spokenAmount(*tries));
        return singleLine(joined(facts));
    }
    if (const std::string event = known.first("events"); !event.empty())
        facts.push_back(spokenEvent(event));
    if (const std::string event = patternEvent(known.value("pattern")); !event.empty())
        facts.push_back(event);
    const bool fromEntry =
        edge.from.node != NodeIndex::None && model[edge.from.node].kind == NodeKind::EntryPoint;
    if (const auto batch = known.number("batch_size"); batch && !fromEntry)
        facts.push_back("batch " + spokenAmount(*batch));
    if (const auto window = known.number("batch_window_seconds");
        window && *window > 0 && !fromEntry)
        facts.push_back(spokenDuration(*window));
    if (known.is("partial_batch_response"))
        facts.emplace_back("reports failures");
    if (facts.empty() && known.value("filter"))
        facts.emplace_back("filtered");
    if (const std::string state = known.first("states"); !state.empty())
        facts.push_back(state);
    if (known.is("enabled", false))
        facts.emplace_back("switched off");
    return singleLine(joined(facts));
}

bool isDrawn(const Model& model, const Diagram& diagram, const Node& node) {
    if (diagram.hiddenKinds.contains(word(node.kind)))
        return false;
    if (node.kind == NodeKind::Identity)
        return diagram.shownKinds.contains("identity");
    const std::string_view subtype = model.text(node.subtype);
    return node.kind != NodeKind::Resource || (subtype != "log_group" && subtype != "alarm") ||
           diagram.shownKinds.contains(subtype);
}

bool isDrawn(const Model& model, const Diagram& diagram, const Edge& edge) {
    const bool permission = edge.kind == EdgeKind::Grants || edge.kind == EdgeKind::Assumes;
    if ((permission && !diagram.shownKinds.contains("identity")) ||
        (edge.kind == EdgeKind::Observes && !diagram.shownKinds.contains("alarm")))
        return false;
    const auto endDrawn = [&](End end) {
        return end.node == NodeIndex::None ? end.group != GroupIndex::None
                                           : isDrawn(model, diagram, model[end.node]);
    };
    return endDrawn(edge.from) && endDrawn(edge.to);
}

bool isReversed(const Edge& edge) {
    return edge.kind == EdgeKind::Reads || edge.kind == EdgeKind::Subscribes;
}

} // namespace limn
