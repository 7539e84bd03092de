// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/graph_schema.h"

#include <algorithm>
#include <array>

namespace limn::sam {
namespace {

struct Directive {
    std::string_view theirs, ours;
};
constexpr std::array<Directive, 6> directives{{{"@aws_api_key", "api_key"},
                                               {"@aws_iam", "iam"},
                                               {"@aws_cognito_user_pools", "cognito"},
                                               {"@aws_auth", "cognito"},
                                               {"@aws_oidc", "jwt"},
                                               {"@aws_lambda", "lambda"}}};

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Goes over the words and signs of a schema once; texts, comments and arguments are stepped over.
class SchemaReader {
public:
    explicit SchemaReader(std::string_view text) : m_text(text) {}
    GraphSchema read();

private:
    std::string_view next();
    void skipText();
    void skipArguments();
    void word(std::string_view word);
    void sign(char sign);
    void directive(std::string_view word);

    std::string_view m_text;
    std::size_t m_at = 0;
    GraphSchema m_out;
    bool m_isType = false;   // `type` or `interface` was the last word
    bool m_isInside = false; // of the braces of a type
    bool m_isResult = false; // after the colon of a field
    std::string m_type, m_field;
};

void SchemaReader::skipText() {
    const bool isBlock = m_text.substr(m_at).starts_with("\"\"\"");
    const std::string_view quote = isBlock ? "\"\"\"" : "\"";
    m_at += quote.size();
    while (m_at < m_text.size() && !m_text.substr(m_at).starts_with(quote))
        m_at += m_text[m_at] == '\\' ? 2 : 1;
    m_at = std::min(m_at + quote.size(), m_text.size());
}

void SchemaReader::skipArguments() {
    int depth = 0;
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c == '"') {
            skipText();
            continue;
        }
        ++m_at;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0)
            return;
    }
}

// The next word, directive or sign; empty at the end.
std::string_view SchemaReader::next() {
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c == '"') {
            skipText();
        } else if (c == '#') {
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
        } else if (c == '(') {
            skipArguments();
        } else if (isNameCharacter(c) || c == '@') {
            const std::size_t begin = m_at++;
            while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
                ++m_at;
            return m_text.substr(begin, m_at - begin);
        } else {
            ++m_at;
            if (c == '{' || c == '}' || c == ':')
                return m_text.substr(m_at - 1, 1);
        }
    }
    return {};
}

void SchemaReader::directive(std::string_view word) {
    const auto* const known = std::ranges::find(directives, word, &Directive::theirs);
    if (known == directives.end() || m_type.empty())
        return;
    std::vector<std::string>& callers = m_out.callers[m_isInside ? m_type + '.' + m_field : m_type];
    if (std::ranges::find(callers, known->ours) == callers.end())
        callers.emplace_back(known->ours);
}

void SchemaReader::word(std::string_view word) {
    if (m_isInside) {
        if (!m_isResult)
            m_field = word;
        return;
    }
    if (m_isType)
        m_type = word;
    m_isType = word == "type" || word == "interface";
    const bool isOther = word == "input" || word == "enum" || word == "union" || word == "scalar" ||
                         word == "schema" || word == "directive";
    if (isOther)
        m_type.clear();
}

void SchemaReader::sign(char sign) {
    if (sign == ':') {
        m_isResult = true;
        return;
    }
    m_isInside = sign == '{';
    m_isResult = false;
    m_field.clear();
    if (sign == '}')
        m_type.clear();
}

GraphSchema SchemaReader::read() {
    for (std::string_view token = next(); !token.empty(); token = next()) {
        // A result is one word, so the next one is another field.
        if (token.front() == '@') {
            directive(token);
        } else if (!isNameCharacter(token.front())) {
            sign(token.front());
        } else if (m_isInside && m_isResult) {
            m_isResult = false;
        } else {
            word(token);
        }
    }
    return std::move(m_out);
}

} // namespace

std::vector<std::string> GraphSchema::callersOf(std::string_view type,
                                                std::string_view field) const {
    if (const auto own = callers.find(std::string(type) + '.' + std::string(field));
        own != callers.end())
        return own->second;
    const auto whole = callers.find(type);
    return whole == callers.end() ? std::vector<std::string>() : whole->second;
}

GraphSchema readGraphSchema(std::string_view text) { return SchemaReader(text).read(); }

} // namespace limn::sam
