#!/bin/sh
# The kernel and its policies: decisions a second, and how the cost of one grows with the number of jobs. usage: BUILD=dir bench_sched.sh
cd "$(dirname "$0")/.." || exit 1
. tests/common_bench.sh

# jobs N CPUS POLICY: decisions a second of wall time, from the context switches of the JSON report
jobs() {
    printf 'profile: ideal\nmachine: {cores: %d}\nscheduler: %s\nrandom: {jobs: %d, cpu: uniform %s}\n' "$2" "$3" "$1" "$4" >"$dir/j.yaml"
    ms=$(best "$gil" run --report none --json "$dir/j.json" "$dir/j.yaml")
    n=$(sed -n 's/.*"context_switches": *\([0-9]*\).*/\1/p' "$dir/j.json" | head -n 1)
    [ "$ms" = failed ] && { echo "failed - -"; return; }
    awk -v n="${n:-0}" -v ms="$ms" 'BEGIN {printf "%.2f %d %.0f", n / ms / 1000, n, ms * 1e6 / (n > 0 ? n : 1)}'
}

echo "Scheduling: 1,000 jobs on 64 CPUs (millions of decisions a second, whole process)"
for policy in "{policy: rr, slice: 1ms}" fcfs eevdf; do
    set -- $(jobs 1000 64 "$policy" "100ms 900ms")
    printf '%-34s %12s M/s %10s decisions\n' "$policy" "$1" "$2"
done
echo
echo "Cost of a decision by number of jobs on one CPU (ns, whole process)"
printf '%-16s' policy
for n in 10 100 1000 10000 100000; do printf '%10s' $n; done
echo
"$gil" list policies | sed -n 's/^\([a-z]*\):.*/\1/p' | while read -r policy; do
    printf '%-16s' "$policy"
    for n in 10 100 1000 10000 100000; do
        set -- $(jobs $n 1 "$policy" "1ms 9ms")
        printf '%10s' "$3"
    done
    echo
done
