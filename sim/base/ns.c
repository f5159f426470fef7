#include "base/ns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct unit {
    const char *name;
    sim_ns ns;
} units[] = {
    {"ns", 1},   {"us", NS_US},      {"\xC2\xB5s", NS_US}, {"ms", NS_MS},
    {"s", NS_S}, {"min", 60 * NS_S}, {"h", 3600 * NS_S},
};

static sim_ns find_unit(const char *text, size_t len) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].name) == len && memcmp(units[i].name, text, len) == 0) return units[i].ns;
    return 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool fail(const char **why, const char *text) {
    *why = text;
    return false;
}

/* duration := DIGITS ['.' DIGITS] [' '] UNIT, in 1/scale ns. Exact: 0.5us is 500 ns, 0.5ns is refused. */
static bool parse(const char *text, size_t len, int64_t scale, const char *too_fine, int64_t *out,
                  const char **why) {
    size_t i = 0;
    if (len && text[0] == '-') return fail(why, "a duration cannot be negative");
    while (i < len && is_digit(text[i])) i++;
    size_t whole_end = i, frac = i, frac_end = i;
    if (i < len && text[i] == '.') {
        frac = ++i;
        while (i < len && is_digit(text[i])) i++;
        frac_end = i;
        if (frac == frac_end) return fail(why, "digits missing after the point");
    }
    if (whole_end == 0) return fail(why, "not a number with a unit");
    if (i < len && text[i] == ' ') i++;
    if (i == len) return fail(why, "unit missing");
    sim_ns unit = find_unit(text + i, len - i);
    if (!unit) return fail(why, "unknown unit");
    unit *= scale;

    sim_ns t = 0;
    for (size_t k = 0; k < whole_end; k++) {
        sim_ns digit = (text[k] - '0') * unit;
        if (t > (NS_NEVER - 1 - digit) / 10) return fail(why, "too large");
        t = t * 10 + digit;
    }
    sim_ns rest = unit;
    for (size_t k = frac; k < frac_end; k++) {
        sim_ns digit = text[k] - '0';
        if (digit != 0 && (rest < 10 || rest % 10 != 0)) return fail(why, too_fine);
        rest /= 10;
        if (t > NS_NEVER - 1 - digit * rest) return fail(why, "too large");
        t += digit * rest;
    }
    *out = t;
    return true;
}

bool ns_parse(const char *text, size_t len, sim_ns *out, const char **why) {
    return parse(text, len, 1, "finer than a nanosecond", out, why);
}

bool ps_parse(const char *text, size_t len, int64_t *out, const char **why) {
    return parse(text, len, 1000, "finer than a picosecond", out, why);
}

const char *ns_text(sim_ns t, char buf[NS_TEXT_MAX]) {
    if (t == NS_NEVER) return strcpy(buf, "never");
    uint64_t n = t < 0 ? 0 - (uint64_t)t : (uint64_t)t, unit = 1;
    const char *name = "ns", *sign = t < 0 ? "-" : "";
    if (n >= (uint64_t)NS_S) unit = (uint64_t)NS_S, name = "s";
    else if (n >= (uint64_t)NS_MS) unit = (uint64_t)NS_MS, name = "ms";
    else if (n >= (uint64_t)NS_US) unit = (uint64_t)NS_US, name = "us";
    uint64_t whole = n / unit, frac = n % unit;
    if (frac == 0) {
        snprintf(buf, NS_TEXT_MAX, "%s%" PRIu64 " %s", sign, whole, name);
        return buf;
    }
    int digits = unit == (uint64_t)NS_S ? 9 : unit == (uint64_t)NS_MS ? 6 : 3;
    for (; frac % 10 == 0; digits--) frac /= 10;
    snprintf(buf, NS_TEXT_MAX, "%s%" PRIu64 ".%0*" PRIu64 " %s", sign, whole, digits, frac, name);
    return buf;
}
