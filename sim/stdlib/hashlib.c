/* md5, sha1, sha224, sha256, sha384 and sha512 of bytes. From RFC 1321 and FIPS 180-4; the constants are computed as those say (fractional parts of
 * roots of primes, sines), not listed. */
#include <math.h>
#include <string.h>

#include "python/type_bytes.h"
#include "stdlib/support.h"

static uint32_t rol32(uint32_t x, int n) { return x << n | x >> (32 - n); }
static uint32_t ror32(uint32_t x, int n) { return x >> n | x << (32 - n); }
static uint64_t ror64(uint64_t x, int n) { return x >> n | x << (64 - n); }

struct digest {
    bool wide, little;     /* sha384, sha512: 64-bit words; md5: little-endian */
    int rounds;
    uint64_t h[8], k[80];
    void (*block)(struct digest *d, const uint8_t *bytes);
};

static uint32_t word32(const struct digest *d, const uint8_t *b) {
    return d->little ? (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24
                     : (uint32_t)b[3] | (uint32_t)b[2] << 8 | (uint32_t)b[1] << 16 | (uint32_t)b[0] << 24;
}
static uint64_t word64(const struct digest *d, const uint8_t *b) { return (uint64_t)word32(d, b) << 32 | word32(d, b + 4); }

/* -- constants -- */

static int next_prime(int p) {
    for (p++;; p++) {
        bool prime = p > 1;
        for (int i = 2; i * i <= p; i++) prime = prime && p % i != 0;
        if (prime) return p;
    }
}

/* Is (whole.fraction)^root < p? In 32-bit digits, least first: two of each factor stand after the point. */
static bool power_is_less(uint32_t whole, uint64_t fraction, int root, uint32_t p) {
    enum { DIGITS = 10 };
    uint32_t product[DIGITS] = {1};
    const uint32_t factor[3] = {(uint32_t)fraction, (uint32_t)(fraction >> 32), whole};
    for (int i = 0; i < root; i++) {
        uint32_t next[DIGITS] = {0};
        for (int a = 0; a < DIGITS; a++) {
            uint64_t carry = 0;
            for (int b = 0; a + b < DIGITS; b++) {
                carry += next[a + b] + (b < 3 ? (uint64_t)product[a] * factor[b] : 0);
                next[a + b] = (uint32_t)carry;
                carry >>= 32;
            }
        }
        memcpy(product, next, sizeof product);
    }
    return product[2 * root + 1] == 0 && product[2 * root] < p;
}

/* The first 64 bits after the point of p's square or cube root. */
static uint64_t root_fraction(int p, int root) {
    uint64_t whole = 1, x = 0;
    for (uint64_t power = 1;; whole++) {
        power = 1;
        for (int i = 0; i < root; i++) power *= whole + 1;
        if (power > (uint64_t)p) break;
    }
    for (int bit = 63; bit >= 0; bit--)
        if (power_is_less((uint32_t)whole, x | (uint64_t)1 << bit, root, (uint32_t)p)) x |= (uint64_t)1 << bit;
    return x;
}

/* -- one block -- */

static void md5_block(struct digest *d, const uint8_t *bytes) {
    static const int turns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t w[16], a = (uint32_t)d->h[0], b = (uint32_t)d->h[1], c = (uint32_t)d->h[2], e = (uint32_t)d->h[3];
    for (int i = 0; i < 16; i++) w[i] = word32(d, bytes + 4 * i);
    for (int i = 0; i < 64; i++) {
        uint32_t f = i < 16 ? (b & c) | (~b & e) : i < 32 ? (e & b) | (~e & c) : i < 48 ? b ^ c ^ e : c ^ (b | ~e);
        int g = i < 16 ? i : i < 32 ? (5 * i + 1) % 16 : i < 48 ? (3 * i + 5) % 16 : 7 * i % 16;
        uint32_t t = b + rol32(a + f + (uint32_t)d->k[i] + w[g], turns[i / 16][i % 4]);
        a = e, e = c, c = b, b = t;
    }
    d->h[0] = (uint32_t)(d->h[0] + a), d->h[1] = (uint32_t)(d->h[1] + b), d->h[2] = (uint32_t)(d->h[2] + c), d->h[3] = (uint32_t)(d->h[3] + e);
}

static void sha1_block(struct digest *d, const uint8_t *bytes) {
    static const uint32_t k[4] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
    uint32_t w[80], v[5];
    for (int i = 0; i < 80; i++) w[i] = i < 16 ? word32(d, bytes + 4 * i) : rol32(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 5; i++) v[i] = (uint32_t)d->h[i];
    for (int i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? (v[1] & v[2]) | (~v[1] & v[3]) : i < 40 || i >= 60 ? v[1] ^ v[2] ^ v[3] : (v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3]);
        uint32_t t = rol32(v[0], 5) + f + v[4] + k[i / 20] + w[i];
        v[4] = v[3], v[3] = v[2], v[2] = rol32(v[1], 30), v[1] = v[0], v[0] = t;
    }
    for (int i = 0; i < 5; i++) d->h[i] = (uint32_t)(d->h[i] + v[i]);
}

