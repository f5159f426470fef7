#!/bin/sh
# usage: embed.sh sim/FLOOR/FILE... > embedded.c    Turns files into the table that base/embed.h declares.
# Arrays of small integers, not strings: a string literal may have 4095 characters only.
set -e
echo '#include "base/embed.h"'
i=0
for f; do
    printf 'static const char text_%d[] = {\n' "$i"
    od -An -v -td1 "$f" | sed 's/ *\(-\{0,1\}[0-9][0-9]*\)/\1,/g'
    echo '0};'
    i=$((i + 1))
done
echo 'const struct embedded_file embedded_files[] = {'
i=0
for f; do
    printf '    {"%s", text_%d, sizeof text_%d - 1},\n' "${f#sim/}" "$i" "$i"
    i=$((i + 1))
done
echo '    {0},'
echo '};'
