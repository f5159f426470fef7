#!/bin/sh
# The command line as a user meets it: right output, exit codes, and a clear message for whatever goes wrong.
# usage: test_cli.sh    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# expect NAME CODE PATTERN COMMAND...: the exit code, and a line of stdout or stderr that matches
expect() {
    name=$1 code=$2 pattern=$3
    shift 3
    "$@" >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    if [ $got = "$code" ] && cat "$dir/out" "$dir/err" | grep -qE -- "$pattern"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: exit $got, wanted $code and /$pattern/"
        head -n 5 "$dir/err" | sed 's/^/    /'
    fi
}

cat >"$dir/two.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: {policy: rr, slice: 1ms}
jobs:
  - {name: A, cpu: 5ms}
  - {name: B, cpu: 3ms}
YAML
printf 'jobs: [{cpu: 5}]\n' >"$dir/broken.yaml"
printf 'hello\n' >"$dir/text.txt"
: >"$dir/empty.yaml"
head -c 3000 "$gil" >"$dir/binary.yaml"
head -c 3000 "$gil" >"$dir/binary.gtrace"
head -c 17000000 /dev/zero | tr '\0' '#' >"$dir/large.yaml"
printf 'locks: [m, n]\njobs:\n  - {name: A, bursts: [lock m, cpu 1ms, lock n, unlock n, unlock m]}\n  - {name: B, bursts: [lock n, cpu 1ms, lock m, unlock m, unlock n]}\n' >"$dir/deadlock.yaml"
printf 'random: {jobs: 3000, cpu: uniform 1ms 3ms}\n' >"$dir/many.yaml"

# what works
expect "run" 0 'A.*5\.000 ms' "$gil" run "$dir/two.yaml"
expect "run writes nothing of its own to stdout" 0 '^0$' sh -c '"$1" run "$2" 2>/dev/null | wc -c' - "$gil" "$dir/two.yaml"
expect "report none is silent" 0 '^0$' sh -c '"$1" run --report none "$2" 2>&1 | wc -c' - "$gil" "$dir/two.yaml"
expect "json" 0 '"turnaround_ns": *8000000' "$gil" run --report none --json - "$dir/two.yaml"
expect "json to a file" 0 'trace_hash' sh -c '"$1" run --quiet --json "$3" "$2" && cat "$3"' - "$gil" "$dir/two.yaml" "$dir/n.json"
expect "csv header" 0 '^lane_kind,lane,start_ns,end_ns,unit,state,reason,line' "$gil" export --format csv "$dir/two.yaml"
expect "metrics: a job" 0 '^job,A,turnaround_ns,8000000$' "$gil" export --format metrics "$dir/two.yaml"
expect "metrics: run-queue length over time" 0 '^runq,6000000,length,0$' "$gil" export --format metrics "$dir/two.yaml"
expect "format from the extension" 0 'traceEvents' sh -c '"$1" export -o "$3" "$2" && cat "$3"' - "$gil" "$dir/two.yaml" "$dir/n.json"
expect "cast" 0 '"version": *2' "$gil" export --format cast "$dir/two.yaml"
expect "check" 0 'all laws hold' "$gil" check "$dir/two.yaml"
expect "trace kept and read" 0 'all laws hold' sh -c '"$1" run --quiet --trace "$3" "$2" && "$1" check "$3"' - "$gil" "$dir/two.yaml" "$dir/t.gtrace"
expect "option overrides the file" 0 '"cpus"' "$gil" run --report none --json - --cores 2 --policy fcfs "$dir/two.yaml"
expect "until" 0 '"elapsed_ns": *2000000' "$gil" run --report none --json - --until 2ms "$dir/two.yaml"
expect "version" 0 '^gilscope [0-9]' "$gil" --version
expect "help" 0 'export' "$gil" --help
expect "help of a command" 0 '--switch-interval D' "$gil" help run
expect "help as an option" 0 '--policy NAME' "$gil" run --help
for list in policies profiles machines formats modules opcodes events keys commands; do
    expect "list $list" 0 '.' "$gil" list $list
done
expect "repeatable" 0 '^same$' sh -c 'a=$("$1" check "$2") b=$("$1" check "$2"); [ "$a" = "$b" ] && echo same' - "$gil" "$dir/two.yaml"

