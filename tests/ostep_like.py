"""Scheduling as a student simulates it after reading OSTEP: lists of jobs, one tick at a time. The other side of bench_sched.sh.

usage: ostep_like.py POLICY QUANTUM FILE    FILE: one length in ticks a line; prints the sum of the turnaround times."""
import sys


def fcfs(lengths, quantum):
    return rr(lengths, sum(lengths))


def rr(lengths, quantum):
    left = list(lengths)
    queue = list(range(len(left)))
    time, turnaround, current, used = 0, 0, None, 0
    while queue or current is not None:
        if current is None:
            current, used = queue.pop(0), 0
        time += 1
        left[current] -= 1
        used += 1
        if left[current] == 0:
            turnaround += time
            current = None
        elif used == quantum:
            queue.append(current)
            current = None
    return turnaround


def mlfq(lengths, quantum, levels=3):
    left = list(lengths)
    used = [0] * len(left)
    queues = [list(range(len(left)))] + [[] for _ in range(levels - 1)]
    time, turnaround, done = 0, 0, 0
    while done < len(left):
        level = 0
        while not queues[level]:
            level += 1
        job = queues[level][0]
        time += 1
        left[job] -= 1
        used[job] += 1
        if left[job] == 0:
            queues[level].pop(0)
            turnaround += time
            done += 1
        elif used[job] == quantum:
            queues[level].pop(0)
            used[job] = 0
            queues[min(level + 1, levels - 1)].append(job)
    return turnaround


policy, quantum, path = sys.argv[1:]
with open(path) as file:
    print({'fcfs': fcfs, 'rr': rr, 'mlfq': mlfq}[policy]([int(line) for line in file], int(quantum)))
