#!/bin/sh
# A person's session with the real window, under Xvfb, driven by keys and mouse; asserts on the viewer's state dump.
# Last line: "N passed, M failed".
view=${GILSCOPE_VIEW:-./gilscope-view}
passed=0 failed=0
for tool in Xvfb xdotool; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: skipped"; exit 0; }
done
[ -x "$view" ] || { echo "$view is not built: skipped"; exit 0; }
work=$(mktemp -d) || exit 1
dump=$work/state

cat >"$work/jobs.yaml" <<'YAML'
profile: ideal
machine: {cores: 1}
scheduler: {policy: rr, slice: 10ms}
jobs:
  - {name: A, arrive: 0ms, cpu: 30ms}
  - {name: B, arrive: 0ms, cpu: 20ms}
  - {name: C, arrive: 5ms, cpu: 10ms}
notes:
  - {at: 10ms, say: A has used up its slice., zoom: 20ms}
  - {at: 30ms, say: C ends., zoom: 20ms}
YAML

# A free display: Xvfb says which one it took.
Xvfb -displayfd 3 -screen 0 1400x900x24 3>"$work/display" >/dev/null 2>&1 &
xvfb=$!
app=
cleanup() {
    [ -n "$app" ] && kill "$app" 2>/dev/null
    kill "$xvfb" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT INT TERM
i=0
while [ ! -s "$work/display" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
DISPLAY=:$(cat "$work/display")
export DISPLAY

value() { sed -n "s/^$1=//p" "$dump" 2>/dev/null | head -n 1; }

# expect KEY VALUE WHAT: waits until the dump says so (at most 6 s).
expect() {
    n=0
    while [ "$(value "$1")" != "$2" ] && [ $n -lt 60 ]; do sleep 0.1; n=$((n + 1)); done
    if [ "$(value "$1")" = "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $3: $1=$(value "$1"), wanted $2"
    fi
}
differs() {
    n=0
    while [ "$(value "$1")" = "$2" ] && [ $n -lt 60 ]; do sleep 0.1; n=$((n + 1)); done
    if [ "$(value "$1")" != "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $3: $1 is still $2"; fi
}
check() {
    if eval "$1"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $2"; fi
}
press() { xdotool key --clearmodifiers --delay 60 "$@"; }
click() { xdotool mousemove "$1" "$2" click 1; }

cd "$work" || exit 1
"$OLDPWD/${view#"$OLDPWD"/}" --version >/dev/null 2>&1
case $view in /*) bin=$view ;; *) bin=$OLDPWD/$view ;; esac
"$bin" --size 1200x700 --dump "$dump" jobs.yaml 2>"$work/err" &
app=$!
expect at 0 "the window opens"
check '[ "$(value title)" = "jobs.yaml · 1 CPU · rr" ]' "the title tells file, machine and policy"
sleep 0.5
window=$(xdotool search --onlyvisible --name jobs.yaml | head -n 1)
xdotool windowmove "$window" 0 0 windowfocus "$window" 2>/dev/null
sleep 0.3

press Right; expect at 5000000 "Right steps to the next event"
press Right; expect at 10000000 "and to the next"
expect now.A ready "A waits when its slice is over"
press Left; expect at 5000000 "Left steps back"
expect now.A running "A runs again in the past"
press End; expect at 60000000 "End goes to the end"
press Home; expect at 0 "Home goes to the start"

from=$(value from); press w; differs from "$from" "W zooms in"
press f; expect from "$from" "F fits"
press Down Down; expect selected_lane A "Down selects lanes"
press shift+Right shift+Right; expect at 10000000 "Shift+Right steps within the lane"
press Escape; expect selected_lane "" "Escape clears the selection"

xdotool mousemove 600 180 click 4; differs from "$from" "the wheel zooms"
press f; expect from "$from" "F fits again"
xdotool mousemove 600 400 mousedown 1 mousemove 560 400 mousemove 500 400 mouseup 1; differs from "$from" "dragging moves"
press f
click 400 150; differs selected_lane "" "a click selects a segment"
press Escape

press slash; expect overlay search "/ opens the search"
xdotool type --delay 60 exit; expect search_hits 3 "three events are called exit"
expect at 30000000 "the playhead goes to the first"
press Return; press Escape; expect overlay none "Escape closes the search"
press question; expect overlay help "? shows the keys"
press Escape; expect overlay none "Escape closes them"
press t; expect overlay table "T shows the numbers"
press Escape
press Home; press b; expect bookmarks 1 "B sets a bookmark"
press End; press Tab; expect at 0 "Tab goes to it"
press Right Right; press bracketleft; press Right Right; press bracketright
differs range "0..0" "[ and ] select a range"
press Escape
press y; expect theme dark "Y changes the theme"
press y y; expect theme light "and back"
press p; expect panes 0 "P hides the panes"
press p; expect panes 1 "and shows them"
press l; expect note 0 "L begins the lecture with the first note"
expect at 10000000 "at its time"
press Next; expect note 1 "PageDown turns to the next"
press Prior; expect note 0 "PageUp turns back"
press l; expect lecture 0 "L ends it"
press Home; press plus plus plus plus plus; press space; differs at 0 "Space plays"
expect at 60000000 "to the end"
expect playing 0 "and stops there"

press x; expect whatif 1 "X asks what if"
press Right Right Return; expect compare "jobs.yaml · 1 CPU · rr" "two cores run, above the run before"
check '[ "$(value title)" = "jobs.yaml · 2 CPUs · rr" ]' "the machine has two CPUs now"
press m; expect compare "" "M ends the comparison"
press m; expect compare "jobs.yaml · 1 CPU · rr" "and compares again"
press m; expect compare "" "and not"
press ctrl+s; sleep 2
for f in svg pdf png; do check "[ -s $work/jobs.$f ]" "Ctrl+S saves jobs.$f"; done
press Escape

sed 's/cpu: 30ms/cpu: 40ms/' jobs.yaml >new && sleep 1 && mv new jobs.yaml
expect end 40000000 "saving the file runs it again" # 2 CPUs: A alone takes 40 ms
printf 'jobs:\n  - {nam: A}\n' >jobs.yaml
differs message "" "a broken file shows its error in the window"
check 'grep -q "^message=jobs.yaml:2:" "$dump"' "with file and line"
expect end 40000000 "and the run stays"
press Escape
xdotool windowsize "$window" 400 300; expect size 400x300 "a small window"
press Right; xdotool windowsize "$window" 1390 890; expect size 1390x890 "a big one"
xdotool mousemove 5 5 mousemove 700 300; sleep 0.2
press ctrl+q
n=0
while kill -0 "$app" 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
check '! kill -0 "$app" 2>/dev/null' "Ctrl+Q quits"
wait "$app"; rc=$?
check '[ $rc = 0 ]' "with exit code 0 (it was $rc)"
app=
check '[ ! -s "$work/err" ]' "nothing on stderr"
[ -s "$work/err" ] && head -20 "$work/err"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
