"""Scheduling classes: what is asked for is what is told."""
import os
import threading

print(os.SCHED_OTHER, os.SCHED_FIFO, os.SCHED_RR, os.SCHED_BATCH, os.SCHED_IDLE)
param = os.sched_param(10)
print(param, param.sched_priority, param == (10,), os.sched_param(sched_priority=3), type(param).__name__, isinstance(param, tuple))
print([(os.sched_get_priority_min(p), os.sched_get_priority_max(p)) for p in (os.SCHED_OTHER, os.SCHED_FIFO, os.SCHED_RR, os.SCHED_BATCH, os.SCHED_IDLE)])
print(os.sched_getscheduler(0), os.sched_getparam(0))
zero = os.sched_param(0)
for policy in (os.SCHED_BATCH, os.SCHED_IDLE, os.SCHED_OTHER):
    os.sched_setscheduler(0, policy, zero)
    print(os.sched_getscheduler(0), os.sched_getscheduler(os.getpid()), os.sched_getparam(0))
os.sched_setscheduler(0, os.SCHED_BATCH, zero)

# a thread inherits; what it changes is its own
def inner():
    print('thread begins as', os.sched_getscheduler(0))
    os.sched_setscheduler(0, os.SCHED_IDLE, zero)
    print('thread', os.sched_getscheduler(0), 'main', os.sched_getscheduler(os.getpid()))

thread = threading.Thread(target=inner)
thread.start()
thread.join()
print('main', os.sched_getscheduler(0))
go = threading.Event()
waiter = threading.Thread(target=go.wait)
waiter.start()
os.sched_setscheduler(waiter.native_id, os.SCHED_OTHER, zero)
print('waiter', os.sched_getscheduler(waiter.native_id), 'main', os.sched_getscheduler(0))
go.set()
waiter.join()

for call in (lambda: os.sched_setscheduler(0, os.SCHED_FIFO, zero), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(100)),
             lambda: os.sched_setscheduler(0, os.SCHED_OTHER, param), lambda: os.sched_setscheduler(0, 42, zero), lambda: os.sched_setscheduler(0, -7, zero),
             lambda: os.sched_setscheduler(0, os.SCHED_OTHER, 0), lambda: os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param('1')),
             lambda: os.sched_setscheduler(999999, os.SCHED_OTHER, zero), lambda: os.sched_getscheduler(-1), lambda: os.sched_getscheduler(999999),
             lambda: os.sched_getscheduler('0'), lambda: os.sched_setparam(0, param), lambda: os.sched_get_priority_max(77), lambda: os.sched_param()):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
