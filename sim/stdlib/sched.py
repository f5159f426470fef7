"""Events at times, one after the other; equal times by priority, then in order."""
import heapq
import itertools
import threading
import time
from collections import namedtuple

__all__ = ['scheduler']


class Event(namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')):
    def __eq__(self, other):
        return self[:3] == other[:3]

    def __lt__(self, other):
        return self[:3] < other[:3]

    __hash__ = None


class scheduler:
    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        self._queue = []
        self._lock = threading.RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._sequence = itertools.count()

    def enterabs(self, time, priority, action, argument=(), kwargs={}):
        with self._lock:
            event = Event(time, priority, next(self._sequence), action, argument, dict(kwargs))
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs={}):
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        with self._lock:
            return not self._queue

    @property
    def queue(self):
        with self._lock:
            return sorted(self._queue)

    def run(self, blocking=True):
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                now = self.timefunc()
                late = event.time <= now
                if late:
                    heapq.heappop(self._queue)
            if not late:
                if not blocking:
                    return event.time - now
                self.delayfunc(event.time - now)
            else:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)
