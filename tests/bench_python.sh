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
# The list with every root divided by ten, so that python3 needs seconds, not a minute: its time is scaled by ten below.
sed 's/root = math.isqrt(n)/root = math.isqrt(n) \/\/ 10/' "$dir/list.py" >"$dir/tenth.py"

cat >"$dir/nap.py" <<'PY'
n = 5000111000222021
found = 0
for i in range(3, 4000000, 2):
    if n % i == 0:
        found = i
    if i % 100000 == 1:
        found = found
print(found)
PY
cat >"$dir/nap.lua" <<'LUA'
local n, found = 5000111000222021, 0
for i = 3, 3999999, 2 do
    if n % i == 0 then found = i end
    if i % 100000 == 1 then found = found end
end
print(found)
LUA
cat >"$dir/nested.py" <<'PY'
def work():
    total = 0
    for i in range(2000):
        for j in range(1000):
            total = total + i - j
    return total


print(work())
PY
cat >"$dir/nested.lua" <<'LUA'
local function work()
    local total = 0
    for i = 0, 1999 do
        for j = 0, 999 do total = total + i - j end
    end
    return total
end
print(work())
LUA

echo "Python programs, ms of wall time (best of three)"
row "" gilscope python3 lua5.4 "speed-up"
g=$(best "$gil" run --report none --profile fluent2021 "$dir/list.py")
p=$(best python3 "$dir/tenth.py")
p=$(awk -v p="$p" 'BEGIN {printf "%.1f", p * 10}')
row "prime list, idiom (python x10 of 1/10)" "$g" "$p" - "$(ratio "$p" "$g")"
for t in nap nested; do
    g=$(best "$gil" run --report none --no-idioms "$dir/$t.py") p=$(best python3 "$dir/$t.py") l=$(best lua5.4 "$dir/$t.lua")
    row "$t, no idioms" "$g" "$p" "$l" "$(ratio "$p" "$g")"
done
