#include "python/unicode.h"

#include <string.h>

static bool in(uint32_t cp, uint32_t first, uint32_t last) { return cp >= first && cp <= last; }

bool unicode_is_space(uint32_t cp) {
    return in(cp, 9, 13) || in(cp, 28, 32) || cp == 0x85 || cp == 0xA0 || cp == 0x1680 || in(cp, 0x2000, 0x200A) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

bool unicode_is_printable(uint32_t cp) {
    if (cp < 0x7F) return cp >= 32;
    if (cp <= 0xA0 || cp == 0xAD) return false;
    if (in(cp, 0x378, 0x379) || in(cp, 0x600, 0x605) || cp == 0x61C || cp == 0x6DD || cp == 0x70F || cp == 0x180E) return false;
    if (cp == 0x1680 || in(cp, 0x2000, 0x200F) || in(cp, 0x2028, 0x202F) || in(cp, 0x205F, 0x206F) || cp == 0x3000) return false;
    if (in(cp, 0xD800, 0xF8FF) || cp == 0xFEFF || in(cp, 0xFFF0, 0xFFFB) || (cp & 0xFFFE) == 0xFFFE) return false;
    return cp < 0xE0000;
}

/* -- case: blocks where upper and lower alternate, and blocks at a fixed distance -- */

static bool alternating(uint32_t cp, bool *odd_is_lower) {
    *odd_is_lower = true;
    if (in(cp, 0x100, 0x12F) || in(cp, 0x132, 0x137) || in(cp, 0x14A, 0x177) || in(cp, 0x182, 0x185) || in(cp, 0x1A0, 0x1A5)) return true;
    if (in(cp, 0x1DE, 0x1EF) || in(cp, 0x1F8, 0x21F) || in(cp, 0x222, 0x233) || in(cp, 0x370, 0x373) || in(cp, 0x3D8, 0x3EF)) return true;
    if (in(cp, 0x460, 0x481) || in(cp, 0x48A, 0x4BF) || in(cp, 0x4D0, 0x52F) || in(cp, 0x1E00, 0x1E95) || in(cp, 0x1EA0, 0x1EFF)) return true;
    *odd_is_lower = false;
    return in(cp, 0x139, 0x148) || in(cp, 0x179, 0x17E) || in(cp, 0x1CD, 0x1DC) || in(cp, 0x4C1, 0x4CE);
}

uint32_t unicode_upper(uint32_t cp) {
    bool odd;
    if (cp < 0x80) return in(cp, 'a', 'z') ? cp - 32 : cp;
    if (cp == 0xB5) return 0x39C;
    if (cp == 0xFF) return 0x178;
    if (in(cp, 0xE0, 0xFE) && cp != 0xF7) return cp - 32;
    if (cp == 0x131) return 'I';
    if (cp == 0x17F) return 'S';
    if (cp == 0x3AC) return 0x386;
    if (in(cp, 0x3AD, 0x3AF)) return cp - 37;
    if (cp == 0x3C2) return 0x3A3;
    if (in(cp, 0x3B1, 0x3CB)) return cp - 32;
    if (cp == 0x3CC) return 0x38C;
    if (in(cp, 0x3CD, 0x3CE)) return cp - 63;
    if (in(cp, 0x430, 0x44F)) return cp - 32;
    if (in(cp, 0x450, 0x45F)) return cp - 80;
    if (in(cp, 0x561, 0x586)) return cp - 48;
    if (cp == 0x1E9B) return 0x1E60;
    if (alternating(cp, &odd)) return (cp & 1) == odd ? cp - 1 : cp;
    if (in(cp, 0xFF41, 0xFF5A)) return cp - 32;
    if (in(cp, 0x24D0, 0x24E9)) return cp - 26;
    if (in(cp, 0x2170, 0x217F)) return cp - 16;
    if (in(cp, 0x10428, 0x1044F)) return cp - 40;
    return cp;
}

uint32_t unicode_lower(uint32_t cp) {
    bool odd;
    if (cp < 0x80) return in(cp, 'A', 'Z') ? cp + 32 : cp;
    if (in(cp, 0xC0, 0xDE) && cp != 0xD7) return cp + 32;
    if (cp == 0x130) return 'i';
    if (cp == 0x178) return 0xFF;
    if (cp == 0x386) return 0x3AC;
    if (in(cp, 0x388, 0x38A)) return cp + 37;
    if (cp == 0x38C) return 0x3CC;
    if (in(cp, 0x38E, 0x38F)) return cp + 63;
    if (in(cp, 0x391, 0x3AB) && cp != 0x3A2) return cp + 32;
    if (in(cp, 0x410, 0x42F)) return cp + 32;
    if (in(cp, 0x400, 0x40F)) return cp + 80;
    if (in(cp, 0x531, 0x556)) return cp + 48;
    if (cp == 0x1E9E) return 0xDF;
    if (alternating(cp, &odd)) return (cp & 1) != odd ? cp + 1 : cp;
    if (in(cp, 0xFF21, 0xFF3A)) return cp + 32;
    if (in(cp, 0x24B6, 0x24CF)) return cp + 26;
    if (in(cp, 0x2160, 0x216F)) return cp + 16;
    if (in(cp, 0x10400, 0x10427)) return cp + 40;
    return cp;
}

bool unicode_is_upper(uint32_t cp) { return unicode_lower(cp) != cp; }

bool unicode_is_lower(uint32_t cp) {
    if (cp < 0x80) return in(cp, 'a', 'z');
    if (cp == 0xDF || cp == 0xAA || cp == 0xBA || cp == 0x138 || cp == 0x149 || cp == 0x390 || cp == 0x3B0 || in(cp, 0x250, 0x2AF)) return true;
    return unicode_upper(cp) != cp;
}

bool unicode_is_alpha(uint32_t cp) {
    if (cp < 0x80) return in(cp | 32, 'a', 'z');
    if (cp < 0xC0) return cp == 0xAA || cp == 0xB5 || cp == 0xBA;
    if (cp == 0xD7 || cp == 0xF7) return false;
    if (cp < 0x2C2) return true;
    if (in(cp, 0x2C2, 0x36F)) return in(cp, 0x2C6, 0x2D1) || in(cp, 0x2E0, 0x2E4) || cp == 0x2EC || cp == 0x2EE;
    if (cp == 0x375 || in(cp, 0x37E, 0x37E) || in(cp, 0x384, 0x385) || cp == 0x387 || cp == 0x3F6 || in(cp, 0x482, 0x489)) return false;
    if (cp < 0x530) return true;
    if (in(cp, 0x531, 0x588)) return !in(cp, 0x557, 0x558) && !in(cp, 0x55A, 0x55F);
    if (in(cp, 0x5D0, 0x5EA) || in(cp, 0x620, 0x64A) || in(cp, 0x671, 0x6D3) || in(cp, 0x904, 0x939) || in(cp, 0xE01, 0xE30)) return true;
    if (in(cp, 0x10A0, 0x10FF) || in(cp, 0x1100, 0x11FF) || in(cp, 0x1E00, 0x1FFF)) return true;
    if (cp == 0x2071 || cp == 0x207F || in(cp, 0x2090, 0x209C) || cp == 0x2102 || cp == 0x2107 || in(cp, 0x210A, 0x2113) || cp == 0x2115) return true;
    if (in(cp, 0x2119, 0x211D) || cp == 0x2124 || cp == 0x2126 || in(cp, 0x212A, 0x212D) || in(cp, 0x2C00, 0x2CE4)) return true;
    if (in(cp, 0x3005, 0x3006) || in(cp, 0x3041, 0x3096) || in(cp, 0x30A1, 0x30FA) || in(cp, 0x3105, 0x318E)) return true;
    return in(cp, 0x3400, 0x4DBF) || in(cp, 0x4E00, 0xA48C) || in(cp, 0xAC00, 0xD7A3) || in(cp, 0xF900, 0xFAD9) || in(cp, 0xFF21, 0xFF3A) ||
           in(cp, 0xFF41, 0xFF5A) || in(cp, 0xFF66, 0xFFDC) || in(cp, 0x10400, 0x1044F) || in(cp, 0x1D400, 0x1D7CB) || in(cp, 0x20000, 0x3134A);
}

/* -- digits -- */

int unicode_decimal_value(uint32_t cp) {
    static const uint32_t zeros[] = {'0', 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10};
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        if (in(cp, zeros[i], zeros[i] + 9)) return (int)(cp - zeros[i]);
    return in(cp, 0x1D7CE, 0x1D7FF) ? (int)((cp - 0x1D7CE) % 10) : -1;
}

bool unicode_is_decimal(uint32_t cp) { return unicode_decimal_value(cp) >= 0; }

bool unicode_is_digit(uint32_t cp) {
    return unicode_is_decimal(cp) || cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || cp == 0x2070 || in(cp, 0x2074, 0x2079) || in(cp, 0x2080, 0x2089) ||
           in(cp, 0x2460, 0x2468) || in(cp, 0x2474, 0x247C) || in(cp, 0x2488, 0x2490) || in(cp, 0x2776, 0x277E);
}

bool unicode_is_numeric(uint32_t cp) {
    if (unicode_is_digit(cp) || in(cp, 0xBC, 0xBE) || in(cp, 0x2150, 0x2189) || in(cp, 0x2460, 0x249B)) return true;
    static const uint32_t cjk[] = {0x3007, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E5D, 0x4E8C, 0x4E94, 0x516B, 0x516D, 0x5341, 0x5343, 0x56DB, 0x767E};
    for (size_t i = 0; i < sizeof cjk / sizeof cjk[0]; i++)
        if (cp == cjk[i]) return true;
    return false;
}

/* -- searching bytes -- */

size_t text_find(const char *text, size_t len, const char *word, size_t n, size_t from) {
    if (from > len || n > len - from) return SIZE_MAX;
    if (n == 0) return from;
    for (size_t at = from; at + n <= len;) {
        const char *p = memchr(text + at, word[0], len - n - at + 1);
        if (!p) return SIZE_MAX;
        if (memcmp(p, word, n) == 0) return (size_t)(p - text);
        at = (size_t)(p - text) + 1;
    }
    return SIZE_MAX;
}

size_t text_rfind(const char *text, size_t len, const char *word, size_t n) {
    if (n > len) return SIZE_MAX;
    for (size_t at = len - n + 1; at-- > 0;)
        if (memcmp(text + at, word, n) == 0) return at;
    return SIZE_MAX;
}
