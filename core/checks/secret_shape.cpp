// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/secret_shape.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/checks/fact_tables.h"

namespace limn {
namespace {

constexpr std::size_t npos = std::string_view::npos;
// Shorter or more regular texts are more often names than credentials.
constexpr std::size_t leastLength = 8;
constexpr double leastEntropy = 3.0;     // bits a character
constexpr std::size_t leastPassword = 6; // inside a connection string

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return isUpper(c) || (c >= 'a' && c <= 'z'); }

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool isOf(std::string_view alphabet, char c) {
    if (alphabet == "any")
        return true;
    if (alphabet == "upper")
        return isUpper(c) || isDigit(c);
    if (alphabet == "hex")
        return isDigit(c) || (c >= 'a' && c <= 'f');
    const bool word = isLetter(c) || isDigit(c) || c == '_';
    const bool token = word || c == '-';
    return word || (alphabet != "word" && token) || (alphabet == "dotted" && c == '.') ||
           (alphabet == "path" && c == '/');
}

bool fits(const SecretShape& shape, std::string_view value) {
    if (!value.starts_with(shape.prefix))
        return false;
    const std::string_view rest = value.substr(shape.prefix.size());
    return rest.size() >= static_cast<std::size_t>(shape.least) &&
           rest.size() <= static_cast<std::size_t>(shape.most) &&
           (shape.holds.empty() || rest.find(shape.holds) != npos) &&
           std::ranges::all_of(rest, [&](char c) { return isOf(shape.alphabet, c); });
}

// Something else is put there when it is deployed or run.
bool isReference(std::string_view value) {
    return value.find("${") != npos || value.find("{{") != npos || value.find("<%") != npos ||
           value.starts_with("@Microsoft.KeyVault") || value.starts_with("arn:") ||
           value.starts_with("ssm:") || value.starts_with("$(");
}

// What people write where a credential will stand.
bool isPlaceholder(std::string_view value) {
    const std::string text = lowered(value);
    constexpr std::array<std::string_view, 21> words{
        "example", "changeme", "change-me", "change_me", "placeholder", "dummy",   "your",
        "replace", "insert",   "todo",      "sample",    "test",        "fake",    "mock",
        "xxxx",    "****",     "....",      "12345678",  "redacted",    "notreal", "<"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != npos; });
}

double entropy(std::string_view text) {
    std::array<int, 256> counts{};
    for (const char c : text)
        ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    for (const int count : counts)
        if (count > 0) {
            const double share = count / static_cast<double>(text.size());
            bits -= share * std::log2(share);
        }
    return bits;
}

bool namesCredential(std::string_view name) {
    constexpr std::array<std::string_view, 12> ends{
        "password",    "passwd",     "secret",           "token",
        "apikey",      "api_key",    "api-key",          "private_key",
        "private-key", "privatekey", "connectionstring", "connection_string"};
    return std::ranges::any_of(ends, [&](std::string_view end) {
        return name.size() >= end.size() &&
               std::ranges::equal(name.substr(name.size() - end.size()), end, {}, lower);
    });
}

// `prod/db-secret-2`, `handlers.users.createUser`: words, and numbers as short as versions are.
bool looksLikeName(std::string_view value, bool ofPassword) {
    bool separated = false;
    std::size_t digits = 0, run = 0;
    for (const char c : value) {
        const bool separator = c == '-' || c == '_' || c == '/' || c == '.' || c == ':' || c == ' ';
        if (!separator && !isLetter(c) && !isDigit(c))
            return false;
        separated = separated || separator;
        run = isDigit(c) ? run + 1 : 0;
        digits = std::max(digits, run);
        // A digit in the middle of letters is no version.
    }
    for (std::size_t i = 1; i + 1 < value.size(); ++i)
        if (isDigit(value[i]) && isLetter(value[i - 1]) && isLetter(value[i + 1]))
            return false;
    constexpr std::size_t longestVersion = 4;
    if (digits > longestVersion)
        return false;
    return separated || (digits == 0 && !ofPassword);
}

bool isPath(std::string_view value) {
    constexpr std::array<std::string_view, 7> starts{"/",        "./",    "../",  "http://",
                                                     "https://", "s3://", "file:"};
    constexpr std::array<std::string_view, 6> ends{".pem", ".json", ".crt",
                                                   ".key", ".txt",  ".yaml"};
    return std::ranges::any_of(starts, [&](std::string_view s) { return value.starts_with(s); }) ||
           std::ranges::any_of(ends, [&](std::string_view s) { return value.ends_with(s); });
}

std::string masked(std::string_view prefix, std::string_view value) {
    return fmt::format("{}… ({} characters)", prefix, value.size());
}

// `AccountKey=…;`, `postgres://user:password@host`: the credential inside a longer text.
std::string_view insideConnection(std::string_view value) {
    for (const std::string_view key :
         {"AccountKey=", "SharedAccessKey=", "Password=", "password=", "Pwd=", "pwd="}) {
        const std::size_t at = value.find(key);
        if (at == npos)
            continue;
        const std::size_t from = at + key.size();
        return value.substr(from, value.find_first_of(";& ", from) - from);
    }
    const std::size_t scheme = value.find("://");
    const std::size_t host = scheme == npos ? npos : value.find('@', scheme);
    if (host == npos)
        return {};
    const std::string_view user = value.substr(scheme + 3, host - scheme - 3);
    const std::size_t colon = user.find(':');
    return colon == npos || user.find('/') != npos ? std::string_view() : user.substr(colon + 1);
}

} // namespace

SecretMatch secretByShape(std::string_view value) {
    if (value.size() < leastLength)
        return {};
    for (const SecretShape& shape : secretShapes())
        if (fits(shape, value) && !isPlaceholder(value) && !isReference(value))
            return {std::string(shape.name), masked(shape.prefix, value)};
    if (value.find('=') == npos && value.find("://") == npos)
        return {};
    const std::string_view inside = insideConnection(value);
    if (inside.size() >= leastPassword && !isReference(inside) && !isPlaceholder(inside))
        return {
            "connection string with a key or password",
            masked(value.substr(0, std::min<std::size_t>(value.find_first_of(":="), 12)), value)};
    return {};
}

SecretMatch secretByName(std::string_view name, std::string_view value) {
    if (value.size() < leastLength || !namesCredential(name) || isReference(value) ||
        isPath(value) || isPlaceholder(value))
        return {};
    const std::string small = lowered(name);
    const bool ofPassword = small.ends_with("password") || small.ends_with("passwd");
    if (looksLikeName(value, ofPassword) || entropy(value) < leastEntropy)
        return {};
    return {"its name, and a value that is no word", masked("", value)};
}

} // namespace limn
