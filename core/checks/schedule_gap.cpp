// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/schedule_gap.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace limn {
namespace {

constexpr double minute = 60, hour = 60 * minute, day = 24 * hour;
constexpr int daysOfYear = 366; // of 2028, which begins on a Saturday

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(by);
        if (by != ' ' || end != 0)
            parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && error == std::errc() && end == text.data() + text.size()
               ? std::optional(value)
               : std::nullopt;
}

std::optional<double> rate(std::string_view inner) {
    const std::vector<std::string_view> words = split(trimmed(inner), ' ');
    const std::optional<int> count = words.size() == 2 ? number(words[0]) : std::nullopt;
    if (!count || *count <= 0)
        return std::nullopt;
    const std::string_view unit = words[1];
    if (unit.starts_with("second"))
        return *count;
    if (unit.starts_with("minute"))
        return *count * minute;
    if (unit.starts_with("hour"))
        return *count * hour;
    return unit.starts_with("day") ? std::optional(*count * day) : std::nullopt;
}

constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> weekdays{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

// One field of a cron expression: the values that it lets through.
struct Field {
    int first = 0, last = 59;
    std::span<const std::string_view> names{};
    int firstName = 0; // what the first name counts as
};

std::optional<int> valueOf(const Field& field, std::string_view text) {
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    const auto name = std::ranges::find(field.names, std::string_view(upper));
    const std::optional<int> value =
        name != field.names.end()
            ? std::optional(static_cast<int>(name - field.names.begin()) + field.firstName)
            : number(text);
    return value && *value >= field.first && *value <= field.last ? value : std::nullopt;
}

bool addItem(const Field& field, std::string_view item, std::vector<bool>& out) {
    const std::size_t slash = item.find('/');
    const std::optional<int> step =
        slash == std::string_view::npos ? std::optional(1) : number(item.substr(slash + 1));
    const std::string_view range = item.substr(0, slash);
    if (!step || *step <= 0)
        return false;
    int first = field.first, last = field.last;
    if (range != "*" && range != "?") {
        const std::size_t dash = range.find('-');
        const std::optional<int> from = valueOf(field, range.substr(0, dash));
        const std::optional<int> to = dash != std::string_view::npos
                                          ? valueOf(field, range.substr(dash + 1))
                                      : slash != std::string_view::npos ? std::optional(field.last)
                                                                        : from;
        if (!from || !to)
            return false;
        first = *from;
        last = *to;
    }
    // `FRI-MON` goes over the end.
    const int size = field.last - field.first + 1;
    const int length = last >= first ? last - first : last - first + size;
    for (int i = 0; i <= length; i += *step)
        out[static_cast<std::size_t>((first - field.first + i) % size)] = true;
    return true;
}

std::optional<std::vector<bool>> valuesOf(const Field& field, std::string_view text) {
    std::vector<bool> out(static_cast<std::size_t>(field.last - field.first + 1));
    for (const std::string_view item : split(text, ','))
        if (!addItem(field, item, out))
            return std::nullopt;
    return out;
}

struct Cron {
    std::string_view second = "0", minute, hour, dayOfMonth, month, dayOfWeek;
    int firstWeekday = 0; // what Sunday counts as
};

// `L`, `15W`, `6#3`: one day of a month.
bool isOneDay(std::string_view text) {
    return text.find_first_of("#W") != std::string_view::npos || text.ends_with('L');
}

// Which days of the year it runs on; days that are one of a month stand for its first.
std::optional<std::vector<bool>> daysOf(const Cron& cron) {
    constexpr std::array lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool single = isOneDay(cron.dayOfMonth) || isOneDay(cron.dayOfWeek);
    const auto ofMonth = valuesOf({1, 12, months, 1}, cron.month);
    const auto ofDay =
        isOneDay(cron.dayOfMonth) ? valuesOf({1, 31}, "1") : valuesOf({1, 31}, cron.dayOfMonth);
    const auto ofWeek =
        isOneDay(cron.dayOfWeek)
            ? valuesOf({0, 6}, "*")
            : valuesOf({cron.firstWeekday, cron.firstWeekday + (cron.firstWeekday == 0 ? 7 : 6),
                        weekdays, cron.firstWeekday},
                       cron.dayOfWeek);
    if (!ofMonth || !ofDay || !ofWeek)
        return std::nullopt;
    const auto isAny = [](std::string_view text) { return text == "*" || text == "?"; };
    // Where both are said, a day needs one of them.
    const bool either = !single && !isAny(cron.dayOfMonth) && !isAny(cron.dayOfWeek);
    std::vector<bool> days;
    days.reserve(daysOfYear);
    for (std::size_t m = 0; m < lengths.size(); ++m)
        for (int d = 0; d < lengths[m]; ++d) {
            const std::size_t weekday = (days.size() + 6) % 7;
            const bool byWeek =
                (*ofWeek)[weekday] || (weekday == 0 && ofWeek->size() == 8 && (*ofWeek)[7]);
            const bool byDay = single ? d == 0 : (*ofDay)[static_cast<std::size_t>(d)];
            days.push_back((*ofMonth)[m] && (single   ? byDay
                                             : either ? byDay || byWeek
                                                      : byDay && byWeek));
        }
    return days;
}

// Times of a day in seconds, rising.
std::optional<std::vector<double>> timesOf(const Cron& cron) {
    const auto seconds = valuesOf({0, 59}, cron.second);
    const auto minutes = valuesOf({0, 59}, cron.minute);
    const auto hours = valuesOf({0, 23}, cron.hour);
    if (!seconds || !minutes || !hours)
        return std::nullopt;
    std::vector<double> times;
    for (std::size_t h = 0; h < hours->size(); ++h)
        for (std::size_t m = 0; (*hours)[h] && m < minutes->size(); ++m)
            for (std::size_t s = 0; (*minutes)[m] && s < seconds->size(); ++s)
                if ((*seconds)[s])
                    times.push_back(static_cast<double>(h) * hour +
                                    static_cast<double>(m) * minute + static_cast<double>(s));
    return times;
}

std::optional<double> cronGap(const Cron& cron) {
    const auto times = timesOf(cron);
    const auto days = daysOf(cron);
    if (!times || !days || times->empty())
        return std::nullopt;
    double gap = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < times->size(); ++i)
        gap = std::min(gap, (*times)[i] - (*times)[i - 1]);
    const double overNight = times->front() - times->back();
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < days->size(); ++i) {
        if (!(*days)[i])
            continue;
        if (before)
            gap = std::min(gap, static_cast<double>(i - *before) * day + overNight);
        before = i;
    }
    return before ? std::optional(gap) : std::nullopt;
}

