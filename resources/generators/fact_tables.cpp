// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the definitions of core/checks/fact_tables.h from resources/facts/*.tsv.
// Call: limn_fact_tables OUTPUT.cpp INPUT.tsv...
// The first line of a file that is no comment names its columns; a file is known by its name.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

[[noreturn]] void fail(std::string_view where, std::string_view why) {
    throw std::runtime_error(fmt::format("{}: {}", where, why));
}

struct Row {
    std::string where; // file:line
    std::map<std::string, std::string, std::less<>> cells;

    const std::string& operator[](std::string_view column) const {
        const auto at = cells.find(column);
        if (at == cells.end())
            fail(where, fmt::format("no column `{}`", column));
        return at->second;
    }
};

using Rows = std::vector<Row>;

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (std::size_t from = 0;;) {
        const std::size_t to = text.find(separator, from);
        parts.emplace_back(text.substr(from, to - from));
        if (to == std::string_view::npos)
            return parts;
        from = to + separator.size();
    }
}

Rows readTable(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file)
        fail(path.string(), "cannot be read");
    Rows rows;
    std::vector<std::string> columns;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line.starts_with('#'))
            continue;
        const std::vector<std::string> cells = split(line, "\t");
        if (columns.empty()) {
            columns = cells;
            continue;
        }
        Row row{fmt::format("{}:{}", path.string(), number), {}};
        if (cells.size() != columns.size())
            fail(row.where, fmt::format("{} cells, but {} columns", cells.size(), columns.size()));
        for (std::size_t i = 0; i < cells.size(); ++i)
            row.cells[columns[i]] = cells[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string literal(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string enumerator(const Row& row, std::string_view column,
                       const std::map<std::string_view, std::string_view>& names) {
    const auto at = names.find(row[column]);
    if (at == names.end())
        fail(row.where, fmt::format("`{}` is no {}", row[column], column));
    return std::string(at->second);
}

std::string truth(const Row& row, std::string_view column) {
    return enumerator(row, column, {{"yes", "true"}, {"no", "false"}});
}

// Collects the file. Lists that say the same share one array.
class Writer {
public:
    // A span over the words of a cell.
    std::string list(std::string_view cell, std::string_view separator = " ") {
        if (cell.empty())
            return "{}";
        const auto [at, added] =
            m_lists.try_emplace(std::string(cell), fmt::format("list{}", m_lists.size()));
        if (added) {
            m_arrays += fmt::format("constexpr std::string_view {}[] = {{", at->second);
            for (const std::string& word : split(cell, separator))
                if (!word.empty())
                    m_arrays += literal(word) + ", ";
            m_arrays += "};\n";
        }
        return at->second;
    }

    // An array of `type`, each row made by `fields`, and the function `name` that gives it.
    template <typename Fields>
    void table(std::string_view type, std::string_view name, const Rows& rows, Fields fields) {
        if (rows.empty())
            fail(name, "no rows");
        std::string body;
        for (const Row& row : rows)
            body += fmt::format("    {{{}}},\n", fmt::join(fields(row), ", "));
        m_tables += fmt::format("constexpr {} {}Rows[] = {{\n{}}};\n\n", type, name, body);
        m_functions +=
            fmt::format("std::span<const {}> {}() {{ return {}Rows; }}\n", type, name, name);
    }

    void function(std::string_view text) { m_functions += text; }

    std::string file() const {
        return fmt::format("// SPDX-License-Identifier: GPL-3.0-or-later\n"
                           "// Table of facts, written by the build from resources/facts.\n"
                           "#include \"core/checks/fact_tables.h\"\n\n#include <algorithm>\n\n"
                           "namespace limn {{\n\nnamespace {{\n\n"
                           "constexpr double none = std::numeric_limits<double>::quiet_NaN();\n\n"
                           "{}\n{}}} // namespace\n\n{}\n}} // namespace limn\n",
                           m_arrays, m_tables, m_functions);
    }

private:
    std::map<std::string, std::string> m_lists;
    std::string m_arrays;
    std::string m_tables;
    std::string m_functions;
};

using Fields = std::vector<std::string>;
using Tables = std::map<std::string, Rows>;

// "none" unless the whole cell is one number.
std::string number(std::string_view cell) {
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (cell.empty() || error != std::errc() || end != cell.data() + cell.size())
        return "none";
    return fmt::format("{}", value);
}

void sortBy(Rows& rows, std::initializer_list<std::string_view> columns) {
    std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) {
        for (const std::string_view column : columns)
            if (a[column] != b[column])
                return a[column] < b[column];
        return false;
    });
}

void forbidTwins(const Rows& rows, std::string_view column) {
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (rows[i][column] == rows[i - 1][column])
            fail(rows[i].where, fmt::format("`{}` stands twice", rows[i][column]));
}

void writeFacts(Writer& writer, Tables& tables) {
    Rows& platform = tables.at("platform");
    sortBy(platform, {"key"});
    forbidTwins(platform, "key");
    const std::map<std::string_view, std::string_view> confidences{
        {"exact", "Confidence::Exact"},
        {"documented-2023", "Confidence::Documented2023"},
        {"seen", "Confidence::Seen"},
        {"recalled", "Confidence::Recalled"}};
    writer.table("Fact", "facts", platform, [&](const Row& row) {
        return Fields{literal(row["key"]),
                      number(row["value"]),
                      literal(row["value"]),
                      literal(row["source"]),
                      enumerator(row, "confidence", confidences),
                      literal(row["note"])};
    });
    sortBy(tables.at("sources"), {"id"});
    writer.table("FactSource", "factSources", tables.at("sources"), [](const Row& row) {
        return Fields{literal(row["id"]), literal(row["what"]), literal(row["where"]),
                      literal(row["date"])};
    });
    writer.table("ClassRule", "classRules", tables.at("classification"), [&](const Row& row) {
        return Fields{
            writer.list(row["types"], " | "), literal(row["condition"]), literal(row["class"]),
            literal(row["capacity"]),         literal(row["evidence"]),  literal(row["note"])};
    });
}

