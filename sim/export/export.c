#include "export/export.h"

#include <string.h>

#include "export/formats.h"

const struct export_format export_formats[] = {
    {"text", "every record as an aligned line of text", export_text},
    {"csv", "every segment of every lane: lane_kind,lane,start_ns,end_ns,unit,state,reason,line", export_csv},
    {"metrics", "the numbers of the report as CSV: scope,name,metric,value; with the run-queue length over time", export_metrics},
    {"json", "Chrome trace for Perfetto, Catapult (chrome://tracing) and speedscope, with ftrace CPU tracks",
     export_chrome},
    {"cast", "asciinema v2: the program's own output at its virtual time", export_cast},
    {NULL, NULL, NULL},
};

const struct export_format *export_find(const char *name) {
    for (const struct export_format *f = export_formats; f->name; f++)
        if (strcmp(f->name, name) == 0) return f;
    return NULL;
}

bool export_clip(const struct export_options *o, sim_ns *start, sim_ns *end) {
    *start = ns_max(*start, o->from_ns);
    *end = ns_min(*end, o->to_ns);
    return *start < *end;
}
