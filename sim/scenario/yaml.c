#include "scenario/yaml.h"

#include <string.h>

#include <yaml.h>

#include "base/assert.h"
#include "base/buf.h"

bool node_error(struct diag *d, const struct node *n, const char *fmt, ...) {
    if (d->set) return false;
    va_list ap;
    va_start(ap, fmt);
    const char *what = arena_vprintf(d->arena, fmt, ap);
    va_end(ap);
    return diag_at(d, n->source, n->at, "%s", what);
}

const struct node *node_get(const struct node *map, const char *key) {
    if (!map || map->kind != NODE_map) return NULL;
    for (const struct node *n = map->first; n; n = n->next)
        if (strcmp(n->key->text, key) == 0) return n;
    return NULL;
}

void node_append(struct node *list, struct node *item) {
    struct node **at = &list->first;
    while (*at) at = &(*at)->next;
    *at = item;
    list->count++;
}

struct node *node_make(struct arena *a, const char *name, const char *text, size_t len) {
    struct source *src = ARENA_NEW(a, struct source);
    struct node *n = ARENA_NEW(a, struct node);
    *src = (struct source){.name = name, .text = "", .len = 0};
    *n = (struct node){.kind = NODE_scalar, .source = src, .text = arena_copy(a, text, len), .len = len};
    return n;
}

struct node *node_make_list(struct arena *a, const char *name) {
    struct node *n = node_make(a, name, "", 0);
    n->kind = NODE_list;
    return n;
}

/* -- from events to nodes -- */

struct level {
    struct node *node;
    struct node *last; /* of its items */
    struct node *key;  /* a map's key that waits for its value */
};

struct reader {
    struct arena *arena;
    const struct source *src;
    struct diag *diag;
    yaml_parser_t parser;
    struct level levels[YAML_DEPTH_MAX];
    int depth;
    size_t nodes;
    struct node *root;
};

static struct span span_of(const yaml_mark_t *start, const yaml_mark_t *end) {
    struct span at = {.line = (int)start->line + 1, .col = (int)start->column + 1};
    if (end && end->line == start->line && end->column > start->column)
        at.width = (int)(end->column - start->column);
    return at;
}

static struct span span_of_offset(const struct source *src, size_t offset) {
    struct span at = {.line = 1, .col = 1, .width = 1};
    for (size_t i = 0; i < offset && i < src->len;) {
        uint32_t c;
        i += utf8_decode(src->text + i, src->len - i, &c);
        at.col++;
        if (c == '\n') {
            at.line++;
            at.col = 1;
        }
    }
    return at;
}

/* Bytes that no YAML may hold, told before libyaml does in its own words. */
static bool check_bytes(const struct source *src, struct diag *d) {
    for (size_t i = 0; i < src->len;) {
        uint32_t c;
        unsigned char byte = (unsigned char)src->text[i];
        size_t n = utf8_decode(src->text + i, src->len - i, &c);
        if (byte == 0) return diag_at(d, src, span_of_offset(src, i), "a NUL byte: this is not a text file");
        if (c == 0xFFFD && n == 1)
            return diag_at(d, src, span_of_offset(src, i), "byte 0x%02X is not valid UTF-8", byte);
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return diag_at(d, src, span_of_offset(src, i),
                           "control character 0x%02X: this is not a text file", byte);
        i += n;
    }
    return true;
}

static bool parser_error(struct reader *r) {
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "not YAML";
    if (p->error == YAML_MEMORY_ERROR) return diag_plain(r->diag, "%s: out of memory", r->src->name);
    if (p->error == YAML_READER_ERROR)
        return diag_at(r->diag, r->src, span_of_offset(r->src, p->problem_offset), "%s", problem);
    struct span at = span_of(&p->problem_mark, NULL);
    bool tab = p->problem_mark.index < r->src->len && strstr(problem, "cannot start any token") &&
               memchr(r->src->text, '\t', r->src->len);
    if (tab) return diag_at(r->diag, r->src, at, "a tab cannot indent in YAML: use spaces");
    diag_at(r->diag, r->src, at, "%s%s%s", problem, p->context ? " " : "", p->context ? p->context : "");
    return false;
}

