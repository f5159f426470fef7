#!/bin/sh
# The Chrome trace of every scenario through chrome.py.
cd "$(dirname "$0")/.." || exit 1
command -v python3 >/dev/null || { echo "python3 is missing: not checked"; exit 0; }
gil=${GILSCOPE:-./gilscope}
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
# The checker itself: a slice that laps over the end of another, and a lane without a name, are found.
cat >"$dir/bad.json" <<'JSON'
{"displayTimeUnit": "ns", "traceEvents": [{"ph": "M", "name": "process_name", "pid": 1, "args": {"name": "p"}},
 {"ph": "X", "name": "a", "pid": 1, "tid": 1, "ts": 0, "dur": 5}, {"ph": "X", "name": "b", "pid": 1, "tid": 1, "ts": 3, "dur": 9}]}
JSON
if python3 tests/chrome.py "$dir/bad.json" >"$dir/told"; then failed=1; fi
for words in 'does not nest' 'has no name'; do
    if grep -q "$words" "$dir/told"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL chrome.py: '$words' is not told"; fi
done
for s in $(find scenarios -name '*.py' -o -name '*.yaml' | LC_ALL=C sort); do
    grep -q "^import\|^from\|^jobs:\|^program:" "$s" || continue
    "$gil" export --format json -o "$dir/t.json" "$s" >/dev/null 2>&1 </dev/null
    if [ -s "$dir/t.json" ] && python3 tests/chrome.py "$dir/t.json" >"$dir/told"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL $s" && cat "$dir/told"; fi
    rm -f "$dir/t.json"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
