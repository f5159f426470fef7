#!/bin/sh
# The pictures as files: SVG, PDF and PNG of one scene agree when rasterised by others; every option does what it says; wrong input is
# refused with a message. usage: GILSCOPE=... test_pictures.sh. Last line: "N passed, M failed".
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope} view=${GILSCOPE_VIEW:-$(dirname "${GILSCOPE:-./gilscope}")/gilscope-view}
[ -x "$view" ] || { echo "$view is not built: skipped"; exit 0; }
for tool in rsvg-convert pdftoppm pdffonts pdftotext pdfinfo python3; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: skipped"; exit 0; }
done
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
check() { # WHAT COMMAND...
    what=$1
    shift
    if "$@" >"$dir/out" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAIL $what"
        head -n 5 "$dir/out"
    fi
}
same() { check "$1: $2, not $3" [ "$2" = "$3" ]; }
pixels() { python3 tests/common_pixels.py "$@" 2>&1; }
export_to() { # PATH|- OPTIONS... FILE
    [ "$1" = - ] || rm -f "$1" # what an export before left must not stand in for this one
    "$gil" export -o "$@" 2>"$dir/err"
}
near() { pixels compare "$1" "$2" | awk '{print > "/dev/stderr"; exit !($1 <= 4 && $2 <= 0.025)}'; }
far() { ! near "$1" "$2"; }

hogs=scenarios/gil_two_hogs.py

# one scene, three formats
n=0
for scene in "$hogs --to 60ms" "scenarios/spinner_prime_async.py" "scenarios/scheduling/mlfq_boost.yaml --theme print" \
    "scenarios/primes_six_cores.yaml --theme dark --to 3s"; do
    n=$((n + 1))
    for f in svg pdf png; do check "$scene as $f" export_to "$dir/$n.$f" --width 900 $scene; done
    check "rsvg-convert reads $scene" rsvg-convert "$dir/$n.svg" -o "$dir/$n-svg.png"
    check "pdftoppm reads $scene" pdftoppm -r 96 -singlefile "$dir/$n.pdf" "$dir/$n-pdf"
    check "$scene: SVG and PNG agree" near "$dir/$n-svg.png" "$dir/$n.png"
    check "$scene: PDF and PNG agree" near "$dir/$n-pdf.ppm" "$dir/$n.png"
done
export_to "$dir/other.png" --width 900 --from 2ms --to 62ms "$hogs"
check "another picture does not agree" far "$dir/1.png" "$dir/other.png"

# text is text
check "the PDF's fonts are embedded" sh -c 'pdffonts "$1" | awk "NR > 2 {n++; if (\$(NF - 4) != \"yes\") bad = 1} END {exit bad || !n}"' - "$dir/1.pdf"
pdftotext -layout "$dir/1.pdf" "$dir/1.txt"
for word in MainThread "Thread-1 (count)" GIL "CPU 0" "waits for the GIL" "20 ms"; do
    check "the PDF says $word" grep -qF "$word" "$dir/1.txt"
    check "the SVG says $word" grep -qF ">$word</text>" "$dir/1.svg"
done
check "the SVG tells more when pointed at" grep -q '<title>Thread-1 (count): waits for the GIL' "$dir/1.svg"

# options
svg() { export_to "$dir/o.svg" "$@"; }
svg --width 1200 "$hogs"
check "--width" grep -q '<svg [^>]*width="1200"' "$dir/o.svg"
svg --width 3200 "$hogs"
check "--width 3200 grows" grep -q 'width="3200" height="[0-9]*" viewBox="0 0 1600 ' "$dir/o.svg"
svg --height 777 "$hogs"
check "--height" grep -q 'height="777"' "$dir/o.svg"
svg --from 20ms --to 40ms "$hogs"
check "--from and --to" sh -c 'grep -qF ">30 ms</text>" "$1" && ! grep -qE ">(15|45|50) ms</text>" "$1"' - "$dir/o.svg"
svg --lanes "GIL,Thread-1 (count)" "$hogs"
check "--lanes" sh -c 'grep -qF ">Thread-1 (count)</text>" "$1" && ! grep -qE ">(CPU 0|MainThread|CPUs)</text>" "$1"' - "$dir/o.svg"
svg --title "Hogs & <GIL>" "$hogs"
check "--title stands in the picture" grep -qF '>Hogs &amp; &lt;GIL&gt;</text>' "$dir/o.svg"
check "and names it" grep -qF '<title>Hogs &amp; &lt;GIL&gt;</title>' "$dir/o.svg"
export_to "$dir/o.pdf" --title "Two hogs" "$hogs"
check "--title of the PDF" sh -c 'pdfinfo "$1" | grep -q "^Title: *Two hogs"' - "$dir/o.pdf"
for theme in light:f5f6f8 dark:1c2026 print:ffffff; do
    export_to "$dir/o.png" --theme "${theme%:*}" "$hogs"
    same "--theme ${theme%:*}" "$(pixels first "$dir/o.png")" "${theme#*:}"
