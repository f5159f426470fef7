/* Running again, in a thread of its own, so that the window stays alive: it moves, plays and compares while the
 * next world is simulated. The thread sees nothing of the window: it has copies of path and overrides, leaves a
 * finished run behind, and tells how far it is under a mutex. */
#define _POSIX_C_SOURCE 200809L /* st_mtim */
#include <string.h>
#include <sys/stat.h>

#include "window/state.h"

#define STACK_BYTES ((size_t)16 << 20) /* as much as the main thread's, and more: programs may recurse */
#define OVERRIDES   (WHATIF_FIELDS + 1)

struct rerun {
    enum rerun_kind kind;
    SDL_Thread *thread;
    SDL_atomic_t cancel, done;
    char *path;
    bool foreign;
    const struct options *options;
    struct options none;
    struct override extra[OVERRIDES];
    size_t extra_count;
    struct whatif panel; /* whose texts the overrides point into */
    SDL_mutex *lock;     /* for the two below */
    sim_ns at_ns;
    size_t records;
    struct loaded *result; /* after done */
    struct buf why;
    bool ok;
};

static int64_t modified(const char *path) {
    struct stat s;
    if (stat(path, &s) != 0) return 0;
    return (int64_t)s.st_mtim.tv_sec * 1000000000 + (int64_t)s.st_mtim.tv_nsec;
}

/* Of the scenario and of every source text that it led to: the latest. 0: the scenario is gone for now. */
int64_t files_modified(const struct window *w) {
    const struct trace *t = &w->now->run.trace;
    int64_t latest = modified(w->path);
    for (size_t i = 0; latest && !w->now->from_file && i < t->source_count; i++) {
        int64_t m = modified(intern_text(&t->strings, t->sources[i].file));
        latest = m > latest ? m : latest;
    }
    return latest;
}

static char *text_copy(const char *s) {
    size_t n = strlen(s) + 1;
    char *copy = mem_alloc(n);
    memcpy(copy, s, n);
    return copy;
}

/* -- in the thread -- */

static bool progress(void *arg, const struct trace *t) {
    struct rerun *r = arg;
    SDL_LockMutex(r->lock);
    r->at_ns = t->count ? trace_at(t, t->count - 1)->time_ns : 0;
    r->records = t->count;
    SDL_UnlockMutex(r->lock);
    return SDL_AtomicGet(&r->cancel) != 0;
}

static int thread_main(void *arg) {
    struct rerun *r = arg;
    struct run_watcher watcher = {.progress = progress, .arg = r};
    r->result = mem_alloc(sizeof *r->result);
    r->ok = loader_open(r->result, r->path, r->options, r->extra, r->extra_count, &watcher, &r->why);
    SDL_AtomicSet(&r->done, 1);
    SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT}); /* wakes the loop */
    return 0;
}

/* -- in the window -- */

static void rerun_free(struct rerun *r) {
    if (r->result && r->ok) loader_close(r->result);
    mem_free(r->result);
    SDL_DestroyMutex(r->lock);
    buf_fini(&r->why);
    mem_free(r->path);
    mem_free(r);
}

void rerun_cancel(struct window *w) {
    if (w->rerun) SDL_AtomicSet(&w->rerun->cancel, 1);
}

void rerun_fini(struct window *w) {
    if (!w->rerun) return;
    rerun_cancel(w);
    SDL_WaitThread(w->rerun->thread, NULL);
    rerun_free(w->rerun);
    w->rerun = NULL;
    w->view.progress[0] = '\0';
}

void rerun_start(struct window *w, const char *path, enum rerun_kind kind) {
    rerun_fini(w);
    struct rerun *r = mem_alloc(sizeof *r);
    r->kind = kind;
    r->path = text_copy(path);
    r->foreign = w->foreign || kind == RERUN_dropped;
    r->options = r->foreign ? &r->none : w->o->options;
    if (kind != RERUN_dropped) r->panel = w->whatif;
    r->extra_count = whatif_overrides(&r->panel, w->now->policy, r->extra);
    r->lock = SDL_CreateMutex();
    view_message(&w->view, NULL);
    if (strcmp(path, w->path) == 0) w->file_time = files_modified(w);
    r->thread = SDL_CreateThreadWithStackSize(thread_main, "run", STACK_BYTES, r);
    if (!r->thread) thread_main(r); /* then it takes as long as it takes */
    w->rerun = r;
    w->dirty = true;
}

static void run_drop(struct loaded *l) {
    if (l) loader_close(l);
    mem_free(l);
}

static void take_over(struct window *w, struct rerun *r) {
    struct loaded *l = r->result;
    bool keep = r->kind != RERUN_dropped, compare = r->kind == RERUN_whatif || (keep && w->view.other);
    r->result = NULL;
    motion_end(&w->motion, &w->view);
    view_compare(&w->view, NULL);
    view_set_run(&w->view, &l->run);
    run_drop(w->before);
    w->before = keep ? w->now : NULL;
    if (!keep) run_drop(w->now);
    w->now = l;
    w->view.notes = l->notes;
    w->view.note_count = l->note_count;
    if (w->view.note >= (int64_t)l->note_count) w->view.note = -1;
    if (!keep) {
        w->view.at = 0;
        w->view.scroll = 0;
        w->view.bookmark_count = w->view.history_count = 0;
        w->view.range_from = w->view.range_to = 0;
        rows_init(&w->view);
        view_fit(&w->view);
        view_layout(&w->view);
        rows_fold_to_fit(&w->view);
    }
    if (compare) {
        view_compare(&w->view, &w->before->run);
        if (r->kind == RERUN_whatif) view_fit(&w->view);
    }
    if (strcmp(w->path, r->path) != 0) {
        mem_free(w->path);
        w->path = text_copy(r->path);
    }
    w->foreign = r->foreign;
    if (!keep) whatif_init(&w->whatif);
    w->file_time = files_modified(w);
    SDL_SetWindowTitle(w->sdl, l->run.title);
}

void rerun_poll(struct window *w) {
    struct rerun *r = w->rerun;
    if (!r) return;
    w->dirty = true;
    if (!SDL_AtomicGet(&r->done)) {
        char at[NS_TEXT_MAX];
        SDL_LockMutex(r->lock);
        sim_ns now = r->at_ns;
        size_t records = r->records;
        SDL_UnlockMutex(r->lock);
        SDL_snprintf(w->view.progress, sizeof w->view.progress, "running: %s, %zu records · Esc cancels",
                     trace_time_short(now, at), records);
        return;
    }
    if (r->thread) SDL_WaitThread(r->thread, NULL);
    w->rerun = NULL;
    w->view.progress[0] = '\0';
    if (SDL_AtomicGet(&r->cancel)) view_message(&w->view, "cancelled: the run shown is the one before");
    else if (r->ok) take_over(w, r);
    else view_message(&w->view, r->why.data);
    rerun_free(r);
}

void reload_if_saved(struct window *w) {
    int64_t now = files_modified(w);
    if (now == 0 || now == w->file_time) return;
    w->file_time = now;
    rerun_start(w, w->path, RERUN_saved);
}
