#!/bin/sh
# gilscope why: the answers, word by word where they matter. usage: test_why.sh    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# says NAME LINE ARGS...: the answer holds this very line
says() {
    name=$1 line=$2
    shift 2
    "$gil" why "$@" >"$dir/out" 2>"$dir/err"
    if [ $? = 0 ] && grep -qxF -- "$line" "$dir/out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: no line '$line' in:"
        sed 's/^/    /' "$dir/out" "$dir/err"
    fi
}

# refuses NAME CODE PATTERN ARGS...
refuses() {
    name=$1 code=$2 pattern=$3
    shift 3
    "$gil" why "$@" >"$dir/out" 2>"$dir/err"
    got=$?
    if [ $got = "$code" ] && grep -qE -- "$pattern" "$dir/err"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: exit $got, wanted $code and /$pattern/"
        sed 's/^/    /' "$dir/err"
    fi
}

cat >"$dir/rr.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: {policy: rr, slice: 1ms}
jobs:
  - {name: A, cpu: 5ms}
  - {name: B, cpu: 3ms}
  - {name: C, arrive: 1ms, cpu: 3ms, io: {every: 1ms, for: 3ms}}
YAML
says "who runs" 'CPU 0 runs C, since 2 ms (for 500 us) at '"$dir"'/rr.yaml:7.' --at 2.5ms "$dir/rr.yaml"
says "the rule and the key" 'It was picked by this rule: next in the round; its turn = 3.' --at 2.5ms "$dir/rr.yaml"
says "a runner-up" '    A: turn = 4' --at 2.5ms --cpu 0 "$dir/rr.yaml"
says "how it became ready" 'It had become ready at 1 ms: arrived.' --at 2.5ms "$dir/rr.yaml"
says "who was before, and why it left" 'Before, B ran here for 1 ms and left at 2 ms: time slice used up.' --at 2.5ms "$dir/rr.yaml"
says "what comes next" 'Next, at 3 ms, C leaves: blocked on I/O.' --at 2.5ms "$dir/rr.yaml"
says "a waiting job" 'B is ready, but has no CPU, since 2 ms (for 500 us): time slice used up.' --at 2.5ms --task B "$dir/rr.yaml"
says "who has the CPU instead" '    CPU 0 runs C, since 2 ms (for 500 us): next in the round (turn = 3; B: turn = 5).' --at 2.5ms --task B "$dir/rr.yaml"
says "when its turn comes" 'It gets CPU 0 at 4 ms: next in the round.' --at 2.5ms --task B "$dir/rr.yaml"
says "I/O" 'C is blocked on I/O, since 3 ms (for 500 us) at '"$dir"'/rr.yaml:7.' --at 3.5ms --task C "$dir/rr.yaml"
says "end of I/O" 'It becomes ready at 6 ms: I/O finished.' --at 3.5ms --task C "$dir/rr.yaml"
says "not yet there" 'C does not exist yet: it begins at 1 ms.' --at 0 --task C "$dir/rr.yaml"
says "the instant itself counts as done" 'CPU 0 runs C, since 2 ms at '"$dir"'/rr.yaml:7.' --at 2ms "$dir/rr.yaml"
says "ended" 'B has ended, at 7 ms.' --at 10ms --task B "$dir/rr.yaml"
says "idle, all blocked" 'No task is ready.' --at 10.5ms --cpu 0 "$dir/rr.yaml"
says "times as keys" '    B: remaining time = 2 ms' --at 1ms --policy srtf --cpu 0 "$dir/rr.yaml"
"$gil" run --quiet --trace "$dir/t.gtrace" "$dir/rr.yaml"
says "a kept trace without explanations" '(The trace holds no runners-up: nobody waited at any decision, or it was kept without --explain.)' --at 2.5ms "$dir/t.gtrace"
"$gil" run --quiet --explain --trace "$dir/t.gtrace" "$dir/rr.yaml"
says "a kept trace with explanations" '    B: turn = 5' --at 2.5ms "$dir/t.gtrace"

# Every policy tells a pick in its own terms: the rule, the key of the one picked, a runner-up; and a preemption with both keys.
cat >"$dir/each.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: fcfs
limits: {until: 60ms}
jobs:
  - {name: A, priority: 3, tickets: 100, nice: 0, bursts: [cpu 6ms, io 2ms], repeat: 10, period: 30ms}
  - {name: B, priority: 2, tickets: 50, nice: 5, arrive: 1ms, bursts: [cpu 3ms, io 4ms], repeat: 10, period: 20ms}
  - {name: C, priority: 1, tickets: 200, nice: -3, arrive: 2ms, bursts: [cpu 2ms, io 5ms], repeat: 10, period: 10ms}
