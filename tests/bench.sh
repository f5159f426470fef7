#!/bin/sh
# Speed, measured side by side in one run, one script a part: bench_python.sh, bench_sched.sh and so on. usage: BUILD=dir bench.sh
cd "$(dirname "$0")" || exit 1
for part in bench_*.sh; do
    sh "$part" || exit 1
    echo
done
