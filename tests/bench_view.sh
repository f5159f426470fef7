#!/bin/sh
# The viewer on runs of 10 million records: opening, memory, frames; then what an idle window costs. usage: BUILD=dir bench_view.sh
cd "$(dirname "$0")/.." || exit 1
. tests/common_bench.sh
bench=${BUILD:-.}/tests/bench_view view=${GILSCOPE_VIEW:-${BUILD:-.}/gilscope-view}
[ -x "$bench" ] || { echo "the viewer is not built: no measurement of it"; exit 0; }

# Sixty jobs take turns on four CPUs, nothing costs anything: two records a slice of 1 ms.
cat >"$dir/turns.yaml" <<'YAML'
profile: ideal
machine: {cores: 4}
scheduler: {policy: rr, slice: 1ms}
random: {jobs: 60, cpu: uniform 75s 88s}
YAML
# The same on eight CPUs with costs: each slice is a switch and a run, the most segments a record can have.
cat >"$dir/costs.yaml" <<'YAML'
profile: default
machine: {cores: 8}
scheduler: {policy: rr, slice: 1ms}
random: {jobs: 40, cpu: uniform 480s 540s}
YAML
# A Python program: a queue between threads, one that only counts (GIL requests), an event loop with coroutines, output.
cat >"$dir/mix.py" <<'PY'
import asyncio
import queue
import threading

ITEMS, TICKS = 1_000_000, 400_000
items = queue.Queue(8)


def produce():
    for i in range(ITEMS):
        items.put(i)
        if i % 5_000 == 0:
            print("put", i)
    items.put(None)


def consume():
    while (item := items.get()) is not None:
        if item % 5_000 == 0:
            print("got", item)


def count(n):
    while n:
        n -= 1


async def tick(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def ticks():
    await asyncio.gather(*(tick(TICKS) for _ in range(4)))
    print("ticked")


threads = [threading.Thread(target=f, args=a) for f, a in
           ((produce, ()), (consume, ()), (count, (12_000_000,)), (asyncio.run, (ticks(),)))]
for t in threads:
    t.start()
for t in threads:
    t.join()
PY
echo "The viewer, a 1920x1080 window drawn in software (ms of processor time)"
"$bench" "$dir/turns.yaml" "$dir/costs.yaml" "$dir/mix.py" || exit 1

# An idle window: what it uses in two seconds, in clock ticks of the kernel (10 ms each).
command -v Xvfb >/dev/null && [ -x "$view" ] || { echo "  idle: Xvfb is missing, not measured"; exit 0; }
Xvfb -displayfd 3 -screen 0 1920x1080x24 3>"$dir/display" >/dev/null 2>&1 &
x=$!
i=0
while [ ! -s "$dir/display" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
DISPLAY=:$(cat "$dir/display") "$view" --size 1920x1080 --dump "$dir/state" scenarios/gil_two_hogs.py >/dev/null 2>&1 &
app=$!
i=0
while [ ! -s "$dir/state" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
sleep 1
ticks() { awk '{print $14 + $15}' "/proc/$app/stat"; }
a=$(ticks)
sleep 2
b=$(ticks)
kill "$app" "$x"
wait "$app" "$x" 2>/dev/null
used=$(((b - a) * 10)) verdict=holds
[ $used -eq 0 ] || verdict="DOES NOT HOLD"
printf '  %-34s %8d %-15s none           %s\n' "an idle window uses in 2 s" $used ms "$verdict"
