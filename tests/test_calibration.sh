#!/bin/sh
# The default profile against a real CPython: the micro programs of tests/calibration time single statements, threads, processes and
# coroutines in virtual time; measured.txt tells what the same took on a real machine and how near the model must be.
# usage: test_calibration.sh [--verbose]    GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
export LC_ALL=C
for program in cpu thr proc aio; do
    if ! "$gil" run --report none "tests/calibration/$program.py" >"$dir/$program" 2>"$dir/err" </dev/null; then
        echo "FAIL $program.py: $(head -n 3 "$dir/err")"
        exit 1
    fi
    sed "s/^/$program /" "$dir/$program" >>"$dir/all"
done
awk -v verbose="$1" '
    NR == FNR { ours[$1 " " $2] = $3; next }
    /^#/ { next }
    {
        key = $1 " " $2
        x = ours[key] / ($6 == "ms" ? 1000 : 1)
        low = $3 * .9; high = $3 * 1.1
        if ($7 == "~") { low = $4; high = $5 }
        if ($7 == ".") { low = $3 / 1.7; high = $3 * 1.7 }
        ok = (key in ours) && x >= low && x <= high
        if (!ok) { failed++; printf "FAIL %s: %.4g %s, measured %s, wanted %.4g to %.4g\n", key, x, $6, $3, low, high }
        else passed++
        if (verbose) printf "%-5s %-38s %10.4g measured %10s %s %+4.0f %%\n", $1, $2, x, $3, $6, (x / $3 - 1) * 100
    }
    END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed < 80 }' "$dir/all" tests/calibration/measured.txt
