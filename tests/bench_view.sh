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
# Two threads hand a queue's items over: GIL, lock and queue lanes, lines of source.
cat >"$dir/items.py" <<'PY'
import queue
import threading

items = queue.Queue(8)


def consume():
    while items.get() is not None:
        pass


threading.Thread(target=consume).start()
for i in range(600_000):
    items.put(i)
items.put(None)
PY
echo "The viewer, a 1920x1080 window drawn in software (ms and s of processor time)"
"$bench" "$dir/turns.yaml" "$dir/costs.yaml" "$dir/items.py" || exit 1

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
echo "  idle for 2 s            $(((b - a) * 10)) ms"
