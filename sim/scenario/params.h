/* A policy and its parameters, from the `scheduler:` key or from --policy NAME,param=value...: both
 * are checked against the policy's own table (kernel/policy.h), so that no policy parses anything. */
#ifndef GILSCOPE_SCENARIO_PARAMS_H
#define GILSCOPE_SCENARIO_PARAMS_H

#include "kernel/policy.h"
#include "scenario/yaml.h"

struct policy_choice {
    const struct policy *policy;
    struct param_value *params; /* as many as the policy has, in its order */
    const struct node **given;  /* where each was said, NULL: nowhere, it has its default */
};

/* `scheduler:` is a name, or a map of `policy` and parameters. One value stands for a list of one. */
bool params_from_node(struct arena *a, const struct node *n, struct policy_choice *out, struct diag *d);
/* "mlfq,queues=3,quantum=[5ms,10ms]": commas inside brackets belong to the value. */
bool params_from_text(struct arena *a, const char *text, struct policy_choice *out, struct diag *d);
/* A policy with every parameter at its default. */
void params_defaults(struct arena *a, const struct policy *p, struct policy_choice *out);

/* "10ms .. 1h", "0 or 1 ...": the range of a parameter for `gilscope list policies`, into buf. */
struct buf;
void param_range_text(const struct policy_param *p, struct buf *out);

#endif
