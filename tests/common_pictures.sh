#!/bin/sh
# make pictures: the pictures of the README, from the scenarios. GILSCOPE names the program; gilscope-view lies beside it.
view=$(dirname "${GILSCOPE:?}")/gilscope-view
to=scenarios/pictures
mkdir -p "$to" || exit 1
shot() { # name size scale theme options... file
    name=$1 size=$2 scale=$3 theme=$4
    shift 4
    "$view" --screenshot "$to/$name.png" --size "$size" --scale "$scale" --theme "$theme" "$@" || exit 1
    echo "$to/$name.png"
}
# As wide as a page shows them, so that their type can be read there.
shot gil 1120x600 1.5 light --from 12ms --to 58ms --at 38ms scenarios/gil_two_cores.yaml
shot procs 1280x984 1.25 light --profile fluent2021 --at 3s scenarios/primes_procs.py
shot frozen_loop 1200x640 1.25 dark --do lecture,note_next scenarios/frozen_loop.yaml
sh tests/test_figure.sh --data | sh tests/common_figure.sh >"$to/figure.svg" || exit 1
echo "$to/figure.svg"
