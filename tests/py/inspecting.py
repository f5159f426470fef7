import inspect, functools, asyncio
from dataclasses import dataclass
def f(a, b=1, /, c=2, *args, d, e: int = 5, **kw) -> str: 'doc'
async def co(x): pass
def g(): yield 1
async def ag(): yield
class C:
    """Class doc.

        indented
    """
    def __init__(self, x, y=2): pass
    def m(self, z): pass
    @classmethod
    def cm(cls, q): pass
    @staticmethod
    def sm(r): pass
    def __call__(self, k=1): pass
print(inspect.signature(f), inspect.signature(C), inspect.signature(C(1).m), inspect.signature(C.m), inspect.signature(C.cm), inspect.signature(C.sm), inspect.signature(C(1)), inspect.signature(functools.partial(f, 1, d=3)), inspect.signature(lambda: 0))
s = inspect.signature(f); print(list(s.parameters), s.parameters['e'].default, s.parameters['e'].annotation, s.parameters['d'].kind, s.parameters['d'].default is inspect.Parameter.empty, s.return_annotation, repr(s.parameters['a']), str(s.parameters['args']))
b = s.bind(1, d=4, z=9); b.apply_defaults(); print(b.args, b.kwargs, b.arguments)
for bad in (lambda: s.bind(), lambda: s.bind(1, 2, 3, a=1), lambda: inspect.signature(g).bind(1), lambda: inspect.signature(co).bind(1, x=2), lambda: inspect.signature(co).bind(1, y=2)):
    try: print(bad())
    except TypeError as e: print(e)
print([fn(x) for fn in (inspect.isfunction, inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction, inspect.ismethod, inspect.isclass, inspect.isbuiltin, inspect.isroutine) for x in (f, co, g, ag, C(1).m, C, len)])
c = co(1); gen = g(); a = ag(); print(inspect.iscoroutine(c), inspect.isawaitable(c), inspect.isgenerator(gen), inspect.isasyncgen(a), inspect.isawaitable(gen), inspect.getcoroutinestate(c), inspect.getgeneratorstate(gen))
next(gen); print(inspect.getgeneratorstate(gen), gen.gi_frame.f_lineno); gen.close(); c.close(); print(inspect.getgeneratorstate(gen), inspect.getcoroutinestate(c))
print(inspect.getdoc(C), inspect.getdoc(f), inspect.getmro(bool), [n for n, _ in inspect.getmembers(C, inspect.isfunction)], inspect.currentframe().f_lineno)
@functools.wraps(f)
def w(*a, **k): pass
print(inspect.signature(w), inspect.unwrap(w) is f, inspect.getfullargspec(f).args, inspect.ismodule(asyncio), inspect.getmodule(f).__name__, inspect.cleandoc(' a\n   b\n  c'))
print(asyncio.iscoroutinefunction(co), inspect.iscoroutinefunction(functools.partial(co, 1)), inspect.getcallargs(g), inspect.getcallargs(co, 3))
