"""Objects that live in a server process, and proxies that call them from any other.

CPython's server listens on a socket; here a pipe takes its place: a client makes a pair of pipes, sends the server one side
through it, and then has a connection of its own. As there, each thread of each client is served by a thread of the server, so that one
that blocks (a lock, a queue) holds up nobody else. What the model leaves out: objects live until the manager shuts down (there are
no reference counts), and managers on other machines."""
import _gilscope
import array
import itertools
import os
import queue
import threading
from multiprocessing import connection, context, pool, process, synchronize, util

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'Namespace', 'Value', 'Array']


class RemoteError(Exception):
    def __str__(self):
        return '\n' + '-' * 75 + '\n' + str(self.args[0]) + '-' * 75


class Token:
    """Which object of which server."""

    def __init__(self, typeid, address, id):
        self.typeid = typeid
        self.address = address
        self.id = id

    def __repr__(self):
        return f'Token(typeid={self.typeid!r}, address={self.address!r}, id={self.id!r})'


class _Address:
    """The way to a server: where new connections are sent, one at a time."""

    def __init__(self, number, door, lock):
        self.number = number
        self.door = door
        self.lock = lock

    def connect(self):
        mine, theirs = connection.Pipe()
        with self.lock:
            self.door.send(theirs)
        kind, result = mine.recv()
        theirs.close()
        return mine

    def __repr__(self):
        return f"'/tmp/pymp-{self.number}/listener'"


def _public_methods(obj):
    return [name for name in dir(obj) if name[0] != '_' and callable(getattr(obj, name))]


class Server:
    def __init__(self, registry, address, entrance):
        self.registry = registry
        self.address = address
        self.entrance = entrance
        self.objects = {}
        self.numbers = itertools.count(1)
        self.stop_event = threading.Event()

    def serve_forever(self):
        process.current_process()._manager_server = self
        accepter = threading.Thread(target=self._accept, daemon=True)
        accepter.start()
        self.stop_event.wait()

    def _accept(self):
        while True:
            try:
                conn = self.entrance.recv()
            except (EOFError, OSError):
                return
            threading.Thread(target=self._serve_client, args=(conn,), daemon=True).start()

    def _serve_client(self, conn):
        conn.send(('#RETURN', None))
        while not self.stop_event.is_set():
            try:
                request = conn.recv()
            except (EOFError, OSError):
                return
            reply = self._answer(*request)
            try:
                conn.send(reply)
            except Exception as e:
                conn.send(('#UNSERIALIZABLE', repr(reply[1])))

    def _answer(self, ident, name, args, kwds):
        try:
            if ident is None:
                return '#RETURN', getattr(self, name)(*args, **kwds)
            obj, exposed, typeids = self.objects[ident]
            if name not in exposed:
                if name == '__str__':
                    return '#RETURN', str(obj)
                if name == '__repr__':
                    return '#RETURN', repr(obj)
                if name == '#GETVALUE':
                    return '#RETURN', obj
                raise AttributeError(f'method {name!r} of {type(obj)!r} object is not in exposed={exposed!r}')
            result = getattr(obj, name)(*args, **kwds)
            typeid = typeids and typeids.get(name)
            if typeid:
                return '#PROXY', (typeid,) + self._keep(typeid, result)
            if name == '__reversed__' or isinstance(result, (type({}.keys()), type({}.values()), type({}.items()))):
                result = list(result)
            return '#RETURN', result
        except Exception as e:
            if ident is None:
                return '#TRACEBACK', _gilscope.format_exception(e)
            return '#ERROR', e

    def create(self, typeid, args, kwds):
        callable = self.registry[typeid][0]
        if callable is None:
            if kwds or len(args) != 1:
                raise ValueError('Without callable, must have one non-keyword argument')
            obj = args[0]
        else:
            obj = callable(*args, **kwds)
        return self._keep(typeid, obj)

    def _keep(self, typeid, obj):
        callable, exposed, typeids, proxytype = self.registry[typeid]
        if exposed is None:
            exposed = _public_methods(obj)
        if typeids:
            exposed = list(exposed) + list(typeids)
        ident = next(self.numbers)
        self.objects[ident] = (obj, set(exposed), typeids)
        return ident, tuple(exposed)

    def number_of_objects(self):
        return len(self.objects)

    def shutdown(self):
        self.stop_event.set()


