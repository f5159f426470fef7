#!/bin/sh
# Programs that go wrong: the exit code, the words and the place on stderr, and that the trace is still written.
# usage: test_errors.sh    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# told PATTERN: on stderr; "-": nothing is
told() { if [ "$1" = - ]; then [ ! -s "$dir/err" ]; else grep -qE -- "$1" "$dir/err"; fi; }

# case_of NAME CODE PATTERN TRACE [OPTION...] <PROGRAM: TRACE is yes or no: does a run start, whose trace must be whole?
case_of() {
    name=$1 code=$2 pattern=$3 trace=$4
    shift 4
    cat >"$dir/p.py"
    rm -f "$dir/t.gtrace"
    (cd "$dir" && timeout 60 "$gil" run --report none --trace t.gtrace "$@" p.py) >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    kept=no
    [ -f "$dir/t.gtrace" ] && "$gil" check "$dir/t.gtrace" >/dev/null 2>&1 && kept=yes
    if [ $got = "$code" ] && told "$pattern" && [ $kept = "$trace" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: exit $got, wanted $code and /$pattern/; trace kept: $kept, wanted $trace"
        head -n 5 "$dir/err" | sed 's/^/    /'
    fi
}
row() { printf '%b' "$5" | { n=$1 c=$2 p=$3 t=$4; shift 5; case_of "$n" "$c" "$p" "$t" "$@"; echo "$passed $failed" >"$dir/sum"; }; read -r passed failed <"$dir/sum"; }

# refused before anything runs
row "syntax error" 1 '^p.py:2:8: ' no 'x = 1\nif x ==\n'
row "bracket never closed" 1 "^p.py:1:2: '\(' was never closed" no 'f(\n'
row "tabs and spaces" 1 '^p.py:3:' no 'if 1:\n        x = 1\n\ty = 2\n'
row "binary garbage" 1 '^p.py' no '\001\002\377\376\000abc\n'
row "unknown module" 1 "^p.py:3:28: unknown module 'thraeding'" no 'import os.path\nprint(1)\nimport queue as thraeding, thraeding\n'
row "module of CPython" 1 "^p.py:1:6: module 'ossaudiodev' is not supported yet" no 'from ossaudiodev import open\n'
row "NUL byte" 1 '^p.py' no 'x = 1\000\n'

# the program's own failures: told as CPython does, the trace is kept
row "exception" 3 'line 2, in <module>' yes 'x = 1\n1 / 0\n'
row "unknown module in a function" 3 "No module named 'thraeding'. Did you mean: 'threading'" yes 'def f():\n    import thraeding\nf()\n'
row "module of CPython in a condition" 3 "'ossaudiodev': gilscope does not support it yet" yes 'if __name__:\n    import ossaudiodev\n'
row "import for checkers only" 0 - yes 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy\n'
row "caught import" 0 - yes 'try:\n    import numpy\nexcept ImportError:\n    print(1)\n'
row "unknown attribute" 3 "Did you mean: 'Thread'" yes 'import threading\nthreading.Threed\n'
row "attribute of CPython" 3 'gilscope does not support sys.call_tracing' yes 'import sys\nsys.call_tracing\n'
row "a probe for it" 0 - yes 'import sys\nassert not hasattr(sys, "call_tracing")\n'
row "unknown name" 3 "Did you mean: 'value'" yes 'value = 1\nvaleu\n'
row "unknown name of an import, 3.12" 3 "Did you mean: 'Thread'" yes 'from threading import Thred\n' --python 3.12
row "unknown keyword argument" 3 "unexpected keyword argument 'targit'" yes 'from threading import Thread\nThread(targit=1)\n'
row "recursion without end" 3 'RecursionError: maximum recursion depth exceeded' yes 'def f(): return f()\nf()\n'
row "sys.exit" 3 - yes 'import sys\nsys.exit(2)\n'

# loops without end stop where the run ends
row "endless loop" 0 - yes 'while True: pass\n' --until 20ms
row "endless C call" 0 - yes 'sum(iter(int, 1))\n' --until 20ms
row "endless list" 0 - yes 'import itertools\nlist(itertools.count())\n' --until 20ms
row "endless max" 0 - yes 'max(iter(int, 1))\n' --until 20ms
row "endless search in the library" 0 - yes 'import itertools as i\nnext(i.filterfalse(None, i.repeat(1)))\n' --until 20ms
row "endless comparison inside a list" 0 - yes 'class A:\n    def __eq__(self, o):\n        while True: pass\n[A()] == [A()]\n' --until 20ms
row "what would catch anything" 0 - yes 'class A:\n    def __eq__(self, o):\n        try:\n            while True: pass\n        except BaseException: print("caught", file=__import__("sys").stderr)\n[A()] == [A()]\nimport sys\nprint(1, file=sys.stderr)\n' --until 20ms

# memory
row "text without end" 3 'MemoryError' yes 'x = "a"\nwhile True: x += x\n'
row "list too large" 3 'MemoryError' yes '[0] * 10**12\n'

# deadlocks name the circle and its lines
row "deadlock of threads" 3 'a circle: .*Lock-' yes 'from threading import Thread, Lock\nimport time\na, b = Lock(), Lock()\ndef f(x, y):\n    with x:\n        time.sleep(.1)\n        with y: pass\nfor p in ((a, b), (b, a)): Thread(target=f, args=p).start()\n'
row "its lines" 3 'waits for a lock, Lock-. at p.py:7 in f .*held by Thread-' yes 'from threading import Thread, Lock\nimport time\na, b = Lock(), Lock()\ndef f(x, y):\n    with x:\n        time.sleep(.1)\n        with y: pass\nfor p in ((a, b), (b, a)): Thread(target=f, args=p).start()\n'
row "deadlock of a loop" 3 'deadlock at ' yes 'import asyncio\nasync def main():\n    await asyncio.Event().wait()\nasyncio.run(main())\n'
row "deadlock of processes" 3 'waits for the end of a process, Process-1 at p.py:6' yes 'from multiprocessing import Process, SimpleQueue\ndef f(q): q.get()\nif __name__ == "__main__":\n    q = SimpleQueue()\n    p = Process(target=f, args=(q,)); p.start()\n    p.join()\n'
row "circle of coroutines" 3 'a circle: one \(Task-2\) -> asyncio.Lock-2 -> one \(Task-3\) -> asyncio.Lock-1 -> one \(Task-2\)' yes 'import asyncio\nasync def one(a, b):\n    async with a:\n        await asyncio.sleep(0.1)\n        async with b: pass\nasync def main():\n    a, b = asyncio.Lock(), asyncio.Lock()\n    await asyncio.gather(one(a, b), one(b, a))\nasyncio.run(main())\n'
row "coroutines without a circle" 3 'consumer \(consumer\) awaits asyncio.Queue-1 at p.py:3 in consumer since ' yes 'import asyncio\nasync def consumer(q):\n    while True: await q.get()\nasync def main():\n    q = asyncio.Queue()\n    t = asyncio.create_task(consumer(q), name="consumer")\n    await q.put(1)\n    await q.join()\nasyncio.run(main())\n'
row "circle of processes" 3 'a circle: Process-1 -> mp.Lock-2 -> Process-2 -> mp.Lock-1 -> Process-1' yes 'from multiprocessing import Process, Lock\nimport time\ndef work(a, b):\n    with a:\n        time.sleep(0.1)\n        with b: pass\nif __name__ == "__main__":\n    a, b = Lock(), Lock()\n    ps = [Process(target=work, args=(a, b)), Process(target=work, args=(b, a))]\n    for p in ps: p.start()\n    for p in ps: p.join()\n'
row "thread that never ends" 3 'MainThread waits for the end of a thread, worker at p.py:5 in <module> since ' yes 'import queue, threading\nq = queue.Queue()\nt = threading.Thread(target=q.get, name="worker")\nt.start()\nt.join()\n'
row "circle of two joins" 3 'a circle: A -> B -> A' yes 'import threading, time\nts = []\ndef f(i):\n    time.sleep(0.01)\n    ts[i].join()\nts += [threading.Thread(target=f, args=(1 - i,), name="AB"[i]) for i in range(2)]\nfor t in ts: t.start()\nfor t in ts: t.join()\n'

# ^C ends the run, not the report
printf 'print("begun", flush=True)\nwhile True: pass\n' >"$dir/p.py"
timeout -s INT 1 "$gil" run --report none --json "$dir/n.json" "$dir/p.py" >"$dir/out" 2>"$dir/err" </dev/null
if grep -q cancelled "$dir/n.json" && grep -q begun "$dir/out"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "FAIL interrupted: $(head -n 1 "$dir/err")"
fi

echo "$passed passed, $failed failed"
[ $failed = 0 ]
