#!/bin/sh
# The Chrome trace of every scenario through chrome.py.
cd "$(dirname "$0")/.." || exit 1
command -v python3 >/dev/null || { echo "python3 is missing: not checked"; exit 0; }
gil=${GILSCOPE:-./gilscope}
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
for s in $(find scenarios -name '*.py' -o -name '*.yaml' | LC_ALL=C sort); do
    grep -q "^import\|^from\|^jobs:\|^program:" "$s" || continue
    "$gil" export --format json -o "$dir/t.json" "$s" >/dev/null 2>&1 </dev/null
    if [ -s "$dir/t.json" ] && python3 tests/chrome.py "$dir/t.json" >"$dir/told"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL $s" && cat "$dir/told"; fi
    rm -f "$dir/t.json"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