# scheduling classes of programs: the highest real-time priority first, then the lower, fair ones, idle ones
cat >"$dir/classes.py" <<'EOF'
import os
from multiprocessing import Process

def hog(name, policy, priority):
    os.sched_setscheduler(0, policy, os.sched_param(priority))
    for i in range(400000):
        pass
    print(name, end=' ')

if __name__ == '__main__':
    rows = ('fair', os.SCHED_OTHER, 0), ('low', os.SCHED_FIFO, 5), ('idle', os.SCHED_IDLE, 0), ('high', os.SCHED_RR, 9)
    hogs = [Process(target=hog, args=row) for row in rows]
    for p in hogs:
        p.start()
    for p in hogs:
        p.join()
    print()
EOF
expect "scheduling classes" 0 '^high low fair idle $' "$gil" run --quiet --cores 1 --policy rt "$dir/classes.py"
expect "classes in the trace" 0 'class +class="SCHED_RR" priority=9' "$gil" export --cores 1 --policy rt --format text -o - "$dir/classes.py"
expect "a policy without them" 0 'NotImplementedError: gilscope does not support real-time classes under this scheduler: --policy rt has them' \
    "$gil" run --quiet --cores 1 "$dir/classes.py"

# what the user got wrong
expect "no command" 2 'run' "$gil"
expect "unknown command" 2 "did you mean 'run'" "$gil" rnu "$dir/two.yaml"
expect "a file as command" 2 'gilscope run' "$gil" "$dir/two.yaml"
expect "unknown option" 2 'did you mean --cores' "$gil" run --croes 2 "$dir/two.yaml"
expect "missing value" 2 'needs a value' "$gil" run "$dir/two.yaml" --cores
expect "missing FILE" 2 'FILE is missing' "$gil" run
expect "two FILEs" 2 'too much' "$gil" run "$dir/two.yaml" "$dir/two.yaml"
expect "bad report" 2 'accepted: text none' "$gil" run --report html "$dir/two.yaml"
expect "bad format" 2 'accepted: .*csv' "$gil" export --format word "$dir/two.yaml"
expect "no format" 2 'format is missing' "$gil" export "$dir/two.yaml"
expect "bad list" 2 'usage' "$gil" list birds
expect "bad value" 1 'between 1 and 256' "$gil" run --cores 0 "$dir/two.yaml"
expect "bad policy" 1 'accepted: .*fcfs' "$gil" run --policy best "$dir/two.yaml"
expect "bad parameter" 1 "no parameter 'quantum'" "$gil" run --policy rr,quantum=3ms "$dir/two.yaml"
expect "missing file" 1 'no such file' "$gil" run "$dir/nosuch.yaml"
expect "missing program" 1 'no such file' "$gil" run "$dir/nosuch.py"
expect "directory" 1 'is a directory' "$gil" run "$dir"
mkdir "$dir/d.yaml"
expect "directory by a good name" 1 'is a directory' "$gil" run "$dir/d.yaml"
expect "wrong extension" 1 'accepted: a program .py' "$gil" run "$dir/text.txt"
expect "broken yaml has a caret" 1 '\^' "$gil" run "$dir/broken.yaml"
expect "broken yaml has a place" 1 'broken.yaml:1:14: ' "$gil" run "$dir/broken.yaml"
expect "empty" 1 'empty' "$gil" run "$dir/empty.yaml"
expect "binary" 1 'not a text file|NUL|UTF-8' "$gil" run "$dir/binary.yaml"
expect "binary trace" 1 'gtrace' "$gil" check "$dir/binary.gtrace"
expect "large" 1 'larger than' "$gil" run "$dir/large.yaml"
if [ "$(id -u)" != 0 ]; then
    : >"$dir/secret.yaml" && chmod 0 "$dir/secret.yaml"
    expect "unreadable" 1 'ermission denied' "$gil" run "$dir/secret.yaml"
