#!/bin/sh
# Python programs: gilscope, python3 and lua5.4 on the same loops in the same run. usage: BUILD=dir bench_python.sh
cd "$(dirname "$0")/.." || exit 1
. tests/common_bench.sh

cat >"$dir/list.py" <<'PY'
import math

NUMBERS = [2, 142702110479723, 299593572317531, 3333333333333301, 3333333333333333, 3333335652092209, 4444444444444423,
           4444444444444444, 4444444488888889, 5555553133149889, 5555555555555503, 5555555555555555, 6666666666666666,
           6666666666666719, 6666667141414921, 7777777536340681, 7777777777777753, 7777777777777777, 9999999999999917,
           9999999999999999]


def is_prime(n):
    if n < 2:
        return False
    if n == 2:
        return True
    if n % 2 == 0:
        return False
    root = math.isqrt(n)
    for i in range(3, root + 1, 2):
        if n % i == 0:
            return False
    return True


for n in NUMBERS:
    print(n, is_prime(n))
PY
cat >"$dir/nap.py" <<'PY'
import asyncio
import math


async def is_prime(n):
    if n < 2:
        return False
    if n == 2:
        return True
    if n % 2 == 0:
        return False
    root = math.isqrt(n)
    for i in range(3, root + 1, 2):
        if n % i == 0:
            return False
        if i % 100_000 == 1:
            await asyncio.sleep(0)
    return True


print(asyncio.run(is_prime(5_000_111_000_222_021)))
PY
cat >"$dir/nap.lua" <<'LUA'
local function is_prime(n)
    if n < 2 then return false end
    if n == 2 then return true end
    if n % 2 == 0 then return false end
    local root = math.tointeger(math.floor(math.sqrt(n)))
    for i = 3, root, 2 do
        if n % i == 0 then return false end
        if i % 100000 == 1 then coroutine.yield() end
    end
    return true
end
local task, prime = coroutine.create(is_prime)
local ok
repeat
    ok, prime = coroutine.resume(task, 5000111000222021)
until coroutine.status(task) == "dead"
print(prime)
LUA
cat >"$dir/nested.py" <<'PY'
def work():
    total = 0
    for i in range(5000):
        for j in range(1000):
            total = total + i - j
    return total


print(work())
PY
cat >"$dir/nested.lua" <<'LUA'
local function work()
    local total = 0
    for i = 0, 4999 do
        for j = 0, 999 do total = total + i - j end
    end
    return total
end
print(work())
LUA

cat >"$dir/threads.py" <<'PY'
from threading import Thread


def hog():
    n = 0
    while n < 20_000_000:
        n += 1


threads = [Thread(target=hog) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
PY

# once COMMAND...: one wall time in ms, for what takes many seconds
once() {
    a=$(date +%s%N)
    "$@" >/dev/null 2>&1 </dev/null || { echo failed; return; }
    b=$(date +%s%N)
    awk -v n=$((b - a)) 'BEGIN {printf "%.1f", n / 1e6}'
}

echo "Python programs, whole processes, ms of wall time (best of three; python3 runs the prime list once)"
row "" gilscope python3 lua5.4 "speed-up"
g=$(best "$gil" run --report none --profile fluent2021 "$dir/list.py")
p=$(once python3 "$dir/list.py")
row "prime list, idiom" "$g" "$p" - "$(ratio "$p" "$g")"
for t in nap nested; do
    g=$(best "$gil" run --report none --no-idioms "$dir/$t.py") p=$(best python3 "$dir/$t.py") l=$(best lua5.4 "$dir/$t.lua")
    row "$t, no idioms" "$g" "$p" "$l" "$(ratio "$p" "$g")"
done
echo 'import asyncio' >"$dir/start.py"
g=$(best "$gil" run --report none "$dir/start.py") p=$(best python3 "$dir/start.py")
row "import asyncio" "$g" "$p" - "$(ratio "$p" "$g")"

# Kernel events: what the kernel of the simulated machine and the GIL do to a task, one record each; lines of Python are none.
cat >"$dir/io.yaml" <<'YAML'
profile: default
machine: {cores: 8}
scheduler: cfs
random: {jobs: 2000, arrive: uniform 0ms 100ms, cpu: uniform 20ms 60ms, io_every: uniform 200us 1ms, io_for: uniform 1ms 5ms}
YAML
# events NAME ARGS...: how many, and how many a second of the whole process
events() {
    name=$1
    shift
    g=$(best "$gil" run --report none "$@")
    n=$("$gil" export --format text -o - "$@" 2>/dev/null | grep -vc ' line  ')
    awk -v name="$name" -v n="$n" -v g="$g" 'BEGIN {printf "%-34s %d kernel events in %s ms: %.2f million a second\n", name, n, g, n / g / 1000}'
}
events "2,000 jobs with I/O on 8 CPUs" "$dir/io.yaml"
events "2 threads, GIL asked every 10 us" --switch-interval 10us "$dir/threads.py"
