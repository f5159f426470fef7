#!/bin/sh
# Tracebacks, letter by letter: tests/traceback/NAME.py prints on stderr (and stdout) what CPython 3.11 printed into NAME.err (NAME.out).
# The last line of .err is the exit code. Where python3 is a 3.11.7 or later 3.11 the stored texts are checked too (3.11.2, Debian 12's, puts
# the mark of a parenthesised operand elsewhere).
gil=$(realpath "${GILSCOPE:-./gilscope}")
cd "$(dirname "$0")/traceback" || exit 1
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
failed=0 passed=0
case $(python3 --version 2>/dev/null) in *" 3.11."[7-9] | *" 3.11.1"[0-9]) python=python3 ;; *) python= ;; esac

# A program's failure is exit code 3 here; the file's last line tells what Python's was.
same() {
    if cmp -s "$1" "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$3 differs:"
        diff "$1" "$2" | head -n 20
    fi
}

for py in *.py; do
    name=${py%.py}
    "$gil" run --quiet --report none "$py" >"$dir/out" 2>"$dir/err" </dev/null
    code=$?
    sed '$d' "$name.err" >"$dir/want"
    same "$name.out" "$dir/out" "$name: stdout"
    same "$dir/want" "$dir/err" "$name: stderr"
    [ "$(tail -n 1 "$name.err")" = "exit 0" ] && want=0 || want=3
    [ $code = $want ] || { failed=$((failed + 1)) && echo "$name: exit code $code, wanted $want"; }
    if [ -n "$python" ]; then
        $python -I "$py" >"$dir/out" 2>"$dir/err" </dev/null
        echo "exit $?" >>"$dir/err"
        sed -i "s|$PWD/||" "$dir/err" # CPython names the whole path
        same "$name.out" "$dir/out" "$name: the stored stdout"
        same "$name.err" "$dir/err" "$name: the stored stderr"
    fi
done
echo "tracebacks: $passed passed, $failed failed"
[ $failed = 0 ]
