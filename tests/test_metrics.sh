#!/bin/sh
# Every metric, in the report, in --json and as CSV (export --format metrics), against numbers worked out by hand.
# usage: test_metrics.sh    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
export LC_ALL=C
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

run() { # NAME: stdin is the scenario
    cat >"$dir/$1.yaml"
    "$gil" run --json "$dir/json" "$dir/$1.yaml" 2>"$dir/report" || echo "FAIL $1 does not run"
    "$gil" export --format metrics -o "$dir/csv" "$dir/$1.yaml"
}
has() { # FILE TEXT...: each stands there
    file=$1
    shift
    for text in "$@"; do
        if grep -qF -- "$text" "$dir/$file"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $file: no '$text'"
        fi
    done
}

# A 0-4 ms, B 4-6, I/O 6-9, C 7-11, B 11-12 though its deadline was at 9. Ready without a CPU: B 1-4 and 9-11.
run one <<'EOF'
profile: ideal
machine: {cores: 1}
scheduler: fcfs
jobs:
  - {name: A, cpu: 4ms}
  - {name: B, arrive: 1ms, deadline: 8ms, bursts: [cpu 2ms, io 3ms, cpu 1ms]}
  - {name: C, arrive: 7ms, cpu: 4ms}
EOF
has report '12.00 ms of virtual time on 1 CPU, 91.6 % busy; 4 context switches, 0 migrations, 1 deadline missed' \
    "250.00 tasks a second ended, Jain's fairness 0.98; run queue 0.42 on average, 1 at most" \
    'from 1 wake-up to a CPU: median 2.000 ms, 90 % within 2.000 ms, longest 2.000 ms' \
    'job    arrives  first run      ends  response  turnaround     waits      runs  slowdown  misses' \
    'A            0          0  4.000 ms         0    4.000 ms         0  4.000 ms      1.00       0' \
    'B     1.000 ms   4.000 ms  12.00 ms  3.000 ms    11.00 ms  5.000 ms  3.000 ms      3.67       1' \
    'C     7.000 ms   7.000 ms  11.00 ms         0    4.000 ms         0  4.000 ms      1.00       0' \
    'mean         -          -         -  1.000 ms    6.333 ms  1.667 ms         -         -       -'
has json '"elapsed_ns": 12000000' '"context_switches": 4, "migrations": 0, "misses": 1' \
    '"fairness": 0.983740, "utilisation": 0.916667, "throughput_hz": 250.000' \
    '"response_mean_ns": 1000000, "turnaround_mean_ns": 6333333, "wait_mean_ns": 1666666' \
    '"runq": {"max": 1, "mean": 0.416667, "steps": [[1000000, 1], [4000000, 0], [9000000, 1], [11000000, 0]]}' \
    '"wake_latency_ns": {"n": 1, "min": 2000000, "median": 2000000, "p90": 2000000, "max": 2000000, "total": 2000000},' \
    '"B": {"arrive_ns": 1000000, "first_run_ns": 4000000, "end_ns": 12000000, "response_ns": 3000000, "turnaround_ns": 11000000, "wait_ns": 5000000, "run_ns": 3000000, "blocked_ns": 3000000, "throttled_ns": 0, "slowdown": 3.666667, "switches": 2, "preemptions": 0, "migrations": 0, "misses": 1, "wake_latency_ns": {"n": 1, "min": 2000000,' \
    '{"busy_ns": 11000000, "switching_ns": 0, "idle_ns": 1000000, "switches": 4}'
has csv run,,elapsed_ns,12000000 run,,context_switches,4 run,,migrations,0 run,,misses,1 run,,fairness_ppm,983740 run,,utilisation_ppm,916667 \
    run,,throughput_mhz,250000 run,,response_mean_ns,1000000 run,,turnaround_mean_ns,6333333 run,,wait_mean_ns,1666666 run,,runq_max,1 \
    run,,runq_mean_ppm,416667 run,,wakeups,1 run,,wake_latency_median_ns,2000000 run,,wake_latency_p90_ns,2000000 \
    job,B,response_ns,3000000 job,B,turnaround_ns,11000000 job,B,wait_ns,5000000 job,B,slowdown_ppm,3666667 job,B,misses,1 job,B,switches,2 \
    job,B,wake_latency_max_ns,2000000 cpu,0,busy_ns,11000000 \
    runq,1000000,length,1 runq,4000000,length,0 runq,9000000,length,1 runq,11000000,length,0

# CPU 0: A 0-4, B 4-5. CPU 1: B 0-1, C 1-6. B is woken at 3 and moves over to CPU 0.
run two <<'EOF'
profile: ideal
machine: {cores: 2}
scheduler: fcfs
jobs:
  - {name: A, cpu: 4ms}
  - {name: B, bursts: [cpu 1ms, io 2ms, cpu 1ms]}
  - {name: C, arrive: 1ms, cpu: 5ms}
EOF
has report '6.000 ms of virtual time on 2 CPUs, 91.6 % busy; 4 context switches, 1 migration'
has json '"context_switches": 4, "migrations": 1, "misses": 0' '"steps": [[3000000, 1], [4000000, 0]]' '"preemptions": 0, "migrations": 1, "misses": 0'
has csv run,,migrations,1 job,B,migrations,1 run,,runq_mean_ppm,166667 cpu,0,busy_ns,5000000 cpu,1,busy_ns,6000000

# No job ends: no mean. A real-time job has 6 ms of every 10.
run three <<'EOF'
profile: ideal
machine: {cores: 1}
scheduler: {policy: rt, rt_runtime: 6ms, rt_period: 10ms}
limits: {until: 20ms}
jobs:
  - {name: R, class: fifo, priority: 9, cpu: 1s}
  - {name: F, cpu: 1s}
EOF
has report 'R             0         0  8.000 ms  12.00 ms   8.000 ms' 'mean          -         -         -         -          -' \
    "0.00 tasks a second ended, Jain's fairness 0.96; run queue 1.00 on average, 1 at most"
has json '"response_mean_ns": null' '"throttled_ns": 8000000' '"slowdown": null'
has csv job,R,throttled_ns,8000000 job,F,throttled_ns,0 run,,throughput_mhz,0
if grep -q mean_ns "$dir/csv"; then failed=$((failed + 1)) && echo "FAIL csv: a mean of nothing"; fi

echo "$passed passed, $failed failed"
[ $failed = 0 ]
