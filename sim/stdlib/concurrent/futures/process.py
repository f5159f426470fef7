"""A pool of processes.

    submit -> pending work items -> [manager thread] -> call queue -> workers -> result queue -> [manager thread] -> futures

The call queue holds at most one more than there are workers, so that what is not yet begun can still be cancelled. A
worker that dies breaks the pool: its sentinel tells the manager."""
import _gilscope
import itertools
import multiprocessing as mp
import os
import queue
import threading
from functools import partial
from multiprocessing.connection import wait as _wait_connections, Pipe
from multiprocessing.queues import Queue
from concurrent.futures import _base

_EXTRA_QUEUED_CALLS = 1
_threads_wakeups = {}
_global_shutdown = False


def _python_exit():
    global _global_shutdown
    _global_shutdown = True
    items = list(_threads_wakeups.items())
    for thread, wakeup in items:
        wakeup.wakeup()
    for thread, wakeup in items:
        thread.join()


threading._register_atexit(_python_exit)


class _ThreadWakeup:
    def __init__(self):
        self._closed = False
        self._lock = threading.Lock()
        self._reader, self._writer = Pipe(duplex=False)

    def close(self):
        with self._lock:
            if not self._closed:
                self._closed = True
                self._writer.close()
                self._reader.close()

    def wakeup(self):
        with self._lock:
            if not self._closed:
                self._writer.send_bytes(b'')

    def clear(self):
        with self._lock:
            while self._reader.poll():
                self._reader.recv_bytes()