void writeIam(Writer& writer, Tables& tables) {
    const std::map<std::string_view, std::string_view> levels{
        {"list", "AccessLevel::List"},
        {"read", "AccessLevel::Read"},
        {"write", "AccessLevel::Write"},
        {"permissions", "AccessLevel::PermissionsManagement"},
        {"tagging", "AccessLevel::Tagging"}};
    Rows actions; // the file groups them; the table has one row each
    for (const Row& group : tables.at("iam_actions"))
        for (const std::string& action : split(group["actions"], " ")) {
            actions.push_back(group);
            actions.back().cells["action"] = action;
        }
    sortBy(actions, {"service", "action"});
    writer.table("IamAction", "iamActions", actions, [&](const Row& row) {
        return Fields{literal(row["service"]), literal(row["action"]),
                      enumerator(row, "level", levels), writer.list(row["resource_types"]),
                      writer.list(row["needs"])};
    });
    std::string complete;
    Rows& services = tables.at("iam_services");
    sortBy(services, {"service"});
    for (const Row& row : services)
        if (truth(row, "complete") == "true")
            complete += literal(row["service"]) + ", ";
    writer.function(fmt::format("bool iamServiceIsComplete(std::string_view service) {{\n"
                                "    static constexpr std::string_view complete[] = {{{}}};\n"
                                "    return std::ranges::binary_search(complete, service);\n}}\n",
                                complete));
    sortBy(tables.at("iam_resources"), {"service", "type"});
    writer.table("IamResource", "iamResources", tables.at("iam_resources"), [](const Row& row) {
        return Fields{literal(row["service"]), literal(row["type"]), literal(row["arn"])};
    });
    Rows& policies = tables.at("managed_policies");
    sortBy(policies, {"name"});
    forbidTwins(policies, "name");
    writer.table("ManagedPolicy", "managedPolicies", policies, [&](const Row& row) {
        return Fields{literal(row["name"]),          literal(row["class"]),
                      truth(row, "any_resource"),    truth(row, "deprecated"),
                      literal(row["levels"]),        literal(row["effective"]),
                      writer.list(row["escalates"]), writer.list(row["actions"])};
    });
}

void writeDangers(Writer& writer, Tables& tables) {
    writer.table("Escalation", "escalations", tables.at("escalations"), [&](const Row& row) {
        return Fields{writer.list(row["actions"]), literal(row["on"]), literal(row["path"])};
    });
    writer.table("SecretShape", "secretShapes", tables.at("secret_shapes"), [](const Row& row) {
        return Fields{
            literal(row["name"]), literal(row["prefix"]), literal(row["alphabet"]), row["least"],
            row["most"],          literal(row["holds"])};
    });
}

void writeFrameworks(Writer& writer, Tables& tables) {
    sortBy(tables.at("sam_policy_templates"), {"template", "statement"});
    writer.table("SamPolicyTemplate", "samPolicyTemplates", tables.at("sam_policy_templates"),
                 [&](const Row& row) {
                     return Fields{
                         literal(row["template"]),           row["statement"],
                         writer.list(row["parameters"]),     writer.list(row["actions"]),
                         writer.list(row["resource_types"]), writer.list(row["resources"]),
                         literal(row["condition"]),          writer.list(row["not_in_reference"])};
                 });
    sortBy(tables.at("sam_connectors"), {"source", "destination", "category"});
    writer.table("SamConnector", "samConnectors", tables.at("sam_connectors"), [&](const Row& row) {
        return Fields{literal(row["source"]),      literal(row["destination"]),
                      literal(row["category"]),    literal(row["mechanism"]),
                      literal(row["policy_side"]), literal(row["principal"]),
                      writer.list(row["actions"])};
    });
    writer.table("SdkClient", "sdkClients", tables.at("sdk_clients"), [](const Row& row) {
        return Fields{literal(row["prefix"]),       literal(row["js_package"]),
                      literal(row["js_client"]),    literal(row["js_v2_class"]),
                      literal(row["boto3_client"]), truth(row, "boto3_resource")};
    });
    writer.table("SdkCall", "sdkCalls", tables.at("sdk_calls"), [&](const Row& row) {
        return Fields{literal(row["prefix"]), literal(row["js_v3"]),       literal(row["js_v2"]),
                      literal(row["boto3"]),  writer.list(row["actions"]), literal(row["note"])};
    });
}

int generate(int argc, char** argv) {
    if (argc < 3)
        fail("limn_fact_tables", "needs an output and its inputs");
    Tables tables;
    for (const std::string_view name :
         {"platform", "sources", "classification", "iam_actions", "iam_services", "iam_resources",
          "managed_policies", "escalations", "secret_shapes", "sam_policy_templates",
          "sam_connectors", "sdk_clients", "sdk_calls"})
        tables[std::string(name)];
    for (int i = 2; i < argc; ++i) {
        const std::filesystem::path path = argv[i];
        const auto at = tables.find(path.stem().string());
        if (at == tables.end())
            fail(path.string(), "no table is made from a file of this name");
        at->second = readTable(path);
    }
    Writer writer;
    writeFacts(writer, tables);
    writeIam(writer, tables);
    writeDangers(writer, tables);
    writeFrameworks(writer, tables);
    std::ofstream out(argv[1], std::ios::binary);
    out << writer.file();
    if (!out.flush())
        fail(argv[1], "cannot be written");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return generate(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
