/* Virtual time: signed 64-bit nanoseconds since the start of the simulated world.
 *
 * Nothing in gilscope decides order or time with floating point; a time is parsed from
 * text ("5ms", "1.5s", "250us", "40ns", plain numbers are refused) exactly, or not at all. */
#ifndef GILSCOPE_BASE_NS_H
#define GILSCOPE_BASE_NS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t sim_ns;

#define NS_NEVER INT64_MAX
#define NS_US    ((sim_ns)1000)
#define NS_MS    ((sim_ns)1000000)
#define NS_S     ((sim_ns)1000000000)

/* Reads a duration that fills all of text[0..len). False: *why points at a static sentence part
 * ("unit missing", "unknown unit", "too large", ...) fit for a diagnostic. Negative is refused. */
bool ns_parse(const char *text, size_t len, sim_ns *out, const char **why);

/* The same in picoseconds: costs of instructions are finer than the clock ("15.2ns"). */
bool ps_parse(const char *text, size_t len, int64_t *out, const char **why);

/* Writes "5 ms", "1.25 s", "40 ns": the shortest exact form, at most 32 bytes with the NUL. */
#define NS_TEXT_MAX 32
const char *ns_text(sim_ns t, char buf[NS_TEXT_MAX]);

/* t1 + t2, saturating at NS_NEVER. */
static inline sim_ns ns_add(sim_ns a, sim_ns b) { return a > NS_NEVER - b ? NS_NEVER : a + b; }
static inline sim_ns ns_min(sim_ns a, sim_ns b) { return a < b ? a : b; }
static inline sim_ns ns_max(sim_ns a, sim_ns b) { return a > b ? a : b; }

#endif