_manager_numbers = itertools.count(1)
_here = threading.local()  # connections of this thread, by server


def _connection(address):
    key = (os.getpid(), address.number)
    connections = _here.__dict__.setdefault('connections', {})
    conn = connections.get(key)
    if conn is None:
        conn = connections[key] = address.connect()
    return conn


def _request(address, ident, name, args=(), kwds={}):
    conn = _connection(address)
    conn.send((ident, name, args, kwds))
    kind, result = conn.recv()
    if kind == '#ERROR':
        raise result
    if kind == '#TRACEBACK':
        raise RemoteError(result)
    if kind == '#UNSERIALIZABLE':
        raise RemoteError('Unserializable message: ' + result + '\n')
    return kind, result


class BaseManager:
    _registry = {}

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        if address is not None:
            raise NotImplementedError('gilscope does not support managers at an address of their own: there is no network')
        self._address = None
        self._ctx = ctx or context._default_context.get_context()
        self._state = 'INITIAL'
        self._process = None

    def start(self, initializer=None, initargs=()):
        if self._state != 'INITIAL':
            raise context.ProcessError('Already started server') if self._state == 'STARTED' else context.ProcessError('Manager has shut down')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        entrance, door = connection.Pipe(duplex=False)
        reader, writer = connection.Pipe(duplex=False)
        number = f'{os.getpid()}-{next(_manager_numbers)}'
        self._address = _Address(number, door, synchronize.Lock(ctx=self._ctx))
        self._process = self._ctx.Process(target=_run_server, args=(self._registry, self._address, entrance, writer, initializer, initargs))
        ident = ':'.join(str(i) for i in self._process._identity)
        self._process.name = f'{type(self).__name__}-{ident}'
        self._process.start()
        writer.close()
        reader.recv()
        reader.close()
        self._state = 'STARTED'
        self.shutdown = util.Finalize(self, self._finalize, exitpriority=0)

    def _finalize(self):
        if self._process.is_alive():
            try:
                _request(self._address, None, 'shutdown')
            except (EOFError, OSError):
                pass
            self._process.join()
        self._state = 'SHUTDOWN'

    def get_server(self):
        raise NotImplementedError('gilscope does not support BaseManager.get_server')

    def connect(self):
        raise NotImplementedError('gilscope does not support BaseManager.connect')

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)

    @property
    def address(self):
        return self._address

    def __enter__(self):
        if self._state == 'INITIAL':
            self.start()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    def _create(self, typeid, /, *args, **kwds):
        if self._state != 'STARTED':
            raise AssertionError('server not yet started')
        return _request(self._address, None, 'create', (typeid, args, kwds))[1]

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        cls._registry[typeid] = (callable, exposed, method_to_typeid, proxytype)
        if create_method:
            def temp(self, /, *args, **kwds):
                ident, exposed = self._create(typeid, *args, **kwds)
                return proxytype(Token(typeid, self._address, ident), registry=self._registry, exposed=exposed)
            temp.__name__ = typeid
            setattr(cls, typeid, temp)


