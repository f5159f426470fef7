#!/bin/sh
# Figure 19-2 of "Fluent Python": the prime list with 1 to 20 processes on the book's laptop, against the published medians
# (NUMBERS, from the book's log-procs.txt), and its shape. The same list with threads gets no faster with any number of them.
# README.md and laptop.yaml quote the fit as it is printed here.
# usage: test_figure.sh [--data]    GILSCOPE is the program.
# --data prints for the picture: processes, published seconds, simulated seconds, when the last (hardest) number was begun.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
export LC_ALL=C
published='40.81 22.79 15.88 13.21 12.29 10.39 10.80 11.40 11.71 12.51 11.24 11.09 10.81 10.64 10.68 10.58 10.76 10.71 10.81 10.73'

# seconds PROGRAM WORKERS: what it takes, as it tells at its end, and when its last number was begun
seconds() {
    "$gil" run --quiet --report none --profile fluent2021 "scenarios/$1.py" -- "$2" 2>&1 </dev/null |
        awk '$1 == 9999999999999917 { last = $NF + 0 } /^20 checks in / { printf "%.2f %.2f\n", $NF, $NF - last }'
}
data() {
    n=0
    for median in $published; do
        n=$((n + 1))
        echo "$n $median $(seconds primes_procs $n)"
    done
}
if [ "$1" = --data ]; then data; exit; fi

{
    data
    for n in 1 2 3 4 6 8 12 20; do echo "threads $n $(seconds primes_threads $n)"; done
    grep -hoE '[0-9.]+ % RMS' README.md sim/machines/laptop.yaml | sed 's/^/quoted /'
} | awk '
function check(ok, what) { if (ok) passed++; else { failed++; print "FAIL " what } }
$1 == "quoted" { quote[++quotes] = $2; next }
$1 == "threads" { check($3 != "" && $3 >= 0.99 * one, $2 " threads: " $3 " s, one process: " one " s"); threads++; next }
{
    check($3 != "", $1 " processes: no time")
    sim[$1] = $3; begun[$1] = $4; n++
    sum += ($3 / $2 - 1) ^ 2
    if ($1 == 1) one = $3
}
END {
    rms = 100 * sqrt(sum / 20)
    check(n == 20 && threads == 8, n " times of processes, " threads " of threads")
    check(rms <= 3, "RMS " rms " %, wanted 3 at most")
    check(quotes == 2, quotes " quotes of the fit, wanted 2")
    for (i = 1; i <= quotes; i++) check(quote[i] == sprintf("%.2f", rms), "quoted as " quote[i] " %, it is " rms " %")
    for (i = 1; i < 6; i++) check(sim[i + 1] < sim[i], "no gain from " i + 1 " processes")
    for (i = 7; i < 10; i++) check(sim[i + 1] > sim[i], i + 1 " processes are not slower than " i)
    check(sim[11] < 0.95 * sim[10], "no drop at 11: " sim[10] " to " sim[11])
    check(begun[10] > 6 && begun[11] < 2.5 && begun[13] < 0.2, "the hardest number was begun at " begun[10] " " begun[11] " " begun[13])
    low = high = sim[13]
    for (i = 13; i <= 20; i++) { if (sim[i] < low) low = sim[i]; if (sim[i] > high) high = sim[i] }
    check(high < 1.02 * low, "the tail from 13 is not flat: " low " to " high)
    check(high < sim[12] && sim[12] < 1.02 * sim[11], "12 processes lie between: " sim[11] " " sim[12] " " high)
    printf "RMS %.2f %%\n%d passed, %d failed\n", rms, passed, failed
    exit failed > 0
}'
