#!/bin/sh
# Every program of tests/py prints what python3 prints: NAME.out is what Python 3.11 printed, and where python3 is 3.11
# itself, NAME.out is held against it too, so that the answers cannot drift.
# usage: test_programs.sh    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
python=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)

# same NAME WHAT: $dir/out is NAME.out
same() {
    if cmp -s "$dir/out" "tests/py/$1.out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $1 ($2)"
        diff "tests/py/$1.out" "$dir/out" | head -n 4 | cut -c1-300
    fi
}

for program in tests/py/*.py; do
    name=$(basename "$program" .py)
    "$gil" run --report none "$program" >"$dir/out" 2>"$dir/err" </dev/null || head -n 5 "$dir/err"
    same "$name" gilscope
    [ "$python" = 3.11 ] || continue
    python3 -W ignore -I "$program" >"$dir/out" 2>/dev/null </dev/null
    same "$name" python3
done
echo "programs: $passed passed, $failed failed"
[ $failed = 0 ]
