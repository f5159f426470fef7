# What the measurements share: the program under test, a directory for their files, the shortest of three times. Sourced from the
# root of the tree with BUILD= or GILSCOPE= set.
gil=${GILSCOPE:-${BUILD:-.}/gilscope}
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT

# best COMMAND...: the shortest of three wall times in ms, with three decimals; "failed" if the command does
best() {
    least=
    for _ in 1 2 3; do
        a=$(date +%s%N)
        "$@" >/dev/null 2>"$dir/err" </dev/null || { echo failed; return; }
        b=$(date +%s%N)
        ns=$((b - a))
        [ -z "$least" ] || [ $ns -lt "$least" ] && least=$ns
    done
    awk -v n="$least" 'BEGIN {printf "%.1f", n / 1e6}'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {if (a + 0 > 0 && b + 0 > 0) printf "%.1f", a / b; else printf "-"}'; }
row() { printf '%-34s %12s %12s %12s %10s\n' "$@"; }
