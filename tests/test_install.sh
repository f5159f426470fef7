#!/bin/sh
# make install puts everything where a package would, a program can be built against it, and uninstall leaves nothing.
cd "$(dirname "$0")/.." || exit 1
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
ok() {
    name=$1
    shift
    if "$@" >"$dir/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAIL $name"
        head -n 5 "$dir/log" | sed 's/^/    /'
    fi
}
set_make() { make --no-print-directory BUILD="${BUILD:-build/test}" CC="${CC:-gcc}" SAN="$SAN" HARD="$HARD" PREFIX=/usr DESTDIR="$dir/root" "$@"; }
unset MAKEFLAGS MFLAGS MAKELEVEL
ok "install" set_make install
root=$dir/root/usr
for f in bin/gilscope lib/libgilscope.a include/gilscope.h lib/pkgconfig/gilscope.pc share/man/man1/gilscope.1 \
    share/bash-completion/completions/gilscope share/applications/gilscope.desktop share/icons/hicolor/scalable/apps/gilscope.svg; do
    ok "$f is there" test -s "$root/$f"
done
ok "it runs" "$root/bin/gilscope" --version
ok "the man page has the options" grep -q 'switch.interval' "$root/share/man/man1/gilscope.1"
if command -v groff >/dev/null; then
    ok "the man page is clean" sh -c '[ -z "$(groff -man -Tascii -ww -z "$1" 2>&1)" ]' - "$root/share/man/man1/gilscope.1"
fi
if command -v bash >/dev/null; then ok "the completion parses" bash -n "$root/share/bash-completion/completions/gilscope"; fi
cat >"$dir/use.c" <<'C'
#include <gilscope.h>
#include <stdio.h>
int main(int argc, char **argv) {
    struct gilscope *g = gilscope_open(argc > 1 ? argv[1] : "");
    int bad = !gilscope_run(g);
    printf("%lld %s\n", (long long)gilscope_elapsed_ns(g), gilscope_error(g));
    gilscope_close(g);
    return bad;
}
C
printf 'profile: ideal\njobs: [{cpu: 5ms}]\n' >"$dir/s.yaml"
use_it() {
    san=
    [ -z "$SAN" ] || san=-fsanitize=address,undefined
    flags=$(PKG_CONFIG_PATH=$root/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$dir/root pkg-config --define-prefix --cflags --libs gilscope) || return 1
    # shellcheck disable=SC2086
    ${CC:-gcc} $san "$dir/use.c" -I"$root/include" -L"$root/lib" $flags -o "$dir/use" && [ "$("$dir/use" "$dir/s.yaml")" = "5000000 " ]
}
command -v pkg-config >/dev/null && ok "a program links with pkg-config" use_it
ok "uninstall" set_make uninstall
ok "nothing is left" sh -c '[ -z "$(find "$1" -type f)" ]' - "$dir/root"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
