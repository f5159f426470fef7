#!/bin/sh
# Every scenario against tests/golden/NAME.txt: exit code, virtual time, records, trace hash, output, and the whole trace where it is
# short. usage: golden.sh [--update] [SCENARIO...]. A scenario whose file is missing there fails, until `make golden` writes it.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
update=
[ "$1" = --update ] && update=1 && shift
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# Python files that others import are no scenarios of their own.
is_module() {
    name=$(basename "$1" .py)
    ! grep -q '__main__' "$1" && grep -qE "^(from|import) $name\b" "$(dirname "$1")"/*.py
}

tell() {
    "$gil" run --report none --json "$dir/json" "$1" >"$dir/out" 2>"$dir/err" </dev/null
    echo "exit $?"
    sed -n 's/.*"\(elapsed_ns\|trace_hash\)": *\("*[0-9a-fx]*"*\).*/\1 \2/p' "$dir/json" 2>/dev/null
    echo "-- stdout (first 40 lines)"
    tr '\r' '\n' <"$dir/out" | head -n 40
    [ -s "$dir/err" ] && { echo "-- stderr (first 20 lines)"; head -n 20 "$dir/err"; }
    if "$gil" export --format text -o "$dir/text" "$1" 2>/dev/null && [ "$(wc -l <"$dir/text")" -le 200 ]; then
        echo "-- trace"
        cat "$dir/text"
    fi
    rm -f "$dir/json"
}

mkdir -p tests/golden
[ $# -gt 0 ] || set -- $(find scenarios -name '*.py' -o -name '*.yaml' | LC_ALL=C sort)
for s; do
    case $s in *.py) is_module "$s" && continue ;; esac
    golden=tests/golden/$(echo "${s#scenarios/}" | tr '/' '-').txt
    tell "$s" >"$dir/now"
    if [ -n "$update" ]; then
        cmp -s "$dir/now" "$golden" || { cp "$dir/now" "$golden" && echo "written: $golden"; }
        passed=$((passed + 1))
    elif cmp -s "$dir/now" "$golden"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $s differs from $golden (make golden, then read the difference):"
        diff "$golden" "$dir/now" 2>&1 | head -n 12
    fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
