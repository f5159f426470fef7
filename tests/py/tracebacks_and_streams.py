import traceback, sys, io, warnings, contextlib
def f(x): return 1/x
def g(x):
    try: return f(x)
    except ZeroDivisionError as e: raise ValueError('bad') from e
try: g(0)
except ValueError as e:
    print(traceback.format_exc().replace(__file__,'F'))
    print(''.join(traceback.format_exception(e, chain=False)).replace(__file__,'F'))
    print(traceback.format_exception_only(e))
    tb=traceback.extract_tb(e.__traceback__)
    print([(x.lineno,x.name,x.line) for x in tb], e.__traceback__.tb_frame.f_code.co_name, e.__traceback__.tb_next.tb_frame.f_code.co_name)
    s=io.StringIO(); traceback.print_exc(file=s); print(len(s.getvalue().splitlines()))
    print(traceback.format_exc(limit=1).replace(__file__,'F'))
    et,ev,t=sys.exc_info(); print(''.join(traceback.format_exception(et,ev,t)).count('File'))
    print(traceback.format_tb(t)[0].replace(__file__,'F'))
def st(): return [(x.name,x.lineno) for x in traceback.extract_stack()]
print(st())
print(sys._getframe().f_lineno, (lambda: sys._getframe(1).f_code.co_name)())
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn('hey'); warnings.warn('dep', DeprecationWarning)
    print(len(w), w[0].category.__name__, w[1].message, w[0].lineno)
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('x')
    except UserWarning as e: print('err', e)
warnings.warn('to stderr')
s=io.StringIO('a\nb\nc')
print(s.read(1), s.readline(), list(s), s.tell()); s.seek(0); s.write('ZZ'); print(repr(s.getvalue()))
with contextlib.redirect_stdout(io.StringIO()) as b: print('hidden'); print(1,2,sep='-')
print(repr(b.getvalue()))
b=io.BytesIO(b'abc'); b.seek(0,2); b.write(b'def'); print(b.getvalue(), b.tell())
s=io.StringIO(); print('x', 3, file=s, end='!'); print(s.getvalue()); s.close()
try: s.write('')
except ValueError as e: print(e)
try: io.StringIO().write(3)
except TypeError as e: print(e)
class Tee:
    def __init__(s): s.p=[]
    def write(s,t): s.p.append(t); return len(t)
    def flush(s): pass
t=Tee(); print('a',1,[2],file=t); print(file=t); print(t.p)
eg=ExceptionGroup('g',[ValueError(1),TypeError(2)])
try: raise eg
except ExceptionGroup: print(traceback.format_exc().replace(__file__,'F'))
e=ValueError('n'); e.add_note('note1'); print(traceback.format_exception(e))
