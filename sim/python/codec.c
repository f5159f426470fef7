/* str.encode and bytes.decode: utf-8, ascii, latin-1 (and utf-16/32 by name only refused), with the usual error handlers. */
#include <ctype.h>
#include <string.h>

#include "python/process.h"
#include "python/type_bytes.h"
#include "python/type_int.h"
#include "python/type_str.h"

enum codec { CODEC_utf8, CODEC_ascii, CODEC_latin1, CODEC_utf8_sig, CODEC_unknown };

static enum codec codec_of(const char *name) {
    char clean[32];
    size_t n = 0;
    for (; *name && n + 1 < sizeof clean; name++)
        clean[n++] = *name == '-' || *name == ' ' ? '_' : (char)tolower((unsigned char)*name);
    clean[n] = '\0';
    static const struct {
        const char *name;
        enum codec codec;
    } names[] = {{"utf_8", CODEC_utf8}, {"utf8", CODEC_utf8}, {"u8", CODEC_utf8}, {"ascii", CODEC_ascii}, {"us_ascii", CODEC_ascii},
                 {"latin_1", CODEC_latin1}, {"latin1", CODEC_latin1}, {"iso_8859_1", CODEC_latin1}, {"iso8859_1", CODEC_latin1}, {"l1", CODEC_latin1}, {"utf_8_sig", CODEC_utf8_sig}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, clean) == 0) return names[i].codec;
    return CODEC_unknown;
}