YAML
each() { # POLICY T RULE-AND-KEY RUNNER-UP
    says "$1: the pick" "It was picked by this rule: $3." --policy "$1" --at "$2" "$dir/each.yaml"
    says "$1: a runner-up" "    $4" --policy "$1" --at "$2" "$dir/each.yaml"
}
preempted() { # POLICY T LINE
    says "$1: the preemption" "$3" --policy "$1" --at "$2" "$dir/each.yaml"
}
each fcfs 7ms "first come, first served; its arrival order = 2" "C: arrival order = 3"
each sjf 7ms "shortest next CPU burst; its next CPU burst = 2 ms" "B: next CPU burst = 3 ms"
each srtf 3ms "shortest remaining time; its remaining time = 3 ms" "A: remaining time = 5 ms"
each hrrn 7ms "highest response ratio (waited + length) / length; its response ratio = 3" "B: response ratio = 2.667"
each rr,slice=1ms 4500us "next in the round; its turn = 5" "A: turn = 6"
each priority 3ms "most urgent priority; its priority = 1" "B: priority = 2"
each priority,ageing=2ms 4500us "most urgent, waiting counted; its priority with age = 1" "A: priority with age = 1.5"
each mlfq,quantum=2ms 5ms "head of the highest queue; its level = 0, its quantum left = 2 ms" "A: level = 1, quantum left = 2 ms"
each feedback 5ms "head of the highest queue; its level = 1" "A: level = 2"
each lottery,slice=1ms 4500us "drew the winning ticket; its tickets = 100, its winning ticket = 94" "B: tickets = 50"
each stride,slice=1ms 4500us "smallest pass; its pass = 100" "B: pass = 200"
each cfs 4500us "smallest vruntime; its vruntime = 9.834029 ms" "A: vruntime = 9.83403 ms"
each eevdf 5400us "eligible, with the earliest virtual deadline; its virtual deadline = 3.013565 ms, its lag = 181.565 us" \
    "A: virtual deadline = 3.85 ms, not eligible: lag = -403.073 us"
each rm 3ms "shortest period; its period = 10 ms" "B: period = 20 ms"
each dm 3ms "shortest relative deadline; its relative deadline = 10 ms" "B: relative deadline = 20 ms"
each edf 3ms "nearest absolute deadline; its deadline = 12 ms" "B: deadline = 21 ms"
each llf 3ms "least laxity; its laxity = 8 ms" "B: laxity = 17 ms"
preempted srtf 3ms "Before, A ran here for 1 ms and left at 1 ms: preempted by B (remaining time = 3 ms; A: remaining time = 5 ms)."
preempted priority 3ms "Before, B ran here for 1 ms and left at 2 ms: preempted by C (priority = 1; B: priority = 2)."
preempted edf 3ms "Before, B ran here for 1 ms and left at 2 ms: preempted by C (deadline = 12 ms; B: deadline = 21 ms)."
preempted llf 3ms "Before, B ran here for 1 ms and left at 2 ms: preempted by C (laxity = 8 ms; B: laxity = 17 ms)."
says "cfs: the preemption" "Next, at 10.83403 ms, B leaves: preempted by C (vruntime = 17.183794 ms; B: vruntime = 20.183794 ms)." \
    --policy cfs --at 10500us "$dir/each.yaml"
says "eevdf: the preemption" "Next, at 10.5 ms, B leaves: preempted by C (virtual deadline = 8.715592 ms, lag = 80.147 us; B: virtual deadline = 10.628654 ms, not eligible: lag = -80.149 us)." \
    --policy eevdf --at 10300us "$dir/each.yaml"
says "mlfq: the preemption" "Before, Honest ran here for 1 ms and left at 40 ms: preempted by Cheat (level = 0, quantum left = 10 ms; Honest: level = 1, quantum left = 7 ms)." \
    --at 41500us scenarios/scheduling/mlfq_gaming.yaml
says "who was not preferred" "Since then others have become ready, and wait: B since 1 ms, C since 2 ms." --at 3ms "$dir/each.yaml"
says "picked again" "It was picked again, last at 5 ms, by this rule: least laxity; its laxity = 15 ms." --policy llf --at 5500us "$dir/each.yaml"
says "a boost" "It came from level 2 to level 0 at 100 ms." --at 101ms --policy mlfq,queues=3,quantum=5ms,stay=true,boost=100ms scenarios/scheduling/mlfq_boost.yaml
says "a lent priority" "It holds bus, for which Bus waits." --at 3ms scenarios/scheduling/inversion_inheritance.yaml
says "feedback: back from I/O" "It was picked by this rule: head of the highest queue; its level = 0." --policy feedback --at 21500us "$dir/each.yaml"
says "between periods" "C is done until its next period begins, since 9 ms (for 2.5 ms) at $dir/each.yaml:8." --policy rm --at 11500us --task C "$dir/each.yaml"

