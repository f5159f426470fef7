#include <stddef.h>
#include <string.h>

#include "kernel/policy.h"

#define POLICY(name) extern const struct policy policy_##name;
#include "sched/policies.def"
#undef POLICY

const struct policy *const policies[] = {
#define POLICY(name) &policy_##name,
#include "sched/policies.def"
#undef POLICY
    NULL,
};

const struct policy *policy_find(const char *name)
{
    for (size_t i = 0; policies[i]; i++)
        if (strcmp(policies[i]->name, name) == 0)
            return policies[i];
    return NULL;
}
