"""The numbers that the comments of scenarios claim, against what running them gives.

A claim is a comment line `#   NAME: key value, key value`; it speaks of the file itself, or of the last `# with FLAGS:` line
above. `all` is the whole run, `GIL` the main process' lock (held and waited: median, p90, max). Values have a unit (ns us ms s %) or none, and hold to as many digits as are written.
usage: teaching.py GILSCOPE [--fill] FILE...     --fill writes the true numbers"""
import json
import re
import shlex
import subprocess
import sys
import tempfile
from decimal import Decimal

UNITS = {"ns": Decimal(1), "us": Decimal(1000), "ms": Decimal(10**6), "s": Decimal(10**9)}
TIMES = {"response": "response", "turnaround": "turnaround", "waits": "wait", "runs": "run", "throttled": "throttled", "ends": "end", "starts": "first_run"}


def actual(report, name, key):
    """The number, and whether it is a time or a share."""
    if name == "all":
        if key == "elapsed":
            return report["elapsed_ns"], "time"
        if key in TIMES:
            return report[TIMES[key] + "_mean_ns"], "time"
        if key in ("utilisation", "fairness"):
            return report[key], "share" if key == "utilisation" else "number"
        return report[{"switches": "context_switches"}.get(key, key)], "number"
    if name == "GIL":
        gil = report["gils"]["MainProcess"]
        what, _, which = key.partition(" ")
        return (gil[{"held": "hold_ns", "waited": "wait_ns"}[what]][which], "time") if which else (gil[key], "number")
    job = report["jobs"][name]
    if key.startswith("latency "):
        return job["wake_latency_ns"][key.split()[1]], "time"
    if key in TIMES:
        return job[TIMES[key] + "_ns"], "time"
    return job[key], "number"


def shown(value, kind):
    value = Decimal(str(value))
    if kind == "share":
        return f"{(value * 100).quantize(Decimal('0.1'))} %"
    if kind == "number":
        return f"{value.normalize():f}"
    for unit in ("s", "ms", "us"):
        if abs(value) >= UNITS[unit] or unit == "us":
            unit = "ms" if value == 0 else unit
            return f"{(value / UNITS[unit]).quantize(Decimal('0.001')).normalize():f} {unit}"


def agrees(claim, value, kind):
    number, _, unit = claim.partition(" ")
    wanted, value = Decimal(number), Decimal(str(value))
    if kind == "time" and unit not in UNITS or kind == "share" and unit != "%" or kind == "number" and unit:
        return False
    value = value / UNITS[unit] if kind == "time" else value * 100 if kind == "share" else value
    return abs(value - wanted) <= Decimal(1).scaleb(wanted.as_tuple().exponent) / 2


def run(program, path, flags):
    with tempfile.NamedTemporaryFile() as numbers:  # stdout is the program's
        command = [program, "run", "--report", "none", "--json", numbers.name, *flags, path]
        done = subprocess.run(command, capture_output=True, text=True)
        text = numbers.read()
    if not text:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return json.loads(text)


def check(program, path, fill):
    passed = failed = 0
    lines, flags, report = open(path).read().split("\n"), [], None
    for i, line in enumerate(lines):
        with_flags = re.match(r"# with (--[^:]*):", line)
        if with_flags:
            flags, report = shlex.split(with_flags[1]), None
        claim = re.match(r"#   (\w+): (.*)", line)
        if not claim:
            continue
        report = report or run(program, path, flags)
        parts = []
        for part in claim[2].split(", "):
            key, number = re.fullmatch(r"([a-z0-9 ]+) (\?|-?[0-9.]+(?: \S+)?)", part).groups()
            value, kind = actual(report, claim[1], key)
            if fill:
                number = shown(value, kind)
            parts.append(f"{key} {number}")
            if number != "?" and agrees(number, value, kind):
                passed += 1
            else:
                failed += 1
                print(f"FAIL {path}:{i + 1}: {claim[1]}: {part}, but running it gives {shown(value, kind)}")
        lines[i] = f"#   {claim[1]}: {', '.join(parts)}"
    if fill:
        open(path, "w").write("\n".join(lines))
    if passed + failed == 0:
        print(f"FAIL {path}: claims no number")
        failed = 1
    return passed, failed


def main():
    fill = "--fill" in sys.argv
    results = [check(sys.argv[1], path, fill) for path in sys.argv[2:] if path != "--fill"]
    failed = sum(f for _, f in results)
    print(f"{sum(p for p, _ in results)} passed, {failed} failed")
    sys.exit(failed > 0)


main()