cat >"$dir/rt.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: rt
jobs:
  - {name: F, class: fifo, priority: 20, cpu: 6ms, arrive: 1ms}
  - {name: G, class: rr, priority: 30, arrive: 2ms, cpu: 2ms}
  - {name: N, cpu: 8ms}
YAML
says "rt: the pick" "It was picked by this rule: highest real-time priority; its real-time priority = 30." --at 2500us "$dir/rt.yaml"
says "rt: a fair task" "    N: real-time priority = 0" --at 2500us "$dir/rt.yaml"
says "rt: the preemption" "Before, F ran here for 1 ms and left at 2 ms: preempted by G (real-time priority = 30; F: real-time priority = 20)." --at 2500us "$dir/rt.yaml"

cat >"$dir/cbs.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: deadline
limits: {until: 60ms}
jobs:
  - {name: V, class: deadline, runtime: 4ms, period: 20ms, cpu: 8ms}
  - {name: W, class: deadline, runtime: 2ms, period: 10ms, cpu: 2ms, arrive: 1ms}
  - {name: N, cpu: 100ms}
YAML
says "deadline: the pick" "It was picked by this rule: nearest deadline of those with budget; its server deadline = 11 ms, its budget left = 2 ms." --at 2ms "$dir/cbs.yaml"
says "deadline: a runner-up" "    V: server deadline = 20 ms, budget left = 3 ms" --at 2ms "$dir/cbs.yaml"
says "deadline: throttled" "V is throttled until its budget comes back, since 6 ms (for 500 us) at $dir/cbs.yaml:6." --at 6500us --task V "$dir/cbs.yaml"
says "deadline: one without" "    N: server deadline = none" --at 2ms "$dir/cbs.yaml"

# The chain of an inversion: H waits for L, which waits for the CPU that M has.
cat >"$dir/inversion.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: priority
locks: [bus]
jobs:
  - {name: L, priority: 3, bursts: [lock bus 4ms]}
  - {name: M, priority: 2, arrive: 2ms, cpu: 5ms}
  - {name: H, priority: 1, arrive: 1ms, bursts: [lock bus 1ms]}
YAML
says "blocked on a lock" 'H is blocked on a lock, bus, since 1 ms (for 3 ms) at '"$dir"'/inversion.yaml:8.' --at 4ms --task H "$dir/inversion.yaml"
says "who holds it" '    bus is held by L, since 0 ns (for 4 ms) at '"$dir"'/inversion.yaml:6.' --at 4ms --task H "$dir/inversion.yaml"
says "what the holder does" 'L is ready, but has no CPU, since 2 ms (for 2 ms): preempted by M (priority = 2; L: priority = 3).' --at 4ms --task H "$dir/inversion.yaml"
says "who is in its way" '    CPU 0 runs M, since 2 ms (for 2 ms): most urgent priority (priority = 2; L: priority = 3).' --at 4ms --task H "$dir/inversion.yaml"
says "the lock asked directly" '    bus is held by L, since 0 ns (for 4 ms) at '"$dir"'/inversion.yaml:6.' --at 4ms --task bus "$dir/inversion.yaml"
says "the lock when free" 'bus is held by nobody.' --at 10ms --task bus "$dir/inversion.yaml"

cat >"$dir/cycle.yaml" <<'YAML'
profile: ideal
machine: {cores: 2}
scheduler: fcfs
locks: [left, right]
jobs:
  - {name: A, bursts: [lock left, cpu 1ms, lock right, unlock right, unlock left]}
  - {name: B, bursts: [lock right, cpu 1ms, lock left, unlock left, unlock right]}
YAML
says "a deadlock is a cycle" 'This is a cycle: none of them can ever go on.' --at 1ms --task A "$dir/cycle.yaml"
says "a deadlock is never left" 'Nothing wakes it any more in this run.' --at 1ms --task B "$dir/cycle.yaml"

refuses "no moment" 2 'at is missing' "$dir/rr.yaml"
refuses "no unit" 2 "'5': " --at 5 "$dir/rr.yaml"
refuses "negative" 2 "'-5ms'" --at -5ms "$dir/rr.yaml"
refuses "after the end" 1 'the run ends at 12 ms' --at 1h "$dir/rr.yaml"
refuses "both" 2 'not both' --at 1ms --cpu 0 --task A "$dir/rr.yaml"
refuses "no such CPU" 1 'CPUs 0 to 0' --at 1ms --cpu 1 "$dir/rr.yaml"
refuses "a CPU in words" 1 'CPUs 0 to 0' --at 1ms --cpu one "$dir/rr.yaml"
refuses "no such task" 1 "nothing is called 'D'" --at 1ms --task D "$dir/rr.yaml"
refuses "names are offered" 1 'accepted: A, B, C' --at 1ms --task D "$dir/rr.yaml"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
