#!/bin/sh
# make agree: gcc and clang, -O0 and -O2, each run twice over every scenario against the golden traces (hashes among them), and the laws on
# each. Too long for make check; usage: common_agree.sh
cd "$(dirname "$0")/.." || exit 1
failed=0
for cc in gcc clang; do
    for opt in -O0 -O2; do
        build=build/agree-$cc$opt
        make CC="${LAUNCHER:+$LAUNCHER }$cc" OPT=$opt BUILD="$build" "$build/gilscope" >/dev/null || exit 1
        for turn in 1 2; do
            told=$(GILSCOPE=$build/gilscope sh tests/golden.sh) || failed=1
            echo "$cc $opt, run $turn: $told"
        done
        for s in $(find scenarios -name '*.py' -o -name '*.yaml' | LC_ALL=C sort); do
            "$build/gilscope" check "$s" >/dev/null 2>&1 </dev/null
            status=$? # 3: the lesson is a program that fails
            [ $status = 0 ] || [ $status = 3 ] || { echo "FAIL $cc $opt $s: exit code $status of check"; failed=1; }
        done
    done
done
exit $failed