class _RemoteTraceback(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class _ExceptionWithTraceback:
    """Crosses to the parent with the worker's traceback as its cause."""

    def __init__(self, exc, text):
        self.exc = exc
        self.tb = f'\n"""\n{text}"""'

    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


class _WorkItem:
    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs


class _ResultItem:
    def __init__(self, work_id, exception=None, result=None, exit_pid=None):
        self.work_id = work_id
        self.exception = exception
        self.result = result
        self.exit_pid = exit_pid


class _CallItem:
    def __init__(self, work_id, fn, args, kwargs):
        self.work_id = work_id
        self.fn = fn
        self.args = args
        self.kwargs = kwargs


class _SafeQueue(Queue):
    """A queue whose feeder tells the future when its item cannot be pickled."""

    def __init__(self, max_size, *, ctx, pending_work_items, wakeup):
        self.pending_work_items = pending_work_items
        self.thread_wakeup = wakeup
        super().__init__(max_size, ctx=ctx)

    def _on_feeder_error(self, e, obj):
        if isinstance(obj, _CallItem):
            text = _gilscope.format_exception(e)
            e.__cause__ = _RemoteTraceback(f'\n"""\n{text}"""')
            work_item = self.pending_work_items.pop(obj.work_id, None)
            self.thread_wakeup.wakeup()
            if work_item is not None:
                work_item.future.set_exception(e)
        else:
            super()._on_feeder_error(e, obj)


def _process_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


def _get_chunks(*iterables, chunksize):
    it = zip(*iterables)
    while True:
        chunk = tuple(itertools.islice(it, chunksize))
        if not chunk:
            return
        yield chunk


def _process_worker(call_queue, result_queue, initializer, initargs, max_tasks=None):
    """A worker's main loop."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as exc:
            _gilscope.stderr('Exception in initializer:\n' + _gilscope.format_exception(exc))
            return
    done = 0
    while True:
        call_item = call_queue.get(block=True)
        if call_item is None:
            result_queue.put(os.getpid())
            return
        exit_pid = None
        if max_tasks is not None:
            done += 1
            if done >= max_tasks:
                exit_pid = os.getpid()
        try:
            r = call_item.fn(*call_item.args, **call_item.kwargs)
        except BaseException as e:
            exc = _ExceptionWithTraceback(e, _gilscope.format_exception(e))
            _send_result(result_queue, call_item.work_id, exception=exc, exit_pid=exit_pid)
        else:
            _send_result(result_queue, call_item.work_id, result=r, exit_pid=exit_pid)
        call_item = None
        if exit_pid is not None:
            return


def _send_result(result_queue, work_id, result=None, exception=None, exit_pid=None):
    try:
        result_queue.put(_ResultItem(work_id, result=result, exception=exception, exit_pid=exit_pid))
    except BaseException as e:
        exc = _ExceptionWithTraceback(e, _gilscope.format_exception(e))
        result_queue.put(_ResultItem(work_id, exception=exc, exit_pid=exit_pid))


class _ExecutorManagerThread(threading.Thread):
    def __init__(self, executor):
        self.executor = executor
        self.thread_wakeup = executor._executor_manager_thread_wakeup
        self.processes = executor._processes
        self.call_queue = executor._call_queue
        self.result_queue = executor._result_queue
        self.work_ids_queue = executor._work_ids
        self.pending_work_items = executor._pending_work_items
        super().__init__()
        self.name = 'ExecutorManagerThread'

    def run(self):
        while True:
            self.add_call_item_to_queue()
            result_item, broken, cause = self.wait_result_broken_or_wakeup()
            if broken:
                self.terminate_broken(cause)
                return
            if result_item is not None:
                self.process_result_item(result_item)
                if isinstance(result_item, _ResultItem) and result_item.exit_pid is not None:
                    p = self.processes.pop(result_item.exit_pid)
                    p.join()
                    if self.executor._idle_worker_semaphore is not None and not self.is_shutting_down():
                        with self.executor._shutdown_lock:
                            self.executor._adjust_process_count()
                elif self.executor is not None:
                    self.executor._idle_worker_semaphore.release()
                result_item = None
            if self.is_shutting_down():
                self.flag_executor_shutting_down()
                self.add_call_item_to_queue()
                if not self.pending_work_items:
                    self.join_executor_internals()
                    return

    def add_call_item_to_queue(self):
        while True:
            if self.call_queue.full():
                return
            try:
                work_id = self.work_ids_queue.get(block=False)
            except queue.Empty:
                return
            work_item = self.pending_work_items[work_id]
            if work_item.future.set_running_or_notify_cancel():
                self.call_queue.put(_CallItem(work_id, work_item.fn, work_item.args, work_item.kwargs), block=True)
            else:
                del self.pending_work_items[work_id]

    def wait_result_broken_or_wakeup(self):
        result_reader = self.result_queue._reader
        wakeup_reader = self.thread_wakeup._reader
        readers = [result_reader, wakeup_reader]
        _gilscope.charge('executor_wait')
        ready = _wait_connections(readers + [p.sentinel for p in list(self.processes.values())])
        cause = None
        broken = True
        result_item = None
        if any(r is result_reader for r in ready):
            try:
                result_item = result_reader.recv()
                broken = False
            except BaseException as exc:
                cause = _gilscope.format_exception(exc)
        elif any(r is wakeup_reader for r in ready):
            broken = False
        self.thread_wakeup.clear()
        return result_item, broken, cause

    def process_result_item(self, result_item):
        if isinstance(result_item, int):  # a worker that was told to go has gone
            p = self.processes.pop(result_item, None)
            if p is not None:
                p.join()
            return
        work_item = self.pending_work_items.pop(result_item.work_id, None)
        if work_item is not None:
            if result_item.exception is not None:
                work_item.future.set_exception(result_item.exception)
            else:
                work_item.future.set_result(result_item.result)

    def is_shutting_down(self):
        return _global_shutdown or self.executor._shutdown_thread

    def terminate_broken(self, cause):
        executor = self.executor
        executor._broken = ('A child process terminated abruptly, the process pool is not usable anymore')
        executor._shutdown_thread = True
        bpe = BrokenProcessPool('A process in the process pool was terminated abruptly while the future was running or pending.')
        if cause is not None:
            bpe.__cause__ = _RemoteTraceback(f"\n'''\n{cause}'''")
        for work_item in list(self.pending_work_items.values()):
            try:
                work_item.future.set_exception(bpe)
            except _base.InvalidStateError:
                pass
        self.pending_work_items.clear()
        for p in list(self.processes.values()):
            p.terminate()
        self.join_executor_internals()

    def flag_executor_shutting_down(self):
        executor = self.executor
        executor._shutdown_thread = True
        if executor._cancel_pending_futures:
            kept = {}
            for work_id, work_item in self.pending_work_items.items():
                if not work_item.future.cancel():
                    kept[work_id] = work_item
            self.pending_work_items.clear()
            self.pending_work_items.update(kept)
            while True:
                try:
                    self.work_ids_queue.get_nowait()
                except queue.Empty:
                    break
            executor._cancel_pending_futures = False

    def shutdown_workers(self):
        to_stop = sum(p.is_alive() for p in self.processes.values())
        sent = 0
        while sent < to_stop and any(p.is_alive() for p in self.processes.values()):
            for _ in range(to_stop - sent):
                try:
                    self.call_queue.put_nowait(None)
                    sent += 1
                except queue.Full:
                    break

    def join_executor_internals(self):
        self.shutdown_workers()
        self.call_queue.close()
        self.call_queue.join_thread()
        self.thread_wakeup.close()
        for p in list(self.processes.values()):
            p.join()


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker has died."""


class ProcessPoolExecutor(_base.Executor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            max_workers = (os.process_cpu_count() if _gilscope.minor >= 13 else os.cpu_count()) or 1
        elif max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if mp_context is None:
            mp_context = mp.get_context('spawn') if max_tasks_per_child is not None else mp.get_context()
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._mp_context = mp_context
        self._fork = mp_context.get_start_method() == 'fork'
        self._initializer = initializer
        self._initargs = initargs
        self._max_tasks_per_child = max_tasks_per_child
        self._executor_manager_thread = None
        self._processes = {}
        self._shutdown_thread = False
        self._shutdown_lock = threading.Lock()
        self._idle_worker_semaphore = threading.Semaphore(0)
        self._broken = False
        self._queue_count = 0
        self._pending_work_items = {}
        self._cancel_pending_futures = False
        self._executor_manager_thread_wakeup = _ThreadWakeup()
        self._call_queue = _SafeQueue(max_workers + _EXTRA_QUEUED_CALLS, ctx=mp_context, pending_work_items=self._pending_work_items,
                                      wakeup=self._executor_manager_thread_wakeup)
        self._call_queue._ignore_epipe = True
        self._result_queue = mp_context.SimpleQueue()
        self._work_ids = queue.Queue()

    def _start_executor_manager_thread(self):
        if self._executor_manager_thread is None:
            if self._fork:
                self._launch_processes()  # all of them, before there are more threads
            self._executor_manager_thread = _ExecutorManagerThread(self)
            self._executor_manager_thread.start()
            _threads_wakeups[self._executor_manager_thread] = self._executor_manager_thread_wakeup

    def _adjust_process_count(self):
        if self._idle_worker_semaphore.acquire(blocking=False):
            return
        if len(self._processes) < self._max_workers:
            self._spawn_process()

    def _launch_processes(self):
        for _ in range(len(self._processes), self._max_workers):
            self._spawn_process()

    def _spawn_process(self):
        p = self._mp_context.Process(target=_process_worker,
                                     args=(self._call_queue, self._result_queue, self._initializer, self._initargs, self._max_tasks_per_child))
        p.start()
        self._processes[p.pid] = p

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _global_shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            f = _base.Future()
            _gilscope.charge('executor')
            self._pending_work_items[self._queue_count] = _WorkItem(f, fn, args, kwargs)
            self._work_ids.put(self._queue_count)
            self._queue_count += 1
            self._executor_manager_thread_wakeup.wakeup()
            if not self._fork:
                self._adjust_process_count()
            self._start_executor_manager_thread()
            return f

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        results = super().map(partial(_process_chunk, fn), _get_chunks(*iterables, chunksize=chunksize), timeout=timeout)
        return _chain_chunks(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._cancel_pending_futures = cancel_futures
            self._shutdown_thread = True
            if self._executor_manager_thread_wakeup is not None:
                self._executor_manager_thread_wakeup.wakeup()
        if self._executor_manager_thread is not None and wait:
            self._executor_manager_thread.join()
        self._executor_manager_thread = None
        self._executor_manager_thread_wakeup = None


def _chain_chunks(chunks):
    for chunk in chunks:
        chunk.reverse()
        while chunk:
            yield chunk.pop()
