import signal, timeit, sched, platform, secrets, uuid, keyword, graphlib, numbers, base64, os, time
def h(s, f): print('handler', s, signal.Signals(s).name)
print(signal.signal(signal.SIGTERM, h), signal.getsignal(signal.SIGTERM) is h, signal.SIGINT, repr(signal.SIGINT), signal.SIGINT == 2, signal.strsignal(15))
signal.raise_signal(signal.SIGTERM); os.kill(os.getpid(), signal.SIGTERM); print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
try: signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt: print('KI')
signal.signal(signal.SIGUSR1, signal.SIG_IGN); signal.raise_signal(signal.SIGUSR1); print(repr(signal.getsignal(signal.SIGUSR1)), signal.SIG_DFL)
import threading
def t():
    try: signal.signal(signal.SIGTERM, h)
    except ValueError as e: print(e)
x = threading.Thread(target=t); x.start(); x.join()
n = 0
def inc():
    global n; n += 1
print(timeit.timeit(inc, number=100) > 0, n, len(timeit.repeat(inc, repeat=3, number=2)), n, timeit.Timer(inc).timeit(5) >= 0)
s = sched.scheduler(time.monotonic, time.sleep); out = []
e1 = s.enter(0.02, 1, out.append, ('b',)); s.enter(0.01, 2, out.append, argument=('a2',)); s.enter(0.01, 1, print, ('first',), {'end': '!\n'}); e = s.enter(0.03, 1, out.append, ('x',)); s.cancel(e)
print(len(s.queue), s.empty()); s.run(); print(out, s.empty())
print(platform.system(), platform.python_implementation(), len(secrets.token_hex(8)), len(secrets.token_bytes(5)), secrets.choice([3]), secrets.randbelow(1), len(secrets.token_urlsafe(16)))
u = uuid.UUID('12345678-1234-5678-1234-567812345678'); print(u, repr(u), u.hex, u.int, u.version, u.variant, u.bytes[:2], u.urn)
print(uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), uuid.uuid4().version, uuid.uuid4() != uuid.uuid4(), uuid.uuid1().version, len(str(uuid.uuid4())))
print(keyword.iskeyword('async'), keyword.iskeyword('x'), len(keyword.kwlist), keyword.softkwlist[-2:])
g = graphlib.TopologicalSorter({'D': {'B'}, 'B': {'A'}, 'C': {'A'}}); print(sorted(list(g.static_order())[:1]))
g = graphlib.TopologicalSorter(); g.add('x', 'y'); g.add('y', 'z'); g.prepare()
while g.is_active():
    r = g.get_ready(); print(r); g.done(*r)
try: graphlib.TopologicalSorter({'a': 'b', 'b': 'a'}).prepare()
except graphlib.CycleError as e: print(e.args[0], sorted(set(e.args[1])))
print(isinstance(3, numbers.Integral), isinstance(3.0, numbers.Real), isinstance(3.0, numbers.Integral), isinstance(1j, numbers.Complex), isinstance(True, numbers.Number), issubclass(int, numbers.Rational))
print(base64.b64encode(b'hello'), base64.b64decode('aGVsbG8='), base64.urlsafe_b64encode(b'\xff\xfe'), base64.b32encode(b'hi'), base64.b16encode(b'hi'), base64.b64decode(base64.b64encode(bytes(range(256)))) == bytes(range(256)))
try: base64.b64decode('abc')
except Exception as e: print(type(e).__name__, e)
