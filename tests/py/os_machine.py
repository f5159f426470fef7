"""Nice values and CPU sets of threads and processes: what is asked for is what is told."""
import os
import threading
from multiprocessing import Process, SimpleQueue


def nice(tid=0):
    return os.getpriority(os.PRIO_PROCESS, tid)


def here(results, name):
    results.put((name, nice(), sorted(os.sched_getaffinity(0))))


cpu = min(os.sched_getaffinity(0))
print(os.nice(0), nice(), nice(os.getpid()), os.nice(3), os.nice(2), nice())

# a thread and a child inherit what their starter has; what they change is theirs alone
results = SimpleQueue()


def lower():
    print('thread begins at', nice())
    os.nice(4)
    print('thread', nice(), 'main', nice(os.getpid()), 'by id', nice(threading.get_native_id()))
    os.sched_setaffinity(0, {cpu})
    print('thread on', os.sched_getaffinity(0) == {cpu})


before = os.sched_getaffinity(0)
thread = threading.Thread(target=lower)
thread.start()
thread.join()
print('main', nice(), os.sched_getaffinity(0) == before)
os.sched_setaffinity(os.getpid(), [cpu])
child = Process(target=here, args=(results, 'child'))
child.start()
child.join()
name, value, cpus = results.get()
print(name, value, cpus == [cpu])

# another thread and another process, from outside
go = threading.Event()
waiter = threading.Thread(target=go.wait)
waiter.start()
os.setpriority(os.PRIO_PROCESS, waiter.native_id, 11)
print('waiter', nice(waiter.native_id), 'main', nice(), waiter.native_id != os.getpid())
go.set()
waiter.join()
os.setpriority(os.PRIO_PROCESS, 0, 100)
print('clamped', nice(), os.nice(1))

for call in (lambda: os.sched_setaffinity(0, []), lambda: nice(999999), lambda: os.sched_getaffinity(999999), lambda: os.setpriority(0, 999999, 1),
             lambda: os.nice('1'), lambda: os.sched_setaffinity(0, 3), lambda: os.sched_setaffinity(0, ['a'])):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