fi
expect "output path in no folder" 1 'cannot write /nonexistent' "$gil" export --format csv -o /nonexistent/x.csv "$dir/two.yaml"
expect "output is a directory" 1 'cannot write' "$gil" export --format csv -o "$dir" "$dir/two.yaml"
expect "json path" 1 'cannot write' "$gil" run --quiet --json /nonexistent/x.json "$dir/two.yaml"
expect "trace path" 1 'nonexistent' "$gil" run --quiet --trace /nonexistent/x.gtrace "$dir/two.yaml"
if [ -w /dev/full ]; then
    expect "full disk" 1 'cannot write' sh -c '"$1" export --format csv "$2" >/dev/full' - "$gil" "$dir/many.yaml"
    expect "full disk, file" 1 'cannot write /dev/full' "$gil" export --format csv -o /dev/full "$dir/many.yaml"
fi
expect "closed pipe" 0 'cannot write to stdout: Broken pipe' sh -c '("$1" export --format csv "$2"; echo "code $?" >&2) | head -n 1 >/dev/null' - "$gil" "$dir/many.yaml"
expect "closed pipe's exit code" 0 'code 1' sh -c '("$1" export --format csv "$2"; echo "code $?" >&2) | head -n 1 >/dev/null' - "$gil" "$dir/many.yaml"
expect "closed stdout" 1 'cannot write' sh -c '"$1" export --format csv "$2" >&-' - "$gil" "$dir/many.yaml"

# what the simulated world got wrong
expect "deadlock" 3 'deadlock' "$gil" run "$dir/deadlock.yaml"
cat >"$dir/circle.yaml" <<'EOF'
program: circle.py
scheduler: {policy: rr, slice: 1ms}
locks: [L, M]
jobs:
  - name: A
    bursts: [lock L, cpu 2ms, io 30ms,
      lock M, cpu 1ms, unlock M, unlock L]
  - {name: B, bursts: [lock M, cpu 2ms, io 10ms, lock L 1ms, unlock M]}
  - {name: C, bursts: [io 9ms, lock L 1ms]}
  - {name: D, cpu: 1ms}
EOF
printf 'from threading import Thread, Lock\nimport time\na, b = Lock(), Lock()\ndef f(x, y):\n    with x:\n        time.sleep(.1)\n        with y: pass\nfor p in ((a, b), (b, a)): Thread(target=f, args=p).start()\n' >"$dir/circle.py"
expect "the circle of jobs" 3 '^a circle: (A -> M -> B -> L -> A|B -> L -> A -> M -> B)$' "$gil" run --quiet "$dir/circle.yaml"
expect "its lines" 3 'A waits for a lock, M at .*circle.yaml:7 since .*; held by B' "$gil" run --quiet "$dir/circle.yaml"
expect "who waits behind it" 3 '^1 more waits behind$' "$gil" run --quiet "$dir/circle.yaml"
expect "and the circle of threads beside it" 3 '^a circle: Thread-1 \(f\) -> Lock-2 -> Thread-2 \(f\) -> Lock-1 -> Thread-1' "$gil" run --quiet "$dir/circle.yaml"
cat >"$dir/processes.py" <<'EOF'
import time
from multiprocessing import Process, Lock

def f(x, y):
    with x:
        time.sleep(.1)
        with y: pass

if __name__ == '__main__':
    a, b = Lock(), Lock()
    for pair in (a, b), (b, a):
        Process(target=f, args=pair).start()
EOF
cat >"$dir/coroutines.py" <<'EOF'
import asyncio

async def f(x, y):
    async with x:
        await asyncio.sleep(.1)
        async with y: pass

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(f(a, b), f(b, a), b.acquire())

asyncio.run(main())
EOF
expect "a circle of processes" 3 '^a circle: Process-1 -> mp.Lock-2 -> Process-2 -> mp.Lock-1 -> Process-1$' "$gil" run --quiet "$dir/processes.py"
expect "its lines, too" 3 'Process-2 waits for a lock, mp.Lock-1 at .*processes.py:7 in f since .*; held by Process-1' "$gil" run --quiet "$dir/processes.py"
expect "a circle of coroutines" 3 '^a circle: f \(Task-2\) -> asyncio.Lock-2 -> f \(Task-3\) -> asyncio.Lock-1 -> f \(Task-2\)$' \
    "$gil" run --quiet "$dir/coroutines.py"
expect "and theirs" 3 'f \(Task-3\) awaits asyncio.Lock-1 at .*coroutines.py:6 in f since .*; held by f \(Task-2\)' "$gil" run --quiet "$dir/coroutines.py"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
