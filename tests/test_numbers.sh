#!/bin/sh
# The simulator against numbers that were published or measured on real machines: the chapter's spinners and prime checks, how the GIL
# changes hands, lost updates. Every bound says where it comes from; a number out of bounds fails.
# usage: test_numbers.sh    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
export LC_ALL=C
passed=0 failed=0

pass() { passed=$((passed + 1)); }
fail() {
    failed=$((failed + 1))
    echo "FAIL $*"
}
# within NAME VALUE LOW HIGH
within() {
    if awk -v x="$2" -v low="$3" -v high="$4" 'BEGIN { exit !(x != "" && x + 0 >= low && x + 0 <= high) }'; then pass
    else fail "$1: $2, wanted $3 to $4"; fi
}
# run OPTION... FILE [-- ARG...]: stdout to $dir/out, the numbers to $dir/json
run() {
    rm -f "$dir/json"
    "$gil" run --report none --json "$dir/json" "$@" >"$dir/out" 2>"$dir/err" </dev/null
}
elapsed_s() { sed -n 's/.*"elapsed_ns": *\([0-9]*\).*/\1/p' "$dir/json" | head -n 1 | awk '{ printf "%.6f", $1 / 1e9 }'; }
frames() { tr '\r' '\n' <"$dir/out" | grep -c '^[-\\|/] [a-z]'; }

# 30 frames in three seconds, drawn by a thread, a process or a coroutine; none beside a blocking call (issue 2, must show 2)
for way in thread proc async; do
    run "scenarios/spinner_$way.py"
    within "spinner_$way: frames" "$(frames)" 30 30
    within "spinner_$way: seconds" "$(elapsed_s)" 3.0 3.1
done
run scenarios/spinner_async_blocked.py
within "spinner_async_blocked: frames" "$(frames)" 0 0
within "spinner_async_blocked: seconds" "$(elapsed_s)" 3.0 3.1

# the same beside a prime check of 35,355,731 divisions: 3.3 s at 93 ns each, frozen as a coroutine
for way in thread proc async; do
    run --profile fluent2021 "scenarios/spinner_prime_$way.py"
    within "spinner_prime_$way: seconds" "$(elapsed_s)" 3.2 3.5
    case $way in async) low=0 high=0 ;; *) low=28 high=35 ;; esac
    within "spinner_prime_$way: frames" "$(frames)" $low $high
done
plain=$(elapsed_s)

# with naps it takes longer by its extra instructions: measured 2.351 / 1.462 s (MEASURED.md 1), published 4.9 / 3.3 s
run --profile fluent2021 scenarios/spinner_prime_async_nap.py
within "nap program against the plain one" "$(awk -v a="$(elapsed_s)" -v b="$plain" 'BEGIN { print a / b }')" 1.35 1.75
within "nap program: frames" "$(frames)" 30 60

# the list, one after the other: total 40.31 s, and the thirteen hard ones (NUMBERS.md 1.1)
run --profile fluent2021 scenarios/primes_sequential.py
within "sequential: total" "$(sed -n 's/^Total time: \(.*\)s$/\1/p' "$dir/out")" 39.10 41.52
while read -r n published; do
    got=$(awk -v n="$n" '$1 == n { sub("s", "", $NF); print $NF }' "$dir/out")
    within "sequential: $n" "$got" "$(awk -v x="$published" 'BEGIN { print x * .96 }')" "$(awk -v x="$published" 'BEGIN { print x * 1.04 }')"
done <<'LIST'
142702110479723 0.568328
299593572317531 0.796773
3333333333333301 2.648625
3333335652092209 2.672323
4444444444444423 3.052667
4444444488888889 3.061083
5555553133149889 3.451833
5555555555555503 3.556867
6666666666666719 3.781064
6666667141414921 3.778166
7777777536340681 4.120069
7777777777777753 4.141530
9999999999999917 4.678164
LIST
sequential=$(elapsed_s)

# threads are no faster, processes are; both check 20 numbers
run --profile fluent2021 scenarios/primes_threads.py
within "threads against sequential" "$(awk -v a="$(elapsed_s)" -v b="$sequential" 'BEGIN { print a / b }')" 0.97 1.10
within "threads: checks" "$(sed -n 's/^\([0-9]*\) checks.*/\1/p' "$dir/out")" 20 20
run --profile fluent2021 scenarios/primes_procs.py -- 6
within "six processes: seconds" "$(elapsed_s)" 9.9 10.9
within "six processes: checks" "$(sed -n 's/^\([0-9]*\) checks.*/\1/p' "$dir/out")" 20 20

