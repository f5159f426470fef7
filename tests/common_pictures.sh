#!/bin/sh
# make pictures: the pictures of the README, from the scenarios. GILSCOPE names the program; gilscope-view lies beside it.
view=$(dirname "${GILSCOPE:?}")/gilscope-view
to=scenarios/pictures
mkdir -p "$to" || exit 1
shot() { # name at size theme file options...
    name=$1 at=$2 size=$3 theme=$4
    shift 4
    "$view" "$@" --screenshot "$to/$name.png" --at "$at" --size "$size" --theme "$theme" || exit 1
    echo "$to/$name.png"
}
shot gil 40ms 1280x720 light scenarios/gil_two_cores.yaml
shot procs 2s 1920x1080 light --profile fluent2021 scenarios/primes_procs.py
shot frozen_loop 1s 1280x720 dark scenarios/spinner_async_blocked.py
sh tests/test_figure.sh --data | sh tests/common_figure.sh >"$to/figure.svg" || exit 1
echo "$to/figure.svg"
