#!/bin/sh
# A new policy is one file and one row: the one that README.md shows is compiled, linked with the rest of the library, and run.
# The text is the ```c block that exports policy_NAME. usage: BUILD=dir test_new_policy.sh
cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-build/gcc-O2}
readme=${README:-README.md}
lib=$build/libgilscope.a
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT

name=$(sed -n 's/^const struct policy policy_\([a-z0-9_]*\) = {.*/\1/p' "$readme" 2>/dev/null | head -n 1)
[ -n "$name" ] || { echo "$readme shows no policy: nothing to test"; exit 0; }
[ -e "$lib" ] || { echo "FAIL no $lib: build first"; exit 1; }

fail() {
    echo "FAIL $1"
    [ -s "$dir/log" ] && head -n 20 "$dir/log"
    echo "0 passed, 1 failed"
    exit 1
}

# a copy of the floor with the new file and the new row
mkdir -p "$dir/sim/sched"
cp sim/sched/* "$dir/sim/sched/"
awk '/^```c$/ {inside = 1; text = ""; next}
     /^```$/ {if (inside && text ~ /const struct policy policy_/) printf "%s", text; inside = 0}
     inside {text = text $0 "\n"}' "$readme" >"$dir/sim/sched/$name.c"
echo "POLICY($name)" >>"$dir/sim/sched/policies.def"

flags="-std=c11 -O1 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror"
san=${SAN:+-fsanitize=address,undefined -fno-sanitize-recover=all}
for f in "$name" table; do
    ${CC:-cc} $flags $san -DGILSCOPE_VERSION='"test"' -I"$dir/sim" -Isim -c "$dir/sim/sched/$f.c" -o "$dir/$f.o" 2>"$dir/log" || fail "$f.c does not compile"
done
libs="-lyaml -lz $(nm -u "$lib" 2>/dev/null | grep -q __gmp && echo -lgmp) -lm"
${CC:-cc} $san "$build"/sim/cli/*.o "$dir/$name.o" "$dir/table.o" "$lib" $libs -o "$dir/gilscope" 2>"$dir/log" || fail "it does not link"

passed=0
printf 'profile: ideal\nmachine: {cores: 2}\nscheduler: %s\njobs:\n  - {name: A, cpu: 9ms}\n  - {name: B, cpu: 5ms, io: {every: 2ms, for: 1ms}}\n  - {name: C, arrive: 1ms, cpu: 3ms}\n' "$name" >"$dir/world.yaml"
"$dir/gilscope" list policies >"$dir/log" 2>&1 && grep -q "^$name: " "$dir/log" || fail "it is not listed"
passed=$((passed + 1))
"$dir/gilscope" check "$dir/world.yaml" >"$dir/log" 2>&1 || fail "it breaks a law"
passed=$((passed + 1))
"$dir/gilscope" why --at 500us "$dir/world.yaml" >"$dir/log" 2>&1 && grep -q 'picked by this rule: ' "$dir/log" || fail "its decisions are not explained"
passed=$((passed + 1))
echo "$passed passed, 0 failed"
