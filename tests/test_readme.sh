#!/bin/sh
# What README.md shows is so: its commands run, its make targets and options exist, its scenarios are scenarios. usage: test_readme.sh
# GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# told NAME STATUS: counts, and says what failed
told() {
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $1"; head -n 5 "$dir/err" | sed 's/^/    /'; fi
}

# The tour, in a copy of the scenarios because exports are written beside them. 3: a lesson that ends in a deadlock.
mkdir "$dir/tour" && cp -r scenarios "$dir/tour/" && ln -s "$gil" "$dir/tour/gilscope"
[ ! -x "$gil-view" ] || ln -s "$gil-view" "$dir/tour/gilscope-view"
sed -n 's/^    \(\.\/gilscope [^#]*\).*/\1/p' README.md | grep -v '^\./gilscope view' >"$dir/commands"
[ -x "$gil-view" ] || sed -i '/\.svg\|\.pdf\|\.png\|\.gif/d' "$dir/commands"
while read -r command; do
    (cd "$dir/tour" && timeout 120 sh -c "$command" >"$dir/out" 2>"$dir/err" </dev/null)
    code=$?
    case $command in *deadlock*) wanted=3 ;; *) wanted=0 ;; esac
    [ $code = $wanted ] && [ -n "$(cat "$dir/out" "$dir/err")$(find "$dir/tour" -maxdepth 1 -name '*.svg' -o -maxdepth 1 -name '*.pdf')" ]
    told "$command: exit code $code, not $wanted" $?
done <"$dir/commands"
[ "$(wc -l <"$dir/commands")" -ge 8 ]
told "the tour has commands" $?

# The report that is shown is what the command before it prints.
shown=$(sed -n 's/.*(here of$/&/; s/^`\(scenarios\/.* --cores 2\)`):$/\1/p' README.md)
"$gil" run $shown >/dev/null 2>"$dir/report"
[ -n "$shown" ] && sed -n '/^      [0-9.]* ms of virtual time/,/held for/{s/^    //;p;}' README.md >"$dir/sample" && [ -s "$dir/sample" ]
told "a report is shown" $?
head -n "$(wc -l <"$dir/sample")" "$dir/report" | sed 's/ *$//' | diff - "$dir/sample" >"$dir/err"
told "the report of $shown" $?

make help >"$dir/help" 2>"$dir/err"
for target in $(grep -o 'make [a-z][a-z-]*' README.md | sed 's/make //' | sort -u) $(sed -n 's/^`make` alone.*targets (\(.*\)/\1/p' README.md | tr -d ',)'); do
    case $target in it | the | a) continue ;; esac
    grep -q "^  $target " "$dir/help" && { make -n "$target" >"$dir/out" 2>"$dir/err" && ! grep -q 'Nothing to be done' "$dir/out"; }
    told "make $target has a rule" $?
done

for command in run export why; do "$gil" help $command; done >"$dir/help" 2>&1
for option in $(grep -o -- ' `\{0,1\}--[a-z-]\{2,\}' README.md | grep -o -- '--.*' | sort -u); do
    grep -q -- "$option\b" "$dir/help"
    told "option $option" $?
done

# Each block of YAML is a whole scenario.
awk -v dir="$dir/tour/scenarios" '/^```yaml$/ {inside = 1; n++; next} /^```$/ {inside = 0} inside {print >(dir "/readme" n ".yaml")}' README.md
for scenario in "$dir"/tour/scenarios/readme*.yaml; do
    "$gil" check "$scenario" >"$dir/out" 2>"$dir/err"
    told "scenario $(basename "$scenario")" $?
done

echo "$passed passed, $failed failed"
[ $failed = 0 ]
