"""chrome.py FILE...: is each a Chrome trace that a viewer shows whole? Slices nest in their lane, times do not go back in it, every lane and
process has a name, every flow ends on a slice of its lane, the unit is told."""

import collections
import json
import sys


def flaws(trace):
    if trace.get('displayTimeUnit') not in ('ns', 'ms'):
        yield 'displayTimeUnit is missing'
    names, slices, whole, flows = set(), collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(list)
    for e in trace['traceEvents']:
        lane = e.get('pid'), e.get('tid')
        if e['ph'] == 'M':
            if e['name'] in ('process_name', 'thread_name'):
                if not e['args']['name']:
                    yield f'{lane} has an empty name'
                names.add((e['name'], e['pid'], e['tid'] if e['name'] == 'thread_name' else None))
            continue
        if e['ph'] in 'BE':
            yield f'{lane} has a {e["ph"]} event: only whole slices are written'
        if e['ph'] == 'X':
            whole[lane].append(e)
            slices[lane].append((round(e['ts'] * 1000), round(e['dur'] * 1000), e['name']))
        if e['ph'] in 'stf':
            flows[e['id']].append((e['ph'], lane, round(e['ts'] * 1000)))
        if e['ph'] != 'C':
            if ('process_name', e['pid'], None) not in names:
                yield f'process {e["pid"]} has no name'
            if ('thread_name', *lane) not in names:
                yield f'lane {lane} has no name'
    for lane, items in slices.items():
        open_until, last = [], 0
        for e, after in zip(whole[lane], whole[lane][1:]):
            if e['ts'] <= after['ts'] < e['ts'] + e['dur'] and after['ts'] + after['dur'] > e['ts'] + e['dur']:
                yield f'{lane}: the sum of ts and dur of {e["name"]!r} at {e["ts"]} laps over the next slice'
        for ts, dur, name in items:
            if ts < last:
                yield f'{lane}: {name!r} at {ts} ns goes back in time'
            last = ts
            while open_until and open_until[-1] <= ts:
                open_until.pop()
            if dur < 0 or (open_until and ts + dur > open_until[-1]):
                yield f'{lane}: {name!r} at {ts} ns does not nest'
            open_until.append(ts + dur)
    for ident, ends in flows.items():
        if [e[0] for e in sorted(ends, key=lambda e: e[2])].count('s') != 1:
            yield f'flow {ident} has no single start'
        for ph, lane, ts in ends:
            if lane not in slices:
                yield f'flow {ident} ({ph}) is on {lane}, which has no slice'


bad = 0
for path in sys.argv[1:]:
    with open(path, encoding='utf-8') as f:
        for flaw in list(dict.fromkeys(flaws(json.load(f))))[:5]:
            print(f'FAIL {path}: {flaw}')
            bad += 1
sys.exit(bad > 0)
