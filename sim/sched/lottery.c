/* Lottery scheduling: OSTEP ch. 9 and its lottery.py, Waldspurger and Weihl 1994. For each quantum a ticket is drawn:
 * draw % (tickets of all runnable tasks); walking the tasks in their order, the first whose cumulative count exceeds it
 * wins. `draws` gives the numbers (then the seeded stream goes on). As in lottery.py the clock advances by whole
 * quanta: a job that ends inside its quantum keeps the CPU for the rest of it (unless `whole` is off).
 *
 * The walk is a descent in a Fenwick tree over task ids, O(log n). */
#include "base/arena.h"
#include "kernel/kernel.h"

enum { LOTTERY_slice, LOTTERY_draws, LOTTERY_whole };
#define TICKETS_DEFAULT 100

static const struct policy_param lottery_params[] = {
    [LOTTERY_slice] = {"slice", PARAM_ns, "10ms", 1, NS_S * 3600, NULL, "one quantum: a ticket is drawn for each"},
    [LOTTERY_draws] = {"draws", PARAM_int_list, "", 0, INT64_MAX, NULL, "numbers to draw first, for exercises with given draws"},
    [LOTTERY_whole] = {"whole", PARAM_bool, "true", 0, 1, NULL, "a quantum is used up even by a job that ends inside it"},
    {0},
};

struct lottery {
    int64_t *sums; /* Fenwick tree over ids 1 .. size - 1 (size: a power of two) */
    struct task **tasks;
    uint32_t size;
    int64_t total;
    size_t drawn;
    int64_t ticket;      /* the last one drawn ... */
    uint32_t winner;     /* ... and who held it */
};

static int64_t tickets(const struct task *t) { return t->attr.tickets > 0 ? t->attr.tickets : TICKETS_DEFAULT; }

static void sums_add(struct lottery *l, uint32_t id, int64_t n)
{
    for (uint32_t i = id; i < l->size; i += i & -i)
        l->sums[i] += n;
    l->total += n;
}

static void grow(struct rq *rq, uint32_t id)
{
    struct lottery *l = rq->priv;
    if (id < l->size)
        return;
    struct arena *a = kernel_arena(rq->kernel);
    struct task **old = l->tasks;
    uint32_t old_size = l->size, size = old_size ? old_size : 64;
    while (size <= id)
        size *= 2;
    l->tasks = ARENA_ARRAY(a, size, struct task *);
    l->sums = ARENA_ARRAY(a, size, int64_t);
    l->size = size;
    l->total = 0;
    for (uint32_t i = 1; i < old_size; i++)
        if ((l->tasks[i] = old[i]))
            sums_add(l, i, tickets(old[i]));
}

static void lottery_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    struct lottery *l = rq->priv;
    (void)why;
    grow(rq, t->id);
    l->tasks[t->id] = t;
    sums_add(l, t->id, tickets(t));
}

static void lottery_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    struct lottery *l = rq->priv;
    (void)why;
    l->tasks[t->id] = NULL;
    sums_add(l, t->id, -tickets(t));
}

/* The first id whose cumulative count exceeds the ticket. Without branches: where a ticket lies is luck, nothing to predict. */
static uint32_t holder_of(const struct lottery *l, int64_t ticket)
{
    uint32_t id = 0;
    for (uint32_t step = l->size / 2; step; step /= 2) {
        int64_t sum = l->sums[id + step];
        bool beyond = sum <= ticket;
        id += beyond ? step : 0;
        ticket -= beyond ? sum : 0;
    }
    return id + 1;
}

static int64_t draw(struct rq *rq)
{
    struct lottery *l = rq->priv;
    const struct param_value *given = &rq->params[LOTTERY_draws];
    if (l->drawn < given->count)
        return given->items[l->drawn++];
    return (int64_t)(rng_u64(rq->rng) >> 1);
}

static struct task *draw_holder(struct rq *rq)
{
    struct lottery *l = rq->priv;
    l->ticket = draw(rq) % l->total;
    l->winner = holder_of(l, l->ticket);
    return l->tasks[l->winner];
}

static struct task *lottery_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct lottery *l = rq->priv;
    if (l->total == 0)
        return NULL;
    struct task *t = draw_holder(rq);
    for (uint32_t tries = 0; !task_allowed(t, cpu); tries++) {
        if (tries == 64) { /* unlucky: the first that may run here */
            for (uint32_t id = 1; !t || !task_allowed(t, cpu); id++) {
                if (id == l->size)
                    return NULL;
                t = l->tasks[id];
            }
            break;
        }
        t = draw_holder(rq);
    }
    note->rule = "drew the winning ticket";
    note->key = "tickets";
    lottery_dequeue(rq, t, DEQ_picked);
    return t;
}

static bool lottery_whole(struct rq *rq) { return param_int(rq, LOTTERY_whole) != 0; }

static sim_ns lottery_slice(struct rq *rq, struct task *t)
{
    (void)t;
    return param_int(rq, LOTTERY_slice);
}

static int64_t lottery_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return tickets(t);
}

static const char *lottery_detail(struct rq *rq, struct task *t, int64_t *value)
{
    const struct lottery *l = rq->priv;
    *value = l->ticket;
    return t->id == l->winner ? "winning ticket" : NULL;
}

static struct task *lottery_next(struct rq *rq, struct task *prev)
{
    const struct lottery *l = rq->priv;
    for (uint32_t id = prev ? prev->id + 1 : 1; id < l->size; id++)
        if (l->tasks[id])
            return l->tasks[id];
    return NULL;
}

extern const struct policy policy_lottery;
const struct policy policy_lottery = {
    .name = "lottery",
    .models = "OSTEP ch. 9 and its lottery.py; Waldspurger and Weihl 1994",
    .summary = "proportional shares by luck: a ticket is drawn for each quantum",
    .params = lottery_params,
    .rq_size = sizeof(struct lottery),
    .shared_queue = true,
    .work_conserving = true,
    .enqueue = lottery_enqueue,
    .pick = lottery_pick,
    .dequeue = lottery_dequeue,
    .whole_slice = lottery_whole,
    .slice = lottery_slice,
    .key = lottery_key,
    .detail = lottery_detail,
    .next = lottery_next,
};