def _run_server(registry, address, entrance, writer, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    server = Server(registry, address, entrance)
    writer.send(None)
    writer.close()
    server.serve_forever()


class BaseProxy:
    def __init__(self, token, serializer='pickle', manager=None, authkey=None, exposed=None, incref=True, manager_owned=False, *, registry=None):
        self._token = token
        self._id = token.id
        self._registry = registry

    def _callmethod(self, methodname, args=(), kwds={}):
        kind, result = _request(self._token.address, self._id, methodname, args, kwds)
        if kind == '#PROXY':
            typeid, ident, exposed = result
            proxytype = self._registry[typeid][3]
            return proxytype(Token(typeid, self._token.address, ident), registry=self._registry, exposed=exposed)
        return result

    def _getvalue(self):
        return self._callmethod('#GETVALUE')

    def __reduce__(self):
        return _rebuild_proxy, (type(self) if not hasattr(self, '_exposed') else None, self._token, getattr(self, '_exposed', None), self._registry)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._token.typeid!r} at {id(self):#x}>'

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def _rebuild_proxy(cls, token, exposed, registry):
    return (cls or AutoProxy)(token, exposed=exposed, registry=registry)


def _method(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = method.__qualname__ = name
    return method


def MakeProxyType(name, exposed):
    """A proxy class with these methods."""
    members = {method: _method(method) for method in exposed}
    members['_exposed_'] = tuple(exposed)
    return type(name, (BaseProxy,), members)


def AutoProxy(token, serializer='pickle', manager=None, authkey=None, exposed=None, incref=True, manager_owned=False, *, registry=None):
    proxy = MakeProxyType(f'AutoProxy[{token.typeid}]', exposed)(token, registry=registry)
    proxy._exposed = exposed
    return proxy


class Namespace:
    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = [f'{name}={value!r}' for name, value in self.__dict__.items() if not name.startswith('_')]
        return f'{type(self).__name__}({", ".join(sorted(items))})'


class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    return array.array(typecode, sequence)


class IteratorProxy(BaseProxy):
    _exposed_ = ('__next__', 'send', 'throw', 'close')

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    _exposed_ = ('acquire', 'release')

    def acquire(self, blocking=True, timeout=None):
        args = (blocking,) if timeout is None else (blocking, timeout)
        return self._callmethod('acquire', args)

    def release(self):
        return self._callmethod('release')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    _exposed_ = ('acquire', 'release', 'wait', 'notify', 'notify_all')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        import time
        result = predicate()
        if result:
            return result
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    _exposed_ = ('is_set', 'set', 'clear', 'wait')

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class BarrierProxy(BaseProxy):
    _exposed_ = ('__getattribute__', 'wait', 'abort', 'reset')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    @property
    def parties(self):
        return self._callmethod('__getattribute__', ('parties',))

    @property
    def n_waiting(self):
        return self._callmethod('__getattribute__', ('n_waiting',))

    @property
    def broken(self):
        return self._callmethod('__getattribute__', ('broken',))


class NamespaceProxy(BaseProxy):
    _exposed_ = ('__getattribute__', '__setattr__', '__delattr__')

    def __getattr__(self, key):
        if key[0] == '_':
            return object.__getattribute__(self, key)
        return self._callmethod('__getattribute__', (key,))

    def __setattr__(self, key, value):
        if key[0] == '_':
            return object.__setattr__(self, key, value)
        return self._callmethod('__setattr__', (key, value))

    def __delattr__(self, key):
        if key[0] == '_':
            return object.__delattr__(self, key)
        return self._callmethod('__delattr__', (key,))


class ValueProxy(BaseProxy):
    _exposed_ = ('get', 'set')

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__', '__reversed__', '__rmul__', '__setitem__', 'append', 'count',
    'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort', '__imul__'))


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __reversed__(self):
        return iter(self._callmethod('__reversed__'))

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self


DictProxy = MakeProxyType('DictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__', 'clear', 'copy', 'get', 'items', 'keys', 'pop', 'popitem',
    'setdefault', 'update', 'values'))
DictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}

ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async', 'starmap', 'starmap_async', 'terminate'))
BasePoolProxy._method_to_typeid_ = {
    'apply_async': 'AsyncResult', 'map_async': 'AsyncResult', 'starmap_async': 'AsyncResult', 'imap': 'Iterator', 'imap_unordered': 'Iterator'}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """Lists, dictionaries, queues, locks ... for processes to share."""


for _typeid, _callable, _proxytype in (
        ('Queue', queue.Queue, None), ('JoinableQueue', queue.Queue, None), ('Event', threading.Event, EventProxy),
        ('Lock', threading.Lock, AcquirerProxy), ('RLock', threading.RLock, AcquirerProxy), ('Semaphore', threading.Semaphore, AcquirerProxy),
        ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy), ('Condition', threading.Condition, ConditionProxy),
        ('Barrier', threading.Barrier, BarrierProxy), ('Pool', pool.Pool, PoolProxy), ('list', list, ListProxy), ('dict', dict, DictProxy),
        ('Value', Value, ValueProxy), ('Array', Array, ArrayProxy), ('Namespace', Namespace, NamespaceProxy)):
    SyncManager.register(_typeid, _callable, _proxytype)
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)
del _typeid, _callable, _proxytype
