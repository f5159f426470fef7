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
says "what the holder does" 'L is ready, but has no CPU, since 2 ms (for 2 ms): preempted by a task that the policy prefers.' --at 4ms --task H "$dir/inversion.yaml"
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