std::optional<double> ofFields(std::string_view text, bool isEventBridge) {
    const std::vector<std::string_view> f = split(trimmed(text), ' ');
    if (f.size() == 6 && isEventBridge) // the last is the year
        return cronGap({"0", f[0], f[1], f[2], f[3], f[4], 1});
    if (f.size() == 5)
        return cronGap({"0", f[0], f[1], f[2], f[3], f[4], 0});
    if (f.size() == 6)
        return cronGap({f[0], f[1], f[2], f[3], f[4], f[5], 0});
    return std::nullopt;
}

} // namespace

std::optional<double> smallestGap(std::string_view schedule) {
    schedule = trimmed(schedule);
    const auto inner = [&](std::string_view head) -> std::optional<std::string_view> {
        if (!schedule.starts_with(head) || !schedule.ends_with(')'))
            return std::nullopt;
        return schedule.substr(head.size(), schedule.size() - head.size() - 1);
    };
    if (const auto text = inner("rate("))
        return rate(*text);
    if (const auto text = inner("cron("))
        return ofFields(*text, true);
    if (inner("at("))
        return std::numeric_limits<double>::infinity();
    struct Word {
        std::string_view word;
        double gap;
    };
    constexpr Word words[] = {{"@hourly", hour},       {"@daily", day},
                              {"@midnight", day},      {"@weekly", 7 * day},
                              {"@monthly", 28 * day},  {"@yearly", 365 * day},
                              {"@annually", 365 * day}};
    for (const Word& word : words)
        if (schedule == word.word)
            return word.gap;
    return ofFields(schedule, false);
}

} // namespace limn
