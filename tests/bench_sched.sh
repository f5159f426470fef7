#!/bin/sh
# The kernel and its policies: decisions a second, how the cost of one grows with the number of jobs, and the same schedule by a student's
# Python. A decision is a pick that puts another task on a CPU (EV_run in the trace). Times are those of the whole process, with the trace,
# without the report. usage: BUILD=dir bench_sched.sh
cd "$(dirname "$0")/.." || exit 1
. tests/common_bench.sh
policies=$("$gil" list policies | sed -n 's/^\([a-z]*\):.*/\1/p')

# decide N CPUS POLICY RANDOM...: sets m (millions a second), n (decisions) and ns (each)
decide() {
    printf 'profile: ideal\nmachine: {cores: %d}\nscheduler: %s\nrandom: {jobs: %d, %s}\n' "$2" "$3" "$1" "$4" >"$dir/j.yaml"
    timeout 20 "$gil" run --report none --json "$dir/j.json" "$dir/j.yaml" >/dev/null 2>"$dir/err" </dev/null || { m=- n=- ns=">20s"; return; }
    n=$(sed -n 's/.*"context_switches": *\([0-9]*\).*/\1/p' "$dir/j.json" | head -n 1)
    ms=$(best "$gil" run --report none "$dir/j.yaml")
    m=$(awk -v n="$n" -v ms="$ms" 'BEGIN {printf "%.2f", n / ms / 1000}')
    ns=$(awk -v n="$n" -v ms="$ms" 'BEGIN {printf "%.0f", ms * 1e6 / n}')
}

computing="cpu: uniform 500ms 1500ms"
mixed="cpu: uniform 200ms 800ms, io_every: uniform 2ms 8ms, io_for: uniform 10ms 50ms"
echo "1,000 jobs on 64 CPUs, all busy: millions of decisions a second"
printf '%-10s %16s %12s %16s %12s\n' policy "only computing" decisions "I/O every 5 ms" decisions
for policy in $policies; do
    case $policy in
    rr | feedback) how="{policy: $policy, $([ $policy = rr ] && echo slice || echo quantum): 1ms}" ;;
    mlfq) how="{policy: mlfq, quantum: 1ms}" ;;
    stride | priority) how="{policy: $policy, slice: 1ms}" ;;
    lottery) how="{policy: lottery, slice: 1ms, whole: false}" ;;
    deadline) how="{policy: deadline, slice: 1ms}" ;;
    *) how=$policy ;;
    esac
    decide 1000 64 "$how" "$computing"
    m1=$m n1=$n
    case $policy in fcfs | sjf | srtf | hrrn | rm | dm | edf | llf) m1=- ;; esac # once a job: no load
    decide 1000 64 "$how" "$mixed"
    printf '%-10s %16s %12s %16s %12s\n' $policy $m1 $n1 $m $n
done

echo
echo "Nanoseconds a decision by number of jobs on one CPU, and its growth from 1,000 to 100,000 against log n"
printf '%-10s' policy
for n in 10 100 1000 10000 100000; do printf '%9s' $n; done
printf '%9s\n' growth
for policy in $policies; do
    printf '%-10s' "$policy"
    for n in 10 100 1000 10000 100000; do
        each=$((2000000 / n))
        [ $each -gt 4000 ] && each=4000
        [ $each -lt 20 ] && each=20
        decide $n 1 "$policy" "cpu: uniform ${each}ms $((2 * each))ms, io_every: uniform 5ms 9ms, io_for: uniform 10ms 50ms"
        printf '%9s' "$ns"
        last=$ns
        [ $each = 2000 ] && middle=$ns
    done
    awk -v a="$middle" -v b="$last" 'BEGIN {
        if (b + 0 == 0) { print "          more than log n"; exit }
        printf "%8.1fx %s\n", b / a, b / a <= log(1e5) / log(1e3) * 1.5 ? "log n" : "more than log n"
    }'
done

command -v python3 >/dev/null || exit 0
echo
echo "The same 1,000 jobs of 100 to 899 ticks on one CPU: a student's Python against gilscope (ms, equal turnaround times)"
row policy python3 gilscope turnaround ratio
awk 'BEGIN {x = 7; for (i = 0; i < 1000; i++) {x = (x * 1103515245 + 12345) % 2147483648; print 100 + int(x / 65536) % 800}}' >"$dir/lengths"
for policy in fcfs rr mlfq; do
    case $policy in fcfs) how=fcfs ;; rr) how="{policy: rr, slice: 20ms}" ;; mlfq) how="{policy: mlfq, queues: 3, quantum: 20ms}" ;; esac
    { printf 'profile: ideal\nmachine: {cores: 1}\nscheduler: %s\njobs:\n' "$how"; sed 's/.*/  - {cpu: &ms}/' "$dir/lengths"; } >"$dir/p.yaml"
    theirs=$(python3 tests/ostep_like.py $policy 20 "$dir/lengths")
    "$gil" run --report none --json "$dir/p.json" "$dir/p.yaml" >/dev/null 2>&1
    ours=$(tr ',{' '\n\n' <"$dir/p.json" | sed -n 's/.*"turnaround_ns": *\([0-9]*\).*/\1/p' | awk '{sum += $1 / 1e6} END {printf "%.0f", sum}')
    [ "$theirs" = "$ours" ] && same=equal || same="$theirs/$ours"
    a=$(best python3 tests/ostep_like.py $policy 20 "$dir/lengths")
    b=$(best "$gil" run --report none "$dir/p.yaml")
    row $policy "$a" "$b" "$same" "$(ratio "$a" "$b")"
done