static bool unknown(struct thread *th, const char *encoding) {
    static const char *const real[] = {"utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "cp437", "idna", "punycode", "utf-7"};
    for (size_t i = 0; i < sizeof real / sizeof real[0]; i++)
        if (strcmp(real[i], encoding) == 0) return raise_unsupported(th, "the encoding '%s'", encoding);
    return raise_error(th, "LookupError", "unknown encoding: %s", encoding);
}

/* Raises UnicodeEncodeError / UnicodeDecodeError with its five arguments. */
static bool raise_codec(struct thread *th, const char *type, const char *codec, value object, size_t from, size_t to, const char *why) {
    value cls = dict_get_str(th->process->builtins, str_interned(th, type)), exc;
    value args[5] = {str_cstr(th, codec), object, int_new(th, (int64_t)from), int_new(th, (int64_t)to), str_cstr(th, why)};
    if (cls == NIL) return raise_error(th, "ValueError", "'%s' codec: %s", codec, why);
    if (!object_call(th, cls, args, 5, NIL, &exc)) return false;
    return raise_value(th, exc);
}

static bool unknown_handler(struct thread *th, const char *errors) {
    return raise_error(th, "LookupError", "unknown error handler name '%s'", errors);
}

/* -- encoding -- */

static bool encode_bad(struct thread *th, value s, const char *codec, const char *errors, uint32_t cp, size_t index, size_t end, struct buf *b) {
    if (strcmp(errors, "ignore") == 0) return true;
    if (strcmp(errors, "replace") == 0) return buf_char(b, '?'), true;
    if (strcmp(errors, "backslashreplace") == 0) return buf_printf(b, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp), true;
    if (strcmp(errors, "xmlcharrefreplace") == 0) return buf_printf(b, "&#%u;", cp), true;
    if (strcmp(errors, "surrogateescape") == 0 && cp >= 0xDC80 && cp <= 0xDCFF) return buf_char(b, (char)(cp - 0xDC00)), true;
    if (strcmp(errors, "strict") != 0 && strcmp(errors, "surrogateescape") != 0) return unknown_handler(th, errors);
    const char *why = strcmp(codec, "utf-8") == 0 ? "surrogates not allowed" : strcmp(codec, "ascii") == 0 ? "ordinal not in range(128)" : "ordinal not in range(256)";
    return raise_codec(th, "UnicodeEncodeError", codec, s, index, end, why);
}

bool str_encode(struct thread *th, value s, const char *encoding, const char *errors, value *out) {
    enum codec codec = codec_of(encoding);
    size_t len, index = 0;
    const char *text = str_text(s, &len);
    struct buf b = {0};
    bool ok = true;
    if (codec == CODEC_unknown) return unknown(th, encoding);
    charge(th, COST_byte, (int64_t)len);
    if (codec == CODEC_utf8_sig) buf_text(&b, "\xEF\xBB\xBF");
    uint32_t limit = codec == CODEC_ascii ? 0x80 : codec == CODEC_latin1 ? 0x100 : 0x110000;
    const char *name = codec == CODEC_ascii ? "ascii" : codec == CODEC_latin1 ? "latin-1" : "utf-8";
    for (size_t i = 0; i < len && ok; index++) {
        uint32_t cp;
        size_t n = utf8_next(text + i, len - i, &cp);
        bool surrogate = limit == 0x110000 && cp >= 0xD800 && cp <= 0xDFFF;
        if (cp < limit && !surrogate) {
            if (limit == 0x110000) buf_add(&b, text + i, n);
            else buf_char(&b, (char)cp);
        } else {
            size_t end = index + 1, at = i + n; /* the run of characters that do not fit */
            for (uint32_t more; at < len && limit < 0x110000; end++) {
                size_t m = utf8_next(text + at, len - at, &more);
                if (more < limit) break;
                at += m;
            }
            ok = encode_bad(th, s, name, errors, cp, index, end, &b);
        }
        i += n;
    }
    if (ok) *out = bytes_new(th, b.data ? b.data : "", b.len);
    buf_fini(&b);
    return ok;
}

/* -- decoding -- */

/* Length of the valid UTF-8 sequence at s, else 0 with the length and name of what is wrong. */
static size_t utf8_valid(const unsigned char *s, size_t n, size_t *bad, const char **why) {
    unsigned char c = s[0];
    size_t need = c < 0x80 ? 1 : c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
    *bad = 1;
    *why = "invalid start byte";
    if (need == 0) return 0;
    for (size_t i = 1; i < need; i++) {
        *bad = i;
        *why = "unexpected end of data";
        if (i >= n) return 0;
        *why = "invalid continuation byte";
        unsigned char low = 0x80, high = 0xBF;
        if (i == 1) {
            if (c == 0xE0) low = 0xA0;
            if (c == 0xED) high = 0x9F;
            if (c == 0xF0) low = 0x90;
            if (c == 0xF4) high = 0x8F;
        }
        if (s[i] < low || s[i] > high) return 0;
    }
    return need;
}

static bool decode_bad(struct thread *th, const char *codec, const char *errors, const char *bytes, size_t len, size_t at, size_t n, const char *why, struct buf *b) {
    if (strcmp(errors, "ignore") == 0) return true;
    if (strcmp(errors, "replace") == 0) return buf_utf8(b, 0xFFFD), true;
    if (strcmp(errors, "backslashreplace") == 0) {
        for (size_t i = 0; i < n; i++) buf_printf(b, "\\x%02x", (unsigned char)bytes[at + i]);
        return true;
    }
    if (strcmp(errors, "surrogateescape") == 0) {
        for (size_t i = 0; i < n; i++) buf_utf8(b, 0xDC00u + (unsigned char)bytes[at + i]);
        return true;
    }
    if (strcmp(errors, "strict") != 0) return unknown_handler(th, errors);
    return raise_codec(th, "UnicodeDecodeError", codec, bytes_new(th, bytes, len), at, at + n, why);
}

bool bytes_decode(struct thread *th, const char *bytes, size_t len, const char *encoding, const char *errors, value *out) {
    enum codec codec = codec_of(encoding);
    struct buf b = {0};
    bool ok = true;
    if (codec == CODEC_unknown) return unknown(th, encoding);
    charge(th, COST_byte, (int64_t)len);
    size_t i = codec == CODEC_utf8_sig && len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < len && ok) {
        unsigned char c = (unsigned char)bytes[i];
        size_t n = 1, bad;
        const char *why;
        if (codec == CODEC_latin1) {
            buf_utf8(&b, c);
        } else if (codec == CODEC_ascii) {
            if (c < 0x80) buf_char(&b, (char)c);
            else ok = decode_bad(th, "ascii", errors, bytes, len, i, 1, "ordinal not in range(128)", &b);
        } else if ((n = utf8_valid((const unsigned char *)bytes + i, len - i, &bad, &why)) != 0) {
            buf_add(&b, bytes + i, n);
        } else {
            ok = decode_bad(th, "utf-8", errors, bytes, len, i, bad, why, &b);
            n = bad;
        }
        i += n;
    }
    if (ok) *out = str_from_buf(th, &b);
    buf_fini(&b);
    return ok;
}
