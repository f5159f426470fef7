#!/bin/sh
# Every number in the comments of the scenarios is what running the scenario gives. GILSCOPE is the program.
cd "$(dirname "$0")/.." || exit 1
gil=${GILSCOPE:-./gilscope}
case $gil in /*) ;; *) gil=$PWD/$gil ;; esac
command -v python3 >/dev/null || { echo "python3 is missing: not checked"; exit 0; }
exec python3 tests/teaching.py "$gil" $(grep -l "^#   [[:alpha:]]*: " scenarios/*.yaml) scenarios/scheduling/*.yaml