static uint64_t mix(bool wide, uint64_t x, const int *n, bool last_shifts) {
    if (wide) return ror64(x, n[0]) ^ ror64(x, n[1]) ^ (last_shifts ? x >> n[2] : ror64(x, n[2]));
    uint32_t y = (uint32_t)x;
    return ror32(y, n[0]) ^ ror32(y, n[1]) ^ (last_shifts ? y >> n[2] : ror32(y, n[2]));
}

static void sha2_block(struct digest *d, const uint8_t *bytes) {
    static const int n32[4][3] = {{7, 18, 3}, {17, 19, 10}, {6, 11, 25}, {2, 13, 22}};
    static const int n64[4][3] = {{1, 8, 7}, {19, 61, 6}, {14, 18, 41}, {28, 34, 39}};
    const int(*n)[3] = d->wide ? n64 : n32;
    uint64_t w[80], v[8], mask = d->wide ? UINT64_MAX : UINT32_MAX;
    for (int i = 0; i < d->rounds; i++) {
        if (i < 16) w[i] = d->wide ? word64(d, bytes + 8 * i) : word32(d, bytes + 4 * i);
        else w[i] = (mix(d->wide, w[i - 2], n[1], true) + w[i - 7] + mix(d->wide, w[i - 15], n[0], true) + w[i - 16]) & mask;
    }
    memcpy(v, d->h, sizeof v);
    for (int i = 0; i < d->rounds; i++) {
        uint64_t t1 = v[7] + mix(d->wide, v[4], n[2], false) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + d->k[i] + w[i];
        uint64_t t2 = mix(d->wide, v[0], n[3], false) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] = (v[4] + t1) & mask;
        v[0] = (t1 + t2) & mask;
    }
    for (int i = 0; i < 8; i++) d->h[i] = (d->h[i] + v[i]) & mask;
}

/* -- whole messages -- */

static void sha2_begin(struct digest *d, bool wide, int first_root) {
    d->wide = wide;
    d->rounds = wide ? 80 : 64;
    d->block = sha2_block;
    for (int i = 0, p = 0; i < d->rounds; i++) {
        p = next_prime(p);
        d->k[i] = wide ? root_fraction(p, 3) : root_fraction(p, 3) >> 32;
    }
    for (int i = 0, p = 0; i < first_root + 8; i++) {
        p = next_prime(p);
        if (i >= first_root) d->h[i - first_root] = wide ? root_fraction(p, 2) : root_fraction(p, 2) >> 32;
    }
}

static int begin(struct digest *d, const char *name) {
    static const uint64_t start[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    *d = (struct digest){.block = sha1_block};
    memcpy(d->h, start, sizeof start);
    if (strcmp(name, "sha1") == 0) return 20;
    if (strcmp(name, "md5") == 0) {
        d->little = true;
        d->block = md5_block;
        for (int i = 0; i < 64; i++) d->k[i] = (uint64_t)floor(fabs(sin(i + 1)) * 4294967296.0);
        return 16;
    }
    bool wide = strcmp(name, "sha512") == 0 || strcmp(name, "sha384") == 0;
    sha2_begin(d, wide, strcmp(name, "sha384") == 0 || strcmp(name, "sha224") == 0 ? 8 : 0);
    if (strcmp(name, "sha224") == 0) /* the second halves of sha384's */
        for (int i = 0, p = 0; i < 16; i++) {
            p = next_prime(p);
            if (i >= 8) d->h[i - 8] = root_fraction(p, 2) & UINT32_MAX;
        }
    return strcmp(name, "sha512") == 0 ? 64 : strcmp(name, "sha384") == 0 ? 48 : strcmp(name, "sha224") == 0 ? 28 : 32;
}

static void put_word(uint8_t *to, uint64_t x, int bytes, bool little) {
    for (int i = 0; i < bytes; i++) to[little ? i : bytes - 1 - i] = (uint8_t)(x >> (8 * i));
}

static void run(struct digest *d, const uint8_t *data, size_t len) {
    size_t block = d->wide ? 128 : 64, count = d->wide ? 16 : 8, at = 0;
    uint8_t last[256] = {0};
    for (; len - at >= block; at += block) d->block(d, data + at);
    size_t rest = len - at;
    if (rest) memcpy(last, data + at, rest);
    last[rest] = 0x80;
    size_t total = rest + 1 + count <= block ? block : 2 * block;
    put_word(last + total - 8, (uint64_t)len * 8, 8, d->little);
    for (at = 0; at < total; at += block) d->block(d, last + at);
}

static enum answer hashlib_digest(struct thread *th, struct call *c) {
    struct digest d;
    size_t len;
    const uint8_t *data = (const uint8_t *)byte_view(c->args[1], &len);
    uint8_t out[64];
    int n = begin(&d, text_of(c->args[0])), word = d.wide ? 8 : 4;
    run(&d, data, len);
    for (int i = 0; i * word < n; i++) put_word(out + i * word, d.h[i], word, d.little);
    charge(th, COST_byte, (int64_t)len * 4 + 256);
    return give(c, bytes_new(th, (const char *)out, (size_t)n));
}

static const struct native functions[] = {
    {"digest", "name, data, /", hashlib_digest, NATIVE_hidden, "The digest of bytes."},
    {NULL, NULL, NULL, 0, NULL},
};
const struct module_def module_hashlib = {"hashlib", functions, NULL, NULL, "Digests."};
