#!/bin/sh
# Who may include whom: a floor includes itself and the floors below, and outside libraries stay where they belong.
cd "$(dirname "$0")/.." || exit 1
bad=$(mktemp) && trap 'rm -f "$bad"' EXIT

# floor -> what it may include beside itself
may() {
    case $1 in
    base) echo "" ;;
    trace) echo base ;;
    export) echo base trace ;;
    kernel) echo base trace ;;
    sched) echo base trace kernel ;;
    lang) echo base ;;
    freeze) echo base lang ;;
    python) echo base trace kernel lang ;;
    stdlib) echo base trace kernel lang python ;;
    scenario) echo base trace export kernel sched lang python stdlib ;;
    cli) echo base trace export kernel sched lang python stdlib scenario ;;
    paint) echo base trace export ;;
    window) echo base trace export scenario paint ;;
    esac
}
for floor in base trace export kernel sched lang freeze python stdlib scenario cli paint window; do
    case $floor in paint | window) dir=viz/$floor ;; *) dir=sim/$floor ;; esac
    [ -d "$dir" ] || continue
    allowed=" $floor $(may $floor) "
    grep -rnoE --include='*.[ch]' --include='*.def' '^ *# *include "[a-z_]+/' "$dir" | while IFS=: read -r file line text; do
        used=${text##*\"} used=${used%/}
        case $allowed in *" $used "*) ;; *) echo "$file:$line: floor $floor may not include \"$used/...\"" ;; esac
    done >>"$bad"
done

# what -> pattern, and the files that may hold it
only() {
    what=$1 pattern=$2 where=$3
    grep -rnE --include='*.[ch]' "$pattern" sim viz | grep -vE "^($where)|^[^:]*:[0-9]+: *(/\*|\*|//)" | sed "s|^\([^:]*:[0-9]*\):.*|\1: $what does not belong here|" >>"$bad"
}
only "libyaml" '# *include <yaml.h>' 'sim/scenario/'
only "GMP" '# *include <gmp.h>' 'sim/python/bigint_gmp\.c'
only "zlib" '# *include <zlib.h>' 'sim/export/|viz/'
only "SDL" '# *include <SDL' 'viz/window/'
only "cairo and pango" '# *include <(cairo|pango)' 'viz/'
only "setjmp" '\b(set|long)jmp *\(|<setjmp.h>' 'nowhere'
only "a thread" '<(pthread|threads)\.h>' 'viz/window/'
only "exit" '[^_a-zA-Z.>]exit *\(' 'sim/cli/|viz/window/|sim/base/arena\.c|.*(->|\.)exit|.*[*/].*exit'
only "the wall clock" '\b(gettimeofday|clock_gettime|time) *\( *(NULL|CLOCK|&)' 'sim/cli/|viz/window/'
only "libc's random numbers" '\b(rand|srand|random|drand48) *\( *\)' 'nowhere'

# Mutable globals: data symbols in the library (the one exception tells assertions where the world stands).
lib=${BUILD:-}/libgilscope.a
if [ -f "$lib" ] && [ -z "$SAN" ] && command -v objdump >/dev/null; then
    objdump -t "$lib" | awk '/^[^ ]*\.o:/ {file = $1} $0 ~ / O \.(data|bss)[ \t]/ {print "a mutable global: " file " " $NF}' |
        grep -Ev 'assert\.o: context(\.[0-9]+)?$' >>"$bad"
fi
if [ -s "$bad" ]; then
    cat "$bad"
    exit 1
fi
echo "layers: all includes go down"
