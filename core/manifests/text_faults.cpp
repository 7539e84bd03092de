// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/text_faults.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "core/manifests/utf8.h"

namespace limn {
namespace {

constexpr std::size_t maxBytes = 64U << 20;

// What some files start with that are no text in UTF-8.
struct Signature {
    std::string_view bytes;
    std::string_view what;
    bool isText = false;
};
constexpr std::array<Signature, 7> signatures{{
    {{"\xFF\xFE\x00\x00", 4}, "UTF-32", true},
    {{"\x00\x00\xFE\xFF", 4}, "UTF-32", true},
    {{"\xFF\xFE", 2}, "UTF-16", true},
    {{"\xFE\xFF", 2}, "UTF-16", true},
    {{"PK\x03\x04", 4}, "a ZIP archive"},
    {{"\x1F\x8B", 2}, "a gzip archive"},
    {{"%PDF-", 5}, "a PDF document"},
}};

// Text in UTF-16 without a mark shows by its zero bytes: every second one.
bool isBareUtf16(std::string_view bytes) {
    if (bytes.size() < 4 || bytes.size() % 2 != 0)
        return false;
    const bool little = bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0;
    const bool big = bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0;
    return little || big;
}

// What a byte does to the depth of values; looked up, for every byte of the text is asked.
enum class Nesting : std::uint8_t { None, Space, Opens, Closes, Item };
constexpr std::array<Nesting, 256> nestings = [] {
    std::array<Nesting, 256> table{};
    table[' '] = Nesting::Space;
    table['['] = table['{'] = Nesting::Opens;
    table[']'] = table['}'] = Nesting::Closes;
    table['-'] = table['?'] = Nesting::Item;
    return table;
}();

// Where so many brackets, or dashes of one line, are open that the parser would hold a large part
// of the text in memory before it gives the first value; npos where there is no such place. Quotes
// are not looked at: no text in them opens that many either.
std::size_t bottomless(std::string_view text) {
    constexpr int most = 10'000;
    if (text.size() < (256U << 10)) // too little to do harm
        return std::string_view::npos;
    int depth = 0;
    int dashes = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (nestings[static_cast<unsigned char>(text[i])]) {
        case Nesting::None:
            dashes = 0;
            continue;
        case Nesting::Space:
            continue;
        case Nesting::Opens:
            ++depth;
            break;
        case Nesting::Closes:
            depth -= depth > 0 ? 1 : 0;
            break;
        case Nesting::Item:
            dashes = i + 1 < text.size() && text[i + 1] == ' ' ? dashes + 1 : 0;
            break;
        }
        if (depth > most || dashes > most)
            return i;
    }
    return std::string_view::npos;
}

TextFault encodedAs(std::string_view what) {
    return {
        "not-utf8",
        fmt::format("The file is in {}, and a manifest must be in UTF-8. Save it as UTF-8.", what),
        0};
}

// One complaint of libfyaml: the words it begins with, and ours.
struct Complaint {
    std::string_view theirs;
    std::string_view ours;
};
constexpr std::array<Complaint, 42> complaints{{
    {"double-quoted scalar without closing quote",
     "A text opens with `\"` here and is never closed. Add the closing `\"`"},
    {"single-quoted scalar without closing quote",
     "A text opens with `'` here and is never closed. Add the closing `'`, and write a `'` "
     "inside it twice"},
    {"double-quoted scalar has invalid UTF8 escape",
     "A `\\u` escape in this text is no character: half of a surrogate pair, as in `\\uD83D` "
     "without its `\\uDE00`. Write both halves, or the character itself"},
    {"double-quoted scalar has invalid hex escape",
     "A `\\x`, `\\u` or `\\U` in this text needs 2, 4 or 8 hexadecimal digits after it. Complete "
     "it, or write `\\\\` for a backslash"},
    {"invalid escape",
     "A backslash in this text starts no escape that YAML or JSON knows. Write `\\\\` for a "
     "backslash, or put the text in single quotes"},
    {"tab character may not be used as indentation",
     "A tab stands here, where YAML indents by spaces alone. Replace it by spaces"},
    {"invalid tab", "A tab stands here, where YAML indents by spaces alone. Replace it by spaces"},
    {"cannot use tab for indentation",
     "A tab stands here, where YAML indents by spaces alone. Replace it by spaces"},
    {"invalid indentation in mapping",
     "This line is indented by less than its neighbours and by more than what it belongs to. "
     "Indent it as the keys beside it"},
    {"invalid nested block mapping on the same line",
     "A second `: ` stands in this line. Put the value in quotes, or on lines of its own"},
    {"invalid block mapping key on same line as previous key",
     "A second key stands in this line. Put it on a line of its own"},
    {"invalid mapping in plain multiline",
     "A `: ` stands in a text that goes over several lines. Put the text in quotes"},
    {"invalid multiline",
     "This text goes on in the next line, where a `:` follows. A key is one line long: add the "
     "`:` that is missing here, or indent what follows"},
    {"missing comma in flow",
     "Two values stand side by side in brackets. Put a comma between them"},
    {"flow sequence with invalid extra comma",
     "A comma stands here with no value before it. Remove it"},
    {"flow mapping with invalid extra comma",
     "A comma stands here with no value before it. Remove it"},
    {"flow sequence with invalid extra closing",
     "A closing bracket stands here with no opening one. Remove it"},
    {"flow mapping with invalid extra closing",
     "A closing brace stands here with no opening one. Remove it"},
    {"flow sequence without a closing",
     "The text ends, and a `[` above is not closed. Add the `]` that is missing"},
    {"flow mapping without a closing",
     "The text ends, and a `{` above is not closed. Add the `}` that is missing"},
    {"flow sequence with invalid",
     "The brackets do not match here: a `[` is open, and something else is closed. Put the `]` "
     "that is missing"},
    {"flow mapping with invalid",
     "The brackets do not match here: a `{` is open, and something else is closed. Put the `}` "
     "that is missing"},
    {"mismatched flow",
     "The brackets do not match here: another one is open than is closed. Put the one that is "
     "missing"},
    {"plain scalar cannot start with",
     "A text without quotes cannot start with this character. Put the text in quotes"},
    {"block scalar no linebreak found",
     "A text stands in the same line as its `|` or `>`. Start it on the next line, indented"},
    {"invalid trailing content after",
     "Something follows the closing quote in this line. Put all of the text in the quotes"},
    {"invalid value after mapping",
     "Something follows the closing bracket in this line. Put it in a line of its own, or the "
     "whole value in quotes"},
    {"invalid alias", "A `*` here starts the name of an anchor, and there is none. Put a text that "
                      "starts with `*` in quotes"},
    {"invalid anchor", "An `&` here starts the name of an anchor, and there is none. Put a text "
                       "that starts with `&` in quotes"},
    {"invalid combination of anchor plus alias",
     "An `&` and a `*` stand at the same value. Keep one of them"},
    {"missing '>' uri terminator", "A tag opens with `!<` here and is never closed. Add the `>`"},
    {"undefined tag prefix",
     "This tag uses a short form that no `%TAG` line explains. Write `!Name` with one `!`"},
    {"invalid tag", "This is no tag: after `!` a name must stand, as in `!Ref`"},
    {"missing whitespace after TAG", "A space is missing after the tag. Add it"},
    {"block sequence entries not allowed",
     "A `- ` stands in a line with something else. Start the list on a line of its own"},
    {"did not find expected '-' indicator",
     "A list stands above, and this line does not start with `- `. Indent the line as what it "
     "belongs to"},
    {"did not find expected key",
     "Keys with values stand above, and this line is none. Write it as `key: value`, or indent it "
     "as what it belongs to"},
    {"did not find expected node content",
     "A value should stand here, and there is none. Write it, or remove the mark before it"},
    {"could not find expected ':'", "A `:` is missing after this key. Add it"},
    {"invalid comment without whitespace",
     "A `#` follows a value without a space. Put a space before it, or the value in quotes"},
    {"illegal unicode control character",
     "A control character stands in this text. Remove it, or write it as an escape in double "
     "quotes"},
    {"invalid document-", "A line with `---` or `...` ends the document inside a text in quotes. "
                          "Indent it"},
}};

std::string_view lineAt(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1; // npos + 1 is 0
    return text.substr(begin, text.find_first_of("\r\n", begin) - begin);
}

} // namespace