done
export_to "$dir/o.png" --width 500 --height 300 --scale 2 "$hogs"
same "--scale" "$(pixels size "$dir/o.png")" 1000x600
svg --font 2 "$hogs"
check "--font" grep -q 'font-size="23.00"' "$dir/o.svg"
svg "$hogs"
cp "$dir/o.svg" "$dir/plain.svg"
svg --at 20ms "$hogs"
check "--at draws the playhead" sh -c 'grep -q c2255c "$1" && ! grep -q c2255c "$2"' - "$dir/o.svg" "$dir/plain.svg"
svg --arrows "$hogs"
check "--arrows" sh -c '[ "$(grep -c "<line" "$1")" -gt "$(grep -c "<line" "$2")" ]' - "$dir/o.svg" "$dir/plain.svg"
export_to - --format svg "$hogs" >"$dir/stdout.svg"
check "- is stdout" cmp "$dir/stdout.svg" "$dir/plain.svg"
export_to "$dir/o.gif" --seconds 2 --fps 5 --width 640 --height 400 --from 10ms --to 40ms "$hogs"
same "--seconds --fps and the size of a GIF" "$(pixels frames "$dir/o.gif")" "640x400 10 frames 380" # the last stays for 2 s
export_to "$dir/p.gif" --seconds 2 --fps 5 --width 640 --height 400 --from 20ms --to 40ms "$hogs"
check "--from of a GIF" sh -c '! cmp -s "$1" "$2"' - "$dir/o.gif" "$dir/p.gif"
cat >"$dir/notes.yaml" <<'YAML'
jobs: [{name: A, cpu: 9ms}, {name: B, cpu: 9ms}]
notes: [{at: 2ms, say: first of all}, {at: 5ms, say: and then, zoom: 4ms}, {at: 8ms, say: at last}]
YAML
export_to "$dir/n.pdf" --notes "$dir/notes.yaml"
same "--notes: a page each" "$(pdfinfo "$dir/n.pdf" | awk '/^Pages/ {print $2}')" 3
pdftotext -f 2 -l 2 "$dir/n.pdf" "$dir/n.txt"
check "the second note on the second page" grep -q "and then" "$dir/n.txt"
check "only there" sh -c '! grep -q "first of all" "$1"' - "$dir/n.txt"

# what is refused, with which exit code, and what is said
refused() { # CODE WORDS ARGS...
    code=$1 words=$2
    shift 2
    "$gil" export "$@" >"$dir/out" 2>"$dir/err"
    same "exit code of export $*" $? "$code"
    check "it says '$words': $(head -n 1 "$dir/err")" grep -qF -e "$words" "$dir/err"
}
refused 2 "unknown theme" --theme pink -o "$dir/x.svg" "$hogs"
refused 2 "from 200 to 16384" --width 20 -o "$dir/x.svg" "$hogs"
refused 2 "--from: '5'" --from 5 -o "$dir/x.svg" "$hogs"
refused 1 "accepted: CPU 0" --lanes nobody -o "$dir/x.svg" "$hogs"
refused 1 "not before" --from 9ms --to 9ms -o "$dir/x.svg" "$hogs"
refused 1 "there are no notes" --notes -o "$dir/x.pdf" "$hogs"
refused 1 "cannot write" -o /nowhere/x.svg "$hogs"
refused 1 "cannot write" -o /nowhere/x.png "$hogs"
refused 1 "none.py" -o "$dir/x.svg" none.py
"$gil" run --report none --trace "$dir/t.gtrace" scenarios/deadlock.py >/dev/null 2>&1
size=$(wc -c <"$dir/t.gtrace")
for at in 0 1 7 8 9 15 16 17 100 $((size / 2)) $((size - 1)); do
    head -c "$at" "$dir/t.gtrace" >"$dir/cut.gtrace"
    refused 1 "cut.gtrace" -o "$dir/x.svg" "$dir/cut.gtrace"
done
check "the whole one opens" export_to "$dir/t.svg" "$dir/t.gtrace"

# no display, no fonts
env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER "$view" "$hogs" >"$dir/out" 2>"$dir/err"
same "exit code without a display" $? 1
check "it says what works" grep -q -e "--screenshot" "$dir/err"
mkdir "$dir/fonts"
printf '<?xml version="1.0"?><fontconfig><dir>%s/fonts</dir><cachedir>%s/cache</cachedir></fontconfig>' "$dir" "$dir" >"$dir/fonts.conf"
for f in png pdf svg; do
    FONTCONFIG_FILE=$dir/fonts.conf check "without any font: $f" export_to "$dir/nofont.$f" "$hogs"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