/* Puts a finished node (or a list or map that begins) where it belongs. */
static bool place(struct reader *r, struct node *n) {
    if (r->depth == 0) {
        r->root = n;
        return true;
    }
    struct level *l = &r->levels[r->depth - 1];
    if (l->node->kind == NODE_map && !l->key) {
        if (n->kind != NODE_scalar) return node_error(r->diag, n, "a key must be a plain word");
        if (l->node->count == YAML_KEYS_MAX)
            return node_error(r->diag, n, "more than %d keys", YAML_KEYS_MAX);
        for (const struct node *e = l->node->first; e; e = e->next)
            if (strcmp(e->key->text, n->text) == 0)
                return node_error(r->diag, n, "key '%s' was given already, in line %d", n->text,
                                  e->key->at.line);
        l->key = n;
        return true;
    }
    if (l->node->kind == NODE_list && l->node->count == YAML_ITEMS_MAX)
        return node_error(r->diag, n, "more than %d items in a list", YAML_ITEMS_MAX);
    n->key = l->key;
    l->key = NULL;
    if (l->last) l->last->next = n;
    else l->node->first = n;
    l->last = n;
    l->node->count++;
    return true;
}

static struct node *begin(struct reader *r, const yaml_event_t *e, enum node_kind kind,
                          const unsigned char *anchor, const unsigned char *tag) {
    struct node *n = ARENA_NEW(r->arena, struct node);
    *n = (struct node){.kind = kind, .source = r->src, .at = span_of(&e->start_mark, &e->end_mark)};
    if (anchor) node_error(r->diag, n, "anchors (&%s) are not accepted in a scenario", (const char *)anchor);
    if (tag) node_error(r->diag, n, "tags (%s) are not accepted in a scenario", (const char *)tag);
    if (++r->nodes > YAML_NODES_MAX) node_error(r->diag, n, "more than %d values", YAML_NODES_MAX);
    return r->diag->set ? NULL : n;
}

static bool open_level(struct reader *r, struct node *n) {
    if (!n || !place(r, n)) return false;
    if (r->depth == YAML_DEPTH_MAX) return node_error(r->diag, n, "nested more than %d deep", YAML_DEPTH_MAX);
    r->levels[r->depth++] = (struct level){.node = n};
    return true;
}

static bool scalar(struct reader *r, const yaml_event_t *e) {
    struct node *n = begin(r, e, NODE_scalar, e->data.scalar.anchor, e->data.scalar.tag);
    if (!n) return false;
    n->text = arena_copy(r->arena, (const char *)e->data.scalar.value, e->data.scalar.length);
    n->len = e->data.scalar.length;
    n->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (strlen(n->text) != n->len) return node_error(r->diag, n, "a NUL character in a text");
    return place(r, n);
}

static bool take(struct reader *r, const yaml_event_t *e, int *documents) {
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++*documents > 1)
            return diag_at(r->diag, r->src, span_of(&e->start_mark, NULL),
                           "a second document begins: only one is accepted");
        return true;
    case YAML_SCALAR_EVENT: return scalar(r, e);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(r,
                          begin(r, e, NODE_list, e->data.sequence_start.anchor, e->data.sequence_start.tag));
    case YAML_MAPPING_START_EVENT:
        return open_level(r, begin(r, e, NODE_map, e->data.mapping_start.anchor, e->data.mapping_start.tag));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: r->depth--; return true;
    case YAML_ALIAS_EVENT:
        return diag_at(r->diag, r->src, span_of(&e->start_mark, &e->end_mark),
                       "aliases (*%s) are not accepted in a scenario", (const char *)e->data.alias.anchor);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT: return true;
    }
    return true;
}

struct node *yaml_read(struct arena *a, const struct source *src, struct diag *d) {
    if (src->len > YAML_SIZE_MAX) {
        diag_plain(d, "%s: larger than %zu bytes", src->name, YAML_SIZE_MAX);
        return NULL;
    }
    if (!check_bytes(src, d)) return NULL;
    struct reader r = {.arena = a, .src = src, .diag = d};
    if (!yaml_parser_initialize(&r.parser)) {
        diag_plain(d, "%s: out of memory", src->name);
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)src->text, src->len);
    int documents = 0;
    for (bool more = true; more;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r.parser, &e)) {
            parser_error(&r);
            break;
        }
        more = take(&r, &e, &documents) && e.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&r.parser);
    if (!d->set && !r.root) diag_plain(d, "%s: the file is empty", src->name);
    return d->set ? NULL : r.root;
}