std::optional<TextFault> textFault(std::string_view bytes) {
    if (bytes.size() > maxBytes)
        return TextFault{"too-large",
                         fmt::format("The file has {} bytes; Limn reads up to {}, which is 64 MiB. "
                                     "Split the manifest.",
                                     bytes.size(), maxBytes),
                         0};
    for (const Signature& known : signatures)
        if (bytes.starts_with(known.bytes)) {
            if (known.isText)
                return encodedAs(known.what);
            return TextFault{"not-utf8",
                             fmt::format("The file is {}, not a manifest. Open the manifest that "
                                         "it was made of.",
                                         known.what),
                             0};
        }
    if (isBareUtf16(bytes))
        return encodedAs("UTF-16");
    const std::size_t bad = utf8Fault(bytes);
    const std::size_t zero = bytes.find('\0');
    if (zero < bad)
        return TextFault{"not-utf8",
                         "A zero byte stands here, so the file is no text or is damaged. Save it "
                         "again as text in UTF-8.",
                         zero};
    if (bad != std::string_view::npos)
        return TextFault{
            "not-utf8",
            fmt::format("The byte 0x{:02X} here is not UTF-8, the encoding a manifest must have. "
                        "Save the file as UTF-8.",
                        static_cast<unsigned>(static_cast<unsigned char>(bytes[bad]))),
            bad};
    if (const std::size_t at = bottomless(bytes); at != std::string_view::npos)
        return TextFault{"too-deep",
                         "Values are nested more than 10000 deep here, which is more than any "
                         "manifest needs. Nothing of the file is read.",
                         at};
    return std::nullopt;
}

std::size_t complaintPlace(std::string_view text, int line, int column) {
    std::size_t at = 0;
    for (int passed = 1; passed < line && at < text.size(); ++passed)
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    const auto continues = [&] { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
    for (int passed = 1; passed < column && at < text.size(); ++passed)
        do
            ++at;
        while (at < text.size() && continues());
    const auto is = [&](std::size_t i, std::string_view any) {
        return any.find(text[i]) != std::string_view::npos;
    };
    return at >= 2 && is(at - 1, "\"'") && is(at - 2, " \t:,[{") ? at - 1 : at;
}

std::string plainFault(std::string_view complaint, std::string_view text, std::size_t at) {
    const std::string_view line = lineAt(text, at);
    for (const std::string_view marker : {"<<<<<<< ", "=======", ">>>>>>> "})
        if (line.starts_with(marker))
            return "The mark of a merge that was not finished stands here. Choose one side and "
                   "remove the marks";
    if (at >= text.size() && complaint.starts_with("missing comma in flow"))
        return "The text ends, and a bracket above is not closed. Add the one that is missing";
    for (const Complaint& known : complaints)
        if (complaint.starts_with(known.theirs))
            return std::string(known.ours);
    if (complaint.empty())
        return "This is neither YAML nor JSON";
    return fmt::format("This is neither YAML nor JSON: {}", complaint);
}

} // namespace limn