# how long two busy threads hold the GIL, and that they take turns (MEASURED.md 4, medians in ns)
cat >"$dir/hogs.py" <<'PY'
from threading import Thread
def count(n):
    while n > 0:
        n -= 1
threads = [Thread(target=count, args=(20_000_000,)) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
PY
hold() { tr -d ' \n' <"$dir/json" | sed -n 's/.*"hold_ns":{[^}]*"median":\([0-9]*\).*/\1/p'; }
while read -r cores interval low high; do
    run --cores "$cores" --switch-interval "$interval" --until 900ms "$dir/hogs.py"
    within "GIL holds on $cores cores at $interval" "$(hold)" "$low" "$high"
done <<'LIST'
2 5ms 5000000 5300000
2 50ms 50000000 50500000
2 500us 500000 700000
1 5ms 7500000 8500000
1 50ms 50000000 60000000
1 500us 3500000 4500000
LIST
run --cores 2 --until 900ms "$dir/hogs.py"
"$gil" export --format csv --cores 2 --until 900ms "$dir/hogs.py" 2>/dev/null | awk -F, '
    tolower($1) ~ /^gil/ && $6 == "held" && $3 > 30000000 { if ($5 == last) same++; last = $5; n++ } END { print (n > 100 ? same + 0 : -1) }' >"$dir/turns"
within "strict turns on two cores" "$(cat "$dir/turns")" 0 0

# a nap of 1 ms beside one busy thread is late by one interval
run --cores 2 scenarios/gil_sleeper.py
within "sleep(0.001) beside a hog: ms late" "$(sed -n 's/.*typically late by \([0-9.]*\) ms.*/\1/p' "$dir/out")" 5.0 5.4
run --cores 2 --switch-interval 50ms scenarios/gil_sleeper.py
within "the same at 50 ms" "$(sed -n 's/.*typically late by \([0-9.]*\) ms.*/\1/p' "$dir/out")" 50.0 50.7

# counter += 1: safe between two polls in 3.11, not in 3.9 and not without a GIL
for version in 3.9 3.13t; do
    run --python $version scenarios/lost_updates.py
    within "lost updates under $version" "$(sed -n 's/.*, \([0-9]*\) lost.*/\1/p' "$dir/out")" 1 60000
done
run --python 3.11 scenarios/lost_updates.py
within "lost updates under 3.11" "$(sed -n 's/.*, \([0-9]*\) lost.*/\1/p' "$dir/out")" 0 0

# sum(range(2_000_000)) keeps the GIL from begin to end: 32.6 to 43 ms
cat >"$dir/long.py" <<'PY'
from threading import Thread
from time import perf_counter
begin = perf_counter()
def other():
    global ran
    ran = perf_counter() - begin
thread = Thread(target=other)
def main():
    global begin
    thread.start()
    begin = perf_counter()
    sum(range(2_000_000))
    return perf_counter() - begin
print(f'{main() * 1000:.1f}')
PY
run --cores 2 "$dir/long.py"
within "sum(range(2_000_000)): ms" "$(cat "$dir/out")" 30 45

# what single statements cost, ns (MEASURED.md 3)
cat >"$dir/costs.py" <<'PY'
from math import isqrt
from time import perf_counter
N = 20_000
def empty():
    for i in range(N): pass
def nothing(): pass
def call():
    f = nothing
    for i in range(N): f()
class C: pass
def load():
    o = C()
    o.x = 1
    for i in range(N): o.x
def add():
    a, b = 12345, 678
    for i in range(N): c = a + b
def is_prime(n):
    for i in range(3, isqrt(n) + 1, 2):
        if n % i == 0: return False
    return True
def timed(f, *args):
    begin = perf_counter()
    f(*args)
    return (perf_counter() - begin) * 1e9
base = timed(empty) / N
print('empty_for', base)
print('call', timed(call) / N - base)
print('attr_load', timed(load) / N - base)
print('int_add', timed(add) / N - base)
print('is_prime', timed(is_prime, 142702110479723) / ((isqrt(142702110479723) - 1) // 2))
PY
run "$dir/costs.py"
while read -r name low high; do
    within "cost of $name, ns" "$(awk -v n="$name" '$1 == n { print $2 }' "$dir/out")" "$low" "$high"
done <<'LIST'
empty_for 12.5 13.5
call 19 22.5
attr_load 2.9 3.8
int_add 14.7 18.5
is_prime 33 37
LIST

echo "$passed passed, $failed failed"
[ $failed = 0 ]
