"""Cooperative concurrency: one thread, one loop, many coroutines."""
import _gilscope
from asyncio.exceptions import *
from asyncio.events import *
from asyncio.base_events import BaseEventLoop, Server, SelectorEventLoop
from asyncio.futures import *
from asyncio.coroutines import *
from asyncio.tasks import *
from asyncio.locks import *
from asyncio.queues import *
from asyncio.timeouts import *
from asyncio.taskgroups import *
from asyncio.runners import *
from asyncio.threads import *
from asyncio import base_events, coroutines, events, exceptions, futures, locks, queues, runners, taskgroups, tasks, threads, timeouts

_since = {'Runner': 11, 'TaskGroup': 11, 'timeout': 11, 'timeout_at': 11, 'Timeout': 11, 'Barrier': 11, 'BrokenBarrierError': 11,
          'eager_task_factory': 12, 'create_eager_task_factory': 12, 'QueueShutDown': 13}
for _name, _minor in _since.items():
    if _gilscope.minor < _minor:
        del globals()[_name]
del _name, _minor
