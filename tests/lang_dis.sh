#!/bin/sh
# Our bytecode against CPython 3.11's on the corpus and our own scenarios; left out where no python 3.11 is installed.
BUILD=${BUILD:-build/gcc-O2}
for python in /usr/bin/python3 python3 python3.11; do
    version=$($python -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)
    [ "$version" = 3.11 ] && break
done
[ "$version" = 3.11 ] || { echo "lang_dis: no Python 3.11, left out"; exit 0; }
dump=$(mktemp) || exit 1
trap 'rm -f "$dump"' EXIT
${CC:-gcc} -std=c11 -O1 ${SAN:+-fsanitize=address,undefined} -Isim tests/lang_dump.c "$BUILD/libgilscope.a" -lm -o "$dump" || exit 1
exec $python tests/lang_dis.py "$dump" tests/corpus/lang/*.py $(find scenarios -name '*.py')
